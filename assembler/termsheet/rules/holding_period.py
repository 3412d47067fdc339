"""T429: a holding period that Rule 144 does not have on the date of the agreement.

3(i) tells how long Rule 144 is not available. For a company that reports to the SEC, that is six months since February
15, 2008, one year since April 29, 1997, and two years before (Rule 144(d)(1)).

    agreement.date: 2026-09-14, rule_144_holding_period: one year

    law.rule_144_holding_period: Rule 144 requires six months on September 14, 2026, and "one year" is stated

A shorter period than the rule has is an error in an execution version. A longer one is a warning: one year is right for
a company that does not report, or was a shell (Rule 144(i)).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.dated_law import holding_months
from assembler.termsheet.rules.context import RuleContext, day_of, shown

CODE = "T429"

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_WORDS, start=1)} | {"eighteen": 18, "twenty-four": 24}
_PERIOD = re.compile(r"\s*([a-z-]+|\d+)\s*(?:\(\d+\)\s*)?(month|year)s?\b", re.IGNORECASE)
_LAW = {6: "six months", 12: "one year", 24: "two years"}


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the stated period can be read, and is not that of the rule."""
    deal = context.deal
    day = day_of(deal.agreement.date) if deal else None
    if not deal or not day or not context.in_form_words("inv_rep_rule_144"):
        return
    stated, required = deal.law.rule_144_holding_period, holding_months(day)
    months = _months(stated) if isinstance(stated, str) else None
    if months is None or months == required:
        return
    what = f'Rule 144 requires {_LAW[required]} on {shown(day)}, and "{stated}" is stated'
    hint = f"Write `rule_144_holding_period: {_LAW[required]}`."
    if months < required:
        yield context.before_signing(CODE, "law.rule_144_holding_period", what, hint)
    else:
        hint += " A company that does not report, or was a shell, may need more."
        yield context.warning(CODE, "law.rule_144_holding_period", what, hint)


def _months(stated: str) -> int | None:
    """Return the months of a period such as "six (6) months" or "1 year", or None if it is none."""
    if not (match := _PERIOD.match(stated)):
        return None
    word = match[1].lower()
    number = int(word) if word.isdecimal() else _NUMBERS.get(word)
    return number and number * (12 if match[2].lower() == "year" else 1)
