"""The sides of a comparison: each a file or a drafted document, read for comparing and laid out for a redline."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from assembler.actions.build import load_style_template
from assembler.compare import drafts
from assembler.compare.drafts import Draft
from assembler.compare.explain import Comparison
from assembler.compare.variants import DraftWithTerms
from assembler.dealset.build import HOUSE, as_docx
from assembler.dealset.documents import DocumentSet
from assembler.dealset.investor_matching import matches_between
from assembler.library import Library
from assembler.readers import files
from assembler.readers.reading import Reading
from assembler.redline import engine
from assembler.redline.engine import Redline, RedlineOptions
from assembler.redline.layout import as_drafted, as_plain
from assembler.redline.reasons import Reasons, reasons_of
from assembler.revise.term_changes import changes


class Side(NamedTuple):
    """A document that is compared: as a reading, with its draft if it is a term sheet, and as a Word file if it has one."""

    reading: Reading
    draft: DraftWithTerms | None = None
    word: Callable[[], bytes] | None = None
    is_drafted: bool = False


def of_file(reading: Reading, data: bytes, library: Library, tree: bytes | None = None) -> Side:
    """Return a document that is no term sheet, as read from its data. A draft beside its `tree` knows its terms.

    Raises InputError if the tree cannot be read.
    """
    word = partial(bytes, data) if data.startswith(files.ZIP) else _laid_out(reading, library)
    if tree is not None:
        reading = files.with_terms(reading, data, tree)
    return Side(reading, None, word)


def of_draft(draft: Draft, document_set: DocumentSet, folder: Path, library: Library) -> Side:
    """Return a document of a set. `folder` is that of the term sheet."""

    def word() -> bytes:
        return as_docx(draft.piece, document_set, load_style_template(None, document_set.deal, folder, library))

    return Side(draft.reading, draft.terms, word, is_drafted=True)


def of_form(document_set: DocumentSet, name: str, library: Library) -> Side:
    """Return the form of a deal, with the figures of the deal."""
    form = drafts.form_as_reading(document_set, name)
    return Side(form, None, _laid_out(form, library))


def as_read(side: Side, other: Side) -> Side:
    """Return a draft with what its Word file holds besides words, if the other document is a Word file."""
    is_word = other.reading.parts is not None and other.reading.holds is None
    if not side.is_drafted or other.is_drafted or not is_word or side.word is None:
        return side
    word = files.read(side.word(), side.reading.source)
    if word.words != side.reading.words:
        return side
    reading = replace(files.with_terms_of(side.reading, word), format=side.reading.format)
    return side._replace(reading=reading)


def reasons(comparison: Comparison, before: Side, after: Side) -> Reasons:
    """Return the reasons that a comparison knows. If two term sheets differ in one term, all other changes come from it."""
    drafts = before.draft, after.draft
    if not drafts[0] or not drafts[1]:
        return reasons_of(comparison)
    old, new = drafts[0].terms, drafts[1].terms
    changed = changes(old, new, matches_between(((), old), ((), new)))
    return reasons_of(comparison, str(changed[0]) if len(changed) == 1 and old.form == new.form else "")


def redlined(before: Side, after: Side, revisions: str, asked: RedlineOptions, library: Library) -> Redline:
    """Return the redline: rejecting all gives the original, accepting all the new document."""
    # Where one is a text, both are laid out plainly: its numbers are words, and it has no look.
    is_plain = not (before.word and after.word)
    old, new = (
        engine.RedlineSource(side.reading.source, _as_word(side, library, is_plain=is_plain), revisions == "rejected")
        for side in (before, after)
    )
    return engine.redline(old, new, asked)


def _as_word(side: Side, library: Library, *, is_plain: bool) -> bytes:
    if side.word and not is_plain:
        return side.word()
    return as_plain(side.reading, library.shell(HOUSE))


def _laid_out(reading: Reading, library: Library) -> Callable[[], bytes] | None:
    """Return what writes the Word file of a kept draft, or None for a text."""
    tree = reading.tree

    def word() -> bytes:
        assert tree is not None  # noqa: S101  else nobody asks
        return as_drafted(tree, library.shell(HOUSE))

    return word if tree else None
