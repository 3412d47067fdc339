"""Additional closings: they add documents, and change none that was drafted earlier."""

from __future__ import annotations

from pathlib import Path

import pytest

from assembler.cli import application
from assembler.dealset.build import write
from assembler.dealset.documents import SetPart
from assembler.dealset.sheets import write_sheets
from assembler.errors import InputError
from assembler.exports import text
from assembler.library import Library
from assembler.pipeline import check, draft_deal
from tests import deals
from tests.dealset.closings import CLOSING, JOINING, after, before
from tests.word.soundness import breaches

THIRD = "    - date: 2026-11-16\n"
JOINING_THIRD = "  - name: Third Harbor Ltd.\n    amount: 33,333.33\n    closing: 3\n"


def files(yaml, closing=None):
    """Return every file drafted from a term sheet, as of a closing."""
    library = Library.open()
    document_set = draft_deal(yaml.encode(), "deal.yaml", library, closing=closing)
    written = write(document_set, ("docx", "text"), list(SetPart), library.shell("house"))
    return {**written, **write_sheets(document_set, None, ("sheets",))}


def as_text(document_set, stem):
    (piece,) = (piece for piece in document_set.documents if piece.stem == stem)
    return " ".join(text.write(piece.document, piece.numbers).split())


@pytest.fixture(scope="module")
def document_set():
    return deals.compose_text(after())


def test_a_later_closing_adds_files_and_leaves_every_earlier_one_as_it_was_to_the_byte():
    earlier, later = files(before()), files(after())
    assert {name: later[name] for name in earlier} == earlier
    assert sorted(name for name in later if name.endswith((".docx", ".zip")) and name not in earlier) == [
        "annex-i-schedule-of-investors-closing-2.docx",
        "cap-table-closing-2.ocf.zip",
        "joinder-06-calder-ridge-partners-l-p.docx",
        "joinder-07-sum-a1-holdings.docx",
        "warrant-06-calder-ridge-partners-l-p.docx",
        "warrant-07-sum-a1-holdings.docx",
    ]


def test_a_set_can_be_drafted_again_as_of_any_earlier_closing():
    third = after(JOINING + JOINING_THIRD, CLOSING + THIRD)
    assert files(third, 1) == files(before())
    assert files(third, 2) == files(after())


def test_the_schedule_as_of_a_closing_says_which_and_holds_everybody_who_has_bought_by_then(document_set):
    words = as_text(document_set, "annex-i-schedule-of-investors-closing-2")
    assert "SCHEDULE OF INVESTORS (as of the additional closing on October 15, 2026)" in words
    assert "Northgate Harbor 526,315 184,210 $1,250,000 September 17," in words
    assert "Calder Ridge 168,421 58,947 $400,000 October 15," in words
    assert words.endswith("Total 1,453,024 508,557 $3,450,938.01")


def test_the_agreement_and_its_schedule_are_those_of_the_initial_closing(document_set):
    for stem in ("agreement", "annex-i-schedule-of-investors"):
        assert "Calder" not in as_text(document_set, stem)
        assert "1,274,077" in as_text(document_set, stem)


def test_an_investor_who_joins_signs_a_joinder_and_no_page_of_the_agreement(document_set):
    joinder = as_text(document_set, "joinder-06-calder-ridge-partners-l-p")
    assert "JOINDER TO COMMON STOCK AND WARRANT PURCHASE AGREEMENT" in joinder
    assert "Purchase Agreement dated as of September 14, 2026" in joinder
    assert "At an additional closing on October 15, 2026, the Company shall issue and sell" in joinder
    assert "becomes an Investor under the Purchase Agreement" in joinder
    assert "signature below and as of the Closing Date stated above, and agrees to" in joinder
    assert "$400,000" in joinder
    assert "168,421" in joinder
    assert "Ann Calder, Manager" in joinder
    assert "SIGNATURES FOR INDIVIDUALS" in as_text(document_set, "joinder-07-sum-a1-holdings")
    assert [piece.stem for piece in document_set.documents if piece.stem.startswith("signature-page-06")] == []


@pytest.mark.parametrize("stem", ["joinder-06-calder-ridge-partners-l-p", "joinder-07-sum-a1-holdings"])
def test_a_joinder_is_signed_and_accepted_on_days_that_are_filled_in_by_hand(document_set, stem):
    joinder = as_text(document_set, stem)
    assert " this ____ day of ____________, ____." in joinder
    assert joinder.endswith("Date: ____________")
    assert joinder.count("October 15, 2026") == 1


