"""T478: instalments of a warrant that do not add up, or vest too late.

Each instalment is a number of shares or a percentage. Together they are the whole warrant, in the order of their days.
The warrants of the investors have different numbers, so their instalments are percentages. Each vests while the warrant
can still be exercised.

    provisions: {vesting: [{date: 2027-03-01, percentage: 50%}, {date: 2028-03-01, percentage: 40%}]}

    warrants.provisions.vesting: the instalments add up to 90%, not to 100%

An error: part of the warrant could never be exercised, or more than all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from assembler.errors import Problem
from assembler.termsheet.formats import counted, percent
from assembler.termsheet.rules.context import RuleContext, WarrantTerms, day_of, shown
from assembler.termsheet.schema import Instalment

CODE = "T478"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield the problems of the instalments of each warrant."""
    for terms in context.warrant_terms:
        problems = list(_of_each(context, terms))
        yield from problems
        if terms.provisions.vesting and not problems:
            yield from _of_all(context, terms)


def _of_each(context: RuleContext, terms: WarrantTerms) -> Iterator[Problem]:
    """Yield a problem for each instalment without one measure, and for each number that is not allowed."""
    for index, part in enumerate(terms.provisions.vesting):
        path = f"{terms.path}.vesting[{index}]"
        if (part.number is None) == (part.percentage is None):
            stated = "both a number and a percentage" if part.number is not None else "no number and no percentage"
            hint = "Write a line such as `percentage: 25%`, or `number: 12,500`, and not both."
            yield context.error(CODE, path, f"this instalment states {stated}", hint)
        elif part.number is not None and terms.number is None:
            what = "the investors' warrants are for different numbers of shares, so a number cannot be an instalment of each"
            yield context.error(CODE, f"{path}.number", what, "Write a percentage, such as `percentage: 25%`.")


def _of_all(context: RuleContext, terms: WarrantTerms) -> Iterator[Problem]:
    """Yield a problem for instalments that are out of order, vest after the last day, or do not add up to the warrant."""
    parts, path = terms.provisions.vesting, f"{terms.path}.vesting"
    for index, (one, other) in enumerate(pairwise(parts), 1):
        earlier, later = day_of(one.date), day_of(other.date)
        if earlier and later and later <= earlier:
            what = f"this instalment vests on {shown(later)}, not after the one before it, {shown(earlier)}"
            yield context.error(CODE, f"{path}[{index}].date", what, "List the instalments in the order of their days.")
    for index, part in enumerate(parts):
        vests, last = day_of(part.date), terms.last_day
        if vests and last and vests > last:
            what = f"this instalment vests on {shown(vests)}, after the warrant expires on {shown(last)}"
            yield context.error(CODE, f"{path}[{index}].date", what, "Vest it earlier, or let the warrant run longer.")
    if what := _wrong_sum(parts, terms.number):
        yield context.error(CODE, path, what, "Write instalments that are the whole warrant together.")


def _wrong_sum(parts: tuple[Instalment, ...], number: object) -> str:
    """Return what is wrong with the sum, or an empty text. Nothing is while a part of it is open."""
    measures = [part.percentage if part.number is None else part.number for part in parts]
    if not all(isinstance(measure, int | Decimal) for measure in measures):
        return ""
    percentages = sum((part.percentage for part in parts if part.percentage is not None), Decimal(0))
    if all(part.number is None for part in parts):
        return "" if percentages == 100 else f"the instalments add up to {percent(percentages)}, not to 100%"
    if not isinstance(number, int):
        return ""
    shares = [part.number or int(number * (part.percentage or 0) / 100) for part in parts]
    # The last instalment, if it is a percentage, has what rounding the others down leaves.
    left = number - sum(shares)
    if left == 0 or (parts[-1].number is None and 0 < left < len(parts)):
        return ""
    return f"the instalments add up to {counted(sum(shares), 'share')}, and the warrant is for {number:,}"
