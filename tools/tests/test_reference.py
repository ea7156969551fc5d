"""Costs beside the reference implementation: named histories with their right values, and random ones by the thousand."""

import os
from itertools import count, permutations

import pytest

from tools.reference import trial
from tools.reference.__main__ import run
from tools.reference.davtari import Davtari
from tools.reference.facts import Fact
from tools.reference.figures import figures
from tools.reference.trial import compared, differences, named, post

from .live import davtari

# Of the first seed on; about 36 000 facts.
HISTORIES = 2_000
AT_ONCE = 1_000
# Of a named history, at most so many orders of arrival.
ORDERS = 120

live_only = [
    pytest.mark.skipif("DAVTARI_BIN" not in os.environ, reason="DAVTARI_BIN names no davtari that is built"),
    pytest.mark.skipif("DAVTARI_TEST_POSTGRES" not in os.environ, reason="DAVTARI_TEST_POSTGRES names no Postgres"),
]


class Shops:
    """Facts as the shops @A and @B tell them of the product @p, one after the other."""

    def __init__(self):
        self.numbers = count(1)
        self.facts = []

    def say(self, store, type, day, **data):
        writer = f"{store}-w" if store else "@chain-w"
        fact = Fact(store, writer, next(self.numbers), type, f"{day}T10:00:00Z", data)
        self.facts.append(fact)
        return fact.id

    def goods(self, store, type, day, quantity, cost=None, **data):
        line = {"line": 1, "product": "@p", "quantity": quantity} | ({} if cost is None else {"cost": cost})
        return self.say(store, type, day, currency="GEL", lines=[line], **data)

    def receive(self, store, day, quantity, cost=None):
        return self.goods(store, "goods.received.v1", day, quantity, cost)

    def send(self, store, day, quantity, to):
        return self.goods(store, "transfer.dispatched.v1", day, quantity, transfer="@t", to=to)

    def arrive(self, store, day, quantity, sender, **dispatch):
        return self.goods(
            store, "transfer.received.v1", day, quantity, transfer="@t", **{"from": sender}, **dispatch
        )

    def count(self, store, day, quantity):
        return self.goods(store, "stock.counted.v1", day, quantity, stocktake="s")

    def list_with_default_cost(self, day, amount, per=1000):
        return self.say(None, "product.listed.v1", day, product="@p", defaultCost={"amount": amount, "per": per})

    def sell(self, store, day, quantity):
        return self.say(store, "receipt.completed.v1", day, **receipt(day, quantity))

    def bring_back(self, store, day, quantity, sale=None):
        return self.say(store, "receipt.completed.v1", day, **receipt(day, -quantity, sale))

    def correct(self, store, day, sale, quantity, **more):
        replacement = receipt(day, quantity)
        return self.say(store, "receipt.corrected.v1", day, receipt=sale, revision=1, replacement=replacement, **more)


def receipt(day, quantity, sale=None):
    line = {"line": 1, "kind": "sale" if quantity > 0 else "return", "product": "@p", "quantity": quantity, "gross": 0}
    if sale:
        line["original"] = {"receipt": sale, "line": 1}
    return {"businessDate": day, "currency": "GEL", "gross": 0, "lines": [line]}


# Each gives its facts and what must come of them, whatever the order of arrival (or in this order, where it says so).


def a_default_cost_beside_the_sale_that_needs_it():
    shops = Shops()
    sale = shops.sell("@A", "2026-03-02", 1000)
    shops.list_with_default_cost("2026-03-01", 500)
    return shops.facts, {("receipt", sale): ("counted", 500, 0), ("stock", "@A", "@p"): (-1000, -500, True)}


def a_default_cost_beside_a_blind_return():
    shops = Shops()
    back = shops.bring_back("@A", "2026-03-02", 1000)
    shops.list_with_default_cost("2026-03-01", 500)
    return shops.facts, {("receipt", back): ("counted", -500, 0), ("stock", "@A", "@p"): (1000, 500, True)}


def a_default_cost_beside_a_surplus():
    shops = Shops()
    shops.count("@A", "2026-03-02", 1000)
    shops.list_with_default_cost("2026-03-01", 500)
    return shops.facts, {("stock", "@A", "@p"): (1000, 500, True)}


def a_default_cost_beside_an_arrival_without_a_dispatch():
    shops = Shops()
    shops.arrive("@A", "2026-03-02", 1000, "@B")
    shops.list_with_default_cost("2026-03-01", 500)
    return shops.facts, {("stock", "@A", "@p"): (1000, 500, True)}


def a_default_cost_beside_a_delivery_without_a_cost():
    shops = Shops()
    shops.receive("@A", "2026-03-02", 1000)
    shops.list_with_default_cost("2026-03-01", 500)
    return shops.facts, {("stock", "@A", "@p"): (1000, 500, True)}


