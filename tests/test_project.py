"""What the pages of the project say of it is so."""

from __future__ import annotations

import os
import re
import shutil
import tomllib

import pytest

from assembler.cli.report import ExitCode
from assembler.compare.reason import ReasonKind
from assembler.drafting.plan import read_outline
from assembler.library import Library
from assembler.termsheet.formats import FILTERS, OF_STOCK
from tests import deals, pages

PAGES = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "templates/README.md",
    "templates/ancillary/README.md",
    "termsheets/README.md",
    "benchmarks/README.md",
    "output/README.md",
    *pages.REFERENCE,
]
page = pages.read


def commands():
    """The commands of the README: to draft, and to test."""
    return re.findall(r"^```sh\n(.+)\n```$", page("README.md"), re.MULTILINE)


def test_the_readme_has_two_commands_one_that_drafts_and_one_that_tests():
    draft, test = commands()
    assert draft.endswith("assembler draft termsheets/focus-2003-07.yaml")
    assert test.endswith("-m pytest")


def test_the_machine_runs_the_tests_with_the_command_of_the_readme():
    assert commands()[1] in [line.strip() for line in page(".ci/run").splitlines()]


@pytest.mark.skipif("CI" not in os.environ, reason="only the machine must have every judge")
def test_the_machine_has_the_judges_of_word_files():
    assert shutil.which("soffice")


def test_the_wheel_carries_the_templates_and_the_examples():
    wheel = tomllib.loads(page("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {"templates": "assembler/templates", "termsheets": "assembler/examples"}


@pytest.mark.parametrize("form", ["purchase-agreement", "warrant", "joinder"])
def test_every_clause_file_stands_in_the_outline_of_its_form_and_every_clause_has_a_file(form):
    library = Library.open()
    outlined = list(lines(read_outline(library.form(form))))
    without_words = {"group", "elsewhere", "reserved"}
    files = set(library.clauses(form))
    assert files - {line.label for line in outlined} == set()
    assert {line.label for line in outlined if line.label and line.state not in without_words} - files == set()


def lines(outlined):
    for line in outlined:
        yield line
        yield from lines(line.children)


def test_the_filters_of_the_templates_page_are_the_filters_there_are():
    table = page("templates/README.md").partition("| filter | example |")[2].partition("\n\n")[0]
    assert sorted(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == sorted([*FILTERS, *OF_STOCK])


def test_the_exit_codes_of_the_reference_are_those_of_the_program():
    table = page("docs/command-line.md").partition("| exit code | means |")[2]
    assert set(map(int, re.findall(r"^\| (\d+) \|", table, re.MULTILINE))) == set(ExitCode)


def test_the_kinds_of_difference_of_the_reference_are_those_of_the_program():
    table = page("docs/comparing.md").partition("| kind |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| (\w+) \|", table, re.MULTILINE) == list(ReasonKind)


def test_the_folders_of_the_architecture_stand_in_the_order_of_the_layers():
    layers = tomllib.loads(page("pyproject.toml"))["tool"]["importlinter"]["contracts"][0]["layers"]
    order = [name for layer in reversed(layers) for name in re.findall(r"assembler\.(\w+)", layer)]
    first = re.findall(r"^\| (`[^|]*) \|", page("ARCHITECTURE.md"), re.MULTILINE)
    named = dict.fromkeys(name for cell in first for name in re.findall(r"`(\w+)[/.]", cell))
    assert [*named] == [*order, "templates"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_names_no_file_that_is_not_there(name):
    text = page(name)
    folder = (deals.ROOT / name).parent
    linked = [link for link in re.findall(r"\]\((?!https:)([^)#]+)", text) if not (folder / link).exists()]
    # "Write `...`" names a file that is to be made.
    modules = re.findall(r"(?<!Write `)(?<![\w/.-])[\w/.-]+\.py\b", text)
    missing = [one for one in modules if not any((deals.ROOT / part / one).exists() for part in (".", "assembler"))]
    assert linked + missing == []


@pytest.mark.parametrize("stem", ["focus-2003-07", "focus-2001-12-warrant"])
def test_every_changed_word_of_a_form_is_listed(stem):
    """Each departure of the agreement that a form was made from is a word changed in the form."""
    rows = re.findall(r"^\| ([^|]*`\w+`[^|]*) \| ([^|]+?)(?: \(flagged\))? \|", page("CHANGELOG.md"), re.MULTILINE)
    # A row may be about several clauses.
    listed = {(label, note) for clauses, note in rows for label in re.findall(r"`(\w+)`", clauses)}
    throughout = set(re.findall(r"^\| throughout \| ([^|]+?) \|", page("CHANGELOG.md"), re.MULTILINE))
    departures = deals.draft(stem).deal.terms.departures
    changed = {(one.clause, one.note) for one in departures if one.add is None and one.note not in throughout}
    assert changed - listed == set()
