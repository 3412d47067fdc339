"""Pieces of WordprocessingML as strings: runs, fields, bookmarks, paragraphs and tables, with styles by their id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import chain

from msgspec import Struct

from assembler.drafting.notation import VALUE_CLOSES, VALUE_OPENS

COMMENT_TEXT, COMMENT_REFERENCE = "ProofComment", "ProofMark"
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_CONTROLS = bytes(code for code in range(0x20) if chr(code) not in "\t\n\r")
_BREAKS = re.compile("([\n\t])")
_HOLE = re.compile(
    "<w:r>(?P<properties>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?)"
    f'<w:t xml:space="preserve">{VALUE_OPENS}(?P<number>[0-9]+){VALUE_CLOSES}</w:t></w:r>'
)
_BREAK = {"\n": "<w:br/>", "\t": "<w:tab/>"}


def qualified(name: str) -> str:
    """The name of an element or attribute of WordprocessingML as lxml wants it."""
    return f"{{{NAMESPACE}}}{name}"


def refuse_illegal(text: str) -> None:
    """ValueError where the text holds a character that no XML can hold: the term sheet's checks let none through."""
    content = text.encode()  # a lone surrogate is a ValueError of its own
    # To delete them all and look at the length takes a tenth of the time of a search, and all is well as a rule.
    if len(content.translate(None, _CONTROLS)) != len(content) or "\ufffe" in text or "\uffff" in text:
        found = next(one for one in text if one in "\ufffe\uffff" or one.encode() in _CONTROLS)
        raise ValueError(f"U+{ord(found):04X} cannot stand in a document")


def run(text: str, style: str = "") -> str:
    """A run of text; line ends become line breaks, tabs become tabs, blanks are kept."""
    return run_with(_style(style), text)


def run_with(properties: str, text: str) -> str:
    """The same, with the element of its properties, or none."""
    return f"<w:r>{properties}{_run_content(text)}</w:r>" if text else ""


def _run_content(text: str) -> str:
    if "\n" not in text and "\t" not in text:
        return _text(text)
    return "".join(_BREAK.get(part) or _text(part) for part in _BREAKS.split(text) if part)


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>'


def field(instruction: str, result: str, style: str = "") -> str:
    """A field with its result already there, so that nothing has to be updated on opening."""
    return open_field(instruction, style) + run(result, style) + field_end(style)


def open_field(instruction: str, style: str = "") -> str:
    """The beginning of a field whose result follows, over several paragraphs if need be."""
    code = _field_code(f" {instruction} ", _style(style))
    return _field_character("begin", _style(style)) + code + _field_character("separate", _style(style))


def field_end(style: str = "") -> str:
    """The end of a field."""
    return _field_character("end", _style(style))


def contents_entry(words: str, style: str) -> str:
    """A field without a result that enters words in the table of contents; tabs are kept.

    It is hidden, as Word would otherwise print its code. Its last character is not, but has the given style: LibreOffice
    goes by that one, and finds no entry in hidden text.
    """
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    parts = _BREAKS.split(re.sub(r'(["\u201c\u201d\\])', r"\\\1", words))
    code = "".join(
        f"<w:r>{hidden}{_BREAK[part]}</w:r>" if part in _BREAK else _field_code(part, hidden)
        for part in (' TC "', *parts, '" \\l 1 ')
    )
    return _field_character("begin", hidden) + code + field_end(style)


def _style(style: str) -> str:
    return f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""


def _field_character(kind: str, properties: str) -> str:
    return f'<w:r>{properties}<w:fldChar w:fldCharType="{kind}"/></w:r>'


def _field_code(code: str, properties: str) -> str:
    return f'<w:r>{properties}<w:instrText xml:space="preserve">{escape(code, quote=False)}</w:instrText></w:r>'


def linked(content: str, bookmark: str) -> str:
    """Content that leads to a bookmark of the document."""
    return f'<w:hyperlink w:anchor="{escape(bookmark)}" w:history="1">{content}</w:hyperlink>'


