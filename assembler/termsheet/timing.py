"""When a warrant can be exercised: the first day and the last, as dates and as words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assembler.termsheet.arithmetic import after
from assembler.termsheet.formats import FILTERS, Open, Term, Unstated
from assembler.termsheet.holdings import following, is_open
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import FirstExercise, Warrant, WarrantClass, Warrants

Timed = Warrant | Warrants | WarrantClass
TIMED = (Warrant, Warrants, WarrantClass)

_MONTHS_OF_A_YEAR = 12


def first_day(terms: Timed, issued: Any) -> Any:
    """Return the day on which a warrant can first be exercised, or an open point. None if an event decides."""
    first = terms.first_exercise
    if first is None or issued is None:
        return issued
    if first.date is not None:
        return first.date
    if first.months is None and first.days is None:
        return None
    return following(after, issued, first.months or 0, first.days or 0)


def last_day(terms: Timed, issued: Any) -> Any:
    """Return the day on which a warrant expires, or an open point. None if an event decides, or if no term is stated."""
    return terms.expiration_date if terms.expiration_date is not None else end_of_term(terms, issued)


def end_of_term(terms: Timed, issued: Any) -> Any:
    """Return the last day of the stated term, or an open point. None if an event decides, or if no term is stated."""
    begins = first_day(terms, issued) if terms.term_from == "first_exercise" else issued
    months = months_of_term(terms)
    return None if begins is None or months is None else following(after, begins, months)


def months_of_term(terms: Timed) -> Any:
    """Return the stated term in months, or an open point. None if it is not stated."""
    if terms.term_years is None:
        return terms.term_months
    return following(lambda years: years * _MONTHS_OF_A_YEAR, terms.term_years)


def is_limited(terms: Timed) -> bool:
    """Return True if a term or a day of expiration is stated."""
    return terms.expiration_date is not None or months_of_term(terms) is not None


FACTS: Mapping[str, Callable[[Timed], bool]] = {
    "deferred": lambda terms: terms.first_exercise is not None,
    "after_event": lambda terms: _first(terms).event is not None,
    "on_date": lambda terms: _first(terms).date is not None,
    "until_date": lambda terms: terms.expiration_date is not None,
    "term_in_months": lambda terms: terms.term_years is None and terms.term_months is not None,
    "term_from_first_exercise": lambda terms: terms.first_exercise is None or terms.term_from == "first_exercise",
}
"""The facts of a warrant's dates, which a clause asks as `warrants.deferred`."""

PHRASES = ("first_exercise_period", "term_period")


def phrases(terms: Timed, path: str) -> dict[str, Any]:
    """Return the periods of a warrant in words: "six months and one day", "eighteen (18) months"."""
    first = _first(terms)
    parts = [_counted(first.months, "months"), _counted(first.days, "days")]
    period = " and ".join(part for part in parts if part)
    months, years = terms.term_months, terms.term_years
    term = _with_figure(months, "months") if years is None else _with_figure(years, "years")
    terms_of_term = f"{path}.{'term_months' if years is None else 'term_years'}"
    return {
        "first_exercise_period": _phrase(period, f"{path}.first_exercise", is_open(first.months, first.days)),
        "term_period": _phrase(term, terms_of_term, open_=False),
    }


def _first(terms: Timed) -> FirstExercise:
    return terms.first_exercise or FirstExercise.model_construct()


def _phrase(text: str, path: str, open_: bool) -> Term | Open | Unstated:
    if open_:
        return Open(OpenPoint().printed, path)
    return Term(text, path) if text else Unstated(path)


def _counted(count: Any, noun: str) -> str:
    """Return a number of months or days in words, or an empty text."""
    return f"{_print('in_small_words', count)} {_print(noun, count)}" if isinstance(count, int) else ""


def _with_figure(count: Any, noun: str) -> str:
    if isinstance(count, OpenPoint):
        return f"{count.printed} {noun}"
    return f"{_print('in_small_words', count)} ({count}) {_print(noun, count)}" if isinstance(count, int) else ""


def _print(name: str, count: int) -> str:
    return FILTERS[name](Term(count, "")).text
