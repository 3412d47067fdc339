"""T438: a ZIP code that has lost a zero, or has a digit too many.

ZIP codes have five digits, or five and four. Those of the Northeast begin with 0, which Excel drops.

    investors[0].address_lines: [410 Quarry Lane, 'Stamford, Connecticut 6902']

    investors[0].address_lines[1]: the ZIP code '6902' has 4 digits. Did you mean `06902`?

An error in an execution version, and a warning before. Only addresses in a state are checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.quantities import shortened
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.rules.power_of_ten import is_spoilt
from assembler.termsheet.states import is_written_state, state_meant

CODE = "T438"

_RIGHT = re.compile(r"[0-9]{5}(?:[- ]?[0-9]{4})?")
_END = re.compile(r"(?:^|.*,)\s*(?P<state>[A-Za-z][A-Za-z. ]*?),?\s+(?P<zip>[0-9OoIl]{1,10}(?:-[0-9]*)?)\s*")
_BEGIN_WITH_ZERO = frozenset(
    {"Connecticut", "Maine", "Massachusetts", "New Hampshire", "New Jersey", "Puerto Rico", "Rhode Island", "Vermont"}
)


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each such ZIP code."""
    address = context.terms.company.address
    if isinstance(address.zip, str) and isinstance(address.state, str) and (state := state_meant(address.state)):
        yield from _problem(context, "company.address.zip", state, address.zip)
    for path, line in context.last_lines():
        if end := end_of_address(line):
            yield from _problem(context, path, *end)


def end_of_address(line: str) -> tuple[str, str] | None:
    """Return the state and the ZIP code at the end of a line. None if no state stands before the last word."""
    end = _END.fullmatch(line)
    if not end or not re.search("[0-9]", end["zip"]):
        return None
    # "Portland Oregon 97204" has no comma behind the city.
    words = end["state"].split()
    names = (" ".join(words[-count:]) for count in range(min(3, len(words)), 0, -1))
    state = next((state for name in names if is_written_state(name) and (state := state_meant(name))), "")
    return (state, end["zip"]) if state else None


def _problem(context: RuleContext, path: str, state: str, zip_code: str) -> Iterator[Problem]:
    typed = zip_code.strip()
    if _RIGHT.fullmatch(typed) or is_spoilt(typed):
        return
    meant = ""
    if state in _BEGIN_WITH_ZERO and re.fullmatch(r"[1-9][0-9]{3}(?:-(?:[0-9]{4})?)?", typed):
        meant = f". Did you mean `0{typed.rstrip('-')}`?"
    what = f"the ZIP code {shortened(typed)} {_fault(typed)}{meant}"
    hint = "Write five digits, or five and four as in 06902-1234, in quotation marks."
    yield context.before_signing(CODE, path, what, hint)


def _fault(typed: str) -> str:
    if not re.fullmatch("[0-9-]+", typed):
        return "is not a number"
    if typed.endswith("-"):
        return "ends in a hyphen"
    digits = len(typed.replace("-", ""))
    if digits in (5, 9):
        return "has its hyphen at another place than behind five digits"
    return f"has {digits} digit{'s' * (digits != 1)}"
