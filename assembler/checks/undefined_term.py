"""C101: a term that is used but not defined.

A capital says "this word means what we agreed". Without a definition, a court fills the gap: an agreement pays "the
Escrow Agent", and nobody is the Escrow Agent. Often the term is left over from another form.

    The Company shall register the Shares for resale by the Purchasers.

    Section 2(g) (co_rep_private_offering): "Purchasers" is not defined, and is used once: "for resale by the Purchasers."

A warning: a lawyer decides whether capitals make a term. Not reported: values of the term sheet, proper names
(`names.py`), the first word of a sentence, formulas and legends in capitals, headings, labels, and terms "as defined
in" another instrument.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from assembler.checks.context import CheckContext, CheckedPassage
from assembler.checks.vocabulary import Capitalised, Vocabulary, forms, vocabulary
from assembler.document.tree import Entry
from assembler.document.walk import words_of
from assembler.errors import Problem

CODE = "C101"

# "as defined in Section 4(n)" and "as defined below" point into this document, which must then hold the definition.
_ELSEWHERE = re.compile(
    r"\((?:each )?as (?P<several>(?:those|such) terms are )?(?:(?:that|such) term is )?(?:each )?defined in"
    r" (?:the|such|that|said) [A-Z]"
)
Use = tuple[CheckedPassage, Capitalised]


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem for each term, at its first use."""
    names = vocabulary(subject)
    known = _defined(subject, names)
    undefined: dict[str, list[Use]] = {}
    for passage, use in _candidates(subject, names):
        if use.words not in known and use.alone not in known and use.alone != "":
            undefined.setdefault(_as_grouped(use.term, undefined), []).append((passage, use))
    for term, places in undefined.items():
        yield _problem(subject, term, places, known)


def _candidates(subject: CheckContext, names: Vocabulary) -> Iterator[Use]:
    for passage in subject.provisions:
        if (passage.is_running_text or _is_label(passage)) and not passage.is_legend:
            yield from ((passage, use) for use in names.capitalised(passage))


def _is_label(passage: CheckedPassage) -> bool:
    """Return True if the passage is the label of an address. It may hold words: "(with respect to Investors ...)"."""
    return isinstance(passage.block, Entry) and passage.words == words_of(passage.block.label)


def _defined(subject: CheckContext, names: Vocabulary) -> frozenset[str]:
    terms = {term for term, _ in subject.definitions}
    for passage in subject.provisions:
        terms |= set(_defined_elsewhere(passage, names))
    return frozenset(form for term in terms for form in forms(term))


def _defined_elsewhere(passage: CheckedPassage, names: Vocabulary) -> Iterator[str]:
    for match in _ELSEWHERE.finditer(passage.typed):
        begins = max(start for start, _ in passage.sentences() if start <= match.start())
        before = [use for use in names.capitalised(passage) if begins <= use.start and use.end <= match.start()]
        yield from (use.term for use in (before if match["several"] else before[-1:]))


def _as_grouped(term: str, undefined: dict[str, list[Use]]) -> str:
    """Return the form of the term that is already in the table: singular or plural."""
    return next((form for form in sorted(forms(term)) if form in undefined), term)


def _problem(subject: CheckContext, term: str, places: list[Use], known: frozenset[str]) -> Problem:
    passage, use = places[0]
    times = "once" if len(places) == 1 else f"{len(places)} times"
    what = f'"{term}" is not defined, and is used {times}: {passage.quoted(use.start, use.end)}'
    near = get_close_matches(term, sorted(known), 1, 0.7)
    meant = f' Did you mean "{near[0]}"?' if near else ""
    hint = f'Define it, as in (the "*{term}*"), or use a defined term.{meant}'
    return subject.warning(CODE, passage.clause, what, hint)
