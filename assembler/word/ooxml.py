"""WordprocessingML as strings: runs, fields, bookmarks, paragraphs and tables. Styles are named by id."""

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
# A run whose text is exactly the token of a value. The lookahead keeps the match within one run.
_HOLE = re.compile(
    "<w:r>(?P<properties>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?)"
    f'<w:t xml:space="preserve">{VALUE_OPENS}(?P<number>[0-9]+){VALUE_CLOSES}</w:t></w:r>'
)
_BREAK = {"\n": "<w:br/>", "\t": "<w:tab/>"}


def qualified(name: str) -> str:
    """Return the name of an element or attribute of WordprocessingML in lxml's notation."""
    return f"{{{NAMESPACE}}}{name}"


def refuse_illegal(text: str) -> None:
    """Raise ValueError if XML cannot hold a character of the text. The checks of a term sheet reject them earlier."""
    content = text.encode()  # a lone surrogate raises UnicodeEncodeError, which is a ValueError
    # Deleting the characters and comparing lengths takes a tenth of the time of a search.
    if len(content.translate(None, _CONTROLS)) != len(content) or "\ufffe" in text or "\uffff" in text:
        illegal = next(char for char in text if char in "\ufffe\uffff" or char.encode() in _CONTROLS)
        raise ValueError(f"U+{ord(illegal):04X} cannot stand in a document")


def run(text: str, style: str = "") -> str:
    """Return a run of text in a character style. Line ends, tabs and spaces are kept."""
    return run_with(_style(style), text)


def run_with(properties: str, text: str) -> str:
    """Return a run of text with the XML of its properties. Return "" for no text."""
    return f"<w:r>{properties}{_run_content(text)}</w:r>" if text else ""


def _run_content(text: str) -> str:
    if "\n" not in text and "\t" not in text:
        return _text(text)
    return "".join(_BREAK.get(part) or _text(part) for part in _BREAKS.split(text) if part)


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>'


def field(instruction: str, result: str, style: str = "", *, is_stale: bool = False) -> str:
    """Return a field with its result, which Word updates on opening only if it is stale."""
    return open_field(instruction, style, is_stale=is_stale) + run(result, style) + field_end(style)


def open_field(instruction: str, style: str = "", *, is_stale: bool = False) -> str:
    """Return the start of a field. Its result follows, and may have several paragraphs."""
    begin = "begin" if not is_stale else 'begin" w:dirty="true'
    code = _field_code(f" {instruction} ", _style(style))
    return _field_character(begin, _style(style)) + code + _field_character("separate", _style(style))


def field_end(style: str = "") -> str:
    """Return the end of a field."""
    return _field_character("end", _style(style))


def contents_entry(words: str, style: str) -> str:
    """Return a TC field, which enters words in the table of contents. Tabs are kept.

    It is hidden, since Word would print its code otherwise. Its last character is not hidden, but has the given style.
    LibreOffice looks at that character, and ignores entries in hidden text.
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
    """Return content as a link to a bookmark of the document."""
    return f'<w:hyperlink w:anchor="{escape(bookmark)}" w:history="1">{content}</w:hyperlink>'


def bookmarked(content: str, name: str, number: int) -> str:
    """Return content within a bookmark. `number` pairs its two ends, and must be unique in the document."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{escape(name)}"/>'
    return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'


def commented(content: str, number: int) -> str:
    """Return content with a comment in the margin. `number` is that of the comment."""
    reference = f'<w:r>{_style(COMMENT_REFERENCE)}<w:commentReference w:id="{number}"/></w:r>'
    start, end = f'<w:commentRangeStart w:id="{number}"/>', f'<w:commentRangeEnd w:id="{number}"/>'
    return start + content + end + reference


class TextWithHoles:
    """The XML of a part with holes: runs whose text is the token of a value. Raises ValueError as `refuse_illegal` does."""

    def __init__(self, xml: str) -> None:
        refuse_illegal(xml)
        self._constants, holes = [], []
        begin = 0
        for hole in _HOLE.finditer(xml):
            self._constants.append(xml[begin : hole.start()])
            holes.append((hole["properties"], int(hole["number"])))
            begin = hole.end()
        self._holes, self._end = holes, xml[begin:]
        if any(VALUE_OPENS in constant for constant in (*self._constants, self._end)):
            raise ValueError("a value is not in a run of text")

    def filled(self, values: Sequence[str]) -> str:
        """Return the part with a run of a value in each hole."""
        refuse_illegal("".join(values))
        runs = (run_with(properties, values[number]) for properties, number in self._holes)
        return "".join(chain.from_iterable(zip(self._constants, runs, strict=True))) + self._end


class XmlParagraph(Struct, frozen=True):
    """A paragraph. `numbering` is its list and level, None for those of its style.

    `section` are the section properties, if it is the last paragraph of a section, else "".
    """

    style: str
    content: str = ""
    keep_next: bool = False
    starts_page: bool = False
    numbering: tuple[int, int] | None = None
    section: str = ""

    def xml(self) -> str:
        """Return the element. The schema prescribes the order of the properties."""
        return f"<w:p><w:pPr>{self.properties()}{self.section}</w:pPr>{self.content}</w:p>"

    def properties(self) -> str:
        """Return the paragraph properties in that order, without the section properties."""
        properties = f'<w:pStyle w:val="{self.style}"/>'
        if self.keep_next:
            properties += "<w:keepNext/>"
        if self.starts_page:
            properties += "<w:pageBreakBefore/>"
        if self.numbering:
            number, level = self.numbering
            properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        return properties


class XmlRow(Struct, frozen=True):
    """A row of a table. It never breaks across pages, and a head is repeated on each page."""

    cells: Sequence[Sequence[XmlParagraph]]
    is_head: bool = False

    def filled(self, columns: int, empty: XmlParagraph) -> list[Sequence[XmlParagraph]]:
        """Return the cells. An empty one gets a paragraph, since Word opens no file with a cell that has none."""
        cells = [*self.cells, *[()] * (columns - len(self.cells))]
        return [cell or (empty,) for cell in cells]

    def xml(self, cells: Iterable[str], widths: Sequence[int], revision: str = "") -> str:
        """Return the element with the XML of its cells. `revision` marks a row that was inserted or deleted."""
        properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if self.is_head else "") + revision
        written = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
            for cell, width in zip(cells, widths, strict=True)
        )
        return f"<w:tr><w:trPr>{properties}</w:trPr>{written}</w:tr>"


class XmlTable(Struct, frozen=True):
    """A table. Widths and indent are in twentieths of a point. `empty` is the paragraph of an empty cell."""

    style: str
    rows: Sequence[XmlRow]
    widths: Sequence[int]
    empty: XmlParagraph
    indent: int = 0

    def cells(self, row: XmlRow) -> list[Sequence[XmlParagraph]]:
        """Return the cells of a row, one for each column."""
        return row.filled(len(self.widths), self.empty)

    def xml(self) -> str:
        """Return the element."""
        return self.around(
            "".join(
                row.xml(("".join(paragraph.xml() for paragraph in cell) for cell in self.cells(row)), self.widths)
                for row in self.rows
            )
        )

    def around(self, rows: str) -> str:
        """Return the element with the XML of other rows."""
        # Without the fixed layout, programs resize columns by their content.
        properties = (
            f'<w:tblStyle w:val="{self.style}"/><w:tblW w:w="{sum(self.widths)}" w:type="dxa"/>'
            f'<w:tblInd w:w="{self.indent}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        )
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


Placed = XmlParagraph | XmlTable  # the elements of a body, in order
