"""Hold a shell to its promises. Every breach is a finding that names the promise and its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import PurePosixPath

from docx.document import Document as WordDocument
from jinja2 import TemplateError, nodes
from msgspec import Struct

from assembler.drafting import syntax
from assembler.findings import Finding, Place
from assembler.writers import wordfile
from assembler.writers.lists import look_of
from assembler.writers.ooxml import qualified
from assembler.writers.promises import Level, ListPromise, Promise, Promises
from assembler.writers.tags import holds_tag


class Inspection(Struct, frozen=True):
    """A shell under inspection. `templates` is the text of every part that will be filled, by the name of the part."""

    document: WordDocument
    templates: Mapping[str, str]
    promises: Promises
    name: str

    def findings(self) -> tuple[Finding, ...]:
        """Return everything that is wrong with the shell."""
        return (
            *self._anchors(), *self._pages(), *self._styles(), *self._levels(), *self._tags(), *self._unfilled(),
            *self._comments(),
        )  # fmt: skip

    def _breach(self, code: str, promise: Promise, what: str, remedy: str) -> Finding:
        what = f"{PurePosixPath(self.name).name} promises {promise}, but {what}"
        return Finding(code, what, remedy, self.promises.place(promise.line))

    def _anchors(self) -> Iterator[Finding]:
        for promise in (*self.promises.of("anchor"), *self.promises.of("section")):
            bookmark = promise.names[0]
            if wordfile.anchor_paragraph(self.document, bookmark) is None:
                goes = "where the document goes" if promise.kind == "anchor" else "of that section"
                remedy = f"Select the paragraph {goes}, and insert a bookmark named {bookmark}."
                yield self._breach("S202", promise, "no paragraph of its body holds a bookmark of that name", remedy)

    def _pages(self) -> Iterator[Finding]:
        for number, section in enumerate(self.document.element.body.iter(qualified("sectPr")), 1):
            if wordfile.text_width(section) <= 0:
                what = f"section {number} of the shell has no page size and margins"
                yield Finding("S210", what, "Set the page up in Word, and save it again.", Place(self.name))

    def _styles(self) -> Iterator[Finding]:
        for promise in self.promises.lines:
            kind, styles = promise.kind, promise.names
            if kind == "level":
                kind, styles = "paragraph", styles[1:]
            for style in styles if kind in ("paragraph", "character", "table") else ():
                if wordfile.style(self.document, kind, style) is None:
                    remedy = f"Copy the style {style} from the house shell."
                    yield self._breach("S203", promise, f"it has no {kind} style with the id {style}", remedy)

    def _levels(self) -> Iterator[Finding]:
        by_line = {promise.line: promise for promise in self.promises.of("level")}
        for numbered in self.promises.lists:
            for position, level in enumerate(numbered.levels):
                if what := self._level(numbered, position, level):
                    number = position + 1
                    remedy = f"Link style {level.style} to level {number} of the list, and let it count {level.mark}"
                    yield self._breach("S204", by_line[level.line], what, remedy)

    def _level(self, numbered: ListPromise, position: int, level: Level) -> str:
        """Return what is wrong with a level of a list, or nothing."""
        abstract = wordfile.abstract_list(self.document, level.style)
        if abstract is None or abstract is not wordfile.abstract_list(self.document, numbered.levels[0].style):
            return f"style {level.style} is not numbered by list {numbered.name}"
        found = wordfile.child_with(abstract, "lvl", "ilvl", str(position))
        if not wordfile.is_linked(self.document, found, position, level.style):
            return f"level {position + 1} of list {numbered.name} is not linked to style {level.style}"
        look = look_of(level.mark)
        counted, printed = wordfile.value(found, "numFmt"), wordfile.value(found, "lvlText")
        if (counted, printed) != (look.figures, look.pattern(position)):
            return f"level {position + 1} of list {numbered.name} counts {counted} as {printed!r}"
        return ""

    def _tags(self) -> Iterator[Finding]:
        promised = {promise.names[0]: promise for promise in self.promises.of("tag")}
        allowed = ", ".join(f"{{{{ {tag} }}}}" for tag in sorted(promised))
        remedy = f"Take it out: a shell may hold {allowed} and no other tag."
        found: set[str] = set()
        for part, template in self.templates.items():
            tags, faults = _read_tags(template)
            found |= tags
            faults += [f"{{{{ {tag} }}}} is not among the promised tags" for tag in sorted(tags - {*promised})]
            yield from (Finding("S205", f"{part}: {fault}", remedy, Place(self.name)) for fault in faults)
        for tag in sorted({*promised} - found):
            what = "it stands neither in the body nor in a header or footer"
            yield self._breach("S205", promised[tag], what, f"Type {{{{ {tag} }}}} where it is to be printed.")

    def _unfilled(self) -> Iterator[Finding]:
        """Yield tags in parts that are not filled: they would be delivered as they stand."""
        for part in wordfile.parts(self.document):
            is_text = part.content_type.endswith("xml") and part.name not in self.templates
            if is_text and holds_tag(part.content.decode("utf-8", "replace")):
                what = f"{part.name} holds a tag, and only the body, headers and footers are filled"
                yield Finding("S209", what, "Move the tag to one of these, or take it out.", Place(self.name))

    def _comments(self) -> Iterator[Finding]:
        if wordfile.has_comments(self.document):
            what = "the shell has comments, and every document written in it would have them too"
            yield Finding("S211", what, "Delete them in Word, and save it again.", Place(self.name))


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
