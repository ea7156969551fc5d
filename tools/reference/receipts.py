"""Receipts as they count: corrected, void, suspect (docs/RULES.md, "Receipts")."""

from dataclasses import dataclass, field

from .facts import IN, key


@dataclass
class Receipt:
    """A receipt as it counts now: `data` is the original's or a correction's, None when it is void."""

    original: object
    data: dict | None
    revision: int
    status: str
    by: object  # the fact that made it count as it does
    movements: dict = field(default_factory=dict)  # line number -> those of the line


def receipts_as_they_count(facts, unapplied):
    """{id: Receipt}: the highest revision counts, then the last in the total order; of its own shop."""
    receipts = {
        fact.id: Receipt(fact, fact.data, 0, "", fact) for fact in facts if fact.type == "receipt.completed.v1"
    }
    for fact in sorted((fact for fact in facts if fact.type in REPLACEMENTS), key=_said):
        if fact.type == "receipt.cancelled.v1" and "receipt" not in fact.data:
            continue  # before completion: there never was a receipt
        receipt = receipts.get(fact.data.get("receipt"))
        if receipt is None or receipt.original.store != fact.store:
            unapplied.add(fact.id)
            continue
        if receipt.data is None and fact.data.get("replacement") and not fact.data.get("approver"):
            continue  # what was undone is revived only by what was approved
        receipt.data = fact.data.get("replacement")
        receipt.revision = fact.data.get("revision", 1)
        receipt.by = fact
    for receipt in receipts.values():
        receipt.status = status(receipt.data, receipt.by is not receipt.original)
    return receipts


# A void or a cancellation is a correction to nothing.
REPLACEMENTS = {"receipt.corrected.v1", "receipt.voided.v1", "receipt.cancelled.v1"}


def _said(fact):
    return fact.data.get("revision", 1), key(fact.milliseconds(), IN, fact, 0)


def status(data, is_correction):
    """As far as the histories here break rules: no line, sums of gross, discount and tenders, signs."""
    if data is None:
        return "void"
    if data.get("training"):
        return "training"
    lines = [line for line in data["lines"] if line["kind"] != "void"]
    gross = sum(line["gross"] for line in lines)
    discount = sum(line.get("discount", 0) for line in lines)
    tenders = sum(tender["amount"] for tender in data.get("tenders", ()))
    signs = all(
        line["quantity"] >= 0 if line["kind"] == "sale" else line["quantity"] <= 0
        for line in lines
        if line["kind"] in ("sale", "return")
    )
    is_sound = (lines or is_correction) and gross == data["gross"] == tenders and discount == data.get("discount", 0) and signs
    return "counted" if is_sound else "suspect"
