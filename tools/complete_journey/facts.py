"""The year as facts, in the order in which Davtari is to hear them.

What each column becomes
    sales_value        a line's gross (what the retailer receives), in cents; its net is the same, there is no tax
    retail_disc        a grant of the rule cj-retail (a promotion): the loyalty card's price
    coupon_match_disc  a grant of the rule cj-coupon-match (a coupon): the retailer's match of a manufacturer's coupon
    coupon_disc        the manufacturer's coupon: summed over the basket, a tender; cash is the rest, negative (paid
                       out) in the 19 baskets whose coupons are worth more than the goods
    quantity           whole units, so × 1000
    transaction_timestamp   an instant in UTC, though the file does not say so; shown, and dated, in New York

A line's list price is gross + discount for its quantity; a line of quantity 0 has none. A basket never spans two
stores, households or timestamps (looked up in the year and checked here), so it is one receipt.

What the data lacks
    A product's unit cost, the same all year and everywhere: 70 % of its average list price of the year, that is
    max(1, floor(7 · Σ list cents / (10 · Σ units))) cents, in integers. A product of which no unit was sold has none.
    A delivery a store and week, dated that Monday: exactly the units sold that week, each at its unit cost.

The order: the chain's facts; then week by week the deliveries, by store, and the receipts, by time and basket.
"""

import json
from collections import Counter
from itertools import groupby
from operator import itemgetter

import duckdb

from . import names
from .source import parquet

# How far from a whole cent a figure may lie: what binary fractions leave of sums of cents, and nothing else.
CENT_TOLERANCE = 1e-6
# Rows fetched at once: enough to be quick, little to hold.
FETCHED = 50_000


class Unfit(Exception):
    """The data is not what the rules here are made for."""


def facts(scope, counts=None):
    """Every fact of that part of the year, as a line of JSON without its newline; `counts` learns how many of what."""
    counts = Counter() if counts is None else counts
    database = duckdb.connect()
    _load(database, scope)
    _check(database)
    if database.execute("SELECT count(*) FROM rows").fetchone() == (0,):
        return
    book = _Book(counts)
    yield from _chain(database, book)
    deliveries = _deliveries(database, book)
    receipts = _receipts(database, book)
    waiting = next(deliveries, None)
    for week, receipt in receipts:
        while waiting is not None and waiting[0] <= week:
            yield waiting[1]
            waiting = next(deliveries, None)
        yield receipt
    assert waiting is None, "a week with a delivery has receipts"


class _Book:
    """Gives every writer's facts their numbers."""

    def __init__(self, counts):
        self.counts = counts
        self.numbers = Counter()

    def chain(self, type, time, data):
        return self._envelope("/chain", names.CHAIN_WRITER, type, time, _json(data))

    def store(self, store, writer, type, time, data):
        """`data` is JSON already: here are the many lines."""
        return self._envelope(f"/stores/{names.store(store)}", writer, type, time, data)

    def _envelope(self, place, writer, type, time, data):
        self.numbers[writer] += 1
        self.counts[type] += 1
        number = self.numbers[writer]
        return (
            f'{{"specversion":"1.0","id":"{writer}:{number}","source":"{place}/writers/{writer}","type":"{type}",'
            f'"time":"{time}","datacontenttype":"application/json","writer":"{writer}","writerseq":{number},'
            f'"data":{data}}}'
        )


