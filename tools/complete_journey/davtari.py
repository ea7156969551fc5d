"""Davtari's API as far as a comparison needs it: tables as CSV, page by page."""

import csv
import io
import json
import urllib.error
import urllib.parse
import urllib.request

PAGE_ROWS = 10_000
# A total over a whole year may take a while on a small machine; silence longer than this is trouble.
TIMEOUT_SECONDS = 300


class Trouble(Exception):
    """Davtari did not answer, or refused."""


class Davtari:
    def __init__(self, url, token):
        self.url = url.rstrip("/")
        self.token = token

    def margins(self, group):
        words = {"currency": "USD"}
        if group:
            words["group"] = ",".join(group)
        return self._table("/v1/margins", words, group)

    def discounts(self):
        return self._table("/v1/discounts", {"group": "rule"}, ("rule",))

    def _table(self, path, words, key):
        """{key: figures} of all pages; a key that comes twice is trouble, a column that is no number is left out."""
        table = {}
        words = {**words, "format": "csv", "limit": PAGE_ROWS}
        cursor = None
        while True:
            answer, cursor = self._get(path, words if cursor is None else {**words, "cursor": cursor})
            for row in csv.DictReader(io.StringIO(answer)):
                try:
                    name = tuple(row.pop(column) for column in key)
                except KeyError as missing:
                    raise Trouble(f"GET {path} answers without the column {missing}") from None
                if name in table:
                    raise Trouble(f"GET {path} answers twice for {name}")
                table[name] = {column: int(value) for column, value in row.items() if _is_integer(value)}
            if cursor is None:
                return table

    def _get(self, path, words):
        """The answer's text, and the next page's cursor or None."""
        url = f"{self.url}{path}?{urllib.parse.urlencode(words)}"
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {self.token}", "Accept": "text/csv"})
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                return answer.read().decode(), answer.headers.get("X-Next-Cursor") or None
        except urllib.error.HTTPError as refusal:
            raise Trouble(f"GET {url}: {refusal.code} {_reason(refusal)}") from None
        except (urllib.error.URLError, OSError) as trouble:
            raise Trouble(f"GET {url}: {trouble}") from None


def _is_integer(text):
    return text is not None and text.removeprefix("-").isdecimal()


def _reason(refusal):
    """What problem+json (RFC 9457) says, or the beginning of whatever else came."""
    body = refusal.read().decode(errors="replace")
    try:
        problem = json.loads(body)
        return problem.get("detail") or problem["title"]
    except (ValueError, KeyError, AttributeError):
        return body[:500]
