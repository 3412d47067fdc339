"""A term sheet with many investors, of two kinds that take turns."""

from __future__ import annotations

import json

import yaml

from tests import deals


def sheet(investors):
    """So many investors, who are alike but for their names and amounts, and every third has a telephone."""
    known = yaml.load(deals.sheet("new-stock-and-warrants"), yaml.BaseLoader)  # noqa: S506  texts, lists and mappings
    first = known["investors"][0]
    for stated in ("total_shares", "aggregate_amount", "authorized_shares"):
        known["offering"].pop(stated, None)
    known["investors"] = [
        {key: value for key, value in first.items() if key != "telephone"}
        | {"name": f"Northgate Fund {number} & Co.", "amount": f"{1000 + number}.00"}
        | ({"telephone": "212-555-0100"} if number % 3 == 0 else {})
        for number in range(investors)
    ]
    return json.dumps(known)  # which is YAML, too, and never refers to itself
