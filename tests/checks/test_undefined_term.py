import pytest

from assembler.checks.undefined_term import check
from assembler.errors import Location, Severity
from tests.checks.subjects import clause, problems, said


def test_a_term_that_is_used_and_defined_nowhere_is_found_once_with_its_first_words():
    [problem] = problems(
        check,
        clause("The issuer shall pay the Purchasers.", "1.", "cov_pay"),
        clause("It shall thank each Purchaser.", "1.", "cov_thank"),
    )
    assert (
        problem.message
        == 'Section 1 (cov_pay): "Purchasers" is not defined, and is used 2 times: "issuer shall pay the Purchasers."'
    )
    assert problem.severity is Severity.WARNING
    assert problem.location == Location("clauses/cov_pay.txt")


def test_a_defined_term_is_not_found():
    assert said(check, 'each of the buyers (the "*Purchasers*") pays.', "It thanks the Purchasers.") == []


@pytest.mark.parametrize(
    ("term", "used"), [("Person", "Persons"), ("Party", "Parties"), ("Affiliates", "Affiliate"), ("Parties", "Party")]
)
def test_singular_and_plural_are_one_term(term: str, used: str):
    assert said(check, f'"*{term}*" means what it means. It binds every {used} here.') == []


def test_two_defined_terms_in_a_row_are_a_third_that_is_not_defined():
    [what] = said(check, '"*Shares*" and "*Warrants*" mean paper.', "It reserves the Warrant Shares.")
    assert '"Warrant Shares" is not defined' in what


def test_a_possessive_ends_a_term():
    assert said(check, '"*Company*" and "*SEC Documents*" mean this.', "It is in the Company's SEC Documents.") == []


@pytest.mark.parametrize(
    "words",
    [
        "It covers the Registrable Securities (as defined in the Registration Rights Agreement).",
        "It covers the Registration Statement and Registrable Securities (as those terms are defined in the Escrow Paper).",
    ],
)
def test_a_term_that_another_instrument_defines_is_not_found(words: str):
    assert said(check, '"*Registration Rights Agreement*" and "*Escrow Paper*" mean other papers.', words) == []


@pytest.mark.parametrize("where", ["in Section @clause_2", "below"])
def test_a_term_that_points_into_this_document_must_be_defined_there(where: str):
    [what] = said(check, f"It buys the Warrants (as defined {where}).", clause("Nothing.", "1.", "clause_2"))
    assert '"Warrants"' in what


@pytest.mark.parametrize(
    "words",
    [
        "It pays {investors[0].name: Stone Street Limited Partnership} in full.",
        "Under Rule 144 and Section 20 of the Securities Act of 1933, as Form 8-K of the said Rule asks.",
        "It tells the Securities and Exchange Commission and the Board of Directors.",
        "It is governed by the laws of the State of Delaware, in Santa Clara County, since December 31, 2002.",
        "It pays Two Hundred and Ten United States Dollars before 3:00 P.M., New York City time.",
        "It owes Manatt, Phelps & Phillips, LLP nothing.".replace("Manatt, ", ""),
        "NOW, THEREFORE, the parties agree; IN WITNESS WHEREOF, they sign.",
        "Upon receipt it pays. Each receipt is kept.",
        "> THE SECURITIES REPRESENTED HEREBY (THE PAPER) MAY NOT BE SOLD",
        "# Trading in Securities.\nIt may trade.",
        "| Printed Name of Holder",
        "= Schedule of Investors",
        "This Common Stock Purchase Warrant binds the holder of this Warrant.",
    ],
)
def test_names_formulas_legends_headings_and_labels_are_no_terms(words: str):
    assert said(check, words, title="FORM OF COMMON STOCK PURCHASE WARRANT") == []


def test_the_title_of_another_form_is_found():
    [what] = said(
        check,
        "it has caused this Common Stock Purchase Agreement to be signed.",
        title="COMMON STOCK AND WARRANT PURCHASE AGREEMENT",
    )
    assert '"Common Stock Purchase Agreement"' in what


def test_a_term_at_the_beginning_of_a_sentence_is_found_where_more_than_one_word_has_a_capital():
    [what] = said(check, "It pays. Escrow Agent shall hold it.")
    assert '"Escrow Agent"' in what


def test_a_defined_term_with_a_small_word_in_it_is_one_term():
    assert said(check, '"*Notice of Exercise*" means the form.', "It delivers a Notice of Exercise.") == []


def test_a_near_term_that_is_defined_is_offered():
    [problem] = problems(check, '"*Transaction Agreements*" means all.', "As the Transaction Agrements say.")
    assert 'Did you mean "Transaction Agreement' in problem.hint


@pytest.mark.parametrize("used", ["It is Warrant No. 7.", "Amendment to Warrant No. FA-I.", "No. 7 is a Warrant."])
def test_the_number_of_a_warrant_is_no_part_of_a_term(used: str):
    assert said(check, f'"*Warrant*" and "*Amendment*" mean paper. {used}') == []
