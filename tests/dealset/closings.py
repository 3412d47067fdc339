"""Term sheets of a deal before and after an additional closing is agreed."""

from __future__ import annotations

from assembler.errors import InputError
from tests import deals

BASE = "new-stock-and-warrants"
CAP_TABLE = "\ncap_table:\n  formation_date: 2011-03-08\n"
_LAST_INVESTOR = "    signatory: Walter J. Brackenridge\n    signatory_title: General Partner\n"
_LAST_OF_CLOSING = "  unlegended_delivery_days: 2\n"
JOINING = """  - name: Calder Ridge Partners, L.P.
    address_lines: [12 Mill Street, "Burlington, Vermont 05401"]
    amount: 400,000
    closing: 2
    signatory: Ann Calder
    signatory_title: Manager
  - name: =SUM(A1) Holdings
    kind: individual
    address_lines: ["8 Sum Street"]
    amount: 25,000.51
    closing: 2
"""
CLOSING = "  additional:\n    - date: 2026-10-15\n"


def before() -> str:
    """Return the term sheet as of the initial closing."""
    return deals.sheet(BASE) + CAP_TABLE


def after(joining: str = JOINING, closing: str = CLOSING) -> str:
    """Return the same term sheet with additional closings and the investors who join."""
    yaml = deals.replaced(before(), _LAST_OF_CLOSING, _LAST_OF_CLOSING + closing)
    return deals.replaced(yaml, _LAST_INVESTOR, _LAST_INVESTOR + joining)


def problems(yaml: str) -> list[str]:
    """Return the problems of the figures and of the rules of a term sheet, each on a line."""
    try:
        found = deals.compose_text(yaml).warnings
    except InputError as error:
        found = error.problems
    return [
        f"{one.severity} {one.code} {one.path}: {one.message}" for one in found if one.code.startswith(("T2", "T4"))
    ]
