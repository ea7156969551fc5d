"""Davtari's figures beside those of the parquet files: one line a figure, and which keys differ."""

from .expected import FIGURES, GROUPS

SHOWN_DIFFERENCES = 10
MONEY = {"revenue", "discount", "tax", "cost", "cost_booked", "margin", "amount"}
HEADING = ("by", "figure", "rows", "parquet", "Davtari", "")
# A day's, a product's or a household's rows are as many as the data has; the widths hold the year's largest sums.
LAYOUT = "{:<15} {:<11} {:>7} {:>18} {:>18}  {}"


def compare(expected, davtari, booked=True, out=print):
    """Whether everything is equal; says so line by line.

    `booked=False` leaves the booked cost out: it is what was known when a sale was heard, so it is the rule's cost
    only where facts came in the file's order.
    """
    figures = [figure for figure in FIGURES if booked or figure != "cost_booked"]
    out(LAYOUT.format(*HEADING))
    equal = True
    for group in GROUPS:
        name = ",".join(group) or "all"
        equal &= _table(name, figures, expected.margins(group), davtari.margins(group), out)
    equal &= _discounts(expected.discounts(), davtari.discounts(), out)
    out("Everything is equal, to the cent." if equal else "There are DIFFERENCES, as marked above.")
    return equal


def _discounts(ours, theirs, out):
    """A line for each kind of discount."""
    equal = True
    for rule in sorted(ours.keys() | theirs.keys()):
        sides = ({rule: side[rule]} if rule in side else {} for side in (ours, theirs))
        equal &= _table(rule[0], ["amount", "grants"], *sides, out)
    return equal


def _table(name, figures, ours, theirs, out):
    differing = {}
    for figure in figures:
        keys = [key for key in ours.keys() | theirs.keys() if _at(ours, key, figure) != _at(theirs, key, figure)]
        verdict = "equal" if not keys else f"DIFFERENT in {len(keys)}"
        sums = (_shown(figure, sum(row.get(figure, 0) for row in side.values())) for side in (ours, theirs))
        out(LAYOUT.format(name, figure, len(ours), *sums, verdict))
        for key in keys:
            differing.setdefault(key, []).append(figure)
    for key in sorted(differing)[:SHOWN_DIFFERENCES]:
        said = ", ".join(
            f"{figure} {_one(figure, _at(ours, key, figure))} ≠ {_one(figure, _at(theirs, key, figure))}"
            for figure in differing[key]
        )
        out(f"    {' '.join(key) or 'all'}: {said}")
    if len(differing) > SHOWN_DIFFERENCES:
        out(f"    … and {len(differing) - SHOWN_DIFFERENCES} more")
    return not differing


def _at(table, key, figure):
    """None where the side has no such row or figure: that too is a difference."""
    return table.get(key, {}).get(figure)


def _one(figure, value):
    return "nothing" if value is None else _shown(figure, value)


def _shown(figure, value):
    if figure in MONEY:
        return f"{'-' if value < 0 else ''}{abs(value) // 100:,}.{abs(value) % 100:02}"
    if figure == "quantity":
        return f"{value // 1000:,}" if value % 1000 == 0 else f"{value / 1000:,.3f}"
    return f"{value:,}"
