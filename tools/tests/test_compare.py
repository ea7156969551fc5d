"""The comparison against a server that answers as Davtari's API does, from the facts alone."""

import csv
import io
import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

import pytest

from tools.complete_journey.expected import GROUPS

from .conftest import command
from .ledger import Ledger

TOKEN = "secret"
PAGE_ROWS = 100


@contextmanager
def serving(ledger):
    """Pages of CSV on a port of its own; gives the URL."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            parts = urlsplit(self.path)
            words = dict(parse_qsl(parts.query))
            if self.headers["Authorization"] != f"Bearer {TOKEN}":
                return self._send(401, "application/problem+json", json.dumps({"title": "Who are you?"}))
            group = tuple(filter(None, words.get("group", "").split(",")))
            match parts.path, words["format"]:
                case "/v1/margins", "csv" if words["currency"] == "USD":
                    table = ledger.margins(group)
                case "/v1/discounts", "csv":
                    table = ledger.discounts()
                case _:
                    return self._send(404, "application/problem+json", json.dumps({"title": "Not here"}))
            start = int(words.get("cursor", 0))
            rows = sorted(table.items())
            more = {"X-Next-Cursor": str(start + PAGE_ROWS)} if start + PAGE_ROWS < len(rows) else {}
            figures = sorted({figure for _, row in rows for figure in row})
            text = io.StringIO()
            lines = csv.writer(text)
            lines.writerow([*group, *figures])
            for key, row in rows[start : start + PAGE_ROWS]:
                lines.writerow([*key, *(row.get(figure, 0) for figure in figures)])
            self._send(200, "text/csv", text.getvalue(), **more)

        def _send(self, status, type, text, **headers):
            self.send_response(status)
            for name, value in {"Content-Type": type, **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def ledger(events):
    return Ledger(events, GROUPS)


def compared(ledger, *words, token=TOKEN):
    with serving(ledger) as url:
        return command("compare", "--slice", "--url", url, "--token", token, *words)


def test_equal_figures_are_called_equal(ledger):
    done = compared(ledger)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "DIFFERENT" not in done.stdout
    assert done.stdout.splitlines()[-1] == "Everything is equal, to the cent."


def test_one_cent_on_one_day_is_found_and_named(ledger):
    day = ("cj-340", "2017-01-10")
    ledger.tables["store", "day"][day]["revenue"] += 1
    done = compared(ledger)
    assert done.returncode == 1
    different = [line for line in done.stdout.splitlines() if "DIFFERENT in" in line]
    assert len(different) == 1 and different[0].split()[:2] == ["store,day", "revenue"]
    assert f"    {' '.join(day)}: revenue " in done.stdout


def test_a_lost_household_and_an_unheard_of_one_are_differences(ledger):
    lost, *_ = ledger.tables["customer",]
    ledger.tables["customer",][("cj-h-none",)] = ledger.tables["customer",].pop(lost)
    done = compared(ledger)
    assert done.returncode == 1
    assert f"    {lost[0]}: receipts " in done.stdout and "≠ nothing" in done.stdout
    assert "    cj-h-none: receipts nothing ≠ " in done.stdout


def test_only_ten_differing_keys_are_listed(ledger):
    for row in ledger.tables["product",].values():
        row["margin"] -= 1
    done = compared(ledger)
    assert sum(line.startswith("    cj-p-") for line in done.stdout.splitlines()) == 10
    assert f"    … and {len(ledger.tables['product',]) - 10:} more" in done.stdout


def test_the_booked_cost_can_be_left_out(ledger):
    ledger.tables[()][()]["cost_booked"] -= 1
    assert compared(ledger).returncode == 1
    assert compared(ledger, "--not-booked").returncode == 0


def test_a_refusal_is_told_in_davtaris_words(ledger):
    done = compared(ledger, token="stolen")
    assert done.returncode == 2
    assert "401 Who are you?" in done.stderr


def test_waiting_ends_when_every_receipt_is_there(ledger):
    with serving(ledger) as url:
        assert command("await", "--slice", "--url", url, "--token", TOKEN).returncode == 0
