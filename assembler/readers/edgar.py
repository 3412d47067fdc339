"""Text as the SEC's EDGAR keeps it: justified, paged, with columns and tables set by blanks; into paragraphs.

Where columns stand is seen from the page: a strip of blanks that no line crosses, with words on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from msgspec import Struct

from assembler.readers.numbered import Paragraph, begins_with_a_number
from assembler.readers.reading import has_rule, without_rules

# A line is looked at by a pattern only where it has what each match has: a page has a thousand lines, and few tags.
_TAG = re.compile(r"\s*</?(?:PAGE|TABLE|CAPTION|S|C|FN|TEXT|DOCUMENT)>", re.IGNORECASE)
_PAGE = re.compile(r"\s*<PAGE>", re.IGNORECASE)
_TABLE_OPENS, _TABLE_CLOSES = re.compile(r"\s*<TABLE>", re.IGNORECASE), re.compile(r"\s*</TABLE>", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"\s{20,}(?:-\s*)?(?:Page\s+)?\d{1,4}(?:\s*-|\s+of\s+\d+)?\s*", re.IGNORECASE)
_ENDED = re.compile(r"[.:;!?\]\"_]\s*(?:and|or)?$")
_PROSE_FROM = 66  # columns: lines of running text are at least as long as this, but the last
_GAP = " " * 6  # within a line: between columns, not between words
_FILLED = b"\1" * 32 + b"\0" + b"\1" * 223  # each byte as whether it is more than a blank
_BLANK_COLUMNS = re.compile(rb"\0{2,}")


class _Stanza(Struct, frozen=True):
    """Lines between empty ones, without the blanks behind them; `turned` where a page was turned before them."""

    lines: tuple[str, ...]
    turned: bool
    is_prose: bool


def read(lines: Sequence[str]) -> tuple[list[Paragraph], list[str]]:
    """The paragraphs of a text in the order in which they are read, columns taken apart; and what is not compared of it."""
    pages = [at for at, line in enumerate(lines) if "<" in line and _PAGE.match(line)]
    numbers = _page_numbers(lines, pages)
    rules = sum(map(has_rule, lines))
    said = [f"{len(pages)} page breaks" if pages else "", f"{len(numbers)} page numbers" if numbers else ""]
    said += [f"{rules} lines with rules or blanks to be filled in" if rules else ""]
    furniture = "not compared: line ends, indents" + "".join(f", {one}" for one in said if one)
    return list(_joined(line for at, line in enumerate(lines) if at not in numbers)), [furniture]


def _joined(lines: Iterable[str]) -> Iterator[Paragraph]:
    """The paragraphs, those put together that a page break parts."""
    held = ""
    for text, goes_on in _paragraphs(lines):
        if goes_on and held and not _ENDED.search(held):
            held = f"{held} {text}"
            continue
        if held:
            yield Paragraph(held)
        held = text
    if held:
        yield Paragraph(held)


def _paragraphs(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Each paragraph, and whether it may go on with the one on the page before."""
    for is_table, some in _tables(lines):
        if is_table:
            yield from ((cell, False) for cell in _table(some))
        else:
            yield from _running(list(_stanzas(some)))


def _page_numbers(lines: Sequence[str], pages: Sequence[int]) -> set[int]:
    """The lines that are the number of a page: those before its end that hold nothing else."""
    numbers: set[int] = set()
    for end in (*pages, len(lines)):
        for at in range(end - 1, -1, -1):
            if _PAGE_NUMBER.fullmatch(lines[at]):
                numbers.add(at)
            elif lines[at].strip():
                break
    return numbers


def _tables(lines: Iterable[str]) -> Iterator[tuple[bool, list[str]]]:
    """The lines within and outside of the tags of tables, in turn."""
    some: list[str] = []
    for line in lines:
        if "<" in line and (_TABLE_OPENS.match(line) or _TABLE_CLOSES.match(line)):
            yield bool(_TABLE_CLOSES.match(line)), some
            some = []
        else:
            some.append(line)
    yield False, some


def _stanzas(lines: Iterable[str]) -> Iterator[_Stanza]:
    held: list[str] = []
    turned = False
    for whole in lines:
        line = whole.rstrip()
        if line and not ("<" in line and _TAG.match(line)):
            # A line that is nothing but rules does not end a stanza.
            if filled := without_rules(line).rstrip():
                held.append(filled)
            continue
        if held:
            yield _Stanza(tuple(held), turned, _is_prose(held))
            held, turned = [], False
        turned = turned or bool(_PAGE.match(line))
    if held:
        yield _Stanza(tuple(held), turned, _is_prose(held))


