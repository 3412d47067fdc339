from datetime import date

import pytest

from assembler.checks.signature_date import check
from tests.checks.subjects import clause, problems, said

PAGE = clause("executed this {agreement.investor_signature_date: 30th day of June, 2003}.", label="sig_execution")
AGREEMENT = date(2003, 7, 1)


@pytest.mark.parametrize(
    ("signed", "what"),
    [
        (date(2003, 6, 30), "on June 30, 2003, 1 day before"),
        (date(2003, 7, 4), "on July 4, 2003, 3 days after"),
        ("2003-06", "in 2003-06, before"),
        ("2003-08", "in 2003-08, after"),
    ],
)
def test_a_signature_on_another_day_is_found_at_the_clause_that_prints_it(signed: date | str, what: str):
    [problem] = problems(check, PAGE, agreement_date=AGREEMENT, investor_signature_date=signed)
    assert problem.message == f"sig_execution: the investors sign {what} the date of the agreement, July 1, 2003"
    assert problem.path == "agreement.investor_signature_date"


@pytest.mark.parametrize("signed", [AGREEMENT, "2003-07", None])
def test_a_signature_on_the_day_or_in_the_month_of_the_agreement_is_not_found(signed: date | str | None):
    assert said(check, PAGE, agreement_date=AGREEMENT, investor_signature_date=signed) == []


def test_a_document_that_prints_no_day_of_signature_has_none():
    assert said(check, "No page.", agreement_date=AGREEMENT, investor_signature_date=date(2003, 6, 30)) == []
