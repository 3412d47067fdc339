"""Build the files of a set that need more than its forms: style template, PDF, proof, ancillary forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from assembler.actions.files import STANDARD_INPUT
from assembler.actions.formats import Only
from assembler.dealset.build import HOUSE
from assembler.dealset.documents import Attachment, DocumentSet
from assembler.errors import Problem
from assembler.exports.pdf import as_pdf
from assembler.library import Library, StyleTemplate, WordForm
from assembler.termsheet.deal import Deal


def inputs(
    termsheet: Path,
    data: bytes,
    lists: Mapping[str, bytes],
    annexes: Sequence[Attachment],
    contents: Mapping[str, bytes],
) -> list[tuple[str, str, bytes]]:
    """Return the inputs of a set: the kind of each, its name in the term sheet, and its content.

    `lists` are the lists of investors. `contents` are those of the annexes, in the same order.
    """
    named = [(annex.term, annex.path, content) for annex, content in zip(annexes, contents.values(), strict=True)]
    return [
        ("term_sheet", "term-sheet.yaml" if termsheet == STANDARD_INPUT else termsheet.name, data),
        *(("investors", name, content) for name, content in lists.items()),
        *named,
    ]


def load_style_template(named: str | None, deal: Deal, folder: Path, library: Library) -> StyleTemplate:
    """Return the style template that the command line names, or the term sheet, or the library's own.

    Raises InputError if it does not exist.
    """
    stated = deal.terms.execution.shell
    if named or not stated:
        return library.shell(named or HOUSE)
    return library.shell(stated, folder, deal.location_of("execution.shell"))


def print_pdf(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the PDF of every Word file. Raises InputError if LibreOffice cannot make it."""
    return as_pdf({name: content for name, content in files.items() if name.endswith(".docx")})


def forms(
    document_set: DocumentSet, files: Sequence[WordForm], only: str | None, formats: Sequence[str]
) -> tuple[Mapping[str, bytes], Mapping[str, str], Sequence[Problem]]:
    """Return the ancillary forms by file name if they are asked for, with their versions and problems."""
    if only != Only.ancillary and not (only is None and "docx" in formats and document_set.has_forms):
        return {}, {}, ()
    from assembler.dealset import wordforms  # loads Jinja2 and lxml, which most drafts do not need

    if only == Only.ancillary:
        wordforms.refuse_copies(document_set)
    ready, problems = wordforms.prepare(document_set, files)
    return wordforms.write(document_set, ready), {form.stem: form.version for form in ready}, problems
