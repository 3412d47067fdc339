"""Describe a finished document to the checks: its passages, numbers, definitions and annexes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace

from assembler.document import walk
from assembler.document.numbering import Numbers
from assembler.document.tree import (
    Block,
    Clause,
    Definition,
    Document,
    Entry,
    Enumeration,
    Inline,
    Inlines,
    Lines,
    Paragraph,
    Quotation,
    Reference,
    Series,
    SignatureLine,
    Text,
    Value,
)
from assembler.document.walk import series_parts, words_of
from assembler.errors import Location, Problem, Severity

# Stands for words that nobody typed: a value, a computed number, a term where it is defined.
MASK = "\ue000"
_NO_FILE = "the departures"
_NAMED = re.compile(r"^[A-Z][a-z]+ ")
_WORDS_BEFORE, _WORDS_BEHIND = re.compile(r"\S+ *"), re.compile(r" *\S+")
_SENTENCE_ENDS = re.compile(r"[.?!:]\s+(?=[\"(]*[A-Z\ue000])")


@lru_cache(maxsize=100_000)
def matches(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str], ...]:
    """Return what a pattern finds in a text. A passage is searched once, however often its document is drafted."""
    return tuple(pattern.finditer(text))


class CheckedPassage(Struct, frozen=True, dict=True):
    """A passage of one clause. `block` is the block that holds it, None for the heading."""

    clause: Clause
    block: Block | None
    inlines: Inlines

    @cached_property
    def pieces(self) -> Inlines:
        """The inlines, with lists opened. A number that a list computes is a `Reference` without a label."""
        if not any(isinstance(inline, Series) for inline in self.inlines):
            return self.inlines
        return tuple(_opened(self.inlines))

    @cached_property
    def words(self) -> str:
        """The words as a reader sees them."""
        return words_of(self.pieces)

    @cached_property
    def typed(self) -> str:
        """The words of the form or of a departure. All else is masked, so the length is that of `words`."""
        return "".join(
            piece.text if isinstance(piece, Text) else MASK * len(words_of((piece,))) for piece in self.pieces
        )

    @property
    def is_value(self) -> bool:
        """Return True if it is one value and nothing else, such as a name or a figure in a table."""
        return len(self.inlines) == 1 and isinstance(self.inlines[0], Value)

    @property
    def is_legend(self) -> bool:
        """Return True if all of it is in capitals, so that a capital tells nothing."""
        return self.words.isupper()

    @property
    def is_running_text(self) -> bool:
        """Return True for a sentence of the agreement, False for a heading, label, address or figure."""
        if isinstance(self.block, Enumeration):
            return not self.words.endswith((":", "_"))
        return isinstance(self.block, Paragraph | Quotation)

    @cached_property
    def located(self) -> Sequence[tuple[int, Inline]]:
        """Each inline with the index of its first letter in `words`."""
        starts = accumulate((len(words_of((piece,))) for piece in self.pieces), initial=0)
        return [*zip(starts, self.pieces, strict=False)]

    def term_in(self, start: int, end: int) -> str:
        """Return the path of the first term whose value holds some of these words, or nothing if none does."""
        values = ((index, piece) for index, piece in self.located if isinstance(piece, Value))
        return next((piece.path for index, piece in values if index < end and start < index + len(piece.text)), "")

    def is_one_value(self, start: int, end: int) -> bool:
        """Return True if these words stand inside one value: a name is as its owner writes it."""
        values = ((index, index + len(inline.text)) for index, inline in self.located if isinstance(inline, Value))
        return any(index <= start and end <= stop for index, stop in values)

    def quoted(self, start: int, end: int) -> str:
        """Return the words from start to end with a few words around them, in quotation marks."""
        before = "".join(_WORDS_BEFORE.findall(self.words[:start])[-4:])
        behind = "".join(_WORDS_BEHIND.findall(self.words[end:])[:4])
        return f'"{(before + self.words[start:end] + behind).strip()}"'

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Yield the start and the end of each sentence, as indices in `words`."""
        start = 0
        for match in matches(_SENTENCE_ENDS, self.typed):
            yield start, match.start() + 1
            start = match.end()
        yield start, len(self.words)


