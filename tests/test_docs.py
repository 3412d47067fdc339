"""The documentation can be run, and is plain.

`python -m tests.test_docs` writes what the commands print now into the pages. Read the difference before you commit it.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from pathlib import Path

import pytest

from assembler.cli import COMMANDS
from benchmarks.ratios import highlights
from tests import deals, pages
from tests.commands import run as run_command

PLAIN = [
    pages.FRONT,
    *pages.REFERENCE,
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "templates/README.md",
    "templates/ancillary/README.md",
    "benchmarks/README.md",
    "output/README.md",
    "termsheets/README.md",
]
RUNNABLE = [name for name in (pages.FRONT, *pages.REFERENCE) if "```console" in pages.read(name)]
NOT_RUN = {"assembler draft deal.yaml --engine dask --scheduler tcp://HOST:8786"}  # needs a scheduler


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the files that the pages name."""
    monkeypatch.chdir(prepared(tmp_path))
    return tmp_path


def prepared(folder: Path) -> Path:
    """Copy what the pages name into a folder."""
    shutil.copytree(deals.TERMSHEETS, folder / "termsheets")
    shutil.copytree(deals.ROOT / "tests/originals", folder / "tests/originals")
    return folder


@pytest.mark.parametrize("name", RUNNABLE)
def test_the_commands_of_a_page_print_what_the_page_shows(name, folder):
    for block, steps, code in pages.run(name, folder):
        for command, shown, printed in steps:
            assert not shown or pages.is_shown(shown, printed), f"$ {command}\n" + "\n".join(printed)
        assert code == block.exit_code


@pytest.mark.parametrize("name", PLAIN)
def test_the_lines_of_a_page_are_at_most_100_characters(name):
    assert [line for line in pages.prose(pages.read(name)).splitlines() if len(line) > 100] == []


@pytest.mark.parametrize("name", PLAIN)
def test_a_page_has_no_semicolons_and_no_sentence_above_25_words(name):
    found = pages.sentences(pages.read(name))
    assert [
        sentence for sentence in found if ";" in re.sub("`[^`]*`", "", sentence) or len(sentence.split()) > 25
    ] == []


@pytest.mark.parametrize("name", [pages.FRONT, "ARCHITECTURE.md"])
def test_the_sentences_of_a_page_have_at_most_16_words_on_average(name):
    lengths = [len(sentence.split()) for sentence in pages.sentences(pages.read(name))]
    assert sum(lengths) / len(lengths) <= 16


def test_the_readme_has_at_most_150_lines():
    assert len(pages.read(pages.FRONT).splitlines()) <= 150


def test_the_figures_of_the_readme_are_those_of_the_benchmarks_page():
    shown = re.search(r"<!-- speed -->\n(.*?)\n<!-- end of speed -->", pages.read(pages.FRONT), re.DOTALL)
    assert shown[1] == highlights(pages.read("docs/benchmarks.md"))


@pytest.mark.parametrize("name", ["README.md", "docs/index.md", "termsheets/README.md", "templates/README.md"])
def test_a_page_that_leads_to_the_forms_says_first_that_no_lawyer_has_reviewed_them(name):
    before_the_parts, _, _ = pages.read(name).partition("\n## ")
    said = " ".join(before_the_parts.split())
    assert "**The forms are a starting point.** Engineers wrote them from four public agreements" in said
    assert "No lawyer has reviewed them." in said


def test_the_index_lists_every_page():
    index = pages.read("docs/index.md")
    assert [name for name in pages.REFERENCE if name != "docs/index.md" and f"]({Path(name).name})" not in index] == []


@pytest.mark.parametrize("name", [pages.FRONT, *pages.REFERENCE])
def test_a_command_that_a_page_names_has_only_options_of_the_program(name):
    text = pages.read(name)
    named = [
        *re.findall(r"`assembler (\w+)([^`]*)`", pages.prose(text)),
        *(
            found
            for block in pages.blocks(text)
            for found in re.findall(r"^assembler (\w+)(.*)", block.text, re.MULTILINE)
        ),
    ]
    unknown = [(command, option) for command, rest in named for option in options_in(rest) - options_of(command)]
    assert unknown == []


def test_a_page_shows_a_command_that_is_not_run_only_where_it_cannot_run():
    blocks = [block for name in (pages.FRONT, *pages.REFERENCE) for block in pages.blocks(pages.read(name))]
    lines = [line for block in blocks if block.language == "sh" for line in block.text.splitlines()]
    assert {line for line in lines if line.startswith("assembler ")} == NOT_RUN


@pytest.mark.parametrize("command", COMMANDS)
def test_the_options_of_a_command_are_all_in_the_reference(command):
    reference = pages.read("docs/command-line.md")
    section = re.split(r"^## ", reference.partition(f"\n## `assembler {command}")[2], flags=re.MULTILINE)[0]
    assert set(re.findall(r"^\| `(--[a-z-]+)", section, re.MULTILINE)) == options_of(command) - {"--help"}


def options_of(command: str) -> set[str]:
    """Return the options that the help of a command lists."""
    return options_in(run_command(command, "--help")[1])


def options_in(text: str) -> set[str]:
    """Return the options that a text names."""
    return set(re.findall(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*", text))


@pytest.mark.parametrize(
    ("shown", "printed", "is_shown"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a", "b"], ["a", "c"], False),
        (["a", "..."], ["a", "b", "c"], True),
        (["a", "..."], ["a"], False),
        (["a", "...", "d"], ["a", "b", "c"], False),
    ],
)
def test_what_a_page_leaves_out_is_marked(shown, printed, is_shown):
    assert pages.is_shown(shown, printed) == is_shown


def update(name: str) -> None:
    """Write what the commands of a page print now into the page."""
    text, moved = pages.read(name), 0
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(prepared(Path(folder))):
        for block, steps, _ in pages.run(name, Path(folder)):
            lines = [
                line
                for command, shown, printed in steps
                for line in (f"$ {command}", *pages.shown_anew(shown, printed))
            ]
            start, end = (place + moved for place in block.span)
            new = "".join(f"{line}\n" for line in lines)
            text, moved = text[:start] + new + text[end:], moved + len(new) - (end - start)
    (deals.ROOT / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for page in RUNNABLE:
        update(page)
