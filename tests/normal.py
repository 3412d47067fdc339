"""Words of a text as they are fairly compared: furniture and rules taken away, columns taken apart, blanks folded."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from pathlib import Path

from assembler.exports import text

ORIGINALS = Path(__file__).parent / "originals"

# Where the columns of the originals are cut: notices, then each page with an address block, then Annex I.
NOTICE_CUTS = {"2003-07-01": (43, 43), "2002-01-11": (38, 38), "2002-11-25": (42, 38)}
ADDRESS_CUTS = {"2003-07-01": (), "2002-01-11": (44,), "2002-11-25": (43, 46, 42)}
ANNEX_CUTS = (58, 84)

_FURNITURE = re.compile(r"\s*<(PAGE|TABLE|CAPTION|/TABLE)>|<S>")
_RULE = re.compile(r"_{2,}|-{3,}")
_PART = re.compile(r"\S+(?: \S+)*")


def original_words(stem: str) -> list[str]:
    """The words of an original; `stem` is the beginning of its file name, its date."""
    path = next(ORIGINALS.glob(f"{stem}*.txt"))
    lines = list(_without_furniture(path.read_text(encoding="ascii").split("\n")))
    lines = [_RULE.sub(lambda rule: " " * len(rule[0]), line) for line in lines]
    if stem in NOTICE_CUTS:
        lines = _notices(lines, NOTICE_CUTS[stem])
        lines = _address_blocks(lines, ADDRESS_CUTS[stem])
        lines = _annex(lines, "Name and Address of Investor", ANNEX_CUTS)
    return " ".join(lines).split()


def drafted_words(drafted: str) -> list[str]:
    """The words of a text that this program drafted: its columns stand where the text writer puts them."""
    lines = drafted.split("\n")
    rules = [at for at, line in enumerate(lines) if line == "-" * text.WIDTH]
    for rule in reversed(rules):
        top = max(at for at in range(rule) if not lines[at].strip()) + 1
        lines = [*lines[:top], *_table(lines[top:], rule - top)]
    lines = [line for stanza in _stanzas(lines) for line in _taken_apart(stanza)]
    return _RULE.sub(" ", " ".join(lines)).split()


def differences(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, str]]:
    """Each place where two lists of words differ: the words of the one, the words of the other."""
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return [(" ".join(one[a:b]), " ".join(other[c:d])) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"]


def _without_furniture(lines: Sequence[str]) -> Iterable[str]:
    for at, line in enumerate(lines):
        following = next((later for later in lines[at + 1 :] if later.strip()), "<PAGE>")
        is_page_number = re.fullmatch(r" {20,}\d+", line) and following.strip() == "<PAGE>"
        if not is_page_number and not _FURNITURE.match(line):
            yield line


def _notices(lines: list[str], cuts: tuple[int, int]) -> list[str]:
    begin = next(at for at, line in enumerate(lines) if re.match(r" +COMPANY:? ", line))
    end = next(at for at, line in enumerate(lines) if "10. SEVERABILITY" in line)
    starts = [at for at in range(begin, end) if re.match(r" +(COMPANY|with a copy|Investor:)", lines[at])]
    apart = lines[:begin]
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        apart += _cut(lines[start:stop], [cuts["Investor:" in lines[start]]])
    return apart + lines[end:]


def _address_blocks(lines: list[str], cuts: Iterable[int]) -> list[str]:
    apart: list[str] = []
    for cut in cuts:
        begin = next(at for at, line in enumerate(lines) if "Address for Notices" in line)
        end = next(at for at in range(begin, len(lines)) if "Printed Name and Title" in lines[at]) + 1
        apart += lines[:begin] + _cut(lines[begin:end], [cut])
        lines = lines[end:]
    return apart + lines


def _annex(lines: list[str], first: str, cuts: Sequence[int]) -> list[str]:
    begin = next((at for at, line in enumerate(lines) if first and line.startswith(first)), len(lines))
    within = range(begin, len(lines))
    end = next((at for at in within if lines[at][cuts[0] - 2 : cuts[0]].strip("- ")), len(lines)) if cuts else begin
    rows = [cell for row in _stanzas(lines[begin:end]) for cell in _cut(row, cuts)]
    return lines[:begin] + rows + lines[end:]


def _table(lines: Sequence[str], rule: int) -> list[str]:
    """The cells of a table with the rule below its head at that line, and the lines behind the table.

    A cell stands at the margin or, as figures do, ends where its column ends.
    """
    ends = {0, *(_column(part) for line in lines[:rule] for part in _PART.finditer(line))}
    within = (all(_column(part) in ends for part in _PART.finditer(line)) for line in lines)
    stop = next((at for at, is_row in enumerate(within) if not is_row), len(lines))
    parts = [[part for line in row for part in _PART.finditer(line)] for row in _stanzas(lines[:stop])]
    return [*(part[0] for row in parts for part in sorted(row, key=_column)), *lines[stop:]]


def _column(part: re.Match[str]) -> int:
    return part.end() if part.start() else 0


def _stanzas(lines: Sequence[str]) -> list[list[str]]:
    """Lines between empty lines and rules."""

    def is_text(line: str) -> bool:
        return bool(line.strip("- "))

    return [list(group) for filled, group in groupby(lines, is_text) if filled]


def _cut(lines: Sequence[str], cuts: Sequence[int]) -> list[str]:
    edges = [0, *cuts, None]
    return [line[left:right] for left, right in pairwise(edges) for line in lines]


def _taken_apart(stanza: list[str]) -> list[str]:
    at = text.LABEL_COLUMN
    first = stanza[0]
    has_label = first[at - 2 : at] == "  " and first[at : at + 1].strip() and first[:at].strip()
    return _cut(stanza, [at]) if has_label else stanza
