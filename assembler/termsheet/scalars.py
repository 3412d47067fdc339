"""The types of single terms: text, amounts, dates and flags, each read from the text that was typed.

A type refuses a text with a `PydanticCustomError`. Its type is the code of a problem. Its context has `what`, `hint`
and `write`: the message, the hint, and the value that certainly was meant, or an empty text.
"""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, NoReturn

from msgspec import Struct
from pydantic_core import PydanticCustomError, core_schema

from assembler.termsheet.quantities import EXAMPLE_DATE, GROUPED, GROUPED_WHOLE, NUMBER, Quantity, shortened

LONGEST_TEXT = 2_000
LONGEST_WORDING = 20_000


def found(value: object) -> str:
    """Return the name of a value for messages such as "expected a list, found 'Acme'"."""
    if value is None:
        return "nothing"
    return (
        "names and values"
        if isinstance(value, dict)
        else "a list"
        if isinstance(value, list)
        else shortened(str(value))
    )


class OpenPoint(Struct, frozen=True):
    """A term that is not agreed yet, typed as TBD or TBD (note).

    It prints as a bracket, and so does every figure that follows from it.
    """

    note: str = ""

    @property
    def printed(self) -> str:
        """The bracket that prints, with the note or a bullet."""
        return f"[{self.note or chr(0x25CF)}]"


def settled(value: Any) -> Any:
    """Return the value if it is agreed, or None for an open point."""
    return None if isinstance(value, OpenPoint) else value


_OPEN = re.compile(r"TBD(?:\s*\((?P<note>[^()]+)\))?")


class ScalarReader:
    """The reader of a type, and its JSON Schema for editors.

    Both are one annotation: pydantic inspects the signature of a plain function at every use, which takes long.
    """

    def __init__(
        self, read: Callable[[object], object], for_editors: Mapping[str, Any], *, may_be_open: bool = False
    ) -> None:
        self.read = read
        self.for_editors = for_editors
        self.may_be_open = may_be_open

    def __get_pydantic_core_schema__(self, _: object, __: object) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, _: object, __: object) -> dict[str, Any]:
        return dict(self.for_editors)


def _or_open(read: Callable[[object], object], for_editors: Mapping[str, Any]) -> ScalarReader:
    """Return a reader that turns TBD into an open point, and reads everything else with `read`."""

    def read_or_leave_open(value: object) -> object:
        found_open = _OPEN.fullmatch(value.strip()) if isinstance(value, str) and value.startswith("TBD") else None
        return OpenPoint((found_open["note"] or "").strip()) if found_open else read(value)

    return ScalarReader(read_or_leave_open, for_editors, may_be_open=True)


def _refuse(code: str, what: str, hint: str, write: str = "") -> NoReturn:
    raise PydanticCustomError(code, "{what}", {"what": what, "hint": hint, "write": write})


def _typed(value: object) -> str:
    """Return the text that was typed. Refuse a group or a list without a hint, as the schema has a better one."""
    if not isinstance(value, str):
        _refuse("T103", f"expected one value, found {found(value)}", "")
    return value


# Text


# The reader has refused lone surrogates already.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def _words(value: object) -> str:
    # A block scalar, | or >, ends in a line break that nobody means.
    text = _printable(_typed(value).rstrip("\n"), LONGEST_TEXT)
    if not text.strip():
        _refuse("T110", "the text is blank", "Write the text, or delete the line.")
    return text


def _wording(value: object) -> str:
    return _printable(_typed(value), LONGEST_WORDING)


def _printable(text: str, most: int) -> str:
    if len(text) > most:
        _refuse("T110", f"the text has {len(text):,} characters; at most {most:,} are allowed", "Shorten the text.")
    if odd := _UNPRINTABLE.search(text):
        what = f"U+{ord(odd[0]):04X} is a control character, which documents cannot show"
        _refuse("T110", what, "Delete the text and type it again. Do not copy it: the copy has the character too.")
    return text


# Numbers


_AMOUNT = Quantity("an amount in dollars", "1,100,000", 2, Decimal("999999999999999.99"), dollars=True)
_PRICE = Quantity("a price in dollars", "1.1296", 6, Decimal("999999999999999.999999"), dollars=True)
_COUNT = Quantity("a whole number", "1,100,000", 0, Decimal(10**12))
_DAYS = Quantity("a number of days", "3", 0, Decimal(365))
_YEARS = Quantity("a number of years", "4", 0, Decimal(99))
_PERCENTAGE = Quantity("a percentage", "20%", 6, Decimal(1000), percent=True)
_PORTION = Quantity("a percentage", "51%", 6, Decimal(100), percent=True)


