"""A fact as it is posted, and when it took effect (docs/EVENTS.md; docs/RULES.md, "Time and order")."""

import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

# Stands before every id of a history until the history is given a name of its own.
PREFIX = "@"
# Phases of the total order: at one moment goods come in, are revalued, go out, are counted.
IN, TIMED, OUT, COUNT = 1, 2, 3, 4
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Fact:
    """One fact of one book. `store` is None for the chain's."""

    store: str | None
    writer: str
    number: int
    type: str
    time: str
    data: dict = field(hash=False)
    # Of a document as it was corrected: the correction's id.
    by: str | None = None

    @property
    def id(self):
        return f"{self.writer}:{self.number}"

    @property
    def place(self):
        return "/chain" if self.store is None else f"/stores/{self.store}"

    @property
    def path(self):
        return f"/v1{self.place}/writers/{self.writer}/events"

    def json(self):
        event = {
            "specversion": "1.0",
            "id": self.id,
            "source": f"{self.place}/writers/{self.writer}",
            "type": self.type,
            "time": self.time,
            "writer": self.writer,
            "writerseq": self.number,
            "data": self.data,
        }
        return json.dumps(event, ensure_ascii=False, separators=(",", ":"))

    def named(self, name):
        """The same fact with `name` in place of the prefix, wherever it stands."""
        return replace(
            self,
            store=self.store and self.store.replace(PREFIX, name),
            writer=self.writer.replace(PREFIX, name),
            data=json.loads(json.dumps(self.data).replace(PREFIX, name)),
        )

    def milliseconds(self, stated=None, last=False):
        """When it took effect: what is `stated`, else its effectiveAt, else the writer's clock.

        A date alone is that day's first millisecond in the fact's zone, or its `last`.
        """
        stated = stated or self.data.get("effectiveAt") or self.time
        if "T" in stated:
            return (datetime.fromisoformat(stated) - EPOCH) // timedelta(milliseconds=1)
        zone = ZoneInfo(self.data.get("zone", "UTC"))
        day = date.fromisoformat(stated)
        return _midnight(day + timedelta(days=1), zone) - 1 if last else _midnight(day, zone)


def _midnight(day, zone):
    return (datetime(day.year, day.month, day.day, tzinfo=zone) - EPOCH) // timedelta(milliseconds=1)


def key(milliseconds, phase, fact, line, component=0):
    """A movement's place in the total order."""
    return (milliseconds, phase, fact.writer.encode(), fact.number, line, component)