def _json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _load(database, scope):
    transactions = parquet("transactions")
    database.execute("CREATE MACRO cents(dollars) AS CAST(round(dollars * 100) AS BIGINT)")  # round: half away from zero
    database.execute(
        f"CREATE MACRO here(instant) AS timezone('{names.ZONE}', timezone('UTC', instant))"
    )
    # New York is four or five hours behind UTC, and a local time with its instant says which.
    database.execute(
        f"""
        CREATE MACRO stamp(local, instant) AS
            strftime(local, '%Y-%m-%dT%H:%M:%S') || printf('-%02d:00', date_diff('hour', local, instant))
        """
    )
    database.execute(
        f"""
        CREATE TABLE rows AS
        SELECT file_row_number AS row, week, store_id AS store, household_id AS household, basket_id AS basket,
            product_id AS product, quantity, cents(sales_value) AS gross, cents(retail_disc) AS retail,
            cents(coupon_match_disc) AS match, cents(coupon_disc) AS coupon, transaction_timestamp AS instant,
            here(transaction_timestamp) AS local,
            greatest(abs(sales_value * 100 - cents(sales_value)), abs(retail_disc * 100 - cents(retail_disc)),
                abs(coupon_match_disc * 100 - cents(coupon_match_disc)),
                abs(coupon_disc * 100 - cents(coupon_disc))) AS off
        FROM read_parquet('{transactions}', file_row_number = true)
        WHERE {scope.condition}
        """
    )
    # Over the whole year, whatever the scope: a product costs the same in a slice.
    database.execute(
        f"""
        CREATE TABLE costs AS
        SELECT product_id AS product, CAST(greatest(1,
            (7 * sum(cents(sales_value) + cents(retail_disc) + cents(coupon_match_disc))) // (10 * sum(quantity))
            ) AS BIGINT) AS cost
        FROM '{transactions}' GROUP BY product_id HAVING sum(quantity) > 0
        """
    )


def _check(database):
    def count(condition, table="rows"):
        return database.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()[0]

    faults = {
        "rows are not in whole cents": count(f"off > {CENT_TOLERANCE}"),
        "rows have something negative": count("least(quantity, gross, retail, match, coupon) < 0"),
        "rows lack a figure": count("quantity + gross + retail + match + coupon + off IS NULL OR local IS NULL"),
        "baskets span stores, households or times": count(
            "places > 1",
            "(SELECT count(DISTINCT (store, household, instant)) AS places FROM rows GROUP BY basket)",
        ),
        "of the data's weeks are not one ISO week": count(
            "weeks > 1", "(SELECT count(DISTINCT date_trunc('week', local)) AS weeks FROM rows GROUP BY week)"
        ),
    }
    for fault, number in faults.items():
        if number:
            raise Unfit(f"{number} {fault}")


def _chain(database, book):
    """Stores with their tills, products and households, dated the Monday of the first week."""
    opening, time = database.execute(
        f"""
        SELECT strftime(monday, '%Y-%m-%d'), stamp(monday, timezone('UTC', timezone('{names.ZONE}', monday)))
        FROM (SELECT CAST(date_trunc('week', min(local)) AS TIMESTAMP) AS monday FROM rows)
        """
    ).fetchone()
    for (number,) in database.execute("SELECT DISTINCT store FROM rows ORDER BY store").fetchall():
        store = names.store(number)
        yield book.chain(
            "store.opened.v1",
            time,
            {
                "store": store,
                "name": {"ka": f"მაღაზია {number}", "en": f"Store {number}"},
                "zone": names.ZONE,
                "currency": names.CURRENCY,
                "opensOn": opening,
            },
        )
        yield book.chain(
            "till.registered.v1",
            time,
            {"writer": names.till_writer(number), "store": store, "till": "t1", "name": "Till 1"},
        )
    products = database.execute(
        f"""
        SELECT product, department, product_category, product_type, brand, package_size, cost
        FROM (SELECT DISTINCT product FROM rows)
        LEFT JOIN '{parquet("products")}' ON product_id = product
        LEFT JOIN costs USING (product)
        ORDER BY product
        """
    ).fetchall()
    for product in products:
        yield book.chain("product.listed.v1", time, _product(*product))
    for (number,) in database.execute("SELECT DISTINCT household FROM rows ORDER BY household").fetchall():
        yield book.chain("customer.registered.v1", time, {"customer": names.customer(number)})


def _product(number, department, category, type, brand, size, cost):
    """The data names a product only by its type and size, in English; 17 that were sold are in no list at all."""
    data = {"product": names.product(number)}
    name = type or category or department
    data["name"] = {"en": ", ".join(filter(None, (name, size))) if name else f"Product {number}"}
    hierarchy = []
    for level in (department, category, type):
        if level is None:
            break
        hierarchy.append(level)
    if hierarchy:
        data["hierarchy"] = hierarchy
    if brand:
        data["brand"] = brand
    if cost is not None:
        data["defaultCost"] = {"amount": cost, "per": 1000}
    return data


