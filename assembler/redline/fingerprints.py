"""Fingerprints of XML: equal where two elements mean the same, in whichever file they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from lxml import etree

from assembler.readers import drawings
from assembler.readers.effective_formatting import Formatting
from assembler.readers.elements import ALTERNATIVES, BOX, FALLBACK, WP, A, Element, M, R, W, child, is_on
from assembler.readers.fields import shown_by_form
from assembler.readers.formulas import SIGNS
from assembler.readers.objects import address
from assembler.readers.package import digest
from assembler.redline.word_file import WordFile

_NOISE = {
    *(f"{W}{name}" for name in ("rsidR", "rsidRPr", "rsidRDefault", "rsidP", "rsidDel", "rsidTr", "rsidSect")),
    *(f"{{http://schemas.microsoft.com/office/word/2010/{space}}}{name}" for space in ("wordml", "wordprocessingDrawing") for name in ("paraId", "textId", "anchorId", "editId")),
    "{urn:schemas-microsoft-com:office:office}spid",
}  # fmt: skip
_POWER_TOOLS = "{http://powertools.codeplex.com/2011}"  # marks of its own, left in a file
_NUMBERED = {f"{WP}docPr", "{http://schemas.openxmlformats.org/drawingml/2006/picture}cNvPr", "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}cNvPr"}  # fmt: skip
_SILENT = {f"{W}proofErr", f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}lastRenderedPageBreak", FALLBACK, f"{W}lang", f"{W}noProof"}  # fmt: skip
# Marks of formulas, and those that stand there where none is named.
_OF_FORMULAS = {"begChr": "(", "endChr": ")", "sepChr": "|", "chr": "\u222b", "type": "bar", "pos": "bot"}
_UNSEEN = ("strike", "dstrike", "vanish")  # looks that take a part of a formula away
_LOOSE = ("r", "oMath", "oMathPara", "func", "fName")  # parts of formulas that say nothing
_STACK = {"f": "eqArr", "num": "e", "den": "e"}  # a fraction without a bar, and one above the other
_OF_FORMS = (f"{W}textInput/{W}default", f"{W}ddList/{W}listEntry")  # besides what a form shows
_SILENT_OF_CONTROLS = {f"{W}{name}" for name in ("alias", "tag", "id", "placeholder", "showingPlcHdr", "temporary", "rPr")}  # fmt: skip
_SETTINGS_OF_CONTROLS = ("lid", "storeMappedDataAs", "calendar", "checkedState", "uncheckedState")
_LEADING = {
    f"{A}blip", f"{A}hlinkClick", "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
}  # fmt: skip


class Lengths:
    """The lengths of drawings. Programs round them: one that is within half a millimetre of another is that one."""

    def __init__(self) -> None:
        self._known: list[int] = []

    def of(self, length: int) -> int:
        """Return the length that was first given for one, or for one like it."""
        same = next((known for known in self._known if abs(known - length) <= drawings.MILLIMETRE // 2), None)
        if same is None:
            self._known.append(length)
        return length if same is None else same


class Fingerprints:
    """Fingerprints of elements of one part of a file; relationships are known by what they lead to.

    `lengths` are those of both files, and `looks` is the formatting of this one.
    """

    def __init__(self, file: WordFile, part: str, lengths: Lengths, looks: Formatting) -> None:
        self._file, self._part, self._lengths, self._looks = file, part, lengths, looks

    def of(self, element: Element | None) -> str:
        """Return the fingerprint of an element without the words of its text boxes; "" for None."""
        if element is None:
            return ""
        if element.tag in (f"{W}drawing", ALTERNATIVES):
            shown = [*drawings.shown_in(element)]
            if any(inner.tag == BOX or inner.tag in _LEADING for inner in shown):
                drawn = "".join([*self._leading(shown), *drawings.look(shown, self._looks.theme)])
                return f"drawing {self._size(element)}{drawn} boxes {len([*boxes(element)])}"
        if element.tag in (f"{M}oMath", f"{M}oMathPara"):
            return f"formula {''.join(_formula(element))}"
        if element.tag == f"{W}sdt":
            return f"control {' '.join(sorted(self._kinds(element)))}: {self._content(element)}"
        if element.tag == f"{W}fldChar":
            form = (inner.get(f"{W}val", "") for path in _OF_FORMS for inner in element.iterfind(f"{W}ffData/{path}"))
            return f"{element.get(f'{W}fldCharType')} {shown_by_form(element)} {' '.join(form)}"
        return "".join(self._written(element))

    def target(self, identity: str) -> str:
        """Return what a relationship leads to: an address, or the digest of a part."""
        relationship = self._file.relationships(self._part).get(identity)
        if relationship is None:
            return ""
        content = None if relationship.is_external else self._file.parts.get(relationship.target)
        if content is None:
            return address(relationship.target)
        return digest(content, self._file.root(relationship.target) if relationship.target.endswith(".xml") else None)

    def _size(self, drawing: Element) -> str:
        """Return the width and height of a drawing, or "" if it is as large as its words."""
        return " x ".join(str(self._lengths.of(side)) for side in drawings.sides(drawing))

    def _leading(self, shown: Sequence[Element]) -> Iterator[str]:
        """Yield what the elements in a drawing lead to: pictures, links, charts and diagrams."""
        for inner in shown:
            if inner.tag in _LEADING:
                yield from (
                    f" {self.target(str(one))}" for name, one in inner.attrib.items() if str(name).startswith(R)
                )

    def _kinds(self, control: Element) -> Iterator[str]:
        """Yield what kinds of control it is, with what can be chosen; how programs know and show it says nothing."""
        properties = child(control, "sdtPr")
        for kind in properties if properties is not None else ():
            if kind.tag not in _SILENT_OF_CONTROLS:
                given = (f"{etree.QName(inner).localname} {sorted(inner.attrib.values())}" for inner in kind.iter() if etree.QName(inner).localname not in _SETTINGS_OF_CONTROLS)  # fmt: skip
                yield " ".join(map(str, given))

    def _content(self, control: Element) -> str:
        """Return what stands in a control: its words by their looks, wherever runs begin, and all else."""
        content = child(control, "sdtContent")
        paragraph = next(control.iterancestors(f"{W}p"), control)
        usual = self._looks.run(paragraph, None).items()
        said: list[tuple[str, str]] = []
        for inner in content.iter(f"{W}r") if content is not None else ():
            properties = child(inner, "rPr")
            look = sorted(self._looks.run(paragraph, properties).items() ^ usual)
            said += [(str(look), self._said(one)) for one in inner if one is not properties]
        others = (self.of(inner) for inner in (content if content is not None else ()) if inner.tag != f"{W}r")
        alike = groupby([one for one in said if one[1]], lambda one: one[0])
        return "".join([*(f"{look} {''.join(text for _, text in same)}" for look, same in alike), *others])

    def _said(self, inner: Element) -> str:
        return (inner.text or "") if inner.tag == f"{W}t" else self.of(inner)

    def _written(self, element: Element) -> Iterator[str]:
        if element.tag in _SILENT:
            return
        yield f"<{element.tag}"
        ignored = ("id", "name", "descr", "title") if element.tag in _NUMBERED else ()
        for name, given in sorted(element.attrib.items()):
            if name not in _NOISE and name not in ignored and not str(name).startswith(_POWER_TOOLS):
                yield f" {name!s}={self.target(str(given)) if str(name).startswith(R) else given!r}"
        yield ">"
        if element.tag == BOX:
            yield "box" if drawings.says(element) else ""
            return
        yield (element.text or "") if not len(element) else ""
        for inner in element:
            yield from _formula(inner) if inner.tag == f"{M}oMath" else self._written(inner)
        yield "/"


def _formula(element: Element) -> Iterator[str]:
    """Yield what a formula says, without how it looks: runs are split, and signs written, as a program likes."""
    name = etree.QName(element).localname
    if name == "t":
        yield (element.text or "").translate(SIGNS).replace(" ", "")
    elif name == "d" and element.tag.startswith(M):
        yield from _enclosed(element)
    elif name == "f" and _kind(element) == "lin":
        yield from (*_inner(element, "num"), "/", *_inner(element, "den"))
    elif name in _OF_FORMULAS:
        given = element.get(f"{M}val", "")
        yield f" {name} {given}" if given not in (_OF_FORMULAS[name], "noBar") else ""
    elif element.tag == f"{W}rPr":
        yield from (f" {look}" for look in _UNSEEN if is_on(child(element, look)))
    elif name.endswith("Pr"):
        for inner in element:
            if etree.QName(inner).localname in _OF_FORMULAS:
                yield from _formula(inner)
    else:
        name = _part_name(element, name)
        is_part = element.tag.startswith(M) and name not in _LOOSE
        yield f"<{name}>" if is_part else ""
        for inner in element:
            yield from _formula(inner)
        yield "/" if is_part else ""


def _part_name(element: Element, name: str) -> str:
    """Return the name of a part of a formula, the same for parts that programs write one for the other."""
    parent = element.getparent()
    if name == "e" and parent is not None and parent.tag == f"{M}func":
        return _LOOSE[0]  # what a function is applied to stands behind it, in it or not
    fraction = element if name == "f" else parent
    is_stack = fraction is not None and fraction.tag == f"{M}f" and _kind(fraction) == "noBar"
    return _STACK.get(name, name) if is_stack else name


def _enclosed(element: Element) -> Iterator[str]:
    """Yield what stands in brackets with them, as if they were typed."""
    signs = {name: element.find(f"{M}dPr/{M}{name}") for name in ("begChr", "sepChr", "endChr")}
    begins, between, ends = (sign.get(f"{M}val", "") if sign is not None else _OF_FORMULAS.get(name, "") for name, sign in signs.items())  # fmt: skip
    yield begins
    for count, inner in enumerate(element.iterchildren(f"{M}e")):
        yield between if count else ""
        for one in inner:
            yield from _formula(one)
    yield ends


def _kind(fraction: Element) -> str:
    kind = fraction.find(f"{M}fPr/{M}type")
    return kind.get(f"{M}val", "") if kind is not None else ""


def _inner(element: Element, name: str) -> Iterator[str]:
    part = element.find(f"{M}{name}")
    for inner in part if part is not None else ():
        yield from _formula(inner)


def boxes(element: Element) -> Iterator[Element]:
    """Yield the text boxes in a drawing that say something, the outer ones only, in each of its alternatives."""
    return filter(drawings.says, all_boxes(element))


def all_boxes(element: Element) -> Iterator[Element]:
    """Yield the text boxes in a drawing, the outer ones only, in each of its alternatives."""
    for inner in element:
        if inner.tag == BOX:
            yield inner
        else:
            yield from all_boxes(inner)
