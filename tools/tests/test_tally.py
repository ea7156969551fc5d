"""What scripts/test says last of all, from the reports that its suites leave."""

import subprocess
from pathlib import Path

import pytest

TALLY = Path(__file__).parents[2] / "scripts" / "tally"
REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="TestResults" errors="0" tests="2" failures="0" skipped="0" time="1.0">
{}
  </testsuite>
</testsuites>
"""
GOOD = '    <testcase classname="Crypto" name="`gives the standard\'s example (FIPS 180-4, "abc" & <more>)`()" time="0.1" />'
BAD = """    <testcase classname="Log" name="`takes "all"`()" time="0.1" >
      <failure message="a &lt;bell&gt; \a" />
    </testcase>"""


@pytest.fixture
def tally(tmp_path):
    def run(report, code, log=""):
        (tmp_path / "swift.xml").write_text(report)
        (tmp_path / "swift.code").write_text(f"{code}\n")
        (tmp_path / "swift.log").write_text(log)
        return subprocess.run([TALLY, tmp_path], capture_output=True, text=True)

    return run


def test_quotes_in_a_name_do_not_spoil_the_report(tally):
    done = tally(REPORT.format(GOOD), 0)
    assert (done.stdout.splitlines()[-1], done.returncode) == ("1 passed, 0 failed", 0)


def test_a_failure_is_named_once(tally):
    done = tally(REPORT.format(GOOD + "\n" + BAD), 1)
    assert done.stdout.splitlines()[-2:] == ['FAILED: Log `takes "all"`()', "1 passed, 1 failed"]
    assert done.returncode == 1


def test_half_a_report_is_a_failure_of_its_own(tally):
    done = tally(REPORT.format(GOOD)[:-30], 139, '✔ Test "one" passed after 0.1 seconds.\n')
    assert done.stdout.splitlines()[-2].startswith("FAILED: swift broke off with exit code 139")
    assert done.stdout.splitlines()[-1] == "1 passed, 1 failed"
