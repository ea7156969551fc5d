"""Three read models as anybody would write them: sums kept in Postgres, a batch upserted at a time."""

from collections import defaultdict

import psycopg

TABLES = """
    DROP SCHEMA IF EXISTS plain CASCADE;
    CREATE SCHEMA plain;
    CREATE TABLE plain.stock (store text, product text, quantity int8, value int8, PRIMARY KEY (store, product));
    CREATE TABLE plain.customer (customer text PRIMARY KEY, receipts int8, gross int8, discount int8);
    CREATE TABLE plain.store_day (store text, day date, receipts int8, net int8, discount int8, cost int8,
        PRIMARY KEY (store, day));
"""
UPSERTS = {
    "stock": """INSERT INTO plain.stock VALUES (%s, %s, %s, %s) ON CONFLICT (store, product) DO UPDATE
        SET quantity = stock.quantity + EXCLUDED.quantity, value = stock.value + EXCLUDED.value""",
    "customer": """INSERT INTO plain.customer VALUES (%s, %s, %s, %s) ON CONFLICT (customer) DO UPDATE
        SET receipts = customer.receipts + EXCLUDED.receipts, gross = customer.gross + EXCLUDED.gross,
            discount = customer.discount + EXCLUDED.discount""",
    "store_day": """INSERT INTO plain.store_day VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (store, day) DO UPDATE
        SET receipts = store_day.receipts + EXCLUDED.receipts, net = store_day.net + EXCLUDED.net,
            discount = store_day.discount + EXCLUDED.discount, cost = store_day.cost + EXCLUDED.cost""",
}


class Models:
    """Folds batches of events and writes their sums, a transaction a batch."""

    def __init__(self, conninfo):
        self.connection = psycopg.connect(conninfo)
        self.connection.execute(TABLES)
        self.connection.commit()
        self.records = 0
        self.lines = 0
        # The last cost of a unit as (amount, per), by store and product: what a plain consumer takes a sale's cost from.
        self.costs = {}

    def take(self, events):
        """events: decoded events in the order of their partitions."""
        stock = defaultdict(lambda: [0, 0])
        customers = defaultdict(lambda: [0, 0, 0])
        days = defaultdict(lambda: [0, 0, 0, 0])
        for event in events:
            self.records += 1
            store = event["source"].split("/")[2]
            data = event["data"]
            match event["type"]:
                case "goods.received.v1":
                    self._receive(store, data, stock)
                case "receipt.completed.v1":
                    self._sell(store, data, stock, customers, days)
        self._write("stock", stock)
        self._write("customer", customers)
        self._write("store_day", days)
        self.connection.commit()

    def _receive(self, store, data, stock):
        for line in data["lines"]:
            self.lines += 1
            key = store, line["product"]
            stock[key][0] += line["quantity"]
            stock[key][1] += line["cost"]
            self.costs[key] = line["cost"], line["quantity"]

    def _sell(self, store, data, stock, customers, days):
        day = days[store, data["businessDate"]]
        for line in data["lines"]:
            self.lines += 1
            key, quantity = (store, line["product"]), line["quantity"]
            amount, per = self.costs.get(key, (0, 1))
            cost = round(amount * quantity / per) if per else 0
            stock[key][0] -= quantity
            stock[key][1] -= cost
            day[3] += cost
        day[0] += 1
        day[1] += data.get("net", data["gross"])
        day[2] += data.get("discount", 0)
        if "customer" in data:
            customer = customers[(data["customer"],)]
            customer[0] += 1
            customer[1] += data["gross"]
            customer[2] += data.get("discount", 0)

    def _write(self, table, rows):
        # Sorted, so that the index is walked in its order.
        with self.connection.cursor() as cursor:
            cursor.executemany(UPSERTS[table], [(*key, *sums) for key, sums in sorted(rows.items())])
