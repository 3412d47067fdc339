"""The source of a term sheet: a tree of plain text with the place of every value.

Every scalar stays text. The schema alone decides what is a number, a date or a flag. A text that YAML would read
otherwise than its author is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any

from msgspec import Struct

from assembler.errors import Fix, InputError, Location, Problem

# Limits far above any deal, so that a wrong file is refused at once.
LARGEST_FILE = 4_000_000
DEEPEST_NESTING = 40
MOST_VALUES = 2_000_000
MOST_OF_A_KIND = 100

TermPath = tuple[str | int, ...]
Span = tuple[Any, Any]
"""The marks of the parser at the beginning and the end of a value."""
SourceTree = dict[str, "SourceTree"] | list["SourceTree"] | str | None


class Source(Struct, frozen=True):
    """A term sheet as it was typed.

    `tree` is nested dicts and lists of text, with None for an empty value. Keys and text are in Unicode normal form C.
    `places` maps a path to the place of its value, `keys` to that of its key. `lines` are for excerpts in messages.

    If another file lists the investors, the tree holds them. Then `cells` has the cell of each of their values.
    `problems` are the problems of that file. `settled` are the paths that have a problem already. `inputs` has the
    hash of the file.
    """

    file: str
    tree: dict[str, SourceTree]
    places: Mapping[TermPath, Location]
    keys: Mapping[TermPath, Location]
    lines: tuple[str, ...]
    cells: Mapping[TermPath, NamedCell] = {}
    problems: tuple[Problem, ...] = ()
    settled: AbstractSet[TermPath] = frozenset()
    inputs: Mapping[str, str] = {}

    def is_settled(self, path: TermPath) -> bool:
        """Return True if the value at a path, or a group that holds it, was refused by an earlier stage."""
        return bool(self.settled) and any(path[:length] in self.settled for length in range(1, len(path) + 1))


class NamedCell(Struct, frozen=True):
    """The cell of a value, or of a missing one: its name in messages, and its place."""

    name: str
    place: Location


def place_of(source: Source, path: str | TermPath) -> Location:
    """Return the place of a value. For a missing value, return that of the nearest group.

    `path` is `investors[3].amount`, entries counted from 0, or its steps.
    """
    steps = steps_of(path) if isinstance(path, str) else path
    if steps in source.places:
        return source.places[steps]
    while steps:
        steps = steps[:-1]
        if key := source.keys.get(steps):
            return key
        if group := source.places.get(steps):
            return Location(group.file, group.line, group.column)
    return Location(source.file)


def is_stated(source: Source, path: str) -> bool:
    """Return True if the term sheet states the term itself."""
    return steps_of(path) in source.places


def steps_of(path: str) -> TermPath:
    """Return the steps of a path such as `investors[3].amount`."""
    return tuple(int(step[1:]) if step.startswith("[") else step for step in re.findall(r"\[[0-9]+|[^.\[\]]+", path))


def values_of(tree: SourceTree, path: TermPath = ()) -> Iterator[tuple[TermPath, str | None]]:
    """Yield every single value of a tree with its path."""
    if isinstance(tree, dict | list):
        steps: Iterable[tuple[str | int, SourceTree]] = tree.items() if isinstance(tree, dict) else enumerate(tree)
        for step, value in steps:
            yield from values_of(value, (*path, step))
    else:
        yield path, tree


# From bytes to lines

_OTHER_FORMATS = {
    b"PK\x03\x04": "a ZIP or Office file, such as a Word document",
    b"\xd0\xcf\x11\xe0": "an old Office file, such as a Word document",
    b"%PDF": "a PDF",
}


def decode(data: bytes, file: str) -> str:
    """Return the text of a term sheet. Raise `InputError` if it is not text."""

    def refuse(code: str, what: str, hint: str) -> InputError:
        return InputError([Problem(code, what, hint, Location(file, 1, 1))])

    if len(data) > LARGEST_FILE:
        raise too_large(len(data), file)
    for beginning, name in _OTHER_FORMATS.items():
        if data.startswith(beginning):
            raise refuse("Y102", f"the file is {name}; a term sheet is plain text", "Name the .yaml file of the deal.")
    return text_of(data, file)


def too_large(size: int, file: str) -> InputError:
    """Return the `InputError` of a file of this size."""
    what = f"the file has {size:,} bytes; a term sheet has at most {LARGEST_FILE:,}"
    hint = "Check that this is the term sheet. If it is, list the investors in a sheet: `investors: {from: investors.xlsx}`."
    return InputError([Problem("Y101", what, hint, Location(file, 1, 1))])


def text_of(data: bytes, file: str) -> str:
    """Return the text without a byte order mark. A byte that is not UTF-8 becomes a lone surrogate.

    Raise `InputError` if the text is UTF-16 or UTF-32.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:200].count(0) * 3 > len(data[:200]):
        raise InputError(
            [
                Problem(
                    "Y103",
                    "the file is UTF-16 or UTF-32",
                    "Save it as UTF-8 (in Notepad: Save As, Encoding).",
                    Location(file, 1, 1),
                )
            ]
        )
    return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")


