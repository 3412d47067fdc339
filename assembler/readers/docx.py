"""Reading Word files: all text, numbers as displayed, and fields by their displayed result."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from itertools import groupby, product

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from assembler.readers import contents, formulas, symbols
from assembler.readers.bound_controls import BoundData
from assembler.readers.effective_formatting import Formatting
from assembler.readers.fields import PAGE, Field, shown_by_form, unended
from assembler.readers.formatting import looks_of
from assembler.readers.hidden_words import HIDDEN, unseen
from assembler.readers.list_numbering import Counter, W
from assembler.readers.objects import IMPORTED, LINK, ON_CHANGES, Objects, address, page_setups, protections
from assembler.readers.outline import ReadParagraph, provisions
from assembler.readers.package import Package, open_package, targets_outside
from assembler.readers.reading import PLACE, NonTextPart, Reading, straightened, words_in
from assembler.readers.summary_page import without_summary

_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CAME, _GONE = (f"{W}ins", f"{W}moveTo"), (f"{W}del", f"{W}moveFrom")
_UNREAD = {"accepted": _GONE, "rejected": _CAME}
_CELL_MARKS = {"accepted": f"{W}cellDel", "rejected": f"{W}cellIns"}
_SILENT = {
    f"{W}{name}"
    for name in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr", "rubyPr", "customXmlPr", "smartTagPr")
} | {f"{_COMPATIBLE}Fallback"}  # fmt: skip
_CHARACTERS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_IMPORTS = (f"{W}altChunk", f"{W}subDoc")
_TEXTS = (f"{W}t", f"{W}delText", "{http://schemas.openxmlformats.org/drawingml/2006/main}t")
# Where a deleted field is read, so is its code.
_CODES = (f"{W}instrText", f"{W}delInstrText")
_WATERMARK = "{urn:schemas-microsoft-com:vml}textpath"
_KINDS = {"default": "", "first": " of its first page", "even": " of its even pages"}


def read(data: bytes, file: str, revisions: str = "accepted") -> Reading:
    """Return a Word file as a reading. `revisions` is "accepted", "rejected" or "all" tracked changes.

    Raises InputError if the file is not a Word file or cannot be opened safely.
    """
    package = open_package(data, file)
    story = _StoryReader.of(package, package.main, revisions)
    body = package.xml(package.main)
    without_summary(body.find(f"{W}body") if body is not None else None)
    story.objects.bookmarks = dict(_bookmarks(body))
    read_paragraphs = list(story.paragraphs(body)) if body is not None else []
    story.section(body.find(f"{W}body") if body is not None else None)
    paragraphs, listed = contents.set_apart(read_paragraphs)
    is_settled = story.tracked and revisions == "accepted"
    untracked = read(data, file, "rejected") if is_settled else None
    looks = looks_of(body, story.is_left_out, story.formatting, story.change) if body is not None else {}
    parts = (*story.objects.parts, *_beside(story, body))
    remarks = (*story.remarks(), *_said(package, bool(listed)))
    found = provisions(paragraphs)
    made = Reading(file, found, remarks, parts, untracked=untracked, looks=looks, contents=listed)
    return replace(made, format="Word file")


def read_paragraphs(data: bytes, file: str) -> list[ReadParagraph]:
    """Return the paragraphs of the text of a Word file in reading order, its table of contents included.

    Tracked changes are accepted. Raises InputError if the file is not a Word file or cannot be opened safely.
    """
    package = open_package(data, file)
    body = package.xml(package.main)
    return list(_StoryReader.of(package, package.main, "accepted").paragraphs(body)) if body is not None else []


class _StoryReader(Struct):
    """One pass through the text of a file."""

    package: Package
    revisions: str
    counted: Counter
    notes: Mapping[str, Mapping[str, etree._Element]]
    objects: Objects
    bound: BoundData
    listed_styles: frozenset[str]
    formatting: Formatting
    tracked: int = 0
    fields: int = 0
    hidden: int = 0
    formulas: int = 0
    controls: int = 0
    held: str = ""
    boxes: list[etree._Element] = []
    noted: list[tuple[etree._Element, str]] = []
    open_fields: list[Field] = []
    unended: frozenset[etree._Element] = frozenset()
    unended_at: list[str] = []
    unseen: list[tuple[str, str]] = []
    written: etree._Element | None = None
    sections: list[etree._Element] = []
    cell: tuple[int, int, int] | None = None
    depth: int = 0
    tables: int = 0

    @classmethod
    def of(cls, package: Package, part: str, revisions: str) -> _StoryReader:
        """Return a pass through a part at its beginning, with its notes looked up."""
        numbering, styles = (_first(package, kind) for kind in ("numbering", "styles"))
        notes = {name: _notes(package, name) for name in ("footnotes", "endnotes")}
        objects = Objects(package, part)
        bound = BoundData(package)
        change = "Change" if revisions == "rejected" else ""
        listed, formatting = frozenset(_listed(styles)), Formatting(styles, _first(package, "theme"), change)
        return cls(package, revisions, Counter(numbering, styles), notes, objects, bound, listed, formatting)

    def of_part(self, part: str) -> _StoryReader:
        """Return a pass through another part of the file, at its beginning."""
        objects = Objects(self.package, part, self.objects.bookmarks)
        counted = self.counted.anew()
        known = self.notes, objects, self.bound, self.listed_styles, self.formatting
        return _StoryReader(self.package, self.revisions, counted, *known)

    @property
    def change(self) -> str:
        """Return the ending of the name of formatting before a tracked change, if that is read."""
        return "Change" if self.revisions == "rejected" else ""

    def paragraphs(self, element: etree._Element) -> Iterator[ReadParagraph]:
        """Yield the paragraphs of a story, in reading order."""
        outer, self.unended = self.unended, unended(element, self.is_left_out)
        open_fields, self.open_fields = self.open_fields, []
        yield from self.blocks(element)
        self.unended, self.open_fields = outer, open_fields

    def blocks(self, element: etree._Element) -> Iterator[ReadParagraph]:
        for child in element:
            if child.tag == f"{W}p":
                yield from self.paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self.table(child)
            elif child.tag in formulas.FORMULAS:
                yield ReadParagraph(self.formula(child), cell=self.cell)
            elif child.tag == f"{W}tr" and self.is_gone(child.find(f"{W}trPr")):
                continue
            elif self.is_left_out(child):
                self.tracked += 1
            elif child.tag == f"{W}sdt" and (value := self.bound_value(child)) is not None:
                yield ReadParagraph(straightened(value), cell=self.cell)
            elif child.tag in _IMPORTS:
                self.objects.add_import(child)
            elif child.tag not in _SILENT:
                self.enter(child.tag)
                yield from self.blocks(child)

    def is_left_out(self, element: etree._Element) -> bool:
        """Return True if tracked changes leave an element out."""
        if element.tag == f"{W}tc":
            mark = _CELL_MARKS.get(self.revisions, "")
            return bool(mark) and element.find(f"{W}tcPr/{mark}") is not None
        return element.tag in _UNREAD.get(self.revisions, ())

    def table(self, table: etree._Element) -> Iterator[ReadParagraph]:
        """Yield the paragraphs of a table. The words of a nested table belong to the outer cell."""
        outer = self.cell
        if outer is None:
            self.tables += 1
            self.cell = (self.tables, -1, -1)
        self.depth += 1
        count = 0
        for paragraph in self.blocks(table):
            count += 1
            yield paragraph
        if not count:
            rows = [row for row in table.findall(f"{W}tr") if not self.is_gone(row.find(f"{W}trPr"))]
            self.objects.add("table without words", f"{len(rows)} rows")
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
        in_contents = self.in_contents(properties)
        outer, self.written = self.written, paragraph
        text = self.held + straightened("".join(self.text(paragraph)))
        self.written = outer
        if not self.is_gone(marks):
            self.section(properties)
        else:
            # Without its mark, a paragraph continues in the next one.
            self.held = text
            return
        number = self.counted.number(self.as_read(properties))
        self.held = ""
        if text.strip() or number:
            kind = contents.KIND if in_contents or self.in_contents(properties) else "text"
            yield ReadParagraph(text, kind, straightened(number), self.cell)
            self.objects.place = " ".join(words_in(text)[:PLACE])
        self.tell_unseen()
        yield from self.beside()

    def tell_unseen(self) -> None:
        """Note the hidden and the struck words of a paragraph that was read."""
        for kind, alike in groupby(self.unseen, lambda each: each[0]):
            words = " ".join(words_in(straightened("".join(text for _, text in alike))))
            if kind and words:
                self.objects.add(kind, words)
                self.hidden += kind == HIDDEN
        self.unseen = []

    def section(self, properties: etree._Element | None) -> None:
        """Note the end of a section, with its properties before a change that is rejected."""
        found = properties.find(f"{W}sectPr") if properties is not None else None
        if found is not None:
            before = found.find(f"{W}sectPrChange/{W}sectPr")
            self.sections.append(before if before is not None and self.revisions == "rejected" else found)

    def in_contents(self, properties: etree._Element | None) -> bool:
        """Return True in the result of a table of contents, or in a paragraph of a style for its entries."""
        style = properties.find(f"{W}pStyle") if properties is not None else None
        is_listed = style is not None and style.get(f"{W}val", "") in self.listed_styles
        return is_listed or self.is_in_contents

    @property
    def is_in_contents(self) -> bool:
        """Return True in the result of a table of contents."""
        return any(field.is_contents for field in self.open_fields)

    def as_read(self, properties: etree._Element | None) -> etree._Element | None:
        """Return the properties of a paragraph with tracked changes applied. A rejected change of list restores the old
        list.
        """
        if properties is None:
            return None
        before, came = properties.find(f"{W}pPrChange/{W}pPr"), properties.find(f"{W}numPr/{W}ins")
        self.tracked += before is not None or came is not None
        if self.revisions != "rejected":
            return properties
        if before is None and came is not None:
            before = copy.deepcopy(properties)
            etree.strip_elements(before, f"{W}numPr", with_tail=False)
        return properties if before is None else before

    def beside(self) -> Iterator[ReadParagraph]:
        """Yield the text boxes and notes anchored in a paragraph."""
        boxes, noted, part = self.boxes, self.noted, self.objects.part
        self.boxes, self.noted = [], []
        for kind, stories in (("box", [(box, part) for box in boxes]), ("note", noted)):
            for element, self.objects.part in stories:
                for paragraph in self.paragraphs(element):
                    yield ReadParagraph(paragraph.text, kind, paragraph.number)
        self.objects.part = part

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
            if tag in _SILENT:
                continue
            if tag == f"{W}txbxContent":
                self.boxes.append(child)
            elif tag in _NOTES:
                self.note(child)
            elif tag == f"{W}fldChar":
                yield self.turn(child)
            elif tag in _CODES:
                self.code(child)
            elif tag in _TEXTS:
                # The code of a field is not displayed.
                yield (child.text or "") if self.is_shown else ""
            elif tag == _WATERMARK:
                yield f" {child.get('string', '')} "
            elif tag in _CHARACTERS:
                yield _CHARACTERS[tag]
            else:
                yield from self.element(child, tag)

    @property
    def is_shown(self) -> bool:
        """Return True if text is displayed here: not the code of a field."""
        return all(field.shows and not field.is_page for field in self.open_fields)

    def element(self, child: etree._Element, tag: str) -> Iterator[str]:
        if tag in _IMPORTS:
            self.objects.add_import(child)
        elif tag in _CAME or tag in _GONE:
            self.tracked += 1
            if not self.is_left_out(child):
                yield from self.text(child)
        elif tag == f"{W}sym":
            yield symbols.shown(child)
        elif tag in formulas.FORMULAS:
            yield self.formula(child)
        elif tag == f"{W}sdt" and (value := self.bound_value(child)) is not None:
            yield value
        elif tag == f"{W}r" and self.written is not None:
            yield self.run(child, self.written)
        elif tag in _ELEMENTS:
            yield from _ELEMENTS[tag](self, child)
        else:
            self.note_object(child, tag)
            yield from self.text(child)

    def note_object(self, element: etree._Element, tag: str) -> None:
        """Note an element that holds more than words. The links of a table of contents are made anew with it."""
        if not self.is_in_contents:
            self.objects.note(element, tag)

    def run(self, run: etree._Element, paragraph: etree._Element) -> str:
        """Return the text of a run, and note how it is kept from the reader."""
        text = "".join(self.text(run))
        if text.strip():
            self.unseen.append((unseen(run, paragraph, self.formatting, self.change), text))
        return text

    def ruby(self, element: etree._Element) -> Iterator[str]:
        """Yield words, and in parentheses how they are to be read, which is printed above them."""
        for name, pattern in (("rubyBase", "{}"), ("rt", "({})")):
            found = element.find(f"{W}{name}")
            yield pattern.format("".join(self.text(found))) if found is not None else ""

    def formula(self, element: etree._Element) -> str:
        self.formulas += 1
        text = formulas.line(element, self.is_left_out)
        if text:
            self.objects.add_formula(" ".join(words_in(straightened(text))), formulas.shapes(element))
        return text

    def bound_value(self, control: etree._Element) -> str | None:
        """Return the words of a control that come from data, if they are not those that stand in it."""
        value = self.bound.shown(control)
        typed = "".join(text.text or "" for text in control.iter(f"{W}t"))
        if value is None or value.split() == typed.split():
            return None
        self.controls += 1
        return value

    def note(self, reference: etree._Element) -> None:
        note = self.notes[_NOTES[reference.tag]].get(reference.get(f"{W}id", ""))
        if note is not None:
            self.noted.append((note, self.package.named(_NOTES[reference.tag])))

    def turn(self, character: etree._Element) -> str:
        """Track the parts of a field, and return what a field of a form shows."""
        kind = character.get(f"{W}fldCharType", "")
        if character in self.unended:
            if kind == "begin":
                self.unended_at.append(self.objects.place)
            return ""
        self.fields += kind == "begin"
        if kind == "begin":
            shown = shown_by_form(character) if self.is_shown else ""
            self.open_fields.append(Field())
            return shown
        if kind == "separate" and self.open_fields:
            self.open_fields[-1].shows = True
        return self.close(self.open_fields.pop()) if self.open_fields and kind == "end" else ""

    def close(self, field: Field) -> str:
        """End a field, and return what stands for its result."""
        if field.target:
            self.objects.add(LINK, address(field.target))
        elif field.place and not self.is_in_contents:
            self.objects.add_reference(field.place)
        return PAGE if field.is_page and self.is_shown else ""

    def simple_field(self, element: etree._Element) -> Iterator[str]:
        """Yield the result of a field that has its code in an attribute."""
        self.fields += 1
        self.open_fields.append(Field(element.get(f"{W}instr", ""), shows=True))
        yield from self.text(element)
        yield self.close(self.open_fields.pop())

    def code(self, element: etree._Element) -> None:
        if self.open_fields:
            self.open_fields[-1].code += element.text or ""

    def remarks(self) -> Iterator[str]:
        if self.tracked:
            how = {"all": "with inserted and deleted words"}.get(self.revisions, f"as {self.revisions}")
            yield f"{_counted(self.tracked, 'tracked change')} read {how}"
        if self.fields:
            yield f"{_counted(self.fields, 'field')} read by the displayed result; of the code, only where it refers to"
        if self.unended_at:
            where = f'behind "{self.unended_at[0]}"' if self.unended_at[0] else "at the beginning"
            yield f"{_counted(len(self.unended_at), 'field')} without an end, the first {where}: the text that follows is read"
        if self.formulas:
            yield f"{_counted(self.formulas, 'formula')} read by the text; the layout is not compared"
        if self.controls:
            yield f"{_counted(self.controls, 'content control')} read by the bound data, as Word shows them"
        if self.hidden:
            yield f"{_counted(self.hidden, 'passage')} of hidden, white or tiny text compared as words"
        imports = sum(part.name == IMPORTED for part in self.objects.parts)
        if imports:
            yield f"not read: {_counted(imports, 'file')} that Word imports when it opens the document"
        yield "not compared: where pages end, and styles and widths of tables; curly quotation marks are read as straight"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


_ELEMENTS = {f"{W}fldSimple": _StoryReader.simple_field, f"{W}ruby": _StoryReader.ruby}


def _first(package: Package, kind: str) -> etree._Element | None:
    """Return the part of a kind that the main part is related to, or None."""
    return package.xml(package.named(kind))


def _listed(styles: etree._Element | None) -> Iterator[str]:
    """Yield the styles for the entries of a table of contents: "toc 1", under any identity."""
    for style in styles.iter(f"{W}style") if styles is not None else ():
        name = style.find(f"{W}name")
        if name is not None and re.fullmatch(r"toc \d", name.get(f"{W}val", "").lower()):
            yield style.get(f"{W}styleId", "")


def _bookmarks(body: etree._Element | None) -> Iterator[tuple[str, str]]:
    """Yield the name of each bookmark, and the beginning of the paragraph that it stands in or before."""
    for start in body.iter(f"{W}bookmarkStart") if body is not None else ():
        inside = next(start.iterancestors(f"{W}p"), None)
        paragraph = next(start.itersiblings(f"{W}p"), None) if inside is None else inside
        yield start.get(f"{W}name", ""), _beginning(paragraph)


def _notes(package: Package, name: str) -> dict[str, etree._Element]:
    root = _first(package, name)
    return {
        element.get(f"{W}id", ""): element
        for element in (root if root is not None else ())
        if element.get(f"{W}type", "normal") == "normal"
    }


def _beside(story: _StoryReader, body: etree._Element | None) -> Iterator[NonTextPart]:
    """Yield what a file holds beside its body: headers and footers, comments, pages and protection."""
    settings, comments = (_first(story.package, kind) for kind in ("settings", "comments"))
    has_even = settings is not None and settings.find(f"{W}evenAndOddHeaders") is not None
    yield from _headers(story, has_even=has_even)
    yield from page_setups(story.sections)
    yield from protections(settings)
    yield from _comments(comments, body)


def _comments(comments: etree._Element | None, body: etree._Element | None) -> Iterator[NonTextPart]:
    """Yield the comments. A redline has many, so those of an author on his own tracked changes have a name of theirs."""
    elements = {
        tag: {one.get(f"{W}id", ""): one for one in body.iter(f"{W}{tag}")}
        if body is not None and comments is not None
        else {}
        for tag in ("commentReference", "commentRangeStart")
    }
    for comment in comments if comments is not None else ():
        identity, author = comment.get(f"{W}id", ""), comment.get(f"{W}author", "")
        reference, start = (elements[tag].get(identity) for tag in elements)
        words = " ".join(text.text or "" for text in comment.iter(f"{W}t"))
        change = start.getnext() if start is not None else None
        is_on_change = change is not None and change.tag in (*_CAME, *_GONE) and change.get(f"{W}author") == author
        yield NonTextPart(ON_CHANGES if is_on_change else "comment", words, _beginning(reference), shown=words)


def _beginning(element: etree._Element | None) -> str:
    """Return the beginning of the paragraph in which an element stands, or ""."""
    is_inside = element is not None and element.tag != f"{W}p"
    paragraph = next(element.iterancestors(f"{W}p"), None) if element is not None and is_inside else element
    words = "".join(map(str, paragraph.itertext(f"{W}t"))) if paragraph is not None else ""
    return " ".join(words_in(straightened(words))[:PLACE])


def _headers(story: _StoryReader, *, has_even: bool) -> Iterator[NonTextPart]:
    """Yield the header and footer of each kind of page, where a section changes it. A section inherits the others."""
    targets = story.package.relationships(story.package.main)
    said: dict[tuple[str, str], str] = {}
    for (number, section), name, kind in product(enumerate(story.sections, start=1), ("header", "footer"), _KINDS):
        if (kind == "first" and section.find(f"{W}titlePg") is None) or (kind == "even" and not has_even):
            continue
        references = section.iterfind(f"{W}{name}Reference")
        found = next((one.get(f"{_R}id", "") for one in references if one.get(f"{W}type", "default") == kind), "")
        if found not in targets:
            continue
        words, digest = _words_of_part(story, targets[found].target)
        if said.get((name, kind), "") != digest:
            yield NonTextPart(f"{name}{_KINDS[kind]}, section {number}", digest, shown=words)
            said[name, kind] = digest


def _words_of_part(story: _StoryReader, part: str) -> tuple[str, str]:
    """Return the words of a header or footer, and a digest of all that it holds."""
    root = story.package.xml(part)
    if root is None:
        return "", ""
    inner = story.of_part(part)
    words = " ".join(words_in(" ".join(f"{one.number} {one.text}" for one in inner.paragraphs(root))))
    return words, " ".join([words, *(found.digest for found in inner.objects.parts)]).strip()


def _said(package: Package, has_contents: bool) -> Iterator[str]:
    if has_contents:
        yield "not compared: the pages of the table of contents"
    outside = list(dict.fromkeys(targets_outside(package)))
    if outside:
        yield f"links to other files or sites, none of them opened: {', '.join(outside[:5])}"
