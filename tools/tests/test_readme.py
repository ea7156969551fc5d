"""README's tour, run from the document itself: its shell blocks in their order in one shell, as pasted, against a Postgres of
their own, and under each the answer that stands there."""

import contextlib
import os
import re
import signal
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECTION = "A tour by hand"
SECONDS = 300
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What another day, another database and another run say differently.
VOLATILE = [
    r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)",
    r"\d{4}-\d\d-\d\d",
    r"office\.\d+\.[0-9a-f]{10}",
    r"[0-9a-f]{64}",
    r"[0-9a-f]{16}",
]


def section(text, title):
    return re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)[1]


def steps(text):
    """Each shell block with the answers under it."""
    found = []
    for language, body in BLOCK.findall(text):
        if language == "sh":
            found.append((body, []))
        else:
            found[-1][1].append(body)
    return found


def pattern(answer):
    """What answers like this match, whatever the spaces between: `…` stands for anything."""
    volatile = re.compile("|".join(rf"\b({one})" for one in VOLATILE))
    parts, place = [], 0
    for match in volatile.finditer(answer):
        parts += [plain(answer[place:match.start()]), VOLATILE[match.lastindex - 1]]
        place = match.end()
    return "".join([*parts, plain(answer[place:])])


def plain(text):
    return re.escape("".join(text.split())).replace("…", ".*?")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.mark.parametrize(
    ("answer", "said", "fits"),
    [
        ('{"a":1,\n "day":"2026-11-29"}', '{"a":1,"day":"2027-01-05"}', True),
        ('{"a":1,…,"c":3}', '{"a":1,"b":2,"c":3}', True),
        ('{"a":1,…,"c":3}', '{"a":2,"b":2,"c":3}', False),
        ("office.2.a5f3e2f298:5", "office.1.0123456789:5", True),
        ("office.2.a5f3e2f298:5", "office.1.0123456789:6", False),
        ("3200", "3201", False),
    ],
)
def test_an_answer_fits_what_says_the_same(answer, said, fits):
    assert bool(re.fullmatch(pattern(answer), "".join(said.split()))) == fits


@pytest.mark.skipif("DAVTARI_BIN" not in os.environ, reason="DAVTARI_BIN names no davtari that is built")
def test_the_tour_answers_what_it_says(tmp_path):
    tour = steps(section((ROOT / "README.md").read_text(), SECTION))
    assert len(tour) > 6 and all(answers for _, answers in tour)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/davtari").symlink_to(Path(os.environ["DAVTARI_BIN"]).resolve())
    # As root the server's user passes through.
    tmp_path.chmod(0o711)
    mark = "\x1e"
    script = "set -e\n" + "".join(f"printf '{mark}'\n{block}\n" for block, _ in tour)
    # Nothing else is other than pasted: another checkout may be on the same tour.
    places = {"$PWD/.build/release": f"{tmp_path}/bin", "/tmp/tour": f"{tmp_path}/tour", "8190": str(free_port())}
    for place, other in places.items():
        assert place in script, place
        script = script.replace(place, other)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DAVTARI_")}
    shell = subprocess.Popen(
        ["bash", "-c", script], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )
    try:
        output, errors = shell.communicate(timeout=SECONDS)
    finally:
        # Where it did not come to its end.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(shell.pid, signal.SIGTERM)
        if (tmp_path / "tour.log").exists():
            print((tmp_path / "tour.log").read_text()[-4000:])
            subprocess.run(["scripts/postgres", "remove", tmp_path / "tour"], cwd=ROOT, check=False)
    said = output.split(mark)[1:]
    for (block, answers), answered in zip(tour, said):
        wanted = "".join(map(pattern, answers))
        # What starts and ends the database speaks, too.
        assert re.search(wanted, "".join(answered.split())), f"{block}\nsaid\n{answered}\n{errors}"
    assert shell.returncode == 0 and len(said) == len(tour), f"{output}\n{errors}"
