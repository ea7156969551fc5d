"""What Davtari's figures must come to, straight from the parquet files.

Deliberately knows nothing of how the facts are made: it shares only names and the choice of a slice with that, counts
money in decimals, and costs every line at its quantity times the unit cost, with no stock in between.
"""

import duckdb

from . import names
from .source import parquet

# How the margins are asked for and compared: by nothing, store, store and day, product, customer.
GROUPS = ((), ("store",), ("store", "day"), ("product",), ("customer",))
# Minor units and thousandths, under the names that the API gives them.
FIGURES = ("receipts", "quantity", "revenue", "discount", "tax", "cost", "cost_booked", "margin")


class Expected:
    def __init__(self, scope):
        transactions = parquet("transactions")
        self.database = duckdb.connect()
        self.database.execute(
            f"""
            CREATE VIEW everything AS
            SELECT *, CAST(sales_value AS DECIMAL(18, 2)) AS revenue, CAST(retail_disc AS DECIMAL(18, 2)) AS retail,
                CAST(coupon_match_disc AS DECIMAL(18, 2)) AS matched
            FROM '{transactions}'
            """
        )
        self.database.execute(
            f"""
            CREATE TABLE sold AS
            WITH unit_costs AS (
                SELECT product_id, greatest(1, CAST(sum(revenue + retail + matched) * 100 AS HUGEINT) * 7
                    // (sum(quantity) * 10)) AS unit_cost
                FROM everything GROUP BY product_id HAVING sum(quantity) > 0
            )
            SELECT 'cj-' || store_id AS store, 'cj-p-' || product_id AS product, 'cj-h-' || household_id AS customer,
                strftime(timezone('America/New_York', timezone('UTC', transaction_timestamp)), '%Y-%m-%d') AS day,
                basket_id, quantity, revenue, retail, matched, quantity * coalesce(unit_cost, 0) AS cost_cents
            FROM everything LEFT JOIN unit_costs USING (product_id)
            WHERE {scope.condition}
            """
        )

    def margins(self, group):
        """{key: figures} for each combination of the group's columns; without any, one key ()."""
        keys = "".join(f"{column}, " for column in group)
        rows = self.database.execute(
            f"""
            SELECT {keys}receipts, units * 1000, revenue, discount, 0, cost, cost, revenue - cost
            FROM (
                SELECT {keys}count(DISTINCT basket_id) AS receipts, CAST(sum(quantity) AS BIGINT) AS units,
                    CAST(sum(revenue) * 100 AS BIGINT) AS revenue,
                    CAST(sum(retail + matched) * 100 AS BIGINT) AS discount, CAST(sum(cost_cents) AS BIGINT) AS cost
                FROM sold {f"GROUP BY {', '.join(group)}" if group else ""}
            )
            """
        ).fetchall()
        return {row[: len(group)]: dict(zip(FIGURES, row[len(group) :])) for row in rows}

    def discounts(self):
        """{(rule,): figures}: what each kind of discount gave away, in how many lines."""
        discounts = {}
        for rule, column in ((names.RETAIL_RULE, "retail"), (names.COUPON_MATCH_RULE, "matched")):
            amount, grants = self.database.execute(
                f"SELECT CAST(sum({column}) * 100 AS BIGINT), count(*) FROM sold WHERE {column} > 0"
            ).fetchone()
            if grants:
                discounts[(rule,)] = {"amount": amount, "grants": grants}
        return discounts
