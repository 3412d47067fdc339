"""Diagnose what stopped the YAML parser: the problem, and the text to type.

The kind of error is read from the text, the marks and the exception's type. The parser's message is never read: its
words differ between PyYAML's two parsers, and between versions of libyaml.
"""

from __future__ import annotations

import re
import sys
from typing import Any

import yaml
from msgspec import Struct
from yaml.scanner import ScannerError

from assembler.termsheet.source import SPECIAL_SPACES
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

_SPACE_BEHIND_COLON = re.compile(rf"[ ]*(?:-[ ]+)*\w+:([{SPECIAL_SPACES}])")
# YAML forbids tabs in indentation, and the eye cannot tell them from spaces.
_INDENTED_BY_TAB = re.compile(r"[ -]*\t")
_INDENTED_BY_SPECIAL_SPACE = re.compile(rf"[ \t]*{SPECIAL_SPACE}")
# Word turns a hyphen at the start of a line into a dash or a bullet.
_OTHER_DASH = re.compile(r"[ ]*(?P<dash>[\u2010-\u2015\u2022\u2212\u00b7])[ ]*(?P<rest>.+)")
_NO_SPACE_BEHIND_DASH = re.compile(r"[ ]*(?P<dash>-)(?P<rest>[A-Za-z]\w*:(?:[ ].*)?)$")
_LONGEST_NAME = 1024  # the limit of YAML for a name without a ?
_ESCAPE = r'\\(?:[0abt\tnvfre "/\\N_LP\n]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})'
# Within single quotation marks only '' is special. Within double ones, a backslash begins an escape.
_QUOTATION = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\[\s\S])*\"""")
_GOOD_ESCAPES = re.compile(rf'"(?:[^"\\]|{_ESCAPE})*')
_CODE_POINT = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))|\\[\s\S]")
_DOCUMENT_MARK = re.compile(r"\n(?=(?:---|\.\.\.)(?:\s|$))")
_NO_SPACE_BEHIND_COLON = re.compile(r"[ ]*(?:-[ ]+)*(?P<key>\w+):(?P<value>[^\s:/].*)")


class Slip(Struct, frozen=True):
    """The place where the parser stopped, and the beginning of the construct that it was reading.

    `has_context` is False if the parser named no construct. `by_scanner` is True for an error in a token, and False
    for one in the order of tokens.
    """

    by_scanner: bool
    has_context: bool
    mark: Any
    begun: Any
    lines: list[str]

    @classmethod
    def of(cls, error: yaml.MarkedYAMLError, lines: list[str]) -> Slip:
        """Return the slip behind a parser error."""
        mark = error.problem_mark or error.context_mark or START
        begun = error.context_mark or mark
        return cls(isinstance(error, ScannerError), error.context_mark is not None, mark, begun, lines)

    @property
    def line(self) -> str:
        """The line where the parser stopped, or the last line if it stopped behind that."""
        number: int = min(self.mark.line, len(self.lines) - 1)
        return self.lines[number]

    @property
    def above_number(self) -> int:
        """The number of the next line above that is not empty or a comment."""
        number = min(self.mark.line, len(self.lines) - 1)
        return next(
            (index for index in range(number - 1, -1, -1) if self.lines[index].split("#")[0].strip()), number - 1
        )

    @property
    def above(self) -> str:
        """The next line above that is not empty or a comment, or an empty text."""
        return self.lines[self.above_number] if self.above_number >= 0 else ""

    @property
    def before(self) -> str:
        """The line before the place where the parser stopped."""
        column: int = self.mark.column
        return self.line[:column]

    @property
    def character(self) -> str:
        """The character at which the parser stopped, or an empty text at the end of a line."""
        column: int = self.mark.column
        return self.line[column : column + 1]

    @property
    def opening(self) -> str:
        """The first character of the construct."""
        number: int = min(self.begun.line, len(self.lines) - 1)
        line = self.lines[number]
        column: int = self.begun.column
        return line[column : column + 1]

    @property
    def is_at_beginning(self) -> bool:
        """True if the parser stopped at the first character of a construct."""
        return (self.begun.line, self.begun.column) == (self.mark.line, self.mark.column)

    @property
    def is_colon_not_allowed(self) -> bool:
        """True if the parser stopped at a colon that would begin a second value on a line."""
        return self.by_scanner and not self.has_context and self.character == ":"

    @property
    def is_name_without_colon(self) -> bool:
        """True if the parser read a name and found no colon behind it, on its line or within YAML's 1,024 characters."""
        if not self.by_scanner or self.is_at_beginning or self.opening in {"|", ">"} or self.is_unclosed_quotation:
            return False
        is_at_end = self.mark.line >= len(self.lines) - 1 and not self.character
        is_too_long = self.mark.index - self.begun.index > _LONGEST_NAME
        return self.begun.line < self.mark.line or is_at_end or is_too_long

    @property
    def is_broken_block(self) -> bool:
        """True if a line is neither the next entry of the group it would belong to, nor its end."""
        return not self.by_scanner and self.has_context and not self.is_at_beginning and not self.is_unclosed_bracket

    @property
    def is_unclosed_quotation(self) -> bool:
        """True if the construct is a text without its closing quotation mark."""
        return self.by_scanner and self.opening in {"'", '"'} and not _QUOTATION.match(self.text_from_opening())

    @property
    def is_unclosed_bracket(self) -> bool:
        """True if the parser stopped within brackets."""
        if self.by_scanner or self.is_at_beginning or self.opening not in {"[", "{"}:
            return False
        lines = self.lines[self.begun.line : self.mark.line + 1]
        if self.mark.line < len(self.lines):
            lines[-1] = lines[-1][: self.mark.column]
        between = "\n".join(lines)[self.begun.column :]
        return between.count(self.opening) > between.count({"[": "]", "{": "}"}[self.opening])

    def text_from_opening(self) -> str:
        """Return the text from the beginning of the construct to the end of the document."""
        first, *rest = self.lines[self.begun.line :] or [""]
        text = "\n".join([first[self.begun.column :], *rest])
        return _DOCUMENT_MARK.split(text)[0]

    def line_and_above(self) -> tuple[tuple[str, int], ...]:
        """Return the line of the slip and the next one above, which is often the cause, with their numbers."""
        return (self.line, self.mark.line), (self.above, self.above_number)


