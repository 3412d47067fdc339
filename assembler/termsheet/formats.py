"""Print the values of a deal: number words in US legal style, dollars, dates, ordinals."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from msgspec import Struct

from assembler.termsheet.scalars import OpenPoint

# The shape of a fact that a condition may ask of a group, or of a list's item.
A_FACT = "a fact"

Scalar = str | int | Decimal | date


_SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]  # fmt: skip
_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_POWERS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}  # fmt: skip


class Term(Struct, frozen=True):
    """A value of the deal, and the path of its term.

    `places` counts the decimals as typed: 2.50 and 2.500 are equal and print differently.
    """

    raw: Scalar
    path: str
    places: int = 0


class Open(Struct, frozen=True):
    """A value that is not agreed yet: the bracket that prints in its place, and the path of its term."""

    printed: str
    path: str


class Unstated(Struct, frozen=True):
    """A value that the deal could state and does not. A clause that prints it is refused."""

    path: str


class Words(Struct, frozen=True):
    """Words of the form that a term chooses, such as the name of the stock, and the path of the term.

    They hold no mark-up. A clause prints them as words of its own, so a defined term among them stays a defined term.
    """

    text: str
    path: str


TermValue = Term | Open | Unstated | Words


def as_term(raw: Scalar | OpenPoint | None, path: str) -> Term | Open | Unstated:
    """Return a single value ready to print: an open point as its bracket, a missing one as `Unstated`."""
    if raw is None:
        return Unstated(path)
    if isinstance(raw, OpenPoint):
        return Open(raw.printed, path)
    # A price of 2.50 prints as typed, and 2.5 and 2.50 are equal numbers.
    return Term(raw, path, -int(raw.as_tuple().exponent) if isinstance(raw, Decimal) else 0)


class PrintedText(Struct, frozen=True):
    """The printed words of a value, and the path of its term. They hold no mark-up."""

    text: str
    path: str


class NotStated(LookupError):
    """The error for a clause that prints a value that the deal does not state. The argument is its path."""


class WrongFilter(TypeError):
    """The error for a clause that prints a value through a filter for another type."""


def print_plainly(term: TermValue) -> PrintedText:
    """Return a text value as it was typed.

    Raise `WrongFilter` for a number or date, which needs a filter, and `NotStated` for a value that is missing.
    """
    if isinstance(term, Unstated):
        raise NotStated(term.path)
    if isinstance(term, Open):
        return PrintedText(term.printed, term.path)
    if isinstance(term, Words):
        return PrintedText(term.text, term.path)
    return PrintedText(_text(term.raw), term.path)


def figures(count: int) -> str:
    """Return a count in figures: 2200000 -> 2,200,000."""
    return f"{count:,}"


def counted(count: int, noun: str) -> str:
    """Return a count with its noun, for messages: 1 share, 2,200,000 shares."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def counted_are(count: int, noun: str) -> str:
    """Return a count with its noun and verb, for messages: 1 share is, 2,200,000 shares are."""
    return f"{counted(count, noun)} {'is' if count == 1 else 'are'}"


def in_words(amount: int | Decimal) -> str:
    """Return dollars or a count in words: 2434490 -> Two Million Four Hundred Thirty-Four Thousand Four Hundred Ninety.

    Cents become "and 50/100". The words have no "and" and no commas, like every figure of the originals but one.
    """
    dollar_count, cents = divmod(round(amount * 100), 100)
    return _number_words(dollar_count).title() + (f" and {cents:02}/100" if cents else "")


def in_capital_words(count: int) -> str:
    """Return a count in capital words: 25000 -> TWENTY-FIVE THOUSAND."""
    return _number_words(count).upper()


def in_small_words(count: int) -> str:
    """Return a count in small words: 3 -> three."""
    return _number_words(count)


def ordinal_word(count: int) -> str:
    """Return the ordinal of a count: 3 -> third."""
    *words, last = re.split(r"\b(?=\w+$)", _number_words(count))
    stem = last.removesuffix("y") + "ie" if last.endswith("y") else last
    return "".join(words) + _ORDINALS.get(last, f"{stem}th")


def dollars(amount: int | Decimal) -> str:
    """Return an amount in dollars, with two digits of cents if it has cents: 2200000 -> $2,200,000."""
    return f"${amount:,.0f}" if amount == int(amount) else f"${amount:,.2f}"


def price(amount: Decimal) -> str:
    """Return a price in dollars, with the decimals as typed, and with two at least: Decimal("2.5") -> $2.50."""
    places = max(2, -int(amount.as_tuple().exponent))
    return f"${amount:,.{places}f}"


def percent(percentage: Decimal) -> str:
    """Return a percentage: Decimal("51") -> 51%."""
    return f"{percentage:f}%"


def long_date(day: date) -> str:
    """Return a date such as July 1, 2003."""
    return f"{day:%B} {day.day}, {day.year}"


def day_of_month(day: date) -> str:
    """Return a date such as 30th day of June, 2003."""
    return f"{day.day}{_ordinal_ending(day.day)} day of {day:%B}, {day.year}"


def month_and_year(month: str) -> str:
    """Return a month in words: 2002-01 -> January, 2002."""
    year, number = map(int, month.split("-"))
    return f"{date(year, number, 1):%B}, {year}"


