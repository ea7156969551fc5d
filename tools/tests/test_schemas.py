"""The facts against the project's own schemas, one a type."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

SCHEMAS = Path(__file__).parents[2] / "schemas"
TYPES = (
    "store.opened.v1",
    "till.registered.v1",
    "product.listed.v1",
    "customer.registered.v1",
    "goods.received.v1",
    "receipt.completed.v1",
)


@pytest.mark.parametrize("type", TYPES)
def test_every_fact_of_the_slice_is_valid(events, type):
    if not any(SCHEMAS.glob("*.json")):
        pytest.skip("there are no schemas in schemas/ yet")
    found = sorted(SCHEMAS.glob(f"{type}*.json"))
    assert len(found) == 1, f"schemas/ should hold one schema for {type}"
    schema = json.loads(found[0].read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    whole = "specversion" in schema.get("properties", {})
    checked = 0
    for event in events:
        if event["type"] == type:
            validator.validate(event if whole else event["data"])
            checked += 1
    assert checked