def _number(value: object, quantity: Quantity) -> Decimal:
    typed = _typed(value).strip()
    written = NUMBER.fullmatch(typed)
    if not written or (written["dollar"] and not quantity.dollars) or bool(written["percent"]) != quantity.percent:
        _refuse_number(typed, quantity)
    digits = written["digits"].replace(",", "")
    _check_digits(typed, digits, quantity)
    return _bounded(typed, Decimal(digits), quantity)


def _refuse_number(typed: str, quantity: Quantity) -> NoReturn:
    if re.fullmatch(r"[-\u2212\u2013]\$?[0-9].*|\$-[0-9].*|\(.*[0-9].*\)", typed):
        hint = f"Write {quantity.noun} above 0, such as {quantity.example}."
        _refuse("T106", f"{shortened(typed)} is not above 0", hint)
    # Imported here: most numbers can be read.
    from assembler.termsheet.number_errors import why_no_number

    what, hint, write = why_no_number(typed, quantity)
    _refuse("T104", what, hint, write if write and _can_be_read(write, quantity) else "")


def _can_be_read(written: str, quantity: Quantity) -> bool:
    try:
        _number(written, quantity)
    except PydanticCustomError:
        return False
    return True


def _check_digits(typed: str, digits: str, quantity: Quantity) -> None:
    integer, _, decimals = digits.partition(".")
    not_this = f"{shortened(typed)} is not {quantity.noun}"
    # Excel drops leading zeros of numbers. A number that has one was meant as text, or has a digit too many.
    if len(integer) > 1 and integer.startswith("0"):
        without = digits.lstrip("0") if integer.strip("0") else f"0{digits.lstrip('0')}"
        write = quantity.written(without)
        is_certain = Decimal(digits) > 0 and len(decimals) <= quantity.decimals
        _refuse("T104", f"{not_this}: it begins with 0", f"Write {write}.", write if is_certain else "")
    if len(decimals) > quantity.decimals:
        allowed = f"at most {quantity.decimals} decimals" if quantity.decimals else "no decimals"
        thousands = " Separate thousands by commas, not dots." if len(decimals) == len("000") else ""
        _refuse("T104", f"{not_this}: it may have {allowed}", f"Write it as in {quantity.example}.{thousands}")


def _bounded(typed: str, number: Decimal, quantity: Quantity) -> Decimal:
    percent = "%" * quantity.percent
    if not number:
        _refuse(
            "T106", f"{shortened(typed)} is not above 0", f"Write {quantity.noun} above 0, such as {quantity.example}."
        )
    if number > quantity.most:
        what = f"{shortened(typed)} is more than {quantity.most:,f}{percent}"
        _refuse("T106", what, f"Write {quantity.noun} up to {quantity.most:,f}{percent}.")
    return number


def _amount(value: object) -> Decimal:
    return _number(value, _AMOUNT)


def _price(value: object) -> Decimal:
    return _number(value, _PRICE)


def _count(value: object) -> int:
    return int(_number(value, _COUNT))


def _days(value: object) -> int:
    return int(_number(value, _DAYS))


def _years(value: object) -> int:
    return int(_number(value, _YEARS))


def _percentage(value: object) -> Decimal:
    return _number(value, _PERCENTAGE)


def _portion(value: object) -> Decimal:
    return _number(value, _PORTION)


# Dates

_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_ISO_MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def _iso_date(value: object) -> date:
    typed = _typed(value).strip()
    written = _ISO.fullmatch(typed)
    if not written:
        # Imported here: most dates can be read.
        from assembler.termsheet.number_errors import why_no_date

        _refuse("T105", *why_no_date(typed))
    year, month, day = (int(written[part]) for part in ("year", "month", "day"))
    _check_month(typed, year, month)
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        what = f"{shortened(typed)} is not a date: {month_name[month]} {year} has {last} days"
        _refuse("T105", what, f"Write a day from {year}-{month:02}-01 to {year}-{month:02}-{last}.")
    return date(year, month, day)


def _check_month(typed: str, year: int, month: int) -> None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        what = f"{shortened(typed)} is not a date of a deal: the year is not in {_FIRST_YEAR}-{_LAST_YEAR}"
        _refuse("T105", what, f"Write the year in four digits, such as {EXAMPLE_DATE}.")
    if not 1 <= month < len(month_name):
        what = f"{shortened(typed)} is not a date: a year has no month {month:02}"
        _refuse("T105", what, f"Write year-month-day, such as {EXAMPLE_DATE}.")


