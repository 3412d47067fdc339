"""Reading text as the SEC's EDGAR keeps it: justified, paged, with columns and tables set by spaces.

A column boundary is a strip of spaces that no line crosses, with words on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise, zip_longest

from msgspec import Struct

from assembler.readers import drawn_tables, pages
from assembler.readers.outline import Content, ReadParagraph, begins_with_a_number, is_number_alone
from assembler.readers.reading import has_rule, without_rules

# Patterns run only on lines that hold "<": a text has thousands of lines and few tags.
_TAG = re.compile(r"\s*</?(?:PAGE|TABLE|CAPTION|S|C|FN|TEXT|DOCUMENT)>", re.IGNORECASE)
_TABLE_OPENS, _TABLE_CLOSES = re.compile(r"\s*<TABLE>", re.IGNORECASE), re.compile(r"\s*</TABLE>", re.IGNORECASE)
_ENDED = re.compile(r"[.:;!?\]\"_]\s*(?:and|or)?$")
_HEAD_RULE = re.compile(r"\s*-{60,}\s*")  # the rule below the head of a table, across the page
_PROSE_FROM = 66  # columns: running text fills its lines at least this far, except the last
_GAP = " " * 6  # a gap between columns, wider than between words
_DIVIDED = re.compile(r"^(?!.*\S {6,}\S).{40,}(?<![^\W\d_])([^\W\d_]+)-\s*$")  # no line of columns
_REST = re.compile(r"\s*(?P<word>[a-z]+)(?P<mark>[^\sA-Za-z]*)(?=\s|$)(?!.*\S {6,}\S)")
_LETTERS = re.compile(r"[^\W\d_]+")
_SUSPENDED = frozenset(
    ["and", "or", "to", "nor", "but"]
)  # behind a hyphen that stands for a word: pre- and post-closing
_FIGURE = re.compile(r"[$(]*\s*\d[\d,]*(?:\.\d+)?[)%]*")
_FILLED = b"\1" * 32 + b"\0" + b"\1" * 223  # translates a space to 0 and every other byte to 1
_BLANK_COLUMNS = re.compile(rb"\0{2,}")


class _Stanza(Struct, frozen=True):
    """Lines between empty lines, without trailing spaces. `turned` means that a page break precedes them."""

    lines: tuple[str, ...]
    turned: bool
    is_prose: bool


def read(lines: Sequence[str]) -> Content:
    """Return the paragraphs of a text in reading order, with columns separated, and what is not compared."""
    paged = pages.without_furniture(lines)
    whole, divided = _undivided(paged.lines)
    rules = sum(map(has_rule, lines))
    counted = (
        (paged.breaks, "page break", ""),
        (paged.numbers, "page number", ""),
        (rules, "line", " with rules or blanks to be filled in"),
    )
    notes = [f"{count} {what}{'s' * (count > 1)}{more}" for count, what, more in counted if count]
    furniture = [", ".join(["not compared: line ends, indents", *notes])]
    furniture += [f"words divided at the ends of lines are joined: {divided}"] if divided else []
    unread = [f"running heads: {'; '.join(paged.heads)}"] if paged.heads else []
    return Content(list(_joined(whole)), furniture, unread)


def _undivided(lines: Sequence[str]) -> tuple[list[str], int]:
    """Return running text with the words that are divided at the ends of lines put together, and their number.

    A hyphen stays unless the text has the word without it elsewhere.
    """
    ends = [
        at for at in range(len(lines) - 1)
        if lines[at].rstrip()[-1:] == "-" and _DIVIDED.search(lines[at]) and _REST.match(lines[at + 1])
    ]  # fmt: skip
    if not ends:
        return list(lines), 0
    known = frozenset(word.lower() for line in lines for word in _LETTERS.findall(line))
    joined = list(lines)
    for at in ends:
        begun, rest = _DIVIDED.search(joined[at]), _REST.match(lines[at + 1])
        if not begun or not rest or rest["word"] in _SUSPENDED:
            continue
        is_one = (begun[1] + rest["word"]).lower() in known
        joined[at] = joined[at].rstrip()[: -1 if is_one else None] + rest["word"] + rest["mark"]
        joined[at + 1] = " " * rest.end("mark") + lines[at + 1][rest.end("mark") :]
    return joined, len(ends)


def _joined(lines: Iterable[str]) -> Iterator[ReadParagraph]:
    """Yield the paragraphs, with those that a page break divides put together."""
    held = ""
    for text, goes_on in _paragraphs(lines):
        if (goes_on and held and not _ENDED.search(held)) or is_number_alone(held):
            held = f"{held} {text}"
            continue
        if held:
            yield ReadParagraph(held)
        held = text
    if held:
        yield ReadParagraph(held)


def _paragraphs(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Yield each paragraph, with True if it may continue the one on the page before."""
    for is_table, part in _parts(list(lines)):
        if is_table and drawn_tables.end_of(part, 0):
            yield from ((text, False) for _, _, text in drawn_tables.cells(part))
        elif is_table:
            yield from ((cell, False) for cell in _table(part))
        else:
            yield from _running(list(_stanzas(part)))


