"""From facts to movements: what each fact moves in which pool, and where that stands in the total order."""

from dataclasses import dataclass
from operator import attrgetter

from .documents import NAMES, documents_as_they_count, moving, opposites
from .facts import COUNT, IN, OUT, TIMED, key
from .receipts import receipts_as_they_count


@dataclass(eq=False)
class Movement:
    """Goods of one line in one pool. `quantity` is above zero; of a count and a revaluation, the walk finds it."""

    kind: str
    store: str
    product: str
    quantity: int
    fact: object
    line: int
    key: tuple
    # An arrival's or a referenced return's: the movement that it brings back, in whatever pool; a reversal's: what it takes back.
    cause: "Movement | None" = None
    # A delivery's cost as corrected, an arrival's as booked by its store; None: at the present average.
    stated: int | None = None
    delivery: object = None  # of a vendor return
    counted: int | None = None
    revalued: dict | None = None
    # What the walk finds:
    cost: int = 0
    is_guess: bool = False
    brought_back: int = 0  # how much of it came back or arrived so far

    @property
    def milliseconds(self):
        return self.key[0]

    @property
    def seat(self):
        """The place where it is folded: its own, or right after a cause that stands later."""
        if self.cause and self.key < self.cause.key:
            return (self.cause.key, 1, self.key)
        return (self.key, 0, ())


@dataclass(eq=False)
class DispatchLine:
    dispatch: object
    line: dict
    movement: Movement | None  # None: a transfer to oneself moves nothing
    arrived: int = 0
    missing: int = 0
    damaged: int = 0
    is_closed: bool = False
    is_taken_back: bool = False


@dataclass(eq=False)
class DeliveryLine:
    delivery: object
    line: dict
    movement: Movement
    given_back: int = 0


