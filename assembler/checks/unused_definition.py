"""C102: a definition that is never used.

A reader looks for the clause that uses it and finds none. Either the clause was removed and its definition stayed, or
the clause uses the word in small letters and means something else.

    Within three business days (such third business day, the "Delivery Date") the Company shall deliver the Shares.

    Section 1(b)(ii) (unlegended_delivery): "Delivery Date" is defined but never used

A warning: a definition may be kept for a document that is signed together with this one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assembler.checks.context import CheckContext, CheckedPassage, defined_by
from assembler.checks.vocabulary import finder_of_uses
from assembler.document.tree import Definition, Display
from assembler.errors import Problem

CODE = "C102"

FindUses = Callable[[str], Iterator[tuple[str, int]]]


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem for each unused definition, except in legends, which are printed elsewhere."""
    find_uses = finder_of_uses(term for term, _ in subject.definitions)
    used = {term for passage in subject.provisions if _can_use(passage) for term in _used(find_uses, passage)}
    for term, passage in subject.definitions:
        if term not in used and not passage.is_legend:
            hint = "Delete the definition, or use the term where it is meant."
            yield subject.warning(CODE, passage.clause, f'"{term}" is defined but never used', hint)


def _can_use(passage: CheckedPassage) -> bool:
    return passage.block is not None and not isinstance(passage.block, Display)


def _used(find_uses: FindUses, passage: CheckedPassage) -> Iterator[str]:
    for start, end in passage.sentences():
        opens = _opens(passage, start, end)
        for term, position in find_uses(passage.typed[start:end]):
            if start + position >= opens.get(term, 0):
                yield term


def _opens(passage: CheckedPassage, start: int, end: int) -> dict[str, int]:
    """Return the position in a sentence after which it may use each term that it defines.

    That is the definition itself, or the end of the sentence if it says what the term means.
    """
    located = (item for item in passage.located if start <= item[0] < end)
    definitions = [(position, piece) for position, piece in located if isinstance(piece, Definition)]
    if not definitions:
        return {}
    means = re.search(r"(?<!\w)(?:means?|has the meaning)(?!\w)", passage.words[start:end])
    return {
        defined_by(piece): end if means and start + means.start() > position else position
        for position, piece in definitions
    }
