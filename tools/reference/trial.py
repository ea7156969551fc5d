"""Histories posted into a running Davtari, and what it says of them beside what the rules say."""

from random import Random

from .figures import figures
from .reports import told

# So many histories are under way at once in each thread that posts, their facts shuffled into each other.
SIDE_BY_SIDE = 40
# What is said of something by one side only, and comes to nothing, is no difference.
NOTHING = {(0, 0), (0, 0, False), (0, 0, 0, 0, 0), ()}


def post(davtari, histories, seed=0):
    """Posts {name: facts}, each history's facts in their order, many histories interleaved; waits until all is folded."""
    random = Random(seed)
    names = list(histories)
    bundles = [names[start : start + SIDE_BY_SIDE] for start in range(0, len(names), SIDE_BY_SIDE)]
    davtari.post_side_by_side([_interleaved([histories[name] for name in bundle], random) for bundle in bundles])
    davtari.caught_up()


def differences(davtari, histories, only_these=False):
    """{name: [(key, by the rules, by Davtari)]} of the posted {name: facts}: of those that differ."""
    right = {name: figures(facts) for name, facts in histories.items()}
    receipts = dict.fromkeys(key[1] for keys in right.values() for key in keys if key[0] == "line")
    said = told(davtari, receipts, histories if only_these else None)
    found = {name: compared(figure, said.get(name, {})) for name, figure in right.items()}
    return {name: rows for name, rows in found.items() if rows}


def compared(right, got):
    rows = []
    for key in sorted(right.keys() | got.keys(), key=str):
        by_rules, by_davtari = right.get(key), got.get(key)
        if by_rules == by_davtari or (None in (by_rules, by_davtari) and (by_rules or by_davtari) in NOTHING):
            continue
        rows.append((key, by_rules, by_davtari))
    return rows


def named(name, facts):
    return [fact.named(f"{name}.") for fact in facts]


def _interleaved(lists, random):
    """One list of them all, each in its own order."""
    turns = [index for index, facts in enumerate(lists) for _ in facts]
    random.shuffle(turns)
    rest = [iter(facts) for facts in lists]
    return [next(rest[index]) for index in turns]
