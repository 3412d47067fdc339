"""The document in Word: the shell with the clauses in place of its anchor, numbered by Word's own lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from zlib import crc32

from docx.document import Document as WordDocument
from lxml import etree

from assembler.document import references
from assembler.document.numbering import Numbers
from assembler.document.outline import has_contents, headings
from assembler.document.tree import Document
from assembler.library import Shell
from assembler.writers import body, lists, ooxml, package, promises, sections, shell, wordfile
from assembler.writers.ooxml import qualified
from assembler.writers.runs import Runs

Properties = package.Properties

_ANCHOR = "body"
_TEXT_STYLE = "AgreementText"
_ENUMERATION = "enumeration"

# What no document can be written without: the promises of a shell must name each of it.
NEEDED = (
    ("anchor", _ANCHOR),
    ("tag", "title"),
    ("tag", "status"),
    ("list", "agreement"),
    ("list", _ENUMERATION),
    *(("paragraph", style) for style in body.PARAGRAPH_STYLES),
    *(("character", style) for style in body.CHARACTER_STYLES),
    *(("table", style) for style in body.TABLE_STYLES),
)

_BOOKMARK_LENGTH = 40  # Word's limit


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a Word file is for, beside being sent.

    `notes` are the lines of a comment in the margin of a clause, by its label. A table of contents is a field that Word
    makes anew, unless the file is `to_print` by LibreOffice, which computes the pages of a table that is none.
    """

    notes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    to_print: bool = False


SENT = Purpose()


def write(document: Document, numbers: Numbers, house: Shell, properties: Properties, purpose: Purpose = SENT) -> bytes:
    """The document as a Word file, in the shell of a house.

    Raises Refused when the shell breaks a promise. The same arguments give the same bytes.
    """
    kept = promises.read(house.promises, house.name.removesuffix(".docx") + ".txt", NEEDED)
    filled = shell.fill(house.docx, kept, house.name, {"title": properties.title, "status": properties.status})
    plan = lists.plan(document, numbers, kept, _TEXT_STYLE, _ENUMERATION)
    numbering = wordfile.certain(wordfile.numbering(filled))
    pages = sections.Sections(filled, kept, _ANCHOR)
    listed = {one.label: one for one in headings(document, numbers)} if has_contents(document) else {}
    written = body.Body(
        document,
        plan,
        _runs(document, numbers, listed),
        first_list=_first_free_list(numbering),
        first_bookmark=wordfile.first_free_bookmark(filled),
        width=pages.text_width,
        end_of=pages.end_of,
        headings=listed,
        is_field=not purpose.to_print,
        notes=purpose.notes,
    )
    sections.take_out(filled, kept)
    _put_in(filled, written.xml())
    if written.comments:
        from assembler.writers import comments

        comments.add(filled, written.comments, properties.author, properties.as_of)
    _link_levels(filled, kept)
    _add_lists(filled, numbering, plan)
    return package.pack(wordfile.parts(filled), wordfile.main_part(filled), properties)


def _runs(document: Document, numbers: Numbers, listed: Iterable[str]) -> Runs:
    """The writer of passages, which knows a bookmark for every clause that a reference or a table of contents needs."""
    chains = lists.chains(document)
    referred = {label for _, reference in references.references(document) for label in chains.get(reference.label, ())}
    return Runs(numbers, chains, {label: _bookmark(label) for label in chains if label in referred.union(listed)})


def _bookmark(label: str) -> str:
    """The name of a clause's bookmark; Word hides those that begin with an underscore from its list."""
    name = f"_Ref_{label}"
    if len(name) <= _BOOKMARK_LENGTH:
        return name
    return f"{name[: _BOOKMARK_LENGTH - 9]}_{crc32(label.encode()):08x}"


def _put_in(document: WordDocument, xml: str) -> None:
    ooxml.refuse_illegal(xml)
    parsed = list(etree.fromstring(f'<w:body xmlns:w="{ooxml.NAMESPACE}">{xml}</w:body>'))
    at = document.element.body.index(wordfile.anchor_paragraph(document, _ANCHOR))
    tables = [(one, list(one)) for one in parsed if one.tag == qualified("tbl")]
    for table, _ in tables:
        del table[:]
    document.element.body[at : at + 1] = parsed[:-1]
    for table, rows in tables:
        table.extend(rows)  # apart from their table: the time that lxml takes to move a tree grows with its square
    document.element.body.append(parsed[-1])  # the set-up of the last pages stands behind all else


def _link_levels(document: WordDocument, kept: promises.Promises) -> None:
    """Says in each level which style it numbers: a shell saved by LibreOffice does not, and Word then takes the first."""
    for one in kept.lists:
        abstract = wordfile.certain(wordfile.abstract_list(document, one.levels[0].style))
        for position, promised in enumerate(one.levels):
            level = wordfile.certain(wordfile.child_with(abstract, "lvl", "ilvl", str(position)))
            if level.find(qualified("pStyle")) is None:
                link = etree.Element(qualified("pStyle"), {qualified("val"): promised.style})
                wordfile.certain(level.find(qualified("numFmt"))).addnext(link)


def _first_free_list(numbering: etree._Element) -> int:
    return 1 + max(int(one.get(qualified("numId"), "0")) for one in numbering.iterchildren(qualified("num")))


def _add_lists(document: WordDocument, numbering: etree._Element, plan: lists.Plan) -> None:
    """The lists of the plan behind those of the shell; what may follow the lists stays behind them."""
    first = _first_free_list(numbering)
    at = 1 + max(numbering.index(one) for one in numbering.iterchildren(qualified("num")))
    numbering[at:at] = [
        _own_list(own_list, _base(document, plan, own_list), number)
        for number, own_list in enumerate(plan.own_lists, first)
    ]


def _base(document: WordDocument, plan: lists.Plan, own_list: lists.OwnList) -> etree._Element:
    style = plan.promises.list_named(own_list.base).levels[0].style
    return wordfile.certain(wordfile.abstract_list(document, style))


def _own_list(own_list: lists.OwnList, base: etree._Element, number: int) -> etree._Element:
    """A list made from another: begun with a number of its own, and with another look where it has one."""
    made = etree.Element(qualified("num"), {qualified("numId"): str(number)})
    _add(made, "abstractNumId", base.get(qualified("abstractNumId"), ""))
    override = etree.SubElement(made, qualified("lvlOverride"), {qualified("ilvl"): str(own_list.level)})
    _add(override, "startOverride", str(own_list.start))
    if own_list.look:
        override.append(_own_level(own_list, own_list.look, base))
    return made


def _own_level(own_list: lists.OwnList, look: lists.Look, base: etree._Element) -> etree._Element:
    """The level of the base with another look; it keeps the indents, and leaves the style to the base."""
    level = deepcopy(wordfile.certain(wordfile.child_with(base, "lvl", "ilvl", str(own_list.level))))
    for style in level.findall(qualified("pStyle")):
        level.remove(style)
    said = {"start": str(own_list.start), "numFmt": look.word_figures, "lvlText": look.pattern(own_list.level)}
    for tag, value in said.items():
        wordfile.certain(level.find(qualified(tag))).set(qualified("val"), value)
    return level


def _add(parent: etree._Element, tag: str, value: str) -> None:
    etree.SubElement(parent, qualified(tag), {qualified("val"): value})