def capitals(text: str) -> str:
    """Return a text in capitals: Focus -> FOCUS."""
    return text.upper()


# Words whose first sound is "you". The prefix "un" before "i" is none: unincorporated, unissued, unimpaired, unidentified.
_SOUNDS_LIKE_YOU = re.compile(r"eu|uni(?!n|ss|mp|den)|ukr|uru|uga|uta|u\.|(?:us|usa|uk|uae)\b", re.IGNORECASE)


def with_article(text: str) -> str:
    """Return a text behind its article, by sound: a Delaware, an Ohio, a Utah."""
    has_vowel = text[:1].lower() in "aeiou" and not _SOUNDS_LIKE_YOU.match(text)
    return f"an {text}" if has_vowel else f"a {text}"


def _number_words(count: int) -> str:
    """Return the number, below 10^15, in small words without "and" and without commas."""
    for power, name in _POWERS:
        thousands, rest = divmod(count, power)
        if thousands:
            return _number_words(thousands) + f" {name}" + (f" {_number_words(rest)}" if rest else "")
    if count < len(_SMALL):
        return _SMALL[count]
    tens, units = divmod(count, 10)
    return _TENS[tens] + (f"-{_SMALL[units]}" if units else "")


def _ordinal_ending(number: int) -> str:
    return "th" if 11 <= number % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def form_number(form: str) -> str:
    """Return the number of an SEC form without the word: "Form S-3" -> S-3."""
    return form.removeprefix("Form ")


def _text(raw: Scalar) -> str:
    if not isinstance(raw, str):
        raise WrongFilter(f"a {_kind(raw)} needs a filter that says how it is printed")
    return raw


def _kind(raw: Scalar) -> str:
    return {int: "whole number", Decimal: "decimal number", date: "date", str: "text"}[type(raw)]


# The types that each filter prints. The clause is wrong if it gives a filter another type.
_TAKES: Mapping[Callable[..., str], tuple[type, ...]] = {
    figures: (int,),
    in_words: (int, Decimal),
    in_capital_words: (int,),
    in_small_words: (int,),
    ordinal_word: (int,),
    dollars: (int, Decimal),
    price: (Decimal,),
    percent: (Decimal,),
    long_date: (date,),
    day_of_month: (date,),
    month_and_year: (str,),
    capitals: (str,),
    with_article: (str,),
    form_number: (str,),
}


def _filter(printer: Callable[..., str], takes: tuple[type, ...]) -> Callable[[TermValue], PrintedText | Words]:
    def apply(term: TermValue) -> PrintedText | Words:
        if isinstance(term, Unstated):
            raise NotStated(term.path)
        if isinstance(term, Open):
            # "this [●]." does not say that a day is open, and "as of the day of [●]" asks for a number.
            return PrintedText("[●] day of " * (printer is day_of_month) + term.printed, term.path)
        if isinstance(term, Words) and str in takes:
            return Words(printer(term.text), term.path)
        if not isinstance(term, Term) or not isinstance(term.raw, takes):
            raise WrongFilter(f"the filter {printer.__name__!r} does not print this kind of value")
        return PrintedText(printer(term.raw), term.path)

    return apply


# The nouns behind a count, for one and for any other number. An open count has the plural: [●] business days.
_NOUNS: Mapping[str, tuple[str, str]] = {
    "days": ("day", "days"),
    "days_possessive": ("day's", "days'"),
    "months": ("month", "months"),
    "times": ("time", "times"),
    "years": ("year", "years"),
}


def _is_one(count: TermValue, name: str) -> bool:
    """Return True if a count is one. An open count has the plural."""
    if isinstance(count, Unstated):
        raise NotStated(count.path)
    if isinstance(count, Open):
        return False
    if not isinstance(count, Term) or not isinstance(count.raw, int):
        raise WrongFilter(f"the filter {name!r} does not print this kind of value")
    return count.raw == 1


def _noun(name: str, one: str, many: str) -> Callable[[TermValue], PrintedText]:
    return lambda count: PrintedText(one if _is_one(count, name) else many, count.path)


def _shares_of_stock(count: TermValue, stock: Mapping[str, Words]) -> Words:
    return stock["share" if _is_one(count, "shares_of_stock") else "shares"]


def _shares(count: TermValue, stock: Mapping[str, Words]) -> PrintedText:
    return PrintedText(stock["unit"].text + "s" * (not _is_one(count, "shares")), count.path)


def _capital_shares(count: TermValue, stock: Mapping[str, Words]) -> PrintedText:
    return PrintedText(stock["unit"].text.title() + "s" * (not _is_one(count, "Shares")), count.path)


OF_STOCK: Mapping[str, Callable[[TermValue, Mapping[str, Words]], PrintedText | Words]] = {
    "shares_of_stock": _shares_of_stock,
    "shares": _shares,
    "Shares": _capital_shares,
}
"""The filters that need the words for the deal's stock: one share of Common Stock, two Ordinary Shares, two units."""

FILTERS: Mapping[str, Callable[[TermValue], PrintedText | Words]] = {
    **{printer.__name__: _filter(printer, takes) for printer, takes in _TAKES.items()},
    **{name: _noun(name, one, many) for name, (one, many) in _NOUNS.items()},
}
