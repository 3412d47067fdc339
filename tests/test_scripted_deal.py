"""The deal of docs/versions.md, from its first draft to its second turn: nothing is lost, and all documents agree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import pytest

from assembler.compare import explain
from assembler.readers import files
from assembler.redline.layout import emptied
from assembler.store.versions import check_all
from tests import deals, pages
from tests.dealset.sets import contents
from tests.redline import verifying

PAGE = "docs/versions.md"
EDIT = "knowingly and voluntarily"
REDLINES = "redlines/version-1-to-2/"


@dataclass(frozen=True)
class State:
    """The set after a command of the page: the command, and the files of the set with its versions."""

    command: str
    files: dict[str, bytes]

    @property
    def working(self):
        return {name: content for name, content in self.files.items() if not name.startswith("versions/")}

    def version(self, number):
        begin = f"versions/{number}/"
        return {name.removeprefix(begin): content for name, content in self.files.items() if name.startswith(begin)}

    @property
    def documents(self):
        """The names of the Word files of the working set."""
        return sorted(name for name in self.working if name.endswith(".docx") and "/" not in name)


@pytest.fixture(scope="module")
def states(tmp_path_factory):
    """Every state that the page passes through, in order."""
    folder = tmp_path_factory.mktemp("deal")
    (folder / "termsheets").mkdir()
    (folder / "termsheets/new-stock-and-warrants.yaml").write_text(deals.sheet("new-stock-and-warrants"))
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for block, steps, code in pages.run(PAGE, folder):
            assert code == block.exit_code, steps[-1][2]
            found.append(State(steps[-1][0], contents(folder / "output/deal")))
            assert check_all(folder / "output/deal") == []
            assert [path.name for path in (folder / "output").iterdir()] == ["deal"]
    return found


def after(states, command):
    """Return the state after the last command that begins so."""
    return next(state for state in reversed(states) if state.command.startswith(f"assembler {command}"))


def test_the_page_passes_through_every_step_of_a_deal(states):
    commands = [state.command.split()[1] for state in states]
    assert commands == ["send", "schedules", "schedules", "versions", "redline", "restore", "draft", "restore"]


def test_no_file_of_any_version_ever_changes(states):
    for before, now in pairwise(states):
        kept = {name: content for name, content in before.files.items() if name.startswith("versions/")}
        assert kept
        assert now.files.items() >= kept.items()


def test_a_party_keeps_its_number_and_its_file_names_and_no_number_is_given_twice(states):
    owners = {}
    for state in states:
        for name in state.documents:
            if numbered := re.match(r"(?:signature-page|warrant)-(\d\d)-(.+)\.docx", name):
                assert owners.setdefault(numbered[1], numbered[2]) == numbered[2]
    assert len(owners) == 7
    sent = sorted(name for name in states[-1].version(2) if name.endswith(".docx") and "/" not in name)
    assert after(states, "draft").documents == sent


def test_the_edit_by_hand_is_in_the_second_turn_and_in_every_set_until_a_version_was_restored(states):
    edited = [state.command for state in states if EDIT in words(state.working["agreement.docx"])]
    assert [command.split()[1] for command in edited] == ["schedules", "schedules", "versions", "redline"]
    assert [EDIT in words(states[-1].version(number)["agreement.docx"]) for number in (1, 2, 3)] == [False, True, True]


def test_a_restored_set_is_the_version_with_the_numbers_of_now(states):
    restored = next(state for state in states if state.command == "assembler restore deal.yaml 1")
    own = {"manifest.json", "version.json"}
    first = {name: content for name, content in restored.version(1).items() if name not in own}
    assert {name: content for name, content in restored.working.items() if name not in own} == first


def test_the_last_undo_brings_back_what_was_there_before_the_draft(states):
    restored = next(state for state in states if state.command == "assembler restore deal.yaml 1")
    assert states[-1].working == restored.working


def test_each_redline_accepts_to_the_newer_file_and_rejects_to_the_older_one(states):
    state = after(states, "redline")
    older, newer = state.version(1), state.version(2)
    redlines = {name: content for name, content in state.working.items() if name.startswith(REDLINES)}
    assert len(redlines) == 19
    for name, redline in redlines.items():
        document = name.removeprefix(REDLINES).replace(".redline.docx", ".docx")
        old, new = older.get(document), newer.get(document)
        assert old or new, document
        old, new = old or emptied(new, "old"), new or emptied(old, "new")
        assert verifying.differences(redline, old, new) == {}, document


def test_text_and_word_say_the_same_in_every_state(states):
    checked = 0
    for state in states:
        for name in state.documents:
            text = name.replace(".docx", ".txt")
            if text in state.working:
                assert differences(state.working[text], state.working[name]) == [], (state.command, name)
                checked += 1
    assert checked > 80


@cache
def differences(text, word):
    comparison = explain.compare(files.read(text, "a.txt"), files.read(word, "a.docx"))
    return [pair.pair.name for pair in comparison.pairs if pair.differences]


@cache
def words(word):
    """The words of a Word file."""
    return " ".join(files.read(word, "a.docx").words)
