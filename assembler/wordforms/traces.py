"""Take out of a form what its file knows of earlier matters, and refuse what would be delivered unseen.

Word shows a content control that is bound to data of the file as the data say, whatever stands in it. So each is
unbound, and the data stay behind, as do variables, sources of mail merge, lists of literature and building blocks.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy

from lxml import etree
from msgspec.structs import replace

from assembler.errors import Location, Problem
from assembler.word import tags
from assembler.word.ooxml import qualified
from assembler.word.package import Properties
from assembler.word.untrusted_docx import UntrustedPackage
from assembler.wordforms.fields import Field, fields

_CONTENT_TYPES, _PACKAGE = "[Content_Types].xml", "_rels/.rels"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BINDINGS = (qualified("dataBinding"), "{http://schemas.microsoft.com/office/word/2012/wordml}dataBinding")
_LEFT_OUT = frozenset(
    {"customXml", "glossaryDocument", "people", "keyMapCustomizations", "attachedToolbars", "printerSettings", "recipientData"}
)  # fmt: skip
_OF_PACKAGE = frozenset({"officeDocument", "core-properties", "extended-properties", "custom-properties"})
_ELEMENTS = (
    *_BINDINGS,
    *map(qualified, ("smartTagPr", "customXmlPr", "printerSettings", "docVars", "mailMerge", "attachedSchema")),
    "{http://schemas.openxmlformats.org/schemaLibrary/2006/main}schemaLibrary",
)
_ATTRIBUTES = (("date", "fullDate"), ("dropDownList", "lastValue"), ("comboBox", "lastValue"))
_EMBEDDED = {"package": "an embedded file", "oleObject": "an embedded object", "aFChunk": "another document", "control": "a control"}  # fmt: skip

_PRINTS_DATA = re.compile(
    "DOCVARIABLE|MERGE(?:FIELD|REC|SEQ)|ADDRESSBLOCK|GREETINGLINE|DATABASE|CITATION|BIBLIOGRAPHY|KEYWORDS|COMMENTS"
    "|TEMPLATE|(?:CREATE|SAVE|PRINT)DATE|EDITTIME|REVNUM|USER(?:NAME|INITIALS|ADDRESS)|AUTOTEXT(?:LIST)?|GLOSSARY"
    "|INCLUDE(?:TEXT|PICTURE)?|IMPORT|LINK|DDE(?:AUTO)?|RD"
)
_NAMED = frozenset({"DOCPROPERTY", "INFO"})
_OWN_PROPERTIES = frozenset({"title", "subject", "company", "author", "lastsavedby"})
_OF_THEIR_OWN = frozenset({"title", "subject", "author", "lastsavedby", "filename"})  # kinds of fields
_SHOWN = 60


def without_traces(opened: UntrustedPackage) -> UntrustedPackage:
    """Return a form without its data, and without the parts that only they need."""
    parsed = {name: deepcopy(root) for name, root in opened.parsed.items()}
    holds_bindings = any(next(root.iter(*_BINDINGS), None) is not None for root in parsed.values())
    for name, root in parsed.items():
        _take_out(name, root)
        if holds_bindings and name.startswith("docProps/"):
            # Word writes what is typed into a bound control into the properties too, a tag for example.
            for element in root.iter(etree.Element):
                element.text = None if tags.holds_tag(element.text or "") else element.text
    kept = {_CONTENT_TYPES, *_reached(parsed), *(name for name in parsed if name.startswith("docProps/"))}
    changed = {
        name: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        for name, root in parsed.items()
    }
    parts = {name: changed.get(name, data) for name, data in opened.parts.items() if name in kept}
    return replace(opened, parts=parts, parsed={name: root for name, root in parsed.items() if name in kept})


def _take_out(name: str, root: etree._Element) -> None:
    for element in [*root.iter(*_ELEMENTS), *_defaults(root), *_links_left_out(name, root)]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    for tag, attribute in _ATTRIBUTES:
        for element in root.iter(qualified(tag)):
            element.attrib.pop(qualified(attribute), "")


def _defaults(root: etree._Element) -> Iterator[etree._Element]:
    """Yield what the fields of a protected form held when it was made."""
    for entry in root.iter(qualified("textInput")):
        yield from entry.iterchildren(qualified("default"))


def _links_left_out(name: str, root: etree._Element) -> Iterator[etree._Element]:
    for link in root.iter(_RELATIONSHIP) if name.endswith(".rels") else ():
        kind = _kind(link)
        if kind in _LEFT_OUT or (name == _PACKAGE and kind not in _OF_PACKAGE):
            yield link


def _kind(link: etree._Element) -> str:
    return link.get("Type", "").rpartition("/")[2]


def _reached(parsed: Mapping[str, etree._Element]) -> Iterator[str]:
    """Yield the names of all parts that the relationships lead to, and of the relationships."""
    seen, waiting = set[str](), [""]
    while waiting:
        part = waiting.pop()
        folder, _, file = part.rpartition("/")
        links = posixpath.join(folder, "_rels", f"{file}.rels")
        if links not in parsed:
            continue
        yield links
        for link in parsed[links].iter(_RELATIONSHIP):
            target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).removeprefix("/")
            if link.get("TargetMode") != "External" and target not in seen:
                seen.add(target)
                waiting.append(target)
                yield target


# Refuse


def faults(opened: UntrustedPackage, paragraphs: Iterable[tags.TaggedParagraph]) -> Iterator[Problem]:
    """Yield what a form would deliver of an earlier matter: bound words, fields that print data, and hidden things."""
    listed, place = [*paragraphs], Location(opened.name)
    for name, root in sorted(opened.parsed.items()):
        if name.endswith(".rels"):
            yield from _embedded(root, place)
        for control in _bound(root):
            words = _words(control)
            if words.strip() and not tags.holds_tag(words):
                what = f"{where_of(control, listed, name)} holds a content control that is bound to data of the form, and shows {short(words)}"
                hint = "Type a tag into the control. Or take the control off: right-click it, Remove Content Control."
                yield Problem("W203", what, hint, place)
        for field in fields(root):
            if _prints_data(field):
                what = f"{where_of(field.first, listed, name)} holds a field that prints data of the form: {short(field.code)}"
                yield Problem("W204", what, "Type a tag or words in its place.", place)
        for run in root.iter(qualified("r")):
            if _is_hidden(run) and (words := _words(run)).strip():
                what = f"{where_of(run, listed, name)} holds hidden words, which would be delivered: {short(words)}"
                yield Problem("W206", what, "Show them in Word with Ctrl+Shift+8, and delete them.", place)


def _bound(root: etree._Element) -> Iterator[etree._Element]:
    for binding in root.iter(*_BINDINGS):
        control = next(binding.iterancestors(qualified("sdt")), None)
        if control is not None:
            yield control


def _embedded(root: etree._Element, place: Location) -> Iterator[Problem]:
    for link in root.iter(_RELATIONSHIP):
        if (kind := _EMBEDDED.get(_kind(link))) and link.get("TargetMode") != "External":
            what = f"the form holds {kind} that is delivered and not read: {link.get('Target')}"
            yield Problem("W205", what, "Delete it in Word, or paste it as a picture.", place)


def _prints_data(field: Field) -> bool:
    if field.kind in _NAMED:
        return len(field.words) < 2 or field.words[1].casefold() not in _OWN_PROPERTIES
    return bool(_PRINTS_DATA.fullmatch(field.kind)) or (field.kind == "FILENAME" and "\\p" in field.words)


def _is_hidden(run: etree._Element) -> bool:
    look = run.find(f"{qualified('rPr')}/{qualified('vanish')}")
    return look is not None and look.get(qualified("val"), "1") not in ("0", "false", "off")


def _words(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(qualified("t")))


def short(words: str) -> str:
    """Return the first words as messages show them."""
    shown = " ".join(words.split())
    return repr(shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}...")


def where_of(element: etree._Element, paragraphs: Iterable[tags.TaggedParagraph], part: str) -> str:
    """Return the paragraph of an element, or the first one in it, as messages name it."""
    inside = next(element.iter(qualified("p")), None)
    around = inside if inside is not None else next(element.iterancestors(qualified("p")), None)
    return next((each.where for each in paragraphs if each.element is around), part)


# Print the properties of the document


def show_properties(root: etree._Element, properties: Properties, file: str) -> None:
    """Write the properties of the finished document into the fields that print them. `file` is its name."""
    known = {
        "title": properties.title,
        "subject": properties.subject,
        "company": properties.company,
        "author": properties.author,
        "lastsavedby": properties.author,
        "filename": file,
    }
    for field in fields(root):
        name = field.words[1].casefold() if field.kind in _NAMED and len(field.words) > 1 else field.kind.casefold()
        if name in known and (field.kind in _NAMED or name in _OF_THEIR_OWN):
            # docxtpl is done, but a brace of a name would be taken for a tag that it left.
            field.show(known[name].translate(str.maketrans("{}", tags.BRACES)))
