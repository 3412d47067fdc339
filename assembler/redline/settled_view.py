"""A Word file as it is with all changes accepted, or with all rejected, for the verification of a redline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from lxml import etree
from msgspec import Struct

from assembler.readers import formulas
from assembler.readers.elements import BOX, CODES, FALLBACK, NOTES, TEXTS, M, R, W, child, value
from assembler.readers.fields import plain_code, shown_by_form
from assembler.readers.list_numbering import Counter
from assembler.readers.package import NO_RELATIONSHIP, Package, digest
from assembler.readers.summary_page import without_summary

_RUN = f"{W}r"
_CAME = tuple(f"{W}{name}" for name in ("ins", "moveTo", "cellIns"))
_WENT = tuple(f"{W}{name}" for name in ("del", "moveFrom", "cellDel"))
_BEFORE = {f"{W}{name}Change": f"{W}{name}" for name in ("pPr", "rPr", "sectPr")}
_BESIDE_PARAGRAPHS = (*_CAME, *_WENT, f"{W}r", f"{M}oMath", f"{M}oMathPara")
IMPORTED = "file imported"  # a kind of line
_TURNING = (f"{W}bdo", f"{W}dir")
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_SILENT = {f"{W}{name}" for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "lastRenderedPageBreak", "smartTagPr", "customXmlPr")} | {FALLBACK}  # fmt: skip
_OF_PAGES = ("PAGE", "PAGEREF", "NUMPAGES", "SECTIONPAGES")
_OF_RUNS = ("b", "i", "strike", "caps", "smallCaps", "vanish", "u", "color", "sz", "vertAlign", "highlight")
_OF_PARAGRAPHS = ("jc", "keepNext", "pageBreakBefore", "outlineLvl", "ind", "spacing")
_PLAIN = {"0", "false", "off", "none", "auto", "left", "start", "baseline", "000000"}

_HOST = re.compile(r"^(\w+://[^/]+)/$")  # with a slash behind it, or without

Look = frozenset[tuple[str, str]]


class Piece(Struct, frozen=True, gc=False):
    """Words of one look. `other` is their look by the styles of the redline, and `link` where they lead."""

    text: str
    look: Look
    other: Look
    link: str


class Raw(Struct, frozen=True, gc=False):
    """Words of a run with its properties, before their paragraph is known."""

    text: str
    properties: etree._Element | None
    link: str


class Line(Struct, frozen=True, gc=False):
    """A paragraph, or the border of a table, row or section, which has a `kind` only.

    `is_plain` is True if the paragraph has the default style of its file, whatever that is called there.
    """

    kind: str
    number: str = ""
    style: str = ""
    is_plain: bool = False
    look: Look = frozenset()
    other: Look = frozenset()
    pieces: tuple[Piece, ...] = ()

    @property
    def text(self) -> str:
        """The words of the paragraph."""
        return "".join(piece.text for piece in self.pieces)


class Styles:
    """The styles of a file: what they look like, by id and by name."""

    def __init__(self, package: Package) -> None:
        root = package.related_xml("styles")
        found = root.iterfind(f"{W}style") if root is not None else ()
        self._elements = {element.get(f"{W}styleId", ""): element for element in found}
        self._names = {identity: value(element, "name") or identity for identity, element in self._elements.items()}
        self._ids = {(self._kind(identity), self.name(identity).lower()): identity for identity in self._elements}
        self._known: dict[tuple[str, str], dict[str, str]] = {}
        defaults = child(root, "docDefaults")
        self._defaults = {
            name: defaults.find(f"{W}{name}Default/{W}{name}") if defaults is not None else None
            for name in ("pPr", "rPr")
        }
        self.default = next((identity for identity in self._elements if self._kind(identity) == "paragraph" and self._elements[identity].get(f"{W}default") in ("1", "true")), "")  # fmt: skip

    def _kind(self, identity: str) -> str:
        return self._elements[identity].get(f"{W}type", "")

    def name(self, identity: str) -> str:
        """Return the name of a style, its id where it has none, or "" if it is not defined."""
        return self._names.get(identity, "")

    def is_plain(self, identity: str) -> bool:
        """Return True for the default style, which a file may lack, and for a style that is not defined."""
        return identity == self.default or identity not in self._elements

    def named(self, other: Styles, identity: str, kind: str) -> str:
        """Return the id of the style that another file calls by an id, or "" if there is none."""
        return self._ids.get((kind, other.name(identity).lower()), "")

    def chain(self, identity: str, properties: str) -> dict[str, str]:
        """Return what a style and those it is based on say."""
        key = (identity, properties)
        if key not in self._known:
            self._known[key] = {}
            element = self._elements.get(identity)
            if element is not None:
                based = self.chain(value(element, "basedOn"), properties)
                self._known[key] = {**based, **_said(child(element, properties))}
        return self._known[key]

    def look(self, chains: Iterable[tuple[str, str]], direct: etree._Element | None, default: str) -> Look:
        """Return the look of styles, one over the other, and of what stands at the words."""
        look = _said(self._defaults[default])
        for identity, properties in chains:
            look |= self.chain(identity, properties)
        return frozenset((name, given) for name, given in (look | _said(direct)).items() if given not in _PLAIN)


def _said(properties: etree._Element | None) -> dict[str, str]:
    said: dict[str, str] = {}
    for element in properties if properties is not None else ():
        name = str(element.tag).removeprefix(W)
        if name in ("ind", "spacing"):
            sides = (
                (str(side).removeprefix(W).replace("start", "left").replace("end", "right"), given)
                for side, given in element.attrib.items()
            )
            said.update(
                {
                    f"{name}.{side}": str(given)
                    for side, given in sides
                    if side in ("left", "right", "firstLine", "hanging", "before", "after")
                }
            )
        elif name in _OF_RUNS or name in _OF_PARAGRAPHS:
            given = element.get(f"{W}val", "1")
            said[name] = {"true": "1", "on": "1", "end": "right"}.get(given, given)
    return said


class View:
    """A file as it is with its changes settled one way. `styles` are its own, and `other` those of the redline."""

    def __init__(self, package: Package, styles: Styles, *, rejected: bool, other: Styles) -> None:
        self._package, self._styles, self._rejected, self._other = package, styles, rejected, other
        self._gone = _CAME if rejected else _WENT
        self._known: dict[tuple[str, str, bytes], tuple[Look, Look]] = {}
        self._main = package.main
        self._counter = Counter(package.related_xml("numbering"), package.related_xml("styles"))
        self._fields: list[list[str]] = []  # of each open field its code; a second item once its result has begun
        self._notes = {kind: self._by_id(kind) for kind in NOTES.values()}
        self._sections: list[etree._Element] = []

    def _by_id(self, kind: str) -> Mapping[str, etree._Element]:
        root = self._package.related_xml(kind)
        return {note.get(f"{W}id", ""): note for note in root} if root is not None else {}

    def lines(self) -> list[Line]:
        """Return the paragraphs of the document, and the borders of tables, rows and sections."""
        root = self._package.xml(self._main)
        body = child(root, "body")
        without_summary(body)
        lines = [*self._blocks(body, self._main)] if body is not None else []
        final = child(body, "sectPr")
        if final is not None:
            self._sections.append(final)
        return lines

    def headers(self) -> list[dict[str, str]]:
        """Return the words of the headers and footers of each section by kind; asked behind `lines`."""
        shown: dict[str, str] = {}
        sections: list[dict[str, str]] = []
        for section in self._sections:
            for reference in section.iterchildren(f"{W}headerReference", f"{W}footerReference"):
                part = _target(self._package, self._main, reference.get(f"{R}id", ""))
                root = self._package.xml(part)
                words = "\n".join(line.text for line in self._blocks(root, part)) if root is not None else ""
                shown[f"{str(reference.tag).removeprefix(W)} ({reference.get(f'{W}type', 'default')})"] = words.strip()
            sections.append(dict(shown))
        return sections

    def _blocks(self, container: etree._Element, part: str) -> Iterator[Line]:
        """Yield the lines of a container; a paragraph without its mark goes on in the next one."""
        pieces: list[Raw] = []
        for block in container:
            if block.tag == f"{W}p":
                pieces += self._pieces(block, part)
                properties = child(block, "pPr")
                if not self._is_gone(child(properties, "rPr")):
                    yield from self._line(properties, pieces, counts=part == self._main)
                    pieces = []
            elif block.tag == f"{W}tbl":
                yield from self._table(block, part)
            elif block.tag == f"{W}altChunk":
                yield Line(f"{IMPORTED} {_digest(self._package, part, block.get(f'{R}id', ''))}")
            elif block.tag in _BESIDE_PARAGRAPHS:
                pieces += self._pieces([block], part)
            elif block.tag not in _SILENT:
                inner = child(block, "sdtContent")
                yield from self._blocks(block if inner is None else inner, part)
        if any(piece.text for piece in pieces):
            yield Line("paragraph without an end")

    def _table(self, table: etree._Element, part: str) -> Iterator[Line]:
        rows = [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]
        rows = [row for row in rows if not self._is_gone(child(row, "trPr"))]
        if rows:
            yield Line("table")
        for row in rows:
            yield Line("row")
            for cell in row.iter(f"{W}tc"):
                if next(cell.iterancestors(f"{W}tr")) is row and not self._is_gone(child(cell, "tcPr")):
                    yield Line("cell")
                    yield from self._blocks(cell, part)
        if rows:
            yield Line("end of a table")

    def _is_gone(self, properties: etree._Element | None) -> bool:
        return properties is not None and any(inner.tag in self._gone for inner in properties)

    def _settled(self, properties: etree._Element | None) -> etree._Element | None:
        """Return properties as they are this way."""
        if properties is None or not self._rejected:
            return properties
        changed = next((inner for inner in properties if inner.tag in _BEFORE), None)
        return properties if changed is None else changed.find(_BEFORE[str(changed.tag)])

    def _line(self, properties: etree._Element | None, pieces: list[Raw], *, counts: bool) -> Iterator[Line]:
        settled = self._settled(properties)
        named = value(settled, "pStyle")
        style = named or self._styles.default
        number = self._counter.number(settled) if counts else ""
        other = self._other.named(self._styles, style, "paragraph") if named else self._other.default
        own, by_other = self._looks(settled, (style, "pPr"), (other, "pPr"))
        yield Line(
            "paragraph", number, self._styles.name(style), self._styles.is_plain(style), own, by_other,
            tuple(self._joined(pieces, style, other)),
        )  # fmt: skip
        section = child(properties, "sectPr")
        if section is not None:
            self._sections.append(section)
            yield Line("section")

    def _joined(self, raw: list[Raw], style: str, other: str) -> Iterator[Piece]:
        """Yield pieces of one look that follow each other as one."""
        chains = (style, "rPr"), (other, "rPr")
        looked = ((*self._looks(one.properties, *chains), one.link, one.text) for one in raw)
        for (look, by_other, link), group in groupby(looked, itemgetter(0, 1, 2)):
            yield Piece("".join([text for _, _, _, text in group]), look, by_other, link)

    def _looks(
        self, properties: etree._Element | None, own: tuple[str, str], other: tuple[str, str]
    ) -> tuple[Look, Look]:
        """Return the look of a run or a paragraph, by the styles of its file and by those of the redline.

        `own` and `other` are the style of the paragraph in both, and which properties of it count.
        """
        kind = own[1]
        key = own[0], kind, b"" if properties is None else etree.tostring(properties, with_tail=False)
        if key not in self._known:
            run = value(properties, "rStyle") if kind == "rPr" else ""
            other_run = self._other.named(self._styles, run, "character") if run else ""
            self._known[key] = (
                self._styles.look([own, (run, kind)], properties, kind),
                self._other.look([other, (other_run, kind)], properties, kind),
            )
        return self._known[key]

    def _pieces(self, element: Iterable[etree._Element], part: str, link: str = "") -> list[Raw]:
        """Return what a paragraph or something in it says, run by run."""
        found: list[Raw] = []
        for inner in element:
            tag = inner.tag
            if tag == _RUN:
                properties: etree._Element | None = None
                for content in inner:
                    if content.tag == f"{W}rPr":
                        properties = self._settled(content)
                    elif text := self._text(content, part):
                        found.append(Raw(text, properties, link))
            elif tag in _SILENT or tag in self._gone:
                continue
            elif tag == f"{W}fldSimple":
                look = self._settled(inner.find(f".//{_RUN}/{W}rPr"))
                begin = self._turned("begin")
                self._fields[-1][0] = inner.get(f"{W}instr", "")
                found.append(Raw(begin + self._turned("separate"), look, link))
                found += [*self._pieces(inner, part, link), Raw(self._turned("end"), look, link)]
            elif tag == f"{M}oMath":
                words = "".join(formulas.line(inner, lambda element: element.tag in self._gone).split())
                found.append(Raw(f"formula {words}", None, ""))
            else:
                found += self._pieces(inner, part, self._link(inner, part, link))
        return found

    def _link(self, element: etree._Element, part: str, outer: str) -> str:
        """Return the link or the forced direction of what stands in an element, with those around it."""
        if element.tag in _TURNING:
            return f"{outer} {element.tag.removeprefix(W)} {element.get(f'{W}val')}"
        if element.tag != f"{W}hyperlink":
            return outer
        return f"{outer}{_digest(self._package, part, element.get(f'{R}id', ''))}#{element.get(f'{W}anchor', '')}"

    def _text(self, inner: etree._Element, part: str) -> str:
        """Return what something in a run says."""
        tag = inner.tag
        if tag in _SILENT:
            return ""
        if tag in TEXTS and not self._fields:
            return inner.text or ""
        if tag in CODES:
            if self._fields:
                self._fields[-1][0] += inner.text or ""
            return ""
        if tag == f"{W}fldChar":
            return self._turned(inner.get(f"{W}fldCharType", "")) + _of_form(inner)
        if any(
            len(field) > 1 and field[0].split()[:1] and field[0].split()[0].upper() in _OF_PAGES
            for field in self._fields
        ):
            return ""
        if tag in TEXTS:
            return inner.text or ""
        if tag in NOTES:
            kind = NOTES[tag]
            note = self._notes[kind].get(inner.get(f"{W}id", ""))
            return "" if note is None else f"[note: {self._flat(note, self._package.named(kind))}]"
        name = tag.removeprefix(W)
        if name in _SIGNS and inner.get(f"{W}type", "textWrapping") == "textWrapping":
            return _SIGNS[name]
        return f"[{self._content(inner, part)}]" if name not in ("footnoteRef", "endnoteRef", "annotationRef", "commentReference") else ""  # fmt: skip

    def _turned(self, kind: str) -> str:
        """Return what a mark of a field says: its code stands before the result, also where the field has none."""
        if kind == "begin":
            self._fields.append([""])
            return "{"
        if not self._fields:
            return ""  # it belongs to no field
        if kind == "separate":
            self._fields[-1].append("")
            return f"{plain_code(self._fields[-1][0])}|"
        code, *result = self._fields.pop()
        return "}" if result else f"{plain_code(code)}|}}"

    def _flat(self, container: etree._Element, part: str) -> str:
        return " / ".join(line.text for line in self._blocks(container, part))

    def _content(self, element: etree._Element, part: str) -> str:
        """Return what a drawing or another object is: its kind, what it leads to, and the words of its boxes."""
        said = [str(element.tag).rpartition("}")[2]]
        for inner in element.iter():
            if any(above.tag == FALLBACK for above in inner.iterancestors()):
                continue
            said += [
                _digest(self._package, part, str(given))
                for name, given in inner.attrib.items()
                if str(name).startswith(R)
            ]
            if inner.tag == BOX and not any(above.tag == inner.tag for above in inner.iterancestors() if element in above.iterancestors()):  # fmt: skip
                said += [words] if (words := self._flat(inner, part)) else []
            if inner.tag == f"{W}sym":
                said.append(f"{inner.get(f'{W}font')} {inner.get(f'{W}char')}")
        return " ".join(said)


def _of_form(field: etree._Element) -> str:
    """Return what a field of a form shows, or the words that it is reset to."""
    default = field.find(f"{W}ffData/{W}textInput/{W}default")
    return shown_by_form(field) + (default.get(f"{W}val", "") if default is not None else "")


def _target(package: Package, part: str, identity: str) -> str:
    return package.relationships(part).get(identity, NO_RELATIONSHIP).target


def _digest(package: Package, part: str, identity: str) -> str:
    """Return where a relationship leads, a part by its bytes."""
    target = _target(package, part, identity)
    if target in package.parts:
        return digest(package.parts[target], package.xml(target) if target.endswith(".xml") else None)
    return _HOST.sub(r"\1", target)
