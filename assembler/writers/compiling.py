"""The house-style shell made ready: a Word file that docxtpl fills with nothing but the tags that the shell promises.

| code | what is wrong | what to do |
|---|---|---|
| S201 | a shell that is no Word document | save it again from Word as a Word Document (.docx) |
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy

from docx.document import Document as WordDocument
from lxml import etree
from msgspec import Struct

from assembler.drafting.notation import VALUE_CLOSES, VALUE_OPENS
from assembler.findings import Finding, Place, Refused
from assembler.library import Shell
from assembler.termsheet.wording import Term
from assembler.writers import archive, pages, promises, wordfile
from assembler.writers.filling import Template
from assembler.writers.inspection import Inspection
from assembler.writers.ooxml import NAMESPACE, qualified
from assembler.writers.package import XML_HEAD, Part
from assembler.writers.shell import FIGURES, PATTERN, START, NumberedList, Ready, Story

_ANCHOR = "body"
_CUT = "cut"
_CUT_WRITTEN = re.compile(rf"<\?{_CUT} *\?>")


def compiled(house: Shell, needed: Iterable[tuple[str, str]]) -> Ready:
    """The shell made ready. Refused where it breaks a promise."""
    kept = promises.read(house.promises, house.name.removesuffix(".docx") + ".txt", needed)
    opened = _opened(house, kept)
    document, tags = _filled(opened, kept)
    return _Shell(document, kept, tags).ready()


def _opened(house: Shell, kept: promises.Promises) -> Template:
    """The shell, open. Refused with every promise that it breaks."""
    try:
        template = Template.opened(house.docx)
        templates = dict(template.templates())
    except Exception as fault:  # noqa: BLE001  # python-docx has nine kinds of exception for a file it cannot read
        what = f"this is not a Word document that can be opened ({type(fault).__name__})"
        remedy = "save it again from Word as a Word Document (.docx)"
        raise Refused([Finding("S201", what, remedy, Place(house.name))]) from None
    findings = Inspection(template.docx, templates, kept, house.name).findings()
    if findings:
        raise Refused(findings)
    return template


def _filled(template: Template, kept: promises.Promises) -> tuple[WordDocument, tuple[str, ...]]:
    """Return the shell with tokens in place of its tags, and the tags that they stand for."""
    tags = tuple(promise.names[0] for promise in kept.of("tag"))
    tokens = (f"{VALUE_OPENS}{number}{VALUE_CLOSES}" for number in range(len(tags)))
    return template.filled({tag: Term(token, tag) for tag, token in zip(tags, tokens, strict=True)}), tags


class _Shell(Struct):
    """A filled shell that is being taken apart."""

    document: WordDocument
    kept: promises.Promises
    tags: tuple[str, ...]

    def ready(self) -> Ready:
        width, bookmark = pages.text_width(self.document, _ANCHOR), wordfile.first_free_bookmark(self.document)
        set_up = pages.set_up(self.document, self.kept, _ANCHOR)
        pages.take_out(self.document, self.kept)
        self._link_levels()
        lists = {one.name: self._list(one) for one in self.kept.lists}
        first_list = self._first_free_list()
        self._mark_cuts()
        parts = {part.name: part for part in wordfile.parts(self.document)}
        listing = tuple((part.name, part.content_type) for part in parts.values())
        main = wordfile.main_part(self.document)
        document, numbering = _story(parts.pop(main)), _story(parts.pop(self._numbering_part()))
        relations = _story(parts.pop(wordfile.relations_of(main)))
        others = [name for name, part in parts.items() if VALUE_OPENS.encode() in part.content]
        return Ready(
            self.kept,
            document,
            numbering,
            relations,
            others=tuple(_story(parts.pop(name)) for name in others),
            unchanging=tuple(archive.member(part.name, part.content) for part in parts.values()),
            listing=listing,
            tags=self.tags,
            lists=lists,
            pages=set_up,
            text_width=width,
            first_list=first_list,
            first_bookmark=bookmark,
        )

    def _numbering(self) -> etree._Element:
        return wordfile.certain(wordfile.numbering(self.document))

    def _numbering_part(self) -> str:
        return wordfile.numbering_part(self.document)

    def _mark_cuts(self) -> None:
        """Mark where the clauses go, the set-up of the last pages, and further lists."""
        body: etree._Element = self.document.element.body
        anchor = wordfile.certain(wordfile.anchor_paragraph(self.document, _ANCHOR))
        body.replace(anchor, etree.ProcessingInstruction(_CUT))
        body.append(etree.ProcessingInstruction(_CUT))
        _instances(self._numbering())[-1].addnext(etree.ProcessingInstruction(_CUT))

    def _first_free_list(self) -> int:
        return 1 + max(int(one.get(qualified("numId"), "0")) for one in _instances(self._numbering()))

    def _link_levels(self) -> None:
        """Say in each level which style it numbers: a shell saved by LibreOffice does not, and Word then takes the first."""
        for one in self.kept.lists:
            for position, promised in enumerate(one.levels):
                level = self._level(one, position)
                if level.find(qualified("pStyle")) is None:
                    link = etree.Element(qualified("pStyle"), {qualified("val"): promised.style})
                    wordfile.certain(level.find(qualified("numFmt"))).addnext(link)

    def _definition(self, one: promises.ListPromise) -> etree._Element:
        return wordfile.certain(wordfile.abstract_list(self.document, one.levels[0].style))

    def _level(self, one: promises.ListPromise, position: int) -> etree._Element:
        return wordfile.certain(wordfile.child_with(self._definition(one), "lvl", "ilvl", str(position)))

    def _list(self, one: promises.ListPromise) -> NumberedList:
        """The list for others to be made from: a level keeps its indents, and leaves the style to this one."""
        levels = []
        for position in range(len(one.levels)):
            level = deepcopy(self._level(one, position))
            for style in level.findall(qualified("pStyle")):
                level.remove(style)
            for tag, stands_for in (("start", START), ("numFmt", FIGURES), ("lvlText", PATTERN)):
                wordfile.certain(level.find(qualified(tag))).set(qualified("val"), stands_for)
            levels.append(wordfile.xml_within(self._numbering(), level))
        return NumberedList(self._definition(one).get(qualified("abstractNumId"), ""), tuple(levels))


def _instances(numbering: etree._Element) -> list[etree._Element]:
    return list(numbering.iterchildren(qualified("num")))


def _story(part: Part) -> Story:
    """A part by its text, cut where it is marked; of the relations, before their end."""
    text = part.content.decode()
    if part.name.endswith(".rels"):
        before, end, behind = text.rpartition("</")
        return Story(part.name, part.content_type, (before, end + behind))
    root = wordfile.with_prefix(etree.fromstring(part.content), "w", NAMESPACE)
    pieces = _CUT_WRITTEN.split(etree.tostring(root, encoding="unicode"))
    return Story(part.name, part.content_type, (XML_HEAD + pieces[0], *pieces[1:]))
