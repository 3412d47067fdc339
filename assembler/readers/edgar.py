"""Text as the SEC's EDGAR keeps it: justified, paged, with columns and tables set by blanks; into paragraphs.

Where columns stand is seen from the page: a strip of blanks that no line crosses, with words on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from msgspec import Struct

from assembler.readers.numbered import Paragraph, begins_with_a_number
from assembler.readers.reading import RULE

_TAG = re.compile(r"\s*</?(?:PAGE|TABLE|CAPTION|S|C|FN|TEXT|DOCUMENT)>", re.IGNORECASE)
_PAGE = re.compile(r"\s*<PAGE>", re.IGNORECASE)
_TABLE_OPENS, _TABLE_CLOSES = re.compile(r"\s*<TABLE>", re.IGNORECASE), re.compile(r"\s*</TABLE>", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"\s{20,}(?:-\s*)?(?:Page\s+)?\d{1,4}(?:\s*-|\s+of\s+\d+)?\s*", re.IGNORECASE)
_ENDED = re.compile(r"[.:;!?\]\"_]\s*(?:and|or)?$")
_PROSE_FROM = 66  # columns: lines of running text are at least as long as this, but the last
_GAP = re.compile(r"\S\s{6,}(?=\S)")
_PAGE_BREAK = "\f"


class _Stanza(Struct, frozen=True):
    """Lines between empty ones; `turned` where a page was turned before them."""

    lines: tuple[str, ...]
    turned: bool


def paragraphs(lines: Sequence[str]) -> Iterator[Paragraph]:
    """The paragraphs of a text in the order in which they are read, columns taken apart."""
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


def remarks(lines: Sequence[str]) -> list[str]:
    """What of the text was taken for furniture and is not compared."""
    pages = sum(bool(_PAGE.match(line)) for line in lines)
    numbers = len(lines) - len(list(_without_page_numbers(lines)))
    rules = sum(bool(RULE.search(line)) for line in lines)
    said = [f"{pages} page breaks" if pages else "", f"{numbers} page numbers" if numbers else ""]
    said += [f"{rules} lines with rules or blanks to be filled in" if rules else ""]
    return ["not compared: line ends, indents" + "".join(f", {one}" for one in said if one)]


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Each paragraph, and whether it may go on with the one on the page before."""
    for is_table, some in _tables(list(_without_page_numbers(lines))):
        if is_table:
            yield from ((cell, False) for cell in _table(some))
        else:
            yield from _running(list(_stanzas(some)))


def _without_page_numbers(lines: Sequence[str]) -> Iterator[str]:
    following = "<PAGE>"
    kept: list[str] = []
    for line in reversed(lines):
        if _PAGE_NUMBER.fullmatch(line) and _PAGE.match(following):
            continue
        following = line if line.strip() else following
        kept.append(line)
    yield from reversed(kept)


def _tables(lines: Sequence[str]) -> Iterator[tuple[bool, list[str]]]:
    """The lines within and outside of the tags of tables, in turn."""
    some: list[str] = []
    for line in lines:
        if _TABLE_OPENS.match(line) or _TABLE_CLOSES.match(line):
            yield bool(_TABLE_CLOSES.match(line)), some
            some = []
        else:
            some.append(line)
    yield False, some


def _stanzas(lines: Iterable[str]) -> Iterator[_Stanza]:
    turned = False
    blanked = (_PAGE_BREAK if _PAGE.match(line) else "" if _TAG.match(line) else _without_rules(line) for line in lines)
    for is_text, group in groupby(blanked, lambda line: line not in ("", _PAGE_BREAK)):
        some = tuple(group)
        if is_text:
            filled = tuple(line for line in some if line.strip())
            if filled:
                yield _Stanza(filled, turned)
                turned = False
        else:
            turned = turned or _PAGE_BREAK in some


def _without_rules(line: str) -> str:
    """The line with its rules blanked; a line that is nothing else does not end a stanza."""
    if not line.strip():
        return ""
    return RULE.sub(lambda rule: " " * len(rule[0]), line)


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
        goes_on = stanza.turned and at > 0 and _is_prose(some[at - 1].lines)
        for index, text in enumerate(_split(stanza.lines)):
            yield " ".join(text.split()), goes_on and not index and not begins_with_a_number(text)
        at += 1


def _split(lines: Sequence[str]) -> Iterator[str]:
    """A stanza as paragraphs: lines of running text are one; a line that is set in with a number begins another."""
    held = [lines[0]]
    for before, line in pairwise(lines):
        set_in = _indent(line) > _indent(before) and begins_with_a_number(line)
        if set_in or not _is_prose(lines):
            yield " ".join(held)
            held = []
        held.append(line)
    yield " ".join(held)


def _is_prose(lines: Sequence[str]) -> bool:
    """Whether the lines are filled up: most of them, but the last, are long and have no wide gap."""
    filled = sum(len(line.rstrip()) >= _PROSE_FROM and not _GAP.search(line) for line in lines[:-1])
    return len(lines) == 1 or filled * 2 > len(lines) - 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _block_in_columns(some: Sequence[_Stanza], at: int) -> tuple[int, list[str]] | None:
    """How many stanzas from here on stand in two columns, and their words: the left column, then the right."""
    lines = list(some[at].lines)
    gutter = _gutter(lines)
    if len(lines) < 2 or not gutter or _is_prose(lines):
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
    width = max(map(len, lines))
    filled = [False] * width
    for line in lines:
        for column, character in enumerate(line):
            filled[column] = filled[column] or character != " "
    # A single blank parts words; only two and more part columns.
    strips = [(len(group), group[0], group[-1] + 1) for group in _runs_of_blanks(filled) if len(group) >= 3]
    both = [strip for strip in strips if any(line[: strip[1]].strip() and line[strip[2] :].strip() for line in lines)]
    if not both:
        return None
    _, start, stop = max(both)
    return start, stop


def _runs_of_blanks(filled: Sequence[bool]) -> Iterator[list[int]]:
    for is_filled, group in groupby(range(len(filled)), lambda column: filled[column]):
        if not is_filled:
            yield list(group)


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
    filled = [any(line[column : column + 1].strip() for line in every) for column in range(width)]
    strips = [group for group in _runs_of_blanks(filled) if len(group) >= 2 and group[0] > 0]
    cuts = [0, *(group[-1] + 1 for group in strips if group[-1] + 1 < width), width]
    for row in rows:
        for start, stop in pairwise(cuts):
            cell = " ".join(line[start:stop].strip() for line in row).strip()
            if cell:
                yield cell
