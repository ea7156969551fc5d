"""A small Davtari in Python: folds the facts one by one, with a moving average, as slowly as it likes."""

from collections import Counter, defaultdict


class Ledger:
    """Margins by each group, and discounts by rule, of the facts as they come."""

    def __init__(self, events, groups):
        self.groups = groups
        self.tables = {group: defaultdict(Counter) for group in groups}
        self.rules = defaultdict(Counter)
        self.pools = defaultdict(lambda: [0, 0])  # (store, product): thousandths, cents
        for event in events:
            store = event["source"].split("/")[2]
            if event["type"] == "goods.received.v1":
                self._receive(store, event["data"])
            elif event["type"] == "receipt.completed.v1":
                self._sell(store, event["data"])

    def margins(self, group):
        return {key: dict(figures) for key, figures in self.tables[group].items()}

    def discounts(self):
        return {key: dict(figures) for key, figures in self.rules.items()}

    def _receive(self, store, delivery):
        for line in delivery["lines"]:
            pool = self.pools[store, line["product"]]
            pool[0] += line["quantity"]
            pool[1] += line["cost"]

    def _issue(self, store, product, quantity):
        """Leaves at the average, rounded half away from zero; the last issue takes what is left."""
        pool = self.pools[store, product]
        assert 0 <= quantity <= pool[0], f"{store} sells {quantity} of {product} and has {pool[0]}"
        cost = (2 * pool[1] * quantity + pool[0]) // (2 * pool[0]) if quantity else 0
        pool[0] -= quantity
        pool[1] -= cost
        return cost

    def _sell(self, store, receipt):
        touched = defaultdict(set)
        for line in receipt["lines"]:
            cost = self._issue(store, line["product"], line["quantity"])
            figures = {
                "quantity": line["quantity"],
                "revenue": line["net"],
                "discount": line["discount"],
                "tax": 0,
                "cost": cost,
                "cost_booked": cost,
                "margin": line["net"] - cost,
            }
            names = {
                "store": store,
                "day": receipt["businessDate"],
                "product": line["product"],
                "customer": receipt["customer"],
            }
            for group in self.groups:
                key = tuple(names[column] for column in group)
                self.tables[group][key].update(figures)
                touched[group].add(key)
            for grant in line.get("grants", []):
                self.rules[(grant["rule"],)].update(amount=grant["amount"], grants=1)
        for group, keys in touched.items():
            for key in keys:
                self.tables[group][key]["receipts"] += 1
