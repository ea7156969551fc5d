"""A slice of the real year, from the door to the read models of both homes of the log, compared to the cent."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif("DAVTARI_BIN" not in os.environ, reason="DAVTARI_BIN names no davtari that is built")
def test_a_slice_of_the_year_is_equal_to_the_cent_in_order_and_out_of_order():
    run = subprocess.run([ROOT / "scripts/year", "--slice"], capture_output=True, text=True, timeout=1200)
    said = run.stdout + run.stderr
    assert run.returncode == 0, said[-8000:]
    assert "All equal." in said
    if "DAVTARI_TEST_KAFKA" in os.environ:
        assert "Postgres and Kafka, booked figures included: the same digest" in said, said[-8000:]
