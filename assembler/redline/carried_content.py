"""Styles, lists, notes, pictures and links that deleted content needs in the newer file, under free names."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree
from msgspec.structs import replace

from assembler.readers.effective_formatting import Formatting
from assembler.readers.elements import IMPORTS, NOTES, POINTS, W14, WP, Element, R, W, child, value
from assembler.readers.package import Relationship
from assembler.redline.list_matching import Lists
from assembler.redline.revision_marks import REMOVED, Marks
from assembler.redline.word_file import WordFile

_STYLES = {f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"}
_NOTES = {**NOTES, f"{W}commentReference": "comments"}
_BOOKMARK = re.compile(rb'<w:bookmarkStart\b[^>]*\bw:name="([^"]*)"')
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
_DRAWING = f"{WP}docPr"


class CarriedContent:
    """Copies elements of the older file so that they can stand in the newer one."""

    def __init__(self, old: WordFile, new: WordFile, looks: tuple[Formatting, Formatting], marks: Marks) -> None:
        self._old, self._new, self._marks = old, new, marks
        self._old_look, self._new_look = looks
        self.lists = Lists(old, new)
        stories = (content for name, content in new.parts.items() if name.endswith(".xml"))
        self._names = {"_GoBack", *(found.decode() for content in stories for found in _BOOKMARK.findall(content))}
        self.added: set[str] = set()  # parts, by their names in the newer file
        self._noted: set[str] = set()  # references of which a note was brought along
        self.parts: dict[str, str] = {}
        self._styles: dict[str, str] = {}
        ours, theirs = (look.elements for look in looks)
        self.has_same_styles = all(
            value(ours[name], "name") == value(theirs[name], "name") for name in ours.keys() & theirs.keys()
        )
        self._by_name = {_named(identity, element): identity for identity, element in self._new_look.elements.items()}

    def copy(self, element: Element, old_part: str, new_part: str) -> Element:
        """Return a copy of an element of the older file that can stand in a part of the newer one."""
        copied = deepcopy(element)
        copied.tail = None
        _drop_imports(copied)
        self._keep_free_bookmarks(copied)
        for properties in [*copied.iter(f"{W}pPr")]:
            self._number(properties)
        for inner in copied.iter():
            self._adapt(inner, old_part, new_part)
        return copied

    def bookmarks(self, paragraph: Element) -> list[tuple[Element, Element]]:
        """Return the beginnings and ends of the bookmarks of a removed paragraph whose names are free."""
        named = [bookmark.get(f"{W}name", "") for bookmark in paragraph.iter(f"{W}bookmarkStart")]
        return [self._bookmark(name) for name in dict.fromkeys(named) if self._is_free(name)]

    def _is_free(self, name: str) -> bool:
        """Return True the first time that a name is asked for which the newer file does not have."""
        is_free = name not in self._names
        self._names.add(name)
        return is_free

    def _bookmark(self, name: str) -> tuple[Element, Element]:
        identity = self._marks.next_id()
        start = etree.Element(f"{W}bookmarkStart", {f"{W}id": identity, f"{W}name": name})
        return start, etree.Element(f"{W}bookmarkEnd", {f"{W}id": identity})

    def _keep_free_bookmarks(self, copied: Element) -> None:
        """Take all ranges from a copy but bookmarks whose names are free and that end in it."""
        ends = {end.get(f"{W}id", ""): end for end in copied.iter(f"{W}bookmarkEnd")}
        for inner in [*copied.iter(*POINTS)]:
            parent = inner.getparent()
            if parent is None:
                continue
            end = ends.get(inner.get(f"{W}id", "")) if inner.tag == f"{W}bookmarkStart" else None
            if end is not None and self._is_free(inner.get(f"{W}name", "")):
                start, last = self._bookmark(inner.get(f"{W}name", ""))
                parent.replace(inner, start)
                if end.getparent() is not None:
                    end.getparent().replace(end, last)  # type: ignore[union-attr]  # it was just asked
            elif inner.getparent() is not None:
                parent.remove(inner)

    def _adapt(self, element: Element, old_part: str, new_part: str) -> None:
        for name, given in element.attrib.items():
            if str(name).startswith(R) and given:
                element.set(name, self._relationship(str(given), old_part, new_part))
            elif str(name).startswith(W14) and str(name).endswith(("paraId", "textId")):
                del element.attrib[name]
        if element.tag in _STYLES:
            element.set(f"{W}val", self.style(element.get(f"{W}val", "")))
        elif element.tag in _NOTES:
            element.set(f"{W}id", self._note(element))
        elif element.tag == _DRAWING:
            element.set("id", self._marks.next_id())

    def _number(self, properties: Element) -> None:
        """Give a paragraph its list, also where the newer file's style has another one."""
        numbering = child(properties, "numPr")
        before = self._old_look.numbering(properties)
        identity = child(numbering, "numId")
        if identity is not None:
            identity.set(f"{W}val", self.lists.list(identity.get(f"{W}val", "")))
        style = self._new_look.style(self.style(value(properties, "pStyle") or self._old_look.default)).numbering
        wanted = (self.lists.list(before[0]), before[1]) if before[0] else ("", "")
        shown = ("", "") if style[0] in ("", "0") else (style[0], style[1] or "0")
        if numbering is None and wanted != shown:
            properties.insert(1 if child(properties, "pStyle") is not None else 0, numbering_of(*wanted))
            order_properties(properties)

    def style(self, identity: str) -> str:
        """Return the id of a style in the newer file, which is brought along where it is missing."""
        if identity and identity not in self._styles:
            element = self._old_look.elements.get(identity)
            if element is None:  # it is undefined in the newer file too
                self._styles[identity] = self._free_style(identity)
            else:
                known = self._by_name.get(_named(identity, element))
                self._styles[identity] = self._carried_style(identity, element) if known is None else known
        return self._styles.get(identity, "")

    def _free_style(self, identity: str) -> str:
        while identity in self._new_look.elements:
            identity += "_"
        return identity

    def _carried_style(self, identity: str, element: Element) -> str:
        root = self._new.made_root("styles", _STYLES_TYPE)
        free = self._styles[identity] = self._free_style(identity)
        copied = deepcopy(element)
        copied.set(f"{W}styleId", free)
        if copied.get(f"{W}default"):
            del copied.attrib[f"{W}default"]
        self._new_look.elements[free] = copied
        for name in ("basedOn", "next", "link"):
            other = child(copied, name)
            if other is not None:
                other.set(f"{W}val", self.style(other.get(f"{W}val", "")))
        for listed in copied.iter(f"{W}numId"):
            listed.set(f"{W}val", self.lists.list(listed.get(f"{W}val", "")))
        root.append(copied)
        return free

    def _relationship(self, identity: str, old_part: str, new_part: str) -> str:
        given = self._old.relationships(old_part).get(identity)
        if given is None:
            return identity
        return self._new.relate(new_part, self._brought(given))

    def part(self, name: str) -> str:
        """Return the name of a part in the newer file; an equal one is not brought along twice."""
        if name not in self.parts:
            content, kind = self._old.parts[name], self._old.content_type(name)
            is_alone = not self._old.relationships(name)
            equal = (other for other, data in self._new.parts.items() if data == content and self._new.content_type(other) == kind)  # fmt: skip
            self.parts[name] = (next(equal, "") if is_alone else "") or self.added_part(name)
        return self.parts[name]

    def added_part(self, name: str) -> str:
        """Bring a part along, also where the newer file has an equal one. Return its name in the newer file."""
        added = self._new.add(name, self._old.parts[name], self._old.content_type(name))
        self.parts[name] = added
        self.added.add(added)
        for identity, given in self._old.relationships(name).items():
            self._new.add_relationship(added, identity, self._brought(given))
        return added

    def _brought(self, given: Relationship) -> Relationship:
        """Return a relationship of the older file to the same part in the newer one, where it is brought along."""
        is_inside = not given.is_external and given.target in self._old.parts
        return replace(given, target=self.part(given.target)) if is_inside else given

    def _note(self, reference: Element) -> str:
        """Bring along the note or comment of a reference, as removed. Return its id."""
        kind = _NOTES[str(reference.tag)]
        old_part = self._old.named(kind)
        root = self._old.root(old_part) if old_part else None
        identity = reference.get(f"{W}id", "")
        note = next((note for note in root if note.get(f"{W}id") == identity), None) if root is not None else None
        if note is None or root is None:
            return identity
        new_part = self._new.named(kind) or self._notes_part(kind, old_part, root)
        copied = self.copy(note, old_part, new_part)
        notes = self._new.root(new_part)
        assert notes is not None  # noqa: S101  it is there or was just made
        free = str(max((int(other.get(f"{W}id", "0")) for other in notes), default=0) + 1)
        copied.set(f"{W}id", free)
        if kind != "comments":
            self._marks.story(copied, REMOVED)
        notes.insert(root.index(note), copied)
        self._noted.add(str(reference.tag))
        return free

    def order_notes(self) -> None:
        """Count the notes in the order of their references, where some were brought along.

        LibreOffice finds a note by the distance of its id from the first one.
        """
        for tag in sorted(self._noted & {*NOTES}):
            references = [*self._new.body.iter(tag)]
            found = list(dict.fromkeys(reference.get(f"{W}id", "") for reference in references))
            ids = dict(zip(found, sorted(found, key=int), strict=True))
            root = self._new.related_root(_NOTES[tag])
            notes = [note for note in (root if root is not None else ()) if note.get(f"{W}id", "") in ids]
            places = [note.getparent().index(note) for note in notes]  # type: ignore[union-attr]  # it stands in the part
            for element in (*references, *notes):
                element.set(f"{W}id", ids[element.get(f"{W}id", "")])
            for place, note in zip(places, sorted(notes, key=lambda note: int(note.get(f"{W}id", "0"))), strict=True):
                root.insert(place, note)  # type: ignore[union-attr]  # it has notes

    def _notes_part(self, kind: str, old_part: str, root: Element) -> str:
        """Make a part for notes, with the separators of the older one."""
        made = deepcopy(root)
        for note in [note for note in made if note.get(f"{W}type") is None]:
            made.remove(note)
        name = self._new.add(f"word/{kind}.xml", etree.tostring(made), self._old.content_type(old_part))
        self._new.relate_document(kind, name)
        return name


