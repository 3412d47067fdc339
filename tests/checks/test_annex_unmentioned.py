from assembler.checks.annex_unmentioned import check
from assembler.document.tree import State
from tests.checks.subjects import clause, said

SCHEDULE = clause("= ANNEX @annex_schedule", "Annex I", "annex_schedule")
OPINION = clause("", "Annex I", "annex_opinion", state=State.ELSEWHERE)
LIST = ": ANNEX @annex_schedule\n| SCHEDULE\n: ANNEX @annex_opinion\n| OPINION"


def test_an_annex_in_the_document_that_nothing_refers_to_is_found():
    assert said(check, "Nothing is said.", LIST, SCHEDULE, OPINION) == [
        "Annex I (annex_schedule): the annex is attached but nothing refers to it"
    ]


def test_an_annex_that_is_attached_to_the_set_is_found():
    assert said(
        check, "as in Annex @annex_schedule", LIST, SCHEDULE, OPINION, attached=frozenset({"annex_opinion"})
    ) == ["Annex II (annex_opinion): the annex is attached but nothing refers to it"]


def test_an_annex_that_is_referred_to_or_not_there_is_not_found():
    assert said(check, "as in Annex @annex_schedule", LIST, SCHEDULE, OPINION) == []


def test_what_an_annex_says_of_itself_is_no_reference():
    itself = clause("This is Annex @annex_schedule.", "Annex I", "annex_schedule")
    assert len(said(check, itself)) == 1
