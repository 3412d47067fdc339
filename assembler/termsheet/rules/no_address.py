"""T417: an investor without an address.

Notices go to the address that the agreement prints for each investor, in Annex I or on the signature page. Without an
address, a notice cannot be given.

    investors: [{name: Northgate Harbor Master Fund, LP, amount: 1,250,000}]

    investors[0].address_lines: this investor has no address; the agreement sends notices to the address in Annex I

A warning: names and amounts are agreed first. The rule leaves out forms, which have one signature page with marks for
all investors, and conformed copies, which stay as signed.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from assembler.errors import Problem
from assembler.termsheet.facts.instrument import one_signature_page
from assembler.termsheet.facts.options import particulars_in_annex
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.source import abridged

CODE = "T417"

_TYPED = "Add to this investor `address_lines:` with a list of its lines: number and street; city, state and ZIP code."
_LISTED = "Fill in the columns address_1, address_2 and so on."


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each investor without an address, up to a hundred."""
    return abridged(_without_address(context))


def _without_address(context: RuleContext) -> Iterator[Problem]:
    deal = context.deal
    if (
        not deal
        or deal.execution.status == "conformed"
        or (one_signature_page(deal) and not particulars_in_annex(deal))
    ):
        return
    where = "in Annex I" if particulars_in_annex(deal) else "on the signature page"
    for index, investor in enumerate(deal.investors):
        if not investor.address_lines:
            what = f"this investor has no address; the agreement sends notices to the address {where}"
            problem = context.warning(CODE, f"investors[{index}].address_lines", what, _TYPED)
            yield problem if problem.location.file == context.source.file else replace(problem, hint=_LISTED)