def _running(some: list[_Stanza]) -> Iterator[tuple[str, bool]]:
    at = 0
    while at < len(some):
        block = _block_in_columns(some, at)
        if block:
            many, texts = block
            yield from ((text, False) for text in texts)
            at += many
            continue
        stanza = some[at]
        goes_on = stanza.turned and at > 0 and some[at - 1].is_prose
        for index, text in enumerate(_split(stanza)):
            yield " ".join(text.split()), goes_on and not index and not begins_with_a_number(text)
        at += 1


def _split(stanza: _Stanza) -> Iterator[str]:
    """A stanza as paragraphs: lines of running text are one; a line that is set in with a number begins another."""
    if not stanza.is_prose:
        yield from stanza.lines
        return
    held = [stanza.lines[0]]
    for before, line in pairwise(stanza.lines):
        if line[0] == " " and _indent(line) > _indent(before) and begins_with_a_number(line):
            yield " ".join(held)
            held = []
        held.append(line)
    yield " ".join(held)


def _is_prose(lines: Sequence[str]) -> bool:
    """Whether the lines are filled up: most of them, but the last, are long and have no wide gap."""
    filled = sum(len(line) >= _PROSE_FROM and _GAP not in line.lstrip() for line in lines[:-1])
    return len(lines) == 1 or filled * 2 > len(lines) - 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _block_in_columns(some: Sequence[_Stanza], at: int) -> tuple[int, list[str]] | None:
    """How many stanzas from here on stand in two columns, and their words: the left column, then the right."""
    lines = list(some[at].lines)
    gutter = None if some[at].is_prose else _gutter(lines)
    if not gutter:
        return None
    many = 1
    while at + many < len(some) and (wider := _gutter([*lines, *some[at + many].lines])):
        # A stanza that begins with a label of its own is a block of its own.
        if _indent(some[at + many].lines[0]) < wider[1]:
            break
        lines, gutter = [*lines, *some[at + many].lines], wider
        many += 1
    left, right = ([line[part].strip() for line in lines] for part in (slice(0, gutter[1]), slice(gutter[1], None)))
    if not _is_column(left, right):
        return None
    return many, [text for side in (left, right) for text in side if text]


def _gutter(lines: Sequence[str]) -> tuple[int, int] | None:
    """Where the widest strip of blanks begins and ends that has words on both sides in one line at least."""
    # A single blank parts words; only two and more part columns.
    strips = [(stop - start, start, stop) for start, stop in _strips(lines) if stop - start >= 3]
    both = [strip for strip in strips if any(line[: strip[1]].strip() and line[strip[2] :].strip() for line in lines)]
    if not both:
        return None
    _, start, stop = max(both)
    return start, stop


def _strips(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where columns begin and end that are blank in every line, two and more side by side."""
    page = 0
    for line in lines:
        # Lines laid one over the other: a letter is a byte, and what it is does not matter.
        page |= int.from_bytes(line.encode("latin-1", "replace").translate(_FILLED), "little")
    width = max(map(len, lines))
    return (found.span() for found in _BLANK_COLUMNS.finditer(page.to_bytes(width, "little")))


def _is_column(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two sides are read one after the other.

    A side of labels ("By:", "II.") beside its lines is read line by line; so is a list whose every line has both sides.
    """
    labels = [text for text in left if text]
    alone = any(text and not other for text, other in zip(left, right, strict=True))
    beside = any(text and not other for text, other in zip(right, left, strict=True))
    is_labels = all(text.endswith((":", ".", "*")) or len(text) <= 3 for text in labels)
    count = sum(bool(text) for text in right)
    return len(labels) > 1 and not is_labels and (alone or (beside and count > len(labels)))


def _table(lines: Sequence[str]) -> Iterator[str]:
    """The cells of a table, row by row; an empty line or a rule ends a row."""
    rows = [
        list(group)
        for is_row, group in groupby(
            ("" if _TAG.match(line) or not line.strip("- =_\t") else line for line in lines), bool
        )
        if is_row
    ]
    every = [line for row in rows for line in row]
    if not every:
        return
    width = max(map(len, every))
    cuts = [0, *(stop for start, stop in _strips(every) if start > 0 and stop < width), width]
    for row in rows:
        for start, stop in pairwise(cuts):
            cell = " ".join(line[start:stop].strip() for line in row).strip()
            if cell:
                yield cell
