"""The shortest history that still differs: facts are dropped while what Davtari says differs from the rules."""

from itertools import count

from . import trial

ROUNDS = 60
_numbers = count(1)


def shrunk(davtari, facts):
    """(facts under a name of their own, how they differ); facts is [] where it does not differ when posted again."""
    best, best_rows = _first_that_differs(davtari, [facts])
    if not best_rows:
        return [], []
    for _ in range(ROUNDS):
        found, rows = _first_that_differs(davtari, list(_shorter(best)))
        if not rows:
            break
        best, best_rows = found, rows
    return best, best_rows


def _shorter(facts):
    """Halves, quarters and eighths left out, then each fact: the shortest first."""
    sizes = sorted({max(1, len(facts) // parts) for parts in (2, 4, 8, len(facts))}, reverse=True)
    for size in sizes:
        for start in range(0, len(facts), size):
            rest = facts[:start] + facts[start + size :]
            if rest and len(rest) < len(facts):
                yield rest


def _first_that_differs(davtari, candidates):
    """The first of them that differs, all posted at once under new names; (None, []) when none does."""
    named = {f"shrunk{next(_numbers)}": facts for facts in candidates}
    posted = {name: trial.named(name, facts) for name, facts in named.items()}
    trial.post(davtari, posted)
    found = trial.differences(davtari, posted, only_these=True)
    for name in posted:
        if name in found:
            return named[name], [_plain(row, name) for row in found[name]]
    return None, []


def _plain(row, name):
    return tuple(str(part).replace(f"{name}.", "") for part in row)
