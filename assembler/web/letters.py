"""The firm's Word forms as the terms on the page fill them: as Word files, and as words to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from assembler.dealset import wordforms
from assembler.dealset.documents import DocumentSet
from assembler.errors import InputError, Location, Problem
from assembler.library import Library
from assembler.readers import files
from assembler.readers.reading import Passage


def stems(document_set: DocumentSet, library: Library) -> list[str]:
    """Return the stems of the letters of a deal."""
    return [stem for form in library.ancillary() for stem in wordforms.stems(document_set, form)]


def word_file(document_set: DocumentSet, library: Library, stem: str) -> bytes:
    """Return a letter as a Word file. Raises InputError if the deal does not state what it prints."""
    forms = [form for form in library.ancillary() if stem in wordforms.stems(document_set, form)]
    ready, problems = wordforms.prepare(document_set, forms)
    letter = [form for form in ready if form.stem == stem]
    if not letter:
        unknown = Problem("G309", "there is no such document", "Reload the page.", Location(stem))
        raise InputError(problems or [unknown])
    return wordforms.write(document_set, letter)[f"{stem}.docx"]


def fragment(document_set: DocumentSet, library: Library, stem: str) -> str:
    """Return the words of a letter as HTML, with its numbers and tables, or why the deal has no such letter."""
    try:
        content = word_file(document_set, library, stem)
    except InputError as refused:
        return "".join(f"<p>{escape(f'{problem.message}. {problem.hint}')}</p>" for problem in refused.problems)
    provisions = files.read(content, f"{stem}.docx").provisions
    passages = [passage for provision in provisions for passage in provision.passages]
    words = "".join(_block(table, [*found]) for table, found in groupby(passages, _table))
    return f'<div class="letter">{words}</div>'


def _table(passage: Passage) -> int | None:
    return passage.cell[0] if passage.cell else None


def _block(table: int | None, passages: Sequence[Passage]) -> str:
    """Return the paragraphs of a text, or a table."""
    if table is None:
        return "".join(f"<p>{escape(line)}</p>" for line in _lines(passages))
    rows = groupby(passages, lambda passage: passage.cell[1] if passage.cell else 0)
    return f"<table>{''.join(_row([*found]) for _, found in rows)}</table>"


def _row(passages: Sequence[Passage]) -> str:
    cells = groupby(passages, lambda passage: passage.cell[2] if passage.cell else 0)
    shown = ("<br>".join(map(escape, _lines([*found]))) for _, found in cells)
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in shown)}</tr>"


def _lines(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the paragraphs, each behind its number."""
    number = ""
    for passage in passages:
        words = " ".join(passage.words)
        if passage.kind == "number":
            number = f"{words} "
        elif words:
            yield f"{number}{words}"
            number = ""