class Diagnosis(Struct, frozen=True):
    """The code, message and hint of a slip.

    `may_go_on` is True if the parser could continue without the character at the mark.
    """

    code: str
    what: str
    hint: str
    mark: Any
    may_go_on: bool = False


def diagnose(slip: Slip) -> Diagnosis:
    """Return the most likely diagnosis of the slip."""
    for recognise in _RECOGNISE:
        if diagnosis := recognise(slip):
            return diagnosis
    what = "this does not fit what stands before it"
    return Diagnosis("Y127", what, "Compare the line, and the one above, with a term sheet that validates.", slip.mark)


def _tab(slip: Slip) -> Diagnosis | None:
    if not (tab := _INDENTED_BY_TAB.match(slip.line)):
        return None
    mark = SourcePosition(slip.mark.line, tab.end() - 1)
    return Diagnosis("Y110", "a tab cannot indent a line", "Use spaces, two for each level.", mark)


def _special_space(slip: Slip) -> Diagnosis | None:
    for line, number in slip.line_and_above():
        if space := _INDENTED_BY_SPECIAL_SPACE.match(line) or _SPACE_BEHIND_COLON.match(line):
            return Diagnosis("Y111", *about_space(space[1]), SourcePosition(number, space.start(1)))
    return None


def _dash(slip: Slip) -> Diagnosis | None:
    for line, number in slip.line_and_above():
        if other := _OTHER_DASH.match(line):
            what = f"an entry of a list begins with - and a space, and not with {other['dash']}"
            return Diagnosis("Y128", what, f"Write `- {other['rest']}`.", SourcePosition(number, other.start("dash")))
        if close := _NO_SPACE_BEHIND_DASH.match(line):
            mark = SourcePosition(number, close.start("dash"))
            return Diagnosis("Y128", "a space is missing behind the dash", f"Write `- {close['rest']}`.", mark)
    return None


def _escape(slip: Slip) -> Diagnosis | None:
    if not slip.by_scanner or slip.opening != '"':
        return None
    text = slip.text_from_opening()
    good = _GOOD_ESCAPES.match(text)
    if good and text[good.end() :].startswith("\\"):
        what = "a backslash within double quotation marks begins an escape, and this is none"
        return Diagnosis("Y109", what, "Write two backslashes, or use single quotation marks.", slip.mark)
    if good and any(_is_no_character(int(code[1] or code[2] or "0", 16)) for code in _CODE_POINT.finditer(good[0])):
        what = "this escape stands for a character that no document can show"
        return Diagnosis("Y109", what, "Delete the backslash and the code behind it.", slip.mark)
    return None


def _is_no_character(code_point: int) -> bool:
    # Surrogates are halves of characters in UTF-16.
    return 0xD800 <= code_point <= 0xDFFF or code_point > sys.maxunicode


def _directive(slip: Slip) -> Diagnosis | None:
    return Diagnosis("Y114", *DIRECTIVE, SourcePosition(slip.mark.line, 0)) if slip.line.startswith("%") else None


def _second_document(slip: Slip) -> Diagnosis | None:
    is_second = not slip.by_scanner and not slip.has_context
    return Diagnosis("Y113", *SECOND_DOCUMENT, slip.mark) if is_second else None


_BLOCK_SCALAR = ("Y122", "| or > begins a text of several lines")
_INDICATORS = {
    "&": ("Y115", "& begins an anchor, and is not read as text"),
    "*": ("Y116", "* begins a reference to an anchor, and is not read as text"),
    "!": ("Y117", "! begins a tag, and is not read as text"),
    "|": _BLOCK_SCALAR,
    ">": _BLOCK_SCALAR,
}


