"""What a Word file holds beside its body: headers and footers, comments, pages and protection."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from lxml import etree

from assembler.readers.elements import CAME, GONE, R, W
from assembler.readers.objects import ON_CHANGES, protections
from assembler.readers.reading import NonTextPart, place_of, straightened, words_in
from assembler.readers.sections import section_parts
from assembler.readers.story_reader import StoryReader

_KINDS = {"default": "", "first": " of its first page", "even": " of its even pages"}


def beside_body(story: StoryReader, document: etree._Element) -> Iterator[NonTextPart]:
    """Yield what a file holds beside its body: headers and footers, comments, pages and protection."""
    settings, comments = (story.package.related_xml(kind) for kind in ("settings", "comments"))
    has_even = settings is not None and settings.find(f"{W}evenAndOddHeaders") is not None
    yield from _headers(story, has_even=has_even)
    yield from section_parts(story.sections)
    yield from protections(settings)
    yield from _comments(comments, document)


def _comments(comments: etree._Element | None, document: etree._Element) -> Iterator[NonTextPart]:
    """Yield the comments. A redline has many, so those of an author on his own tracked changes have a name of theirs."""
    if comments is None:
        return
    references, starts = (
        {element.get(f"{W}id", ""): element for element in document.iter(f"{W}{name}")}
        for name in ("commentReference", "commentRangeStart")
    )
    for comment in comments:
        identity, author = comment.get(f"{W}id", ""), comment.get(f"{W}author", "")
        reference, start = references.get(identity), starts.get(identity)
        words = " ".join(text.text or "" for text in comment.iter(f"{W}t"))
        change = start.getnext() if start is not None else None
        is_on_change = change is not None and change.tag in (*CAME, *GONE) and change.get(f"{W}author") == author
        yield NonTextPart(ON_CHANGES if is_on_change else "comment", words, beginning(reference), shown=words)


def beginning(element: etree._Element | None) -> str:
    """Return the beginning of the paragraph in which an element stands, or ""."""
    is_inside = element is not None and element.tag != f"{W}p"
    paragraph = next(element.iterancestors(f"{W}p"), None) if element is not None and is_inside else element
    words = "".join(map(str, paragraph.itertext(f"{W}t"))) if paragraph is not None else ""
    return place_of(straightened(words))


def _headers(story: StoryReader, *, has_even: bool) -> Iterator[NonTextPart]:
    """Yield the header and footer of each kind of page, where a section changes it. A section inherits the others."""
    targets = story.package.relationships(story.package.main)
    said: dict[tuple[str, str], str] = {}
    sections = enumerate((section.properties for section in story.sections), start=1)
    for (number, section), name, kind in product(sections, ("header", "footer"), _KINDS):
        if (kind == "first" and section.find(f"{W}titlePg") is None) or (kind == "even" and not has_even):
            continue
        references = section.iterfind(f"{W}{name}Reference")
        found = next((one.get(f"{R}id", "") for one in references if one.get(f"{W}type", "default") == kind), "")
        if found not in targets:
            continue
        words, digest = _words_of_part(story, targets[found].target)
        if said.get((name, kind), "") != digest:
            yield NonTextPart(f"{name}{_KINDS[kind]}, section {number}", digest, shown=words)
            said[name, kind] = digest


def _words_of_part(story: StoryReader, part: str) -> tuple[str, str]:
    """Return the words of a header or footer, and a digest of all that it holds."""
    root = story.package.xml(part)
    if root is None:
        return "", ""
    inner = story.of_part(part)
    words = " ".join(words_in(" ".join(f"{one.number} {one.text}" for one in inner.paragraphs(root))))
    return words, " ".join([words, *(found.digest for found in inner.objects.parts)]).strip()
