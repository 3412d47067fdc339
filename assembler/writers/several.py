"""Many documents of a set in one go: those that are alike by the same writers, which go on from where they left off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from assembler.document.numbering import Numbers
from assembler.document.tree import Document
from assembler.library import Shell

if TYPE_CHECKING:
    from assembler.writers import docx, text
    from assembler.writers.package import Properties


class Paper(Struct, frozen=True):
    """A document that is to be written: the stem of its file names, its tree and numbers, what its Word file says of itself.

    Papers with the same `like`, where it is not None, are numbered alike and differ in little but their values.
    """

    stem: str
    document: Document
    numbers: Numbers
    properties: Properties
    like: object = None


class Writers:
    """Writes documents in some formats ("docx", "text") and the look of a house."""

    def __init__(self, formats: Sequence[str], house: Shell) -> None:
        self._formats, self._house = tuple(formats), house
        self._docx: dict[object, docx.Writer] = {}
        self._text: dict[object, text.Writer] = {}

    def files(self, paper: Paper) -> Iterator[tuple[str, bytes]]:
        """The files of a document by name, and the tree they were written from.

        Refused where the shell breaks a promise, ValueError where a value holds what no document can.
        """
        from assembler.writers import tree_json

        if "text" in self._formats:
            yield f"{paper.stem}.txt", self._as_text(paper).encode()
        if "docx" in self._formats:
            yield f"{paper.stem}.docx", self._as_docx(paper)
        yield f"{paper.stem}.document.json", tree_json.write(paper.document, paper.numbers)

    def _as_text(self, paper: Paper) -> str:
        from assembler.writers import text

        if paper.like is None:
            return text.write(paper.document, paper.numbers)
        if paper.like not in self._text:
            self._text[paper.like] = text.Writer(paper.numbers)
        return self._text[paper.like].write(paper.document)

    def _as_docx(self, paper: Paper) -> bytes:
        from assembler.writers import docx

        if paper.like is None:
            return docx.write(paper.document, paper.numbers, self._house, paper.properties)
        if paper.like not in self._docx:
            self._docx[paper.like] = docx.Writer(paper.document, paper.numbers, self._house)
        return self._docx[paper.like].write(paper.document, paper.properties)
