"""The numbers of the investors' warrants: as stated, else by the prefix of their class, in the order of the investors."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from assembler.termsheet.closings import closing_of
from assembler.termsheet.schema import Investor, TermSheet


def with_warrant_numbers(terms: TermSheet, investors: tuple[Investor, ...]) -> tuple[Investor, ...]:
    """Return the investors with the number of each warrant that they get, None if it has none.

    `investors` have their computed numbers of warrants.
    """
    warrants = terms.warrants
    if warrants.mode == "none":
        return investors
    if not warrants.classes:
        stated = [investor.warrant_number for investor in investors]
        given = _numbers(investors, stated, [investor.warrants for investor in investors], warrants.number_prefix)
        updates = [{"warrant_number": number} for number in given]
    else:
        columns = [_of_class(investors, index, each.number_prefix) for index, each in enumerate(warrants.classes)]
        updates = [{"class_warrant_numbers": numbers} for numbers in zip(*columns, strict=True)]
    return tuple(investor.model_copy(update=each) for investor, each in zip(investors, updates, strict=True))


def _of_class(investors: Sequence[Investor], index: int, prefix: str | None) -> list[Any]:
    held = [investor.class_warrants[index] for investor in investors]
    return _numbers(investors, [_stated(investor, index) for investor in investors], held, prefix)


def _stated(investor: Investor, index: int) -> Any:
    """Return the stated number of an investor's warrant of a class. It may be that of its only warrant."""
    if investor.class_warrant_numbers:
        return investor.class_warrant_numbers[index] if index < len(investor.class_warrant_numbers) else None
    # T468 refuses one number for warrants of several classes.
    held = sum(number != 0 for number in investor.class_warrants)
    return investor.warrant_number if held == 1 else None


def _numbers(
    investors: Sequence[Investor], stated: Sequence[Any], held: Sequence[Any], prefix: str | None
) -> list[Any]:
    """Return the number of each warrant. `held` are the counts of warrants, and nobody who gets none is counted."""
    numbers: list[Any] = [None] * len(investors)
    place = count(1)
    # Whoever joins at a later closing takes no number of an earlier one.
    for index in sorted(range(len(investors)), key=lambda index: closing_of(investors[index])):
        if held[index] != 0:
            position = next(place)
            numbers[index] = stated[index] or (f"{prefix}{position}" if prefix else None)
    return numbers
