"""C113: a signature date that differs from the date of the agreement.

Signed before its date, an agreement is signed before its terms were fixed. Signed after it, the representations made
"as of the date hereof" are older than the signature.

    dated as of July 1, 2003 ... duly executed on its behalf this 30th day of June, 2003.

    sig_execution: the investors sign on June 30, 2003, 1 day before the date of the agreement, July 1, 2003

A warning: "as of" another day may be intended. A signature date without a day is compared by its month.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from assembler.checks.context import CheckContext
from assembler.document.tree import Clause, Value
from assembler.errors import Problem

CODE = "C113"

_PATH = "agreement.investor_signature_date"


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem at the clause that prints the signature date, or none if a date is not known."""
    agreement, signature = subject.agreement_date, subject.investor_signature_date
    if agreement is None or signature is None:
        return
    difference = _difference(signature, agreement)
    clause = next(_printing(subject), None)
    if difference and clause:
        what = f"the investors sign {difference} the date of the agreement, {_shown(agreement)}"
        hint = f"If intended, ignore this. Otherwise change {_PATH} or agreement.date."
        yield replace(subject.warning(CODE, clause, what, hint), path=_PATH)


def _difference(signature: date | str, agreement: date) -> str:
    """Return the difference between the dates in words, or "" if they agree."""
    if isinstance(signature, str):
        month = f"{agreement:%Y-%m}"
        side = "before" if signature < month else "after"
        return f"in {signature}, {side}" if signature != month else ""
    days = abs((signature - agreement).days)
    side = "before" if signature < agreement else "after"
    return f"on {_shown(signature)}, {days} day{'s' if days > 1 else ''} {side}" if days else ""


def _printing(subject: CheckContext) -> Iterator[Clause]:
    for passage in subject.passages:
        if any(isinstance(piece, Value) and piece.path == _PATH for piece in passage.pieces):
            yield passage.clause


def _shown(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
