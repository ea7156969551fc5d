"""Documents of goods as they count: as first said, corrected whole, or taken back (docs/RULES.md, "Revisions of documents")."""

from dataclasses import replace

from .facts import TIMED, key

# What a correction calls a document, by the type that first says it.
NAMES = {
    "goods.received.v1": "delivery",
    "goods.returned.v1": "vendorReturn",
    "stock.writtenOff.v1": "writeOff",
    "stock.counted.v1": "stocktake",
    "stock.revalued.v1": "revaluation",
    "transfer.dispatched.v1": "dispatch",
}
TYPES = {name: type for type, name in NAMES.items()}
REVISIONS = ("goods.corrected.v1", "goods.reversed.v1")


def documents_as_they_count(facts, unapplied):
    """The facts with every document as its revisions have it. Adds to `unapplied` the revisions that wait.

    What is taken back on a later day, since its own is closed, stays here (`opposites`).
    """
    revisions = {}
    for fact in facts:
        if fact.type in REVISIONS and not _is_opposite(fact):
            revisions.setdefault((fact.store, fact.data["original"]), []).append(fact)
    known = set()
    counting = []
    for fact in facts:
        said = revisions.get((fact.store, fact.id), ()) if fact.type in NAMES else ()
        if not said:
            counting.append(fact)
            continue
        replaced = set().union(*(_replaced(revision) for revision in said))
        lines = [line for line in fact.data["lines"] if line.get("product") not in replaced]
        counting.append(replace(fact, data={**fact.data, "lines": lines}))
        if all(line in lines for line in moving(fact)):
            continue
        known.add((fact.store, fact.id))
        last = max(said, key=_rank)
        if name := next((name for name in TYPES if name in last.data), None):
            at = {name: last.data[name] for name in ("effectiveAt", "zone") if name in last.data}
            data = {**last.data[name], **at}
            counting.append(replace(fact, type=TYPES[name], time=last.time, data=data, by=last.id))
    for document, said in revisions.items():
        if document not in known:
            unapplied.update(revision.id for revision in said)
    return counting


def _is_opposite(fact):
    return fact.type == "goods.reversed.v1" and "closedThrough" in fact.data


def opposites(facts):
    """{(store, document): (the reversal in a later period that counts, the products that it takes back)}; and all of them."""
    counting, every = {}, []
    for fact in filter(_is_opposite, facts):
        document = (fact.store, fact.data["original"])
        every.append((document, fact))
        counting[document] = max(counting.get(document, fact), fact, key=_rank)
    return {document: (fact, _replaced(fact)) for document, fact in counting.items()}, every


def _rank(revision):
    return (revision.data["revision"], key(revision.milliseconds(), TIMED, revision, 0))


def _replaced(revision):
    named = [line.get("product") for line in revision.data["replaced"]]
    for name in TYPES:
        if name in revision.data:
            named += [line.get("product") for line in _moving_lines(TYPES[name], revision.data[name]["lines"])]
    return set(named)


def moving(fact):
    """The lines that move or value anything."""
    return _moving_lines(fact.type, fact.data["lines"])


def _moving_lines(type, lines):
    """The lines that say anything of stock: a count may be of nothing, a revaluation has no quantity."""
    if type == "stock.revalued.v1":
        return [line for line in lines if line.get("product")]
    least = 0 if type == "stock.counted.v1" else 1
    return [line for line in lines if line.get("product") and line.get("quantity", -1) >= least]
