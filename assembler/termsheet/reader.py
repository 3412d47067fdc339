"""Read the YAML of a term sheet: strictly, with the place of every value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import yaml
from msgspec import Struct
from msgspec.structs import replace

from assembler.errors import Fix, InputError, Location, Problem
from assembler.termsheet.nesting import end_of_depth
from assembler.termsheet.source import (
    BLANKS,
    COMMENT,
    DEEPEST_NESTING,
    MOST_VALUES,
    SPECIAL_SPACES,
    Source,
    SourceTree,
    Span,
    TermPath,
    abridged,
    decode,
    lines_of,
    named_character,
    normal,
    odd_characters,
    odd_pattern,
)
from assembler.termsheet.yaml_text import (
    DIRECTIVE,
    SECOND_DOCUMENT,
    SPECIAL_SPACE,
    START,
    SourcePosition,
    about_space,
    quoted,
    rest_of,
    value_on,
)

# The C parser is about fifteen times as fast as the Python one, with the same events and marks.
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=4)  # the page edits, drafts and shows one text
def read(data: bytes, file: str) -> Source:
    """Return the source in the bytes of a term sheet. `file` is its name in messages. Nobody may change it.

    Raise `InputError` with everything in it that is not plain YAML.
    """
    lines = lines_of(decode(data, file))
    problems = list(abridged(odd_characters(lines, file)))
    clean = "\n".join(lines) if not problems else odd_pattern().sub("x", "\n".join(lines))
    reading = _read_text(clean, file, {problem.location.line for problem in problems})
    problems += abridged(reading.problems.values())
    if problems or not isinstance(reading.tree, dict):
        raise InputError(problems)
    typed = tuple(lines)
    places, keys = _Places(file, typed, reading.places), _Places(file, typed, reading.keys)
    return Source(file, reading.tree, places, keys, typed)


class _Places(Mapping[TermPath, Location]):
    """Places by path, made from the parser's marks on demand, as few of them are needed."""

    def __init__(self, file: str, lines: Sequence[str], spans: Mapping[TermPath, Span]) -> None:
        self._file = file
        self._lines = lines
        self._spans = spans

    def __getitem__(self, path: TermPath) -> Location:
        return _place(self._file, self._lines, *self._spans[path])

    def __iter__(self) -> Iterator[TermPath]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)


def _place(file: str, lines: Sequence[str], begin: Any, end: Any) -> Location:
    last, column = end.line, end.column
    # Blanks other than spaces and tabs are words to YAML.
    if last > begin.line and not "".join(lines[last : last + 1])[:column].strip(BLANKS):
        # The parser ends a block scalar at the next token, behind blank lines that are not part of it.
        last = next((number for number in range(last - 1, begin.line, -1) if lines[number].strip(BLANKS)), begin.line)
        column = len(lines[last].rstrip(BLANKS))
    return Location(file, begin.line + 1, begin.column + 1, last + 1, column + 1)


# From lines to a tree


class _Frame(Struct):
    """A mapping or list that is being read. `path` is None for the list that holds the top of the tree."""

    holds: dict[str, SourceTree] | list[SourceTree]
    path: TermPath | None
    key: str | None = None
    is_key: bool = False
    begin: Any = None
    is_run_on: bool = False

    def awaits_key(self) -> bool:
        return self.key is None and isinstance(self.holds, dict)

    def next_path(self) -> TermPath:
        if self.path is None:
            return ()
        return (*self.path, len(self.holds) if self.key is None else self.key)

    def add(self, value: SourceTree) -> None:
        if isinstance(self.holds, list):
            self.holds.append(value)
        else:
            self.holds[self.key or ""] = value
            self.key = None


