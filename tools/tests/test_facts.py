"""The slice's facts: complete, in order, true to the data, and within the rules of docs/EVENTS.md."""

import json
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tools.complete_journey.expected import FIGURES, GROUPS, Expected
from tools.complete_journey.facts import facts
from tools.complete_journey.source import Scope

from .conftest import write
from .ledger import Ledger


@pytest.fixture(scope="module")
def ledger(events):
    return Ledger(events, GROUPS)


@pytest.fixture(scope="module")
def expected():
    return Expected(Scope.slice())


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: ",".join(group) or "all")
def test_folding_the_facts_gives_what_the_parquet_files_say(ledger, expected, group):
    ours = expected.margins(group)
    assert ours
    assert ledger.margins(group) == ours
    assert set(FIGURES) == set(next(iter(ours.values())))


def test_each_kind_of_discount_comes_to_its_column(ledger, expected):
    assert ledger.discounts() == expected.discounts()


def test_every_delivery_is_sold_out_and_every_pool_ends_at_nothing(ledger):
    assert set(map(tuple, ledger.pools.values())) == {(0, 0)}


def test_every_writer_numbers_its_facts_from_1_without_a_gap(events):
    last = Counter()
    for event in events:
        writer = event["writer"]
        last[writer] += 1
        assert event["writerseq"] == last[writer]
        assert event["id"] == f"{writer}:{event['writerseq']}"


def test_every_writer_has_one_path_and_keeps_to_it(events):
    sources = defaultdict(set)
    for event in events:
        sources[event["writer"]].add(event["source"])
    for writer, places in sources.items():
        store = writer.removesuffix("-t1").removesuffix("-office")
        place = "/chain" if writer == "cj-office-chain" else f"/stores/{store}"
        assert places == {f"{place}/writers/{writer}"}


def test_envelopes_hold_what_events_md_asks_for(events):
    members = {"specversion", "id", "source", "type", "time", "datacontenttype", "writer", "writerseq", "data"}
    for event in events:
        assert set(event) == members
        assert event["specversion"] == "1.0"
        assert datetime.fromisoformat(event["time"]).utcoffset() is not None


def test_the_chain_comes_first_then_each_week_its_deliveries_before_its_receipts(events):
    def place(event):
        if event["source"].startswith("/chain"):
            return (0,)
        data = event["data"]
        day = date.fromisoformat(data.get("effectiveAt") or data["businessDate"])
        sold = event["type"] == "receipt.completed.v1"
        moment = datetime.fromisoformat(event["time"]).timestamp()
        return (1, day - timedelta(day.weekday()), sold, *((moment, int(data["number"])) if sold else ()))

    places = [place(event) for event in events]
    assert places == sorted(places)


def test_a_delivery_is_dated_monday_and_brings_exactly_what_the_week_sells(events):
    delivered, sold = Counter(), Counter()
    for event in events:
        store, data = event["source"].split("/")[2], event["data"]
        if event["type"] == "goods.received.v1":
            monday = date.fromisoformat(data["effectiveAt"])
            assert monday.weekday() == 0
            assert datetime.fromisoformat(event["time"]) == datetime.combine(
                monday, datetime.min.time(), ZoneInfo(data["zone"])
            )
            assert [line["line"] for line in data["lines"]] == list(range(1, len(data["lines"]) + 1))
            for line in data["lines"]:
                assert line["quantity"] > 0 and (store, monday, line["product"]) not in delivered
                delivered[store, monday, line["product"]] = line["quantity"]
        elif event["type"] == "receipt.completed.v1":
            day = date.fromisoformat(data["businessDate"])
            for line in data["lines"]:
                sold[store, day - timedelta(day.weekday()), line["product"]] += line["quantity"]
    assert delivered == +sold


def test_every_receipt_keeps_the_rules_of_events_md(receipts):
    def total(parts, name):
        return sum(part[name] for part in parts)

    for receipt in receipts:
        lines = receipt["lines"]
        assert [line["line"] for line in lines] == list(range(1, len(lines) + 1)) and lines
        assert receipt["gross"] == total(lines, "gross") == receipt["net"] + receipt["tax"]
        assert receipt["tax"] == 0 and total(lines, "net") == receipt["net"]
        grants = [grant for line in lines for grant in line.get("grants", [])]
        assert receipt["discount"] == total(lines, "discount") == total(grants, "amount")
        assert total(receipt["tenders"], "amount") == receipt["gross"]
        for line in lines:
            assert line["kind"] == "sale" and line["quantity"] >= 0 and line["gross"] >= 0
            assert line["discount"] == total(line.get("grants", []), "amount")
            if line["quantity"]:
                assert line["listPrice"] == {"amount": line["gross"] + line["discount"], "per": line["quantity"]}
            else:
                assert "listPrice" not in line
        for grant in grants:
            assert 0 < grant["amount"] <= grant["base"]


