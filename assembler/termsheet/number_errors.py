"""Explain numbers and dates that cannot be read, and what was probably meant."""

from __future__ import annotations

import re
import unicodedata
from calendar import month_name
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from msgspec import Struct

from assembler.termsheet.quantities import (
    EXAMPLE_DATE,
    GROUPED,
    LARGEST_POWER,
    LONGEST_SHOWN,
    NUMBER,
    Quantity,
    shortened,
)

# Numbers

_EUROPEAN = re.compile(r"\$?(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),(?P<decimals>[0-9]{1,2}|[0-9]{4,})%?")
# One dot may be a decimal point, so a whole number needs two.
_EUROPEAN_WHOLE = re.compile(r"\$?(?P<whole>[0-9]{1,3}(?:\.[0-9]{3}){2,})%?")
_PARTED = re.compile(r"\$?(?P<whole>[0-9]{1,3}(?:[ \u00a0\u2009\u202f'\u2019_][0-9]{3})+)(?P<decimals>\.[0-9]+)?%?")
_COMMAS = re.compile(r"\$?(?P<whole>[0-9]+(?:,[0-9]+)+)(?P<decimals>\.[0-9]+)?%?")
_POWER = re.compile(r"\$?(?P<digits>[0-9]{1,15}(?:\.[0-9]{1,15})?)[eE]\+?(?P<power>[0-9]{1,2})")
_SHORT = re.compile(rf"(?:US)?\$? ?(?P<digits>{GROUPED}) ?(?P<scale>[A-Za-z]+)\.?(?: dollars)?")
_SCALES = {
    **dict.fromkeys(("k", "thousand"), 3),
    **dict.fromkeys(("m", "mm", "mn", "mio", "mil", "million"), 6),
    **dict.fromkeys(("b", "bn", "billion"), 9),
}
_WITHIN_WORDS = re.compile(
    rf"(?P<before>[A-Za-z$+ ]*?)(?P<digits>{GROUPED})(?P<behind> ?(?:%|[A-Za-z$ ]*)(?: ?\([^()]*\))?)"
)
_DOLLARS = frozenset({"$", "us$", "us $", "usd", "dollars", "us dollars"})
_PERCENT = frozenset({"%", "percent", "per cent"})
# Words beside a number that do not change it.
_UNITS: Mapping[str, frozenset[str]] = {
    "an amount in dollars": _DOLLARS,
    "a price in dollars": _DOLLARS | {"per share"},
    "a whole number": frozenset({"shares", "share", "warrants", "warrant"}),
    "a number of days": frozenset({"days", "day"}),
    "a number of years": frozenset({"years", "year"}),
    "a percentage": _PERCENT,
}
_QUOTATION_MARKS = "\"'\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb"


def why_no_number(typed: str, quantity: Quantity) -> tuple[str, str, str]:
    """Return the message, the hint, and the number to write if only that can be meant, else an empty text."""
    not_this = f"{shortened(typed)} is not {quantity.noun}"
    if len(typed) <= LONGEST_SHOWN:
        for reading in _READINGS:
            if reason := reading(typed, quantity):
                return f"{not_this}{reason.why}", f"{reason.hint}.", reason.write
    return not_this, f"Write it in figures, such as {quantity.example}.", ""


class _Diagnosed(Struct, frozen=True):
    """The reason why a number cannot be read, the hint, and the number to write if it is certain.

    `why` begins with a colon, or is empty. `hint` has no full stop.
    """

    why: str
    hint: str
    write: str = ""


_TypedReading = Callable[[str, Quantity], _Diagnosed | None]


def _other_digits(typed: str, _: Quantity) -> _Diagnosed | None:
    if typed.isascii() or not any(character.isdecimal() and not character.isascii() for character in typed):
        return None
    ascii_digits = "".join(str(unicodedata.decimal(character, character)) for character in typed)
    return _Diagnosed(": it has other digits than 0-9", f"Write it with the digits 0-9: {ascii_digits}", ascii_digits)


def _european(typed: str, quantity: Quantity) -> _Diagnosed | None:
    if not (european := _EUROPEAN.fullmatch(typed) or _EUROPEAN_WHOLE.fullmatch(typed)):
        return None
    digits = european["whole"].replace(".", "")
    if decimals := european.groupdict().get("decimals"):
        digits += f".{decimals}"
    write = quantity.written(digits)
    why = ": it is a European number, with dots and commas the other way round"
    # 4,10 may also be a slip for 410 or 4,100.
    return _Diagnosed(why, f"Write {write}", write if "." in european["whole"] else "")


def _parted(typed: str, quantity: Quantity) -> _Diagnosed | None:
    if not (parted := _PARTED.fullmatch(typed)):
        return None
    write = quantity.written(re.sub("[^0-9]", "", parted["whole"]) + (parted["decimals"] or ""))
    return _Diagnosed(": only commas separate thousands", f"Write {write}", write)