def _parts(lines: Sequence[str]) -> Iterator[tuple[bool, list[str]]]:
    """Yield the lines within and outside of tables, in turn: first those of tables that are drawn."""
    begins = at = 0
    while at < len(lines):
        stop = drawn_tables.end_of(lines, at)
        if stop > at:
            yield from _tables(lines[begins:at])
            yield True, list(lines[at:stop])
            begins = stop
        at = max(stop, at + 1)
    yield from _tables(lines[begins:])


def _tables(lines: Iterable[str]) -> Iterator[tuple[bool, list[str]]]:
    """Yield the lines within and outside of tables, in turn. A table has tags, or a head with a rule below it."""
    part: list[str] = []
    for line in lines:
        if "<" in line and (_TABLE_OPENS.match(line) or _TABLE_CLOSES.match(line)):
            if _TABLE_CLOSES.match(line):
                yield True, part
            else:
                yield from _ruled_tables(part)
            part = []
        else:
            part.append(line)
    yield from _ruled_tables(part)


def _ruled_tables(lines: list[str]) -> Iterator[tuple[bool, list[str]]]:
    """Yield the lines within and outside of the tables whose head has a rule below it."""
    begins = 0
    for number, line in enumerate(lines):
        if number < begins or "----" not in line or not _HEAD_RULE.fullmatch(line):
            continue
        top = next((above + 1 for above in range(number - 1, begins - 1, -1) if not lines[above].strip()), begins)
        stop = _end_of_table(lines, top, number)
        if stop > number + 1:
            yield False, lines[begins:top]
            yield True, lines[top:stop]
            begins = stop
    yield False, lines[begins:]


def _end_of_table(lines: Sequence[str], top: int, rule: int) -> int:
    """Return the line after the last row: every row keeps the columns of the head apart."""
    held = [line.rstrip() for line in lines[top:rule]]
    columns = len(_cuts(held))
    stop = rule + 1
    while columns and stop < len(lines):
        start = next((number for number in range(stop, len(lines)) if lines[number].strip()), len(lines))
        end = next((number for number in range(start, len(lines)) if not lines[number].strip()), len(lines))
        row = [line.rstrip() for line in lines[start:end]]
        if not row or len(_cuts([*held, *row])) < columns:
            break
        held += row
        stop = end
    return stop


def _cuts(lines: Sequence[str]) -> list[int]:
    """Return where the columns of a table begin, except the first. The lines have no trailing spaces."""
    # A word alone in its line, such as a long e-mail address, may run below the columns beside it.
    beside = [line for line in lines if " " in line]
    return [stop for start, stop in _strips(beside) if start > 0] if beside else []


