"""T434: an agreement on fees that the clauses call a Term Sheet, and that is none.

3(k) and 4(j) name each agreement with a broker by its kind, and then define it as the "Term Sheet". An engagement letter
so defined reads as a slip.

    fee_instruments: [{kind: engagement letter, counterparty: A, LLC, date: 2026-08-03}]

    fee_instruments[0].kind: 3(k) defines the engagement letter as the "Term Sheet"

A warning: the sense is clear. If one of several is a term sheet, the plural covers the others.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext

CODE = "T434"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem at the first agreement on fees if none of them is a term sheet."""
    deal = context.deal
    if not deal or not deal.fee_instruments or not context.in_form_words("inv_rep_brokers"):
        return
    kinds = [instrument.kind for instrument in deal.fee_instruments if isinstance(instrument.kind, str)]
    if kinds and not any("term sheet" in kind.lower() for kind in kinds):
        term = "Term Sheets" if len(deal.fee_instruments) > 1 else "Term Sheet"
        what = f'3(k) defines the {kinds[0]} as the "{term}"'
        hint = "Change the defined term by departures from inv_rep_brokers and cov_brokers."
        yield context.warning(CODE, "fee_instruments[0].kind", what, hint)
