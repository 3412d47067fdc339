"""What stopped the parser, in the words of who typed the term sheet: what is wrong, and what to type."""

from __future__ import annotations

import re
from typing import Any

import yaml
from msgspec import Struct

from assembler.termsheet.source import (
    DIRECTIVE,
    SECOND_DOCUMENT,
    SPACES,
    SPECIAL_SPACE,
    START,
    Mark,
    about_space,
    quoted,
    rest_of,
    value_on,
)

_SPACE_BEHIND_COLON = re.compile(rf"[ ]*(?:-[ ]+)*\w+:([{SPACES}])")
_INDENTED_BY_TAB = re.compile(r"[ -]*\t")
_INDENTED_BY_SPECIAL_SPACE = re.compile(rf"[ \t]*{SPECIAL_SPACE}")
_OTHER_DASH = re.compile(r"[ ]*(?P<dash>[\u2010-\u2015\u2022\u2212\u00b7])[ ]*(?P<rest>.+)")
_NO_SPACE_BEHIND_DASH = re.compile(r"[ ]*(?P<dash>-)(?P<rest>[A-Za-z]\w*:(?:[ ].*)?)$")
_NO_SPACE_BEHIND_COLON = re.compile(r"[ ]*(?:-[ ]+)*(?P<key>\w+):(?P<value>[^\s:/].*)")


class Slip(Struct, frozen=True):
    """Where the parser stopped, where what it was reading began, and what it said."""

    said: str
    mark: Any
    begun: Any
    line: str
    above: str
    above_number: int

    @classmethod
    def of(cls, error: yaml.MarkedYAMLError, lines: list[str]) -> Slip:
        """The slip that a parser error tells of."""
        mark = error.problem_mark or error.context_mark or START
        number = min(mark.line, len(lines) - 1)
        above = next((at for at in range(number - 1, -1, -1) if lines[at].split("#")[0].strip()), number - 1)
        begun = error.context_mark or mark
        return cls(
            f"{error.context}: {error.problem}", mark, begun, lines[number], lines[above] if number else "", above
        )

    @property
    def before(self) -> str:
        """The line up to where the parser stopped."""
        return self.line[: self.mark.column]

    def line_and_above(self) -> tuple[tuple[str, int], ...]:
        """The line of the slip and the next one above that says something, which is often to blame, with their numbers."""
        return (self.line, self.mark.line), (self.above, self.above_number)


class Diagnosis(Struct, frozen=True):
    """What is wrong; `may_go_on` where the parser could read on without the character at the mark."""

    code: str
    what: str
    remedy: str
    mark: Any
    may_go_on: bool = False


def diagnose(slip: Slip) -> Diagnosis:
    """What the slip most likely is; what the parser said where nothing is recognised."""
    for recognise in _RECOGNISE:
        if diagnosis := recognise(slip):
            return diagnosis
    what = f"this does not fit what stands before it ({slip.said.removeprefix('None: ')})"
    return Diagnosis("Y127", what, "Compare the line, and the one above, with a term sheet that validates.", slip.mark)


def _tab(slip: Slip) -> Diagnosis | None:
    if not (tab := _INDENTED_BY_TAB.match(slip.line)):
        return None
    mark = Mark(slip.mark.line, tab.end() - 1)
    return Diagnosis("Y110", "a tab cannot indent a line", "Use spaces, two for each level.", mark)


def _special_space(slip: Slip) -> Diagnosis | None:
    for line, number in slip.line_and_above():
        if space := _INDENTED_BY_SPECIAL_SPACE.match(line) or _SPACE_BEHIND_COLON.match(line):
            return Diagnosis("Y111", *about_space(space[1]), Mark(number, space.start(1)))
    return None


def _dash(slip: Slip) -> Diagnosis | None:
    for line, number in slip.line_and_above():
        if other := _OTHER_DASH.match(line):
            what = f"an entry of a list begins with - and a space, and not with {other['dash']}"
            return Diagnosis("Y128", what, f"Write `- {other['rest']}`.", Mark(number, other.start("dash")))
        if close := _NO_SPACE_BEHIND_DASH.match(line):
            mark = Mark(number, close.start("dash"))
            return Diagnosis("Y128", "a space is missing behind the dash", f"Write `- {close['rest']}`.", mark)
    return None


def _escape(slip: Slip) -> Diagnosis | None:
    if not re.search("escape|hex", slip.said):
        return None
    if "Unicode" in slip.said:
        what = "this escape stands for a character that no document can show"
        return Diagnosis("Y109", what, "Delete the backslash and the code behind it.", slip.mark)
    what = "a backslash within double quotation marks begins an escape, and this is none"
    return Diagnosis("Y109", what, "Write two backslashes, or use single quotation marks.", slip.mark)


def _directive(slip: Slip) -> Diagnosis | None:
    return Diagnosis("Y114", *DIRECTIVE, Mark(slip.mark.line, 0)) if slip.line.startswith("%") else None


def _second_document(slip: Slip) -> Diagnosis | None:
    return Diagnosis("Y113", *SECOND_DOCUMENT, slip.mark) if "<document start>" in slip.said else None


