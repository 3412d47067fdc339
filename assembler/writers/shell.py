"""The house-style shell: a Word file filled by docxtpl, held to the promises that stand beside it.

docxtpl works on the XML as text and mends what it cannot parse, at the price of losing words. So it is fenced in here:
the shell may hold nothing but the promised tags, values go in as character references that it cannot take for mark-up,
and what it makes is parsed strictly before it is allowed to mend anything.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from assembler.findings import Finding, Place, Refused
from assembler.writers.lists import look_of
from assembler.writers.ooxml import qualified, refuse_illegal
from assembler.writers.package import RELATIONSHIPS_TYPE, Part
from assembler.writers.promises import Level, ListPromise, Promise, Promises

_ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)

# docxtpl turns "{_{" into "{{", and line ends and tabs into elements, in values too; it does not see references.
_REFERENCES = str.maketrans({character: f"&#{ord(character)};" for character in "{}\n\t"})
_TAG = re.compile(r"\{[{%#]")
_ELEMENT = re.compile(r"<[^>]*>")


def fill(shell: bytes, promises: Promises, name: str, values: Mapping[str, str]) -> WordDocument:
    """The shell with the values in place of its tags; `name` is the file it came from.

    Raises Refused when the shell breaks a promise, and ValueError when a value holds what no document can.
    """
    for value in values.values():
        refuse_illegal(value)
    findings = _broken(shell, promises, name)
    if findings:
        raise Refused(findings)
    template = _Shell(io.BytesIO(shell))
    template.render({key: _opaque(value) for key, value in values.items()}, _ENVIRONMENT)
    filled: WordDocument = template.docx
    return filled


def _opaque(value: str) -> Markup:
    return Markup(str(escape(value)).translate(_REFERENCES))  # noqa: S704  # escaped on this line


def anchor_paragraph(document: WordDocument, bookmark: str) -> etree._Element | None:
    """The paragraph of the body that holds the bookmark; None where there is none."""
    for paragraph in document.element.body.iterchildren(qualified("p")):
        for start in paragraph.iter(qualified("bookmarkStart")):
            if start.get(qualified("name")) == bookmark:
                return paragraph  # type: ignore[no-any-return]  # python-docx leaves its elements untyped
    return None


def numbering(document: WordDocument) -> etree._Element:
    """The shell's lists."""
    found = _related(document, RELATIONSHIP_TYPE.NUMBERING)
    if found is None:
        raise ValueError("a shell without lists was let through")
    return found


def main_part(document: WordDocument) -> str:
    """The name of the part that holds the body."""
    return document.part.partname.membername


def parts(document: WordDocument) -> Iterator[Part]:
    """Every part of the document with its relationships; not its properties, which are written anew."""
    for part in document.part.package.iter_parts():
        if part.partname.startswith("/docProps/"):
            continue
        yield Part(part.partname.membername, part.content_type, part.blob)
        if part.rels:
            yield Part(part.partname.rels_uri.membername, RELATIONSHIPS_TYPE, part.rels.xml)


def abstract_list(document: WordDocument, style: str) -> etree._Element | None:
    """The definition of the list that a paragraph style is numbered by; None where it is not numbered."""
    numbering = _related(document, RELATIONSHIP_TYPE.NUMBERING)
    number = _child_value(_style(document, "paragraph", style), "pPr", "numPr", "numId")
    instance = _child_with(numbering, "num", "numId", number)
    return _child_with(numbering, "abstractNum", "abstractNumId", _child_value(instance, "abstractNumId"))


class _Shell(DocxTemplate):  # type: ignore[misc]  # untyped base
    """docxtpl's template, made strict."""

    def fix_tables(self, xml: str) -> etree._Element:
        """docxtpl parses in a mode that drops what it cannot read: parse strictly first, and fail instead."""
        etree.fromstring(xml)
        return super().fix_tables(xml)  # type: ignore[no-any-return]  # untyped base

    def render_properties(self, context: Mapping[str, str], jinja_env: object = None) -> None:
        """Nothing: the properties of the document are written anew when it is packed."""

    def rendered_xml(self) -> Iterator[tuple[str, str]]:
        """The name and XML of every part that docxtpl fills, as Jinja will see it."""
        yield str(self.docx.part.partname), self.patch_xml(self.get_xml())
        for kind in (self.HEADER_URI, self.FOOTER_URI):
            for _, part in self.get_headers_footers(kind):
                yield str(part.partname), self.patch_xml(self.get_part_xml(part))


@lru_cache(maxsize=8)
def _broken(shell: bytes, promises: Promises, name: str) -> tuple[Finding, ...]:
    """Every promise that the shell breaks; found once for all the documents that are written in it."""
    template = _Shell(io.BytesIO(shell))
    try:
        template.init_docx()
    except Exception as fault:  # noqa: BLE001  # python-docx has nine kinds of exception for a file it cannot read
        what = f"is not a Word document that can be opened ({type(fault).__name__})"
        return (Finding("S201", what, "save it again from Word as a Word Document (.docx)", Place(name)),)
    document: WordDocument = template.docx
    return (
        *_broken_anchor(document, promises, name),
        *_broken_styles(document, promises, name),
        *_broken_levels(document, promises, name),
        *_broken_tags(template, promises, name),
        *_unfilled_tags(template, name),
    )


def _breach(code: str, promise: Promise, promises: Promises, name: str, what: str, remedy: str) -> Finding:
    shell = PurePosixPath(name).name
    said = f"{shell} promises {promise.kind} {' '.join(promise.names)}, {what}"
    return Finding(code, said, remedy, promises.place(promise.line))