def test_a_warrant_that_is_bought_at_an_additional_closing_is_issued_and_expires_by_its_day(document_set):
    warrant = as_text(document_set, "warrant-06-calder-ridge-partners-l-p")
    assert 'on October 15, 2031 (the "Expiration Date")' in warrant
    assert "15th day of October, 2026" in warrant
    assert 'on September 17, 2031 (the "Expiration Date")' in as_text(
        document_set, "warrant-05-brackenridge-family-partnership-l-p"
    )


def test_a_careful_reader_finds_only_what_the_agreement_does_not_allow(document_set):
    found = [problem.code for problem in (*document_set.warnings, *check(document_set))]
    # "=SUM(A1) Holdings" joins as a natural person.
    assert sorted(found) == ["C119", "C120", "T430", "T443"]


def test_a_deal_as_of_its_initial_closing_is_not_told_of_later_ones():
    at_first = draft_deal(after().encode(), "deal.yaml", Library.open(), closing=1)
    assert [problem.code for problem in (*at_first.warnings, *check(at_first))] == ["C119"]


def test_totals_that_are_stated_are_those_of_all_closings():
    stated = deals.replaced(after(), "offering:\n", "offering:\n  total_shares: 1,453,024\n")
    assert "T201" not in {problem.code for problem in deals.compose_text(stated).warnings}
    draft_deal(stated.encode(), "deal.yaml", Library.open(), closing=1)
    with pytest.raises(InputError, match="1,274,077 is stated, but the investors' shares add up to 1,453,024"):
        deals.compose_text(stated.replace("total_shares: 1,453,024", "total_shares: 1,274,077"))


def test_a_placement_agents_warrant_keeps_its_number_when_investors_join():
    agent = """
placement_agent_warrant:
  holder: {name: "Marlowe Stanhope Securities, LLC"}
  number: 10,000
  exercise_price: 2.97
  issue_date: 2026-09-14
  term_years: 5
  underlying_agreement: {title: Term Sheet, date: 2026-08-03}
"""
    stems = [piece.stem for piece in deals.compose_text(after() + agent).documents if piece.stem.startswith("warrant-")]
    assert stems[-3:] == [
        "warrant-06-marlowe-stanhope-securities-llc",
        "warrant-07-calder-ridge-partners-l-p",
        "warrant-08-sum-a1-holdings",
    ]


def test_a_closing_that_is_added_is_drafted_by_schedules_as_it_is_by_draft(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run("draft", before(), "--format", "text", "--output", "set")
    earlier = {path.name: path.read_bytes() for path in Path("set").glob("*.txt")}
    run("schedules", after(), "--output", "set")
    assert {name: Path("set", name).read_bytes() for name in earlier} == earlier
    run("draft", after(), "--format", "text", "--output", "anew")
    anew = {path.name: path.read_bytes() for path in Path("anew").glob("*.txt")}
    assert {name: Path("set", name).read_bytes() for name in anew} == anew


def test_schedules_goes_on_to_a_later_closing_when_it_is_asked_to(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run("draft", after(), "--format", "text", "--output", "set", "--closing", "1")
    earlier = {path.name for path in Path("set").glob("*.txt")}
    run("schedules", after(), "--output", "set")
    assert {path.name for path in Path("set").glob("*.txt")} == earlier
    run("schedules", after(), "--output", "set", "--closing", "2")
    run("draft", after(), "--format", "text", "--output", "anew")
    anew = {path.name: path.read_bytes() for path in Path("anew").glob("*.txt")}
    assert {name: Path("set", name).read_bytes() for name in anew} == anew
    assert set(anew) > earlier


def run(command, yaml, *options):
    Path("deal.yaml").write_text(yaml, encoding="utf-8")
    application([command])([command, "deal.yaml", *options], standalone_mode=False)


def test_a_joinder_is_a_sound_word_file():
    (name,) = (name for name in files(after()) if name.startswith("joinder-06") and name.endswith(".docx"))
    assert breaches(files(after())[name]) == []


@pytest.mark.parametrize("closing", [0, 3])
def test_a_closing_that_is_not_stated_is_refused(closing):
    with pytest.raises(InputError, match=f"closing {closing} is asked for, and the term sheet states closings 1 to 2"):
        draft_deal(after().encode(), "deal.yaml", Library.open(), closing=closing)