def _rows(cursor):
    while batch := cursor.fetchmany(FETCHED):
        yield from batch


def _deliveries(database, book):
    """(week, fact) of each store's delivery of the week."""
    rows = _rows(
        database.cursor().execute(
            f"""
            SELECT week, store, product, units, units * cost, strftime(monday, '%Y-%m-%d'), strftime(monday, '%G-W%V'),
                stamp(monday, timezone('UTC', timezone('{names.ZONE}', monday)))
            FROM (
                SELECT week, store, product, CAST(sum(quantity) AS BIGINT) AS units,
                    CAST(min(date_trunc('week', local)) AS TIMESTAMP) AS monday
                FROM rows WHERE quantity > 0 GROUP BY week, store, product
            ) JOIN costs USING (product)
            ORDER BY week, store, product
            """
        )
    )
    for (week, store), products in groupby(rows, key=itemgetter(0, 1)):
        lines = []
        for line, (_, _, product, units, cost, monday, iso_week, time) in enumerate(products, start=1):
            lines.append(
                f'{{"line":{line},"product":"{names.product(product)}","quantity":{units * 1000},"cost":{cost}}}'
            )
        book.counts["delivery lines"] += len(lines)
        delivery = f"{names.store(store)}-{iso_week}"
        data = (
            f'{{"effectiveAt":"{monday}","zone":"{names.ZONE}","delivery":"{delivery}","document":"{delivery}",'
            f'"currency":"{names.CURRENCY}","lines":[{",".join(lines)}]}}'
        )
        yield week, book.store(store, names.office_writer(store), "goods.received.v1", time, data)


def _receipts(database, book):
    """(week, fact) of each basket."""
    rows = _rows(
        database.cursor().execute(
            """
            SELECT basket, week, store, household, stamp(local, instant), product, quantity, gross, retail, match, coupon
            FROM rows ORDER BY instant, basket, row
            """
        )
    )
    for basket, sold in groupby(rows, key=itemgetter(0)):
        sold = list(sold)
        _, week, store, household, time, *_ = sold[0]
        lines = [_line(line, *row[5:10]) for line, row in enumerate(sold, start=1)]
        gross = sum(row[7] for row in sold)
        discount = sum(row[8] + row[9] for row in sold)
        tenders = _tenders(gross, coupon=sum(row[10] for row in sold))
        book.counts["receipt lines"] += len(lines)
        data = (
            f'{{"number":"{basket}","businessDate":"{time[:10]}","till":"t1","channel":"store","training":false,'
            f'"currency":"{names.CURRENCY}","customer":"{names.customer(household)}","gross":{gross},'
            f'"discount":{discount},"net":{gross},"tax":0,"lines":[{",".join(lines)}],"tenders":[{tenders}]}}'
        )
        yield week, book.store(store, names.till_writer(store), "receipt.completed.v1", time, data)


def _line(line, product, quantity, gross, retail, match):
    price = ""
    listed = gross + retail + match
    if quantity > 0:
        price = f'"listPrice":{{"amount":{listed},"per":{quantity * 1000}}},'
    grants = []
    if retail > 0:
        grants.append(_grant(names.RETAIL_RULE, "promotion", listed, retail))
    if match > 0:
        grants.append(_grant(names.COUPON_MATCH_RULE, "coupon", listed - retail, match))
    given = f',"grants":[{",".join(grants)}]' if grants else ""
    return (
        f'{{"line":{line},"kind":"sale","product":"{names.product(product)}","quantity":{quantity * 1000},{price}'
        f'"gross":{gross},"discount":{retail + match},"net":{gross}{given}}}'
    )


def _grant(rule, kind, base, amount):
    return f'{{"rule":"{rule}","version":1,"kind":"{kind}","base":{base},"amount":{amount}}}'


def _tenders(gross, coupon):
    amounts = [("coupon", coupon)] if coupon > 0 else []
    if gross != coupon:
        amounts.append(("cash", gross - coupon))
    return ",".join(
        f'{{"tender":{tender},"kind":"{kind}","amount":{amount}}}'
        for tender, (kind, amount) in enumerate(amounts, start=1)
    )
