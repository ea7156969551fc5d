"""What a JSON Schema cannot say of a request, told to schemathesis before it sends one."""

from zlib import crc32

import schemathesis
from schemathesis import GenerationMode

EVENTS = "/writers/{writer}/events"
# What a generator would never guess: they stand in the corpus, which is in the log.
KNOWN_IDS = {"receipt": "S01-t1:1", "event": "office-S01:2", "customer": "c-1"}


@schemathesis.hook
def before_call(context, case, kwargs):
    # Nobody posts what a question waits for, so waiting would only take time.
    case.headers["Prefer"] = "wait=0"
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    if case.operation.path.endswith(EVENTS):
        for event in case.body if isinstance(case.body, list) else [case.body]:
            agree_with_path(event, case.path_parameters)
    elif crc32(repr(case.path_parameters).encode()) % 2:
        for name in KNOWN_IDS.keys() & case.path_parameters.keys():
            case.path_parameters[name] = KNOWN_IDS[name]


def agree_with_path(event, path):
    """An event's id and source repeat what its path says."""
    if not isinstance(event, dict) or not {"writer", "writerseq", "id", "source"} <= event.keys():
        return
    home = f"/stores/{path['store']}" if "store" in path else "/chain"
    event["writer"] = path["writer"]
    event["id"] = f"{path['writer']}:{event['writerseq']}"
    event["source"] = f"{home}/writers/{path['writer']}"
