"""Reading Word files: all text, numbers as displayed, and fields by their displayed result."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct

from assembler.readers.formatting import looks_of
from assembler.readers.list_numbering import Counter, W
from assembler.readers.outline import ReadParagraph, provisions
from assembler.readers.package import Package, open_package, targets_outside
from assembler.readers.reading import NonTextPart, Reading, straightened

_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CAME, _GONE = (f"{W}ins", f"{W}moveTo"), (f"{W}del", f"{W}moveFrom")
_SILENT = {
    f"{W}{name}"
    for name in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr", "instrText", "delInstrText", "rt", "customXmlPr", "smartTagPr")
} | {f"{_COMPATIBLE}Fallback"}  # fmt: skip
_BLANKS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_FURNITURE = re.compile(r"word/(header|footer)\d*\.xml")
_OBJECTS = re.compile(
    r"word/(media|embeddings|charts|diagrams|activeX|glossary|afchunk)[^/]*/|word/afchunk", re.IGNORECASE
)


def read(data: bytes, file: str, revisions: str = "accepted") -> Reading:
    """Return a Word file as a reading. `revisions` is "accepted", "rejected" or "all" tracked changes.

    Raises InputError if the file is not a Word file or cannot be opened safely.
    """
    package = open_package(data, file)
    story = _StoryReader.of(package, revisions)
    body = package.xml("word/document.xml")
    paragraphs = list(story.paragraphs(body)) if body is not None else []
    remarks = (*story.remarks(), *_said(package))
    is_settled = story.tracked and revisions == "accepted"
    untracked = read(data, file, "rejected") if is_settled else None
    looks = looks_of(body) if body is not None else {}
    parts = tuple(_parts(package, revisions))
    return Reading(file, provisions(paragraphs), remarks, parts, untracked=untracked, looks=looks)


class _StoryReader(Struct):
    """One pass through the text of a file."""

    package: Package
    revisions: str
    counted: Counter
    notes: dict[str, dict[str, etree._Element]]
    tracked: int = 0
    fields: int = 0
    hidden: int = 0
    held: str = ""
    boxes: list[etree._Element] = []
    noted: list[etree._Element] = []
    open_fields: list[bool] = []  # True once the result of the field has begun
    unseen: list[str] = []
    cell: tuple[int, int, int] | None = None
    depth: int = 0
    tables: int = 0

    @classmethod
    def of(cls, package: Package, revisions: str) -> _StoryReader:
        """Return a pass at its beginning, with the notes looked up."""
        counted = Counter(package.xml("word/numbering.xml"), package.xml("word/styles.xml"))
        return cls(package, revisions, counted, {name: _notes(package, name) for name in ("footnotes", "endnotes")})

    def paragraphs(self, element: etree._Element) -> Iterator[ReadParagraph]:
        """Yield the paragraphs under an element, in reading order."""
        for child in element:
            if child.tag == f"{W}p":
                yield from self.paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self.table(child)
            elif child.tag == f"{W}tr" and self.is_gone(child.find(f"{W}trPr")):
                continue
            elif (child.tag in _GONE and self.revisions == "accepted") or (
                child.tag in _CAME and self.revisions == "rejected"
            ):
                self.tracked += 1
            elif isinstance(child.tag, str) and child.tag not in _SILENT:
                self.enter(child.tag)
                yield from self.paragraphs(child)

    def table(self, table: etree._Element) -> Iterator[ReadParagraph]:
        """Yield the paragraphs of a table. The words of a nested table belong to the outer cell."""
        outer = self.cell
        if outer is None:
            self.tables += 1
            self.cell = (self.tables, -1, -1)
        self.depth += 1
        yield from self.paragraphs(table)
        self.depth -= 1
        self.cell = outer

    def enter(self, tag: str) -> None:
        """Count the rows and cells of a table that is not nested."""
        if self.cell and self.depth == 1 and tag == f"{W}tr":
            self.cell = (self.cell[0], self.cell[1] + 1, -1)
        elif self.cell and self.depth == 1 and tag == f"{W}tc":
            self.cell = (*self.cell[:2], self.cell[2] + 1)

    def paragraph(self, paragraph: etree._Element) -> Iterator[ReadParagraph]:
        properties = paragraph.find(f"{W}pPr")
        marks = properties.find(f"{W}rPr") if properties is not None else None
        text = self.held + straightened("".join(self.text(paragraph)))
        if self.is_gone(marks):
            # Without its mark, a paragraph continues in the next one.
            self.held = text
            return
        number = self.counted.number(self.as_read(properties))
        self.held = ""
        if text.strip() or number:
            yield ReadParagraph(text, number=straightened(number), cell=self.cell)
        if self.unseen:
            yield ReadParagraph(straightened(" ".join(self.unseen)), "hidden")
            self.unseen = []
        yield from self.beside()

    def as_read(self, properties: etree._Element | None) -> etree._Element | None:
        """Return the properties of a paragraph with tracked changes applied. A rejected change of list restores the old
        list.
        """
        before = properties.find(f"{W}pPrChange/{W}pPr") if properties is not None else None
        if before is None:
            return properties
        self.tracked += 1
        return before if self.revisions == "rejected" else properties

    def beside(self) -> Iterator[ReadParagraph]:
        """Yield the text boxes and notes anchored in a paragraph."""
        boxes, noted = self.boxes, self.noted
        self.boxes, self.noted = [], []
        for kind, stories in (("box", boxes), ("note", noted)):
            for element in stories:
                for paragraph in self.paragraphs(element):
                    yield ReadParagraph(paragraph.text, kind, paragraph.number)

    def is_gone(self, properties: etree._Element | None) -> bool:
        """Return True if the tracked changes remove a paragraph mark or a row."""
        if properties is None or self.revisions == "all":
            return False
        came, gone = (any(properties.find(tag) is not None for tag in tags) for tags in (_CAME, _GONE))
        self.tracked += came or gone
        return gone if self.revisions == "accepted" else came

    def text(self, element: etree._Element) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in _SILENT:
                continue
            if tag == f"{W}txbxContent":
                self.boxes.append(child)
            elif tag in _NOTES:
                yield from self.note(child)
            elif tag == f"{W}fldChar":
                self.turn(child.get(f"{W}fldCharType", ""))
            elif tag in (f"{W}t", f"{W}delText"):
                # The code of a field is not displayed.
                yield (child.text or "") if all(self.open_fields) else ""
            elif tag in _BLANKS:
                yield _BLANKS[tag]
            else:
                yield from self.element(child, tag)

    def element(self, child: etree._Element, tag: str) -> Iterator[str]:
        if tag in _CAME or tag in _GONE:
            self.tracked += 1
            unread = {"accepted": _GONE, "rejected": _CAME}.get(self.revisions, ())
            if tag not in unread:
                yield from self.text(child)
        elif tag == f"{W}noBreakHyphen":
            yield "-"
        elif tag == f"{W}sym":
            yield _symbol(child)
        elif tag == f"{W}r" and _is_hidden(child):
            self.hidden += 1
            self.unseen += ["".join(self.text(child))]
        else:
            self.fields += tag == f"{W}fldSimple"
            yield from self.text(child)

    def note(self, reference: etree._Element) -> Iterator[str]:
        note = self.notes[_NOTES[reference.tag]].get(reference.get(f"{W}id", ""))
        if note is not None:
            self.noted.append(note)
        yield " "

    def turn(self, kind: str) -> None:
        """Track the parts of a field: its code precedes the separator, and its result follows."""
        self.fields += kind == "begin"
        if kind == "begin":
            self.open_fields.append(False)
        elif kind == "separate" and self.open_fields:
            self.open_fields[-1] = True
        elif kind == "end" and self.open_fields:
            self.open_fields.pop()

    def remarks(self) -> Iterator[str]:
        if self.tracked:
            how = {"all": "with inserted and deleted words"}.get(self.revisions, f"as {self.revisions}")
            yield f"{self.tracked} tracked changes read {how}"
        if self.fields:
            yield f"{self.fields} fields read by their displayed result; their codes are not compared"
        if self.hidden:
            yield f"{self.hidden} runs of hidden, white or tiny text are compared as words, after their paragraphs"
        yield "not compared: pages and styles; curly quotation marks are read as straight"


def _symbol(child: etree._Element) -> str:
    code = child.get(f"{W}char", "")
    # D8 begins half of a surrogate pair, which is no character.
    return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) and not code.upper().startswith("D8") else " "


def _is_hidden(run: etree._Element) -> bool:
    properties = run.find(f"{W}rPr")
    if properties is None:
        return False
    # White or half-point text would hide words from whoever reads the file.
    vanish = properties.find(f"{W}vanish")
    color, size = properties.find(f"{W}color"), properties.find(f"{W}sz")
    is_white = color is not None and color.get(f"{W}val", "").upper() == "FFFFFF"
    is_tiny = size is not None and size.get(f"{W}val", "99") in ("1", "2", "3")
    return is_white or is_tiny or (vanish is not None and vanish.get(f"{W}val", "1") not in ("0", "false"))


def _notes(package: Package, name: str) -> dict[str, etree._Element]:
    root = package.xml(f"word/{name}.xml")
    return {
        element.get(f"{W}id", ""): element
        for element in (root if root is not None else ())
        if not element.get(f"{W}type")
    }


def _parts(package: Package, revisions: str) -> Iterator[NonTextPart]:
    """Yield headers and footers by their words, and pictures and objects by a hash of their content."""
    for name in sorted(package.parts):
        if _FURNITURE.fullmatch(name):
            root = package.xml(name)
            words = (
                " ".join(paragraph.text for paragraph in _StoryReader.of(package, revisions).paragraphs(root))
                if root is not None
                else ""
            )
            yield NonTextPart(f"{name[5:-4]}", " ".join(words.split()))
        elif _OBJECTS.match(name):
            yield NonTextPart(name, hashlib.sha256(package.parts[name]).hexdigest())


def _said(package: Package) -> Iterator[str]:
    if "word/comments.xml" in package.parts:
        yield "comments are not compared"
    objects = [name for name in package.parts if _OBJECTS.match(name)]
    if objects:
        yield f"pictures, charts and embedded files are compared byte for byte: {', '.join(sorted(objects)[:5])}"
    outside = list(dict.fromkeys(targets_outside(package)))
    if outside:
        yield f"links to other files or sites, none of them opened: {', '.join(outside[:5])}"
