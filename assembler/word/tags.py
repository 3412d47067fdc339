"""Find and check the tags of a Word form as its author sees them: paragraph by paragraph, over any number of runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import PurePosixPath

from jinja2 import TemplateSyntaxError
from lxml import etree
from msgspec import Struct

from assembler.drafting import syntax
from assembler.errors import Location, Problem
from assembler.word.ooxml import qualified

# Stand-ins for braces while a form is filled: docxtpl sees those of tags and no others, and values bring none.
# Unicode reserves these characters for a program's own use.
BRACES, TAG_BRACES = "\ufdd0\ufdd1", "\ufdd2\ufdd3"

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_BEGUN = re.compile(r"\{[{%#]")
_ELEMENT = re.compile(r"<[^>]*>")
_HALF = re.compile(r"\{[{%#]|[}%#]\}")
_ALONE = re.compile(r"(?P<kind>p|tr)\s+(?P<inside>.*)")
_OF_DOCXTPL = re.compile(r"(?:p|tr|tc|r)\s|[-+]|.*[-+]$")
_ENDS = {"endif": "if", "endfor": "for", "else": "if", "elif": "if"}
_COMPLETED = {"if": "{}{{% endif %}}", "for": "{}{{% endfor %}}", "elif": "{{% if a %}}{}{{% endif %}}"}
_KINDS = {"p": "paragraph", "tr": "row"}
_SHOWN = 60
_ALLOWED = (
    "Write {{ value }}, {{ value | filter }}, if, elif, else, endif, for or endfor; see templates/ancillary/README.md."
)

# Elements that would be lost with the paragraph or row that holds a tag.
_CONTENT = ("drawing", "pict", "object", "sectPr", "fldChar", "footnoteReference", "endnoteReference", "tbl")


class TaggedParagraph(Struct, frozen=True):
    """A paragraph with its texts, not those of a text box that is anchored in it. `number` counts from 1 in its part."""

    file: str
    part: str
    number: int
    element: etree._Element
    texts: tuple[etree._Element, ...]

    @property
    def words(self) -> str:
        """All its words."""
        return "".join(text.text or "" for text in self.texts)

    @property
    def where(self) -> str:
        """The paragraph as messages name it: the part unless it is the body, the number and the first words."""
        part = PurePosixPath(self.part).stem
        words = " ".join(self.words.split())
        shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}..."
        return f"{'' if part == 'document' else f'{part}, '}paragraph {self.number} '{shown}'"

    def problem(self, what: str, hint: str) -> Problem:
        """Return a problem about the paragraph."""
        return Problem("W305", f"{self.where}: {what}", hint, Location(self.file))


class Tag(Struct, frozen=True):
    """A tag as it was typed, what stands inside it, and its place. `alone_in` is "p" or "tr" for `{%p %}` and `{%tr %}`."""

    typed: str
    inside: str
    alone_in: str
    paragraph: TaggedParagraph
    start: int

    @property
    def word(self) -> str:
        """The first word of a statement: if, elif, else, endif, for, endfor. Empty for a value."""
        return "" if self.typed.startswith("{{") else self.inside.partition(" ")[0]

    @property
    def plain(self) -> str:
        """The tag as Jinja2 knows it."""
        return f"{{{{ {self.inside} }}}}" if self.typed.startswith("{{") else f"{{% {self.inside} %}}"

    @property
    def written(self) -> str:
        """The tag as docxtpl knows it."""
        return self.plain.replace("{%", f"{{%{self.alone_in}", 1)

    def problem(self, what: str, hint: str) -> Problem:
        """Return a problem about the tag."""
        return self.paragraph.problem(f"{self.typed} {what}", hint)


def holds_tag(xml: str) -> bool:
    """Return True if a part or a text holds a tag, also in an attribute or spread over several runs."""
    return bool(_BEGUN.search(xml) or _BEGUN.search(_ELEMENT.sub("", xml)))


def paragraphs(part: str, root: etree._Element, file: str) -> Iterator[TaggedParagraph]:
    """Yield every paragraph of a part in order. `file` is the form as messages show it."""
    texts: dict[etree._Element, list[etree._Element]] = {element: [] for element in root.iter(qualified("p"))}
    for text in root.iter(qualified("t")):
        around = next(text.iterancestors(qualified("p")), None)
        if around is not None:
            texts[around].append(text)
    for number, element in enumerate(texts, 1):
        yield TaggedParagraph(file, part, number, element, tuple(texts[element]))


def tags(paragraph: TaggedParagraph) -> Iterator[Tag]:
    """Yield the tags of a paragraph in order."""
    for match in _TAG.finditer(paragraph.words):
        inside, alone_in = match[0][2:-2], ""
        if match[0].startswith("{%") and (alone := _ALONE.fullmatch(inside)):
            inside, alone_in = alone["inside"], alone["kind"]
        yield Tag(match[0], " ".join(inside.split()), alone_in, paragraph, match.start())


def join(root: etree._Element) -> None:
    """Put each tag of a part into the first of its runs, as docxtpl knows it but for its braces."""
    for paragraph in paragraphs("", root, ""):
        for tag in reversed([*tags(paragraph)]):
            _join(tag, tag.written.translate(str.maketrans("{}", TAG_BRACES)))


def _join(tag: Tag, written: str) -> None:
    start, end, passed = tag.start, tag.start + len(tag.typed), 0
    for text in tag.paragraph.texts:
        words = text.text or ""
        first, last = max(start - passed, 0), min(end - passed, len(words))
        if first < last:
            text.text = words[:first] + written + words[last:]
            written = ""
        passed += len(words)


def faults(
    parts: Mapping[str, etree._Element], paragraphs: Iterable[TaggedParagraph], found_tags: Iterable[Tag], file: str
) -> Iterator[Problem]:
    """Yield what is wrong with the tags of some parts, before anybody asks what they mean."""
    for paragraph in paragraphs:
        yield from _halves(paragraph)
    for part, root in parts.items():
        yield from _misplaced(part, root, file)
    wrong = {tag: list(_not_alone(tag)) or list(_unreadable(tag)) for tag in found_tags}
    for problems in wrong.values():
        yield from problems
    statements = [tag for tag in wrong if tag.word]
    # If a tag is wrong, its partner would be reported as well.
    if not any(wrong[tag] for tag in statements):
        yield from _pairs(statements)


def _halves(paragraph: TaggedParagraph) -> Iterator[Problem]:
    """Yield a tag that is begun and not closed in its paragraph, or closed and not begun."""
    if half := _HALF.search(_TAG.sub("", paragraph.words)):
        what = f"{half[0]} is half of a tag, and the paragraph does not hold the other half"
        yield paragraph.problem(what, "Close the tag in the paragraph that opens it, or take the braces out.")


def _misplaced(part: str, root: etree._Element, file: str) -> Iterator[Problem]:
    """Yield tags where nothing is filled: in the code of a field, the description of a picture, deleted text."""
    for element in root.iter(etree.Element):
        is_filled = element.tag == qualified("t") and next(element.iterancestors(qualified("p")), None) is not None
        for text in (*element.attrib.values(), "" if is_filled else element.text or "", element.tail or ""):
            if _BEGUN.search(text):
                what = (
                    f"{part} holds {text.strip()!r} in a field or the description of a picture, and neither is filled"
                )
                yield Problem("W304", what, "Put the tag into the text, or take it out.", Location(file))


def _not_alone(tag: Tag) -> Iterator[Problem]:
    """Yield what keeps a tag from going out with the paragraph or row that it stands in."""
    if not tag.alone_in:
        return
    around, kind = element_around(tag), _KINDS[tag.alone_in]
    if around is None:
        yield tag.problem("stands outside of a table, so it has no row", "Write {%p %} for a paragraph.")
        return
    words = "".join(text.text or "" for text in around.iter(qualified("t"))).replace(tag.typed, "", 1).strip()
    if words or next(around.iter(*map(qualified, _CONTENT)), None) is not None:
        lost = f"{words[:_SHOWN]!r}" if words else "a picture, a field, a note or a section break"
        yield tag.problem(f"takes its {kind} out, and {lost} with it", f"Give the tag a {kind} of its own.")


def element_around(tag: Tag) -> etree._Element | None:
    """Return the paragraph or row that goes out with the tag, or the run that the tag begins in."""
    if tag.alone_in == "tr":
        return next(tag.paragraph.element.iterancestors(qualified("tr")), None)
    if tag.alone_in == "p":
        return tag.paragraph.element
    ends = accumulate(len(text.text or "") for text in tag.paragraph.texts)
    return next(text.getparent() for text, end in zip(tag.paragraph.texts, ends, strict=True) if tag.start < end)


def _unreadable(tag: Tag) -> Iterator[Problem]:
    """Yield what is wrong with the first word or the syntax of a tag."""
    if not tag.alone_in and _OF_DOCXTPL.match(tag.typed[2:-2]):
        yield tag.problem("is not allowed in a form", "Of these tags of docxtpl only {%p %} and {%tr %} are allowed.")
    elif tag.word and tag.word not in {*_COMPLETED, *_ENDS}:
        yield tag.problem("is not allowed in a form", _ALLOWED)
    elif tag.inside not in ("else", "endif", "endfor"):
        try:
            syntax.parse(_COMPLETED.get(tag.word, "{}").format(tag.plain))
        except TemplateSyntaxError as error:
            yield tag.problem(f"cannot be read: {error.message}", _ALLOWED)


def _pairs(statements: Iterable[Tag]) -> Iterator[Problem]:
    """Yield tags that are not closed where and as they were opened."""
    opened: list[Tag] = []
    for tag in statements:
        if tag.word in ("if", "for"):
            opened.append(tag)
            continue
        opener = opened[-1] if opened else None
        if opener is None or opener.word != _ENDS[tag.word]:
            yield tag.problem(f"closes no {_ENDS[tag.word]}", "Take it out, or write what it closes before it.")
        elif not _fits(opener, tag):
            what = f"belongs to {opener.typed} of {opener.paragraph.where}, and does not stand in the same way"
            hint = "Put both in one paragraph, or both as {%p %} in paragraphs side by side, or both as {%tr %} in a table."
            yield tag.problem(what, hint)
        if opener is not None and tag.word.startswith("end"):
            opened.pop()
    for tag in opened:
        yield tag.problem("is never closed", f"Write the end{tag.word} behind what it holds.")


def _fits(opener: Tag, tag: Tag) -> bool:
    """Return True if the document stays whole when everything between the two tags goes."""
    first, second = element_around(opener), element_around(tag)
    return first is not None and second is not None and first.getparent() is second.getparent()
