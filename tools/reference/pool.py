"""A product in a store, costed by a moving average (docs/RULES.md, "Stock and cost")."""


def share(amount, part, whole):
    """amount · part / whole, rounded half away from zero."""
    product = amount * part
    if whole < 0:
        product, whole = -product, -whole
    magnitude = (2 * abs(product) + whole) // (2 * whole)
    return magnitude if product >= 0 else -magnitude


class Pool:
    """What is there and its value. Below zero the value is what the debts are costed at, negative.

    `default` gives the default cost (amount, per) in force at a millisecond, or None.
    """

    def __init__(self, default):
        self.default = default
        self.quantity = 0
        self.value = 0
        self.last_average = None  # (amount, per), of when there was something last, or of who paid debts last
        self.debts = []  # oldest first: [movement, what it still owes, what that is costed at]

    def present_cost(self, quantity, milliseconds):
        """What so much costs at the present average, and whether that is a guess."""
        if self.quantity > 0:
            return share(self.value, quantity, self.quantity), False
        if self.last_average:
            amount, per = self.last_average
            return share(amount, quantity, per), False
        if default := self.default(milliseconds):
            amount, per = default
            return share(amount, quantity, per), True
        return 0, True

    def enter(self, quantity, cost):
        """An arrival pays the oldest debts at its own cost; what is still owed is costed anew at that cost."""
        if self.quantity >= 0:
            self.quantity += quantity
            self.value += cost
            return
        paid = 0
        while self.debts and paid < quantity:
            movement, owed, provisional = self.debts[0]
            settled = min(owed, quantity - paid)
            movement.cost += share(cost, paid + settled, quantity) - share(cost, paid, quantity)
            paid += settled
            if settled == owed:
                movement.cost -= provisional
                self.debts.pop(0)
            else:
                self.debts[0][1] -= settled
        for debt in self.debts:
            movement, owed, provisional = debt
            debt[2] = share(cost, owed, quantity)
            movement.cost += debt[2] - provisional
        self.last_average = (cost, quantity)
        self.quantity += quantity
        self.value = -sum(debt[2] for debt in self.debts) if self.debts else cost - share(cost, paid, quantity)

    def leave(self, movement, quantity, milliseconds, stated=None):
        """Adds to the movement's cost what leaves: at the average, or at what is `stated`.

        Never for more than what is held is worth. The last takes the residual, and what is more than there is, is owed.
        """
        if self.quantity > quantity:
            cost = share(self.value, quantity, self.quantity) if stated is None else min(stated, self.value)
            movement.cost += cost
            self.quantity -= quantity
            self.value -= cost
            return
        owed = quantity
        if self.quantity > 0:
            owed -= self.quantity
            self.last_average = (self.value, self.quantity)
            movement.cost += self.value
            self.quantity = self.value = 0
        if owed:
            cost, is_guess = self.present_cost(owed, milliseconds)
            movement.cost += cost
            movement.is_guess |= is_guess
            self.debts.append([movement, owed, cost])
            self.quantity -= owed
            self.value -= cost
