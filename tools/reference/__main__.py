"""python -m tools.reference --histories N --seed S: random histories through a Davtari, figure by figure.

Starts the davtari of DAVTARI_BIN on a database of its own (DAVTARI_TEST_POSTGRES). Exit 1 when anything differs.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tools.tests.live import davtari as started

from .davtari import Davtari
from .facts import PREFIX
from .histories import history
from .shrink import shrunk
from .trial import differences, named, post

# Each thousand has a database of its own: reports are fetched whole.
AT_ONCE = 1_000
SHRUNK_AT_MOST = 5
SEEDS_TOLD = 100


def main():
    parser = argparse.ArgumentParser(prog="python -m tools.reference", description=__doc__)
    parser.add_argument("--histories", type=int, default=2_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of the first; each has one higher")
    parser.add_argument("--shrink", type=int, default=SHRUNK_AT_MOST, metavar="N", help="shrink so many that differ")
    words = parser.parse_args()
    facts = different = 0
    for first in range(words.seed, words.seed + words.histories, AT_ONCE):
        seeds = range(first, min(first + AT_ONCE, words.seed + words.histories))
        told = run(seeds, words.shrink - different)
        facts += told[0]
        different += told[1]
    print(f"{words.histories:,} histories, {facts:,} facts: {different:,} differ")
    return 1 if different else 0


def run(seeds, shrink_at_most=SHRUNK_AT_MOST, say=print):
    """(how many facts, how many histories differ): the histories of these seeds in a Davtari of their own.

    Says of some that differ with how few facts they do, and whether a rebuild gives what the live fold gave.
    """
    histories = {f"h{seed}": named(f"h{seed}", history(seed)) for seed in seeds}
    with tempfile.TemporaryDirectory() as folder, started(Path(folder)) as live:
        davtari = Davtari(live.url, live.run("token", "create", "--kind", "import", "--name", "h", "--writers", "*"))
        began = time.monotonic()
        post(davtari, histories, seed=seeds[0])
        posted = time.monotonic()
        found = differences(davtari, histories)
        say(f"{len(histories):,} posted in {posted - began:.0f} s, compared in {time.monotonic() - posted:.0f} s")
        for name in sorted(found, key=lambda name: len(histories[name]))[: max(0, shrink_at_most)]:
            _tell(davtari, name, history(int(name[1:])), say)
        say(live.run("projections", "rebuild", "trade"))
        if found:
            more = " …" if len(found) > SEEDS_TOLD else ""
            say(f"seeds that differ: {' '.join(name[1:] for name in list(found)[:SEEDS_TOLD])}{more}")
    return sum(map(len, histories.values())), len(found)


def _tell(davtari, name, differing, say):
    facts, rows = shrunk(davtari, differing)
    say(f"\nseed {name[1:]}: " + (f"{len(facts)} facts are enough" if facts else "equal when posted again, alone"))
    for fact in facts:
        say("  " + fact.json().replace(PREFIX, ""))
    for key, right, got in rows:
        say(f"  {key}\n    by the rules {right}\n    Davtari says {got}")


if __name__ == "__main__":
    sys.exit(main())
