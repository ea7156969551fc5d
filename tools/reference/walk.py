"""One walk along the total order, all pools together, each cost from what stands before it."""

from .movements import Movements
from .pool import Pool, share


class Walk:
    """The movements with their costs, and the pools as they stand at the end."""

    def __init__(self, facts, own_store=None):
        self.movements = Movements(facts, own_store)
        self.defaults = {} if own_store else default_costs(facts)
        self.pools = {}
        for movement in self.movements.all:
            self._step(movement, self._pool(movement.store, movement.product))

    def _pool(self, store, product):
        if (store, product) not in self.pools:
            self.pools[store, product] = Pool(lambda at: default_cost(self.defaults.get(product, []), at))
        return self.pools[store, product]

    def _step(self, movement, pool):
        match movement.kind:
            case "sale" | "dispatch" | "writeOff":
                pool.leave(movement, movement.quantity, movement.milliseconds)
            case "vendorReturn":
                pool.leave(movement, movement.quantity, movement.milliseconds, self._share_of_delivery(movement))
            case "delivery" | "uncosted" | "return" | "arrival":
                self._enter(movement, pool)
            case "count":
                variance = movement.counted - pool.quantity
                movement.quantity = abs(variance)
                if variance > 0:
                    self._enter(movement, pool)
                elif variance < 0:
                    pool.leave(movement, -variance, movement.milliseconds)
                movement.quantity = variance
            case "reversal":
                self._reverse(movement, pool)
            case "revaluation":
                if pool.quantity > 0:
                    value = share(movement.revalued["amount"], pool.quantity, movement.revalued["per"])
                    movement.cost = value - pool.value
                    pool.value = value

    def _enter(self, movement, pool):
        if movement.cause:
            cause, quantity = movement.cause, movement.quantity
            before = share(cause.cost, cause.brought_back, cause.quantity)
            cause.brought_back += quantity
            movement.cost = share(cause.cost, cause.brought_back, cause.quantity) - before
        elif movement.stated is not None:
            movement.cost = movement.stated
        else:
            movement.cost, movement.is_guess = pool.present_cost(movement.quantity, movement.milliseconds)
        pool.enter(movement.quantity, movement.cost)

    def _reverse(self, movement, pool):
        """What came in leaves, what went out comes back, at what it cost; what was only valued is worth what it was."""
        back = movement.cause
        match back.kind:
            case "sale" | "dispatch" | "writeOff" | "vendorReturn":
                moved = -back.quantity
            case "delivery" | "uncosted" | "count":
                moved = back.quantity
            case "revaluation":
                moved = 0
        movement.quantity = -moved
        if moved > 0:
            pool.leave(movement, moved, movement.milliseconds, back.cost)
        elif moved < 0:
            movement.cost = back.cost
            pool.enter(-moved, back.cost)
        elif pool.quantity > 0 and back.cost:
            value = max(0, pool.value - back.cost)
            movement.cost = value - pool.value
            pool.value = value

    def _share_of_delivery(self, movement):
        delivered = movement.delivery
        if delivered is None or delivered.movement.stated is None:
            return None
        cost, whole = delivered.movement.stated, delivered.movement.quantity
        before = share(cost, delivered.given_back, whole)
        delivered.given_back += movement.quantity
        return share(cost, delivered.given_back, whole) - before


def default_costs(facts):
    """{product: [(place in the total order, (amount, per))]}, earliest first."""
    said = {}
    for fact in facts:
        if fact.type in ("product.listed.v1", "product.changed.v1") and (cost := fact.data.get("defaultCost")):
            place = (fact.milliseconds(), fact.writer.encode(), fact.number)
            said.setdefault(fact.data["product"], []).append((place, (cost["amount"], cost["per"])))
    return {product: sorted(costs) for product, costs in said.items()}


def default_cost(said, milliseconds):
    """The one in force at that time, else the first that is known, else None."""
    in_force = [cost for place, cost in said if place[0] <= milliseconds]
    if in_force:
        return in_force[-1]
    return said[0][1] if said else None
