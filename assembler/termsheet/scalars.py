"""The types of single terms: text, amounts, dates and flags, each read from the text that was typed.

A type refuses a text with a `PydanticCustomError`. Its type is the code of a problem. Its context has `what`, `hint`
and `write`: the message, the hint, and the value that certainly was meant, or an empty text.
"""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, NoReturn

from msgspec import Struct
from pydantic_core import PydanticCustomError, core_schema

from assembler.termsheet.email_addresses import EXAMPLE, SPELLINGS, addresses_in, why_no_address
from assembler.termsheet.quantities import EXAMPLE_DATE, NUMBER, Quantity, in_any_case, shortened
from assembler.termsheet.spellings import (
    DATE_SPELLINGS,
    MONTH_SPELLINGS,
    date_in,
    dates_in,
    folded,
    month_in,
    number_in,
    unquoted,
)

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


_OPEN = re.compile(r"[Tt][Bb][Dd](?:\s*\((?P<note>[^()]+)\))?")


_BLANK = "[?_.*\u2022\u2026\u25cf \t]"
_PLACEHOLDER = re.compile(
    rf"t\.?b\.?[acd]\.?|to be (?:advised|agreed|announced|confirmed|decided|determined)|to come|x{{2,8}}|[?*\u2022\u2026\u25cf]{{1,8}}"
    rf"|_{{2,}}|\.{{2,}}|\[(?:{_BLANK}*|x*|t\.?b\.?[acd]\.?)\]",
    re.IGNORECASE,
)


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
        if not isinstance(value, str):
            return read(value)
        if found_open := _OPEN.fullmatch(value.strip()):
            return OpenPoint((found_open["note"] or "").strip())
        if _PLACEHOLDER.fullmatch(value.strip()):
            what = f"{shortened(value)} stands for a value, and would print as it is"
            _refuse("T115", what, "Write TBD if it is not agreed yet.", "TBD")
        return read(value)

    return ScalarReader(read_or_leave_open, for_editors, may_be_open=True)


def _refuse(code: str, what: str, hint: str, write: str = "") -> NoReturn:
    raise PydanticCustomError(code, "{what}", {"what": what, "hint": hint, "write": write})


def _typed(value: object) -> str:
    """Return the text that was typed. Refuse a group or a list without a hint, as the schema has a better one."""
    if not isinstance(value, str):
        _refuse("T103", f"expected one value, found {found(value)}", "")
    return value


def _bare(value: object) -> str:
    """Return the text that was typed, without the quotation marks of a word processor around it."""
    text = _typed(value)
    return text if text.isascii() else unquoted(text)


# Text


# The reader has refused lone surrogates already.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def _words(value: object) -> str:
    # A block scalar, | or >, ends in a line break that nobody means.
    text = _printable(_bare(value).rstrip("\n"), LONGEST_TEXT)
    if not text.strip():
        _refuse("T110", "the text is blank", "Write the text, or delete the line.")
    return text


# Letters alone: clauses print the name as words of their own.
_STOCK_NAME = r"[a-z][a-z0-9 -]* (?:stock|shares?|units?)"


def _stock_name(value: object) -> str:
    typed = " ".join(_words(value).split())
    if not re.fullmatch(_STOCK_NAME, typed, re.IGNORECASE):
        what = f"{shortened(typed)} is not the name of a stock"
        _refuse("T110", what, "Write a name that ends in stock, shares or units, such as `ordinary shares`.")
    name = " ".join(word if word in ("of", "and") else word[0].upper() + word[1:] for word in typed.split(" "))
    return f"{name}s" if name.endswith(("Share", "Unit")) else name


_CLASS_NAME = r"[A-Z][A-Za-z0-9]*(?:[ -][A-Za-z0-9]+)*"
_LONGEST_CLASS_NAME = 24


def _class_name(value: object) -> str:
    # The documents add the noun, in the singular or in the plural.
    typed = re.sub(r" warrants?$", "", " ".join(_words(value).split()), flags=re.IGNORECASE)
    # It names files and is part of a defined term, so it has letters, digits and hyphens only.
    if not re.fullmatch(_CLASS_NAME, typed) or len(typed) > _LONGEST_CLASS_NAME:
        what = f"{shortened(typed)} is not the name of a class of warrants"
        hint = f"Write a short name that begins with a capital letter, such as `Series A`, of at most {_LONGEST_CLASS_NAME} letters."
        _refuse("T110", what, hint)
    return typed


_NUMBER_LABEL = re.compile(r"^(?:No\.|Number|#)\s*(?=\S)", re.IGNORECASE)


def _document_number(value: object) -> str:
    # The form prints "No." before it.
    return _NUMBER_LABEL.sub("", _words(value).strip(), count=1)


