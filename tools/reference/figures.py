"""The figures of some facts, by the rules: what a running Davtari has to say of them."""

from collections import Counter

from .booked import booked, line_costs
from .pool import share
from .walk import Walk

SHOWN_SIGN = {"sale": -1, "dispatch": -1, "writeOff": -1, "vendorReturn": -1}


def figures(log):
    """{key: figure} of the facts in the order in which they lie in the log; a key says which report and which row.

    What comes again under a number that was there before counts for nothing.
    """
    known = {}
    for fact in log:
        known.setdefault(fact.id, fact)
    log = list(known.values())
    walk = Walk(log)
    receipts_booked, dispatches_booked = booked(log)
    told = {}
    _stock(told, walk)
    _receipts(told, walk, receipts_booked)
    _transfers(told, walk, dispatches_booked)
    for id in walk.movements.unapplied:
        told["unapplied", id] = True
    return told


def _stock(told, walk):
    guessed, moved = set(), {}
    for each in walk.movements.all:
        pool = (each.store, each.product)
        if each.is_guess:
            guessed.add(pool)
        quantity = SHOWN_SIGN.get(each.kind, 1) * each.quantity
        shown = f"{each.kind} {quantity} cost {each.cost} {each.fact.id} line {each.line}"
        moved.setdefault(pool, []).append(shown + (" guess" if each.is_guess else ""))
    for pool, shown in moved.items():
        state = walk.pools[pool]
        told["stock", *pool] = (state.quantity, state.value, pool in guessed)
        told["movements", *pool] = tuple(shown)


def _receipts(told, walk, costs_booked):
    margins = {}
    for id, receipt in walk.movements.receipts.items():
        if receipt.data is None:
            told["receipt", id] = (receipt.status, 0, 0)
            continue
        costs = line_costs(receipt)
        told["receipt", id] = (receipt.status, sum(costs.values()), sum(costs_booked[id, line] for line in costs))
        touched = set()
        for line in receipt.data["lines"]:
            number = line["line"]
            cost, cost_booked = costs[number], costs_booked[id, number]
            if len(costs) > 1:  # of one line the receipt says it all
                told["line", id, number] = (cost, cost_booked)
            if receipt.status != "counted" or line["kind"] not in ("sale", "return", "charge"):
                continue
            key = (receipt.original.store, receipt.data["businessDate"], line.get("product", ""))
            touched.add(key)
            margins.setdefault(key, Counter()).update(
                quantity=line.get("quantity", 0), revenue=line["gross"], cost=cost, cost_booked=cost_booked
            )
        for key in touched:
            margins[key]["receipts"] += 1
    for key, row in margins.items():
        told["margin", *key] = tuple(row[name] for name in ("receipts", "quantity", "revenue", "cost", "cost_booked"))


def _transfers(told, walk, costs_booked):
    totals = {}
    for each in walk.movements.dispatches:
        if each.movement is None:
            told["transfer", each.dispatch.id, each.line["line"]] = (0, 0, 0, 0)
            continue
        sent, cost = each.movement.quantity, each.movement.cost
        gone = each.arrived + each.missing + each.damaged
        on_the_way = 0 if each.is_closed or each.is_taken_back else max(0, sent - gone)
        value = cost - share(cost, gone, sent) if on_the_way else 0
        booked_cost = costs_booked[each.dispatch.id, each.line["line"]]
        told["transfer", each.dispatch.id, each.line["line"]] = (on_the_way, value, cost, booked_cost)
        pool = (each.dispatch.store, each.line["product"])
        total = totals.setdefault(pool, [0, 0])
        total[0] += on_the_way
        total[1] += value
    for pool, total in totals.items():
        told["transit", *pool] = tuple(total)