def _cells(line: str, cuts: Sequence[int]) -> list[str]:
    return [line[start:stop].strip() for start, stop in pairwise([0, *cuts, None])] if " " in line else [line]


def _stanzas(lines: Iterable[str]) -> Iterator[_Stanza]:
    held: list[str] = []
    turned = False
    for padded in lines:
        line = padded.rstrip()
        if line and not ("<" in line and _TAG.match(line)):
            # A line of rules alone does not end a stanza.
            if filled := without_rules(line).rstrip():
                held.append(filled)
            continue
        if held:
            yield _Stanza(tuple(held), turned, _is_prose(held))
            held, turned = [], False
        turned = turned or bool(pages.PAGE.match(line))
    if held:
        yield _Stanza(tuple(held), turned, _is_prose(held))


def _running(stanzas: list[_Stanza]) -> Iterator[tuple[str, bool]]:
    index = 0
    while index < len(stanzas):
        block = _rows_of_figures(stanzas, index) or _block_in_columns(stanzas, index)
        if block:
            many, texts = block
            yield from ((text, False) for text in texts)
            index += many
            continue
        stanza = stanzas[index]
        goes_on = stanza.turned and index > 0 and stanzas[index - 1].is_prose
        for paragraph, text in enumerate(_split(stanza)):
            yield " ".join(text.split()), goes_on and not paragraph and not begins_with_a_number(text)
        index += 1


def _split(stanza: _Stanza) -> Iterator[str]:
    """Yield the paragraphs of a stanza: running text is one paragraph, and an indented line with a number begins
    another.
    """
    if not stanza.is_prose:
        yield from stanza.lines
        return
    held = [stanza.lines[0]]
    for before, line in pairwise(stanza.lines):
        is_deeper = line[0] == " " and _indent(line) > _indent(before) and begins_with_a_number(line)
        # The text of a PDF file may have the number of a clause in a line of its own.
        if is_deeper or (is_number_alone(line) and line is not stanza.lines[-1] and _ENDED.search(before)):
            yield " ".join(held)
            held = []
        held.append(line)
    yield " ".join(held)


def _is_prose(lines: Sequence[str]) -> bool:
    """Return True if the lines are running text: most, except the last, are long and have no wide gap."""
    filled = sum(len(line) >= _PROSE_FROM and _GAP not in line.lstrip() for line in lines[:-1])
    return len(lines) == 1 or filled * 2 > len(lines) - 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _rows_of_figures(stanzas: Sequence[_Stanza], first: int) -> tuple[int, list[str]] | None:
    """Return the number of stanzas from here on that are a table without lines, and its cells, row by row.

    It has two lines at least whose words behind the first column are figures. Lines above the first of them are its
    head, and other lines belong to the row above.
    """
    held: list[list[str]] = []
    cuts: list[int] = []
    for stanza in stanzas[first:]:
        wider = _cuts([line for lines in [*held, list(stanza.lines)] for line in lines])
        if stanza.is_prose or not wider or len(wider) < len(cuts):
            break
        held, cuts = [*held, list(stanza.lines)], wider
    while held and not any(_is_of_figures(line, cuts) for line in held[-1]):
        held.pop()
    rows = _rows([[line] for line in held[0]] if len(held) == 1 else held, cuts)
    if len(rows) < 3:
        return None
    cells = (column for row in rows for column in zip_longest(*(_cells(line, cuts) for line in row), fillvalue=""))
    return len(held), [text for cell in cells if (text := " ".join(" ".join(cell).split()))]


def _rows(parts: Sequence[list[str]], cuts: Sequence[int]) -> list[list[str]]:
    """Return the head and the rows of a table. [] if what stands behind its first column are not figures."""
    rows: list[list[str]] = [[]]
    for part in parts:
        of_figures = [line for line in part if _is_of_figures(line, cuts)]
        others = [line for line in part if line not in of_figures and any(_cells(line, cuts)[1:])]
        if len(of_figures) > 1 or (others and len(rows) > 1 and len(cuts) == 1):
            return []
        rows += [part] if of_figures else []
        rows[-1] += [] if of_figures else part
    return rows if rows[0] else []