def _document_number_or_none(value: object) -> str:
    return "" if _words(value).strip().casefold() == "none" else _document_number(value)


def _email(value: object) -> str:
    typed = _words(value)
    return addresses_in(typed) or _refuse("T455", *why_no_address(typed.strip()))


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


_DOLLARS = ("dollars", "dollar", "usd", "us$", "us dollars", "u.s. dollars")
_EACH = ("per share", "a share", "each", "/share", "/ share")
_PER_SHARE = (*_EACH, *(f"{unit} {each}" for unit in _DOLLARS for each in _EACH))
_SHARES = ("shares", "share", "shs", "warrants", "warrant", "shares of common stock")
_PERCENT = ("%", "percent", "per cent", "pct")
_BUSINESS = ("business days", "business day")

_AMOUNT = Quantity(
    "an amount in dollars", "1,100,000", 2, Decimal("999999999999999.99"), dollars=True, units=_DOLLARS, scaled=True
)
_PRICE = Quantity(
    "a price in dollars",
    "1.1296",
    6,
    Decimal("999999999999999.999999"),
    dollars=True,
    units=(*_DOLLARS, *_PER_SHARE),
    scaled=True,
)
_COUNT = Quantity("a whole number", "1,100,000", 0, Decimal(10**12), units=_SHARES, scaled=True)
_DAYS = Quantity("a number of days", "3", 0, Decimal(365), units=("days", "day", "calendar days", "calendar day"))
_BUSINESS_DAYS = Quantity("a number of business days", "3", 0, Decimal(365), units=("days", "day", *_BUSINESS))
_TRADING_DAYS = Quantity(
    "a number of trading days", "3", 0, Decimal(365), units=("days", "day", "trading days", "trading day")
)
_MONTHS = Quantity("a number of months", "6", 0, Decimal(120), units=("months", "month", "mos", "mo"))
_YEARS = Quantity("a number of years", "4", 0, Decimal(99), units=("years", "year", "yrs", "yr"))
_PERCENTAGE = Quantity("a percentage", "20%", 6, Decimal(1000), percent=True, units=_PERCENT)
_PORTION = Quantity("a percentage", "51%", 6, Decimal(100), percent=True, units=_PERCENT)


def _number(value: object, quantity: Quantity) -> Decimal:
    typed = _bare(value).strip()
    written = NUMBER.fullmatch(typed)
    is_plain = written and (quantity.dollars or not written["dollar"]) and bool(written["percent"]) == quantity.percent
    digits = written["digits"].replace(",", "") if written and is_plain else number_in(typed, quantity)
    if not digits:
        _refuse_number(typed, quantity)
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


# Another currency stands before its figure.
_FOREIGN_PAR = r"(?:[A-Z]{2,3}|[\u20ac\u00a3\u20aa\u00a5]) ?[0-9]+(?:\.[0-9]{1,6})?"
_NO_PAR = ("none", "no", "no par", "no par value", "without par value")


def _par_value(value: object) -> Decimal | str:
    typed = _bare(value).strip()
    if typed.casefold() in _NO_PAR:
        return "none"
    if re.fullmatch(r"\$?0(?:\.0+)?", typed):
        _refuse("T106", f"{shortened(typed)} is not above 0", "Write `none` for stock without par value.")
    return typed if re.fullmatch(_FOREIGN_PAR, typed) and not typed.startswith(("USD", "US ")) else _price(value)


def _whole(quantity: Quantity) -> Callable[[object], int]:
    """Return a reader of whole numbers of a quantity."""
    return lambda value: int(_number(value, quantity))


_count = _whole(_COUNT)


def _count_or_none(value: object) -> int:
    return 0 if _bare(value).strip().casefold() in ("0", "none") else _count(value)


def _class_count(value: object) -> int | None:
    if re.fullmatch(r"0[0-9]{2}", typed := _bare(value).strip()):
        # [75,000, 37,500] has four entries.
        what = (
            f"{shortened(typed)} is the end of a number with a comma, and a comma ends an entry of a list in brackets"
        )
        _refuse("T104", what, 'Write the number without commas, or in quotation marks, as in ["75,000", "37,500"].')
    return None if _bare(value).strip().casefold() == "computed" else _count_or_none(value)


def _percentage(value: object) -> Decimal:
    return _number(value, _PERCENTAGE)


def _portion(value: object) -> Decimal:
    return _number(value, _PORTION)


# Dates

_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_ISO_MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def _iso_date(value: object) -> date:
    typed = _bare(value).strip()
    written = _ISO.fullmatch(typed) or _ISO.fullmatch(date_in(typed))
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
        swapped = dates_in(f"{typed[8:]}/{typed[5:7]}/{year}")
        hint = f"Write {swapped[0]} if month and day changed places." if swapped else ""
        _refuse("T105", what, hint or f"Write year-month-day, such as {EXAMPLE_DATE}.")


