"""T406: more shares than the charter authorizes.

A company cannot issue more shares than its charter authorizes (in Delaware, 8 Del. C. section 161). Shares in excess
are void until ratified (section 204), and the representation in 2(f) of valid issuance is wrong. The rule counts the
shares outstanding or reserved before, the shares sold, and the shares under every warrant of the deal.

    authorized_shares: 40,000,000, outstanding_shares: 38,000,000, and a deal of 2,200,000 shares with 440,000 warrants

    company.authorized_shares: 40,000,000 shares are authorized, but 40,640,000 are needed: 38,000,000 outstanding, 2,200,000 sold, 440,000 under warrants

An error: the charter must be amended first, or by `shareholder_vote`, as long as the shares that are sold are authorized
now. The rule needs company.authorized_shares.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.formats import counted_are
from assembler.termsheet.rules.context import RuleContext

CODE = "T406"

_BEFORE, _SOLD = "outstanding", "sold"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the known shares add up to more than the authorized ones."""
    authorized = context.terms.company.authorized_shares
    if not isinstance(authorized, int):
        return
    needed = {name: count for name, count in _needed(context) if isinstance(count, int) and count}
    total = sum(needed.values())
    at_closing = sum(needed.get(name, 0) for name in (_BEFORE, _SOLD))
    vote = context.deal.shareholder_vote if context.deal else None
    if vote and isinstance(vote.authorized_shares, int) and at_closing <= authorized:
        authorized = max(authorized, vote.authorized_shares)
    if total > authorized:
        parts = ", ".join(f"{count:,} {name}" for name, count in needed.items())
        what = f"{counted_are(authorized, 'share')} authorized, but {total:,} are needed: {parts}"
        hint = (
            "Correct the figures, sell fewer shares, or have the charter amended before the closing. If the shares that "
            f"are sold are authorized, add `shareholder_vote: {{meeting_days: 90, authorized_shares: '{total:,}'}}`."
        )
        yield context.error(CODE, "company.authorized_shares", what, hint)


def _needed(context: RuleContext) -> Iterator[tuple[str, object]]:
    """Yield each need of shares, and their number. An open figure counts as none."""
    yield _BEFORE, context.terms.company.outstanding_shares
    if context.deal:
        yield _SOLD, context.deal.offering.total_shares
        yield "under warrants", context.deal.warrants.total_warrants
    for path, warrant in context.single_warrants:
        yield f"under the {path.replace('_', ' ')}", warrant.number
