"""File names made from names of parties: rows F15 to F20 of the table of environment errors."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.dealset.documents import LONGEST, SetPart, file_stem
from tests import deals
from tests.dealset.sets import write

DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


def stems(*names):
    """Return the stems of the warrants of a deal with investors of these names."""
    entries = "".join(f"  - {{name: '{name.replace(chr(39), chr(39) * 2)}', amount: 1000}}\n" for name in names)
    head, _, tail = deals.sheet("new-stock-and-warrants").partition("investors:\n")
    yaml = head + "investors:\n" + entries + tail[tail.index("\n# Agreements") :]
    yaml = re.sub(r"^placement_agent_warrant:(\n  .*)*", "", yaml, flags=re.MULTILINE)
    document_set = deals.compose_text(yaml)
    return [
        piece.stem
        for piece in document_set.documents
        if piece.part is SetPart.WARRANTS and piece.stem.startswith("warrant-")
    ]


@pytest.mark.parametrize("name", ["../../x", "C:\\x", "a/b", "/etc/passwd", "../", "x/../../y"])
def test_f15_a_name_is_never_a_path(name, tmp_path):
    (stem,) = stems(name)
    write(tmp_path / "set", {f"{stem}.txt": b"words"})
    assert [path.name for path in tmp_path.iterdir()] == ["set"]
    assert {path.name for path in (tmp_path / "set").iterdir()} == {f"{stem}.txt", "inputs", "manifest.json"}


@pytest.mark.parametrize("name", ["CON", "com1.txt", "NUL", "COM\u00b9", "Aux.", "lpt0", "prn "])
def test_f16_a_name_is_never_that_of_a_device(name):
    assert file_stem(name) not in DEVICES
    assert stems(name)[0].startswith("warrant-01-")


def test_f17_names_that_come_to_the_same_make_files_of_their_own():
    names = ["A:B Fund", "A/B Fund", "Soci\u00e9t\u00e9", "Societe", "\u00c6 Fund", "Fund"]
    made = stems(*names)
    assert len({stem.casefold() for stem in made}) == len(names)
    assert made == stems(*names)


def test_f17_one_name_in_two_forms_is_one_file_name():
    assert file_stem("Socie\u0301te\u0301") == file_stem("Soci\u00e9t\u00e9") == "societe"


def test_f18_a_name_that_is_too_long_is_cut_and_told_by_a_checksum():
    long, other = "Fund " * 80, "Fund " * 79 + "Fumd "
    assert len(file_stem(long)) <= LONGEST
    assert file_stem(long) != file_stem(other)
    assert len(file_stem("\U0001f389" * 200)) <= LONGEST


@pytest.mark.parametrize("name", ["!!!", "- -", "<>|", "株式会社"])
def test_f19_a_name_without_letters_is_told_by_a_checksum(name):
    assert re.fullmatch("warrant-01-[0-9a-f]{8}", stems(name)[0])


@pytest.mark.parametrize("name", ["-rf", ".hidden", "~$lock", "--output x", "trailing. . "])
def test_f20_what_begins_or_ends_a_name_is_no_option_hidden_file_or_lock(name):
    assert re.fullmatch(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", file_stem(name))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_name_makes_a_file_name_that_is_safe_everywhere(name):
    stem = file_stem(name)
    assert re.fullmatch(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", stem)
    assert len(stem) <= LONGEST
    assert stem not in DEVICES
