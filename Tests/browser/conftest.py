"""Davtari with its demo chain, and a browser to look at it.

    DAVTARI_BIN            the binary (default: the release build, else the debug one)
    DAVTARI_TEST_POSTGRES  conninfo of a server where databases may be made
    DAVTARI_TEST_CHROMIUM  the browser (default: Debian's)
    DAVTARI_SCREENSHOTS    a folder that keeps the screenshots (default: pytest's own temporary one)
"""

import json
import os
import re
import secrets
import shlex
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import sync_playwright

pytest.register_assert_rewrite("looking")

ROOT = Path(__file__).resolve().parent.parent.parent
USER, PASSWORD = "browser", "a-password-for-the-browser"
# A demo of five days is loaded in seconds; a machine that builds beside it may need more.
LOAD_SECONDS = 180
START_SECONDS = 60


def binary():
    given = os.environ.get("DAVTARI_BIN")
    places = [Path(given)] if given else [ROOT / ".build" / kind / "davtari" for kind in ("release", "debug")]
    for place in places:
        if place.is_file():
            return str(place.resolve())
    pytest.fail(f"no davtari at {places[0]}: build it, or set DAVTARI_BIN")


def psql(conninfo, statement):
    subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", conninfo, "-c", statement], check=True)


@contextmanager
def database():
    """A database of its own; its conninfo."""
    server = os.environ.get("DAVTARI_TEST_POSTGRES")
    if not server:
        pytest.fail("DAVTARI_TEST_POSTGRES is not set: the conninfo of a server where databases may be made")
    name = f"davtari_browser_{os.getpid()}_{secrets.token_hex(4)}"
    psql(server, f'CREATE DATABASE "{name}"')
    # In a conninfo the last word for a key wins; in a URI the database is the path.
    uri = re.match(r"(postgres(?:ql)?://[^/?]*)(?:/[^?]*)?(\?.*)?$", server)
    try:
        yield f"{uri[1]}/{name}{uri[2] or ''}" if uri else f"{server} dbname={name}"
    finally:
        psql(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def serving(log):
    """A running server on an empty database, and one person: its address, and a way to run its commands."""
    with database() as conninfo:

        def run(*words, **more):
            command = [binary(), *words, "--postgres", conninfo]
            done = subprocess.run(command, capture_output=True, text=True, timeout=LOAD_SECONDS, **more)
            assert done.returncode == 0, f"{shlex.join(command)}\n{done.stdout}{done.stderr}"
            return done.stdout

        with open(log, "w") as output:
            server = subprocess.Popen(
                [binary(), "serve", "--listen", "127.0.0.1:0", "--postgres", conninfo, "--log", "postgres"],
                stdout=output, stderr=subprocess.STDOUT,
            )
        try:
            url = wait_for_address(server, log)
            run("user", "add", USER, "--password-stdin", input=PASSWORD + "\n")
            yield SimpleNamespace(url=url, run=run, log=log)
        finally:
            server.terminate()
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                server.kill()


@pytest.fixture(scope="session")
def davtari(tmp_path_factory):
    """A running server. Before the demo its chain is empty, and a test wants to see that."""
    with serving(tmp_path_factory.mktemp("davtari") / "serve.log") as davtari:
        yield davtari


@pytest.fixture
def empty(tmp_path):
    """A running server of a test's own: the demo loads into an empty log only, and any command writes into it."""
    with serving(tmp_path / "serve.log") as davtari:
        yield davtari


def wait_for_address(server, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        found = re.search(r"^davtari: listening on (\S+)", log.read_text(), re.MULTILINE)
        if found:
            address = found[1].rstrip("/")
            return address if address.startswith("http") else f"http://{address}"
        assert server.poll() is None, f"davtari serve ended:\n{log.read_text()}"
        time.sleep(0.1)
    pytest.fail(f"davtari serve did not listen within {START_SECONDS} s:\n{log.read_text()}")


@pytest.fixture(scope="session")
def chain(davtari):
    """The server once the demo's receipts are in."""
    davtari.run("demo", "--url", davtari.url, "--small")
    return davtari


@pytest.fixture(scope="session")
def browser():
    executable = os.environ.get("DAVTARI_TEST_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory):
    given = os.environ.get("DAVTARI_SCREENSHOTS")
    folder = Path(given) if given else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def open_page(browser):
    """Opens a page of a width, signed in or not; whatever its console complains of fails the test."""
    contexts, complaints, forgiven = [], [], []

    def open_page(url, width=1280, language="ka", sign_in=True, scheme="light"):
        locale = {"ka": "ka-GE", "en": "en-GB"}[language]
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=locale, color_scheme=scheme, base_url=url
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if sign_in:
            page.goto("/sign-in")
            page.fill("input[name=name]", USER)
            page.fill("input[name=password]", PASSWORD)
            page.click("form.sign-in button[type=submit]")
            page.wait_for_url(lambda address: "/sign-in" not in address)
        return page

    def forgive(words):
        """Also what comes later: a browser asks for some things when it likes."""
        forgiven.append(words)

    open_page.forgive = forgive
    yield open_page
    for context in contexts:
        context.close()
    assert [one for one in complaints if not any(words in one for words in forgiven)] == []


@pytest.fixture
def post_receipt(chain):
    """Posts a receipt to a shop as a till of its own would; takes the gross in tetri."""

    def post(store, gross):
        writer = "browser-" + secrets.token_hex(4)
        printed = chain.run(
            "token", "create", "--kind", "till", "--name", writer, "--stores", store, "--writers", writer
        )
        now = datetime.now(timezone(timedelta(hours=4)))
        event = {
            "specversion": "1.0", "id": f"{writer}:1", "source": f"/stores/{store}/writers/{writer}",
            "type": "receipt.completed.v1", "time": now.isoformat(timespec="milliseconds"),
            "writer": writer, "writerseq": 1,
            "data": {
                "number": "7777", "businessDate": now.date().isoformat(), "currency": "GEL", "gross": gross,
                "lines": [{"line": 1, "kind": "sale", "product": "browser", "quantity": 1000, "gross": gross}],
                "tenders": [{"tender": 1, "kind": "cash", "amount": gross}],
            },
        }
        request = urllib.request.Request(
            f"{chain.url}/v1/stores/{store}/writers/{writer}/events", data=json.dumps(event).encode(),
            headers={
                "Authorization": f"Bearer {printed.split()[-1]}", "Content-Type": "application/cloudevents+json",
            },
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.status in (200, 201, 202), answer.read()
        return f"{writer}:1"

    return post
