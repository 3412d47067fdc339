r"""The text of a term sheet: strict YAML in, a tree of plain text with the place of every value out.

Every scalar stays text; the schema alone decides what is a number, a date or a flag. Whatever YAML would read
otherwise than the lawyer who typed it is refused:

| code | what is refused | what to do |
|---|---|---|
| Y101 | a file over the size limit | check that it is the term sheet; list the investors in a sheet where it is |
| Y102 | a ZIP, Office or PDF file | name the .yaml file of the deal |
| Y103 | UTF-16 or UTF-32 | save it as UTF-8 |
| Y104 | a byte that is not UTF-8 | save it as UTF-8, and type the letter again |
| Y105 | a control character, a noncharacter, the mark of a lost letter | type the line again |
| Y106 | a line separator other than LF, CRLF and CR | type the line again |
| Y107 | an invisible character | type the line again |
| Y108 | a character that changes the reading direction | type the line again |
| Y109 | an escape that no document can show, or that is none | write the character itself; a backslash is one within single quotation marks |
| Y110 | a tab in the indentation | use spaces, two for each level |
| Y111 | a special space that indents or parts | use the space bar |
| Y112 | an empty file | begin with `assembler new` |
| Y113 | a second document | put it into a file of its own, or delete the line --- |
| Y114 | a directive | delete the line |
| Y115 | an anchor, `&` | put the value in single quotation marks |
| Y116 | an alias, `*` | put the value in single quotation marks |
| Y117 | a tag, `!` | put the value in single quotation marks |
| Y118 | a merge key, `<<` | write the terms out |
| Y119 | a name that stands twice | delete one of the two |
| Y120 | text that is read as a comment, ` #1` | put the value in single quotation marks |
| Y121 | a colon in a value without quotation marks | put the value in single quotation marks |
| Y122 | a value that begins with a character of YAML | put the value in single quotation marks |
| Y123 | nesting over the limit | look for brackets that are never closed |
| Y124 | more values than the limit | make two term sheets of it |
| Y125 | a name that is not text | put the value that it is part of in single quotation marks |
| Y126 | a file without names and values | write one `name: value` a line |
| Y127 | a line that does not fit the lines around it | begin it below the first letter of the line it goes with |
| Y128 | no space behind a colon or a dash, or a dash that is none of the keyboard | write `name: value`, or `- ` before an entry |
| Y129 | quotation marks or brackets that do not pair | close what was opened |
| Y130 | a value without quotation marks that goes on in the next line | indent the line as those it goes with, or write the value on one line |
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import yaml
from msgspec import Struct
from msgspec.structs import replace

from assembler.findings import Finding, Place, Refused
from assembler.termsheet.nesting import end_of_depth

LARGEST_FILE = 4_000_000
DEEPEST_NESTING = 40
MOST_VALUES = 2_000_000
MOST_OF_A_KIND = 100

Path = tuple[str | int, ...]
Tree = dict[str, "Tree"] | list["Tree"] | str | None

# The C parser is some fifteen times as fast; both give the same events and marks.
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Source(Struct, frozen=True):
    """A term sheet as it was typed.

    `tree` is nested dicts and lists of text, None for an empty value; keys and text are in normal form C.
    `places` has the place of each value by its path, `keys` that of each key. `lines` are for showing.
    """

    file: str
    tree: dict[str, Tree]
    places: Mapping[Path, Place]
    keys: Mapping[Path, Place]
    lines: tuple[str, ...]


def read(data: bytes, file: str) -> Source:
    """The source in the bytes of a term sheet; `file` is its name in places.

    Raises `Refused` with everything in it that is not plain YAML.
    """
    lines = lines_of(_decode(data, file))
    findings = list(abridged(odd_characters(lines, file)))
    clean = "\n".join(lines) if not findings else _odd().sub("x", "\n".join(lines))
    reading = _read_on(clean, file, {finding.place.line for finding in findings})
    findings += abridged(reading.findings.values())
    if findings or not isinstance(reading.tree, dict):
        raise Refused(findings)
    return Source(file, reading.tree, _Places(file, reading.places), _Places(file, reading.keys), tuple(lines))


def quoted(text: str) -> str:
    """The text in the quotation marks of YAML that keep every character as it is."""
    return "'" + text.replace("'", "''") + "'"


class _Places(Mapping[Path, Place]):
    """Places by path, made from the parser's marks when asked for: most are never asked for."""

    def __init__(self, file: str, marks: Mapping[Path, Any]) -> None:
        self._file = file
        self._marks = marks

    def __getitem__(self, path: Path) -> Place:
        return _place(self._file, self._marks[path])

    def __iter__(self) -> Iterator[Path]:
        return iter(self._marks)

    def __len__(self) -> int:
        return len(self._marks)


