"""A running Davtari on a database of its own."""

import os
import re
import secrets
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 60
STOP_SECONDS = 60


class Live:
    def __init__(self, url, conninfo, log):
        self.url, self.conninfo, self.log = url, conninfo, log

    def run(self, *words):
        """One of its commands; what it said."""
        done = subprocess.run(
            [os.environ["DAVTARI_BIN"], *words, "--postgres", self.conninfo], capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, f"{words}\n{done.stdout}{done.stderr}"
        return done.stdout.strip()


def psql(conninfo, statement):
    subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", conninfo, "-c", statement], check=True)


@contextmanager
def davtari(folder: Path):
    server = os.environ["DAVTARI_TEST_POSTGRES"]
    name = f"davtari_tools_{os.getpid()}_{secrets.token_hex(4)}"
    psql(server, f'CREATE DATABASE "{name}"')
    # In a conninfo the last word for a key wins; in a URI the database is the path.
    uri = re.match(r"(postgres(?:ql)?://[^/?]*)(?:/[^?]*)?(\?.*)?$", server)
    conninfo = f"{uri[1]}/{name}{uri[2] or ''}" if uri else f"{server} dbname={name}"
    log = folder / "serve.log"
    words = [os.environ["DAVTARI_BIN"], "serve", "--listen", "127.0.0.1:0", "--postgres", conninfo, "--log", "postgres"]
    with open(log, "w") as output:
        process = subprocess.Popen(words, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield Live(address(process, log), conninfo, log)
        assert process.poll() is None, f"davtari serve ended:\n{log.read_text()[-4000:]}"
    finally:
        process.terminate()
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
        psql(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def address(process, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        found = re.search(r"^davtari: listening on (\S+)", log.read_text(), re.MULTILINE)
        if found:
            return found[1]
        assert process.poll() is None, f"davtari serve ended:\n{log.read_text()}"
        time.sleep(0.1)
    raise AssertionError(f"davtari serve did not listen within {START_SECONDS} s:\n{log.read_text()}")
