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
    kinds = {row[0][0] for row in best_rows}
    parts = 2
    for _ in range(ROUNDS):
        found, rows = _first_that_differs(davtari, _shorter(best, parts), kinds)
        if rows:
            best, best_rows = found, rows
            parts = max(2, parts // 2)
        elif parts >= len(best):
            break
        else:
            parts *= 2
    return best, best_rows


def _shorter(facts, parts):
    """Each of so many parts left out."""
    size = max(1, len(facts) // parts)
    rests = [facts[:start] + facts[start + size :] for start in range(0, len(facts), size)]
    return [rest for rest in rests if rest]


def _first_that_differs(davtari, candidates, kinds=None):
    """The first of them that differs, in figures of these kinds; (None, []) when none does.

    All are posted at once, under new names.
    """
    named = {f"shrunk{next(_numbers)}": facts for facts in candidates}
    posted = {name: trial.named(name, facts) for name, facts in named.items()}
    trial.post(davtari, posted)
    found = trial.differences(davtari, posted, only_these=True)
    for name in posted:
        if name in found and (kinds is None or any(row[0][0] in kinds for row in found[name])):
            return named[name], [_plain(row, name) for row in found[name]]
    return None, []


def _plain(row, name):
    """Without the name that the history had in Davtari."""
    (kind, *key), *figures = row
    where = (kind, *(part.replace(f"{name}.", "") if isinstance(part, str) else part for part in key))
    return where, *(str(figure).replace(f"{name}.", "") for figure in figures)