def bookmarked(content: str, name: str, number: int) -> str:
    """Content within a bookmark; `number` pairs its two ends and stands once in a document."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{escape(name)}"/>'
    return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'


def commented(content: str, number: int) -> str:
    """Content with a comment in the margin, by the number of the comment."""
    reference = f'<w:r>{_style(COMMENT_REFERENCE)}<w:commentReference w:id="{number}"/></w:r>'
    start, end = f'<w:commentRangeStart w:id="{number}"/>', f'<w:commentRangeEnd w:id="{number}"/>'
    return start + content + end + reference


class TextWithHoles:
    """The XML of a part, in which a run whose text is the token of a value is a hole. Raises ValueError as above."""

    def __init__(self, xml: str) -> None:
        refuse_illegal(xml)
        self._constants, holes = [], []
        begin = 0
        for found in _HOLE.finditer(xml):
            self._constants.append(xml[begin : found.start()])
            holes.append((found["properties"], int(found["number"])))
            begin = found.end()
        self._holes, self._end = holes, xml[begin:]
        if any(VALUE_OPENS in constant for constant in (*self._constants, self._end)):
            raise ValueError("a value stands where no run of text does")

    def filled(self, values: Sequence[str]) -> str:
        """Return the part with a run of each value in its holes."""
        refuse_illegal("".join(values))
        runs = (run_with(properties, values[number]) for properties, number in self._holes)
        return "".join(chain.from_iterable(zip(self._constants, runs, strict=True))) + self._end


class Paragraph(Struct, frozen=True):
    """A paragraph; `numbering` is a list and a level where they are not those of the style.

    `section` is the set-up of the pages that end with it, and empty where they go on.
    """

    style: str
    content: str = ""
    keep_next: bool = False
    starts_page: bool = False
    numbering: tuple[int, int] | None = None
    section: str = ""

    def xml(self) -> str:
        """The element, its properties in the order that the schema wants."""
        return f"<w:p><w:pPr>{self.properties()}{self.section}</w:pPr>{self.content}</w:p>"

    def properties(self) -> str:
        """Its properties in that order, without the set-up of pages."""
        properties = f'<w:pStyle w:val="{self.style}"/>'
        if self.keep_next:
            properties += "<w:keepNext/>"
        if self.starts_page:
            properties += "<w:pageBreakBefore/>"
        if self.numbering:
            number, level = self.numbering
            properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        return properties


class Row(Struct, frozen=True):
    """A row of a table, each cell with its paragraphs; it never breaks over a page, and a head is repeated on each."""

    cells: Sequence[Sequence[Paragraph]]
    is_head: bool = False

    def filled(self, columns: int, empty: Paragraph) -> list[Sequence[Paragraph]]:
        """Its cells; one without a paragraph gets an empty one, since Word opens no file that has such a cell."""
        cells = [*self.cells, *[()] * (columns - len(self.cells))]
        return [cell or (empty,) for cell in cells]

    def xml(self, cells: Iterable[str], widths: Sequence[int], revision: str = "") -> str:
        """The element, with what its cells hold; `revision` says that the row comes or goes."""
        properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if self.is_head else "") + revision
        written = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
            for cell, width in zip(cells, widths, strict=True)
        )
        return f"<w:tr><w:trPr>{properties}</w:trPr>{written}</w:tr>"


class Table(Struct, frozen=True):
    """A table with columns of the given widths, in twentieths of a point."""

    style: str
    rows: Sequence[Row]
    widths: Sequence[int]
    empty: Paragraph
    indent: int = 0

    def cells(self, row: Row) -> list[Sequence[Paragraph]]:
        """The cells of one of its rows, one for each column."""
        return row.filled(len(self.widths), self.empty)

    def xml(self) -> str:
        """The element."""
        return self.around(
            "".join(
                row.xml(("".join(one.xml() for one in cell) for cell in self.cells(row)), self.widths)
                for row in self.rows
            )
        )

    def around(self, rows: str) -> str:
        """The element with these rows in place of its own."""
        properties = (
            f'<w:tblStyle w:val="{self.style}"/><w:tblW w:w="{sum(self.widths)}" w:type="dxa"/>'
            f'<w:tblInd w:w="{self.indent}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        )
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


Placed = Paragraph | Table  # what stands in a document, one behind the other
