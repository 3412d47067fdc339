"""Whether a shell keeps its promises: every breach is a finding that names the promise and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from docx.document import Document as WordDocument
from jinja2 import TemplateError, nodes
from msgspec import Struct

from assembler.drafting import syntax
from assembler.findings import Finding, Place
from assembler.writers import wordfile
from assembler.writers.lists import look_of
from assembler.writers.ooxml import qualified
from assembler.writers.package import Part
from assembler.writers.promises import Level, ListPromise, Promise, Promises
from assembler.writers.tags import holds_tag


class Inspection(Struct, frozen=True):
    """A shell under inspection.

    `templates` is the text of every part that is going to be filled, by the name of the part.
    """

    document: WordDocument
    templates: Mapping[str, str]
    promises: Promises
    name: str

    def findings(self) -> tuple[Finding, ...]:
        """Everything that is wrong with the shell."""
        return (
            *self._anchors(), *self._pages(), *self._styles(), *self._levels(), *self._tags(), *self._unfilled(),
            *self._comments(),
        )  # fmt: skip

    def _breach(self, code: str, promise: Promise, what: str, remedy: str) -> Finding:
        shell = PurePosixPath(self.name).name
        said = f"{shell} promises {promise.kind} {' '.join(promise.names)}, {what}"
        return Finding(code, said, remedy, self.promises.place(promise.line))

    def _anchors(self) -> Iterator[Finding]:
        for promise in (*self.promises.of("anchor"), *self.promises.of("section")):
            bookmark = promise.names[0]
            if wordfile.anchor_paragraph(self.document, bookmark) is None:
                what = "and no paragraph of its body holds a bookmark of that name"
                goes = "where the document goes" if promise.kind == "anchor" else "of that section"
                remedy = f"select the paragraph {goes}, and insert a bookmark named {bookmark}"
                yield self._breach("S202", promise, what, remedy)

    def _pages(self) -> Iterator[Finding]:
        for number, section in enumerate(self.document.element.body.iter(qualified("sectPr")), 1):
            if wordfile.text_width(section) <= 0:
                what = f"section {number} of the shell has no page size and margins"
                yield Finding("S210", what, "set the page up in Word, and save it again", Place(self.name))

    def _styles(self) -> Iterator[Finding]:
        for promise in self.promises.lines:
            kind = "paragraph" if promise.kind == "level" else promise.kind
            styles = promise.names[1:] if promise.kind == "level" else promise.names
            for style in styles if kind in ("paragraph", "character", "table") else ():
                if wordfile.style(self.document, kind, style) is None:
                    what = f"and has no {kind} style with the id {style}"
                    yield self._breach("S203", promise, what, f"copy the style {style} from the house shell")

    def _levels(self) -> Iterator[Finding]:
        by_line = {promise.line: promise for promise in self.promises.of("level")}
        for one in self.promises.lists:
            for position, level in enumerate(one.levels):
                what = self._level(one, position, level)
                if what:
                    remedy = (
                        f"link style {level.style} to level {position + 1} of the list, and let it count {level.mark}"
                    )
                    yield self._breach("S204", by_line[level.line], what, remedy)

    def _level(self, one: ListPromise, position: int, level: Level) -> str:
        """What is wrong with a level of a list; empty where nothing is."""
        abstract = wordfile.abstract_list(self.document, level.style)
        if abstract is None or abstract is not wordfile.abstract_list(self.document, one.levels[0].style):
            return f"and style {level.style} is not numbered by list {one.name}"
        found = wordfile.child_with(abstract, "lvl", "ilvl", str(position))
        if not wordfile.is_linked(self.document, found, position, level.style):
            return f"and level {position + 1} of list {one.name} is not linked to style {level.style}"
        look = look_of(level.mark)
        counted, printed = wordfile.value(found, "numFmt"), wordfile.value(found, "lvlText")
        if (counted, printed) != (look.figures, look.pattern(position)):
            return f"and level {position + 1} of list {one.name} counts {counted} as {printed!r}"
        return ""

    def _tags(self) -> Iterator[Finding]:
        promised = {promise.names[0]: promise for promise in self.promises.of("tag")}
        found: set[str] = set()
        for part, template in self.templates.items():
            tags, faults = _read_tags(template)
            found |= tags
            faults += [f"{{{{ {tag} }}}} is not among the promised tags" for tag in sorted(tags - {*promised})]
            yield from (self._not_allowed(part, fault, promised) for fault in faults)
        for tag in sorted({*promised} - found):
            what = "and it stands neither in the body nor in a header or footer"
            yield self._breach("S205", promised[tag], what, f"type {{{{ {tag} }}}} where it is to be printed")

    def _not_allowed(self, part: str, fault: str, promised: Mapping[str, Promise]) -> Finding:
        allowed = ", ".join(f"{{{{ {tag} }}}}" for tag in sorted(promised))
        remedy = f"a shell may hold {allowed} and no other tag: take it out"
        return Finding("S205", f"{part}: {fault}", remedy, Place(self.name))

    def _unfilled(self) -> Iterator[Finding]:
        """A tag in a part that is not filled would be delivered as it stands."""
        for part in wordfile.parts(self.document):
            if part.name not in self.templates and holds_tag(_text(part)):
                what = f"{part.name} holds a tag, and only the body, headers and footers are filled"
                yield Finding("S209", what, "move the tag to one of these, or take it out", Place(self.name))

    def _comments(self) -> Iterator[Finding]:
        if wordfile.has_comments(self.document):
            what = "the shell has comments, which would stand in every document that is written in it"
            yield Finding("S211", what, "delete them in Word, and save it again", Place(self.name))


def _text(part: Part) -> str:
    return part.content.decode("utf-8", "replace") if part.content_type.endswith("xml") else ""


def _read_tags(template: str) -> tuple[set[str], list[str]]:
    """The names that are printed by a part, and what stands in it beside plain names."""
    try:
        parsed = syntax.parse(template)
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
