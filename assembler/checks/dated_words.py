"""C121: words that name an SEC form or a market that is not law on the date of the deal.

T427 and T428 look at terms. A departure, or a clause of a precedent, can name a dead form as well.

    agreement.date: 2026-09-14, and a departure with the words "a registration statement on Form SB-2"

    Section 4(a) (cov_registration_rights): "Form SB-2" is not law on September 14, 2026: there is no Form SB-2 since February 4, 2008

A warning: the words may tell what was filed long ago.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.checks.context import CheckContext
from assembler.errors import Problem
from assembler.termsheet.dated_law import MARKETS, SEC_FORMS, name_of_the_day, wrong_names
from assembler.termsheet.formats import long_date

CODE = "C121"

_TABLE = (*SEC_FORMS, *MARKETS)


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield a problem for each such name in the words of a passage."""
    if not (day := subject.as_of):
        return
    for passage in subject.typed_passages:
        for dated in wrong_names(passage.typed, _TABLE, day):
            what = f'"{dated.name}" is not law on {long_date(day)}: {dated.told(day)}'
            hint = f"Write {name_of_the_day(dated, _TABLE, day)}, or say of which year it was."
            yield subject.warning(CODE, passage.clause, what, hint)
