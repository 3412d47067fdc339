"""T452: shares in book-entry form, and certificates for those of the warrants.

A company whose stock is uncertificated issues no certificate upon the exercise of a warrant either.

    closing: {delivery: book_entry}, and warrants whose delivery_form is certificate, as by default

    warrants.provisions: the Shares are in book-entry form, but the warrants deliver certificates

A warning, as a company may issue both. A stated `delivery_form` settles it.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.source import is_stated

CODE = "T452"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for the provisions of each class of warrants that leaves the form of its shares open."""
    deal = context.deal
    if not deal or deal.closing.delivery == "certificates":
        return
    for view in context.classes:
        path = view.provisions_path
        if view.warrants.provisions.delivery_form == "certificate" and not is_stated(
            context.source, f"{path}.delivery_form"
        ):
            below = (
                "`provisions:`" if is_stated(context.source, path) else f"`provisions:`, below `{path.split('.')[0]}:`"
            )
            hint = f"Add `delivery_form: {deal.closing.delivery}` below {below}, or `delivery_form: certificate` if it is meant."
            yield context.warning(
                CODE, path, "the Shares are in book-entry form, but the warrants deliver certificates", hint
            )
