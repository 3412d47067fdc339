"""An option of a deal is changed in its set: `schedules` writes what a fresh draft of the changed term sheet says.

Every fourth value of the options is tried in one deal with warrants. By hand, each value in every worked deal:
ASSEMBLER_TERMS=1000.
"""

from __future__ import annotations

import os
import shutil

import pytest
import yaml

from tests.commands import run
from tests.dealset.sets import contents
from tests.option_values import VALUES
from tests.option_variants import DEALS, alone, variant
from tests.revise import rounds

EVERY_DAY = ["new-stock-and-warrants"]
BY_HAND = "ASSEMBLER_TERMS" in os.environ
STEMS = list(DEALS) if BY_HAND else EVERY_DAY
CASES = [case for case in alone(VALUES) if case[0] in STEMS][:: 1 if BY_HAND else 4]
TITLE = b"COMMON STOCK AND WARRANT PURCHASE AGREEMENT"
NOT_DRAFTED = ("manifest.json", "inputs/", "changes.", "redlines/", "superseded/")


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    """Return a function that gives the folder with the term sheet and the set of a deal, drafted once."""
    folders = {}

    def draft(stem):
        if stem not in folders:
            folders[stem] = tmp_path_factory.mktemp(stem)
            rounds.Round(folders[stem], as_yaml(stem), "--format", "text")
        return folders[stem]

    return draft


def as_yaml(stem, **choices):
    return yaml.safe_dump(variant(stem, choices), allow_unicode=True, sort_keys=False)


def documents(folder):
    """Return the bytes of every document of a set by its name."""
    return {name: data for name, data in contents(folder).items() if not name.startswith(NOT_DRAFTED)}


def update(folder, changed):
    """Update the set of a folder by `schedules`, and return the exit code, the errors, and the documents of the set."""
    (folder / "deal.yaml").write_text(changed, encoding="utf-8")
    code, _, told = run("schedules", folder / "deal.yaml", "--output", folder / "set")
    return code, told, documents(folder / "set")


def fresh_draft(folder, changed):
    """Draft the deal into a folder of its own, and return the exit code, the errors, and the documents of the set."""
    folder.mkdir()
    (folder / "deal.yaml").write_text(changed, encoding="utf-8")
    code, _, told = run("draft", folder / "deal.yaml", "--output", folder / "set", "--format", "text")
    return code, told, documents(folder / "set")


@pytest.mark.parametrize(("stem", "name", "value"), CASES)
def test_an_option_that_is_changed_is_in_the_set_what_a_fresh_draft_makes_of_it(stem, name, value, drafted, tmp_path):
    shutil.copytree(drafted(stem), tmp_path / "changed")
    changed = as_yaml(stem, **{name: value})
    code, told, updated = update(tmp_path / "changed", changed)
    expected_code, expected_told, expected = fresh_draft(tmp_path / "fresh", changed)
    assert code == expected_code, (told, expected_told)
    if code:
        assert updated == documents(drafted(stem) / "set")
    else:  # a renamed investor keeps the file names
        assert sorted(updated.values()) == sorted(expected.values())


def test_a_cover_page_that_is_added_stands_in_the_agreement(drafted, tmp_path):
    shutil.copytree(drafted(EVERY_DAY[0]), tmp_path / "changed")
    before = documents(tmp_path / "changed/set")["agreement.txt"].count(TITLE)
    code, told, updated = update(tmp_path / "changed", as_yaml(EVERY_DAY[0], **{"execution.cover_page": "true"}))
    assert code == 0, told
    assert updated["agreement.txt"].count(TITLE) == before + 1
