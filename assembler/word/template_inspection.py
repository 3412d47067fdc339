"""Hold a shell to its promises. Every breach is a problem that names the promise and its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import PurePosixPath

from docx.document import Document as WordDocument
from jinja2 import TemplateError, nodes
from msgspec import Struct

from assembler.drafting import syntax
from assembler.errors import Location, Problem
from assembler.word import document_parts
from assembler.word.lists import number_format_of
from assembler.word.ooxml import qualified
from assembler.word.tags import holds_tag
from assembler.word.template_contract import ContractLevel, ContractLine, ContractList, TemplateContract


class TemplateInspection(Struct, frozen=True):
    """A shell under inspection. `templates` is the text of every part that will be filled, by the name of the part."""

    document: WordDocument
    templates: Mapping[str, str]
    promises: TemplateContract
    name: str

    def problems(self) -> tuple[Problem, ...]:
        """Return everything that is wrong with the shell."""
        return (
            *self._anchors(), *self._pages(), *self._styles(), *self._levels(), *self._tags(), *self._unfilled(),
            *self._comments(),
        )  # fmt: skip

    def _breach(self, code: str, promise: ContractLine, what: str, hint: str) -> Problem:
        what = f"{PurePosixPath(self.name).name} promises {promise}, but {what}"
        return Problem(code, what, hint, self.promises.location(promise.line))

    def _anchors(self) -> Iterator[Problem]:
        for promise in (*self.promises.of("anchor"), *self.promises.of("section")):
            bookmark = promise.names[0]
            if document_parts.anchor_paragraph(self.document, bookmark) is None:
                goes = "where the document goes" if promise.kind == "anchor" else "of that section"
                hint = f"Select the paragraph {goes}, and insert a bookmark named {bookmark}."
                yield self._breach("S202", promise, "no paragraph of its body holds a bookmark of that name", hint)

    def _pages(self) -> Iterator[Problem]:
        for number, section in enumerate(self.document.element.body.iter(qualified("sectPr")), 1):
            if document_parts.text_width(section) <= 0:
                what = f"section {number} of the shell has no page size and margins"
                yield Problem("S210", what, "Set the page up in Word, and save it again.", Location(self.name))

    def _styles(self) -> Iterator[Problem]:
        for promise in self.promises.lines:
            kind, styles = promise.kind, promise.names
            if kind == "level":
                kind, styles = "paragraph", styles[1:]
            for style in styles if kind in ("paragraph", "character", "table") else ():
                if document_parts.style(self.document, kind, style) is None:
                    hint = f"Copy the style {style} from the house shell."
                    yield self._breach("S203", promise, f"it has no {kind} style with the id {style}", hint)

    def _levels(self) -> Iterator[Problem]:
        by_line = {promise.line: promise for promise in self.promises.of("level")}
        for numbered in self.promises.lists:
            for position, level in enumerate(numbered.levels):
                if what := self._level(numbered, position, level):
                    number = position + 1
                    hint = f"Link style {level.style} to level {number} of the list, and let it count {level.mark}"
                    yield self._breach("S204", by_line[level.line], what, hint)

    def _level(self, numbered: ContractList, position: int, level: ContractLevel) -> str:
        """Return what is wrong with a level of a list, or nothing."""
        abstract = document_parts.abstract_list(self.document, level.style)
        if abstract is None or abstract is not document_parts.abstract_list(self.document, numbered.levels[0].style):
            return f"style {level.style} is not numbered by list {numbered.name}"
        element = document_parts.child_with(abstract, "lvl", "ilvl", str(position))
        if not document_parts.is_linked(self.document, element, position, level.style):
            return f"level {position + 1} of list {numbered.name} is not linked to style {level.style}"
        look = number_format_of(level.mark)
        counted, printed = document_parts.value(element, "numFmt"), document_parts.value(element, "lvlText")
        if (counted, printed) != (look.figures, look.pattern(position)):
            return f"level {position + 1} of list {numbered.name} counts {counted} as {printed!r}"
        return ""

    def _tags(self) -> Iterator[Problem]:
        promised = {promise.names[0]: promise for promise in self.promises.of("tag")}
        allowed = ", ".join(f"{{{{ {tag} }}}}" for tag in sorted(promised))
        hint = f"Take it out: a shell may hold {allowed} and no other tag."
        printed_names: set[str] = set()
        for part, template in self.templates.items():
            tags, faults = _read_tags(template)
            printed_names |= tags
            faults += [f"{{{{ {tag} }}}} is not among the promised tags" for tag in sorted(tags - {*promised})]
            yield from (Problem("S205", f"{part}: {fault}", hint, Location(self.name)) for fault in faults)
        for tag in sorted({*promised} - printed_names):
            what = "it stands neither in the body nor in a header or footer"
            yield self._breach("S205", promised[tag], what, f"Type {{{{ {tag} }}}} where it is to be printed.")

    def _unfilled(self) -> Iterator[Problem]:
        """Yield tags in parts that are not filled: they would be delivered as they stand."""
        for part in document_parts.parts(self.document):
            is_text = part.content_type.endswith("xml") and part.name not in self.templates
            if is_text and holds_tag(part.content.decode("utf-8", "replace")):
                what = f"{part.name} holds a tag, and only the body, headers and footers are filled"
                yield Problem("S209", what, "Move the tag to one of these, or take it out.", Location(self.name))

    def _comments(self) -> Iterator[Problem]:
        if document_parts.has_comments(self.document):
            what = "the shell has comments, and every document written in it would have them too"
            yield Problem("S211", what, "Delete them in Word, and save it again.", Location(self.name))


def _read_tags(template: str) -> tuple[set[str], list[str]]:
    """Return the names that a part prints, and everything in it that is more than a name."""
    try:
        parsed = syntax.parse(template)
    except TemplateError as fault:
        return set(), [f"a tag cannot be read: {fault.message}"]
    tags: set[str] = set()
    faults: list[str] = []
    for node in chain.from_iterable(each.nodes if isinstance(each, nodes.Output) else [each] for each in parsed.body):
        if isinstance(node, nodes.Name):
            tags.add(node.name)
        elif not isinstance(node, nodes.TemplateData):
            faults.append(f"a tag is more than a name ({type(node).__name__})")
    return tags, faults
