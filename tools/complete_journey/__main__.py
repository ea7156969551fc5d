"""python -m tools.complete_journey events|compare|await …; each says with --help what it takes."""

import argparse
import os
import sys
import time
from collections import Counter
from pathlib import Path

from .compare import compare
from .davtari import Davtari, Trouble
from .disorder import disorder
from .expected import Expected
from .facts import Unfit, facts
from .source import Scope

# How often and how long to ask whether the facts have been folded; the clock starts anew whenever there is progress.
POLL_SECONDS = 1
PATIENCE_SECONDS = 120


def main():
    words = _parser().parse_args()
    try:
        return words.run(words)
    except (Unfit, Trouble) as trouble:
        print(trouble, file=sys.stderr)
        return 2
    except BrokenPipeError:  # a reader such as head has seen enough
        return 1


def _parser():
    parser = argparse.ArgumentParser(prog="python -m tools.complete_journey", description=sys.modules[__package__].__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    events = commands.add_parser("events", help="write the year as CloudEvents, one a line")
    events.add_argument("--out", required=True, type=Path, metavar="FILE.jsonl")
    _add_scope(events)
    events.add_argument("--permute", type=int, metavar="SEED", help="in an order drawn by this seed, over all facts")
    events.add_argument(
        "--duplicate", type=int, nargs="?", const=10, default=0, metavar="PERCENT", help="write so many twice (10)"
    )
    events.set_defaults(run=_events)

    comparison = commands.add_parser("compare", help="Davtari's figures beside the data's; exit 1 when any differs")
    _add_davtari(comparison)
    _add_scope(comparison)
    comparison.add_argument(
        "--not-booked", action="store_true", help="leave the booked cost out: the facts were posted out of order"
    )
    comparison.set_defaults(run=_compare)

    waiting = commands.add_parser("await", help="wait until Davtari's margins hold as many receipts as the data")
    _add_davtari(waiting)
    _add_scope(waiting)
    waiting.set_defaults(run=_await)
    return parser


def _add_scope(parser):
    parser.add_argument("--slice", action="store_true", help="the small part that CI takes: 12 stores, 8 weeks")
    parser.add_argument("--weeks", type=int, metavar="N", help="the first N weeks only")
    parser.add_argument("--stores", type=int, metavar="N", help="the N stores with the most lines only")


def _add_davtari(parser):
    parser.add_argument("--url", required=True)
    parser.add_argument("--token", default=os.environ.get("DAVTARI_TOKEN", ""), help="or in DAVTARI_TOKEN")


def _scope(words):
    if words.slice:
        return Scope.slice()
    return Scope(weeks=words.weeks, largest_stores=words.stores)


def _events(words):
    began = time.monotonic()
    counts = Counter()
    straight = words.out.with_name(words.out.name + ".partial")
    out_of_order = words.permute is not None or words.duplicate > 0
    with open(straight, "w", encoding="utf-8") as file:
        for fact in facts(_scope(words), counts):
            file.write(fact)
            file.write("\n")
    written = sum(number for type, number in counts.items() if type.endswith(".v1"))
    if out_of_order:
        written = disorder(straight, words.out, words.permute, words.duplicate)
        straight.unlink()
    else:
        straight.replace(words.out)
    for what, number in counts.items():
        print(f"{number:>10,}  {what}")
    size = words.out.stat().st_size / 1e6
    print(f"{written:>10,}  events written, {size:,.1f} MB in {time.monotonic() - began:.0f} s: {words.out}")
    return 0


def _compare(words):
    equal = compare(Expected(_scope(words)), Davtari(words.url, words.token), booked=not words.not_booked)
    return 0 if equal else 1


def _await(words):
    davtari = Davtari(words.url, words.token)
    wanted = Expected(_scope(words)).margins(())[()]["receipts"]
    there, since = -1, time.monotonic()
    while True:
        receipts = davtari.margins(()).get((), {}).get("receipts", 0)
        if receipts >= wanted:
            return 0
        if receipts != there:
            there, since = receipts, time.monotonic()
        elif time.monotonic() - since > PATIENCE_SECONDS:
            raise Trouble(f"Davtari has stood at {receipts:,} of {wanted:,} receipts for {PATIENCE_SECONDS} seconds.")
        time.sleep(POLL_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