class _SourceReader(Struct):
    """One pass of the parser over the text: the tree as far as it could be read, and the problems.

    `spoilt` are the lines with odd characters, counted from 1. `indicators` maps a line to the index of its anchor,
    tag or alias. `blot` is the index of a character that stopped the parser, and that the next pass leaves out.
    """

    file: str
    lines: list[str]
    spoilt: set[int]
    problems: dict[tuple[Location, str], Problem] = {}
    places: dict[TermPath, Span] = {}
    keys: dict[TermPath, Span] = {}
    top: list[SourceTree] = []
    documents: int = 0
    halted: bool = False
    blot: int | None = None
    frames: list[_Frame] = []
    indicators: dict[int, int] = {}
    commented: set[int] = set()
    end: Any = None

    def __post_init__(self) -> None:
        self.frames.append(_Frame(self.top, None))
        self.commented = {number for number, line in enumerate(self.lines) if "#" in line and COMMENT.search(line)}

    @property
    def tree(self) -> SourceTree:
        return self.top[0] if self.top else None

    def complain(self, code: str, what: str, hint: str, index: Any, fix: Fix | None = None) -> None:
        """Note a problem at a mark, or between two. At one mark, it ends with its fix."""
        begin, end = index if isinstance(index, tuple) else (index, None)
        point = Location(self.file, begin.line + 1, begin.column + 1)
        place = _place(self.file, self.lines, begin, end) if end else point
        if fix and not end and fix.place.line == place.line and fix.place.end_column > place.column:
            place = replace(point, end_line=fix.place.end_line, end_column=fix.place.end_column)
        self.problems.setdefault((point, code), Problem(code, what, hint, place, fix=fix))

    def fix(self, line: int, column: int, replaced: str, replacement: str) -> Fix:
        """Return the fix that replaces the text at a line and a column, counted from 0."""
        number = line + 1
        return Fix(Location(self.file, number, column + 1, number, column + 1 + len(replaced)), replacement)

    def line_at(self, mark: Any) -> str:
        """Return the line of a mark. A parser marks the end of the text in a line behind the last."""
        return self.lines[mark.line] if mark.line < len(self.lines) else ""

    def quoting(self, mark: Any, *, is_whole: bool = True) -> tuple[str, Fix | None]:
        """Return the hint to quote the value at a mark, and its fix if the value `is_whole`."""
        line = self.line_at(mark)
        text, is_value = rest_of(line, mark.column), _is_value_at(line, mark.column)
        fix = self.fix(mark.line, mark.column, text, quoted(text)) if is_whole and is_value and text else None
        return f"Write it in quotation marks: {quoted(text)}", fix

    def run(self, text: str) -> None:
        """Take every event of the parser, up to the end or the first error."""
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
                "Run `assembler new deal` for a term sheet to begin with, or copy one.",
                START,
            )
        else:
            hint = "Write one `name: value` a line, with a space after the colon."
            self.complain("Y126", "expected names and values, found other text", hint, self.places[()])

    def break_off(self, error: yaml.MarkedYAMLError) -> None:
        """Note why the parser stopped, unless a problem of that line explains it."""
        # Imported here: most term sheets can be read to their end.
        from assembler.termsheet.syntax_errors import Slip, diagnose

        slip = Slip.of(error, self.lines)
        if slip.mark.line in self.indicators:
            self.blot = self.indicators[slip.mark.line]
            return
        diagnosis = diagnose(slip)
        self.blot = diagnosis.mark.index if diagnosis.may_go_on else None
        if diagnosis.mark.line + 1 not in self.spoilt:
            fix = self.fix_of_slip(diagnosis.code, diagnosis.mark)
            self.complain(diagnosis.code, diagnosis.what, diagnosis.hint, diagnosis.mark, fix)

    def fix_of_slip(self, code: str, mark: Any) -> Fix | None:
        """Return the fix of the error that stopped the parser, if it is certain."""
        line, column = self.line_at(mark), mark.column
        match code:
            case "Y115" | "Y116" | "Y117" | "Y122":
                return self.quoting(mark)[1]
            case "Y121" if not re.search(r"[\[{]", line[:column]):
                value = value_on(line)
                begin = line.find(value)
                return (
                    self.fix(mark.line, begin, value, quoted(value)) if begin <= column < begin + len(value) else None
                )
            case "Y128" if line[column : column + 1] == ":":
                return self.fix(mark.line, column, ":", ": ")
            case "Y128" if self.is_in_list(mark.line, column):
                dash = line[column] + " " * (len(line[column + 1 :]) - len(line[column + 1 :].lstrip(" ")))
                return self.fix(mark.line, column, dash, "- ")
            case "Y111" if line[:column].endswith(":"):
                return self.fix(mark.line, column, line[column], " ")
        return None

    def is_in_list(self, number: int, indent: int) -> bool:
        """Return True if a neighbour line at this indentation begins with a dash."""
        for lines in (self.lines[:number][::-1], self.lines[number + 1 :]):
            nearest = next((line for line in lines if line.strip() and not line[: indent + 1].isspace()), "")
            if nearest[:indent].strip() == "" and nearest[indent:].startswith("- "):
                return True
        return False

    def begin_document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self.halted = True
            self.complain("Y113", *SECOND_DOCUMENT, event.start_mark)
        elif self.lines[event.start_mark.line].startswith("%"):
            self.complain("Y114", *DIRECTIVE, event.start_mark)

    def begin_group(self, event: Any) -> None:
        """Begin a mapping or a list."""
        self.check_node(event)
        frame = self.frames[-1]
        holds: dict[str, SourceTree] | list[SourceTree] = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = frame.next_path()
        if frame.awaits_key():
            what = "a bracket begins a group, and a group cannot be a name"
            hint = f"Write the text it is part of in quotation marks: {quoted(value_on(self.lines[event.start_mark.line]))}"
            self.complain("Y125", what, hint, event.start_mark)
            self.frames.append(_Frame(holds, path, is_key=True))
        else:
            self.put(event.start_mark, event.start_mark, holds)
            self.frames.append(_Frame(holds, path, begin=event.start_mark))
        if len(self.frames) > DEEPEST_NESTING + 1:
            self.halted = True
            what = f"nested deeper than {DEEPEST_NESTING} levels"
            self.complain(
                "Y123", what, "A term sheet needs five. Look for a bracket that is not closed.", event.start_mark
            )

    def end_group(self, event: Any) -> None:
        frame = self.frames.pop()
        is_bracket = event.end_mark.index > event.start_mark.index
        self.end = event.end_mark if is_bracket else self.end
        if frame.is_key:
            self.frames[-1].key = ""
        elif frame.path is not None and frame.begin is not None:
            self.places[frame.path] = (frame.begin, self.end or frame.begin)

    def scalar(self, event: Any) -> None:
        self.check_node(event)
        self.end = event.end_mark
        text = normal(event.value)
        self.check_text(event, text)
        if self.frames[-1].awaits_key():
            self.key(event, text)
        else:
            self.put(event.start_mark, event.end_mark, text if text or event.style else None)

    def key(self, event: Any, key: str) -> None:
        frame = self.frames[-1]
        frame.key = key
        path = frame.next_path()
        span = event.start_mark, event.end_mark
        if path in self.keys and self.is_run_on(frame, path):
            first = self.keys[path][0]
            if not frame.is_run_on:
                frame.is_run_on = True
                what = f"`{key}` appears twice in one entry of a list; the first is at line {first.line + 1}"
                hint = f"Begin the next entry with a dash: `- {key}: ...`. Or delete one of the two."
                self.complain("Y119", what, hint, span)
        elif path in self.keys:
            first = self.keys[path][0]
            what = f"`{key}` appears twice; the first is at line {first.line + 1}, column {first.column + 1}"
            self.complain("Y119", what, "Delete one of the two.", span)
        elif key == "<<":  # the merge key of YAML 1.1
            self.complain("Y118", "<< merges another group into this one", "Write the terms out.", span)
        elif not key:
            self.complain("Y125", "a name is missing before the colon", "Write `name: value`.", span)
        else:
            self.keys[path] = span

    def is_run_on(self, frame: _Frame, path: TermPath) -> bool:
        """Return True if a name that appears twice begins another entry of a list, or follows it."""
        return frame.is_run_on or (len(path) > 1 and isinstance(path[-2], int) and path[-1] == next(iter(frame.holds)))

    def put(self, mark: Any, end: Any, value: SourceTree) -> None:
        frame = self.frames[-1]
        self.places[frame.next_path()] = (mark, end)
        frame.add(value)
        if len(self.places) > MOST_VALUES:
            self.halted = True
            self.complain("Y124", f"more than {MOST_VALUES:,} values", "Split the deal into two term sheets.", mark)

    def alias(self, event: Any) -> None:
        mark = event.start_mark
        self.indicators[mark.line] = mark.index
        hint, fix = self.quoting(mark, is_whole=not self.frames[-1].awaits_key())
        what = "* begins a reference to an anchor, and is not read as text"
        self.complain("Y116", what, hint, (mark, event.end_mark), fix)
        self.end = event.end_mark
        if self.frames[-1].awaits_key():
            self.frames[-1].key = ""
        else:
            self.put(mark, event.end_mark, None)

    def check_node(self, event: Any) -> None:
        """Note an anchor or a tag."""
        if event.anchor is None and event.tag is None:
            return
        # A value that begins with & or ! is a name to its author, and never an anchor or a tag.
        mark = event.start_mark
        self.indicators[mark.line] = mark.index
        text = rest_of(self.lines[mark.line], mark.column)
        ends_here = text.endswith(("]", "}")) if not isinstance(event, yaml.ScalarEvent) else _is_on_one_line(event)
        hint, fix = self.quoting(mark, is_whole=ends_here and not self.frames[-1].awaits_key())
        code, sign, begun = ("Y117", "!", "a tag") if event.tag is not None else ("Y115", "&", "an anchor")
        self.complain(code, f"{sign} begins {begun}, and is not read as text", hint, mark, fix)

    def check_text(self, event: Any, text: str) -> None:
        # Only double quotation marks have escapes. Only plain values lose comments and blanks.
        if event.style == '"':
            self.check_escapes(event, text)
        elif not event.style:
            self.check_plain(event, text)

    def check_escapes(self, event: Any, text: str) -> None:
        """Note odd characters that were written as escapes. Those in the file are found before."""
        if not (text.isascii() and text.isprintable()) and (odd := odd_pattern(by_escape=True).search(text)):
            what = f"an escape in this text stands for {named_character(odd[0])}, which documents cannot show"
            self.complain(
                "Y109", what, "Delete the backslash and the code after it.", (event.start_mark, event.end_mark)
            )

    def check_plain(self, event: Any, text: str) -> None:
        """Note a lost comment, a line too many, and a special space in a value without quotation marks."""
        end = event.end_mark
        if end.line in self.commented and (comment := COMMENT.match(self.lines[end.line], end.column)):
            what = f"`{comment['text']}` is read as a comment and would be lost"
            value, column = value_on(self.lines[end.line]), event.start_mark.column
            hint = f"Write it in quotation marks: {quoted(value)}. A comment has a space after the #."
            is_value = _is_on_one_line(event) and self.lines[end.line].startswith(value, column)
            fix = self.fix(end.line, column, value, quoted(value)) if is_value else None
            begin, behind = (
                SourcePosition(end.line, comment.start("text")),
                SourcePosition(end.line, comment.end("text")),
            )
            self.complain("Y120", what, hint, (begin, behind), fix)
        if end.line > event.start_mark.line:
            self.check_lines(event)
        if not text.isascii() and re.match(SPECIAL_SPACE, text):
            spaces = text[: len(text) - len(text.lstrip(f" {SPECIAL_SPACES}"))]
            mark = event.start_mark
            is_certain = spaces and _is_value_at(self.lines[mark.line], mark.column)
            fix = self.fix(mark.line, mark.column, spaces, "") if is_certain else None
            self.complain("Y111", *about_space(text), (mark, event.end_mark), fix)

    def check_lines(self, event: Any) -> None:
        """Note a term that is indented too far, so that it reads as part of the value above it."""
        number = event.start_mark.line + 1
        while not self.lines[number].strip(BLANKS):  # other blanks are words to YAML
            number += 1
        line = self.lines[number]
        what = "this line reads as part of the value above it"
        hint = "Indent it as the lines it goes with; or write the value on one line, or in quotation marks where it needs two."
        begin, end = (
            SourcePosition(number, len(line) - len(line.lstrip(BLANKS))),
            SourcePosition(number, len(line.rstrip())),
        )
        self.complain("Y130", what, hint, (begin, end))


