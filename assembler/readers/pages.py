"""Telling the furniture of pages in a text: page breaks, page numbers and running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from assembler.document.marks import roman

TURN = "<PAGE>"
"""The tag that ends a page in EDGAR's texts."""
PAGE = re.compile(r"\s*<PAGE>", re.IGNORECASE)
_INDENTED_NUMBER = re.compile(r"\s{20,}(?:-\s*)?(?:Page\s+)?\d{1,4}(?:\s*-|\s+of\s+\d+)?\s*", re.IGNORECASE)
_NUMBER_ALONE = re.compile(r"\s*(?:-\s*)?(?:Page\s+)?(?P<count>\d{1,4})(?:\s*-|\s+of\s+\d+)?\s*", re.IGNORECASE)
_COUNTED = re.compile(
    r"\s*(?:-\s*)?(?:Page\s+)?(?P<prefix>[A-Z]-)?(?P<count>\d{1,4}|[ivxl]{1,6})(?:\s*-|\s+of\s+\d+)?\s*", re.IGNORECASE
)
_SIGNATURE_PAGE = re.compile(r"\s*\[.{0,40}signature page.{0,80}\]\s*", re.IGNORECASE)
_WIDEST = 120  # columns of a line that may be a page number or a running head
_FIRST_PAGES, _FEWEST_PAGES, _SHORTEST_PAGE = 3, 3, 10  # the first number at most, how many there are, lines between
_MOST_HEADS = 4  # lines at the top or at the end of a page
_ROMANS = {roman(count): count for count in range(1, 60)}


class Paged(Struct, frozen=True):
    """The lines of a text with empty ones in place of furniture, and what stood there.

    `breaks` and `numbers` count pages and page numbers. `heads` holds each running head once.
    """

    lines: list[str]
    breaks: int
    numbers: int
    heads: tuple[str, ...]


def without_furniture(lines: Sequence[str]) -> Paged:
    """Return a text without page numbers and running heads. The lines of page breaks stay."""
    running = _running_numbers(lines)
    lines = [TURN if number in running else line for number, line in enumerate(lines)] if running else lines
    turns = [number for number, line in enumerate(lines) if "<" in line and PAGE.match(line)]
    edges = edges_of(lines, [(start + 1, stop) for start, stop in pairwise([-1, *turns, len(lines)])], bool(running))
    gone = edges.numbers | edges.heads.keys()
    kept = ["" if number in gone else line for number, line in enumerate(lines)] if gone else list(lines)
    return Paged(kept, len(turns), len(edges.numbers) + len(running), edges.shown)


def edges_of(lines: Sequence[str], pages: Sequence[tuple[int, int]], is_numbered: bool = False) -> Edges:
    """Return the page numbers and running heads of pages, each given by its first line and the line after its last.

    `is_numbered` is True if page numbers were found already.
    """
    edges = Edges(lines, [page for page in pages if any(line.strip() for line in lines[slice(*page)])])
    edges.find(step=1)
    edges.find(step=-1)
    if not is_numbered and not edges.are_of_paper():
        edges.heads = {at: words for at, words in edges.heads.items() if edges.is_sure(at, words)}
    return edges


def _running_numbers(lines: Sequence[str]) -> frozenset[int]:
    """Return the lines of page numbers in running text: alone between empty lines, and each one more than the last."""
    runs: list[list[int]] = [[]]
    last = 0
    for number, line in enumerate(lines):
        alone = _NUMBER_ALONE.fullmatch(line) if line.strip() and len(line) < _WIDEST else None
        if not alone or any(
            near.strip() for near in (*lines[max(number - 1, 0) : number], *lines[number + 1 : number + 2])
        ):
            continue
        count = int(alone["count"])
        if runs[-1] and count == last + 1 and number - runs[-1][-1] >= _SHORTEST_PAGE:
            runs[-1].append(number)
        elif count <= _FIRST_PAGES:
            runs.append([number])
        else:
            continue
        last = count
    return frozenset(number for run in runs if len(run) >= _FEWEST_PAGES for number in run)


