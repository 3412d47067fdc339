"""Findings on a terminal: in colours, each with the line it is about and a caret under the place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from assembler.findings import Finding, Place, Severity

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}
_CUT = "..."

LineOf = Callable[[Place], str]


def tell(findings: Sequence[Finding], line_of: LineOf, console: Console) -> None:
    """Show the findings; `line_of` gives the line that a place names, or nothing where it cannot be read.

    The colours are left out where NO_COLOR is set or the terminal has none.
    """
    for finding in findings:
        console.print(_headline(finding), soft_wrap=True)
        line = line_of(finding.place) if finding.place.line else ""
        if line.strip():
            _show_line(finding, line, console)
        console.print(Text(f"    {_plain(finding.remedy)}"), soft_wrap=True)


def _headline(finding: Finding) -> Text:
    """The first line of the finding, in the words it has everywhere."""
    subject = f"{finding.path}: " if finding.path else ""
    return Text.assemble(
        (f"{_plain(str(finding.place))}: ", "bold"),
        (f"{finding.severity} {finding.code} ", _STYLES[finding.severity]),
        (_plain(subject), "cyan"),
        _plain(finding.what),
    )


def _show_line(finding: Finding, line: str, console: Console) -> None:
    number = f"{finding.place.line:>8} | "
    shown, column = _cut(_plain(line), finding.place.column, console.width - len(number))
    console.print(Text.assemble((number, "dim"), shown), soft_wrap=True)
    if finding.place.column:
        caret = " " * cell_len(shown[: column - 1]) + "^"
        margin = f"{'| ':>{len(number)}}"
        console.print(Text.assemble((margin, "dim"), (caret, _STYLES[finding.severity])), soft_wrap=True)


def _cut(line: str, column: int, width: int) -> tuple[str, int]:
    """The part of a long line that fits, with the place in it, and the column there."""
    if cell_len(line) <= width:
        return line, column
    begin = max(0, column - max(width, 20) // 2)
    before, rest = (_CUT, line[begin + len(_CUT) :]) if begin else ("", line)
    shown = (before + rest)[: max(width, 20)]
    while cell_len(shown) > max(width, 20) - len(_CUT):
        shown = shown[:-1]
    return shown + _CUT, column - begin


def _plain(text: str) -> str:
    """The text without what would move the cursor or colour the screen, as many characters long as before."""
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else "\ufffd"