def _month_or_date(value: object) -> date | str:
    typed = _bare(value).strip()
    typed = month_in(typed) or typed
    if written := _ISO_MONTH.fullmatch(typed):
        _check_month(typed, int(written["year"]), int(written["month"]))
        return typed
    return _iso_date(value)


# Flags

# The reader keeps every value as text, so these words have one meaning here. 1 and 0 may be counts.
_YES = ("true", "yes", "on", "y")
_NO = ("false", "no", "off", "n")


def _flag(value: object) -> bool:
    typed = folded(_typed(value))
    if typed in _YES or typed in _NO:
        return typed in _YES
    meant = {"1": "true", "0": "false"}.get(typed, "")
    _refuse(
        "T107", f"expected true or false, found {shortened(_typed(value))}", f"Write {meant or 'true or false'}.", meant
    )


# Options


class AnyCase:
    """The annotation of an option that may be typed in other letters: `Execution Page` for execution_page.

    `also` has other words for an option.
    """

    def __init__(self, also: Mapping[str, str] | None = None) -> None:
        self.also = also or {}

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        literal = handler(source)
        options = {folded(option): option for option in literal["expected"]} | dict(self.also)

        def in_small_letters(typed: object) -> object:
            return options.get(folded(typed), typed) if isinstance(typed, str) else typed

        return core_schema.no_info_before_validator_function(in_small_letters, literal)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        exact = handler(schema)
        return options_for_editors(exact.get("enum", [exact.get("const")]), self.also)


def options_for_editors(options: Iterable[str], also: Iterable[str] = ()) -> dict[str, Any]:
    """Return the JSON Schema of options that may be typed in other letters. An editor offers the exact ones."""
    pattern = in_any_case([*options, *also])
    return {"anyOf": [{"enum": [*options], "type": "string"}, {"type": "string", "pattern": f"^(?:{pattern})$"}]}


_OPEN_PATTERN = r"[Tt][Bb][Dd](?:\s*\([^()]+\))?"


def _number_for_editors(quantity: Quantity, *also: str, **bounds: object) -> dict[str, Any]:
    """Return the JSON Schema of a number in all its spellings, or TBD."""
    example = f" ({quantity.example})" if quantity.percent else ""
    return _for_editors(f"{quantity.noun}{example}", quantity.spellings, *also, **bounds)


def _count_for_editors(*words: str) -> dict[str, Any]:
    """Return the JSON Schema of a count from 0, which these words may stand for."""
    shown = _number_for_editors(_COUNT, "integer", minimum=0, maximum=10**12)
    return shown | {"pattern": f"^(?:{_OPEN_PATTERN}|{_COUNT.spellings}|(?i:{'|'.join(words)}))$"}


def _for_editors(noun: str, pattern: str, *also: str, **bounds: object) -> dict[str, Any]:
    """Return the JSON Schema of a text with this pattern, or TBD.

    `also` names the types that an editor's YAML may read instead, such as "number". `bounds` hold for those.
    """
    text = {"title": noun, "patternErrorMessage": f"{noun} is expected, or TBD"}
    return {"type": ["string", *also], "pattern": f"^(?:{_OPEN_PATTERN}|{pattern})$", **text, **bounds}


def _text_for_editors(noun: str, **bounds: object) -> dict[str, Any]:
    """Return the JSON Schema of a text, which an editor's YAML may read as a number, true or false."""
    return {"type": ["string", "number", "boolean"], "title": noun, **bounds}


TermText = Annotated[str, _or_open(_words, _text_for_editors("text", minLength=1, maxLength=LONGEST_TEXT))]
"""Text as typed, with its inner line breaks and spaces. Not blank, at most 2,000 characters."""

DocumentNumber = Annotated[
    str, _or_open(_document_number, _text_for_editors("a number", minLength=1, maxLength=LONGEST_TEXT))
]
"""Number of a certificate or a warrant. "No." before it is left out: `No. W-12` is W-12."""

DocumentNumberOrNone = Annotated[
    str, _or_open(_document_number_or_none, _text_for_editors("a number", minLength=1, maxLength=LONGEST_TEXT))
]
"""Number of a warrant as `DocumentNumber`, or `none`, which is an empty text."""

EmailAddresses = Annotated[str, _or_open(_email, _for_editors(f"an e-mail address ({EXAMPLE})", SPELLINGS))]
"""E-mail addresses: one, or several with commas, semicolons, spaces or `and` between them."""

