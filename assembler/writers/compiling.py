"""Make a shell ready: docxtpl fills its tags with tokens, and it is cut where text goes in."""

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
    """Make a shell ready. Refused if it breaks a promise."""
    promised = promises.read(house.promises, house.name.removesuffix(".docx") + ".txt", needed)
    template = _opened(house, promised)
    tags = tuple(promise.names[0] for promise in promised.of("tag"))
    values = {tag: Term(f"{VALUE_OPENS}{number}{VALUE_CLOSES}", tag) for number, tag in enumerate(tags)}
    return _Shell(template.filled(values), promised, tags).ready()


def _opened(house: Shell, promised: promises.Promises) -> Template:
    """Open the Word file of a shell. Refused with every promise that it breaks."""
    try:
        template = Template.opened(house.docx)
        templates = dict(template.templates())
    except Exception as fault:  # noqa: BLE001  # python-docx raises nine kinds of exception for a file it cannot read
        what = f"this is not a Word document that can be opened ({type(fault).__name__})"
        remedy = "Save it again from Word as a Word Document (.docx)."
        raise Refused([Finding("S201", what, remedy, Place(house.name))]) from None
    if findings := Inspection(template.docx, templates, promised, house.name).findings():
        raise Refused(findings)
    return template


class _Shell(Struct):
    """A filled shell that is being taken apart."""

    document: WordDocument
    promised: promises.Promises
    tags: tuple[str, ...]

    def ready(self) -> Ready:
        width, bookmark = pages.text_width(self.document, _ANCHOR), wordfile.first_free_bookmark(self.document)
        set_up = pages.set_up(self.document, self.promised, _ANCHOR)
        pages.take_out(self.document, self.promised)
        self._link_levels()
        lists = {numbered.name: self._list(numbered) for numbered in self.promised.lists}
        instances = list(self._numbering().iterchildren(qualified("num")))
        self._mark_cuts(instances[-1])
        parts = {part.name: part for part in wordfile.parts(self.document)}
        listing = tuple((part.name, part.content_type) for part in parts.values())
        main = wordfile.main_part(self.document)
        document, numbering = _story(parts.pop(main)), _story(parts.pop(wordfile.numbering_part(self.document)))
        relations = _story(parts.pop(wordfile.relations_of(main)))
        with_tokens = [name for name, part in parts.items() if VALUE_OPENS.encode() in part.content]
        return Ready(
            self.promised,
            document,
            numbering,
            relations,
            others=tuple(_story(parts.pop(name)) for name in with_tokens),
            unchanging=tuple(archive.member(part.name, part.content) for part in parts.values()),
            listing=listing,
            tags=self.tags,
            lists=lists,
            pages=set_up,
            text_width=width,
            first_list=1 + max(int(instance.get(qualified("numId"), "0")) for instance in instances),
            first_bookmark=bookmark,
        )

    def _numbering(self) -> etree._Element:
        return wordfile.certain(wordfile.numbering(self.document))

    def _mark_cuts(self, last_list: etree._Element) -> None:
        """Mark where the clauses go, the set-up of the last pages, and further lists."""
        body: etree._Element = self.document.element.body
        anchor = wordfile.certain(wordfile.anchor_paragraph(self.document, _ANCHOR))
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
                    wordfile.certain(level.find(qualified("numFmt"))).addnext(link)

    def _definition(self, numbered: promises.ListPromise) -> etree._Element:
        return wordfile.certain(wordfile.abstract_list(self.document, numbered.levels[0].style))

    def _level(self, numbered: promises.ListPromise, position: int) -> etree._Element:
        return wordfile.certain(wordfile.child_with(self._definition(numbered), "lvl", "ilvl", str(position)))

    def _list(self, numbered: promises.ListPromise) -> NumberedList:
        """Return the list to make others from: a level keeps its indents, and leaves the style to this list."""
        levels = []
        for position in range(len(numbered.levels)):
            level = deepcopy(self._level(numbered, position))
            for style in level.findall(qualified("pStyle")):
                level.remove(style)
            for tag, stands_for in (("start", START), ("numFmt", FIGURES), ("lvlText", PATTERN)):
                wordfile.certain(level.find(qualified(tag))).set(qualified("val"), stands_for)
            levels.append(wordfile.xml_within(self._numbering(), level))
        return NumberedList(self._definition(numbered).get(qualified("abstractNumId"), ""), tuple(levels))


def _story(part: Part) -> Story:
    """Return the text of a part, cut where it is marked, or a list of relations before its end."""
    text = part.content.decode()
    if part.name.endswith(".rels"):
        before, end, behind = text.rpartition("</")
        return Story(part.name, part.content_type, (before, end + behind))
    root = wordfile.with_prefix(etree.fromstring(part.content), "w", NAMESPACE)
    pieces = _CUT_WRITTEN.split(etree.tostring(root, encoding="unicode"))
    return Story(part.name, part.content_type, (XML_HEAD + pieces[0], *pieces[1:]))
