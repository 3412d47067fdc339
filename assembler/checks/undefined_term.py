"""C101: a term that is used and defined nowhere.

A capital says "this word means what we agreed it means". Where nothing was agreed, a court fills the gap: an
agreement pays "the Escrow Agent" and nobody is the Escrow Agent. Often it is a term left over from another form.

    The Company shall register the Shares for resale by the Purchasers.

    Section 2(g) (co_rep_private_offering): "Purchasers" is used and defined nowhere, once: "for resale by the Purchasers."

A warning: whether capitals make a term is for a lawyer to say. Not taken for terms: values of the term sheet, proper
names (`names.py`), the first word of a sentence, formulas and legends in capitals, headings and labels; and terms
"as defined in" another instrument.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from assembler.checks.subject import Passage, Subject
from assembler.checks.terms import Capitalised, Vocabulary, forms, vocabulary
from assembler.document.tree import Entry
from assembler.document.words import words_of
from assembler.findings import Finding

CODE = "C101"

# "as defined in Section 4(n)" and "as defined below" point into this document, where the definition must then stand.
_ELSEWHERE = re.compile(
    r"\((?:each )?as (?P<several>(?:those|such) terms are )?(?:(?:that|such) term is )?(?:each )?defined in"
    r" (?:the|such|that|said) [A-Z]"
)
Use = tuple[Passage, Capitalised]


def check(subject: Subject) -> Iterator[Finding]:
    """One finding for each term, at its first use."""
    names = vocabulary(subject)
    known = _defined(subject, names)
    found: dict[str, list[Use]] = {}
    for passage, use in _candidates(subject, names):
        if use.words not in known and use.alone not in known and use.alone != "":
            found.setdefault(_as_grouped(use.term, found), []).append((passage, use))
    for term, places in found.items():
        yield _finding(subject, term, places, known)


def _candidates(subject: Subject, names: Vocabulary) -> Iterator[Use]:
    for passage in subject.provisions:
        if (passage.is_running_text or _is_label(passage)) and not passage.is_legend:
            yield from ((passage, use) for use in names.capitalised(passage))


def _is_label(passage: Passage) -> bool:
    """Whether it is the label of an address, which may hold words of the agreement: "(with respect to Investors ...)"."""
    return isinstance(passage.block, Entry) and passage.words == words_of(passage.block.label)


def _defined(subject: Subject, names: Vocabulary) -> frozenset[str]:
    terms = {term for term, _ in subject.definitions}
    for passage in subject.provisions:
        terms |= set(_defined_elsewhere(passage, names))
    return frozenset(form for term in terms for form in forms(term))


def _defined_elsewhere(passage: Passage, names: Vocabulary) -> Iterator[str]:
    for found in _ELSEWHERE.finditer(passage.typed):
        begins = max(start for start, _ in passage.sentences() if start <= found.start())
        before = [use for use in names.capitalised(passage) if begins <= use.start and use.end <= found.start()]
        yield from (use.term for use in (before if found["several"] else before[-1:]))


def _as_grouped(term: str, found: dict[str, list[Use]]) -> str:
    """The term under which its singular or plural stands already."""
    return next((form for form in sorted(forms(term)) if form in found), term)


def _finding(subject: Subject, term: str, places: list[Use], known: frozenset[str]) -> Finding:
    passage, use = places[0]
    times = "once" if len(places) == 1 else f"{len(places)} times"
    what = f'"{term}" is used and defined nowhere, {times}: {passage.quoted(use.start, use.end)}'
    near = get_close_matches(term, sorted(known), 1, 0.7)
    meant = f' Is "{near[0]}" meant?' if near else ""
    remedy = f'Define it, as in (the "*{term}*"), or use a term that is defined.{meant}'
    return subject.warning(CODE, passage.clause, what, remedy)