class CheckContext(Struct, frozen=True, dict=True):
    """A document to be checked: references numbered, omitted clauses gone.

    `files` are the names of the clause files by label; `attached` are the labels of the annexes that are files of the set
    beside the document; `investor_signature_date` is a month ("2002-01") where the day is left open; `open_terms` are the
    paths of terms that are open, or follow from one that is. `place_of` returns the place of a term in the term sheet.
    `annex_terms` maps the label of an annex to the term that names its file. `as_of` is the date of the deal, `status` the
    stage of the document, `closings` the number of closings that the agreement has to allow, and `how_to_allow` the hint
    that says how.
    """

    document: Document
    numbers: Numbers
    files: Mapping[str, str]
    agreement_date: date | None = None
    investor_signature_date: date | str | None = None
    attached: frozenset[str] = frozenset()
    open_terms: frozenset[str] = frozenset()
    place_of: Callable[[str], Location] | None = None
    annex_terms: Mapping[str, str] = {}
    as_of: date | None = None
    status: str = "draft"
    closings: int = 1
    how_to_allow: str = ""

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause, in order; copies of a repeated clause among them."""
        return tuple(walk.clauses(self.document))

    @cached_property
    def passages(self) -> tuple[CheckedPassage, ...]:
        """Every passage, in order. A passage that copies of a clause share is there once, with the first copy."""
        known: set[tuple[str, object]] = set()
        passages: list[CheckedPassage] = []
        for clause in self.clauses:
            is_copy = self._first[clause.label] is not clause
            for words in (clause.heading, *clause.blocks):
                for block, text in _looked_at_alone(clause, words):
                    if not is_copy or (clause.label, block) not in known:
                        known.add((clause.label, block))
                        passages += text
        return tuple(passages)

    @cached_property
    def typed_passages(self) -> tuple[CheckedPassage, ...]:
        """The passages that are more than one value: somebody typed words of them, or they hold a list."""
        return tuple(passage for passage in self.passages if not passage.is_value)

    @cached_property
    def provisions(self) -> tuple[CheckedPassage, ...]:
        """The typed passages of each clause, those of a repeated clause once."""
        return tuple(passage for passage in self.typed_passages if self._first[passage.clause.label] is passage.clause)

    @cached_property
    def _first(self) -> Mapping[str, Clause]:
        """The first clause of each label."""
        return {clause.label: clause for clause in reversed(self.clauses)}

    @cached_property
    def definitions(self) -> tuple[tuple[str, CheckedPassage], ...]:
        """Every defined term with the passage that defines it, in order."""
        return tuple(
            (defined_by(piece), passage)
            for passage in self.provisions
            for piece in passage.pieces
            if isinstance(piece, Definition)
        )

    @cached_property
    def annexes(self) -> Mapping[str, str]:
        """The annexes that the form numbers, by label: "Annex VI"."""
        return {label: number.own for label, number in self.numbers.items() if _NAMED.match(number.own)}

    @cached_property
    def annexes_there(self) -> frozenset[str]:
        """The labels of the annexes that stand in the document or are attached to it."""
        return (frozenset(clause.label for clause in self.clauses) | self.attached) & self.annexes.keys()

    def annex_pages(self, label: str) -> tuple[Clause, ...]:
        """Return the clause of an annex and those behind it, up to the next annex. Return nothing if it does not stand."""
        labels = [clause.label for clause in self.document.clauses]
        if label not in labels:
            return ()
        first = labels.index(label)
        end = next((at for at in range(first + 1, len(labels)) if labels[at] in self.annexes), len(labels))
        return self.document.clauses[first:end]

    @cached_property
    def sections(self) -> Mapping[str, str]:
        """The name of each clause, such as "Section 3(k) (inv_rep_brokers)", or its label if it has no number."""
        annexes = {label: f"{title} ({label})" for label, title in self.annexes.items()}
        return annexes | dict(_sections(self.document.clauses, "", self.numbers))

    def name_of(self, clause: Clause) -> str:
        """Return the name of a clause: the number that a reader looks for, and the label that a drafter looks for."""
        return self.sections[clause.label]

    def warning(self, code: str, clause: Clause, what: str, hint: str, term: str = "") -> Problem:
        """Return a problem that a lawyer should look at and may let stand.

        It has the place of the term whose value causes it, if `term` is the path of one, and that of the clause otherwise.
        """
        file = self.files.get(clause.label)
        # A clause without a file was added by a departure.
        cause = term or ("" if file else "departures")
        place = self.place_of(cause) if cause and self.place_of else Location(file or _NO_FILE)
        return Problem(code, f"{self.name_of(clause)}: {what}", hint, place, term, Severity.WARNING)

    def before_signing(self, code: str, clause: Clause, what: str, hint: str, term: str = "") -> Problem:
        """Return a warning that is an error in an execution version: it must be settled before anybody signs."""
        severity = Severity.ERROR if self.status == "execution" else Severity.WARNING
        return replace(self.warning(code, clause, what, hint, term), severity=severity)

    def error(self, code: str, clause: Clause, what: str, hint: str) -> Problem:
        """Return a problem that is certainly wrong."""
        return replace(self.warning(code, clause, what, hint), severity=Severity.ERROR)


def defined_by(definition: Definition) -> str:
    """Return the term, without a comma that American style puts inside the quotation marks."""
    return definition.term.rstrip(",.;")


def joined(shown: list[str]) -> str:
    """Return the names of the first two clauses, and how many more there are."""
    return ", ".join(shown[:2]) + (f" and {len(shown) - 2} more" if len(shown) > 2 else "")


def _looked_at_alone(clause: Clause, words: Inlines | Block) -> Iterator[tuple[object, Sequence[CheckedPassage]]]:
    """Yield the passages of a heading or block, with a key. Each line has a key of its own, another block one key."""
    if isinstance(words, tuple):
        yield words, [CheckedPassage(clause, None, words)] if words else []
        return
    passages = [CheckedPassage(clause, words, inlines) for inlines in walk.block_passages(words)]
    if isinstance(words, Entry | Lines | SignatureLine):
        yield from (((type(words), passage.inlines), (passage,)) for passage in passages)
    else:
        yield words, passages


def _opened(inlines: Inlines) -> Iterator[Inline]:
    for inline in inlines:
        if not isinstance(inline, Series):
            yield inline
            continue
        # The parts of a list come in threes: its number, the item, what joins the next.
        for index, part in enumerate(series_parts(inline)):
            if index % 3:
                yield from _opened(part)
            else:
                yield Reference("", number=words_of(part))


def _sections(clauses: tuple[Clause, ...], above: str, numbers: Numbers) -> Iterator[tuple[str, str]]:
    for clause in clauses:
        number = numbers.get(clause.label)
        section = above
        if number:
            section = number.own if _NAMED.match(number.own) else f"Section {number.full}"
        yield clause.label, f"{section} ({clause.label})" if section else clause.label
        yield from _sections(clause.children, section, numbers)