def a_sale_that_its_own_goods_would_cost():
    """Sold in B, which has none; returned in A; sent back to B. Nothing rests on itself: all of it costs the default."""
    shops = Shops()
    shops.list_with_default_cost("2026-02-01", 500)
    sale = shops.sell("@B", "2026-03-01", 2000)
    back = shops.bring_back("@A", "2026-03-02", 2000, sale)
    sent = shops.send("@A", "2026-03-03", 2000, "@B")
    shops.arrive("@B", "2026-03-04", 2000, "@A", dispatch=sent)
    return shops.facts, {
        ("receipt", sale): ("counted", 1000, 0),
        ("receipt", back): ("counted", -1000, 0),
        ("transit", "@A", "@p"): (0, 0),
        ("stock", "@A", "@p"): (0, 0, False),
        ("stock", "@B", "@p"): (0, 0, True),
    }


def two_sales_below_zero_each_returned_in_the_other_shop():
    """A's sale costs 500 provisionally when B takes it back; that pays B's debt at 500, and what A's gets is its own."""
    shops = Shops()
    shops.list_with_default_cost("2026-02-01", 500)
    sales = [shops.sell(store, "2026-03-01", 2000) for store in ("@A", "@B")]
    backs = [
        shops.bring_back("@B", "2026-03-02", 1000, sales[0]),
        shops.bring_back("@A", "2026-03-03", 1000, sales[1]),
    ]
    shops.receive("@A", "2026-03-04", 1000, 900)
    return shops.facts, {
        ("receipt", backs[0]): ("counted", -500, 0),
        ("receipt", backs[1]): ("counted", -500, 0),
        # half of it paid by the return, half by the delivery: its own adjustment, which nothing else follows
        ("receipt", sales[0]): ("counted", 1400, 0),
        ("receipt", sales[1]): ("counted", 1000, 0),
        ("stock", "@A", "@p"): (0, 0, True),
        ("stock", "@B", "@p"): (-1000, -500, True),
    }


WHATEVER_THE_ORDER = [
    a_default_cost_beside_the_sale_that_needs_it,
    a_default_cost_beside_a_blind_return,
    a_default_cost_beside_a_surplus,
    a_default_cost_beside_an_arrival_without_a_dispatch,
    a_default_cost_beside_a_delivery_without_a_cost,
    a_sale_that_its_own_goods_would_cost,
    two_sales_below_zero_each_returned_in_the_other_shop,
]


def a_sale_heard_after_its_own_return():
    shops = Shops()
    shops.receive("@A", "2026-03-01", 1000, 100)
    shops.receive("@A", "2026-03-03", 1000, 900)
    sale = f"@A-w:{4}"
    back = shops.bring_back("@A", "2026-03-04", 3000, sale)
    assert shops.sell("@A", "2026-03-02", 3000) == sale
    return shops.facts, {
        ("receipt", sale): ("counted", 1633, 1633),
        # heard before its sale: at the average of what was there, 1000 for 2000
        ("receipt", back): ("counted", -1900, -1500),
    }


def a_correction_heard_after_a_return():
    shops = Shops()
    shops.receive("@A", "2026-03-01", 1000, 100)
    sale = shops.sell("@A", "2026-03-02", 1000)
    shops.receive("@A", "2026-03-03", 1000, 900)
    shops.bring_back("@A", "2026-03-04", 3000, sale)
    shops.correct("@A", "2026-03-05", sale, 3000)
    return shops.facts, {("receipt", sale): ("counted", 1633, 1633)}


IN_THIS_ORDER = [a_sale_heard_after_its_own_return, a_correction_heard_after_a_return]


def orders(facts):
    return [list(order) for order, _ in zip(permutations(facts), range(ORDERS))]


def without_booked(figure):
    return figure[:2] if isinstance(figure[0], str) else figure


@pytest.mark.parametrize("told", WHATEVER_THE_ORDER)
def test_the_rules_give_these_figures_in_every_order_of_arrival(told):
    facts, right = told()
    for order in orders(facts):
        found = figures(order)
        assert {key: without_booked(found[key]) for key in right} == {
            key: without_booked(figure) for key, figure in right.items()
        }


@pytest.mark.parametrize("told", IN_THIS_ORDER)
def test_the_rules_give_these_booked_figures(told):
    facts, right = told()
    found = figures(facts)
    assert {key: found[key] for key in right} == right


