"""Random histories of a few shops and products, by a seed, with the hard shapes drawn often.

Every id begins with PREFIX. A history is in the order in which it reaches Davtari: mostly one that no shop would choose.
"""

from dataclasses import replace
from itertools import count
from random import Random

from .documents import NAMES
from .facts import PREFIX, Fact

STORES = ("A", "B", "C")
# Ties at one millisecond are decided by writers, by their bytes; tills' and offices' names mix in that order.
WRITERS = ("Z", "a", "t", "till-2")
ZONES = (None, "Asia/Tbilisi", "America/New_York")
QUANTITIES = (1, 3, 7, 100, 333, 500, 1000, 1000, 2000, 3000)
COSTS = (0, 1, 7, 99, 100, 500, 1000, 1000)
DAYS = 9
FEWEST, MOST = 5, 40
MEAN = 13  # of those above the fewest
# One in so many is of one product and long: Davtari keeps a pool's movements in pages of about 48.
LONG_ONE_IN = 100
LONG = (90, 180)


def history(seed):
    """The facts of the history of that seed, as they arrive."""
    return _History(Random(seed)).facts


class _History:
    def __init__(self, random):
        self.random = random
        self.stores = [PREFIX + store for store in STORES[: random.choice((1, 2, 2, 2, 3))]]
        self.products = [f"{PREFIX}p{number}" for number in range(random.choice((1, 1, 1, 2, 3)))]
        self.kit = PREFIX + "kit"
        self.numbers = {}
        self.moments = []
        self.sold = []  # (receipt, line, product, quantity, store)
        self.receipts = []  # (receipt, store)
        self.dispatched = []  # (dispatch, transfer, from, to, line, product, quantity)
        self.delivered = []  # (delivery, line, product, quantity, store)
        self.documents = count(1)
        self.revisable = []  # documents of goods
        self.facts = []
        wanted = min(MOST, FEWEST + int(random.expovariate(1 / MEAN)))
        if random.randrange(LONG_ONE_IN) == 0:
            self.stores, self.products = self.stores[:2], self.products[:1]
            wanted = random.randint(*LONG)
        kinds = KINDS + VOIDING
        weights = [weight for weight, _ in kinds]
        while len(self.facts) < wanted:
            random.choices(kinds, weights)[0][1](self)
        self._disorder()

    def _disorder(self):
        match self.random.choice("shuffled shuffled shuffled by_time as_drawn backwards".split()):
            case "shuffled":
                self.random.shuffle(self.facts)
            case "by_time":
                self.facts.sort(key=lambda fact: fact.milliseconds())
            case "backwards":
                self.facts.reverse()
        if self.random.random() < 0.1:
            self._repeat()

    def _repeat(self):
        """The same fact once more, or other bytes under its number: the first counts."""
        place = self.random.randrange(len(self.facts))
        repeated = self.facts[place]
        if self.random.random() < 0.5:
            repeated = replace(repeated, time="2026-03-05T00:00:00.000Z")
        self.facts.insert(self.random.randint(place + 1, len(self.facts)), repeated)

    # What every fact needs

    def say(self, store, type, data, moment=None, may_be_a_date=True):
        """Adds the fact at a moment, its own or a drawn one; gives its id. None: its data says when it takes effect."""
        random = self.random
        moment = moment or self.moment()
        writer = f"{store or PREFIX}-{random.choice(WRITERS)}"
        if store is None:
            writer = f"{PREFIX}chain-{random.choice(WRITERS)}"
        number = self.numbers[writer] = self.numbers.get(writer, 0) + 1
        if may_be_a_date is None:
            pass  # it says itself when
        elif may_be_a_date and random.random() < 0.2:
            data = {**data, "effectiveAt": moment[:10]}
            if zone := random.choice(ZONES):
                data["zone"] = zone
        elif random.random() < 0.1:
            data = {**data, "effectiveAt": moment}
            moment = self.moment()
        fact = Fact(store, writer, number, type, moment, data)
        self.facts.append(fact)
        if type in NAMES:
            self.revisable.append(fact)
        return fact.id

    def moment(self):
        """Often one that was there before, to the millisecond."""
        random = self.random
        if self.moments and random.random() < 0.3:
            return random.choice(self.moments)
        hour = random.choice((0, 8, 12, 12, 20, 23))
        milliseconds = random.choice(("000", "000", "001", "999"))
        moment = f"2026-03-{random.randint(1, DAYS):02d}T{hour:02d}:{random.choice((0, 30)):02d}:00.{milliseconds}Z"
        self.moments.append(moment)
        return moment

    def store(self, besides=None):
        return self.random.choice([store for store in self.stores if store != besides] or self.stores)

    def product(self):
        return self.random.choice(self.products)

    def quantity(self):
        return self.random.choice((*QUANTITIES, self.random.randint(1, 5000)))

    def part(self, quantity):
        """Of a quantity: mostly all or some of it, sometimes more."""
        random = self.random
        quantity = max(1, abs(quantity))
        return random.choice(
            (quantity, quantity, max(1, quantity // 2), max(1, quantity // 3), random.randint(1, quantity), quantity + 7)
        )

    def cost(self):
        return self.random.choice((*COSTS, self.random.randint(1, 20_000)))

    def often(self, things):
        """The latest mostly, or any."""
        return things[-1] if self.random.random() < 0.4 else self.random.choice(things)

    # Receipts

    def receipt_data(self, lines, **more):
        random = self.random
        for number, line in enumerate(lines, start=1):
            line["line"] = number
            line.setdefault("gross", line.get("quantity", 0) * random.choice((1, 2, 3)) // 7)
        gross = sum(line["gross"] for line in lines if line["kind"] != "void")
        data = {"businessDate": f"2026-03-{random.randint(1, 3):02d}", "currency": "GEL", "gross": gross, "lines": lines}
        if gross:
            data["tenders"] = [{"tender": 1, "kind": "cash", "amount": gross}]
        if random.random() < 0.03:
            data["training"] = True
        if random.random() < 0.05:
            data["discount"] = 1  # no line gives it: suspect
        return {**data, **more}

    def receipt(self, store, lines, moment=None):
        id = self.say(store, "receipt.completed.v1", self.receipt_data(lines), moment)
        self.receipts.append((id, store))
        self.learn_sales(id, store, lines)
        return id

    def learn_sales(self, id, store, lines):
        for line in lines:
            if line["kind"] == "sale":
                for part in line.get("components", [line]):
                    self.sold.append((id, line["line"], part["product"], part["quantity"], store, line))

    def sale_line(self):
        random = self.random
        line = {"kind": "sale", "product": self.product(), "quantity": self.quantity()}
        if random.random() < 0.12:
            line["product"] = self.kit
            some = random.sample(self.products, random.randint(1, len(self.products)))
            line["components"] = [{"product": product, "quantity": self.quantity()} for product in some]
        return line

    def return_line(self):
        """Of a sale, mostly by reference."""
        random = self.random
        if not self.sold or random.random() < 0.12:
            return {"kind": "return", "product": self.product(), "quantity": -self.quantity()}
        receipt, number, product, quantity, _, sold = self.often(self.sold)
        line = {"kind": "return", "product": product, "quantity": -self.part(quantity)}
        if "components" in sold and random.random() < 0.7:
            line["product"], line["quantity"] = sold["product"], -sold["quantity"]
            line["components"] = [
                {"product": part["product"], "quantity": -self.part(part["quantity"])} for part in sold["components"]
            ]
        odd = random.random()
        if odd < 0.04:
            receipt = PREFIX + "none:1"
        elif odd < 0.08:
            number += 1
        line["original"] = {"receipt": receipt, "line": number}
        return line

    def lines(self):
        random = self.random
        kind = random.random()
        if kind < 0.8:
            return [self.sale_line()]
        lines = [self.sale_line(), random.choice((self.sale_line, self.return_line))()]
        if random.random() < 0.2:
            lines.append({"kind": "void", "product": self.product(), "quantity": self.quantity()})
        if random.random() < 0.1:
            lines.append({"kind": "charge", "gross": 300})
        if random.random() < 0.05:
            lines.append({"kind": "charge", "product": self.product(), "quantity": 1000, "gross": 200})
        if random.random() < 0.05:
            lines.append({"kind": "liability", "product": self.product(), "quantity": 1000, "gross": 500})
        if random.random() < 0.05:
            lines.append({"kind": random.choice(("sale", "return")), "product": self.product(), "quantity": 0})
        if random.random() < 0.05 and "quantity" in lines[0]:
            for part in (lines[0], *lines[0].get("components", ())):
                part["quantity"] *= -1  # against its kind: suspect
        random.shuffle(lines)
        return lines

    def sell(self):
        self.receipt(self.store(), self.lines())

    def bring_back(self):
        """In the same store or in another."""
        lines = [self.return_line()]
        if self.random.random() < 0.15:
            lines.append(self.sale_line())
        self.receipt(self.store(), lines)

    def bring_back_elsewhere(self):
        if self.sold:
            *_, store, _ = self.sold[-1]
            self.receipt(self.store(besides=store), [self.return_line()])

    def return_of_a_later_line_of_itself(self):
        """A receipt that returns what it sells."""
        line = self.sale_line()
        if "components" in line:
            return
        store = self.store()
        id = self.receipt(store, [line])
        back = {"kind": "return", "product": line["product"], "quantity": -self.part(line["quantity"])}
        back["original"] = {"receipt": id, "line": 1}
        fact = self.facts[-1]
        fact.data.update({**self.receipt_data([line, back]), "businessDate": fact.data["businessDate"]})

    def correct(self):
        if not self.receipts:
            return
        receipt, store = self.often(self.receipts)
        lines = self.lines() if self.random.random() < 0.7 else [self.return_line()]
        data = {"revision": self.random.choice((1, 1, 2, 3)), "replacement": self.receipt_data(lines)}
        odd = self.random.random()
        if odd < 0.05:
            store = self.store(besides=store)
        elif odd < 0.08:
            receipt = f"{PREFIX}none:{next(self.documents)}"
        elif odd < 0.10 and self.delivered:
            receipt = self.delivered[-1][0]
        self.say(store, "receipt.corrected.v1", {"receipt": receipt, **data})
        self.learn_sales(receipt, store, lines)

    def void(self):
        """After completion, or before it."""
        if not self.receipts:
            return
        receipt, store = self.often(self.receipts)
        if self.random.random() < 0.05:
            store = self.store(besides=store)
        type = self.random.choice(("receipt.voided.v1", "receipt.voided.v1", "receipt.cancelled.v1"))
        data = {"receipt": receipt}
        if self.random.random() < 0.7:
            data["revision"] = self.random.choice((1, 2, 3))
        if type == "receipt.cancelled.v1" and self.random.random() < 0.3:
            data = {"suspension": f"{PREFIX}suspended"}
        self.say(store, type, data)

    def correct_to_void_lines(self):
        if not self.receipts:
            return
        receipt, store = self.often(self.receipts)
        line = {"kind": "void", "product": self.product(), "quantity": self.quantity()}
        replacement = self.receipt_data([line])
        self.say(store, "receipt.corrected.v1", {"receipt": receipt, "revision": 2, "replacement": replacement})

    # Goods

    def document(self, store, type, lines, moment=None, **more):
        for number, line in enumerate(lines, start=1):
            line["line"] = number
        return self.say(store, type, {"currency": "GEL", "lines": lines, **more}, moment)

    def deliver(self):
        lines = []
        for _ in range(self.random.choice((1, 1, 1, 2))):
            line = {"product": self.product(), "quantity": self.quantity(), "cost": self.cost()}
            if self.random.random() < 0.05:
                del line["cost"]
            lines.append(line)
        store = self.store()
        id = self.document(store, "goods.received.v1", lines, delivery=f"d{next(self.documents)}")
        for line in lines:
            self.delivered.append((id, line["line"], line["product"], line["quantity"], store, "cost" in line))

    def send(self, store=None, to=None, product=None, quantity=None):
        random = self.random
        store = store or self.store()
        if to is None:
            to = store if random.random() < 0.04 else self.store(besides=store)
        lines = [{"product": product or self.product(), "quantity": quantity or self.quantity()}]
        if random.random() < 0.15:
            lines.append({"product": self.product(), "quantity": self.quantity()})
        transfer = f"{PREFIX}tr{next(self.documents)}"
        id = self.document(store, "transfer.dispatched.v1", lines, transfer=transfer, to=to)
        for line in lines:
            self.dispatched.append((id, transfer, store, to, line["line"], line["product"], line["quantity"]))

    def arrive(self, whole=False):
        random = self.random
        if not self.dispatched or random.random() < 0.1:
            line = {"product": self.product(), "quantity": self.quantity()}
            if random.random() < 0.5:
                line["cost"] = self.cost()
            to = self.store()
            # What comes from oneself without a known dispatch is told nowhere; from elsewhere it is an arrival.
            sender = self.store(besides=to)
            if sender != to:
                more = {"dispatch": PREFIX + "none:3"} if random.random() < 0.5 else {}
                self.document(to, "transfer.received.v1", [line], transfer=PREFIX + "none", **{"from": sender}, **more)
            return
        dispatch, transfer, sender, to, number, product, quantity = self.often(self.dispatched)
        line = {"product": product, "quantity": quantity if whole else self.part(quantity), "dispatchLine": number}
        if random.random() < 0.6:
            line["cost"] = self.cost()
        if random.random() < 0.2:
            del line["dispatchLine"]
        if sender != to and random.random() < 0.08:
            to = self.store(besides=sender)  # not where it was sent
        where = {"transfer": transfer, "from": sender, "dispatch": dispatch}
        self.document(to, "transfer.received.v1", [line], **where)

    def send_round_and_back(self):
        if len(self.stores) < 2:
            return
        there, back = self.random.sample(self.stores, 2)
        product, quantity = self.product(), self.quantity()
        for sender, to in ((there, back), (back, there)):
            self.send(sender, to, product, quantity)
            self.arrive(whole=self.random.random() < 0.7)

    def rest_on_itself(self):
        """Sold in one store, which has none; returned in another, and sent from there to the first."""
        if len(self.stores) < 2:
            return
        first, other = self.random.sample(self.stores, 2)
        product, quantity = self.product(), self.quantity()
        sale = self.receipt(first, [{"kind": "sale", "product": product, "quantity": quantity}])
        back = {"kind": "return", "product": product, "quantity": -quantity}
        self.receipt(other, [{**back, "original": {"receipt": sale, "line": 1}}])
        self.send(other, first, product, quantity)
        self.arrive(whole=True)

    def sell_and_return_crosswise(self):
        """Sold below zero in two stores, each returned in the other."""
        if len(self.stores) < 2:
            return
        first, other = self.random.sample(self.stores, 2)
        product = self.product()
        for sold_in, returned_in in ((first, other), (other, first)):
            quantity = self.quantity()
            sale = self.receipt(sold_in, [{"kind": "sale", "product": product, "quantity": quantity}])
            back = {"kind": "return", "product": product, "quantity": -self.part(quantity)}
            self.receipt(returned_in, [{**back, "original": {"receipt": sale, "line": 1}}])

    def find_discrepancy(self):
        if not self.dispatched:
            return
        dispatch, transfer, sender, to, number, product, quantity = self.often(self.dispatched)
        kind = self.random.choice(("missing", "damaged", "surplus"))
        line = {"product": product, "quantity": self.part(quantity), "kind": kind, "dispatchLine": number}
        store = to if self.random.random() < 0.15 else sender
        if self.random.random() < 0.15:
            del line["dispatchLine"]
        named = {"dispatch": dispatch} if self.random.random() < 0.8 else {}
        self.document(store, "transfer.discrepancyFound.v1", [line], transfer=transfer, **named)

    def close(self):
        if not self.dispatched:
            return
        dispatch, transfer, sender, to, *_ = self.often(self.dispatched)
        store = to if self.random.random() < 0.15 else sender
        named = {"dispatch": dispatch} if self.random.random() < 0.8 else {}
        self.say(store, "transfer.closed.v1", {"transfer": transfer, **named})

    def give_back(self):
        """To the supplier: of a delivery of this shop, of another's, or of none."""
        line = {"product": self.product(), "quantity": self.quantity(), "credit": self.cost()}
        store = self.store()
        if self.delivered and self.random.random() < 0.8:
            delivery, number, product, quantity, where, _ = self.often(self.delivered)
            line |= {"product": product, "quantity": self.part(quantity), "delivery": delivery, "deliveryLine": number}
            if self.random.random() < 0.2:
                del line["deliveryLine"]
            store = where if self.random.random() < 0.9 else store
        self.document(store, "goods.returned.v1", [line], vendorReturn=f"v{next(self.documents)}")

    def correct_cost(self):
        if not self.delivered:
            return
        delivery, number, product, _, store, _ = self.often(self.delivered)
        if self.random.random() < 0.08:
            store = self.store(besides=store)
        line = {"line": number, "product": product, "cost": self.cost()}
        revision = {"revision": self.random.choice((1, 2, 3))} if self.random.random() < 0.8 else {}
        self.say(store, "cost.corrected.v1", {"delivery": delivery, "currency": "GEL", "lines": [line], **revision})

    def add_landed_cost(self):
        # What is landed on a delivery without a cost is told nowhere.
        known = [delivered for delivered in self.delivered if delivered[5]]
        if not known:
            return
        store = self.often(known)[4]
        lines = []
        for number in range(1, self.random.choice((1, 1, 2)) + 1):
            delivery, delivered_line, product, *_ = self.often(known)
            line = {"line": number, "delivery": delivery, "deliveryLine": delivered_line, "product": product}
            lines.append({**line, "amount": self.cost()})
        amount = sum(line["amount"] for line in lines)
        charge = {"charge": f"c{next(self.documents)}", "currency": "GEL", "amount": amount, "lines": lines}
        self.say(store, "landedCost.added.v1", charge)

    def count(self):
        line = {"line": 1, "product": self.product(), "quantity": self.random.choice((0, self.quantity()))}
        data = {"stocktake": f"s{next(self.documents)}", "lines": [line]}
        if self.random.random() < 0.3:
            line["countedAt"] = self.moment()
        self.say(self.store(), "stock.counted.v1", data)

    def write_off(self):
        line = {"product": self.product(), "quantity": self.quantity()}
        self.document(self.store(), "stock.writtenOff.v1", [line], writeOff=f"w{next(self.documents)}")

    def revalue(self):
        cost = {"amount": self.cost(), "per": self.random.choice((1000, 1, 3))}
        line = {"product": self.product(), "cost": cost}
        self.document(self.store(), "stock.revalued.v1", [line], revaluation=f"r{next(self.documents)}")

    def revise(self):
        """A document is corrected or taken back: mostly as its shop would, at times in other books or with less than it had."""
        if not self.revisable:
            return
        random = self.random
        document = self.often(self.revisable)
        store = self.store(besides=document.store) if random.random() < 0.06 else document.store
        lines = [{"line": line["line"], "product": line["product"]} for line in document.data["lines"]]
        data = {
            "original": document.id if random.random() < 0.95 else f"{PREFIX}none:{next(self.documents)}",
            "revision": random.choice((1, 1, 2, 3)),
            "replaced": lines if random.random() < 0.85 else lines[1:],
            "effectiveAt": document.data.get("effectiveAt", document.time),
        }
        if self.receipts and random.random() < 0.05:
            data["original"], store = self.often(self.receipts)  # no document of goods
        if "zone" in document.data:
            data["zone"] = document.data["zone"]
        name = NAMES[document.type]
        if random.random() < 0.4:
            data |= {"kind": "transfer" if name == "dispatch" else name, "document": "d"}
            if random.random() < 0.5:
                # Its day is closed: it is taken back on another, mostly a later one.
                day = self.moment()[:10]
                data |= {"effectiveAt": day, "closedThrough": day}
            self.say(store, "goods.reversed.v1", data, may_be_a_date=None)
            return
        whole = {member: value for member, value in document.data.items() if member not in ("effectiveAt", "zone")}
        whole["lines"] = [self.other(dict(line)) for line in whole["lines"]]
        self.say(store, "goods.corrected.v1", {**data, name: whole}, may_be_a_date=None)

    def other(self, line):
        """Another line in its place."""
        random = self.random
        if random.random() < 0.3:
            line["product"] = self.product()
        if "quantity" in line and random.random() < 0.7:
            line["quantity"] = self.quantity()
        if isinstance(line.get("cost"), int):
            line["cost"] = self.cost()
        return line

    def set_default_cost(self):
        cost = {"amount": self.cost(), "per": self.random.choice((1000, 1000, 7))}
        type = self.random.choice(("product.listed.v1", "product.changed.v1"))
        self.say(None, type, {"product": self.product(), "defaultCost": cost})


# How often each is drawn.
KINDS = (
    (20, _History.deliver),
    (22, _History.sell),
    (10, _History.bring_back),
    (6, _History.bring_back_elsewhere),
    (1, _History.return_of_a_later_line_of_itself),
    (7, _History.correct),
    (6, _History.send),
    (10, _History.arrive),
    (4, _History.send_round_and_back),
    (3, _History.rest_on_itself),
    (3, _History.sell_and_return_crosswise),
    (3, _History.find_discrepancy),
    (2, _History.close),
    (5, _History.give_back),
    (5, _History.correct_cost),
    (3, _History.add_landed_cost),
    (5, _History.count),
    (4, _History.write_off),
    (3, _History.revalue),
    (4, _History.set_default_cost),
    (5, _History.revise),
)
VOIDING = (
    (6, _History.void),
    (2, _History.correct_to_void_lines),
)
