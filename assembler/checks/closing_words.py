"""C120: closings that the agreement does not allow.

The agreement sells its shares at one closing. An investor who joins at a later one buys shares that no signed word
offers, and the other investors have not agreed to it.

    closing.additional: one closing, and "Closing Date" means the date of the closing of the purchase and sale

    closing.additional: Section A(i) (def_closing_date): the deal has 2 closings, and no words of the agreement allow more than one

An error in an execution version, and a warning before. A departure that speaks of additional, later or subsequent
closings settles it. So does `by_amendment` of a closing that comes after the agreement is signed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.checks.context import CheckContext
from assembler.errors import Problem

CODE = "C120"

_ALLOWED = re.compile(
    r"\b(?:additional|later|subsequent|further|second|each|one or more|any) closings?\b(?! date)", re.IGNORECASE
)


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem, at the definition of the closing date, or at the first clause if there is none."""
    if subject.closings == 1 or any(_ALLOWED.search(passage.typed) for passage in subject.passages):
        return
    clause = next((clause for clause in subject.clauses if clause.label == "def_closing_date"), subject.clauses[0])
    what = f"the deal has {subject.closings} closings, and no words of the agreement allow more than one"
    yield subject.before_signing(CODE, clause, what, subject.how_to_allow, "closing.additional")
