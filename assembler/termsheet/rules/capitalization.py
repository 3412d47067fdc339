"""T487: a capitalization that does not add up.

The company represents how many shares it may issue, has issued, and has set aside. The representation needs the
authorized shares, and `outstanding_shares` is the sum of what is issued and set aside. T406 finds more shares than the
authorized ones.

    outstanding_shares: 38,000,000, capitalization: {issued_shares: 38,000,000, option_shares: 2,500,000}

    company.outstanding_shares: 38,000,000 shares are stated as issued or set aside, but capitalization has 40,500,000: 38,000,000 issued, 2,500,000 under options

An error: one of the figures is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.schema import Capitalization

CODE = "T487"

_PATH = "company.capitalization"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield the problems of the figures of the representation on capitalization."""
    company = context.terms.company
    capital = company.capitalization
    if capital is None:
        return
    if company.authorized_shares is None:
        what = "the representation on capitalization states the authorized shares, which are not stated"
        yield context.error(CODE, _PATH, what, "State company.authorized_shares.")
    yield from _common(context, capital)
    yield from _preferred(context, capital)


def _common(context: RuleContext, capital: Capitalization) -> Iterator[Problem]:
    company = context.terms.company
    counts = {
        "issued": capital.issued_shares,
        "under options": capital.option_shares,
        "in plans": capital.plan_shares,
        "under warrants and convertibles": capital.convertible_shares,
    }
    # A figure that is TBD leaves the sum open.
    if not all(count is None or isinstance(count, int) for count in counts.values()):
        return
    known = {name: count for name, count in counts.items() if count}
    total = sum(known.values())
    if isinstance(company.outstanding_shares, int) and company.outstanding_shares != total:
        parts = ", ".join(f"{count:,} {name}" for name, count in known.items())
        what = f"{company.outstanding_shares:,} shares are stated as issued or set aside, but capitalization has {total:,}: {parts}"
        yield context.error(
            CODE, "company.outstanding_shares", what, f"Write {total:,}, or correct the capitalization."
        )


def _preferred(context: RuleContext, capital: Capitalization) -> Iterator[Problem]:
    issued, authorized = capital.preferred_issued, capital.preferred_authorized
    if not isinstance(issued, int):
        return
    if authorized is None or (isinstance(authorized, int) and issued > authorized):
        limit = "none are" if authorized is None else f"{authorized:,} are"
        what = f"{issued:,} shares of preferred stock are stated as issued, but {limit} authorized"
        yield context.error(
            CODE, f"{_PATH}.preferred_issued", what, "Correct preferred_issued or preferred_authorized."
        )
