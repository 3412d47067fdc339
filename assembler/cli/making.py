"""What a command needs to make the files of a set: the look, and what is drafted beside the forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from assembler.cli.files import STANDARD_INPUT
from assembler.cli.options import Only
from assembler.findings import Finding

if TYPE_CHECKING:
    from assembler.closing.pieces import Attachment, DealSet, Part
    from assembler.library import Library, Shell, WordForm
    from assembler.termsheet.deal import Deal


def given(
    termsheet: Path,
    data: bytes,
    lists: Mapping[str, bytes],
    annexes: Sequence[Attachment],
    contents: Mapping[str, bytes],
) -> list[tuple[str, str, bytes]]:
    """What a set is made from: of each file what it is, the name that the term sheet has for it, and its content.

    `lists` are those of investors; `contents` that of each annex, in their order.
    """
    named = [(one.term, one.path, content) for one, content in zip(annexes, contents.values(), strict=True)]
    return [
        ("term_sheet", "term-sheet.yaml" if termsheet == STANDARD_INPUT else termsheet.name, data),
        *(("investors", name, content) for name, content in lists.items()),
        *named,
    ]


def house(named: str | None, deal: Deal, folder: Path, library: Library) -> Shell:
    """Return the style template that the command line names, or the term sheet, or the library's own.

    Raises Refused if it is not there.
    """
    from assembler.closing.writing import HOUSE

    stated = deal.terms.execution.shell
    if named or not stated:
        return library.shell(named or HOUSE)
    return library.shell(stated, folder, deal.place_of("execution.shell"))


def printed(files: Mapping[str, bytes], whole: DealSet, parts: Sequence[Part], house: Shell) -> Mapping[str, bytes]:
    """The PDF of every Word file. Refused where LibreOffice cannot make them."""
    from assembler.closing.pdf import as_pdf
    from assembler.closing.writing import to_print

    documents = {name: content for name, content in files.items() if name.endswith(".docx")}
    return as_pdf({**documents, **to_print(whole, parts, house)})


def proof(whole: DealSet, house: Shell) -> Mapping[str, bytes]:
    """The first document of the set as a proof, by its name."""
    from assembler.closing.proof import write_proof

    return write_proof(whole, house)


def forms(
    whole: DealSet, files: Sequence[WordForm], only: Only | None, formats: Sequence[str]
) -> tuple[Mapping[str, bytes], Mapping[str, str], Sequence[Finding]]:
    """The ancillary forms of the set by file name, where they are asked for; their versions, and what there is to say."""
    if only is not Only.ancillary and not (only is None and "docx" in formats and whole.has_forms):
        return {}, {}, ()
    from assembler.closing import ancillary

    if only is Only.ancillary:
        ancillary.refuse_copies(whole)
        if "docx" not in formats:
            raise typer.BadParameter("ancillary forms are Word files", param_hint="'--format'")
    ready, findings = ancillary.prepare(whole, files)
    return ancillary.write(whole, ready), {one.stem: one.version for one in ready}, findings