def _is_of_figures(line: str, cuts: Sequence[int]) -> bool:
    beside = [cell for cell in _cells(line, cuts)[1:] if cell]
    return bool(beside) and all(map(_FIGURE.fullmatch, beside))


def _block_in_columns(stanzas: Sequence[_Stanza], first: int) -> tuple[int, list[str]] | None:
    """Return the number of stanzas set in two columns from here on, and their words: left column first."""
    lines = list(stanzas[first].lines)
    gutter = None if stanzas[first].is_prose else _gutter(lines)
    if not gutter:
        return None
    many = 1
    while first + many < len(stanzas) and (wider := _gutter([*lines, *stanzas[first + many].lines])):
        # A stanza that begins in the left column begins a new block.
        if _indent(stanzas[first + many].lines[0]) < wider[1]:
            break
        lines, gutter = [*lines, *stanzas[first + many].lines], wider
        many += 1
    left, right = ([line[part].strip() for line in lines] for part in (slice(0, gutter[1]), slice(gutter[1], None)))
    if not _is_column(left, right):
        return None
    return many, [text for side in (left, right) for text in side if text]


def _gutter(lines: Sequence[str]) -> tuple[int, int] | None:
    """Return the widest strip of spaces with words on both sides, as first and last column. None if there is none."""
    # A single space separates words. Columns are further apart.
    strips = [(stop - start, start, stop) for start, stop in _strips(lines) if stop - start >= 3]
    both = [strip for strip in strips if any(line[: strip[1]].strip() and line[strip[2] :].strip() for line in lines)]
    if not both:
        return None
    _, start, stop = max(both)
    return start, stop


def _strips(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the column ranges, at least two wide, that are blank in every line."""
    page = 0
    for line in lines:
        # All lines laid over each other: a column stays 0 only if it is blank in every line.
        page |= int.from_bytes(line.encode("latin-1", "replace").translate(_FILLED), "little")
    width = max(map(len, lines))
    return (strip.span() for strip in _BLANK_COLUMNS.finditer(page.to_bytes(width, "little")))


def _is_column(left: Sequence[str], right: Sequence[str]) -> bool:
    """Return True if the left side is read before the right side.

    A side of labels ("By:", "II.") is read line by line, and so is a list in which every line has both sides.
    """
    labels = [text for text in left if text]
    alone = any(text and not opposite for text, opposite in zip(left, right, strict=True))
    beside = any(text and not opposite for text, opposite in zip(right, left, strict=True))
    is_labels = all(text.endswith((":", ".", "*")) or len(text) <= 3 for text in labels)
    count = sum(bool(text) for text in right)
    return len(labels) > 1 and not is_labels and (alone or (beside and count > len(labels)))


def _parted(row: Sequence[str], cuts: Sequence[int]) -> Iterator[Sequence[str]]:
    """Yield the rows in lines that no empty line parts: each begins with figures. Lines above them are of the first."""
    starts = [at for at, line in enumerate(row) if _is_of_figures(line, cuts) and _cells(line, cuts)[0]]
    yield from (row[start:stop] for start, stop in pairwise([0, *starts[1:], len(row)]))


def _table(lines: Sequence[str]) -> Iterator[str]:
    """Yield the cells of a table, row by row. An empty line or a rule ends a row."""
    rows = [
        list(group)
        for is_row, group in groupby(
            ("" if _TAG.match(line) or not line.strip("- =_\t") else line.rstrip() for line in lines), bool
        )
        if is_row
    ]
    cuts = _cuts([line for row in rows for line in row])
    for part in (part for row in rows for part in _parted(row, cuts)):
        for column in zip_longest(*(_cells(line, cuts) for line in part), fillvalue=""):
            cell = " ".join(column).strip()
            if cell:
                yield cell