def lines_of(text: str) -> list[str]:
    """Return the lines. LF, CRLF and CR end a line."""
    return re.split("\r\n|\r|\n", text) if "\r" in text else text.split("\n")


# Joiners and variation selectors shape Arabic and Indic letters and emoji. Elsewhere they are invisible.
_SHAPED = "\u0590-\u1dff\u20d0-\U0010ffff"
_INVISIBLE = (
    "[\u00ad\u034f\u115f\u1160\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e00ff]"
    f"|(?<![{_SHAPED}])[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]|[\u200c\u200d](?![{_SHAPED}])"
)
_DIRECTION = "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_SEPARATOR = "[\u0085\u2028\u2029]"
_NOT_UTF_8 = "[\udc80-\udcff]"
_CONTROL = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)


@cache
def odd_pattern(*, by_escape: bool = False) -> re.Pattern[str]:
    """Return the pattern of odd characters, with a group for each code. ASCII files never need it."""
    kinds = {"Y104": _NOT_UTF_8, "Y106": _SEPARATOR, "Y108": _DIRECTION, "Y107": _INVISIBLE, "Y105": _CONTROL}
    odd = "|".join(f"(?P<{code}>{characters})" for code, characters in kinds.items())
    return re.compile(f"\r|{odd}" if by_escape else odd)


_WHAT_IT_DOES = {
    "Y105": "is a character that documents cannot show",
    "Y106": "begins a new line for some programs only",
    "Y107": "is invisible and makes two names of one",
    "Y108": "can reverse the reading direction",
}
# Spaces that copies from Word and web pages bring along. YAML reads them as letters.
SPECIAL_SPACES = "".join(map(chr, (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))


def odd_characters(lines: list[str], file: str) -> Iterator[Problem]:
    """Yield a problem for every character that is invisible, misleading, or missing from documents."""
    for number, line in enumerate(lines, 1):
        if line.isascii() and line.isprintable():
            continue
        for odd in odd_pattern().finditer(line):
            what, hint = _about(str(odd.lastgroup), odd[0])
            place = Location(file, number, odd.start() + 1, number, odd.end() + 1)
            fix = Fix(place, "") if odd.lastgroup == "Y107" else None
            yield Problem(str(odd.lastgroup), what, hint, place, fix=fix)


def _about(code: str, character: str) -> tuple[str, str]:
    """Return the message and the hint for an odd character."""
    if code == "Y104":
        return _about_byte(ord(character) - 0xDC00)
    if character == "\ufffd":
        return "U+FFFD marks a letter that another program lost", "Type the letter again."
    return (
        f"{named_character(character)} {_WHAT_IT_DOES[code]}",
        "Delete the line and type it again. Do not copy it: the copy has the character too.",
    )


def _about_byte(byte: int) -> tuple[str, str]:
    # Windows-1252 is what old editors write.
    meant = bytes([byte]).decode("cp1252", "ignore")
    would = f"as Windows-1252 it is '{meant}'" if meant else "it is undefined in Windows-1252 too"
    return (
        f"byte {byte:02X} is not UTF-8; {would}",
        "Save the file as UTF-8 (in Notepad: Save As, Encoding), and type the letter again.",
    )


def named_character(character: str) -> str:
    """Return a character as messages show it: U+200B (zero width space)."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({name.lower()})" if name else "")


def abridged(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the first hundred problems of each code, and the number of the others. A file of noise has a million."""
    seen: Counter[str] = Counter()
    last: dict[str, Problem] = {}
    for problem in problems:
        seen[problem.code] += 1
        if seen[problem.code] <= MOST_OF_A_KIND:
            yield problem
            last[problem.code] = problem
    for code, problem in last.items():
        if (more := seen[code] - MOST_OF_A_KIND) > 0:
            place = Location(problem.location.file, problem.location.line, problem.location.column + 1)
            yield Problem(code, f"and {more:,} more of this kind after this place", problem.hint, place)


def normal(text: str) -> str:
    """Return the text in normal form C."""
    # Two spellings of the same accented letter would make two investors of one.
    return text if text.isascii() else unicodedata.normalize("NFC", text)


# Parts of a line

BLANKS = " \t"
COMMENT = re.compile(r"[ \t]+(?P<text>#[^\s#].*?)[ \t]*$")
