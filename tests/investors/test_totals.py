"""Rows of totals under other names than Total."""

from __future__ import annotations

import pytest

from assembler.errors import Severity
from tests.investors.lists import load_list, messages, refused_list, workbook

NAMES = "Name,Amount\nQuarry Lane LP,410000\nHarbor Mill LLC,265000\n"
ADDRESSES = "Name,Amount,Address 1\nQuarry Lane LP,410000,8 Quarry Lane\nHarbor Mill LLC,265000,2 Mill Road\n"
ASKED = "is listed as an investor, and the rows above add up to its figures: is it a row of totals?"


def loaded(text):
    return load_list("a.csv", text.encode())


def warnings(text):
    return [str(warning) for warning in loaded(text).warnings if warning.code == "X125"]


@pytest.mark.parametrize(
    "label",
    [
        *("Total raised", "TOTAL (2 investors)", "Total All Investors", "Round total", "Aggregate", "Summe", "Gesamt"),
        *("Total - first closing", "Sum of commitments", "Aggregate purchase price", "Insgesamt", "Total US$"),
    ],
)
def test_a_row_that_reads_like_totals_is_refused_with_its_row(label):
    assert messages("a.csv", f"{NAMES}{label},675000\n") == [
        f"deals/a.csv:4:1: error X125 investors[2].name: '{label}' {ASKED}"
    ]
    assert messages("a.csv", f"{NAMES}{label},675001\n") == [
        f"deals/a.csv:4:1: error X125 investors[2].name: '{label}' is listed as an investor: is it a row of totals?"
    ]
    rows = [line.split(",") for line in f"{NAMES}{label},675000".splitlines()]
    assert "X125" in messages("a.xlsx", workbook(*rows))[0]


@pytest.mark.parametrize(
    "label",
    [
        *(
            "Net proceeds to the company",
            "Average",
            "Avg.",
            "MEAN",
            "Median investment",
            "Balance",
            "Balance due",
            "Remaining",
        ),
        *(
            "Less: fees",
            "Less placement agent's fees (7%)",
            "Escrow agent fee",
            "Legal fees and expenses",
            "Commission (8%)",
        ),
        *(
            "Number of investors",
            "Unsold",
            "Durchschnitt",
            "Gross proceeds",
            "Minimum",
            "Price per share",
            "Less: company counsel fees",
            "Remaining to be sold",
            "Over-allotment",
        ),
    ],
)
def test_a_row_of_another_figure_is_refused_and_may_not_be_called_a_total(label):
    for listed in (f"{NAMES}{label},337500\n", f"{ADDRESSES}{label},337500,\n"):
        (problem,) = refused_list("a.csv", listed.encode())
        assert str(problem) == (
            f"deals/a.csv:4:1: error X125 investors[2].name: '{label}' is listed as an investor: is it a figure about the round?"
            "\n    Delete the row. If it is an investor, state its address as well."
        )


@pytest.mark.parametrize(
    "name",
    [
        "Balance Point LP",
        "Net Worth Advisors",
        "J. Mean",
        "Escrow Street Fund",
        "Less Is More LLC",
        "Net Investments",
        "The Balance Group",
        "Mean Company",
        "The Lead Group",
    ],
)
def test_a_name_with_such_a_word_is_an_investor_without_a_word(name):
    assert len(loaded(f"{NAMES}{name},337500\n").terms.investors) == 3
    assert warnings(f"{NAMES}{name},337500\n") == []


def test_a_long_name_of_such_words_is_read_at_once():
    name = "net proceeds " * 15 + "of Ana"
    assert len(loaded(f"{NAMES}{name},337500\n").terms.investors) == 3


def test_an_investor_with_the_name_of_a_figure_is_one_with_its_address():
    assert len(loaded(f"{ADDRESSES}Balance,337500,4 Ferry Street\n").terms.investors) == 3


@pytest.mark.parametrize("label", ["Everybody", "Lead group", "Total Energy Fund LP"])
def test_a_row_with_the_sum_and_without_the_address_that_others_have_is_refused(label):
    assert messages("a.csv", f"{ADDRESSES}{label},675000,\n") == [
        f"deals/a.csv:4:1: error X125 investors[2].name: '{label}' {ASKED}"
    ]


@pytest.mark.parametrize(
    "row", ["Total Energy Fund LP,675000,9 Dock Street", "Everybody LLC,675000,TBD", "Total Energy Fund LP,675001,"]
)
def test_an_investor_with_an_address_or_another_amount_stays_one(row):
    assert len(loaded(f"{ADDRESSES}{row}\n").terms.investors) == 3
    assert warnings(f"{ADDRESSES}{row}\n") == []


@pytest.mark.parametrize("label", ["Everybody", "Total Energy Fund LP"])
def test_where_no_row_states_more_than_an_amount_a_warning_asks(label):
    assert warnings(f"{NAMES}{label},675000\n") == [
        (
            f"deals/a.csv:4:1: warning X125 investors[2].name: '{label}' {ASKED}\n"
            "    Write `Total` as its label, or delete the row. If it is an investor, ignore this."
        )
    ]


@pytest.mark.parametrize("rows", ["Cedar Fund LP,675000\n", "Cedar,675000.01\n", "Total Energy Fund LP,12\n"])
def test_a_company_with_a_round_amount_is_an_investor_without_a_word(rows):
    assert warnings(NAMES + rows) == []


def test_two_investors_of_one_amount_are_no_totals():
    assert warnings("Name,Amount\nQuarry Lane,100\nHarbor Mill,100\n") == []


def test_sums_of_groups_are_asked_about_and_not_added_up_again():
    groups = f"{NAMES}Funds,675000\nA. Reyes,10\nB. Okafor,20\nPersons,30\nEverybody,675030\n"
    assert [warning.location.line for warning in loaded(groups).warnings if warning.code == "X125"] == [4, 7, 8]
    assert {warning.severity for warning in loaded(groups).warnings if warning.code == "X125"} == {Severity.WARNING}


def test_every_figure_of_a_row_of_totals_is_a_sum():
    shares = "Name,Amount,Shares\nQuarry Lane,100,10\nHarbor Mill,200,20\nEverybody,300,{}\n"
    assert len(warnings(shares.format(30))) == 1
    assert warnings(shares.format(31)) == []


def test_an_amount_that_is_open_adds_up_to_nothing():
    assert warnings("Name,Amount\nQuarry Lane,TBD\nHarbor Mill,200\nEverybody,200\n") == []
