"""The pages of the documentation: their prose, and the commands that they show."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx

from tests import deals
from tests.commands import run_merged

FRONT = "README.md"
REFERENCE = sorted(f"docs/{path.name}" for path in (deals.ROOT / "docs").glob("*.md"))
OMITTED = "..."
FEW = 8  # lines that a page shows without leaving any out

_FENCE = re.compile(r"^ *```(?P<info>[^\n]*)\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A block of code in a page: its language, its argument and its text.

    `console` blocks are run; `diff FILE` edits a file; any other language with a FILE writes it.
    """

    language: str
    argument: str
    text: str
    span: tuple[int, int]

    @property
    def steps(self) -> list[tuple[str, list[str]]]:
        """The commands of a console block, each with the lines that the page shows below it."""
        steps: list[tuple[str, list[str]]] = []
        for line in self.text.splitlines():
            if line.startswith("$ "):
                steps.append((line[2:], []))
            else:
                steps[-1][1].append(line)
        return steps

    @property
    def exit_code(self) -> int:
        """The exit code of the last command of a console block: `exit=3` behind its language, or 0."""
        return int(self.argument.removeprefix("exit=") or 0)


def read(name: str) -> str:
    """Return the text of a page, by its path from the root of the project."""
    return (deals.ROOT / name).read_text(encoding="utf-8")


def blocks(text: str) -> list[Block]:
    """Return the blocks of code of a page, in order."""
    found = []
    for match in _FENCE.finditer(text):
        language, _, argument = match["info"].partition(" ")
        found.append(Block(language, argument, match["text"], match.span("text")))
    return found


def prose(text: str) -> str:
    """Return a page without its blocks of code, tables, comments and headings."""
    text = re.sub(r"<!--.*?-->", "", _FENCE.sub("\n\n", text), flags=re.DOTALL)
    return "\n".join(line for line in text.splitlines() if not line.startswith(("|", "#")))


def sentences(text: str) -> list[str]:
    """Return the sentences of a page. A list item ends a sentence, and so does an empty line."""
    text = re.sub(r"!?\[([^]]*)\]\([^)]*\)", r"\1", prose(text))
    paragraphs = re.split(r"\n\s*\n|\n\s*(?:[-*]|\d+\.) ", "\n" + text)
    found = [
        part for paragraph in paragraphs for part in re.split(r"(?<=[.!?])(?:\*\*)?\s+", " ".join(paragraph.split()))
    ]
    return [sentence for sentence in found if len(sentence.split()) > 1]


def run(page: str, folder: Path) -> Iterator[tuple[Block, list[tuple[str, list[str], list[str]]], int]]:
    """Do in a folder what a page shows, and yield each console block with its commands.

    Each command comes with the lines shown and the lines printed. The exit code is that of the last command.
    """
    for block in blocks(read(page)):
        if block.language == "diff" and block.argument:
            edit(folder / block.argument, block.text.splitlines())
        elif block.language == "console":
            done, code = [], 0
            for command, shown in block.steps:
                code, printed = perform(shlex.split(command), folder)
                done.append((command, shown, printed.splitlines()))
            yield block, done, code
        elif block.argument:
            (folder / block.argument).write_text(block.text, encoding="utf-8")


def perform(command: Sequence[str], folder: Path) -> tuple[int, str]:
    """Run a command of a page: `assembler` in this process, or `cp`."""
    program, *arguments = command
    if program == "cp":
        source, target = arguments
        shutil.copy(folder / source, folder / target)
        return 0, ""
    assert program == "assembler", f"{program} is not run by this test"
    return run_merged(*arguments)


def edit(path: Path, lines: Sequence[str]) -> None:
    """Change a file as a diff block shows. The old lines occur once in it, and `-...` stands for any lines of it.

    In a Word file, the lines are words of a run.
    """
    if path.suffix == ".docx":
        _edit_word(path, *(line[1:] for line in lines))
        return
    old = "".join(_pattern(line[1:]) for line in lines if line[0] in " -")
    new = "".join(f"{line[1:]}\n" for line in lines if line[0] in " +")
    text, count = re.subn(f"^{old}", lambda _: new, path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert count == 1, f"{path.name} has these lines {count} times: {lines}"
    path.write_text(text, encoding="utf-8")


def _edit_word(path: Path, old: str, new: str) -> None:
    """Change words of a Word file, and save it into the same file, as python-docx does."""
    document = docx.Document(str(path))
    found = [run for paragraph in document.paragraphs for run in paragraph.runs if old in run.text]
    assert len(found) == 1, f"{path.name} has these words {len(found)} times: {old}"
    found[0].text = found[0].text.replace(old, new)
    document.save(str(path))


def is_shown(shown: Sequence[str], printed: Sequence[str]) -> bool:
    """Return True if a page shows what was printed, where `...` stands for any lines left out."""
    return re.fullmatch("".join(map(_pattern, shown)), "".join(f"{line}\n" for line in printed)) is not None


def _pattern(line: str) -> str:
    return "(?:.*\n)+?" if line == OMITTED else re.escape(f"{line}\n")


def shown_anew(shown: Sequence[str], printed: Sequence[str]) -> list[str]:
    """Return what to show of new lines: all of a few, or as many before the first `...` and behind the last as before."""
    if is_shown(shown, printed) or not shown:
        return list(shown)
    if OMITTED not in shown or len(printed) <= FEW:
        return list(printed)
    head = list(shown).index(OMITTED)
    tail = list(reversed(shown)).index(OMITTED)
    if head + tail >= len(printed):
        return list(printed)
    return [*printed[:head], OMITTED, *printed[len(printed) - tail :]]
