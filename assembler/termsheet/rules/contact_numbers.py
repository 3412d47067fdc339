"""T456: a telephone or facsimile number without a digit.

It prints beside "Telephone No.:" or "Facsimile No.:". A facsimile number also brings facsimile into the clause on
notices, as a way to give them.

    company.notice.facsimile: no fax

    company.notice.facsimile: 'no fax' is not a facsimile number: it has no digit

`N/A` and the like are found earlier (T114).
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.messages import path_text
from assembler.termsheet.quantities import shortened
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.source import abridged, values_of

CODE = "T456"

_NUMBERS = ("telephone", "facsimile")


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each such number, up to a hundred."""
    return abridged(_without_digit(context))


def _without_digit(context: RuleContext) -> Iterator[Problem]:
    for path, typed in values_of(context.source.tree):
        if path[-1] in _NUMBERS and typed and not _is_number(typed):
            what = f"{shortened(typed)} is not a {path[-1]} number: it has no digit"
            hint = "Write the number. If there is none, leave it out: what is not stated does not print."
            yield context.error(CODE, path_text(path), what, hint)


def _is_number(typed: str) -> bool:
    return any(character.isdigit() for character in typed) or typed.strip().upper().startswith("TBD")
