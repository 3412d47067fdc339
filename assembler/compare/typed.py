"""Terms in words that somebody typed: a departure's words carry no term, so its value is searched for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from assembler.termsheet.wording import Term, dollars, figures, long_date

_SHORTEST = 5  # characters: a shorter value may occur by chance
_MARKS = ",.;:()"

Printed = Mapping[tuple[str, ...], str]


def printed_terms(values: Mapping[str, Any]) -> Printed:
    """Return the path of each term by the words that usually print it. The first of equal ones counts."""
    path_of: dict[tuple[str, ...], str] = {}
    for term in _terms(values):
        words = _bare(_printed(term.raw).split())
        if len("".join(words)) >= _SHORTEST:
            path_of.setdefault(words, term.path)
    return path_of


def terms_in(words: Sequence[str], printed: Printed) -> Iterator[tuple[str, str]]:
    """Yield the path of each term whose value stands in the words, and the value as it stands there, in order."""
    bare, lengths = _bare(words), sorted({len(key) for key in printed}, reverse=True)
    position = 0
    while position < len(bare):
        length = next((length for length in lengths if bare[position : position + length] in printed), 0)
        if length:
            yield (
                printed[bare[position : position + length]],
                " ".join(words[position : position + length]).strip(_MARKS),
            )
        position += length or 1


def _terms(value: Any) -> Iterator[Term]:
    if isinstance(value, Term):
        yield value
    elif isinstance(value, Mapping | list):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _terms(item)


def _printed(raw: Any) -> str:
    match raw:
        case str():
            return raw
        case date():
            return long_date(raw)
        case Decimal():
            return dollars(raw)
        case int():
            return figures(raw)
        case _:
            return ""


def _bare(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.strip(_MARKS) for word in words)