def golden_vectors():
    """docs/RULES.md, by their numbers: what is told, the stock of A, and costs of receipts."""
    one, two, three, four = Shops(), Shops(), Shops(), Shops()
    sold = [one.sell("@A", "2026-03-01", 2000), two.sell("@A", "2026-03-01", 10_000)]
    one.receive("@A", "2026-03-02", 20_000, 6600)
    two.receive("@A", "2026-03-02", 5000, 5000)
    three.receive("@A", "2026-03-01", 2000, 200)
    three.receive("@A", "2026-03-02", 1000, 101)
    sold.append(three.sell("@A", "2026-03-03", 3000))
    sold.append(four.sell("@A", "2026-03-01", 20_000_000))
    four.receive("@A", "2026-03-02", 23_000_000, 2300)
    yield one, (18_000, 5940, True), sold[0], (660, 0)
    yield two, (-5000, -5000, True), sold[1], (10_000, 0)
    yield three, (0, 0, False), sold[2], (301, 301)
    yield four, (3_000_000, 300, True), sold[3], (2000, 0)


@pytest.mark.parametrize("vector", range(4))
def test_the_golden_vectors_hold(vector):
    shops, stock, sale, costs = list(golden_vectors())[vector]
    found = figures(shops.facts)
    assert found["stock", "@A", "@p"] == stock
    assert found["receipt", sale] == ("counted", *costs)


def test_what_arrives_takes_what_its_dispatch_costs():
    shops = Shops()
    shops.receive("@A", "2026-03-01", 10_000, 15_000)
    shops.receive("@B", "2026-03-01", 10_000, 25_000)
    sent = shops.send("@A", "2026-03-02", 10_000, "@B")
    assert figures(shops.facts)["transit", "@A", "@p"] == (10_000, 15_000)
    shops.arrive("@B", "2026-03-03", 10_000, "@A", dispatch=sent)
    found = figures(shops.facts)
    assert found["transit", "@A", "@p"] == (0, 0)
    assert found["stock", "@B", "@p"] == (20_000, 40_000, False)


@pytest.mark.parametrize("type", ["receipt.voided.v1", "receipt.cancelled.v1"])
def test_a_void_takes_back_what_its_receipt_moved(type):
    shops = Shops()
    shops.receive("@A", "2026-03-01", 10_000, 7000)
    sale = shops.sell("@A", "2026-03-02", 4000)
    shops.say("@A", type, "2026-03-03", receipt=sale)
    found = figures(shops.facts)
    assert found["stock", "@A", "@p"] == (10_000, 7000, False)
    assert found["receipt", sale] == ("void", 0, 0)
    assert not [key for key in found if key[0] == "margin"]
    shops.correct("@A", "2026-03-04", sale, 3000)
    assert figures(shops.facts)["receipt", sale] == ("void", 0, 0), "nobody approved that it comes back"
    shops.correct("@A", "2026-03-05", sale, 3000, approver="@nino")
    assert figures(shops.facts)["receipt", sale] == ("counted", 2100, 2100), "of the same revision the last counts"


def test_a_figure_that_one_side_alone_has_is_a_difference():
    assert compared({("stock", "a"): (1, 0, False)}, {}) == [(("stock", "a"), (1, 0, False), None)]
    assert compared({}, {("unapplied", "a"): True}) == [(("unapplied", "a"), None, True)]
    assert compared({("stock", "a"): (0, 0, False)}, {}) == []


class TestDavtari:
    pytestmark = live_only

    def test_named_histories_come_to_the_same_in_every_order_of_arrival(self, tmp_path):
        histories = {}
        for told in WHATEVER_THE_ORDER + IN_THIS_ORDER:
            facts, _ = told()
            for number, order in enumerate(orders(facts)):
                name = f"{told.__name__}-{number}"
                histories[name] = named(name, order)
        with davtari(tmp_path) as live:
            token = live.run("token", "create", "--kind", "import", "--name", "histories", "--writers", "*")
            there = Davtari(live.url, token)
            post(there, histories)
            assert differences(there, histories) == {}

    def test_what_differs_is_found_and_shrunk_to_what_it_takes(self, monkeypatch):
        """By rules that are wrong on purpose: whoever writes off has one tetri more."""

        def wrong(facts):
            found = figures(facts)
            for fact in facts:
                if fact.type == "stock.writtenOff.v1":
                    pool = (fact.store, fact.data["lines"][0]["product"])
                    quantity, value, is_guess = found["stock", *pool]
                    found["stock", *pool] = (quantity, value + 1, is_guess)
            return found

        monkeypatch.setattr(trial, "figures", wrong)
        said = []
        _, different = run(range(1, 21), 1, say=said.append)
        assert different > 0
        assert "1 facts are enough" in said[1] and "stock.writtenOff.v1" in said[2]
        assert any(line.startswith("seeds that differ: ") for line in said)

    @pytest.mark.parametrize("first", range(1, HISTORIES, AT_ONCE))
    def test_random_histories_are_exact(self, first):
        facts, different = run(range(first, first + AT_ONCE))
        assert facts > AT_ONCE and different == 0, "the seeds, facts and figures stand above"
