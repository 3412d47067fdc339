"""T437: a number that a spreadsheet has spoilt.

Excel shows a long number in powers of ten, and other programs add a decimal. Digits are lost, so it names no account.

    escrow.wire.account_number: 4.41003E+12

    escrow.wire.account_number: '4.41003E+12' is how a spreadsheet shows a long number, and digits are lost

An error: no account, telephone or ZIP code is written so. So are the commas of thousands in a number of the wire, with
which zeros in front may be lost:

    escrow.wire.account_number: 4,410,028,873
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.quantities import shortened
from assembler.termsheet.rules.context import RuleContext

CODE = "T437"

_SPOILT = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{1,3}|[0-9][.,][0-9]+[eE][0-9]{1,3}|[0-9]{4,}\.0+")

_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.0+)?")
_NUMBERS_OF_THE_WIRE = tuple(
    f"{group}.wire.{name}" for group in ("escrow", "closing") for name in ("aba", "account_number")
)


def is_spoilt(text: str) -> bool:
    """Return True for a number such as 4.41003E+12 or 6902.0, where text is expected."""
    return bool(_SPOILT.fullmatch(text.strip()))


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each such text."""
    for path, text in context.texts(_SPOILT):
        what = f"{shortened(text)} is how a spreadsheet shows a long number, and digits are lost"
        yield context.error(CODE, path, what, "Type all digits, in quotation marks.")
    for path, text in context.texts(_THOUSANDS):
        if path in _NUMBERS_OF_THE_WIRE:
            what = f"{shortened(text)} has commas between thousands, as a spreadsheet shows an amount"
            hint = "Type the number again, in quotation marks, from the bank's letter."
            yield context.error(CODE, path, what, hint)
