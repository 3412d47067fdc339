"""Make a shell ready: docxtpl fills its tags with tokens, and it is cut where text goes in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy

from docx.document import Document as WordDocument
from lxml import etree
from msgspec import Struct

from assembler.drafting.notation import VALUE_CLOSES, VALUE_OPENS
from assembler.errors import InputError, Location, Problem
from assembler.library import StyleTemplate
from assembler.termsheet.formats import Term
from assembler.word import document_parts, pages, reproducible_zip, template_contract
from assembler.word.compiled_template import FIGURES, PATTERN, START, CompiledTemplate, NumberedList, TemplateStory
from assembler.word.filling import FillTemplate
from assembler.word.ooxml import NAMESPACE, qualified
from assembler.word.package import XML_HEAD, PackagePart
from assembler.word.template_inspection import TemplateInspection

_ANCHOR = "body"
_CUT = "cut"
_CUT_WRITTEN = re.compile(rf"<\?{_CUT} *\?>")


def compile_template(style_template: StyleTemplate, needed: Iterable[tuple[str, str]]) -> CompiledTemplate:
    """Make a shell ready. Raises InputError if it breaks a promise."""
    promised = template_contract.read(
        style_template.contract, style_template.name.removesuffix(".docx") + ".txt", needed
    )
    template = _opened(style_template, promised)
    tags = tuple(promise.names[0] for promise in promised.of("tag"))
    values = {tag: Term(f"{VALUE_OPENS}{number}{VALUE_CLOSES}", tag) for number, tag in enumerate(tags)}
    return _TemplateCompiler(template.filled(values), promised, tags).ready()


def _opened(style_template: StyleTemplate, promised: template_contract.TemplateContract) -> FillTemplate:
    """Open the Word file of a shell. Raises InputError with every promise that it breaks."""
    try:
        template = FillTemplate.opened(style_template.docx)
        templates = dict(template.templates())
    except Exception as fault:  # noqa: BLE001  # python-docx raises nine kinds of exception for a file it cannot read
        what = f"this is not a Word document that can be opened ({type(fault).__name__})"
        hint = "Save it again from Word as a Word Document (.docx)."
        raise InputError([Problem("S201", what, hint, Location(style_template.name))]) from None
    if problems := TemplateInspection(template.docx, templates, promised, style_template.name).problems():
        raise InputError(problems)
    return template


class _TemplateCompiler(Struct):
    """A filled shell that is being taken apart."""

    document: WordDocument
    promised: template_contract.TemplateContract
    tags: tuple[str, ...]

    def ready(self) -> CompiledTemplate:
        width, bookmark = pages.text_width(self.document, _ANCHOR), document_parts.first_free_bookmark(self.document)
        set_up = pages.set_up(self.document, self.promised, _ANCHOR)
        pages.take_out(self.document, self.promised)
        self._link_levels()
        lists = {numbered.name: self._list(numbered) for numbered in self.promised.lists}
        instances = list(self._numbering().iterchildren(qualified("num")))
        self._mark_cuts(instances[-1])
        parts = {part.name: part for part in document_parts.parts(self.document)}
        listing = tuple((part.name, part.content_type) for part in parts.values())
        main = document_parts.main_part(self.document)
        document, numbering = _story(parts.pop(main)), _story(parts.pop(document_parts.numbering_part(self.document)))
        relations = _story(parts.pop(document_parts.relations_of(main)))
        with_tokens = [name for name, part in parts.items() if VALUE_OPENS.encode() in part.content]
        return CompiledTemplate(
            self.promised,
            document,
            numbering,
            relations,
            other_parts=tuple(_story(parts.pop(name)) for name in with_tokens),
            unchanging=tuple(reproducible_zip.member(part.name, part.content) for part in parts.values()),
            listing=listing,
            tags=self.tags,
            lists=lists,
            pages=set_up,
            text_width=width,
            first_list=1 + max(int(instance.get(qualified("numId"), "0")) for instance in instances),
            first_bookmark=bookmark,
        )

    def _numbering(self) -> etree._Element:
        return document_parts.certain(document_parts.numbering(self.document))

    def _mark_cuts(self, last_list: etree._Element) -> None:
        """Mark where the clauses go, the set-up of the last pages, and further lists."""
        body: etree._Element = self.document.element.body
        anchor = document_parts.certain(document_parts.anchor_paragraph(self.document, _ANCHOR))
        body.replace(anchor, etree.ProcessingInstruction(_CUT))
        body.append(etree.ProcessingInstruction(_CUT))
        last_list.addnext(etree.ProcessingInstruction(_CUT))

    def _link_levels(self) -> None:
        """Name in each level the style that it numbers. LibreOffice leaves it out, and Word then takes the first."""
        for numbered in self.promised.lists:
            for position, promised in enumerate(numbered.levels):
                level = self._level(numbered, position)
                if level.find(qualified("pStyle")) is None:
                    link = etree.Element(qualified("pStyle"), {qualified("val"): promised.style})
                    document_parts.certain(level.find(qualified("numFmt"))).addnext(link)

    def _definition(self, numbered: template_contract.ContractList) -> etree._Element:
        return document_parts.certain(document_parts.abstract_list(self.document, numbered.levels[0].style))

    def _level(self, numbered: template_contract.ContractList, position: int) -> etree._Element:
        return document_parts.certain(
            document_parts.child_with(self._definition(numbered), "lvl", "ilvl", str(position))
        )

    def _list(self, numbered: template_contract.ContractList) -> NumberedList:
        """Return the list to make others from: a level keeps its indents, and leaves the style to this list."""
        levels = []
        for position in range(len(numbered.levels)):
            level = deepcopy(self._level(numbered, position))
            for style in level.findall(qualified("pStyle")):
                level.remove(style)
            for tag, stands_for in (("start", START), ("numFmt", FIGURES), ("lvlText", PATTERN)):
                document_parts.certain(level.find(qualified(tag))).set(qualified("val"), stands_for)
            levels.append(document_parts.xml_within(self._numbering(), level))
        return NumberedList(self._definition(numbered).get(qualified("abstractNumId"), ""), tuple(levels))


def _story(part: PackagePart) -> TemplateStory:
    """Return the text of a part, cut where it is marked, or a list of relations before its end."""
    text = part.content.decode()
    if part.name.endswith(".rels"):
        before, end, behind = text.rpartition("</")
        return TemplateStory(part.name, part.content_type, (before, end + behind))
    root = document_parts.with_prefix(etree.fromstring(part.content), "w", NAMESPACE)
    pieces = _CUT_WRITTEN.split(etree.tostring(root, encoding="unicode"))
    return TemplateStory(part.name, part.content_type, (XML_HEAD + pieces[0], *pieces[1:]))
