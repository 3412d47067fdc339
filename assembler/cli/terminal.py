"""Problems on a terminal: in colours, each with its line, which is underlined where the problem is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from assembler.errors import Fix, Location, Problem, Severity

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}
_CUT = "..."

LineOf = Callable[[Location], str]


def show(problems: Sequence[Problem], line_of: LineOf, console: Console) -> None:
    """Show the problems. `line_of` returns the line of a place, or an empty text if it cannot be read.

    Show no colours if NO_COLOR is set or the terminal has none.
    """
    for problem in problems:
        console.print(_headline(problem), soft_wrap=True)
        line = line_of(problem.location) if problem.location.line else ""
        if line.strip():
            _show_line(problem, line, console)
        console.print(Text(f"    {_plain(problem.hint)}"), soft_wrap=True)
        if problem.fix:
            console.print(Text(f"    fix: {_plain(_in_words(problem.fix, line_of))}"), soft_wrap=True)


def _headline(problem: Problem) -> Text:
    """Return the first line of the problem, in the words it has everywhere."""
    subject = f"{problem.path}: " if problem.path else ""
    return Text.assemble(
        (f"{_plain(str(problem.location))}: ", "bold"),
        (f"{problem.severity} {problem.code} ", _STYLES[problem.severity]),
        (_plain(subject), "cyan"),
        "\n".join(map(_plain, problem.message.split("\n"))),
    )


def _show_line(problem: Problem, line: str, console: Console) -> None:
    number = f"{problem.location.line:>8} | "
    shown, column = _cut(_plain(line), problem.location.column, console.width - len(number))
    console.print(Text.assemble((number, "dim"), shown), soft_wrap=True)
    if problem.location.column:
        marked = shown[column - 1 :][: _length(problem.location, line)]
        underline = " " * cell_len(shown[: column - 1]) + "^" * max(1, cell_len(marked))
        margin = f"{'| ':>{len(number)}}"
        console.print(Text.assemble((margin, "dim"), (underline, _STYLES[problem.severity])), soft_wrap=True)


def _length(place: Location, line: str) -> int:
    """Return the number of characters of a place in its first line, which is `line`."""
    if not place.end_line:
        return 1
    end = place.end_column - 1 if place.end_line == place.line else len(line.rstrip())
    return end - (place.column - 1)


def _in_words(fix: Fix, line_of: LineOf) -> str:
    """Return what the fix does; of a text of several lines its first one is shown."""
    line, place = line_of(fix.place), fix.place
    replaced = line[place.column - 1 :][: _length(place, line)] + _CUT * (place.end_line > place.line)
    if not replaced:
        return f"insert `{fix.replacement}`"
    return f"replace `{replaced}` by `{fix.replacement}`" if fix.replacement else f"delete `{replaced}`"


def _cut(line: str, column: int, width: int) -> tuple[str, int]:
    """Return the part of a long line that fits and holds the place, and the column of the place in it."""
    if cell_len(line) <= width:
        return line, column
    begin = max(0, column - max(width, 20) // 2)
    before, rest = (_CUT, line[begin + len(_CUT) :]) if begin else ("", line)
    shown = (before + rest)[: max(width, 20)]
    while cell_len(shown) > max(width, 20) - len(_CUT):
        shown = shown[:-1]
    return shown + _CUT, column - begin


def _plain(text: str) -> str:
    """Return the text with a placeholder for each character that moves the cursor or colours the screen."""
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else "\ufffd"
