"""A small complete term sheet, and ways to spoil it."""

from __future__ import annotations

from assembler.errors import InputError, Problem
from assembler.pipeline import load_term_sheet
from assembler.termsheet.loading import Loaded

SHEET = """\
# A sale of shares to one investor.
agreement:
  date: 2003-07-01
company:
  name: ACME, INC.
  short_name: ACME
  jurisdiction: Delaware
  entity_type: corporation
  address: {street: 1 Main Street, city: Campbell, state: California, zip: 02139}
  notice:
    attention: Jane Doe
    title: President & CEO
    telephone: (408) 866-8300
    facsimile: (408) 866-1748
  signatory: {name: Jane Doe, title: President & CEO}
offering:
  price_per_share: 1.10
  par_value: 0.01
  principal_market: NASDAQ SmallCap Market
investors:
  - name: White Investments Ltd.
    amount: 1,100,000
escrow:
  agent: Grey LLP
  wire:
    bank: Bank of New York
    address_lines: [350 Fifth Avenue, 'New York, New York 10001']
    aba: 021000018
    account_name: Grey LLP
    account_number: 637-2993136
counsel:
  company:
    firm: Black LLP
    address_lines:
      - 1 Page Mill Road
    attention: John Roe, Esq.
    telephone: (650) 812-1335
    facsimile: (650) 213-0260
  investors:
    firm: Grey LLP
    address_lines:
      - 39 Broadway
    attention: Sam Poe, Esq.
    telephone: (212) 363-2900
    facsimile: (212) 363-2999
law:
  governing_state: Delaware
  forum_state: California
  forum_county: Santa Clara County
  majority_threshold: 51%
financials:
  last_audited_date: 2002-12-31
"""


def spoilt(*changes: tuple[str, str]) -> str:
    """The sheet with each first text replaced by the second, which must stand in it exactly once."""
    sheet = SHEET
    for before, after in changes:
        assert sheet.count(before) == 1, before
        sheet = sheet.replace(before, after)
    return sheet


def loaded(sheet: str) -> Loaded:
    return load_term_sheet(sheet.encode(), "deal.yaml")


def refused(sheet: str | bytes) -> tuple[Problem, ...]:
    """The problems for which a sheet is refused."""
    try:
        load_term_sheet(sheet if isinstance(sheet, bytes) else sheet.encode(), "deal.yaml")
    except InputError as refusal:
        return refusal.problems
    raise AssertionError("the sheet was not refused")
