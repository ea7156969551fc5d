"""A running Davtari, asked over HTTP: facts go in, tables come out."""

import csv
import io
import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlencode, urlsplit

# A page of a report is at most this long.
PAGE_ROWS = 10_000
# Folding what was posted may take a while on a busy machine; without any progress for this long it is trouble.
PATIENCE_SECONDS = 120
REQUEST_SECONDS = 120


class Trouble(Exception):
    """Davtari did not answer, or refused."""


class Davtari:
    """One address and token. Each thread that asks has a connection of its own."""

    def __init__(self, url, token, threads=4):
        parts = urlsplit(url)
        self.host, self.port, self.token, self.threads = parts.hostname, parts.port, token, threads
        self._local = threading.local()

    def post(self, facts):
        """Posts the facts one after the other, those that follow each other in one book as one batch.

        Every answer is awaited, so the log holds each partition's facts in this order. Gives the last position.
        """
        position = None
        for path, batch in _batches(facts):
            position = self._post(path, batch)
        return position

    def post_side_by_side(self, histories):
        """The same for many lists of facts that have no partition's order in common, several at a time."""
        with ThreadPoolExecutor(self.threads) as pool:
            list(pool.map(self.post, histories))

    def caught_up(self):
        """Returns when every read model has folded the log to its end."""
        before, since = None, time.monotonic()
        while True:
            # On a busy machine the log or the database may be too late for it: 503, with what is known.
            _, _, body = self._ask("GET", "/v1/status", late=True)
            status = json.loads(body)
            log, models = status["end"], status["read_models"] or [{"name": "", "position": None, "behind": None}]
            behind = [(model["name"], model["position"]) for model in models if model["behind"] != 0]
            if not behind:
                return
            if behind != before:
                before, since = behind, time.monotonic()
            elif time.monotonic() - since > PATIENCE_SECONDS:
                raise Trouble(f"Davtari stands at {behind} of {log} for {PATIENCE_SECONDS} s: {body.decode()[:2000]}")
            time.sleep(0.02)

    def table(self, path, **words):
        """All rows of a report, as dicts of text."""
        words = {**words, "format": "csv", "limit": PAGE_ROWS}
        rows, cursor = [], None
        while True:
            asked = words if cursor is None else {**words, "cursor": cursor}
            _, headers, body = self._ask("GET", f"{path}?{urlencode(asked)}")
            rows.extend(csv.DictReader(io.StringIO(body.decode())))
            cursor = headers.get("x-next-cursor")
            if not cursor:
                return rows

    def tables(self, questions):
        """The tables for many (path, words), in their order, several at a time."""
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(lambda question: self.table(question[0], **question[1]), questions))

    def documents(self, paths):
        """The JSON documents at many addresses, in their order; None for one that is not there."""
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(self._document, paths))

    def _document(self, path):
        status, _, body = self._ask("GET", path, missing=True)
        return None if status == 404 else json.loads(body)

    def _post(self, path, batch):
        body = "[" + ",".join(fact.json() for fact in batch) + "]"
        _, _, answer = self._ask("POST", path, body.encode(), "application/cloudevents-batch+json")
        answer = json.loads(answer)
        for fact, said in zip(batch, answer["events"], strict=True):
            if said["status"] not in ("accepted", "suspect", "duplicate"):
                raise Trouble(f"{fact.id} is {said['status']}: {said}")
        return answer["position"]

    def _ask(self, method, path, body=b"", type="application/json", missing=False, late=False):
        """(status, headers by their names in small letters, body); a 404 is trouble unless it may be `missing`, a 503 unless `late`."""
        request = (
            f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\nAuthorization: Bearer {self.token}\r\n"
            f"Content-Type: {type}\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body
        for attempt in (1, 2):
            if getattr(self._local, "connection", None) is None:
                self._local.connection = _Connection(self.host, self.port)
            try:
                status, headers, said = self._local.connection.ask(request)
                break
            except OSError as trouble:
                # A connection that was idle for long may be closed; a fact that is posted again counts once.
                self._local.connection = None
                if attempt == 2:
                    raise Trouble(f"{method} {path}: {trouble!r}") from None
        if status >= 300 and not (missing and status == 404) and not (late and status == 503):
            raise Trouble(f"{method} {path}: {status} {said.decode(errors='replace')[:2000]}")
        return status, headers, said


class _Connection:
    """HTTP/1.1 kept open: http.client takes a millisecond a request, and here are tens of thousands."""

    def __init__(self, host, port):
        self.socket = socket.create_connection((host, port), REQUEST_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = self.socket.makefile("rb")

    def ask(self, request):
        self.socket.sendall(request)
        first = self.reader.readline()
        if not first:
            raise ConnectionError("closed")
        headers = {}
        while (line := self.reader.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        if headers.get("transfer-encoding") == "chunked":
            said = b"".join(self._chunks())
        else:
            said = self.reader.read(int(headers["content-length"]))
        return int(first.split()[1]), headers, said

    def _chunks(self):
        while size := int(self.reader.readline().split(b";")[0], 16):
            yield self.reader.read(size)
            self.reader.readline()
        while self.reader.readline() not in (b"\r\n", b""):
            pass


def _batches(facts):
    """(path, facts) of neighbours that stand in one book."""
    batch = []
    for fact in facts:
        if batch and batch[-1].path != fact.path:
            yield batch[0].path, batch
            batch = []
        batch.append(fact)
    if batch:
        yield batch[0].path, batch


def segment(text):
    return quote(text, safe="")
