"""C102: a definition that nothing uses.

A reader looks for the place where it matters and finds none: a clause was taken out and its definition was not, or the
clause says the thing in small letters and means something else.

    Within three business days (such third business day, the "Delivery Date") the Company shall deliver the Shares.

    Section 1(b)(ii) (unlegended_delivery): "Delivery Date" is defined and never used

A warning: a definition may be kept for a document that is signed together with this one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assembler.checks.subject import Passage, Subject, defined_by
from assembler.checks.terms import finder_of_uses
from assembler.document.tree import Definition, Display
from assembler.findings import Finding

CODE = "C102"

FindUses = Callable[[str], Iterator[tuple[str, int]]]


def check(subject: Subject) -> Iterator[Finding]:
    """One finding for each definition that does not stand in a legend, which is printed elsewhere."""
    find_uses = finder_of_uses(term for term, _ in subject.definitions)
    used = {term for passage in subject.provisions if _can_use(passage) for term in _used(find_uses, passage)}
    for term, passage in subject.definitions:
        if term not in used and not passage.is_legend:
            remedy = "Take the definition out, or use the term where it is meant."
            yield subject.warning(CODE, passage.clause, f'"{term}" is defined and never used', remedy)


def _can_use(passage: Passage) -> bool:
    return passage.block is not None and not isinstance(passage.block, Display)


def _used(find_uses: FindUses, passage: Passage) -> Iterator[str]:
    for start, end in passage.sentences():
        opens = _opens(passage, start, end)
        for term, at in find_uses(passage.typed[start:end]):
            if start + at >= opens.get(term, 0):
                yield term


def _opens(passage: Passage, start: int, end: int) -> dict[str, int]:
    """From where on a sentence may use the terms it defines: behind the definition; nowhere if it says what they mean."""
    means = re.search(r"(?<!\w)(?:means?|has the meaning)(?!\w)", passage.words[start:end])
    at_definition = ((at, one) for at, one in passage.located() if isinstance(one, Definition) and start <= at < end)
    return {defined_by(one): end if means and start + means.start() > at else at for at, one in at_definition}
