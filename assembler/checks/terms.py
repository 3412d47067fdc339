"""Terms as a reader recognises them: words with capitals in a row, in the singular or the plural."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from assembler.checks.names import PROPER_NAME
from assembler.checks.subject import MASK, Passage, Subject

# "vFinance" begins small and is a name all the same; "1933 Act" begins with a year.
_CAPITALISED = re.compile(r"(?:\b(?:19|20)\d\d (?=Act))?\b(?:[A-Z]|[a-z]+[A-Z])[\w-]*(?: [A-Z][\w-]*)*")
# "IN WITNESS WHEREOF", "FOCUS ENHANCEMENTS, INC."; one short word in capitals may be a term: "DTC".
_FORMULA = re.compile(r"(?<!\w)[A-Z]{2,}(?:[ ,]+[A-Z&]{2,})+(?!\w)|\b[A-Z]{6,}\b")
_SMALL_WORD = re.compile(r"\b(?:AND|OR|OF|FOR|IN|TO|THE)\b")
_BEFORE_A_SENTENCE = f' "([_*-{MASK}'
_BEGINS = re.compile(
    "A|After|All|Although|An|And|Any|As|At|Before|Both|By|Each|Either|Every|Except|For|From|If|In|It|Its|Neither|No|Not|Notwithstanding|Of"
    "|On|Only|Or|Other|Prior|Since|So|Subject|Such|That|The|Then|There|These|They|This|Those|To|Under|Unless|Until|Upon|When|Whenever|Where|Whether|Which|While|With|Within|Without"
)


class Capitalised(Struct, frozen=True):
    """Words with capitals in a row, and where they begin in the passage.

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
        return self.alone if self.alone and _BEGINS.fullmatch(self.words.split(" ")[0]) else self.words


class Vocabulary(Struct, frozen=True, dict=True):
    """What a document calls itself and its defined terms that have a small word in them ("Notice of Exercise")."""

    title: str
    compounds: tuple[str, ...]

    def capitalised(self, passage: Passage) -> Iterator[Capitalised]:
        """What looks like a term in the typed words of a passage; proper names and the document's own do not."""
        text = self._without_names(passage.typed)
        begins = [start for start, _ in passage.sentences()]
        for found in _CAPITALISED.finditer(text):
            words, start = found.group(), found.start()
            is_first = any(begin <= start and not text[begin:start].strip(_BEFORE_A_SENTENCE) for begin in begins)
            use = Capitalised(words, start, words.partition(" ")[2] if is_first else None)
            if not self._is_the_document(use.term):
                yield use

    def _is_the_document(self, term: str) -> bool:
        """Whether the term ends the title, as in "this Warrant" of a common stock purchase warrant."""
        return f" {self.title}".endswith(f" {term.upper()}")

    @cached_property
    def _names(self) -> tuple[re.Pattern[str], ...]:
        # Without a small word in it, the title is words with capitals in a row, as any term.
        title = (self.title,) if _SMALL_WORD.search(self.title) else ()
        return _any_of(title, re.IGNORECASE), _any_of(self.compounds), PROPER_NAME, _FORMULA

    def _without_names(self, text: str) -> str:
        for pattern in self._names:
            text = pattern.sub(lambda found: MASK * len(found.group()), text)
        return text


def vocabulary(subject: Subject) -> Vocabulary:
    """The vocabulary of a document."""
    terms = {form for term, _ in subject.definitions for form in forms(term)}
    compounds = (term for term in terms if any(word.islower() for word in term.split()))
    return Vocabulary(subject.document.title.upper().removeprefix("FORM OF "), tuple(sorted(compounds)))


def forms(term: str) -> frozenset[str]:
    """The term in the singular and in the plural."""
    if term.endswith("ies"):
        return frozenset({term, term[:-3] + "y"})
    if term.endswith("y"):
        return frozenset({term, term[:-1] + "ies", term + "s"})
    if term.endswith("s"):
        return frozenset({term, term[:-1], term + "es"})
    return frozenset({term, term + "s", term + "es"})


def finder_of_uses(terms: Iterable[str]) -> Callable[[str], Iterator[tuple[str, int]]]:
    """What finds every use of these terms in a text, and where it begins.

    A longer term is not a use of the shorter one in it.
    """
    terms = tuple(terms)
    as_written = {form: term for term in terms for form in sorted(forms(term))} | {term: term for term in terms}
    pattern = _any_of(as_written)
    return lambda text: ((as_written[found.group()], found.start()) for found in pattern.finditer(text))


def _any_of(words: Iterable[str], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Any of the words, the longest that fits; nothing at all where there are none."""
    longest_first = sorted(filter(None, words), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + ("|".join(map(re.escape, longest_first)) or "(?!)") + r")(?!\w)", flags)