PlainText = Annotated[str, ScalarReader(_words, _text_for_editors("text", minLength=1, maxLength=LONGEST_TEXT))]
"""Text like `TermText` that is never TBD, as it names a file, a clause or a number."""

ClauseText = Annotated[str, ScalarReader(_wording, _text_for_editors("words of a clause", maxLength=LONGEST_WORDING))]
"""Words of a clause, with every space and line break as typed. They may be empty, as ''."""

ParValue = Annotated[
    Decimal | str,
    _or_open(
        _par_value,
        _number_for_editors(_PRICE, "number", exclusiveMinimum=0)
        | {"pattern": f"^(?:{_OPEN_PATTERN}|{_PRICE.spellings}|(?i:none|no par value)|{_FOREIGN_PAR})$"},
    ),
]
"""A par value: US dollars as `Price`, the text `none`, or another currency as typed: NIS 0.01."""

StockName = Annotated[str, _or_open(_stock_name, _for_editors("the name of a stock", f"(?i:{_STOCK_NAME})"))]
"""Name of a class of stock, as a title: `class A common stock` is Class A Common Stock. A count is in the plural."""

WarrantClassName = Annotated[
    str, ScalarReader(_class_name, {"type": "string", "title": "the name of a class", "pattern": f"^{_CLASS_NAME}$"})
]
"""Name of a class of warrants without the noun: `Series A`. It is never TBD, since it names files."""

Amount = Annotated[Decimal, _or_open(_amount, _number_for_editors(_AMOUNT, "number", exclusiveMinimum=0))]
"""US dollars above 0 and below 10^15, with at most 2 decimals, kept as typed."""

Price = Annotated[Decimal, _or_open(_price, _number_for_editors(_PRICE, "number", exclusiveMinimum=0))]
"""US dollars a share, above 0, with at most 6 decimals, kept as typed: 1.00 stays 1.00."""

Count = Annotated[int, _or_open(_count, _number_for_editors(_COUNT, "integer", minimum=1, maximum=10**12))]
"""Whole shares or warrants, 1 to 10^12."""

CountOrNone = Annotated[int, _or_open(_count_or_none, _count_for_editors("none"))]
"""Whole shares or warrants as `Count`, or 0, also typed as none."""

ClassCount = Annotated[int | None, _or_open(_class_count, _count_for_editors("none", "computed"))]
"""Whole warrants as `CountOrNone`, or `computed`, which is None: the coverage or the total of the class gives them."""

Days = Annotated[int, _or_open(_whole(_DAYS), _number_for_editors(_DAYS, "integer", minimum=1, maximum=365))]
"""Calendar days, 1 to 365."""

BusinessDays = Annotated[
    int, _or_open(_whole(_BUSINESS_DAYS), _number_for_editors(_BUSINESS_DAYS, "integer", minimum=1, maximum=365))
]
"""Business days, 1 to 365."""

TradingDays = Annotated[
    int, _or_open(_whole(_TRADING_DAYS), _number_for_editors(_TRADING_DAYS, "integer", minimum=1, maximum=365))
]
"""Days on which the market is open, 1 to 365."""

Months = Annotated[int, _or_open(_whole(_MONTHS), _number_for_editors(_MONTHS, "integer", minimum=1, maximum=120))]
"""Calendar months, 1 to 120."""

Years = Annotated[int, _or_open(_whole(_YEARS), _number_for_editors(_YEARS, "integer", minimum=1, maximum=99))]
"""Calendar years, 1 to 99."""

Percentage = Annotated[Decimal, _or_open(_percentage, _number_for_editors(_PERCENTAGE))]
"""Per cent: 20% is Decimal("20"). Above 0, at most 1,000, at most 6 decimals."""

Portion = Annotated[Decimal, _or_open(_portion, _number_for_editors(_PORTION))]
"""Per cent of a total: as `Percentage`, at most 100."""

FLAG_FOR_EDITORS = {
    "type": ["boolean", "string"],
    "pattern": f"^(?:{in_any_case((*_YES, *_NO))})$",
    "title": "true or false",
}
Flag = Annotated[bool, ScalarReader(_flag, FLAG_FOR_EDITORS)]
"""true or false, or yes, no, on or off."""

IsoDate = Annotated[date, _or_open(_iso_date, _for_editors("a date (year-month-day)", DATE_SPELLINGS))]
"""A day of the years 1900 to 2199, typed as 2003-07-01 or in another notation with one meaning."""

MonthOrDate = Annotated[
    date | str,
    _or_open(
        _month_or_date,
        _for_editors("a date or a month (year-month)", f"{DATE_SPELLINGS}|[0-9]{{4}}-[0-9]{{2}}|{MONTH_SPELLINGS}"),
    ),
]
"""A date, or the text YYYY-MM of a month whose day stays blank."""
