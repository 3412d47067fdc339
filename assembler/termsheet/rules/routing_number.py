"""T436: a routing number that no bank has.

An ABA routing number has nine digits. With the digits d1 to d9, 3(d1+d4+d7) + 7(d2+d5+d8) + d3+d6+d9 is a multiple of
ten. A number copied out of Excel has lost the zero in front, and a typed one may have two digits the wrong way round.

    escrow.wire.aba: 21000018

    escrow.wire.aba: '21000018' has 8 digits, and a routing number has nine. Did you mean `021000018`?

The form prints "ABA#" before the number, so a label that is typed before the digits prints twice.

An error in an execution version, and a warning before. A bank whose address is not in a state may have another number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from assembler.errors import Problem
from assembler.termsheet.quantities import shortened
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.rules.power_of_ten import is_spoilt
from assembler.termsheet.rules.zip_code import end_of_address
from assembler.termsheet.schema import Wire

CODE = "T436"

_DIGITS = 9
_WEIGHTS = (3, 7, 1) * 3
# Letters that are typed or scanned for a digit.
_LOOKS_LIKE = str.maketrans("OoQIl", "00011")


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the number of a bank, the escrow account's or the company's, cannot be one."""
    if context.deal and context.deal.escrow:
        yield from _of_account(context, "escrow.wire", context.deal.escrow.wire)
    if context.deal and context.deal.closing.wire:
        yield from _of_account(context, "closing.wire", context.deal.closing.wire)


def _of_account(context: RuleContext, group: str, wire: Wire) -> Iterator[Problem]:
    path, number = f"{group}.aba", wire.aba
    if not isinstance(number, str) or not _is_domestic(wire) or is_spoilt(number):
        return
    if why := _fault(number):
        hint = "Type the number again, in quotation marks, from the bank's letter."
        yield context.before_signing(CODE, path, f"{shortened(number)} {why}", hint)
    elif digits := _behind_label(number):
        what = f'{shortened(number)} prints as "ABA# {number}"'
        problem = context.before_signing(CODE, path, what, f"Write `{digits}`.")
        yield replace(problem, fix=context.fix(path, digits))


def _is_domestic(wire: Wire) -> bool:
    return any(isinstance(line, str) and end_of_address(line) for line in wire.address_lines)


def _fault(typed: str) -> str:
    """Return why a text is no routing number, or an empty text."""
    number = re.sub(r"[ -]", "", typed)
    if within := re.search(r"(?<![0-9])[0-9]{9}(?![0-9])", number):
        number = within[0]
    if not number.isdecimal():
        meant = number.translate(_LOOKS_LIKE)
        # SWIFT and IBAN have letters, and fewer digits in a row.
        return f"has a letter for a digit. Did you mean `{meant}`?" if is_routing_number(meant) else ""
    if len(number) != _DIGITS:
        meant = f". Did you mean `0{number}`?" if is_routing_number(f"0{number}") else ""
        return f"has {len(number)} digits, and a routing number has nine{meant}"
    if not int(number):
        return "is not a routing number, but stands for one"
    return "" if is_routing_number(number) else "is not a routing number: its last digit does not fit the others"


def _behind_label(typed: str) -> str:
    """Return the digits of a routing number that stand behind a word or sign, or an empty text."""
    found = re.fullmatch(f"[^0-9]+([0-9]{{{_DIGITS}}})", re.sub(r"[ -]", "", typed))
    return found[1] if found else ""


def is_routing_number(number: str) -> bool:
    """Return True for nine digits of which the last one checks the others."""
    if not re.fullmatch(f"[0-9]{{{_DIGITS}}}", number):
        return False
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=True)) % 10 == 0
