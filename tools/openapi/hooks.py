"""What a JSON Schema cannot say of a request, told to schemathesis before it sends one."""

from urllib.parse import unquote
from zlib import crc32

import schemathesis
from schemathesis import GenerationMode

EVENTS = "/writers/{writer}/events"
# What a generator would never guess: they stand in the corpus, which is in the log.
KNOWN_IDS = {
    "category": "gold",
    "contract": "k-1",
    "coupon": "cp-1",
    "currency": "GEL",
    "customer": "c-1",
    "delivery": "d-1",
    "document": "B-1",
    "employee": "op-7",
    "event": "office-S01:2",
    "field": "size",
    "order": "o-1",
    "payment": "pay-2",
    "price": "pr-1",
    "product": "p-1",
    "purchaseOrder": "po-1",
    "rate": "nbg-2026-03-01-usd",
    "receipt": "S01-t1:1",
    "reminder": "r-1",
    "role": "cashier",
    "rule": "happy-hour",
    "serial": "GC-1",
    "store": "S01",
    "supplier": "sup-1",
    "tax": "A",
    "transfer": "tr-1",
}
# Lists that have more than one row, and so a next page.
LISTS = {f"/v1/{name}" for name in ("receipts", "stock", "customers", "margins")}


@schemathesis.hook
def before_call(context, case, kwargs):
    # Nobody posts what a question waits for, so waiting would only take time.
    case.headers["Prefer"] = "wait=0"
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    is_linked = case.meta.phase.name == "stateful"
    if case.operation.path.endswith(EVENTS):
        # A link gives the path as it was sent.
        path = {name: unquote(value) if is_linked else value for name, value in case.path_parameters.items()}
        for event in case.body if isinstance(case.body, list) else [case.body]:
            agree_with_path(event, path)
        return
    is_named = crc32(repr(case.path_parameters).encode()) % 2
    # What a link has led to is there; a question that begins a chain asks for what is there as often as not.
    if is_named and (not is_linked or case.method == "GET"):
        name_what_is_there(case.path_parameters)
    if is_named or is_linked:
        name_what_is_there(case.body)
    if is_linked and case.operation.path in LISTS and "cursor" not in (case.query or {}):
        # What is made up finds nothing, and a file leads nowhere: both are tried in the other phases.
        case.query = {"limit": 1}


def name_what_is_there(said):
    """Ids that are said, in the path or at any depth of a body, become those of things that are there."""
    if isinstance(said, list):
        for part in said:
            name_what_is_there(part)
    elif isinstance(said, dict):
        for name, value in said.items():
            if isinstance(value, str) and name in KNOWN_IDS:
                said[name] = KNOWN_IDS[name]
            else:
                name_what_is_there(value)


def agree_with_path(event, path):
    """An event's id and source repeat what its path says."""
    if not isinstance(event, dict) or not {"writer", "writerseq", "id", "source"} <= event.keys():
        return
    home = f"/stores/{path['store']}" if "store" in path else "/chain"
    event["writer"] = path["writer"]
    # To a schema 7.0 is an integer; here one is written without a fraction.
    event["writerseq"] = int(event["writerseq"])
    event["id"] = f"{path['writer']}:{event['writerseq']}"
    event["source"] = f"{home}/writers/{path['writer']}"