def _broken_anchor(document: WordDocument, promises: Promises, name: str) -> Iterator[Finding]:
    for promise in promises.of("anchor"):
        if anchor_paragraph(document, promise.names[0]) is None:
            what = "and no paragraph of its own in the body holds a bookmark of that name"
            remedy = f"select the paragraph where the document goes, and insert a bookmark named {promise.names[0]}"
            yield _breach("S202", promise, promises, name, what, remedy)


def _broken_styles(document: WordDocument, promises: Promises, name: str) -> Iterator[Finding]:
    for kind in ("paragraph", "character", "table"):
        for promise in promises.of(kind):
            if _style(document, kind, promise.names[0]) is None:
                yield _missing_style(promise, promises, name, kind, promise.names[0])
    for promise in promises.of("level"):
        for style in promise.names[1:]:
            if _style(document, "paragraph", style) is None:
                yield _missing_style(promise, promises, name, "paragraph", style)


def _missing_style(promise: Promise, promises: Promises, name: str, kind: str, style: str) -> Finding:
    what = f"and has no {kind} style with the id {style}"
    return _breach("S203", promise, promises, name, what, f"copy the style {style} from the house shell")


def _broken_levels(document: WordDocument, promises: Promises, name: str) -> Iterator[Finding]:
    by_line = {promise.line: promise for promise in promises.of("level")}
    for one in promises.lists:
        for position, level in enumerate(one.levels):
            what = _level_fault(document, one, position, level)
            if what:
                remedy = f"link style {level.style} to level {position + 1} of the list, and have it count {level.mark}"
                yield _breach("S204", by_line[level.line], promises, name, what, remedy)


def _level_fault(document: WordDocument, one: ListPromise, position: int, level: Level) -> str:
    """What is wrong with a level of a list; empty where nothing is."""
    abstract = abstract_list(document, level.style)
    if abstract is None or abstract is not abstract_list(document, one.levels[0].style):
        return f"and style {level.style} is not numbered by list {one.name}"
    found = _child_with(abstract, "lvl", "ilvl", str(position))
    if _child_value(found, "pStyle") != level.style:
        return f"and level {position + 1} of list {one.name} is not linked to style {level.style}"
    look = look_of(level.mark)
    counted, printed = _child_value(found, "numFmt"), _child_value(found, "lvlText")
    if (counted, printed) != (look.figures, look.pattern(position)):
        return f"and level {position + 1} of list {one.name} counts {counted} as {printed!r}"
    return ""


def _broken_tags(template: _Shell, promises: Promises, name: str) -> Iterator[Finding]:
    promised = {promise.names[0]: promise for promise in promises.of("tag")}
    found: set[str] = set()
    for part, xml in template.rendered_xml():
        tags, faults = _tags(xml)
        found |= tags
        for fault in [*faults, *(f"{{{{ {tag} }}}} is not among the promised tags" for tag in sorted(tags - {*promised}))]:
            allowed = ", ".join(f"{{{{ {tag} }}}}" for tag in sorted(promised))
            yield Finding("S205", f"{part.lstrip('/')}: {fault}", f"a shell may hold {allowed} and no other tag", Place(name))
    for tag in sorted({*promised} - found):
        what = "and it stands neither in the body nor in a header or footer"
        yield _breach("S205", promised[tag], promises, name, what, f"type {{{{ {tag} }}}} where it is to be printed")


def _tags(xml: str) -> tuple[set[str], list[str]]:
    """The names that are printed by a part, and what stands in it beside plain names."""
    try:
        parsed = _ENVIRONMENT.parse(xml)
    except TemplateError as fault:
        return set(), [f"a tag cannot be read: {fault.message}"]
    tags: set[str] = set()
    faults: list[str] = []
    for node in _pieces(parsed):
        if isinstance(node, nodes.Name):
            tags.add(node.name)
        elif not isinstance(node, nodes.TemplateData):
            faults.append(f"a tag is more than a name ({type(node).__name__})")
    return tags, faults


def _pieces(parsed: nodes.Template) -> Iterator[nodes.Node]:
    for node in parsed.body:
        if isinstance(node, nodes.Output):
            yield from node.nodes
        else:
            yield node


def _unfilled_tags(template: _Shell, name: str) -> Iterator[Finding]:
    """A tag in a part that docxtpl does not fill would be delivered as it stands."""
    filled = {part for part, _ in template.rendered_xml()}
    for part in template.docx.part.package.iter_parts():
        partname = str(part.partname)
        if partname in filled or partname.startswith("/docProps/") or not part.content_type.endswith("xml"):
            continue
        if _TAG.search(_ELEMENT.sub("", part.blob.decode("utf-8", "replace"))):
            what = f"{partname.lstrip('/')} holds a tag, and only the body, headers and footers are filled"
            yield Finding("S209", what, "move the tag to the body, a header or a footer, or delete it", Place(name))


def _related(document: WordDocument, kind: str) -> etree._Element | None:
    """The root of a part beside the document; python-docx would put one of its own in place of a missing one."""
    try:
        return document.part.part_related_by(kind).element  # type: ignore[attr-defined,no-any-return]  # XmlPart only
    except KeyError:
        return None


def _style(document: WordDocument, kind: str, style: str) -> etree._Element | None:
    found = _child_with(_related(document, RELATIONSHIP_TYPE.STYLES), "style", "styleId", style)
    return found if found is not None and found.get(qualified("type")) == kind else None


def _child_with(parent: etree._Element | None, tag: str, attribute: str, value: str | None) -> etree._Element | None:
    if parent is None or value is None:
        return None
    return next((child for child in parent.iterchildren(qualified(tag)) if child.get(qualified(attribute)) == value), None)


def _child_value(parent: etree._Element | None, *path: str) -> str | None:
    for tag in path:
        parent = None if parent is None else parent.find(qualified(tag))
    return None if parent is None else parent.get(qualified("val"))
