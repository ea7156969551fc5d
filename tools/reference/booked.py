"""Booked costs (docs/RULES.md, "Corrected and booked"): each store's log walked anew at each of its receipts."""

from .documents import REVISIONS
from .receipts import receipts_as_they_count
from .walk import Walk


def booked(log):
    """({(receipt, line): cost}, {(dispatch, line): cost}) of the facts in the order in which they lie in the log.

    A receipt or a dispatch is booked when it first counts and whenever another version of it begins to count.
    """
    receipts, dispatches = {}, {}
    for store in {fact.store for fact in log if fact.store}:
        own = [fact for fact in log if fact.store == store]
        counting, sent = {}, {}
        for end, fact in enumerate(own, start=1):
            if fact.type == "transfer.dispatched.v1" or fact.type in REVISIONS:
                lines = {_version(each): each for each in Walk(own[:end], store).movements.dispatches}
                sent = {
                    version: sent[version] if version in sent else each.movement.cost if each.movement else 0
                    for version, each in lines.items()
                }
                continue
            versions = {id: each.by.id for id, each in receipts_as_they_count(own[:end], set()).items()}
            changed = {id for id, by in versions.items() if counting.get(id) != by}
            counting = versions
            if changed:
                walk = Walk(own[:end], store)
                for id in changed:
                    for place in [place for place in receipts if place[0] == id]:
                        del receipts[place]
                    for line, cost in line_costs(walk.movements.receipts[id]).items():
                        receipts[id, line] = cost
        dispatches.update({(dispatch, line): cost for (dispatch, line, _), cost in sent.items()})
    return receipts, dispatches


def _version(sent):
    """A dispatched line, and the correction by which it counts."""
    return (sent.dispatch.id, sent.line["line"], sent.dispatch.by)


def line_costs(receipt):
    """{line: cost}: of sales above zero, of returns below; a kit's components together."""
    costs = {}
    if receipt.data is None:
        return costs
    for line in receipt.data["lines"]:
        moved = receipt.movements.get(line["line"], [])
        costs[line["line"]] = sum(each.cost if each.kind == "sale" else -each.cost for each in moved)
    return costs
