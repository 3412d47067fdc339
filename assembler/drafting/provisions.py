"""From the plan to the tree: each planned clause is worded for the deal and parsed."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from assembler.document.tree import Clause, Display, Document, State
from assembler.document.words import words_of
from assembler.drafting.notation import NotationError, Words, parse
from assembler.drafting.plan import Planned
from assembler.drafting.words import Wordsmith
from assembler.findings import Finding, Place, Refused
from assembler.library import ClauseFile

_NOTHING = Words((), False, ())
_NO_TITLE = "UNTITLED"
_TITLES = ("title", "w_title", "j_title")


class Provisions(Struct, frozen=True):
    """A document not yet numbered, what is wrong with its words, and the labels of the clauses that are missing for it."""

    document: Document
    findings: tuple[Finding, ...]
    failed: frozenset[str]


def provide(planned: Sequence[Planned], wordsmith: Wordsmith) -> Provisions:
    """The document of a plan. A clause whose words are at fault stands in it without words, and is named."""
    provider = _Provider(wordsmith)
    clauses = tuple(provider.clause(one) for one in planned)
    return Provisions(Document(title_of(clauses), clauses), tuple(provider.findings), frozenset(provider.failed))


class _Provider:
    def __init__(self, wordsmith: Wordsmith) -> None:
        self.wordsmith = wordsmith
        self.findings: list[Finding] = []
        self.failed: set[str] = set()

    def clause(self, planned: Planned) -> Clause:
        words = self.words(planned, planned.words) if planned.words else _NOTHING
        return Clause(
            planned.label,
            planned.mark,
            planned.state,
            words.heading,
            words.runs_in,
            words.blocks,
            tuple(map(self.clause, planned.children)) if planned.state is State.PRESENT else (),
            planned.starts_page,
            planned.pages,
            planned.subject,
        )

    def words(self, planned: Planned, file: ClauseFile) -> Words:
        try:
            worded = self.wordsmith.word(file, planned.scope)
            return parse(worded.text, worded.values)
        except Refused as refused:
            self.findings += [finding for finding in refused.findings if finding not in self.findings]
        except NotationError as error:
            self.findings.append(_misread(file, error))
        self.failed.add(planned.label)
        return _NOTHING


def _misread(file: ClauseFile, error: NotationError) -> Finding:
    place = Place(file.name, error.line)
    return Finding("W202", error.what, "See templates/README.md for the notation.", place)


def title_of(clauses: Sequence[Clause]) -> str:
    """The words of the first line set apart in the clause that is the title."""
    displays = (block for one in clauses if one.label in _TITLES for block in one.blocks if isinstance(block, Display))
    return next((words_of(display.inlines) for display in displays), _NO_TITLE)
