"""Explain numbers and dates that cannot be read, and what was probably meant."""

from __future__ import annotations

import re
import unicodedata
from calendar import month_name
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from msgspec import Struct

from assembler.termsheet.quantities import (
    EXAMPLE_DATE,
    GROUPED,
    LARGEST_POWER,
    LONGEST_SHOWN,
    NUMBER,
    SCALES,
    Quantity,
    shortened,
)
from assembler.termsheet.spellings import as_iso, dates_in

# Numbers

_EUROPEAN = re.compile(r"\$?(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),(?P<decimals>[0-9]{1,2}|[0-9]{4,})%?")
# One dot may be a decimal point, so a whole number needs two.
_EUROPEAN_WHOLE = re.compile(r"\$?(?P<whole>[0-9]{1,3}(?:\.[0-9]{3}){2,})%?")
_PARTED = re.compile(r"\$?(?P<whole>[0-9]{1,3}(?:[ \u00a0\u2009\u202f'\u2019_][0-9]{3})+)(?P<decimals>\.[0-9]+)?%?")
_COMMAS = re.compile(r"\$?(?P<whole>[0-9]+(?:,[0-9]+)+)(?P<decimals>\.[0-9]+)?%?")
_POWER = re.compile(r"\$?(?P<digits>[0-9]{1,15}(?:\.[0-9]{1,15})?)[eE]\+?(?P<power>[0-9]{1,2})")
_SHORT = re.compile(rf"(?:US)?\$? ?(?P<digits>{GROUPED}) ?(?P<scale>[A-Za-z]+)\.?(?: dollars)?")
_SCALES = {**SCALES, **dict.fromkeys(("mio", "mil"), 6), "b": 9}
_WITHIN_WORDS = re.compile(
    rf"(?P<before>[A-Za-z$+ ]*?)(?P<digits>{GROUPED})(?P<behind> ?(?:%|[A-Za-z$ ]*)(?: ?\([^()]*\))?)"
)
# The figure alone would be another period or another sum.
_UNITS_TO_CONVERT = re.compile(
    r"\b(?:business|trading|days?|weeks?|months?|quarters?|years?|EUR|euros?|GBP|pounds?|CAD|CHF|JPY|ILS)\b|\b[CA]\$",
    re.IGNORECASE,
)
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
    *groups, last = european["whole"].split(".")
    # Three decimals of an amount can only be zeros.
    if not decimals and quantity.decimals and not last[quantity.decimals :].strip("0"):
        point = quantity.written(f"{''.join(groups)}.{last[: quantity.decimals]}")
        return _Diagnosed(": it has several dots", f"Write {write}, or {point} if the last dot is the decimal point")
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
    if short and short["scale"].lower() == "m":
        million, thousand = (_scaled(short["digits"], power, quantity) for power in (6, 3))
        return _Diagnosed(": m has two meanings", f"Write {million} if it is million, or {thousand} if it is thousand")
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
    if any(unit.lower() not in " ".join(quantity.units).lower() for unit in _UNITS_TO_CONVERT.findall(typed)):
        return _Diagnosed(": it has another unit", f"Convert it to {quantity.noun}, such as {quantity.example}")
    digits = number["digits"].replace(",", "")
    if quantity.percent and typed == number["digits"] and Decimal(digits) <= 1:
        # 0.2 may mean 20%, or 0.2%. Excel keeps 20% as 0.2.
        hundredfold = quantity.written(f"{(Decimal(digits) * 100).normalize():f}")
        return _Diagnosed(
            ": the % sign is missing", f"Write {hundredfold}, or {quantity.written(digits)} if that is meant"
        )
    write = quantity.written(digits)
    why = ": the % sign is missing" if quantity.percent and "%" not in typed else ""
    return _Diagnosed(why, f"Write {write}", write if typed == number["digits"] else "")


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
_SHORT_YEAR = re.compile(r"(?P<day>[0-9]{1,2}[-/.][0-9]{1,2}[-/.])(?P<year>[0-9]{2})")
_LONG_MONTH = re.compile(r"[A-Za-z]{4,}")
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? ", re.IGNORECASE)


def why_no_date(typed: str) -> tuple[str, str, str]:
    """Return the message, a hint with every date that may be meant, and the date if there is only one."""
    meanings = _meanings(typed[:LONGEST_SHOWN])
    hint = f"Write {' or '.join(meanings) or f'it as in {EXAMPLE_DATE}'}."
    if len(meanings) > 1:
        days = " or ".join(_in_words(meaning) for meaning in meanings)
        return f"{shortened(typed)} has two meanings: {days}", hint, ""
    what = f"{shortened(typed)} is not a date in the form year-month-day"
    return what, hint, meanings[0] if meanings and len(typed) <= LONGEST_SHOWN else ""


def _meanings(typed: str) -> list[str]:
    """Return the dates that a text may mean."""
    if nearly := _NEARLY_ISO.fullmatch(typed):
        return [day for day in [as_iso(nearly["year"], nearly["month"], nearly["day"])] if day]
    text = _WEEKDAY.sub("", typed)
    if short := _SHORT_YEAR.fullmatch(text):
        text = f"{short['day']}20{short['year']}"
    # "Septemer 1, 2003" is a slip for September.
    return dates_in(text) or dates_in(_LONG_MONTH.sub(lambda month: month[0][:3], text, count=1))


def _in_words(day: str) -> str:
    meant = date.fromisoformat(day)
    return f"{month_name[meant.month]} {meant.day}, {meant.year}"