def _indicator(slip: Slip) -> Diagnosis | None:
    if not slip.has_context or slip.opening not in _INDICATORS or slip.begun.line != slip.mark.line:
        return None
    code, what = _INDICATORS[slip.opening]
    hint = f"Write it in quotation marks: {quoted(rest_of(slip.line, slip.begun.column))}"
    return Diagnosis(code, what, hint, slip.begun, may_go_on=True)


def _beginning(slip: Slip) -> Diagnosis | None:
    """Recognise a value that begins with a sign of YAML."""
    if not slip.is_at_beginning or slip.is_colon_not_allowed or not slip.before.strip(" -"):
        return None
    character = slip.character
    if not character.strip():
        return None
    text = value_on(slip.line) if slip.before.endswith("{") else rest_of(slip.line, slip.mark.column)
    hint = f"Write it in quotation marks: {quoted(text)}" if text else f"Delete the {character}"
    if text == "-":
        hint = "Delete the line: a term that is not stated does not print"
    return Diagnosis("Y122", f"{character} cannot begin a value", hint, slip.mark, may_go_on=True)


def _colon(slip: Slip) -> Diagnosis | None:
    if not slip.is_colon_not_allowed or not re.search(r":[ \t]", slip.before):
        return None
    what = "a colon and a space would begin another value here"
    hint = f"Write the value in quotation marks: {quoted(value_on(slip.line))}"
    return Diagnosis("Y121", what, hint, slip.mark, may_go_on=True)


def _no_space_behind_colon(slip: Slip) -> Diagnosis | None:
    if not (slip.is_colon_not_allowed or slip.is_name_without_colon):
        return None
    for line, number in slip.line_and_above():
        if missing := _NO_SPACE_BEHIND_COLON.match(line):
            hint = f"Write `{missing['key']}: {missing['value']}`."
            mark = SourcePosition(number, missing.end("key"))
            return Diagnosis("Y128", "a space is missing behind the colon", hint, mark)
    return None


def _unpaired(slip: Slip) -> Diagnosis | None:
    if slip.is_unclosed_quotation:
        what = "the quotation mark that opens here is never closed"
        return Diagnosis("Y129", what, "Close it; within single quotation marks write '' for one.", slip.begun)
    if slip.is_unclosed_bracket:
        what = "the bracket that opens here is never closed, or a comma is missing"
        return Diagnosis("Y129", what, "Close it, or put the whole value in single quotation marks.", slip.begun)
    return None


def _text_behind(slip: Slip) -> Diagnosis | None:
    """Recognise text behind a closing quotation mark or bracket."""
    value = value_on(slip.line)
    if value[:1] not in {"'", '"', "[", "{"} or not slip.before.strip(" -"):
        return None
    # "Acme" Holdings: YAML ends the value at the second quotation mark.
    inner = value[1:-1] if value[0] == value[-1] else value
    if inner != value and value[0] not in inner:
        what = "the quotation marks before this place do not pair"
        return Diagnosis("Y129", what, "Look above for one that is never closed.", slip.mark)
    what = f"the value begins with {value[0]}, and goes on behind the end of that"
    return Diagnosis("Y129", what, f"Write all of it in quotation marks: {quoted(inner)}", slip.mark)


def _no_name(slip: Slip) -> Diagnosis | None:
    """Recognise a line without a colon. The parser stops at it or behind it."""
    if slip.is_name_without_colon:
        return _is_no_term(slip.begun)
    text = slip.above.strip()
    if re.search(r":(?: |$)|^-|^[|>'\"\[{]", text) or not text or not slip.is_broken_block:
        return None
    return _is_no_term(SourcePosition(slip.above_number, slip.above.index(text)))


def _is_no_term(mark: Any) -> Diagnosis:
    return Diagnosis("Y127", "this line has no colon after its name", "Write a name, a colon and a space.", mark)


def _below_a_value(slip: Slip) -> Diagnosis | None:
    """Recognise a term that is indented below a term with a value of its own."""
    above = re.match(r"(?P<indent>[ ]*(?:-[ ]+)*)(?P<name>\w+): *(?P<value>[^ #].*)$", slip.above)
    if not above or not slip.is_colon_not_allowed or _indent(slip.line) <= len(above["indent"]):
        return None
    what = f"this line is indented below `{above['name']}`, which has a value on its own line"
    hint = f"Begin it below the first letter of `{above['name']}`; or take the value behind `{above['name']}:` away."
    return Diagnosis("Y127", what, hint, SourcePosition(slip.mark.line, _indent(slip.line)))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _misplaced(slip: Slip) -> Diagnosis | None:
    if slip.before.strip(" -") and not slip.is_colon_not_allowed:
        return None
    what = "this line is not indented like the lines it belongs to"
    return Diagnosis("Y127", what, "Begin it below the first letter of the line it goes with.", slip.mark)


# The first that recognises the slip wins, so the certain ones come first.
_RECOGNISE = (
    _tab,
    _special_space,
    _dash,
    _escape,
    _directive,
    _second_document,
    _indicator,
    _beginning,
    _colon,
    _no_space_behind_colon,
    _unpaired,
    _text_behind,
    _no_name,
    _below_a_value,
    _misplaced,
)