def _place(file: str, mark: Any) -> Place:
    return Place(file, mark.line + 1, mark.column + 1)


# From bytes to lines

_OTHER_FORMATS = {
    b"PK\x03\x04": "a ZIP or Office file, such as a Word document",
    b"\xd0\xcf\x11\xe0": "an old Office file, such as a Word document",
    b"%PDF": "a PDF",
}


def _decode(data: bytes, file: str) -> str:
    """The text of a term sheet. Refused where it is none."""

    def refuse(code: str, what: str, remedy: str) -> Refused:
        return Refused([Finding(code, what, remedy, Place(file, 1, 1))])

    if len(data) > LARGEST_FILE:
        raise too_large(len(data), file)
    for beginning, name in _OTHER_FORMATS.items():
        if data.startswith(beginning):
            raise refuse("Y102", f"the file is {name}; a term sheet is plain text", "Name the .yaml file of the deal.")
    return text_of(data, file)


def too_large(size: int, file: str) -> Refused:
    """The refusal of a file of so many bytes."""
    what = f"the file has {size:,} bytes; a term sheet has at most {LARGEST_FILE:,}"
    remedy = "Check that this is the term sheet. Where it is, list the investors in a sheet: `investors: {from: investors.xlsx}`."
    return Refused([Finding("Y101", what, remedy, Place(file, 1, 1))])


def text_of(data: bytes, file: str) -> str:
    """The text, without a byte order mark; bytes that are not UTF-8 become lone surrogates for the finding of them.

    Refused where it is UTF-16 or UTF-32.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:200].count(0) * 3 > len(data[:200]):
        raise Refused(
            [
                Finding(
                    "Y103",
                    "the file is UTF-16 or UTF-32",
                    "Save it as UTF-8 (in Notepad: Save As, Encoding).",
                    Place(file, 1, 1),
                )
            ]
        )
    return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")


def lines_of(text: str) -> list[str]:
    """The lines, whichever of LF, CRLF and CR ends them."""
    return re.split("\r\n|\r|\n", text) if "\r" in text else text.split("\n")


# Joiners and variation selectors belong to the letters of some scripts and to emoji, and are invisible elsewhere.
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
def _odd(*, by_escape: bool = False) -> re.Pattern[str]:
    """Odd characters, each kind a group; compiled when it is first needed, which for plain ASCII is never."""
    kinds = {"Y104": _NOT_UTF_8, "Y106": _SEPARATOR, "Y108": _DIRECTION, "Y107": _INVISIBLE, "Y105": _CONTROL}
    odd = "|".join(f"(?P<{code}>{characters})" for code, characters in kinds.items())
    return re.compile(f"\r|{odd}" if by_escape else odd)


_WHAT_IT_DOES = {
    "Y105": "is no character that a document can show",
    "Y106": "would begin a new line here and nowhere else",
    "Y107": "cannot be seen, and makes two names of one",
    "Y108": "reverses the reading direction, or may",
}
SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"


def odd_characters(lines: list[str], file: str) -> Iterator[Finding]:
    """A finding for every character that no document can show, that cannot be seen, or that misleads the eye."""
    for number, line in enumerate(lines, 1):
        if line.isascii() and line.isprintable():
            continue
        for odd in _odd().finditer(line):
            what, remedy = _about(str(odd.lastgroup), odd[0])
            yield Finding(str(odd.lastgroup), what, remedy, Place(file, number, odd.start() + 1))


def _about(code: str, character: str) -> tuple[str, str]:
    """What is wrong with an odd character, and what to do about it."""
    if code == "Y104":
        return _about_byte(ord(character) - 0xDC00)
    if character == "\ufffd":
        return "U+FFFD stands where another program lost a letter", "Type the letter again."
    return (
        f"{_named(character)} {_WHAT_IT_DOES[code]}",
        "Delete the line and type it again; what is copied brings the character along.",
    )


def _about_byte(byte: int) -> tuple[str, str]:
    meant = bytes([byte]).decode("cp1252", "ignore")
    would = f"in Windows-1252 it would be '{meant}'" if meant else "it means nothing in Windows-1252 either"
    return (
        f"byte {byte:02X} is not UTF-8; {would}",
        "Save the file as UTF-8 (in Notepad: Save As, Encoding), and type the letter again.",
    )


def _named(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({name.lower()})" if name else "")


def abridged(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first hundred of each kind, and how many more there are: a file of noise has a million."""
    seen: Counter[str] = Counter()
    last: dict[str, Finding] = {}
    for finding in findings:
        seen[finding.code] += 1
        if seen[finding.code] <= MOST_OF_A_KIND:
            yield finding
            last[finding.code] = finding
    for code, finding in last.items():
        if (more := seen[code] - MOST_OF_A_KIND) > 0:
            place = replace(finding.place, column=finding.place.column + 1)
            yield Finding(code, f"and {more:,} more of this kind behind this place", finding.remedy, place)


