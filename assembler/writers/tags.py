"""The tags of a Word form as the person who typed them sees them: paragraph by paragraph, over however many runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from jinja2 import TemplateSyntaxError
from lxml import etree
from msgspec import Struct

from assembler.drafting import syntax
from assembler.findings import Finding, Place
from assembler.writers.ooxml import qualified

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_BEGUN = re.compile(r"\{[{%#]")
_ELEMENT = re.compile(r"<[^>]*>")
_HALF = re.compile(r"\{[{%#]|[}%#]\}")
_ALONE = re.compile(r"(?P<kind>p|tr)\s+(?P<inside>.*)")
_OF_THE_LIBRARY = re.compile(r"(?:p|tr|tc|r)\s|[-+]|.*[-+]$")
_ENDS = {"endif": "if", "endfor": "for", "else": "if", "elif": "if"}
_SHOWN = 60

# What would be lost with the paragraph or row that a tag stands alone in.
_KEPT = ("drawing", "pict", "object", "sectPr", "fldChar", "footnoteReference", "endnoteReference", "tbl")


class Paragraph(Struct, frozen=True):
    """A paragraph with its own pieces of text; not those of a text box that is anchored in it.

    `number` counts the paragraphs of the part from 1, those in tables and text boxes included.
    """

    file: str
    part: str
    number: int
    element: etree._Element
    texts: tuple[etree._Element, ...]

    @property
    def words(self) -> str:
        """All that it says."""
        return "".join(text.text or "" for text in self.texts)

    @property
    def where(self) -> str:
        """The paragraph as messages name it: its part where that is not the body, its number and its first words."""
        part = PurePosixPath(self.part).stem
        words = " ".join(self.words.split())
        shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}..."
        return f"{'' if part == 'document' else f'{part}, '}paragraph {self.number} '{shown}'"


class Tag(Struct, frozen=True):
    """One tag: what was typed, what stands inside it, where it is, and what it stands alone in: "p", "tr" or nothing."""

    typed: str
    inside: str
    alone_in: str
    paragraph: Paragraph
    start: int

    @property
    def is_value(self) -> bool:
        """Whether it prints a value."""
        return self.typed.startswith("{{")

    @property
    def word(self) -> str:
        """The first word of a tag that prints nothing: if, elif, else, endif, for, endfor."""
        return "" if self.is_value else self.inside.partition(" ")[0]

    @property
    def plain(self) -> str:
        """The tag as Jinja2 knows it."""
        return f"{{{{ {self.inside} }}}}" if self.is_value else f"{{% {self.inside} %}}"

    @property
    def written(self) -> str:
        """The tag as docxtpl knows it."""
        return self.plain if self.is_value else f"{{%{self.alone_in} {self.inside} %}}"

    def finding(self, what: str, remedy: str) -> Finding:
        """What is wrong with the tag."""
        return _finding(self.paragraph, f"{self.typed} {what}", remedy)


def holds_tag(xml: str) -> bool:
    """Whether a part, or a text, holds a tag, be it in an attribute or spread over several runs."""
    return bool(_BEGUN.search(xml) or _BEGUN.search(_ELEMENT.sub("", xml)))


def paragraphs(part: str, root: etree._Element, file: str) -> Iterator[Paragraph]:
    """Every paragraph of a part in order; `file` is the form as messages show it."""
    own: dict[etree._Element, list[etree._Element]] = {element: [] for element in root.iter(qualified("p"))}
    for text in root.iter(qualified("t")):
        around = next(text.iterancestors(qualified("p")), None)
        if around is not None:
            own[around].append(text)
    for number, (element, texts) in enumerate(own.items(), 1):
        yield Paragraph(file, part, number, element, tuple(texts))


def tags(parts: Mapping[str, etree._Element], file: str) -> tuple[Tag, ...]:
    """Every tag of some parts, by the name of the part, in order."""
    return tuple(
        _tag(found, paragraph)
        for part, root in parts.items()
        for paragraph in paragraphs(part, root, file)
        for found in _TAG.finditer(paragraph.words)
    )


def _tag(found: re.Match[str], paragraph: Paragraph) -> Tag:
    inside, alone_in = found[0][2:-2], ""
    if found[0].startswith("{%") and (alone := _ALONE.fullmatch(inside)):
        inside, alone_in = alone["inside"], alone["kind"]
    return Tag(found[0], " ".join(inside.split()), alone_in, paragraph, found.start())


def faults(parts: Mapping[str, etree._Element], found: Iterable[Tag], file: str) -> Iterator[Finding]:
    """What is wrong with the tags of some parts before it is asked what they mean."""
    for part, root in parts.items():
        yield from _halves(part, root, file)
        yield from _misplaced(part, root, file)
    wrong = {tag: list(_alone(tag)) or list(_readable(tag)) for tag in found}
    yield from (finding for findings in wrong.values() for finding in findings)
    statements = [tag for tag in wrong if not tag.is_value]
    # Of two tags that belong together, the one that is wrong would make the other one so.
    if not any(wrong[tag] for tag in statements):
        yield from _pairs(statements)


def _halves(part: str, root: etree._Element, file: str) -> Iterator[Finding]:
    """Tags that are begun and not closed in their paragraph, or closed and not begun."""
    for paragraph in paragraphs(part, root, file):
        half = _HALF.search(_TAG.sub("", paragraph.words))
        if half:
            what = f"{half[0]} is one half of a tag, and the other half does not stand in the paragraph"
            yield _finding(paragraph, what, "Close the tag where it is begun, or take the braces out.")


def _misplaced(part: str, root: etree._Element, file: str) -> Iterator[Finding]:
    """Tags where nothing is filled: in the code of a field, the description of a picture, text that was deleted."""
    for element in root.iter(etree.Element):
        is_said = element.tag == qualified("t") and next(element.iterancestors(qualified("p")), None) is not None
        texts = [*element.attrib.values(), "" if is_said else element.text or "", element.tail or ""]
        for text in texts:
            if _BEGUN.search(text):
                what = (
                    f"{part} holds {text.strip()!r} where no tag is filled: in a field, or in what describes a picture"
                )
                yield Finding("W304", what, "Put the tag into the text, or take it out.", Place(file))


def _alone(tag: Tag) -> Iterator[Finding]:
    """What keeps a tag from being taken out with the paragraph or row that it stands in."""
    if not tag.alone_in:
        return
    around = _around(tag)
    if around is None:
        yield tag.finding("stands in no table, so there is no row for it", "Write {%p %} for a paragraph.")
        return
    called = {"p": "paragraph", "tr": "row"}[tag.alone_in]
    words = "".join(text.text or "" for text in around.iter(qualified("t"))).replace(tag.typed, "", 1).strip()
    if words or any(next(around.iter(qualified(kept)), None) is not None for kept in _KEPT):
        lost = f"{words[:_SHOWN]!r}" if words else "a picture, a field, a note or a section break"
        what = f"is taken out together with its {called}, and {lost} would be lost"
        yield tag.finding(what, f"Give the tag a {called} of its own.")


def _around(tag: Tag) -> etree._Element | None:
    """The paragraph or row that the tag stands alone in; the piece of text of any other."""
    if tag.alone_in == "tr":
        return next(tag.paragraph.element.iterancestors(qualified("tr")), None)
    return tag.paragraph.element if tag.alone_in == "p" else _text_at(tag)


def _text_at(tag: Tag) -> etree._Element:
    passed = 0
    for text in tag.paragraph.texts:
        passed += len(text.text or "")
        if tag.start < passed:
            break
    return text


def _readable(tag: Tag) -> Iterator[Finding]:
    """Whether a tag by itself is one that may stand, as far as its first word and its syntax go."""
    allowed = "Write {{ value }}, {{ value | filter }}, if, elif, else, endif, for or endfor; see templates/ancillary/README.md."
    if not tag.alone_in and _OF_THE_LIBRARY.match(tag.typed[2:-2]):
        yield tag.finding("may not stand in a form", "Of these tags of docxtpl only {%p %} and {%tr %} may stand.")
        return
    alone = {"if": "{}{{% endif %}}", "for": "{}{{% endfor %}}", "elif": "{{% if a %}}{}{{% endif %}}"}.get(
        tag.word, "{}"
    )
    if tag.inside in ("else", "endif", "endfor"):
        return
    if not tag.is_value and tag.word not in ("if", "elif", "for"):
        yield tag.finding("may not stand in a form", allowed)
        return
    try:
        syntax.parse(alone.format(tag.plain))
    except TemplateSyntaxError as error:
        yield tag.finding(f"cannot be read: {error.message}", allowed)


def _pairs(statements: Iterable[Tag]) -> Iterator[Finding]:
    """Tags that are not closed where and as they were opened."""
    open_tags: list[Tag] = []
    for tag in statements:
        if tag.word in ("if", "for"):
            open_tags.append(tag)
            continue
        opener = open_tags[-1] if open_tags else None
        if opener is None or opener.word != _ENDS[tag.word]:
            yield tag.finding(f"closes no {_ENDS[tag.word]}", "Take it out, or write what it closes before it.")
        elif not _fits(opener, tag):
            what = f"belongs to {opener.typed} of {opener.paragraph.where}, and does not stand as that does"
            remedy = "Both stand in one paragraph; or both as {%p %} in paragraphs side by side; or both as {%tr %} in a table."
            yield tag.finding(what, remedy)
        if opener is not None and tag.word.startswith("end"):
            open_tags.pop()
    for tag in open_tags:
        yield tag.finding("is never closed", f"Write the end{tag.word} behind what it holds.")


def _fits(opener: Tag, tag: Tag) -> bool:
    """Whether two tags stand alike, so that taking out what is between them leaves a document."""
    first, second = _around(opener), _around(tag)
    if not tag.alone_in:
        first, second = (one if one is None else one.getparent() for one in (first, second))
    return first is not None and second is not None and first.getparent() is second.getparent()


def _finding(paragraph: Paragraph, what: str, remedy: str) -> Finding:
    return Finding("W305", f"{paragraph.where}: {what}", remedy, Place(paragraph.file))


def joined(root: etree._Element, stand_ins: Mapping[int, str]) -> None:
    """Put each tag of a part into the first of its runs, as docxtpl knows it; other braces get a stand-in."""
    for paragraph in list(paragraphs("", root, "")):
        _join(paragraph, stand_ins)


def _join(paragraph: Paragraph, stand_ins: Mapping[int, str]) -> None:
    words = paragraph.words
    if "{" not in words and "}" not in words:
        return
    pieces: list[str] = []
    at = 0
    written = [(found.span(), _tag(found, paragraph).written) for found in _TAG.finditer(words)]
    for text in paragraph.texts:
        end = at + len(text.text or "")
        pieces.append(_piece(words, at, end, written, stand_ins))
        at = end
    for text, piece in zip(paragraph.texts, pieces, strict=True):
        text.text = piece


def _piece(
    words: str, start: int, end: int, written: Iterable[tuple[tuple[int, int], str]], stand_ins: Mapping[int, str]
) -> str:
    """What a piece of text says once the tags that begin in it are whole, and those that began before are gone."""
    said, at = "", start
    for (opens, closes), tag in written:
        if closes <= start or opens >= end:
            continue
        said += words[at:opens].translate(stand_ins)
        said += tag if opens >= start else ""
        at = closes
    return said + words[at:end].translate(stand_ins)
