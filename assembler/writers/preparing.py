"""An ancillary form made ready: looked through, inspected, and filled by docxtpl once, with tokens in place of its tags.

That takes docxtpl, python-docx, Jinja2 and a tenth of a second; to fill what was made ready takes none of them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from docx.document import Document as WordDocument
from jinja2 import TemplateError, nodes
from lxml import etree

from assembler.drafting import syntax
from assembler.drafting.notation import VALUE_CLOSES, VALUE_OPENS
from assembler.findings import Finding, Place, Refused
from assembler.writers import filling, foreign, mending, wordfile
from assembler.writers import tags as tags_of
from assembler.writers.ancillary import FILLED, GUIDE, OURS, STAND_INS, Looked, Ready, Story, at, unfit
from assembler.writers.ooxml import qualified
from assembler.writers.package import Part
from assembler.writers.tags import Tag

_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_TOKEN = re.compile(f"{VALUE_OPENS}(\\d+){VALUE_CLOSES}")

_CHANGES = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "cellIns", "cellDel")  # fmt: skip


def looked_through(content: bytes, name: str, facts: Mapping[str, bool], shapes: Mapping[str, Any]) -> Looked:
    """What is said in a form, whose tags may ask these facts and print these shapes.

    Refused, with everything that is wrong with the file and its tags by themselves.
    """
    opened = foreign.opened(content, name)
    filled = _filled_parts(opened)
    found = tags_of.tags(filled, name)
    findings = [*_of_file(opened, filled), *tags_of.faults(filled, found, name)]
    if findings:
        raise Refused(dict.fromkeys(findings))
    tree = syntax.parse("\n".join(tag.plain for tag in found))
    faults = _faults(tree, name, found, facts, shapes)
    does = () if faults else syntax.instructions(tree)
    return Looked(tuple(_own_properties(opened)), tuple(tag.paragraph.where for tag in found), faults, does)


def _faults(
    tree: nodes.Template, name: str, found: Sequence[Tag], facts: Mapping[str, bool], shapes: Mapping[str, Any]
) -> tuple[Finding, ...]:
    """What the tags ask that there is not, or that may not stand."""

    def blame(what: str, line: int, near: str, meant: str) -> Finding:
        remedy = f"Did you mean {near!r}?" if meant and near else GUIDE
        return at(name, found[line - 1].paragraph.where, "W306", what, remedy)

    return tuple(syntax.Inspection("a form", facts, shapes, blame).node(tree, {}))


def _filled_parts(opened: foreign.Package) -> Mapping[str, etree._Element]:
    """The parts that are filled, the body first."""
    types = {
        one.get("PartName", ""): one.get("ContentType", "")
        for one in opened.parsed["[Content_Types].xml"].iter(_OVERRIDE)
    }
    names = [name.removeprefix("/") for kind in FILLED for name in sorted(types) if types[name] == kind]
    return {name: opened.parsed[name] for name in names if name in opened.parsed}


def _of_file(opened: foreign.Package, filled: Mapping[str, etree._Element]) -> Iterator[Finding]:
    """What is wrong with the file apart from its tags: what others must not see, and tags where nothing is filled."""
    place = Place(opened.name)
    changes = [change for root in opened.parsed.values() for change in root.iter(*map(qualified, _CHANGES))]
    if changes:
        what = f"the form holds {_counted(len(changes), 'tracked change')}{_first(changes[0], filled, opened.name)}"
        yield Finding("W302", what, "Accept or reject them in Word, and save the form.", place)
    comments = [comment for root in opened.parsed.values() for comment in root.iter(qualified("comment"))]
    if comments:
        what = f"the form holds {_counted(len(comments), 'comment')}, which would be delivered"
        yield Finding("W302", what, "Delete them in Word, and save the form.", place)
    for link in foreign.outside(opened):
        what = f"the form takes something in from outside of it: {link}"
        yield Finding("W303", what, "Break the link in Word, or put the thing itself into the form.", place)
    for name in sorted({*opened.parsed} - {*filled}):
        if tags_of.holds_tag(opened.parts[name].decode("utf-8", "replace")):
            what = f"{name} holds a tag, and only the body, headers, footers and footnotes are filled"
            yield Finding("W304", what, "Move the tag to one of these, or take it out.", place)
    for name, root in filled.items():
        if any(mark in "".join(map(str, root.itertext())) for mark in OURS):
            what = f"{name} holds a character of the private use area (U+E000 to U+E005)"
            yield Finding("W304", what, "Type it anew, or take it out.", place)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("s" if count > 1 else "")


def _first(change: etree._Element, filled: Mapping[str, etree._Element], file: str) -> str:
    around = next(change.iterancestors(qualified("p")), None)
    paragraphs = (one for part, root in filled.items() for one in tags_of.paragraphs(part, root, file))
    where = next((one.where for one in paragraphs if one.element is around), "")
    return f", the first in {where}" if where else ""


def _own_properties(opened: foreign.Package) -> Iterator[str]:
    called = {"creator": "author", "lastModifiedBy": "last author", "Company": "company", "Manager": "manager"}
    for name, root in sorted(opened.parsed.items()):
        for element in root.iter(etree.Element) if name.startswith("docProps/") else ():
            kind = etree.QName(element).localname
            if kind == "property":
                yield f"custom property {element.get('name', '')!r}"
            elif kind in called and (element.text or "").strip():
                yield f"{called[kind]} {element.text!r}"


# Filled once


def ready(content: bytes, name: str) -> Ready:
    """A form in which nothing is wrong, filled with tokens. Refused where docxtpl cannot fill it."""
    opened = foreign.opened(content, name)
    template = _template(opened)
    tags: list[str] = []
    try:
        document = template.filled(partial(_with_tokens, tags))
    except (etree.XMLSyntaxError, TemplateError, KeyError, ValueError, AttributeError) as error:
        raise unfit(name, "W308", f"the form cannot be filled ({type(error).__name__}: {error})") from None
    _forget_people(document)
    parts = list(wordfile.parts(document))
    stories = tuple(_story(part, tags) for part in parts if part.content_type in FILLED)
    others = tuple(part for part in parts if part.content_type not in FILLED)
    return Ready(wordfile.main_part(document), stories, others)


def _template(opened: foreign.Package) -> filling.Template:
    try:
        return filling.Template.opened(_prepared(opened))
    except Exception as fault:  # noqa: BLE001  python-docx has nine kinds of exception for a file it cannot read
        what = f"the file cannot be opened as a Word document ({type(fault).__name__})"
        raise unfit(opened.name, "W301", what) from None


def _with_tokens(tags: list[str], source: str) -> str:
    """The words of a part with a token in place of each tag, which is added to the tags."""

    def token(found: re.Match[str]) -> str:
        tags.append(found[0])
        return f"{VALUE_OPENS}{len(tags) - 1}{VALUE_CLOSES}"

    return _TAG.sub(token, source)


def _story(part: Part, tags: Sequence[str]) -> Story:
    """What a part does: its tags are put back in place of their tokens, where docxtpl has left them."""
    text = _TOKEN.sub(lambda token: tags[int(token[1])], part.content.decode())
    return Story(part.name, part.content_type, syntax.instructions(syntax.parse(text)))


def _prepared(opened: foreign.Package) -> bytes:
    """The file for docxtpl: each tag in one piece, and without the traces of how it was edited."""
    content = dict(opened.parts)
    for name, root in {**_filled_parts(opened), **_settings(opened)}.items():
        mending.forget(root)
        _blanks_kept(root)
        tags_of.joined(root, STAND_INS)
        content[name] = mending.serialised(root)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _settings(opened: foreign.Package) -> Mapping[str, etree._Element]:
    return {name: root for name, root in opened.parsed.items() if name.endswith("/settings.xml")}


def _blanks_kept(root: etree._Element) -> None:
    """Keeps the blanks of each text; a line end within one is a blank, and docxtpl would make a break of it."""
    for text in root.iter(qualified("t")):
        text.text = (text.text or "").translate({ord(space): " " for space in "\t\r\n"})
        text.set(_SPACE, "preserve")


def _forget_people(document: WordDocument) -> None:
    """Takes out the part that names those who have commented on the form or changed it."""
    relationships = document.part.rels
    for key in [key for key, one in relationships.items() if (one.reltype or "").endswith("/people")]:
        relationships.pop(key)
