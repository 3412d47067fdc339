"""Telling a table of contents from the provisions that it lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from assembler.readers.outline import ReadParagraph, head_of
from assembler.readers.reading import words_in

KIND = "contents"
"""The kind of a paragraph that a Word field or an element of HTML shows to be an entry."""

_TITLE = re.compile(r"\s*(?:TABLE OF )?CONTENTS\s*:?\s*", re.IGNORECASE)
_COLUMN_HEAD = re.compile(
    r"\s*(?:(?:Article|Section|Clause)s?\s+)?Page(?:\s+(?:No\.?|Number))?\s*|\s*<[^>]*>\s*", re.IGNORECASE
)
_PAGE = r"(?:\d{1,4}|[ivxlc]{1,7}|[A-Z]-\d{1,3}|[-\u2013])"
_PAGED = re.compile(rf"(?P<entry>.*[^.\s])(?:[.\s]{{2,}}|\t){_PAGE}\s*")
_PAGE_ALONE = re.compile(rf"\s*-?\s*{_PAGE}\s*-?\s*")
_FEW = 3  # lines without a page between two entries: parts of a long title, and headings of the list
_LONGEST = 30  # words of an entry


class Listed(Struct, frozen=True):
    """A table of contents: its first line, the line after its last, and its entries without pages."""

    start: int
    stop: int
    entries: tuple[str, ...]


def entry(text: str) -> str:
    """Return an entry without its page and the dots before it."""
    paged = _PAGED.fullmatch(text)
    return " ".join(words_in(paged["entry"] if paged else text))


def set_apart(paragraphs: Iterable[ReadParagraph]) -> tuple[list[ReadParagraph], tuple[str, ...]]:
    """Return the paragraphs without the table of contents, and its entries."""
    kept: list[ReadParagraph] = []
    entries: list[str] = []
    for paragraph in paragraphs:
        if paragraph.kind == KIND:
            entries.append(entry(f"{paragraph.number} {paragraph.text}"))
        else:
            kept.append(paragraph)
    if entries:
        return kept, tuple(filter(None, entries))
    return _without_typed(kept)


def _without_typed(paragraphs: list[ReadParagraph]) -> tuple[list[ReadParagraph], tuple[str, ...]]:
    rows = [list(group) for _, group in groupby(enumerate(paragraphs), _row)]
    lines = ["\t".join(f"{one.number} {one.text}".strip() for _, one in row) for row in rows]
    listed = find(lines)
    if not listed:
        return paragraphs, ()
    return [one for row in rows[: listed.start] + rows[listed.stop :] for _, one in row], listed.entries


def _row(located: tuple[int, ReadParagraph]) -> tuple[int, ...]:
    """Return the row of a table that a paragraph stands in. Outside of tables each paragraph is a row of its own."""
    index, paragraph = located
    return paragraph.cell[:2] if paragraph.cell else (-1, index)


def find(lines: Sequence[str]) -> Listed | None:
    """Return the table of contents behind a line that is its title, or None."""
    for number, line in enumerate(lines):
        if "CONTENTS" in line.upper() and _TITLE.fullmatch(line):
            listed = _paged(lines, number + 1) or _without_pages(lines, number + 1)
            if listed:
                return listed
    return None


def _paged(lines: Sequence[str], start: int) -> Listed | None:
    """Return the table of contents from a line on, if each of its entries ends in a page."""
    entries: list[str] = []
    held: list[str] = []
    stop = start
    for number, line in _filled(lines, start):
        if paged := _PAGED.fullmatch(line):
            entries.append(" ".join(words_in(" ".join([*held, paged["entry"]]))))
            held, stop = [], number + 1
        elif len(held) == _FEW or len(line.split()) > _LONGEST:
            break
        else:
            held.append(line)
    return Listed(start, stop, tuple(entries)) if len(entries) > 1 else None


def _without_pages(lines: Sequence[str], start: int) -> Listed | None:
    """Return the table of contents from a line on, up to where its numbers begin anew."""
    entries: list[str] = []
    numbers: set[str] = set()
    stop, indent = start, 0
    for number, line in _filled(lines, start):
        head, deep = head_of(line), len(line) - len(line.lstrip())
        if head and head not in numbers and len(line.split()) <= _LONGEST:
            entries.append(" ".join(words_in(line)))
            numbers.add(head)
            indent = deep
        elif not head and entries and deep > indent and stop == number:
            entries[-1] = " ".join([entries[-1], *words_in(line)])
        else:
            break
        stop = number + 1
    return Listed(start, stop, tuple(entries)) if len(entries) > 1 else None


def _filled(lines: Sequence[str], start: int) -> Iterator[tuple[int, str]]:
    """Yield the lines from there on that are neither empty nor a page number or the head of the list."""
    for number in range(start, len(lines)):
        line = lines[number]
        if line.strip() and not _COLUMN_HEAD.fullmatch(line) and not _PAGE_ALONE.fullmatch(line):
            yield number, line