def _named(identity: str, style: Element) -> tuple[str, str]:
    """Return the type and the name of a style, which are its own in a file; the id where it has no name."""
    return style.get(f"{W}type", ""), (value(style, "name") or identity).lower()


def _drop_imports(copied: Element) -> None:
    """Take away what is imported from other files, but for rows, which go with all that stands in them."""
    for imported in [*copied.iter(*IMPORTS)]:
        parent = imported.getparent()
        if parent is not None and next(imported.iterancestors(f"{W}tr"), None) is None:
            parent.remove(imported)


def numbering_of(identity: str, level: str) -> Element:
    """Return the properties of a paragraph in a list, or in none."""
    made = etree.Element(f"{W}numPr")
    if level:
        etree.SubElement(made, f"{W}ilvl", {f"{W}val": level})
    etree.SubElement(made, f"{W}numId", {f"{W}val": identity or "0"})
    return made


_ORDER = [
    f"{W}{name}"
    for name in (
        "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
        "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
        "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
        "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
        "rPr", "sectPr", "pPrChange",
    )
]  # fmt: skip


def order_properties(properties: Element) -> None:
    """Put the properties of a paragraph into the order that the schema asks for."""
    properties[:] = sorted(
        properties, key=lambda element: _ORDER.index(str(element.tag)) if element.tag in _ORDER else len(_ORDER)
    )
