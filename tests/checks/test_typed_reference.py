import pytest

from assembler.checks.typed_reference import check
from tests.checks.subjects import clause, problems, said

NOTICES = clause("Write.", "1.", "notices_lead", clause("By fax.", "(a)", "by_fax"))


@pytest.mark.parametrize("typed", ["Annex A", "Schedule A", "Section 4(n)", "Section 7.2(a)", "Exhibit B"])
def test_a_typed_reference_without_a_target_is_found(typed: str):
    [what] = said(check, f"listed on {typed} hereto", NOTICES)
    assert f'"{typed}" is typed, and nothing has that number: "listed on {typed} hereto"' in what


def test_a_typed_reference_with_a_target_is_found_and_its_label_is_offered():
    [problem] = problems(check, "as Section 1(a) says", NOTICES)
    assert "and today it names by_fax" in problem.message
    assert problem.hint == "Write Section @by_fax."


def test_a_typed_annex_that_the_form_has_and_the_set_has_not_is_told_apart():
    annex = clause("= ANNEX @annex_opinion", "Annex I", "annex_opinion")
    there, gone = said(check, "in Annex I", annex), said(check, "in Annex I", _reserved(annex))
    assert "today it names annex_opinion" in there[0]
    assert "annex_opinion, which has that number, is not attached" in gone[0]


def _reserved(annex):
    from msgspec.structs import replace

    from assembler.document.tree import State

    return replace(annex, state=State.RESERVED)


def test_several_numbers_are_one_typed_reference():
    assert len(said(check, "as Sections 7 and 8 say", NOTICES)) == 1


def test_a_number_of_a_list_that_is_named_is_found():
    [what] = said(check, "the events in clause (ii) above")
    assert '"clause (ii)" is typed, and will not follow its list' in what


@pytest.mark.parametrize(
    "words",
    [
        "Section 20 of the 1934 Act",
        "Sections 13(a), 13(c), 14 and 15(d) of the Exchange Act",
        "Section 5 of the Escrow Agreement",
        "Rule 501(a) of Regulation D",
        "{agreement.exhibit_label: Exhibit 10.23}",
        "Section @notices_lead hereof",
        "this Section and each Schedule Act",
    ],
)
def test_statutes_other_instruments_values_and_labels_are_left_alone(words: str):
    assert said(check, words, NOTICES) == []
