"""What a Word file holds beside its body: headers and footers, comments, pages and protection."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from lxml import etree

from assembler.readers.elements import CAME, GONE, R, W, child, is_on
from assembler.readers.objects import ON_CHANGES, protections
from assembler.readers.reading import NonTextPart, place_of, straightened, words_in
from assembler.readers.sections import OF_DOCUMENT, document_settings, section_parts
from assembler.readers.story_reader import StoryReader

_KINDS = {"default": "", "first": " of its first page", "even": " of its even pages"}


def beside_body(story: StoryReader, document: etree._Element) -> Iterator[NonTextPart]:
    """Yield what a file holds beside its body: headers and footers, comments, pages and protection."""
    settings, comments = (story.package.related_xml(kind) for kind in ("settings", "comments"))
    yield from _headers(story, has_even=is_on(child(settings, "evenAndOddHeaders")))
    yield from section_parts(story.sections)
    for called, said in document_settings(settings, document).items():
        yield NonTextPart(f"{OF_DOCUMENT}, {called}", said, shown=said)
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
        yield NonTextPart(
            ON_CHANGES if is_on_change else "comment", words, beginning(reference), words, alternative=author
        )


def beginning(element: etree._Element | None) -> str:
    """Return the beginning of the paragraph in which an element stands, or ""."""
    is_inside = element is not None and element.tag != f"{W}p"
    paragraph = next(element.iterancestors(f"{W}p"), None) if element is not None and is_inside else element
    words = "".join(map(str, paragraph.itertext(f"{W}t"))) if paragraph is not None else ""
    return place_of(straightened(words))


def _headers(story: StoryReader, *, has_even: bool) -> Iterator[NonTextPart]:
    """Yield the header and footer of each kind of page, where a section changes them. A section inherits the others.

    First and even pages are told where they differ from the other pages.
    """
    targets = story.package.relationships(story.package.main)
    linked: dict[tuple[str, str], str] = {}
    said: dict[tuple[str, str], str | None] = {}
    sections = enumerate((section.properties for section in story.sections), start=1)
    for (number, section), name in product(sections, ("header", "footer")):
        for reference in section.iterfind(f"{W}{name}Reference"):
            if (found := targets.get(reference.get(f"{R}id", ""))) is not None:
                linked[name, reference.get(f"{W}type", "default")] = found.target
        has_kinds = {"default": True, "first": is_on(child(section, "titlePg")), "even": has_even}
        usual = linked.get((name, "default"), "")
        for kind, is_told in has_kinds.items():
            words, digest = _header(story, linked.get((name, kind), "") if is_told else usual)
            differs = kind == "default" or digest != _header(story, usual)[1]
            told = digest if differs else None
            if said.get((name, kind), "" if kind == "default" else None) != told:
                yield NonTextPart(f"{name}{_KINDS[kind]}, section {number}", digest, shown=words if differs else "")
            said[name, kind] = told


def _header(story: StoryReader, part: str) -> tuple[str, str]:
    """Return the words of a header or footer, and a digest of all that it holds."""
    if part not in story.headers:
        story.headers[part] = _words_of_part(story, part)
    return story.headers[part]


def stories(story: StoryReader, document: etree._Element) -> Iterator[etree._Element]:
    """Yield the text of a file that was read, its notes, and the headers and footers that are shown."""
    yield document
    for notes in story.notes.values():
        yield from notes.values()
    roots = map(story.package.xml, filter(None, story.headers))
    yield from (root for root in roots if root is not None)


def _words_of_part(story: StoryReader, part: str) -> tuple[str, str]:
    """Return the words of a header or footer, and a digest of all that it holds."""
    root = story.package.xml(part)
    if root is None:
        return "", ""
    inner = story.of_part(part)
    words = " ".join(words_in(" ".join(f"{one.number} {one.text}" for one in inner.paragraphs(root))))
    return words, " ".join([words, *(found.digest for found in inner.objects.parts if found.digest)]).strip()
