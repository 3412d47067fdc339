"""A command starts with what it uses: the list of commands needs nothing that is slow to load."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest

from assembler.cli import COMMANDS

# From 0.29 on, Typer itself loads pydantic, for any argument.
BY_TYPER = {"pydantic"} if tuple(map(int, version("typer").split(".")[:2])) >= (0, 29) else set()
SLOW = {"docx", "docxtpl", "jinja2", "lxml", "openpyxl", "pydantic", "rapidfuzz", "rich", "yaml"}
HEAVY = tuple(sorted(SLOW - BY_TYPER))
PROGRAM = """
import sys
from assembler.cli import main
try:
    main()
finally:
    print("loaded:", *[name for name in {heavy} if name in sys.modules], file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [("--help",), (), ("nothing",), ("--nothing",), ("--version",)],
    ids=" ".join,
)
def test_what_names_no_command_loads_nothing_that_is_slow(arguments):
    program = PROGRAM.format(heavy=HEAVY)
    told = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)
    assert told.stderr.rstrip().split("\n")[-1] == "loaded:"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_of_each_what_the_command_says_of_itself(name):
    command = getattr(import_module(f"assembler.cli.{name}"), name)
    assert command.__doc__.split("\n")[0] == COMMANDS[name]


# What a draft has no use for where nothing is wrong, everything is stated in the term sheet, and its forms are kept.
NOT_FOR_A_DRAFT = (
    "holidays",
    "openpyxl",
    "rapidfuzz",
    "rich",
    "assembler.compare",
    "assembler.readers",
    "assembler.termsheet.syntax_errors",
    "assembler.investors.file",
    "assembler.termsheet.number_errors",
)
# A copy of what was signed has neither sheets nor ancillary forms, and docxtpl fills these alone.
NOT_FOR_A_COPY = (*(*NOT_FOR_A_DRAFT, "assembler.wordforms.forms", "docx", "docxtpl", "jinja2", "lxml", "xlsxwriter"),)
TERM_SHEETS = Path(__file__).parents[2] / "termsheets"
COPY = TERM_SHEETS / "focus-2003-07.yaml"


def draft_in_a_process(folder, program, termsheet=COPY, **surroundings):
    """What a draft says on stderr, in a process that runs `program`."""
    arguments = ("draft", str(termsheet), "--output", str(folder))
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **surroundings},
    ).stderr.rstrip()


@pytest.mark.parametrize(
    ("termsheet", "unused"),
    [(COPY, NOT_FOR_A_COPY), (TERM_SHEETS / "new-stock-and-warrants.yaml", NOT_FOR_A_DRAFT)],
    ids=["a copy", "a draft"],
)
def test_a_draft_whose_forms_are_kept_loads_no_more_than_it_uses(termsheet, unused, tmp_path):
    kept = str(tmp_path)
    first = draft_in_a_process(tmp_path / "first", PROGRAM.format(heavy=HEAVY), termsheet, ASSEMBLER_CACHE=kept)
    assert "docxtpl" in first
    second = draft_in_a_process(tmp_path / "second", PROGRAM.format(heavy=unused), termsheet, ASSEMBLER_CACHE=kept)
    assert second.split("\n")[-1] == "loaded:"


def test_a_sheet_of_investors_is_modelled_only_for_a_term_sheet_that_names_one(tmp_path):
    program = """
import atexit, sys
from assembler.cli import main
from assembler.termsheet.schema import investors_sheet
atexit.register(lambda: print(investors_sheet.cache_info().currsize, file=sys.stderr))
main()
"""
    assert draft_in_a_process(tmp_path / "set", program) == "0"


def test_what_a_command_leaves_behind_is_not_searched_for_garbage_at_its_end(tmp_path):
    program = """
import atexit, gc, sys
from assembler.cli import main
atexit.register(lambda: print(gc.get_freeze_count() > len(gc.get_objects()), file=sys.stderr))
main()
"""
    assert draft_in_a_process(tmp_path / "set", program) == "True"
