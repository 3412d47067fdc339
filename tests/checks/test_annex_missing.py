from assembler.checks.annex_missing import check
from assembler.document.tree import State
from assembler.errors import Severity
from tests.checks.subjects import clause, problems, said

SCHEDULE = clause("= ANNEX @annex_schedule", "Annex I", "annex_schedule")
OPINION = clause("", "Annex I", "annex_opinion", state=State.ELSEWHERE)
REFERS = clause("an opinion as Annex @annex_opinion", "1.", "inv_cond_opinion")


def test_an_annex_that_is_referred_to_and_not_attached_is_found_once():
    again = clause("the opinion in Annex @annex_opinion", "1.", "cov_opinion")
    assert said(check, REFERS, again, SCHEDULE, OPINION) == [
        "Section 1 (inv_cond_opinion): Annex II (annex_opinion) is referred to but not attached, also in Section 2 (cov_opinion)"
    ]


def test_an_annex_that_is_attached_is_not_found():
    assert said(check, REFERS, SCHEDULE, OPINION, attached=frozenset({"annex_opinion"})) == []
    assert said(check, clause("as in Annex @annex_schedule", "1.", "preamble"), SCHEDULE, OPINION) == []


def test_it_is_an_error_only_in_a_version_to_sign():
    for status, severity in (
        ("conformed", Severity.WARNING),
        ("draft", Severity.WARNING),
        ("execution", Severity.ERROR),
    ):
        assert [one.severity for one in problems(check, REFERS, SCHEDULE, OPINION, status=status)] == [severity]


def test_a_form_has_no_annexes_and_nothing_is_said_of_them():
    assert said(check, REFERS, SCHEDULE, OPINION, status="form") == []
    assert said(check, "as in Annex II", SCHEDULE, OPINION, status="form") == []


def test_an_agreement_without_its_annexes_is_told_how_to_attach_them():
    (problem,) = problems(check, REFERS, SCHEDULE, OPINION, annex_terms={"annex_opinion": "annexes.opinion"})
    assert problem.hint == (
        "Write `annex_list: text` below options.clauses, and name the file under annexes.opinion, or change the words that "
        "refer to it."
    )


def test_a_typed_reference_counts():
    assert len(said(check, "as in Annex II", SCHEDULE, OPINION)) == 1


def test_the_list_of_annexes_is_no_reference():
    assert said(check, ": ANNEX @annex_opinion\n| OPINION OF COUNSEL", SCHEDULE, OPINION) == []
