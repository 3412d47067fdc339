"""T475: a cashless exercise on expiry in a warrant without cashless exercise.

The clause on expiry is a sentence of the clause on cashless exercise. Without that clause it prints nothing.

    provisions: {cashless_at_expiry: true}

    warrants.provisions.cashless_at_expiry: the warrants have no cashless exercise, so nothing is exercised on expiry

An error: the term has no effect.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext

CODE = "T475"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each warrant that asks for the one without the other."""
    for terms in context.warrant_terms:
        if terms.provisions.cashless_at_expiry and terms.provisions.cashless_exercise == "none":
            what = "there is no cashless exercise, so nothing is exercised on expiry"
            hint = "Write `cashless_exercise: always` or `cashless_exercise: while_unregistered`, or delete this line."
            yield context.error(CODE, f"{terms.path}.cashless_at_expiry", what, hint)
