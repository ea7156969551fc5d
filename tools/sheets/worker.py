"""Reads spreadsheets for Davtari: a process of its own, since it parses strangers' files.

On standard input comes a frame a file: its length (8 bytes, big-endian) and its bytes. On standard output goes a frame an
answer: its length (8 bytes) and JSON, either {"rows": [[cell, …], …]} of the first sheet or {"error": WORD}.
A cell is null, a text, a number, true or false, {"day": "2026-03-01"} or {"moment": "2026-03-01T18:00:00"}.
The process ends where its input does.
"""

import datetime
import io
import json
import resource
import struct
import sys
import zipfile

from python_calamine import CalamineWorkbook, PasswordError

# An archive that unpacks to more was made to do harm.
UNPACKED_BYTES = 200 * 1024 * 1024
UNPACKED_RATIO = 100
# Below this size any ratio is harmless: a sheet of a few cells repeated packs very well.
SMALL_BYTES = 16 * 1024 * 1024
MEMORY_BYTES = 1024 * 1024 * 1024
SECONDS_A_FILE = 20
CELLS = 5_000_000


class Refused(Exception):
    """Why a file is not read, as a word."""


def limit_seconds():
    """A file may take so long of the processor; what the files before it took does not count."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + SECONDS_A_FILE
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))


def check_archive(data):
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise Refused("broken") from None
    if unpacked > UNPACKED_BYTES or unpacked > max(SMALL_BYTES, UNPACKED_RATIO * len(data)):
        raise Refused("large")


def cell(value):
    if value is None or value == "":
        return None
    if isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, datetime.datetime):
        return {"moment": value.isoformat(timespec="seconds")}
    if isinstance(value, datetime.date):
        return {"day": value.isoformat()}
    # A time of the clock, or a span of time.
    return str(value)


def read(data):
    check_archive(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if not book.sheet_names:
            raise Refused("empty")
        sheet = book.get_sheet_by_index(0)
        if sheet.total_height * sheet.total_width > CELLS:
            raise Refused("large")
        # With the rows and columns before the first that holds something, so that numbers are those of the sheet.
        rows = sheet.to_python(skip_empty_area=False)
    except Refused:
        raise
    except PasswordError:
        raise Refused("locked") from None
    except MemoryError:
        raise Refused("large") from None
    except Exception:
        raise Refused("broken") from None
    return [[cell(value) for value in row] for row in rows]


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        head = source.read(8)
        if len(head) < 8:
            return
        data = source.read(struct.unpack(">Q", head)[0])
        limit_seconds()
        try:
            answer = {"rows": read(data)}
        except Refused as refused:
            answer = {"error": str(refused)}
        body = json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")
        answers.write(struct.pack(">Q", len(body)) + body)
        answers.flush()


main()
