"""Terms as a reader recognises them: words with capitals in a row, in the singular or the plural."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assembler.checks.names import PROPER_NAME
from assembler.checks.subject import MASK, Passage

# "vFinance" begins small and is a name all the same; "1933 Act" begins with a year.
_CAPITALISED = re.compile(r"(?:\b[12]\d{3} )?\b(?:[A-Z]|[a-z]+[A-Z])[\w-]*(?: [A-Z][\w-]*)*")
_FORMULA = re.compile(r"(?<!\w)[A-Z]{2,}(?:[ ,]+[A-Z&]{2,})+(?!\w)|\b[A-Z]{6,}\b")
_BEGINS = frozenset(
    ["A", "After", "All", "Although", "An", "And", "Any", "As", "At", "Before", "Both", "By", "Each", "Either", "Every", "Except", "For", "From", "If", "In", "It", "Its", "Neither", "No", "Not", "Notwithstanding", "Of", "On", "Only", "Or", "Other", "Prior", "Since", "So", "Subject", "Such", "That", "The", "Then", "There", "These", "They", "This", "Those", "To", "Under", "Unless", "Until", "Upon", "When", "Whenever", "Where", "Whether", "Which", "While", "With", "Within", "Without"]
)


@dataclass(frozen=True, slots=True)
class Capitalised:
    """Words with capitals in a row, and where they stand in the passage.

    `alone` are the words without the first, where a sentence begins with them and the first may owe its capital to that.
    """

    words: str
    start: int
    alone: str | None

    @property
    def end(self) -> int:
        """Where the words end."""
        return self.start + len(self.words)

    @property
    def term(self) -> str:
        """The words that look like a term: "Each" of "Each Purchaser" does not."""
        return self.alone if self.alone and self.words.split(" ")[0] in _BEGINS else self.words


def capitalised(passage: Passage, title: str) -> Iterator[Capitalised]:
    """What looks like a term in the typed words of a passage; proper names and the title of the document do not."""
    text = _without_names(passage.typed, title)
    begins = {start for start, _ in passage.sentences()}
    for found in _CAPITALISED.finditer(text):
        words, start = found.group(), found.start()
        at_the_beginning = not text[:start].strip(f' "({MASK}') or any(text[b:start].strip(' "(') == "" for b in begins)
        yield Capitalised(words, start, words.partition(" ")[2] if at_the_beginning else None)


def forms(term: str) -> frozenset[str]:
    """The term in the singular and in the plural."""
    if term.endswith("ies"):
        return frozenset({term, term[:-3] + "y"})
    if term.endswith("y"):
        return frozenset({term, term[:-1] + "ies", term + "s"})
    if term.endswith("s"):
        return frozenset({term, term[:-1], term + "es"})
    return frozenset({term, term + "s", term + "es"})


def uses(terms: Iterable[str], text: str) -> Iterator[tuple[str, int]]:
    """Every use of a term in the text and where it begins; a longer term is not a use of the shorter one in it."""
    term_of: Mapping[str, str] = {form: term for term in terms for form in sorted(forms(term))}
    term_of = {**term_of, **{term: term for term in terms}}
    if not term_of:
        return
    longest_first = sorted(term_of, key=len, reverse=True)
    for found in re.finditer(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", text):
        yield term_of[found.group()], found.start()


def _without_names(text: str, title: str) -> str:
    called = title.removeprefix("FORM OF ")
    for pattern in (re.compile(re.escape(called), re.IGNORECASE), PROPER_NAME, _FORMULA):
        text = pattern.sub(lambda found: MASK * len(found.group()), text)
    return text
