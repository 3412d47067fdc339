"""The paragraphs of one story of a Word file: its text as Word shows it, with tracked changes read one way.

A story is the body, a header, a footer, a note or a text box.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from lxml import etree
from msgspec import Struct

from assembler.readers import contents, drawings, formulas, symbols
from assembler.readers.bound_controls import BoundData
from assembler.readers.content_controls import TRACKED_CONTROLS, is_tracked
from assembler.readers.effective_formatting import Formatting
from assembler.readers.elements import BOX, CAME, CODES, FALLBACK, GONE, IMPORTS, NOTES, TEXTS, A, M, W
from assembler.readers.fields import PAGE, Field, shown_by_form, unended
from assembler.readers.hidden_words import HIDDEN, SHIFTED, unseen
from assembler.readers.list_numbering import Counter
from assembler.readers.objects import EMPTY, IMPORTED, LINK, PAGE_BREAK, Objects, address
from assembler.readers.outline import ReadParagraph
from assembler.readers.package import Package
from assembler.readers.reading import NonTextPart, place_of, straightened, words_in
from assembler.readers.sections import Section, settled
from assembler.readers.table_shape import TABLE, in_words
from assembler.readers.underlined_blanks import UNDERLINED, is_underlined_blank, may_be_blank, with_blanks

_UNREAD = {"accepted": GONE, "rejected": CAME}
_CELL_MARKS = {"accepted": f"{W}cellDel", "rejected": f"{W}cellIns"}
_SILENT = {
    f"{W}{name}"
    for name in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr", "rubyPr", "customXmlPr", "smartTagPr")
} | {FALLBACK}  # fmt: skip
_CHARACTERS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_BREAK = "\f"  # stands for a break until the words around it are known; XML cannot hold it
_TEXTS = (*TEXTS, f"{A}t")
_WATERMARK = "{urn:schemas-microsoft-com:vml}textpath"


class StoryReader(Struct):
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
    breaks: list[str] = []
    boxes: list[etree._Element] = []
    noted: list[tuple[etree._Element, str]] = []
    open_fields: list[Field] = []
    unended: frozenset[etree._Element] = frozenset()
    unended_at: list[str] = []
    unseen: list[tuple[str, str]] = []
    written: etree._Element | None = None
    sections: list[Section] = []
    headers: dict[str, tuple[str, str]] = {}
    section_place: str = ""
    is_without_pages: bool = False
    cell: tuple[int, int, int] | None = None
    depth: int = 0
    tables: int = 0

    @classmethod
    def of(cls, package: Package, part: str, revisions: str) -> StoryReader:
        """Return a pass through a part at its beginning, with its notes looked up."""
        numbering, styles = (package.related_xml(kind) for kind in ("numbering", "styles"))
        notes = {name: _notes(package, name) for name in ("footnotes", "endnotes")}
        theme = package.related_xml("theme")
        objects = Objects(package, part, theme)
        bound = BoundData(package)
        change = "Change" if revisions == "rejected" else ""
        listed, formatting = frozenset(_listed(styles)), Formatting(styles, theme, change)
        return cls(package, revisions, Counter(numbering, styles), notes, objects, bound, listed, formatting)

    def of_part(self, part: str) -> StoryReader:
        """Return a pass through another part of the file, at its beginning."""
        objects = Objects(self.package, part, self.objects.theme, self.objects.bookmarks)
        counted = self.counted.anew()
        known = self.notes, objects, self.bound, self.listed_styles, self.formatting
        return StoryReader(self.package, self.revisions, counted, *known)

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
        """Yield the paragraphs of the blocks within an element, such as a body, a cell or a content control."""
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
            elif child.tag == f"{W}sdt" and (value := self.control(child)) is not None:
                yield ReadParagraph(straightened(value), cell=self.cell)
            elif child.tag in IMPORTS:
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

    def is_row_left_out(self, element: etree._Element) -> bool:
        """Return True if tracked changes leave out a row or a cell."""
        marks = element.find(f"{W}trPr")
        unread = _UNREAD.get(self.revisions, ())
        return self.is_left_out(element) or (marks is not None and any(marks.find(tag) is not None for tag in unread))

    def table(self, table: etree._Element) -> Iterator[ReadParagraph]:
        """Yield the paragraphs of a table. The words of a nested table belong to the outer cell."""
        outer = self.cell
        if outer is None:
            self.tables += 1
            self.cell = (self.tables, -1, -1)
        self.depth += 1
        place, words = self.objects.place, list[str]()
        for paragraph in self.blocks(table):
            words.append(paragraph.text)
            yield paragraph
        rows = [row for row in table.findall(f"{W}tr") if not self.is_row_left_out(row)]
        if rows and not words:  # without any it shows nothing
            self.objects.add("table without words", f"{len(rows)} rows")
        if words and self.depth == 1:
            said = " ".join(words_in(" ".join(words)))
            self.objects.parts.append(NonTextPart(TABLE, said, place, in_words(table, self.is_row_left_out)))
        self.depth -= 1
        self.cell = outer

    def enter(self, tag: str) -> None:
        """Count the rows and cells of a table that is not nested."""
        if self.cell and self.depth == 1 and tag == f"{W}tr":
            self.cell = (self.cell[0], self.cell[1] + 1, -1)
        elif self.cell and self.depth == 1 and tag == f"{W}tc":
            self.cell = (*self.cell[:2], self.cell[2] + 1)

    def paragraph(self, paragraph: etree._Element) -> Iterator[ReadParagraph]:
        """Yield a paragraph, then the text boxes and notes anchored in it. Nothing is yielded if it has no words."""
        properties = paragraph.find(f"{W}pPr")
        marks = properties.find(f"{W}rPr") if properties is not None else None
        in_contents, held = self.in_contents(properties), len(self.objects.parts)
        outer, self.written = self.written, paragraph
        text = self.held + with_blanks(straightened("".join(self.text(paragraph))))
        self.written = outer
        if self.is_gone(marks):
            # Without its mark, a paragraph continues in the next one.
            self.held = text
            return
        read = self.as_read(properties)
        number = self.counted.number(read)
        text = self.without_breaks(text, read)
        self.held = ""
        if text.strip() or number:
            kind = contents.KIND if in_contents or self.in_contents(properties) else "text"
            yield ReadParagraph(text, kind, straightened(number), self.cell)
            self.objects.place = place_of(text)
        elif len(self.objects.parts) == held and self.is_alone(paragraph):
            self.objects.add(EMPTY, "")
        self.section(properties)
        self.tell_unseen()
        yield from self.beside()

    def is_alone(self, paragraph: etree._Element) -> bool:
        """Return True if a paragraph without words stands in no cell, and holds no section, note or box.

        A note or a box needs one paragraph, with words or without.
        """
        is_only = paragraph.getprevious() is None and paragraph.getnext() is None
        is_within = self.cell is not None or self.is_in_contents
        holds_more = self.boxes or self.noted or paragraph.find(f"{W}pPr/{W}sectPr") is not None
        return not (is_only or is_within or holds_more)

    def broken(self, element: etree._Element) -> str:
        """Return the sign of a break of a page or column, or ""."""
        kind = element.get(f"{W}type", "")
        if element.tag != f"{W}br" or kind not in ("page", "column"):
            return ""
        self.breaks.append(f"{kind} break")
        return _BREAK

    def without_breaks(self, text: str, properties: etree._Element | None) -> str:
        """Note the breaks of pages within a paragraph and before it, and return its text with line ends for them."""
        breaks, self.breaks = self.breaks, []
        if self.formatting.begins_page(properties):
            breaks, text = [PAGE_BREAK, *breaks], f"{_BREAK}{text}"
        for name, found in zip(breaks, re.finditer(_BREAK, text), strict=False):
            self.objects.add_break(name, words_in(text[: found.start()]), words_in(text[found.end() :]))
        return text.replace(_BREAK, "\n")

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
            self.sections.append(Section(settled(found, is_rejected=bool(self.change)), self.section_place))
            self.section_place = self.objects.place

    def last_section(self, body: etree._Element | None) -> None:
        """Note the end of the last section. A body may say nothing of its pages."""
        count = len(self.sections)
        self.section(body)
        if len(self.sections) == count:
            self.sections.append(Section(etree.Element(f"{W}sectPr"), self.section_place))
            self.is_without_pages = True

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

    def level(self, properties: etree._Element | None) -> etree._Element | None:
        """Return the level of the list of a paragraph, with tracked changes applied, or None."""
        return self.counted.level(self.as_read(properties))

    def beside(self) -> Iterator[ReadParagraph]:
        """Yield the text boxes and notes anchored in a paragraph."""
        # Programs write the boxes of one paragraph in the order of their layers, or as they came.
        boxes, noted, part = sorted(self.boxes, key=drawings.layer), self.noted, self.objects.part
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
        came, gone = (any(properties.find(tag) is not None for tag in tags) for tags in (CAME, GONE))
        self.tracked += came or gone
        return gone if self.revisions == "accepted" else came

    def text(self, element: etree._Element) -> Iterator[str]:
        """Yield the text within a paragraph or a run as Word shows it, and note what else stands there."""
        for child in element:
            tag = child.tag
            if tag in _SILENT:
                continue
            if tag == BOX:
                self.boxes += [child] if drawings.says(child) else []
            elif tag in NOTES:
                self.note(child)
            elif tag == f"{W}fldChar":
                yield self.turn(child)
            elif tag in CODES:
                self.code(child)
            elif tag in _TEXTS:
                # The code of a field is not displayed.
                yield symbols.typed(child) if self.is_shown else ""
            elif tag == _WATERMARK:
                yield f" {child.get('string', '')} "
            elif tag in _CHARACTERS:
                yield self.broken(child) or _CHARACTERS[tag]
            else:
                yield from self.element(child, tag)

    @property
    def is_shown(self) -> bool:
        """Return True if text is displayed here: not the code of a field."""
        return all(field.shows and not field.is_page for field in self.open_fields)

    def element(self, child: etree._Element, tag: str) -> Iterator[str]:
        """Yield the text of an element that is not text itself."""
        if tag in IMPORTS:
            self.objects.add_import(child)
        elif tag in CAME or tag in GONE:
            self.tracked += 1
            if not self.is_left_out(child):
                yield from self.text(child)
        elif tag == f"{W}sym":
            yield symbols.shown(child)
        elif tag in formulas.FORMULAS:
            yield self.formula(child)
        elif tag == f"{W}sdt" and (value := self.control(child)) is not None:
            yield value
        elif tag == f"{W}r" and self.written is not None:
            yield self.run(child, self.written)
        elif tag in _ELEMENTS:
            yield from _ELEMENTS[tag](self, child)
        else:
            if tag != f"{W}sdt":
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
            self.note_look(run, paragraph, text)
        is_blank = may_be_blank(text) and is_underlined_blank(run, paragraph, self.formatting, self.is_left_out)
        return UNDERLINED if is_blank else text

    def note_look(self, run: etree._Element, paragraph: etree._Element, text: str) -> None:
        """Note how a run is kept from the reader, or whether figures in it are off their line."""
        kind = unseen(run, paragraph, self.formatting, self.change)
        is_told = kind not in SHIFTED.values() or any(map(str.isdecimal, text))
        self.unseen.append((kind if is_told else "", text))

    def ruby(self, element: etree._Element) -> Iterator[str]:
        """Yield words, and in parentheses how they are to be read, which is printed above them."""
        for name, pattern in (("rubyBase", "{}"), ("rt", "({})")):
            found = element.find(f"{W}{name}")
            yield pattern.format("".join(self.text(found))) if found is not None else ""

    def formula(self, element: etree._Element) -> str:
        """Return a formula in one line, and note it with its shapes."""
        self.formulas += 1
        text = formulas.line(element, self.is_left_out)
        if (paragraph := self.written) is not None:
            for run in element.iter(f"{M}r"):
                self.note_look(run, paragraph, "".join(map(str, run.itertext(f"{M}t"))))
        if text:
            self.objects.add_formula(" ".join(words_in(straightened(text))), formulas.shapes(element))
        return text

    def control(self, control: etree._Element) -> str | None:
        """Note a content control. Return its words if they come from data, and are not those that stand in it."""
        if not is_tracked(control, TRACKED_CONTROLS.get(self.revisions, ())):
            self.note_object(control, f"{W}sdt")
        value = self.bound.shown(control)
        typed = "".join(text.text or "" for text in control.iter(f"{W}t"))
        if value is None or value.split() == typed.split():
            return None
        self.controls += 1
        return value

    def note(self, reference: etree._Element) -> None:
        """Keep the footnote or endnote of a reference, which is read behind the paragraph."""
        note = self.notes[NOTES[reference.tag]].get(reference.get(f"{W}id", ""))
        if note is not None and drawings.says(note):
            self.noted.append((note, self.package.named(NOTES[reference.tag])))

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
        """Add to the code of the open field."""
        if self.open_fields:
            self.open_fields[-1].code += element.text or ""

    def remarks(self) -> Iterator[str]:
        """Yield what was counted in this pass, and how it was read."""
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
        if self.is_without_pages:
            yield "says nothing of the pages of its last section: read as Letter with margins of an inch"
        yield "not compared: where pages end, and styles and widths of tables; curly quotation marks are read as straight"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


_ELEMENTS = {f"{W}fldSimple": StoryReader.simple_field, f"{W}ruby": StoryReader.ruby}


def _listed(styles: etree._Element | None) -> Iterator[str]:
    """Yield the styles for the entries of a table of contents: "toc 1", under any identity."""
    for style in styles.iter(f"{W}style") if styles is not None else ():
        name = style.find(f"{W}name")
        if name is not None and re.fullmatch(r"toc \d", name.get(f"{W}val", "").lower()):
            yield style.get(f"{W}styleId", "")


def _notes(package: Package, name: str) -> dict[str, etree._Element]:
    root = package.related_xml(name)
    return {
        element.get(f"{W}id", ""): element
        for element in (root if root is not None else ())
        if element.get(f"{W}type", "normal") == "normal"
    }