_INDICATORS = (
    ("scanning an anchor", "Y115", "& begins an anchor, and is not read as text"),
    ("scanning an alias", "Y116", "* begins a reference to an anchor, and is not read as text"),
    ("(scanning|parsing) a tag|tag handle", "Y117", "! begins a tag, and is not read as text"),
    ("a block scalar", "Y122", "| or > begins a text of several lines"),
)


def _indicator(slip: Slip) -> Diagnosis | None:
    for said, code, what in _INDICATORS:
        if re.search(said, slip.said) and slip.begun.line == slip.mark.line:
            remedy = f"Write it in quotation marks: {quoted(rest_of(slip.line, slip.begun.column))}"
            return Diagnosis(code, what, remedy, slip.begun, may_go_on=True)
    return None


def _beginning(slip: Slip) -> Diagnosis | None:
    """A value that begins with a character that means something to YAML."""
    cannot = "cannot start|(entries|keys) are not allowed|node content"
    if not re.search(cannot, slip.said) or not slip.before.strip(" -"):
        return None
    character = slip.line[slip.mark.column : slip.mark.column + 1]
    if not character.strip():
        return None
    text = value_on(slip.line) if slip.before.endswith("{") else rest_of(slip.line, slip.mark.column)
    remedy = f"Write it in quotation marks: {quoted(text)}" if text else f"Delete the {character}"
    return Diagnosis("Y122", f"{character} cannot begin a value", remedy, slip.mark, may_go_on=True)


def _colon(slip: Slip) -> Diagnosis | None:
    if "mapping values" not in slip.said or not re.search(r":[ \t]", slip.before):
        return None
    what = "a colon and a space would begin another value here"
    remedy = f"Write the value in quotation marks: {quoted(value_on(slip.line))}"
    return Diagnosis("Y121", what, remedy, slip.mark, may_go_on=True)


def _no_space_behind_colon(slip: Slip) -> Diagnosis | None:
    if not re.search("mapping values|expected ':'", slip.said):
        return None
    for line, number in slip.line_and_above():
        if missing := _NO_SPACE_BEHIND_COLON.match(line):
            remedy = f"Write `{missing['key']}: {missing['value']}`."
            mark = Mark(number, missing.end("key"))
            return Diagnosis("Y128", "a space is missing behind the colon", remedy, mark)
    return None


def _unpaired(slip: Slip) -> Diagnosis | None:
    if re.search("quoted scalar", slip.said):
        what = "the quotation mark that opens here is never closed"
        return Diagnosis("Y129", what, "Close it; within single quotation marks write '' for one.", slip.begun)
    if re.search("a flow (sequence|mapping)", slip.said):
        what = "the bracket that opens here is never closed, or a comma is missing"
        return Diagnosis("Y129", what, "Close it, or put the whole value in single quotation marks.", slip.begun)
    return None


def _text_behind(slip: Slip) -> Diagnosis | None:
    """Text behind a closing quotation mark or bracket."""
    value = value_on(slip.line)
    if value[:1] not in {"'", '"', "[", "{"} or not slip.before.strip(" -"):
        return None
    inner = value[1:-1] if value[0] == value[-1] else value
    if inner != value and value[0] not in inner:
        what = "the quotation marks before this place do not pair"
        return Diagnosis("Y129", what, "Look above for one that is never closed.", slip.mark)
    what = f"the value begins with {value[0]}, and goes on behind the end of that"
    return Diagnosis("Y129", what, f"Write all of it in quotation marks: {quoted(inner)}", slip.mark)


def _no_name(slip: Slip) -> Diagnosis | None:
    """A line without a colon, at which the parser stops, or behind which."""
    if "expected ':'" in slip.said:
        return _is_no_term(slip.begun)
    text = slip.above.strip()
    if re.search(r":(?: |$)|^-|^[|>'\"\[{]", text) or not text or not re.search("block end|expected key", slip.said):
        return None
    return _is_no_term(Mark(slip.above_number, slip.above.index(text)))


def _is_no_term(mark: Any) -> Diagnosis:
    return Diagnosis("Y127", "this line is no `name: value`", "Write a name, a colon and a space.", mark)


def _below_a_value(slip: Slip) -> Diagnosis | None:
    """A term that is indented below another one, which has its value on its own line."""
    above = re.match(r"(?P<indent>[ ]*(?:-[ ]+)*)(?P<name>\w+): *(?P<value>[^ #].*)$", slip.above)
    if not above or "mapping values" not in slip.said or _indent(slip.line) <= len(above["indent"]):
        return None
    what = f"this line is indented below `{above['name']}`, which has a value on its own line"
    remedy = f"Begin it below the first letter of `{above['name']}`; or take the value behind `{above['name']}:` away."
    return Diagnosis("Y127", what, remedy, Mark(slip.mark.line, _indent(slip.line)))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _misplaced(slip: Slip) -> Diagnosis | None:
    if slip.before.strip(" -") and "mapping values" not in slip.said:
        return None
    what = "this line is not indented like the lines it belongs to"
    return Diagnosis("Y127", what, "Begin it below the first letter of the line it goes with.", slip.mark)


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
