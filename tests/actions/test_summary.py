"""The summary of a set: a line for each kind of document."""

from __future__ import annotations

from pathlib import Path

import pytest

from assembler.actions import summary
from assembler.dealset import titles
from assembler.dealset.documents import SetPart
from assembler.dealset.record import ANNEXES
from assembler.store.folder import WrittenSet
from assembler.store.manifest import ManifestEntry


def written(*files, changed=()):
    """A set of these files, each with its part, its tree and its investor."""
    folder = Path("set")
    entries = {folder / name: ManifestEntry("", *rest) for name, *rest in files}
    return WrittenSet(folder, entries, frozenset(folder / name for name in changed), (), ())


def lines(*files):
    return [" ".join(line.split()) for line in summary.as_text(written(*files)).splitlines()[1:-1]]


@pytest.mark.parametrize(
    ("name", "part", "line"),
    [
        ("agreement.pdf", SetPart.AGREEMENT, "agreement PDF"),
        ("agreement-proof.docx", SetPart.AGREEMENT, "proof with comments Word"),
        ("warrant-proof.docx", SetPart.WARRANTS, "proof with comments Word"),
        ("warrant.docx", SetPart.WARRANTS, "warrant Word"),
        ("annex-vi-form-of-warrant.txt", SetPart.WARRANTS, "form of warrant text"),
        ("cap-table.ocf.zip", SetPart.SCHEDULE, "cap table Open Cap Table Format"),
        ("annex-iii-opinion-of-counsel.pages", ANNEXES, "supplied annex PAGES"),
        ("opinion-proof.docx", ANNEXES, "supplied annex Word"),
        ("wire-instructions.docx", SetPart.ANCILLARY, "ancillary form Word"),
    ],
)
def test_each_kind_has_a_line_of_its_own(name, part, line):
    assert lines((name, part, "" if part in (ANNEXES, SetPart.ANCILLARY) else "x.document.json"))[:1] == [line]


def test_each_supplied_annex_is_said_to_go_behind_its_page():
    names = ("annex-ii-joint-escrow-instructions.pdf", "annex-vii-use-of-proceeds-schedule.xlsx", "agreement.docx")
    parts = (ANNEXES, ANNEXES, SetPart.AGREEMENT)
    assert lines(*((name, part, "") for name, part in zip(names, parts, strict=True)))[2:] == [
        "annex-ii-joint-escrow-instructions.pdf goes behind the page of Annex II",
        "annex-vii-use-of-proceeds-schedule.xlsx goes behind the page of Annex VII",
    ]


def test_every_part_of_a_set_has_a_kind():
    assert {*SetPart, ANNEXES} == {*titles._OF_PARTS}


def test_the_formats_of_a_kind_have_an_order_and_trees_are_not_listed():
    names = ("a.txt", "a.docx", "a.document.json", "b.txt", "b.docx", "a.pdf")
    assert lines(*((name, "warrants", "", "A") for name in names)) == ["2 warrants Word, text, PDF"]