def _is_value_at(line: str, column: int) -> bool:
    """Return True if a value, not a name, begins at this column of the line."""
    return bool(re.search(r"(?:[:,-][ \t]+|\[[ \t]*)$", line[:column]))


def _is_on_one_line(event: Any) -> bool:
    return bool(event.start_mark.line == event.end_mark.line)


_TAKE: dict[type, Callable[[_SourceReader, Any], None]] = {
    yaml.ScalarEvent: _SourceReader.scalar,
    yaml.MappingStartEvent: _SourceReader.begin_group,
    yaml.SequenceStartEvent: _SourceReader.begin_group,
    yaml.MappingEndEvent: _SourceReader.end_group,
    yaml.SequenceEndEvent: _SourceReader.end_group,
    yaml.AliasEvent: _SourceReader.alias,
    yaml.DocumentStartEvent: _SourceReader.begin_document,
}


def _read_text(text: str, file: str, spoilt: set[int]) -> _SourceReader:
    """Read the text. If one character stops the parser, read the text again without it, to find the next problem."""
    lines = text.split("\n")
    # libyaml 0.2.6 refuses deep nesting itself, while it reads ahead. The cut makes the message ours.
    text = text[: end_of_depth(text, DEEPEST_NESTING + 1)]
    result: dict[tuple[Location, str], Problem] = {}
    # A long text is read fewer times, as each pass takes long.
    for _ in range(2 + min(20, 1_000_000 // (len(text) + 1))):
        reading = _SourceReader(file, lines, spoilt)
        reading.run(text)
        result = reading.problems | result
        if reading.blot is None:
            break
        text = text[: reading.blot] + "x" + text[reading.blot + 1 :]
    reading.problems = _without_echoes(result)
    return reading


def _without_echoes(problems: dict[tuple[Location, str], Problem]) -> dict[tuple[Location, str], Problem]:
    """Return the problems without each Y130 that follows from another problem."""
    explained = {place.line + below for place, code in problems if code != "Y130" for below in (0, 1)}
    return {
        key: problem
        for key, problem in problems.items()
        if problem.code != "Y130" or problem.location.line not in explained
    }
