"""Terms as a reader recognises them: capitalised words in a row, in the singular or the plural."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache

from msgspec import Struct

from assembler.checks.context import MASK, CheckContext, CheckedPassage, matches
from assembler.checks.proper_names import PROPER_NAME

# "vFinance" begins with a small letter but is a name. "1933 Act" begins with a year.
# "No." of "Warrant No. 7" is an abbreviation.
_CAPITALISED = re.compile(r"(?:\b(?:19|20)\d\d (?=Act))?\b(?!No\.)(?:[A-Z]|[a-z]+[A-Z])[\w-]*(?: (?!No\.)[A-Z][\w-]*)*")
# "IN WITNESS WHEREOF" and "FOCUS ENHANCEMENTS, INC." are no terms. A short word in capitals may be one: "DTC".
_FORMULA = re.compile(r"(?<!\w)[A-Z]{2,}(?:[ ,]+[A-Z&]{2,})+(?!\w)|\b[A-Z]{6,}\b")
_SMALL_WORD = re.compile(r"\b(?:AND|OR|OF|FOR|IN|TO|THE)\b")
# Characters that may stand before the first word of a sentence.
_BEFORE_A_SENTENCE = f' "([_*-{MASK}'
# Words that are no part of a term where a sentence begins with them: "Each Purchaser".
_BEGINS = re.compile(
    "A|After|All|Although|An|And|Any|As|At|Before|Both|By|Each|Either|Every|Except|For|From|If|In|It|Its|Neither|No|Not|Notwithstanding|Of"
    "|On|Only|Or|Other|Prior|Since|So|Subject|Such|That|The|Then|There|These|They|This|Those|To|Under|Unless|Until|Upon|When|Whenever|Where|Whether|Which|While|With|Within|Without"
)


class Capitalised(Struct, frozen=True):
    """Capitalised words in a row, with their position in the passage.

    `alone` is the words without the first one, if that one begins a sentence and may be capitalised for that reason.
    """

    words: str
    start: int
    alone: str | None

    @property
    def end(self) -> int:
        """Return the position after the words."""
        return self.start + len(self.words)

    @property
    def term(self) -> str:
        """Return the words that look like a term: "Purchaser" for "Each Purchaser"."""
        return self.alone if self.alone and _BEGINS.fullmatch(self.words.split(" ")[0]) else self.words


class Vocabulary(Struct, frozen=True, dict=True):
    """The title of a document, and its defined terms that contain a small word ("Notice of Exercise")."""

    title: str
    compounds: tuple[str, ...]

    def capitalised(self, passage: CheckedPassage) -> Iterator[Capitalised]:
        """Yield the words that look like terms in the typed words of a passage, without proper names and the document's
        title.
        """
        return iter(_capitalised(self, passage.typed, tuple(start for start, _ in passage.sentences())))

    def is_the_document(self, term: str) -> bool:
        """Return True if the term ends the title, as "this Warrant" does in a common stock purchase warrant."""
        return f" {self.title}".endswith(f" {term.upper()}")

    @cached_property
    def _names(self) -> tuple[re.Pattern[str], ...]:
        # A title without a small word is capitalised words in a row, and needs no pattern of its own.
        title = (self.title,) if _SMALL_WORD.search(self.title) else ()
        return _any_of(title, re.IGNORECASE), _any_of(self.compounds), PROPER_NAME, _FORMULA

    def without_names(self, text: str) -> str:
        """Return a text with its proper names, formulas and compounds masked."""
        for pattern in self._names:
            text = pattern.sub(lambda match: MASK * len(match.group()), text)
        return text


@lru_cache(maxsize=10_000)
def _capitalised(names: Vocabulary, typed: str, begins: tuple[int, ...]) -> tuple[Capitalised, ...]:
    """Return the words of a passage that look like terms. `begins` are the starts of its sentences."""
    text = names.without_names(typed)
    uses = []
    for match in _CAPITALISED.finditer(text):
        words, start = match.group(), match.start()
        is_first = any(begin <= start and not text[begin:start].strip(_BEFORE_A_SENTENCE) for begin in begins)
        use = Capitalised(words, start, words.partition(" ")[2] if is_first else None)
        if not names.is_the_document(use.term):
            uses.append(use)
    return tuple(uses)


def vocabulary(subject: CheckContext) -> Vocabulary:
    """Return the vocabulary of a document."""
    terms = {form for term, _ in subject.definitions for form in forms(term)}
    compounds = (term for term in terms if any(word.islower() for word in term.split()))
    return Vocabulary(subject.document.title.upper().removeprefix("FORM OF "), tuple(sorted(compounds)))


def forms(term: str) -> frozenset[str]:
    """Return the term in the singular and in the plural."""
    if term.endswith("ies"):
        return frozenset({term, term[:-3] + "y"})
    if term.endswith("y"):
        return frozenset({term, term[:-1] + "ies", term + "s"})
    if term.endswith("s"):
        return frozenset({term, term[:-1], term + "es"})
    return frozenset({term, term + "s", term + "es"})


def finder_of_uses(terms: Iterable[str]) -> Callable[[str], Iterator[tuple[str, int]]]:
    """Return a function that finds every use of these terms in a text, with its position.

    A longer term is not a use of a shorter term inside it.
    """
    terms = tuple(terms)
    as_written = {form: term for term in terms for form in sorted(forms(term))} | {term: term for term in terms}
    pattern = _any_of(as_written)
    return lambda text: ((as_written[match.group()], match.start()) for match in matches(pattern, text))


def _any_of(words: Iterable[str], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Return a pattern for any of the words, longest first. Without words it matches nothing."""
    longest_first = sorted(filter(None, words), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + ("|".join(map(re.escape, longest_first)) or "(?!)") + r")(?!\w)", flags)