class Movements:
    """All movements of the facts, in the order in which they are costed.

    With `own_store` it is that store alone as it books: an arrival at the cost that its fact states.
    """

    def __init__(self, facts, own_store=None):
        self.own_store = own_store
        self.all = []
        self.unapplied = set()
        said = facts
        facts = documents_as_they_count(facts, self.unapplied)
        self.facts = facts
        self.receipts = receipts_as_they_count(facts, self.unapplied)
        self.deliveries = []
        self.dispatches = []
        self._sales = {}
        for fact in facts:
            self._read_causes(fact)
        for receipt in self.receipts.values():
            self._read_receipt(receipt, "sale")
        for receipt in self.receipts.values():
            self._read_receipt(receipt, "return")
        for fact in facts:
            self._read(fact)
        self._correct_costs()
        self._oppose(said)
        self.all.sort(key=attrgetter("seat"))

    def _oppose(self, said):
        """The opposite of each movement of a document that is taken back on a later day."""
        counting, every = opposites(said)
        opposed = set()
        for movement in [each for each in self.all if each.fact.type in NAMES]:
            document = (movement.store, movement.fact.id)
            reversal, products = counting.get(document, (None, ()))
            if movement.product in products:
                opposed.add(document)
                place = (reversal, movement.line, movement.product, 0, reversal.milliseconds())
                self._add("reversal", TIMED, *place, cause=movement)
        for dispatched in self.dispatches:
            _, products = counting.get((dispatched.dispatch.store, dispatched.dispatch.id), (None, ()))
            dispatched.is_taken_back = dispatched.line["product"] in products
        self.unapplied.update(fact.id for document, fact in every if document not in opposed)

    def _add(self, kind, phase, fact, line, product, quantity, milliseconds, component=0, **more):
        place = key(milliseconds, phase, fact, line, component)
        movement = Movement(kind, fact.store, product, quantity, fact, line, place, **more)
        self.all.append(movement)
        return movement

    # Receipts

    def _read_receipt(self, receipt, kind):
        """Sales first: they are what returns bring back."""
        if receipt.data is None or receipt.status == "training":
            return
        for line in receipt.data["lines"]:
            if line["kind"] not in ("sale", "return"):
                continue
            parts = line.get("components") or [line]
            for component, part in enumerate(parts):
                product, quantity = part.get("product"), part.get("quantity")
                if not product or not quantity or (quantity > 0) != (kind == "sale"):
                    continue
                movement = self._add(
                    kind,
                    OUT if quantity > 0 else IN,
                    receipt.original,
                    line["line"],
                    product,
                    abs(quantity),
                    receipt.original.milliseconds(),
                    component,
                )
                receipt.movements.setdefault(line["line"], []).append(movement)
                if kind == "sale" and line["kind"] == "sale":
                    self._sales.setdefault((receipt.original.id, line["line"], product), movement)
                elif kind == "return" and (original := line.get("original")):
                    movement.cause = self._sales.get((original["receipt"], original["line"], product))

    # Documents

    def _read_causes(self, fact):
        match fact.type:
            case "goods.received.v1":
                for line in moving(fact):
                    movement = self._add(
                        "delivery", IN, fact, line["line"], line["product"], line["quantity"], fact.milliseconds()
                    )
                    self.deliveries.append(DeliveryLine(fact, line, movement))
            case "transfer.dispatched.v1":
                for line in moving(fact):
                    movement = None
                    if fact.data["to"] != fact.store:
                        at = fact.milliseconds(last=True)
                        movement = self._add("dispatch", OUT, fact, line["line"], line["product"], line["quantity"], at)
                    self.dispatches.append(DispatchLine(fact, line, movement))

    def _read(self, fact):
        match fact.type:
            case "transfer.received.v1":
                for line in moving(fact):
                    self._arrive(fact, line)
            case "transfer.discrepancyFound.v1":
                self._discrepancy(fact)
            case "transfer.closed.v1":
                for dispatched in self._own_dispatch(fact):
                    dispatched.is_closed = True
                if not any(self._is_for(fact, each) for each in self.facts if each.type == "transfer.dispatched.v1"):
                    self.unapplied.add(fact.id)
            case "goods.returned.v1":
                for line in moving(fact):
                    at = fact.milliseconds(last=True)
                    movement = self._add("vendorReturn", OUT, fact, line["line"], line["product"], line["quantity"], at)
                    movement.delivery = self._delivery(fact, line.get("delivery"), line.get("deliveryLine"), line)
            case "stock.writtenOff.v1":
                for line in moving(fact):
                    at = fact.milliseconds(last=True)
                    self._add("writeOff", OUT, fact, line["line"], line["product"], line["quantity"], at)
            case "stock.counted.v1":
                for line in fact.data["lines"]:
                    at = fact.milliseconds(line.get("countedAt"), last=True)
                    self._add("count", COUNT, fact, line["line"], line["product"], 0, at, counted=line["quantity"])
            case "stock.revalued.v1":
                for line in fact.data["lines"]:
                    at = fact.milliseconds()
                    self._add("revaluation", TIMED, fact, line["line"], line["product"], 0, at, revalued=line["cost"])

    def _arrive(self, fact, line):
        dispatched = self._dispatch(fact, line)
        if dispatched:
            dispatched.arrived += line["quantity"]
            if dispatched.movement is None and fact.store == dispatched.dispatch.store:
                return
        movement = self._add("arrival", IN, fact, line["line"], line["product"], line["quantity"], fact.milliseconds())
        if self.own_store:
            movement.stated = line.get("cost")
        elif dispatched:
            movement.cause = dispatched.movement

    def _dispatch(self, fact, line):
        lines = [
            each
            for each in self.dispatches
            if each.dispatch.id == fact.data.get("dispatch") and each.dispatch.data["transfer"] == fact.data["transfer"]
        ]
        return only(lines, line, line.get("dispatchLine"))

    def _own_dispatch(self, fact):
        """The lines of the dispatch that a discrepancy or a close speaks of, where it stands in the sender's books."""
        return [each for each in self.dispatches if self._is_for(fact, each.dispatch)]

    @staticmethod
    def _is_for(fact, dispatch):
        return (
            dispatch.store == fact.store
            and dispatch.data["transfer"] == fact.data["transfer"]
            and fact.data.get("dispatch") in (None, dispatch.id)
        )

    def _discrepancy(self, fact):
        for line in fact.data["lines"]:
            dispatched = only(self._own_dispatch(fact), line, line.get("dispatchLine"))
            if dispatched is None:
                self.unapplied.add(fact.id)
            elif line["kind"] == "missing":
                dispatched.missing += line["quantity"]
            elif line["kind"] == "damaged":
                dispatched.damaged += line["quantity"]

    def _delivery(self, fact, delivery, number, line):
        """The line of a delivery of the fact's own shop, or None."""
        lines = [each for each in self.deliveries if each.delivery.id == delivery and each.delivery.store == fact.store]
        return only(lines, line, number)

    def _correct_costs(self):
        corrections = {}  # delivery line -> (revision, place in the total order, cost), the greatest
        landed = {}
        for fact in self.facts:
            for line in fact.data.get("lines", ()):
                if fact.type == "cost.corrected.v1":
                    delivered = self._delivery(fact, fact.data["delivery"], line["line"], line)
                    said = (fact.data.get("revision", 1), key(fact.milliseconds(), IN, fact, line["line"]), line["cost"])
                    if delivered:
                        corrections[delivered] = max(said, corrections.get(delivered, said))
                elif fact.type == "landedCost.added.v1":
                    delivered = self._delivery(fact, line["delivery"], line["deliveryLine"], line)
                    if delivered:
                        landed[delivered] = landed.get(delivered, 0) + line["amount"]
                else:
                    continue
                if delivered is None:
                    self.unapplied.add(fact.id)
        for delivered in self.deliveries:
            cost = corrections[delivered][2] if delivered in corrections else delivered.line.get("cost")
            if cost is None:
                delivered.movement.kind = "uncosted"
            else:
                delivered.movement.stated = cost + landed.get(delivered, 0)


def only(lines, line, number):
    """Of a document's lines the one of that product with that number, or the only one of that product; else None."""
    found = [
        each for each in lines if each.line["product"] == line.get("product") and number in (None, each.line["line"])
    ]
    return found[0] if len(found) == 1 else None
