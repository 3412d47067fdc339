"""A table pasted from a spreadsheet takes the place of the investors; what it does not state stays."""

from __future__ import annotations

import pytest

from assembler.errors import InputError
from assembler.investors.pasting import with_investors
from assembler.termsheet.reader import read
from tests import deals

SHEET = """\
form: purchase-agreement
# Who buys.
investors:
  # the lead
  - name: Alpha Fund, LP  # by its GP
    address_lines: [1 Main Street, Springfield]
    amount: 1,000,000
  - name: Beta Fund, LP
    email: beta@example.com
    shares: 5
  # a natural person
  - kind: individual
    name: Jane Roe
    amount: 7
law: {governing_state: Delaware}
"""


def investors(text):
    return read(text.encode(), "deal.yaml").tree["investors"]


def test_an_investor_keeps_what_the_table_does_not_state():
    text, warnings = with_investors(
        SHEET, "Investor\tCommitment\nAlpha Fund, LP\t$2,000,000\nBeta fund, LP\t9\nJane Roe\t7\n"
    )
    assert text == SHEET.replace("1,000,000", "$2,000,000").replace("Beta Fund", "Beta fund").replace(
        "shares: 5", "amount: 9"
    )
    assert warnings == ()


def test_who_is_not_in_the_table_leaves_and_who_is_new_joins_in_its_order():
    text, _ = with_investors(
        SHEET, "name\tamount\taddress\nGamma LLC\t3\t2 Oak St; Boston\nJane Roe\t7\t\nAlpha Fund, LP\t1,000,000\t\n"
    )
    assert [entry["name"] for entry in investors(text)] == ["Gamma LLC", "Jane Roe", "Alpha Fund, LP"]
    assert investors(text)[0] == {"name": "Gamma LLC", "address_lines": ["2 Oak St", "Boston"], "amount": "3"}
    assert investors(text)[1:] == [investors(SHEET)[2], investors(SHEET)[0]]
    assert [line for line in SHEET.splitlines() if "#" in line and line not in text] == []


def test_investors_who_are_all_new_replace_the_list():
    text, _ = with_investors(SHEET, "name,amount\nGamma LLC,3\n")
    assert investors(text) == [{"name": "Gamma LLC", "amount": "3"}]
    assert text.endswith("law: {governing_state: Delaware}\n")


def test_a_reference_to_a_file_gives_way_to_the_table():
    sheet = "form: purchase-agreement\ninvestors: {from: list.xlsx}\nlaw: {governing_state: Delaware}\n"
    text, _ = with_investors(sheet, "name\tamount\nGamma LLC\t3\n")
    assert investors(text) == [{"name": "Gamma LLC", "amount": "3"}]


@pytest.mark.parametrize(
    "brackets", ["[{name: A, amount: 1}, {name: B, amount: 2}, {name: C, shares: 3}]", "[name: A, name: B, name: C]"]
)
def test_a_list_in_brackets_takes_a_table_as_well(brackets):
    text, _ = with_investors(f"form: x\ninvestors: {brackets}\n", "name\tamount\nC\t4\nD\t5\n")
    assert investors(text) == [{"name": "C", "amount": "4"}, {"name": "D", "amount": "5"}]


def test_two_purchases_of_one_investor_are_told_apart_by_their_closing():
    sheet = "investors:\n- {name: A, amount: 1}\n- {name: A, closing: 2, amount: 2}\n"
    text, _ = with_investors(sheet, "name\tclosing\tamount\nA\t2\t3\nA\t\t1\n")
    assert investors(text) == [{"name": "A", "closing": "2", "amount": "3"}, {"name": "A", "amount": "1"}]


@pytest.mark.parametrize(
    ("table", "code"),
    [("Alpha Fund\t5\n", "X107"), ("name\tamount\n", "X119"), ("name\tamont\nA\t5\n", "X110"), ('name\tamount\n"A\t5\n', "X106"), ("name\tamount\nA\u200b\t5", "Y107")],
)  # fmt: skip
def test_a_table_that_cannot_be_read_changes_nothing(table, code):
    with pytest.raises(InputError) as refusal:
        with_investors(SHEET, table)
    assert code in {problem.code for problem in refusal.value.problems}


def test_the_worked_example_with_its_own_investors_stays_the_same_bytes():
    text = (deals.TERMSHEETS / "new-stock-and-warrants.yaml").read_text(encoding="utf-8")
    table = "\n".join(["name\tamount", *(f"{entry['name']}\t{entry['amount']}" for entry in investors(text))])
    assert with_investors(text, table)[0] == text


def test_a_table_has_columns_of_the_classes_that_the_term_sheet_names():
    classes = "warrants:\n  classes:\n    - {name: Series A, coverage: 50%}\n    - {name: Series B}\n"
    text, warnings = with_investors(SHEET + classes, "Investor\tAmount\tSeries B Warrants\nAlpha Fund, LP\t9\t7\n")
    assert investors(text)[0]["class_warrants"] == ["computed", "7"]
    assert warnings == ()
