"""Escrow or direct wire, the form of the shares, and the day of the closing, in the words of the documents."""

from __future__ import annotations

import pytest

from assembler.dealset import wordforms
from assembler.library import Library
from tests import deals
from tests.dealset.closings import problems

BASE = deals.sheet("new-stock-and-warrants")
ESCROW = BASE[BASE.index("escrow:\n") : BASE.index("# The lawyers who receive copies")]
WIRE = """\
  wire:
    bank: Harbor Bank
    address_lines: [1 Quay Street, 'Boston, Massachusetts 02110']
    aba: '021000018'
    account_name: Company Account
    account_number: 55-0001
"""


def with_closing(*lines, base=BASE):
    return deals.replaced(base, "closing:\n", "closing:\n" + "".join(f"  {line}\n" for line in lines))


def without_escrow(base=BASE):
    return deals.replaced(base, ESCROW, "")


def agreement(yaml):
    return " ".join(deals.as_text(deals.compose_text(yaml)).split())


def test_without_an_escrow_no_word_of_the_set_speaks_of_one():
    said = agreement(without_escrow())
    assert "scrow" not in said
    assert "funds in United States Dollars to the Company on the Closing Date" in said


def test_without_an_escrow_the_annexes_move_up_and_the_form_of_warrant_with_them():
    stems = [piece.stem for piece in deals.compose_text(without_escrow()).documents]
    assert "annex-v-form-of-warrant" in stems
    assert "ANNEX II OPINION OF COUNSEL" in agreement(without_escrow())
    assert "in the form attached hereto as Annex V" in agreement(without_escrow())


def test_the_company_names_its_account_in_the_agreement_or_before_the_closing():
    assert "the account that the Company designates by written notice to each Investor" in agreement(without_escrow())
    stated = deals.replaced(without_escrow(), "closing:\n", f"closing:\n{WIRE}")
    assert "ABA# 021000018 For credit to the account of Company Account" in agreement(stated)
    assert "designates by written notice" not in agreement(stated)


def test_an_escrow_beside_the_account_of_the_company_is_refused():
    found = problems(deals.replaced(BASE, "closing:\n", f"closing:\n{WIRE}"))
    assert found == ["error T459 closing.wire: the company's account is stated, and the investors pay into the escrow"]


def test_the_number_of_the_companys_bank_is_checked_like_that_of_the_escrow():
    stated = deals.replaced(without_escrow(), "closing:\n", f"closing:\n{WIRE.replace('021000018', '021000019')}")
    assert [one.partition(": ")[0] for one in problems(stated)] == ["warning T436 closing.wire.aba"]
    spoilt = deals.replaced(without_escrow(), "closing:\n", f"closing:\n{WIRE.replace('021000018', '21,000,018')}")
    assert [one.partition(": ")[0] for one in problems(spoilt)] == ["error T437 closing.wire.aba"]


def test_without_an_account_no_wire_instructions_are_drafted_and_a_line_says_so():
    library = Library.open()
    ready, said = wordforms.prepare(deals.compose_text(without_escrow()), library.ancillary(None))
    assert [form.stem for form in ready] == ["transfer-agent-instruction-letter"] or not ready
    assert "closing.wire" in [problem.path for problem in said]


@pytest.mark.parametrize("delivery", ["book_entry", "dwac"])
def test_shares_in_book_entry_form_have_no_certificates(delivery):
    said = agreement(with_closing(f"delivery: {delivery}"))
    without_charter = said.replace("uncertificated", "").replace("certificate of incorporation", "")
    assert "ertificate" not in without_charter
    assert "The Shares shall be uncertificated" in said
    credited = "The Company shall cause its transfer agent to deliver the Unlegended Shares by crediting"
    assert (credited in said) is (delivery == "dwac")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((), "the first NYSE trading day after each of the conditions"),
        ((), "The parties expect the Closing Date to be September 17, 2026."),
        (["timing: on_date"], "(a) The Closing Date shall be September 17, 2026. If any of the conditions"),
        (
            ["timing: after_signing", "days_after_signing: 2"],
            "(a) The Closing Date shall be the second NYSE trading day after the date of this Agreement. If any",
        ),
        (
            ["timing: after_signing", "days_after_signing: 1"],
            "The Closing Date shall be the first NYSE trading day after the date of this Agreement.",
        ),
        (["place: remote"], "on the Closing Date remotely, by the electronic exchange of documents and signatures,"),
        (
            ["outside_date: 2026-10-30"],
            "If the closing has not occurred by October 30, 2026, the Company or any Investor",
        ),
    ],
)
def test_the_agreement_says_when_and_where_the_closing_is(lines, words):
    assert words in agreement(with_closing(*lines))


def test_a_deal_without_an_escrow_closes_at_the_companys_counsel():
    assert "on the Closing Date at the offices of Breck & Ostrander LLP" in agreement(without_escrow())


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (
            ["timing: after_signing"],
            "error T458 closing.timing: the closing is some trading days after signing, and closing.days_after_signing is not stated",
        ),
        (
            ["days_after_signing: 2"],
            "error T458 closing.days_after_signing: the closing does not follow the signing by days, since closing.timing is after_conditions",
        ),
        (
            ["outside_date: 2026-09-16"],
            "error T460 closing.outside_date: September 16, 2026, is before the closing on September 17, 2026",
        ),
    ],
)
def test_days_of_the_closing_that_do_not_fit_are_refused(lines, found):
    assert problems(with_closing(*lines)) == [found]


def test_a_closing_on_a_day_that_is_not_stated_is_refused():
    unstated = deals.replaced(with_closing("timing: on_date"), "  date: 2026-09-17\n", "")
    assert "error T458 closing.timing: the closing is on a stated day, and closing.date is not stated" in problems(
        unstated
    )


def test_the_outside_date_may_be_the_day_of_the_closing():
    assert problems(with_closing("outside_date: 2026-09-17")) == []
