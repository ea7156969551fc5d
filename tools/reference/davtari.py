"""A running Davtari, asked over HTTP: facts go in, tables come out."""

import csv
import http.client
import io
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlencode, urlsplit

# A page of a report is at most this long.
PAGE_ROWS = 10_000
# Folding what was posted may take a while on a busy machine; without any progress for this long it is trouble.
PATIENCE_SECONDS = 120
REQUEST_SECONDS = 120


class Trouble(Exception):
    """Davtari did not answer, or refused."""


class Davtari:
    """One address and token. Each thread that asks has a connection of its own."""

    def __init__(self, url, token, threads=4):
        parts = urlsplit(url)
        self.host, self.port, self.token, self.threads = parts.hostname, parts.port, token, threads
        self._local = threading.local()

    def post(self, facts):
        """Posts the facts one after the other, those that follow each other in one book as one batch.

        Every answer is awaited, so the log holds each partition's facts in this order. Gives the last position.
        """
        position = None
        for path, batch in _batches(facts):
            position = self._post(path, batch)
        return position

    def post_side_by_side(self, histories):
        """The same for many lists of facts that have no partition's order in common, several at a time."""
        with ThreadPoolExecutor(self.threads) as pool:
            list(pool.map(self.post, histories))

    def caught_up(self):
        """Returns when every read model has folded the log to its end."""
        before, since = None, time.monotonic()
        while True:
            _, headers, body = self._ask("GET", "/v1/status")
            status = json.loads(body)
            log = status["end"]
            behind = [(model["name"], model["position"]) for model in status["read_models"] if model["behind"]]
            if not behind:
                return
            if behind != before:
                before, since = behind, time.monotonic()
            elif time.monotonic() - since > PATIENCE_SECONDS:
                raise Trouble(f"Davtari stands at {behind} of {log} for {PATIENCE_SECONDS} s: {body.decode()[:2000]}")
            time.sleep(0.02)

    def table(self, path, **words):
        """All rows of a report, as dicts of text."""
        words = {**words, "format": "csv", "limit": PAGE_ROWS}
        rows, cursor = [], None
        while True:
            asked = words if cursor is None else {**words, "cursor": cursor}
            _, headers, body = self._ask("GET", f"{path}?{urlencode(asked)}")
            rows.extend(csv.DictReader(io.StringIO(body.decode())))
            cursor = headers.get("X-Next-Cursor")
            if not cursor:
                return rows

    def tables(self, questions):
        """The tables for many (path, words), in their order, several at a time."""
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(lambda question: self.table(question[0], **question[1]), questions))

    def documents(self, paths):
        """The JSON documents at many addresses, in their order; None for one that is not there."""
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(self._document, paths))

    def _document(self, path):
        status, _, body = self._ask("GET", path, missing=True)
        return None if status == 404 else json.loads(body)

    def _post(self, path, batch):
        body = "[" + ",".join(fact.json() for fact in batch) + "]"
        _, _, answer = self._ask("POST", path, body.encode(), "application/cloudevents-batch+json")
        answer = json.loads(answer)
        for fact, said in zip(batch, answer["events"], strict=True):
            if said["status"] not in ("accepted", "suspect", "duplicate"):
                raise Trouble(f"{fact.id} is {said['status']}: {said}")
        return answer["position"]

    def _ask(self, method, path, body=None, type=None, missing=False):
        headers = {"Authorization": f"Bearer {self.token}"}
        if type:
            headers["Content-Type"] = type
        for attempt in (1, 2):
            connection = getattr(self._local, "connection", None)
            if connection is None:
                connection = http.client.HTTPConnection(self.host, self.port, timeout=REQUEST_SECONDS)
                self._local.connection = connection
            try:
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                said = answer.read()
                break
            except (http.client.HTTPException, OSError) as trouble:
                # A connection that was idle for long may be closed; a fact that is posted again counts once.
                connection.close()
                self._local.connection = None
                if attempt == 2:
                    raise Trouble(f"{method} {path}: {trouble!r}") from None
        if answer.status == 404 and missing:
            return answer.status, answer.headers, said
        if answer.status >= 300:
            raise Trouble(f"{method} {path}: {answer.status} {said.decode(errors='replace')[:2000]}")
        return answer.status, answer.headers, said


def _batches(facts):
    """(path, facts) of neighbours that stand in one book."""
    batch = []
    for fact in facts:
        if batch and batch[-1].path != fact.path:
            yield batch[0].path, batch
            batch = []
        batch.append(fact)
    if batch:
        yield batch[0].path, batch


def segment(text):
    return quote(text, safe="")