class Edges(Struct):
    """The first and the last lines of pages. `heads` holds the lines of running heads, each with its words."""

    lines: Sequence[str]
    pages: list[tuple[int, int]]
    numbers: set[int] = set()
    heads: dict[int, str] = {}

    @property
    def shown(self) -> tuple[str, ...]:
        """Return each running head once, as it stands first."""
        first = {words: " ".join(self.lines[at].split()) for at, words in sorted(self.heads.items(), reverse=True)}
        return tuple(first.values())[::-1]

    def find(self, step: int) -> None:
        """Find the furniture at the top of pages, or at their end if `step` is -1."""
        filled = ([at for at in range(*page) if self.lines[at].strip()] for page in self.pages)
        edges = [at[::step][:_MOST_HEADS] for at in filled]
        moving = set(range(len(edges)))
        depth = [0] * len(edges)
        while moving:
            at = [edge[down] if down < len(edge) else -1 for edge, down in zip(edges, depth, strict=True)]
            numbered = {page for page in moving if self.is_number(at, page, step)}
            words = [self.repeated(place, step) for place in at]
            common = Counter(filter(None, words))
            least = max(_FEWEST_PAGES, (len(edges) + 1) // 2)
            known = {*self.heads.values(), *(line for line, count in common.items() if count >= least)}
            headed = {page for page in moving - numbered if words[page] in known}
            headed |= {page for page in moving if step < 0 and _SIGNATURE_PAGE.fullmatch(self.line(at[page]))}
            self.numbers.update(at[page] for page in numbered)
            self.heads.update({at[page]: words[page] for page in headed})
            moving = {page for page in numbered | headed if depth[page] < len(edges[page])}
            for page in moving:
                depth[page] += 1
        # A program may write the number of a clause between two lines of a head.
        known = set(self.heads.values())
        beside = ((at, self.repeated(at, step)) for edge in edges for at in edge)
        self.heads.update({at: words for at, words in beside if words in known})

    def are_of_paper(self) -> bool:
        """Return True if most pages have numbers, or go on within a sentence. Pages of signatures alone begin alike."""
        spans = [range(*page) for page in self.pages]
        numbered = sum(not self.numbers.isdisjoint(span) for span in spans)
        filled = ([self.lines[at].lstrip() for at in span if self.lines[at].strip()] for span in spans)
        going_on = sum(any(line[:1].islower() for line in lines[:_MOST_HEADS]) for lines in filled)
        return 2 * max(numbered, going_on) >= len(spans)

    def is_sure(self, at: int, words: str) -> bool:
        """Return True if a running head says itself that it is one: it counts pages, or names the signature page."""
        alike = [self.lines[other] for other in sorted(self.heads) if self.heads[other] == words]
        counts = [int(figure) for line in alike for figure in re.findall(r"\d{1,4}", line)[-1:]]
        rising = sum(after - before == 1 for before, after in pairwise(counts))
        return _SIGNATURE_PAGE.fullmatch(self.line(at)) is not None or 2 * rising > len(alike)

    def line(self, at: int) -> str:
        """Return a line, or "" outside of the text."""
        return self.lines[at] if 0 <= at < len(self.lines) else ""

    def is_number(self, at: Sequence[int], page: int, step: int) -> bool:
        """Return True if a page number stands there: far to the right, or one more or less than beside it."""
        if step < 0 and _INDENTED_NUMBER.fullmatch(self.line(at[page])):
            return True
        prefix, count = self.counted(at[page])
        beside = [self.counted(at[other]) for other in (page - 1, page + 1) if 0 <= other < len(at)]
        return count > 0 and any(other == prefix and one > 0 and abs(one - count) == 1 for other, one in beside)

    def counted(self, at: int) -> tuple[str, int]:
        """Return the page number of a line: its prefix, such as "A-", and its count. ("", 0) if there is none."""
        line = self.line(at)
        found = _COUNTED.fullmatch(line) if len(line) < _WIDEST else None
        if not found:
            return "", 0
        count = found["count"].lower()
        return found["prefix"] or "", int(count) if count.isdigit() else _ROMANS.get(count, 0)

    def repeated(self, at: int, step: int) -> str:
        """Return the words of a line that stands apart, without its figures: a head may hold the page."""
        line = self.line(at)
        is_apart = 0 < len(line.strip()) < _WIDEST and not self.line(at + step).strip()
        is_head = is_apart and re.search(r"[^\W\d_]{2}", line) is not None and not _is_sentence(line)
        return " ".join(re.sub(r"\d+", "#", line).split()) if is_head else ""


def _is_sentence(line: str) -> bool:
    """Return True if a line ends as a sentence does, and is no title: pages of signatures begin alike, too."""
    return line.rstrip()[-1] in ".:;," and any(len(word) > 3 and word.islower() for word in line.split())