# From lines to a tree


class _Frame(Struct):
    """A mapping or list that is being read; `path` is None for what holds the top of the tree."""

    holds: dict[str, Tree] | list[Tree]
    path: Path | None
    key: str | None = None
    is_key: bool = False

    def awaits_key(self) -> bool:
        return self.key is None and isinstance(self.holds, dict)

    def next_path(self) -> Path:
        if self.path is None:
            return ()
        return (*self.path, len(self.holds) if self.key is None else self.key)

    def add(self, value: Tree) -> None:
        if isinstance(self.holds, list):
            self.holds.append(value)
        else:
            self.holds[self.key or ""] = value
            self.key = None


class _Reading(Struct):
    """One pass of the parser over the text: the tree as far as it could be read, and what was found on the way.

    `blot` is the index of a character that kept the parser from going on, where another pass may do without it.
    """

    file: str
    lines: list[str]
    spoilt: set[int]
    findings: dict[tuple[Place, str], Finding] = {}
    places: dict[Path, Any] = {}
    keys: dict[Path, Any] = {}
    top: list[Tree] = []
    documents: int = 0
    halted: bool = False
    blot: int | None = None
    frames: list[_Frame] = []
    indicators: dict[int, int] = {}
    commented: set[int] = set()

    def __post_init__(self) -> None:
        self.frames.append(_Frame(self.top, None))
        self.commented = {number for number, line in enumerate(self.lines) if "#" in line and _COMMENT.search(line)}

    @property
    def tree(self) -> Tree:
        return self.top[0] if self.top else None

    def complain(self, code: str, what: str, remedy: str, mark: Any) -> None:
        place = _place(self.file, mark)
        self.findings.setdefault((place, code), Finding(code, what, remedy, place))

    def run(self, text: str) -> None:
        """Take every event of the parser, up to the end or to what cannot be read."""
        try:
            parser = _PARSER(text)
            while not self.halted and (event := parser.get_event()) is not None:
                if take := _TAKE.get(type(event)):
                    take(self, event)
        except yaml.MarkedYAMLError as error:
            self.break_off(error)
        except (ValueError, OverflowError):
            # The parser in Python looks up any number after \U, and any number as a version.
            self.complain("Y109", "the number of an escape is too large", "Write the character itself.", START)
        else:
            self.check_top()

    def check_top(self) -> None:
        if self.halted or isinstance(self.tree, dict):
            return
        if self.tree is None:
            self.complain(
                "Y112",
                "the file is empty",
                "`assembler new deal` writes a term sheet to begin with; or copy one.",
                START,
            )
        else:
            remedy = "Write one `name: value` a line, with a space behind the colon."
            self.complain("Y126", "the file holds no terms: names and values are expected", remedy, self.places[()])

    def break_off(self, error: yaml.MarkedYAMLError) -> None:
        """Note why the parser stopped, unless what stands on that line explains it."""
        # Imported here: most term sheets can be read to their end.
        from assembler.termsheet.diagnosis import Slip, diagnose

        slip = Slip.of(error, self.lines)
        if slip.mark.line in self.indicators:
            self.blot = self.indicators[slip.mark.line]
            return
        diagnosis = diagnose(slip)
        self.blot = diagnosis.mark.index if diagnosis.may_go_on else None
        if diagnosis.mark.line + 1 not in self.spoilt:
            self.complain(diagnosis.code, diagnosis.what, diagnosis.remedy, diagnosis.mark)

    def begin_document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self.halted = True
            self.complain("Y113", *SECOND_DOCUMENT, event.start_mark)
        elif self.lines[event.start_mark.line].startswith("%"):
            self.complain("Y114", *DIRECTIVE, event.start_mark)

    def begin_group(self, event: Any) -> None:
        """A mapping or a list begins."""
        self.check_node(event)
        frame = self.frames[-1]
        holds: dict[str, Tree] | list[Tree] = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = frame.next_path()
        if frame.awaits_key():
            what = "a bracket begins a group of values, which cannot be a name"
            remedy = f"Write the text it is part of in quotation marks: {quoted(value_on(self.lines[event.start_mark.line]))}"
            self.complain("Y125", what, remedy, event.start_mark)
            self.frames.append(_Frame(holds, path, is_key=True))
        else:
            self.put(event.start_mark, holds)
            self.frames.append(_Frame(holds, path))
        if len(self.frames) > DEEPEST_NESTING + 1:
            self.halted = True
            what = f"nested deeper than {DEEPEST_NESTING} levels"
            self.complain(
                "Y123", what, "A term sheet needs five; look for brackets that are never closed.", event.start_mark
            )

    def end_group(self, _: Any) -> None:
        if self.frames.pop().is_key:
            self.frames[-1].key = ""

    def scalar(self, event: Any) -> None:
        self.check_node(event)
        text = normal(event.value)
        self.check_text(event, text)
        if self.frames[-1].awaits_key():
            self.key(event, text)
        else:
            self.put(event.start_mark, text if text or event.style else None)

    def key(self, event: Any, key: str) -> None:
        frame = self.frames[-1]
        frame.key = key
        path = frame.next_path()
        mark = event.start_mark
        if path in self.keys:
            first = _place(self.file, self.keys[path])
            what = f"`{key}` stands twice; first at line {first.line}, column {first.column}"
            self.complain("Y119", what, "Delete one of the two.", mark)
        elif key == "<<":
            self.complain("Y118", "<< would merge another group into this one", "Write the terms out.", mark)
        elif not key:
            self.complain("Y125", "a name is missing before the colon", "Write `name: value`.", mark)
        else:
            self.keys[path] = mark

    def put(self, mark: Any, value: Tree) -> None:
        frame = self.frames[-1]
        self.places[frame.next_path()] = mark
        frame.add(value)
        if len(self.places) > MOST_VALUES:
            self.halted = True
            self.complain("Y124", f"more than {MOST_VALUES:,} values", "Make two term sheets of it.", mark)

    def alias(self, event: Any) -> None:
        mark = event.start_mark
        self.indicators[mark.line] = mark.index
        self.complain(
            "Y116",
            "* begins a reference to an anchor, and is not read as text",
            f"Write it in quotation marks: {self.rest(mark)}",
            mark,
        )
        if self.frames[-1].awaits_key():
            self.frames[-1].key = ""
        else:
            self.put(mark, None)

    def check_node(self, event: Any) -> None:
        """Nothing may be named or given a type in the sheet."""
        if event.anchor is None and event.tag is None:
            return
        mark = event.start_mark
        self.indicators[mark.line] = mark.index
        if event.tag is not None:
            self.complain(
                "Y117",
                "! begins a tag, and is not read as text",
                f"Write it in quotation marks: {self.rest(mark)}",
                mark,
            )
        else:
            self.complain(
                "Y115",
                "& begins an anchor, and is not read as text",
                f"Write it in quotation marks: {self.rest(mark)}",
                mark,
            )

    def check_text(self, event: Any, text: str) -> None:
        if event.style == '"':
            self.check_escapes(event, text)
        elif not event.style:
            self.check_plain(event, text)

    def check_escapes(self, event: Any, text: str) -> None:
        """Odd characters that are in the file stand out before; what is found here was written as an escape."""
        if not (text.isascii() and text.isprintable()) and (odd := _odd(by_escape=True).search(text)):
            what = f"an escape in this text stands for {_named(odd[0])}, which no document can show"
            self.complain("Y109", what, "Delete the backslash and the code behind it.", event.start_mark)

    def check_plain(self, event: Any, text: str) -> None:
        end = event.end_mark
        if end.line in self.commented and (comment := _COMMENT.match(self.lines[end.line], end.column)):
            what = f"`{comment['text']}` is read as a comment and would be lost"
            remedy = f"Write it in quotation marks: {quoted(value_on(self.lines[end.line]))}. A comment has a space behind the #."
            place = Mark(end.line, comment.start("text"))
            self.complain("Y120", what, remedy, place)
        if end.line > event.start_mark.line:
            self.check_lines(event)
        if not text.isascii() and re.match(SPECIAL_SPACE, text):
            self.complain("Y111", *about_space(text), event.start_mark)

    def check_lines(self, event: Any) -> None:
        """A term or an entry that is indented too far is read as more words of the value above it."""
        number = event.start_mark.line + 1
        while not self.lines[number].strip(_BLANKS):  # other blanks are words to YAML
            number += 1
        line = self.lines[number]
        what = "this line is read as more words of the value above it"
        remedy = "Indent it as the lines it goes with; or write the value on one line, or in quotation marks where it needs two."
        self.complain("Y130", what, remedy, Mark(number, len(line) - len(line.lstrip(_BLANKS))))

    def rest(self, mark: Any) -> str:
        return quoted(rest_of(self.lines[mark.line], mark.column))


