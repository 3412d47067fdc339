"""Read the spellings that people type for numbers, dates, flags and options, if they have one meaning."""

from __future__ import annotations

import re
from calendar import month_name
from datetime import date
from decimal import Decimal
from functools import cache

from assembler.termsheet.quantities import SCALES, Quantity, in_any_case

# Numbers


def number_in(typed: str, quantity: Quantity) -> str:
    """Return the digits of a number with a unit, a currency or a scale, or an empty text if they are not certain.

    `1.25 million USD` is 1250000. The digits keep their decimals.
    """
    spelled = _spellings(quantity).fullmatch(" ".join(typed.split()))
    if not spelled:
        return ""
    digits, scale = spelled[1].replace(",", ""), spelled[2]
    if not scale:
        return digits
    # A zero in front makes the digits doubtful. They are refused with it.
    return "" if re.match("0[0-9]", digits) else f"{Decimal(digits).scaleb(SCALES[scale.lower()]):f}"


@cache
def _spellings(quantity: Quantity) -> re.Pattern[str]:
    return re.compile(quantity.spellings)


# Dates

MONTHS = {
    spelling: number
    for number, name in enumerate(month_name)
    if name
    for spelling in (name.lower(), name[:3].lower(), *(("sept",) if name == "September" else ()))
}
_DASH = re.compile("[\u2010-\u2015\u2212]")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})")
_YEAR_LAST = re.compile(r"(?P<first>[0-9]{1,2})(?P<mark>[-/.])(?P<second>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})")
_MONTH_FIRST = re.compile(r"(?P<month>[A-Za-z]+)\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[0-9]{4})")
_DAY_FIRST = re.compile(
    r"(?:the )?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?: day)?(?: of)?[ -](?P<month>[A-Za-z]+)\.?,?[ -](?P<year>[0-9]{4})"
)
_MONTH_ALONE = re.compile(r"(?P<month>[A-Za-z]+)\.?,? (?P<year>[0-9]{4})")

_MONTH = rf"(?:{in_any_case(MONTHS)})[.]?,?"
_TH = "(?:st|nd|rd|th)?"
# A day above 12, or the same number twice, shows which of the two is the month.
_NUMBERS_WITH_ONE_MEANING = "|".join(
    (
        "(?:1[3-9]|2[0-9]|3[01])[-/.](?:0?[1-9]|1[0-2])",
        "(?:0?[1-9]|1[0-2])[-/.](?:1[3-9]|2[0-9]|3[01])",
        *(f"0?{month}[-/.]0?{month}" for month in range(1, 13)),
    )
)
DATE_SPELLINGS = "|".join(
    (
        "[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}",
        f"(?:{_NUMBERS_WITH_ONE_MEANING})[-/.][0-9]{{4}}",
        f"{_MONTH} [0-9]{{1,2}}{_TH},? [0-9]{{4}}",
        f"(?:the )?[0-9]{{1,2}}{_TH}(?: day)?(?: of)?[- ]{_MONTH}[- ][0-9]{{4}}",
    )
)
"""The pattern of dates with one meaning, for editors."""
MONTH_SPELLINGS = f"{_MONTH} [0-9]{{4}}"


def date_in(typed: str) -> str:
    """Return the only date that a text can mean, as year-month-day, or an empty text."""
    readings = dates_in(typed)
    return readings[0] if len(readings) == 1 else ""


def dates_in(typed: str) -> list[str]:
    """Return the dates that a text can mean. 07/01/2003 is July 1 in the United States and January 7 in Europe."""
    text = _DASH.sub("-", " ".join(typed.split()))
    if year_first := _YEAR_FIRST.fullmatch(text):
        return _days((year_first["year"], year_first["month"], year_first["day"]))
    if year_last := _YEAR_LAST.fullmatch(text):
        year, first, second = year_last["year"], year_last["first"], year_last["second"]
        return _days((year, first, second), (year, second, first))
    if named := _MONTH_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(text):
        return _days((named["year"], str(MONTHS.get(named["month"].lower(), 0)), named["day"]))
    return []


def month_in(typed: str) -> str:
    """Return the month that a text such as September 2026 means, as year-month, or an empty text."""
    named = _MONTH_ALONE.fullmatch(" ".join(typed.split()))
    month = MONTHS.get(named["month"].lower()) if named else None
    return f"{named['year']}-{month:02}" if named and month else ""


def _days(*readings: tuple[str, str, str]) -> list[str]:
    """Return the readings, each of year, month and day, that are a day of the calendar."""
    return list(dict.fromkeys(day for reading in readings if (day := as_iso(*reading))))


def as_iso(year: str, month: str, day: str) -> str:
    """Return the date as it should be typed, or an empty text if there is no such day."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


# Text

_MARKS = {"\u201c": "\u201d", "\u201e": "\u201c\u201d", "\u2018": "\u2019", "\u00ab": "\u00bb"}


def unquoted(text: str) -> str:
    """Return the text without a pair of curly quotation marks around the whole of it."""
    bare = text.strip()
    closing = _MARKS.get(bare[:1], "")
    if len(bare) < 3 or not closing or bare[-1] not in closing:
        return text
    # "Alpha" and "Beta", each in marks of its own, are not one value in marks.
    inner = bare[1:-1]
    return (
        text if bare[0] in inner or (bare[0] != "\u2018" and bare[-1] in inner) or not inner.strip() else inner.strip()
    )


def folded(option: str) -> str:
    """Return an option in the notation of the schema: `Execution Page` is execution_page."""
    # L.P. is LP.
    return re.sub(r"[\s_-]+", "_", unquoted(option).strip().casefold().replace(".", ""))