def _in_marks(typed: str, quantity: Quantity) -> _Diagnosed | None:
    bare = typed.strip(_QUOTATION_MARKS)
    if bare == typed or not (number := NUMBER.fullmatch(bare)):
        return None
    write = quantity.written(number["digits"].replace(",", ""))
    # YAML has taken one pair of quotation marks away. These are a second pair, as in "'1,000'".
    is_certain = bool(number["percent"]) == quantity.percent
    return _Diagnosed(": it has quotation marks of its own", f"Write {write}", write if is_certain else "")


def _misplaced_commas(typed: str, quantity: Quantity) -> _Diagnosed | None:
    if not (commas := _COMMAS.fullmatch(typed)) or NUMBER.fullmatch(typed):
        return None
    digits = commas["whole"].replace(",", "") + (commas["decimals"] or "")
    hint = f"Write commas as in 1,100,000, or none, as in 1100000; the digits typed make {quantity.written(digits)}"
    return _Diagnosed(": its commas do not separate thousands", hint)


def _power(typed: str, quantity: Quantity) -> _Diagnosed | None:
    if not (power := _POWER.fullmatch(typed)) or int(power["power"]) > LARGEST_POWER:
        return None
    write = _scaled(power["digits"], int(power["power"]), quantity)
    return _Diagnosed("", f"Write it out: {write}", write)


def _short_form(typed: str, quantity: Quantity) -> _Diagnosed | None:
    short = _SHORT.fullmatch(typed)
    if not short or (scale := _SCALES.get(short["scale"].lower())) is None:
        return None
    write = _scaled(short["digits"], scale, quantity)
    return _Diagnosed("", f"Write all its digits: {write}", write)


def _scaled(digits: str, power: int, quantity: Quantity) -> str:
    number = Decimal(digits.replace(",", "")).scaleb(power)
    return quantity.written(f"{number.normalize():f}")


def _within_words(typed: str, quantity: Quantity) -> _Diagnosed | None:
    """Read a number among words or signs: a currency, "shares", a percentage without its sign."""
    if not (number := _WITHIN_WORDS.fullmatch(typed)):
        return None
    digits = number["digits"].replace(",", "")
    if quantity.percent and typed == number["digits"] and Decimal(digits) <= 1:
        # 0.2 may mean 20%, or 0.2%. Excel keeps 20% as 0.2.
        hundredfold = quantity.written(f"{(Decimal(digits) * 100).normalize():f}")
        return _Diagnosed(
            ": the % sign is missing", f"Write {hundredfold}, or {quantity.written(digits)} if that is meant"
        )
    write = quantity.written(digits)
    why = ": the % sign is missing" if quantity.percent and "%" not in typed else ""
    words = {word.lower() for word in (number["before"].strip(), number["behind"].strip()) if word}
    return _Diagnosed(why, f"Write {write}", write if words <= _UNITS[quantity.noun] else "")


_READINGS: tuple[_TypedReading, ...] = (
    _other_digits,
    _european,
    _parted,
    _in_marks,
    _misplaced_commas,
    _power,
    _short_form,
    _within_words,
)

# Dates

_NEARLY_ISO = re.compile(r"(?P<year>[0-9]{4})([-/. ]?)(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})(?:[T ].*)?")
_DAY_AND_MONTH = re.compile(r"(?P<first>[0-9]{1,2})[-/. ](?P<second>[0-9]{1,2})[-/. ](?P<year>[0-9]{4})")
_NAMED_MONTH = re.compile(
    r"(?:(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?: of)? )?(?P<month>[A-Za-z]{3,9})\.?,? "
    r"(?:(?P<day_behind>[0-9]{1,2})(?:st|nd|rd|th)?,? )?(?P<year>[0-9]{4})"
)


def why_no_date(typed: str) -> tuple[str, str, str]:
    """Return the message, a hint with every date that may be meant, and the date if there is only one."""
    meanings = [meaning for meaning in _meanings(typed[:LONGEST_SHOWN]) if meaning]
    hint = f"Write {' or '.join(meanings) or f'it as in {EXAMPLE_DATE}'}."
    if len(meanings) > 1:
        return f"{shortened(typed)} has two meanings", hint, ""
    what = f"{shortened(typed)} is not a date in the form year-month-day"
    return what, hint, meanings[0] if meanings and len(typed) <= LONGEST_SHOWN else ""


def _meanings(typed: str) -> list[str]:
    """Return the dates that a text may mean. 07/01/2003 is July 1 in the United States and January 7 in Europe."""
    if nearly := _NEARLY_ISO.fullmatch(typed):
        return [_as_iso(nearly["year"], nearly["month"], nearly["day"])]
    if pair := _DAY_AND_MONTH.fullmatch(typed):
        first, second, year = pair["first"], pair["second"], pair["year"]
        return list(dict.fromkeys(filter(None, (_as_iso(year, second, first), _as_iso(year, first, second)))))
    if named := _NAMED_MONTH.fullmatch(typed):
        months = [name[:3].lower() for name in month_name]
        month = named["month"][:3].lower()
        day = named["day"] or named["day_behind"]
        return [_as_iso(named["year"], str(months.index(month)), day)] if day and month in months else []
    return []


def _as_iso(year: str, month: str, day: str) -> str:
    """Return the date as it should be typed, or an empty text if there is no such day."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
