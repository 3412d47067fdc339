"""Reading Word files: all text, numbers as displayed, and fields by their displayed result."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from assembler.readers import contents
from assembler.readers.beside_body import beginning, beside_body, stories
from assembler.readers.elements import W
from assembler.readers.formatting import looks_of
from assembler.readers.outline import ReadParagraph, provisions
from assembler.readers.package import Package, open_package, targets_outside
from assembler.readers.reading import Reading
from assembler.readers.story_reader import StoryReader
from assembler.readers.summary_page import without_summary


def read(data: bytes, file: str, revisions: str = "accepted") -> Reading:
    """Return a Word file as a reading. `revisions` is "accepted", "rejected" or "all" tracked changes.

    Raises InputError if the file is not a Word file or cannot be opened safely.
    """
    package = open_package(data, file)
    story = StoryReader.of(package, package.main, revisions)
    document = package.document
    body = document.find(f"{W}body")
    without_summary(body)
    story.objects.bookmarks = dict(_bookmarks(document))
    paragraphs, listed = contents.set_apart(list(story.paragraphs(document)))
    story.last_section(body)
    is_settled = story.tracked and revisions == "accepted"
    beside = tuple(beside_body(story, document))
    return Reading(
        file,
        provisions(paragraphs),
        (*story.remarks(), *_remarks(package, has_contents=bool(listed))),
        (*story.objects.parts, *beside),
        untracked=read(data, file, "rejected") if is_settled else None,
        looks=looks_of(stories(story, document), story.is_left_out, story.formatting, story.level, story.change),
        contents=listed,
        format="Word file",
    )


def read_paragraphs(data: bytes, file: str) -> list[ReadParagraph]:
    """Return the paragraphs of the text of a Word file in reading order, its table of contents included.

    Tracked changes are accepted. Raises InputError if the file is not a Word file or cannot be opened safely.
    """
    package = open_package(data, file)
    return list(StoryReader.of(package, package.main, "accepted").paragraphs(package.document))


def _bookmarks(document: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the name of each bookmark, and the beginning of the paragraph that it stands in or before."""
    for start in document.iter(f"{W}bookmarkStart"):
        inside = next(start.iterancestors(f"{W}p"), None)
        paragraph = next(start.itersiblings(f"{W}p"), None) if inside is None else inside
        yield start.get(f"{W}name", ""), beginning(paragraph)


def _remarks(package: Package, *, has_contents: bool) -> Iterator[str]:
    if has_contents:
        yield "not compared: the pages of the table of contents"
    outside = list(dict.fromkeys(targets_outside(package)))
    if outside:
        yield f"links to other files or sites, none of them opened: {', '.join(outside[:5])}"