_TAKE: dict[type, Callable[[_Reading, Any], None]] = {
    yaml.ScalarEvent: _Reading.scalar,
    yaml.MappingStartEvent: _Reading.begin_group,
    yaml.SequenceStartEvent: _Reading.begin_group,
    yaml.MappingEndEvent: _Reading.end_group,
    yaml.SequenceEndEvent: _Reading.end_group,
    yaml.AliasEvent: _Reading.alias,
    yaml.DocumentStartEvent: _Reading.begin_document,
}


def _read_on(text: str, file: str, spoilt: set[int]) -> _Reading:
    """The reading of the whole text; where one character stops the parser, the text is read again without it.

    So one run names all of them. Long texts are read fewer times, for the time it takes.
    """
    lines = text.split("\n")
    # A parser reads ahead, and has a limit and a message of its own. Behind this cut, all are over our limit.
    text = text[: end_of_depth(text, DEEPEST_NESTING + 1)]
    found: dict[tuple[Place, str], Finding] = {}
    for _ in range(2 + min(20, 1_000_000 // (len(text) + 1))):
        reading = _Reading(file, lines, spoilt)
        reading.run(text)
        found = reading.findings | found
        if reading.blot is None:
            break
        text = text[: reading.blot] + "x" + text[reading.blot + 1 :]
    reading.findings = _without_echoes(found)
    return reading


def _without_echoes(findings: dict[tuple[Place, str], Finding]) -> dict[tuple[Place, str], Finding]:
    """The findings without those of a value that goes on in the next line where that follows from another one."""
    explained = {place.line + below for place, code in findings if code != "Y130" for below in (0, 1)}
    return {key: one for key, one in findings.items() if one.code != "Y130" or one.place.line not in explained}


def normal(text: str) -> str:
    """The text in normal form C."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


# Shared with the diagnosis of what stopped the parser

_BLANKS = " \t"
_COMMENT = re.compile(r"[ \t]+(?P<text>#[^\s#].*?)[ \t]*$")
SPECIAL_SPACE = rf"(?:-[ ]*)*([{SPACES}])"
_VALUE = r"\s*(?:-[ ]+)*(?:[^\s:'\"#\[{-][^:]*:[ \t]+)?(?P<value>.*?)\s*(?:[ \t]#[ \t].*)?$"
SECOND_DOCUMENT = (
    "a second document begins here; a term sheet is one",
    "Put what follows in a file of its own, or delete this line.",
)
DIRECTIVE = ("% begins a directive, which a term sheet does not need", "Delete the line.")


class Mark(Struct, frozen=True):
    """A place the parser has no mark for; lines and columns count from 0."""

    line: int
    column: int
    index: int = 0


START = Mark(0, 0)


def about_space(text: str) -> tuple[str, str]:
    """What is wrong with the first special space of a text, and the remedy."""
    space = next(character for character in text if re.match(f"[{SPACES}]", character))
    return f"{_named(space)} is a special space, which neither indents nor parts", "Delete it, and use the space bar."


def value_on(line: str) -> str:
    """The value on a line of its own: what stands behind the name and the colon, without a comment."""
    value = re.match(_VALUE, line)
    return value["value"] if value else line.strip()


def rest_of(line: str, column: int) -> str:
    """The value that begins at a column; within brackets it ends at the next comma or bracket."""
    rest = re.split(r"[ \t]#[ \t]", line[column:])[0].strip()
    return re.split(r"[,\]}]", rest)[0].strip() if re.search(r"[\[{]", line[:column]) else rest
