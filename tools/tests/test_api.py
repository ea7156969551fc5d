"""The live API does what its own description says: schemathesis reads /openapi.json and tries it, right and wrong."""

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from .live import davtari

ROOT = Path(__file__).parents[2]
# For each of the ways that schemathesis has, an operation: more of them find nothing in minutes that these do not.
EXAMPLES = 4
# Of operations that links lead through: enough of them that some chain goes on from an answer, whichever the seed begins with.
CHAINS = 100
# Questions whose answers lead to each other.
LINKED = ("receipts", "stock", "customers", "margins", "receipt", "receiptEvent", "event", "history", "movements")
# The run itself ends before; this is the end of hope.
SECONDS = 600
SCOPES = "sales,stock,customers,catalogue,orders,money,books,cost,personal"

pytestmark = [
    pytest.mark.skipif("DAVTARI_BIN" not in os.environ, reason="DAVTARI_BIN names no davtari that is built"),
    pytest.mark.skipif("DAVTARI_TEST_POSTGRES" not in os.environ, reason="DAVTARI_TEST_POSTGRES names no Postgres"),
]


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    folder = tmp_path_factory.mktemp("api")
    with davtari(folder) as live:
        token = live.run("token", "create", "--kind", "import", "--name", "corpus", "--writers", "*")
        # What an office's own desk writes, and what the office alone records, is taken from nobody else.
        alone = ("signIn.", "token.", "access.", "approval.", "employee.pin")
        for corpus in sorted(file for file in (ROOT / "Tests/Corpus").glob("*.jsonl") if "office" not in file.name):
            lines = corpus.read_text().splitlines(keepends=True)
            taken = folder / corpus.name
            taken.write_text("".join(line for line in lines if not json.loads(line)["type"].startswith(alone)))
            # Without --postgres: it goes through the door.
            subprocess.run(
                [os.environ["DAVTARI_BIN"], "import", taken, "--url", live.url, "--token", token], check=True, timeout=120
            )
        yield live


@pytest.fixture(scope="module")
def description(live):
    with urllib.request.urlopen(f"{live.url}/openapi.json") as answer:
        return json.load(answer)


def test_the_description_is_valid_openapi(description):
    validate(description)


def run(live, token, *words):
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", ROOT / "tools/openapi/schemathesis.toml"),
        *("run", f"{live.url}/openapi.json", "--checks", "all"),
        # Nothing leaves a ledger: who is erased is there as nobody, what was ended says when.
        *("--exclude-checks", "use_after_free"),
        # What lists tokens leads on to ending them: whoever tries all that there is would end their own.
        *("--exclude-operation-id", "post_tokens_token_revoke", "--exclude-operation-id", "post_tokens_token_rotate"),
        # One worker: Python 3.11's parser fails at times when several threads of hypothesis use it.
        *("--max-examples", str(EXAMPLES), "--workers", "1", "--seed", "1", "--request-timeout", "60"),
        *("--exclude-tag", "pages"),  # for people with cookies; the browser's tests look at them
        *words,
    ]
    environment = {
        **os.environ,
        "DAVTARI_TOKEN": token,
        "HYPOTHESIS_STORAGE_DIRECTORY": str(live.log.parent / "hypothesis"),
    }
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-20000:]
    # Whoever asks may ask it: what is refused to them is told elsewhere (Tests/Stories).
    assert "Missing authentication" not in said, said[-4000:]
    return said


def follow_links(live, token, *words):
    """From what one operation answered to the next."""
    said = run(live, token, *words, "--phases", "stateful", "--max-examples", str(CHAINS))
    assert "API Links:    0 covered" not in said, said[-4000:]


def test_tills_and_office_find_the_api_as_described(live):
    token = live.run("token", "create", "--kind", "import", "--name", "import", "--writers", "*")
    # One wrong parameter at a time (the coverage phase) is 40 000 questions of the reports, which are one code over
    # declared columns: one of them stands for all.
    run(live, token, "--exclude-tag", "commands", "--exclude-tag", "reports")
    run(live, token, "--include-operation-id", "stock")
    run(live, token, "--include-tag", "reports", "--phases", "fuzzing")
    # From a list to its next page, to what stands behind a row, and to the fact: among all reports hardly any chain goes on.
    follow_links(live, token, *(word for name in LINKED for word in ("--include-operation-id", name)))


def test_who_commands_finds_the_api_as_described(live):
    token = live.run("token", "create", "--kind", "office", "--name", "office", "--writers", "schemathesis")
    # More than a hundred commands: one wrong member at a time (the coverage phase) would take most of an hour.
    run(live, token, "--include-tag", "commands", "--phases", "fuzzing")
    follow_links(live, token, "--include-tag", "commands")


def test_a_client_of_one_shop_finds_the_api_as_described(live):
    token = live.run("token", "create", "--kind", "api", "--name", "c", "--scopes", SCOPES, "--stores", "S01")
    words = ("--include-tag", "reports", "--include-tag", "documents", "--phases", "fuzzing,stateful")
    run(live, token, *words)