def _month_or_date(value: object) -> date | str:
    typed = _typed(value).strip()
    if written := _ISO_MONTH.fullmatch(typed):
        _check_month(typed, int(written["year"]), int(written["month"]))
        return typed
    return _iso_date(value)


# Flags

# YAML 1.1 reads yes, on and y as true, and YAML 1.2 does not. So only true and false are read.
_YES = {"true", "yes", "on", "y", "1"}
_NO = {"false", "no", "off", "n", "0"}


def _flag(value: object) -> bool:
    typed = _typed(value).strip()
    if typed in {"true", "false"}:
        return typed == "true"
    meant = "true" if typed.lower() in _YES else "false" if typed.lower() in _NO else ""
    _refuse("T107", f"expected true or false, found {shortened(typed)}", f"Write {meant or 'true or false'}.", meant)


_OPEN_PATTERN = r"TBD(?:\s*\([^()]+\))?"


def _for_editors(noun: str, pattern: str, *also: str, **bounds: object) -> dict[str, Any]:
    """Return the JSON Schema of a text with this pattern, or TBD.

    `also` names the types that an editor's YAML may read instead, such as "number". `bounds` hold for those.
    """
    text = {"title": noun, "patternErrorMessage": f"{noun} is expected, or TBD"}
    return {"type": ["string", *also], "pattern": f"^(?:{_OPEN_PATTERN}|{pattern})$", **text, **bounds}


def _text_for_editors(noun: str, **bounds: object) -> dict[str, Any]:
    """Return the JSON Schema of a text, which an editor's YAML may read as a number, true or false."""
    return {"type": ["string", "number", "boolean"], "title": noun, **bounds}


_DATE_PATTERN = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

TermText = Annotated[str, _or_open(_words, _text_for_editors("text", minLength=1, maxLength=LONGEST_TEXT))]
"""Text as typed, with its inner line breaks and spaces. Not blank, at most 2,000 characters."""

PlainText = Annotated[str, ScalarReader(_words, _text_for_editors("text", minLength=1, maxLength=LONGEST_TEXT))]
"""Text like `TermText` that is never TBD, as it names a file, a clause or a number."""

ClauseText = Annotated[str, ScalarReader(_wording, _text_for_editors("words of a clause", maxLength=LONGEST_WORDING))]
"""Words of a clause, with every space and line break as typed. They may be empty, as ''."""

Amount = Annotated[
    Decimal, _or_open(_amount, _for_editors("an amount in dollars", rf"\$?{GROUPED}", "number", exclusiveMinimum=0))
]
"""US dollars above 0 and below 10^15, with at most 2 decimals, kept as typed."""

Price = Annotated[
    Decimal, _or_open(_price, _for_editors("a price in dollars", rf"\$?{GROUPED}", "number", exclusiveMinimum=0))
]
"""US dollars a share, above 0, with at most 6 decimals, kept as typed: 1.00 stays 1.00."""

Count = Annotated[
    int, _or_open(_count, _for_editors("a whole number", GROUPED_WHOLE, "integer", minimum=1, maximum=10**12))
]
"""Whole shares or warrants, 1 to 10^12."""

Days = Annotated[
    int, _or_open(_days, _for_editors("a number of days", "[1-9][0-9]{0,2}", "integer", minimum=1, maximum=365))
]
"""Days, 1 to 365."""
Years = Annotated[
    int, _or_open(_years, _for_editors("a number of years", "[1-9][0-9]?", "integer", minimum=1, maximum=99))
]
"""Calendar years, 1 to 99."""

Percentage = Annotated[Decimal, _or_open(_percentage, _for_editors("a percentage (20%)", rf"{GROUPED}%"))]
"""Per cent: 20% is Decimal("20"). Above 0, at most 1,000, at most 6 decimals."""

Portion = Annotated[Decimal, _or_open(_portion, _for_editors("a percentage (51%)", rf"{GROUPED}%"))]
"""Per cent of a total: as `Percentage`, at most 100."""

Flag = Annotated[bool, ScalarReader(_flag, {"type": "boolean", "title": "true or false"})]
"""true or false, and no other word."""

IsoDate = Annotated[date, _or_open(_iso_date, _for_editors("a date (year-month-day)", _DATE_PATTERN))]
"""A day of the years 1900 to 2199, typed as 2003-07-01."""

MonthOrDate = Annotated[
    date | str,
    _or_open(_month_or_date, _for_editors("a date or a month (year-month)", r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")),
]
"""A date, or the text YYYY-MM of a month whose day stays blank."""