def test_whatever_is_named_in_a_store_was_made_known_by_the_chain(events):
    known = defaultdict(set)
    for event in events:
        data = event["data"]
        match event["type"]:
            case "store.opened.v1":
                known["stores"].add(data["store"])
            case "till.registered.v1":
                assert data["store"] in known["stores"]
                known["tills"].add(data["writer"])
            case "product.listed.v1":
                known["products"].add(data["product"])
            case "customer.registered.v1":
                known["customers"].add(data["customer"])
            case "goods.received.v1":
                assert {line["product"] for line in data["lines"]} <= known["products"]
            case "receipt.completed.v1":
                assert event["writer"] in known["tills"] and data["customer"] in known["customers"]
                assert {line["product"] for line in data["lines"]} <= known["products"]


def test_the_slice_shows_every_oddity_of_the_year(events, receipts):
    products = [event["data"] for event in events if event["type"] == "product.listed.v1"]
    fuel = {product["product"] for product in products if "GASOLINE" in product["name"]["en"]}
    lines = [line for receipt in receipts for line in receipt["lines"]]
    assert any(line["quantity"] == 0 and line["gross"] > 0 for line in lines)
    assert any(line["quantity"] > 0 and line["gross"] == 0 for line in lines)
    assert any(line["product"] in fuel and line["quantity"] > 1_000_000 for line in lines)
    assert any("hierarchy" not in product for product in products)
    assert any("defaultCost" not in product for product in products)
    assert any(tender["amount"] < 0 for receipt in receipts for tender in receipt["tenders"])
    assert any(not receipt["tenders"] for receipt in receipts)
    assert {grant["rule"] for line in lines for grant in line.get("grants", [])} == {"cj-retail", "cj-coupon-match"}


def test_times_are_new_yorks_through_both_changes_of_the_clock():
    offsets = set()
    for line in facts(Scope(largest_stores=1)):
        event = json.loads(line)
        time = datetime.fromisoformat(event["time"])
        assert time.utcoffset() == time.astimezone(ZoneInfo("America/New_York")).utcoffset()
        if event["type"] == "receipt.completed.v1":
            assert event["data"]["businessDate"] == event["time"][:10]
            offsets.add(event["time"][-6:])
    assert offsets == {"-05:00", "-04:00"}


def test_the_same_part_gives_the_same_bytes(slice_file, tmp_path):
    assert write(tmp_path / "again.jsonl", "--slice", PYTHONHASHSEED="2").read_bytes() == slice_file.read_bytes()


def test_weeks_and_stores_bound_the_part_and_nothing_gives_nothing():
    stores, days = set(), set()
    for line in facts(Scope(weeks=2, largest_stores=3)):
        event = json.loads(line)
        if event["type"] == "receipt.completed.v1":
            stores.add(event["source"].split("/")[2])
            days.add(event["data"]["businessDate"])
    assert len(stores) == 3 and max(days) == "2017-01-08"
    assert list(facts(Scope(weeks=0))) == []


def test_disorder_keeps_every_fact_repeats_a_tenth_and_is_drawn_by_its_seed(slice_file, tmp_path):
    straight = slice_file.read_bytes().splitlines()

    def disordered(name, *words):
        return write(tmp_path / name, "--slice", *words).read_bytes().splitlines()

    one = disordered("one.jsonl", "--permute", 7, "--duplicate")
    assert one == disordered("two.jsonl", "--permute", 7, "--duplicate", 10)
    assert one != disordered("three.jsonl", "--permute", 8, "--duplicate")
    assert set(one) == set(straight) and max(Counter(one).values()) == 2
    assert len(one) == len(straight) + len(straight) // 10
    displaced = sum(a != b for a, b in zip(one, straight))
    assert displaced > len(straight) * 0.9

    repeated = disordered("four.jsonl", "--duplicate", 50)
    assert list(dict.fromkeys(repeated)) == straight and len(repeated) == len(straight) + len(straight) // 2
