"""What the tests share: the slice's facts, written once by the command as a user would."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def command(*words, **environment):
    """Runs the tool in a process of its own, and gives what it said and how it ended."""
    return subprocess.run(
        [sys.executable, "-m", "tools.complete_journey", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


def write(path, *words, **environment):
    done = command("events", "--out", path, *words, **environment)
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture(scope="session")
def slice_file(tmp_path_factory):
    return write(tmp_path_factory.mktemp("year") / "slice.jsonl", "--slice", PYTHONHASHSEED="1")


@pytest.fixture(scope="session")
def events(slice_file):
    return [json.loads(line) for line in slice_file.read_text("utf-8").splitlines()]


@pytest.fixture(scope="session")
def receipts(events):
    return [event["data"] for event in events if event["type"] == "receipt.completed.v1"]


def pytest_terminal_summary(terminalreporter, config):
    """What could not run is said aloud; with a JUnit report scripts/tally says it."""
    if config.option.xmlpath is None:
        for report in terminalreporter.stats.get("skipped", []):
            terminalreporter.write_line(f"SKIPPED: {report.nodeid}: {report.longrepr[2]}")
