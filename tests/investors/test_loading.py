"""Investors that a workbook or a text file lists: read as typed ones are, or refused with the file, the row and the column."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assembler.errors import InputError, Location, Severity
from assembler.exports import investors_sheet
from assembler.investors import file as investors_file
from assembler.investors import grid
from assembler.investors import xlsx_reader as reading
from assembler.pipeline import load_term_sheet
from assembler.termsheet.source import place_of
from tests.investors.lists import CALLED_OTHERWISE, investors, load_list, messages, referring, refused_list, workbook
from tests.termsheet.sheets import SHEET, refused, spoilt

HEADER = ["Name", "Amount"]
ACME = {"name": "Acme Fund", "amount": Decimal(100)}


# What is read


def test_a_workbook_and_a_text_file_list_the_same_investors():
    rows = [["Name", "Address 1", "Address 2", "Amount"], ["Acme Fund", "1 Main Street", "Boston", "1,100"]]
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    expected = [{"name": "Acme Fund", "address_lines": ("1 Main Street", "Boston"), "amount": Decimal(1_100)}]
    assert investors("a.xlsx", workbook(*rows)) == investors("a.csv", text) == expected


def test_columns_that_are_called_otherwise_are_mapped():
    rows = [["Investor", "Commitment"], ["Acme Fund", 100]]
    assert investors("a.xlsx", workbook(*rows), CALLED_OTHERWISE) == [ACME]


@pytest.mark.parametrize("name", ["Signatory Title", "signatory_title", " SIGNATORY  TITLE ", "Signatory-title"])
def test_a_column_is_known_by_its_words(name):
    assert investors("a.csv", f"name,amount,{name}\nAcme Fund,100,Manager") == [ACME | {"signatory_title": "Manager"}]


def test_a_title_may_stand_above_the_names_of_the_columns_and_blank_rows_anywhere():
    rows = [["Round of the Company"], [], HEADER, [], ["Acme Fund", 100], [], ["Best Fund", 200], []]
    assert [investor["name"] for investor in investors("a.xlsx", workbook(*rows))] == ["Acme Fund", "Best Fund"]


@pytest.mark.parametrize("label", ["Total", "TOTAL:", "Totals", "Grand total", "Total amount", "Sum", None])
def test_totals_at_the_foot_are_compared_with_the_sum_and_are_no_investor(label):
    rows = [HEADER, ["Acme Fund", 100], ["Best Fund", "$200.50"], [], [label, 300.5]]
    assert len(investors("a.xlsx", workbook(*rows))) == 2
    rows[-1] = [label, 301]
    assert messages("a.xlsx", workbook(*rows)) == [
        (
            "deals/a.xlsx!Round:5:2: error X117 investors: cell B5, column 'Amount': 301 does not equal the 2 rows above it, which add up to "
            "300.50: a difference of +0.50"
        )
    ]


def test_a_fund_whose_name_begins_with_total_is_an_investor():
    rows = [HEADER, ["Acme Fund", 100], ["Total Return Fund LP", 200]]
    assert len(investors("a.xlsx", workbook(*rows))) == 2


def test_totals_above_other_rows_are_refused():
    rows = [HEADER, ["Acme Fund", 100], ["Total", 100], ["Best Fund", 200]]
    assert "a.xlsx!Round:3:1: error X118 investors: a row of totals is above" in messages("a.xlsx", workbook(*rows))[0]


def test_a_total_that_is_no_number_is_refused():
    rows = [HEADER, ["Acme Fund", 100], ["Total", "100 or so"]]
    assert (
        "X117 investors: cell B3, column 'Amount': '100 or so' is not a number, in the row of totals"
        in (messages("a.xlsx", workbook(*rows))[0])
    )


def test_a_total_is_not_compared_with_a_column_that_holds_an_open_point():
    rows = [HEADER, ["Acme Fund", "TBD"], ["Best Fund", 200], ["Total", 500]]
    assert len(investors("a.xlsx", workbook(*rows))) == 2


@pytest.mark.parametrize("typed", ["$1,100,000.00", " $1,100,000.00 ", "1100000", 1_100_000, 1_100_000.0, "1,100,000"])
def test_an_amount_is_read_however_the_sheet_holds_it(typed):
    assert investors("a.xlsx", workbook(HEADER, ["Acme Fund", typed]))[0]["amount"] == 1_100_000


@pytest.mark.parametrize(
    ("held", "typed"),
    [
        (1.1296, "1.1296"),
        (0.30000000000000004, "0.3"),
        (1100000, "1100000"),
        (1.1e6, "1100000"),
        (1e-3, "0.001"),
        (100.50, "100.5"),
        (100, "100"),
        (-5, "-5"),
        (12345678901234567, "12345678901234567"),
        (99999999999999.99, "99999999999999.984"),
        (33333.333333333336, "33333.3333333333"),
        (1e300, "1e+300"),
    ],
)
def test_a_number_is_the_decimal_that_was_typed(held, typed):
    assert reading.exact(held) == typed


@pytest.mark.parametrize("number", [float("inf"), float("nan")])
def test_what_is_no_finite_number_is_not_read(number):
    with pytest.raises(ValueError, match=str(number)):
        reading.exact(number)


@given(st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False))
def test_every_number_of_fifteen_digits_comes_back_as_it_was_typed(number):
    assert Decimal(reading.exact(float(f"{float(number):.17g}"))) == number


def test_a_sum_of_numbers_that_a_workbook_cannot_hold_exactly_is_refused_where_it_has_too_many_decimals():
    (problem,) = refused_list("a.xlsx", workbook(HEADER, ["Acme Fund", 100_000 / 3]))
    assert (problem.code, problem.location) == ("T104", Location("deals/a.xlsx!Round", 2, 2))


def test_text_that_begins_like_a_formula_is_text():
    names = ["=1+1 Fund", "+1 Fund", "-1 Fund", "@Fund"]

    def as_text(sheet):
        for row, name in enumerate(names, 2):
            sheet.cell(row, 1).value = name
            sheet.cell(row, 1).data_type = "s"

    rows = [HEADER, *([name, 100] for name in names)]
    assert [investor["name"] for investor in investors("a.xlsx", workbook(*rows, change=as_text))] == names
    text = "name,amount\n" + "".join(f"{name},100\n" for name in names)
    assert [investor["name"] for investor in investors("a.csv", text)] == names


@pytest.mark.parametrize(
    "address", ["1 Road\nTown\nOhio", "1 Road; Town ;Ohio", "1 Road\r\nTown\r\n\r\nOhio", ";1 Road;Town;Ohio;"]
)
def test_an_address_is_parted_by_line_breaks_and_semicolons(address):
    rows = [[*HEADER, "Address lines"], ["Acme Fund", 100, address]]
    assert investors("a.xlsx", workbook(*rows))[0]["address_lines"] == ("1 Road", "Town", "Ohio")
    text = f'name,amount,address_lines\nAcme Fund,100,"{address}"\n'
    assert investors("a.csv", text)[0]["address_lines"] == ("1 Road", "Town", "Ohio")


def test_flags_and_zip_codes_and_telephones_are_read_as_they_are_held():
    rows = [[*HEADER, "Signed", "Address 1", "Telephone"], ["Acme Fund", 100, True, 2139, 4142947587]]
    (investor,) = investors("a.xlsx", workbook(*rows))
    assert (investor["signed"], investor["address_lines"], investor["telephone"]) == (True, ("2139",), "4142947587")
    assert investors("a.csv", "name,amount,signed\nAcme Fund,100,TRUE")[0]["signed"] is True


def test_text_is_in_normal_form_c():
    assert investors("a.xlsx", workbook(HEADER, ["Socie\u0301te\u0301", 100]))[0]["name"] == "Société"
    assert investors("a.csv", "name,amount\nSocie\u0301te\u0301,100")[0]["name"] == "Société"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_text_file_is_read_whatever_parts_its_columns_and_ends_its_lines(separator, mark, line_end):
    lines = [separator.join(row) for row in (["Round"], ["name", "amount"], ["Acme Fund", "100"])]
    assert investors("a.csv", mark + line_end.join(lines)) == [ACME]


def test_the_kind_of_a_file_is_told_by_what_is_in_it():
    assert investors("a.csv", workbook(HEADER, ["Acme Fund", 100])) == [ACME]


def test_quotation_marks_and_separators_within_a_cell_are_kept():
    text = 'name,amount\n"Smith, ""Jim"" & Sons","1,100"\nO"Brien Fund,5\n'
    assert [investor["name"] for investor in investors("a.csv", text)] == ['Smith, "Jim" & Sons', 'O"Brien Fund']


def test_one_of_several_sheets_is_named():
    def add(sheet):
        sheet.parent.create_sheet("Notes").append(["nothing"])

    data = workbook(HEADER, ["Acme Fund", 100], change=add)
    assert investors("a.xlsx", data, "  sheet: Round\n") == [ACME]
    assert messages("a.xlsx", data) == [
        "deals/deal.yaml:21:9: error X105 investors.from: a.xlsx has 2 sheets, and the term sheet does not name one"
    ]
    assert messages("a.xlsx", data, "  sheet: Rond\n") == [
        "deals/deal.yaml:22:10: error X105 investors.sheet: the workbook has no sheet 'Rond'. Did you mean `Round`?"
    ]


def test_a_hidden_sheet_is_not_taken_for_the_list():
    def hide(sheet):
        sheet.parent.create_sheet("Old").sheet_state = "hidden"

    assert investors("a.xlsx", workbook(HEADER, ["Acme Fund", 100], change=hide)) == [ACME]


def test_the_values_of_a_list_have_their_places():
    rows = [[*HEADER, "Address 1", "Address 2", "Shares"], ["Acme Fund", 100, "1 Road", "Town"], ["Best Fund", 200]]
    loaded = load_list("a.xlsx", workbook(*rows))
    file = "deals/a.xlsx!Round"
    assert place_of(loaded.source, "investors[1].amount") == Location(file, 3, 2)
    assert place_of(loaded.source, "investors[0].address_lines[1]") == Location(file, 2, 4)
    assert place_of(loaded.source, "investors[1]") == Location(file, 3, 1)
    assert place_of(loaded.source, "investors[1].shares") == Location(file, 3, 1)
    assert place_of(loaded.source, "investors[1].signatory") == Location(file, 3, 1)
    assert place_of(loaded.source, "investors") == Location("deals/deal.yaml", 21, 3, 21, 15)
    loaded = load_list("a.csv", b"name,amount\nAcme Fund,100\nBest Fund,200")
    assert place_of(loaded.source, "investors[1].amount") == Location("deals/a.csv", 3, 11)
    assert set(loaded.source.places) >= {("investors", 1, "amount"), ("company", "name")}
    assert len(loaded.source.places) == len(set(loaded.source.places))


def test_a_list_is_among_what_a_deal_was_made_from():
    assert load_list("a.csv", b"name,amount\nAcme Fund,100").inputs.keys() == {"investors"}
    assert load_term_sheet(SHEET.encode(), "deal.yaml").inputs == {}


# What is wrong with a value


def test_what_is_wrong_with_a_value_is_said_with_its_cell_and_the_name_of_its_column():
    rows = [["Investor", "Commitment"], ["Acme Fund", "1,10,000"], ["Best Fund"], [None, "5"], ["Coda Fund", 7]]
    found = refused_list("a.xlsx", workbook(*rows), CALLED_OTHERWISE)
    assert [str(problem) for problem in found] == [
        (
            "deals/a.xlsx!Round:2:2: error T104 investors[0].amount: cell B2, column 'Commitment': '1,10,000' is not an amount in "
            "dollars: its commas do not separate thousands\n"
            "    Write commas as in 1,100,000, or none, as in 1100000; the digits typed make 110,000."
        ),
        (
            "deals/a.xlsx!Round:3:2: error T102 investors[1].amount: cell B3, column 'Commitment': the cell is empty; expected: "
            "Purchase price that this investor pays, in dollars.\n    Fill it in, as in 1,100,000"
        ),
        (
            "deals/a.xlsx!Round:4:1: error T102 investors[2].name: cell A4, column 'Investor': the cell is empty; expected: Name, as "
            "it prints everywhere.\n    Fill it in, as in Example Fund, LP"
        ),
    ]


def test_faults_of_the_list_and_of_the_term_sheet_are_reported_at_once():
    yaml = referring("a.csv").replace("par_value: 0.01", "par_value: 0")
    found = refused_from(yaml, b"name,amount\nAcme Fund,x")
    assert [(problem.location.file, problem.code) for problem in found] == [
        ("deals/a.csv", "T104"),
        ("deals/deal.yaml", "T106"),
    ]


def refused_from(yaml, content):
    with pytest.raises(InputError) as refusal:
        load_term_sheet(yaml.encode(), "deals/deal.yaml", lambda _: content)
    return refusal.value.problems


def test_two_investors_of_one_name_are_refused_in_the_list():
    (problem,) = refused_list("a.csv", b"name,amount\nAcme Fund,100\nacme  fund,100")
    assert (problem.code, problem.location) == ("T112", Location("deals/a.csv", 3, 1))


def test_a_wrong_column_is_not_reported_ten_thousand_times():
    text = "name,amount\n" + "".join(f"Fund {number},x\n" for number in range(10_000))
    found = refused_list("a.csv", text.encode())
    assert len(found) == 101
    assert "and 9,900 more of this kind" in found[-1].message


def test_letters_of_two_alphabets_are_a_warning_in_a_list_too():
    (warning,) = load_list("a.csv", "name,amount\n\u0410cme Fund,100".encode()).warnings
    assert (warning.code, warning.severity, warning.location) == (
        "T113",
        Severity.WARNING,
        Location("deals/a.csv", 2, 1),
    )


# What the columns are


def test_a_column_that_is_not_read_is_a_warning():
    (warning,) = load_list("a.csv", b"name,amount,Fund manager\nAcme Fund,100,Doe").warnings
    assert (warning.code, warning.severity) == ("X110", Severity.WARNING)
    assert "the column 'Fund manager' is not a field of an investor and is not read" in warning.message


def test_a_column_that_is_nearly_called_as_a_term_is_refused():
    (line,) = messages("a.csv", "name,amount,Facsimle\nAcme Fund,100,5")
    assert line.endswith(
        "the column 'Facsimle' is not a field of an investor and is not read. Did you mean `facsimile`?"
    )


def test_a_column_that_is_called_somewhat_like_a_term_is_a_warning_that_asks():
    (warning,) = load_list("a.csv", b"name,amount,Date signed\nAcme Fund,100,May").warnings
    assert (warning.code, warning.severity) == ("X110", Severity.WARNING)
    assert warning.message.endswith("is not read. Did you mean `signed`?")


def test_a_column_without_a_name_that_holds_something_is_a_warning():
    (warning,) = load_list("a.csv", b"name,amount,\nAcme Fund,100,Doe").warnings
    assert warning.message == "a column without a name is not read"


def test_a_column_that_stands_twice_is_refused():
    (line,) = messages("a.csv", "name,amount,Amount\nAcme Fund,100,200")
    assert line.startswith("deals/a.csv:1:13: error X109")


def test_a_list_without_names_of_columns_is_refused():
    assert messages("a.csv", "Acme Fund,100") == [
        "deals/a.csv:1:1: error X107 investors: no row has the column names 'name' and 'amount'"
    ]
    assert messages("a.csv", "\n") == [
        "deals/a.csv:1: error X107 investors: no row has the column names 'name' and 'amount'"
    ]


def test_a_needed_column_that_is_missing_is_said_once():
    assert messages("a.csv", "name,warrants\nAcme Fund,100\nBest Fund,5") == [
        "deals/a.csv:1: error X107 investors[].amount: no column is named `amount`: Purchase price that this investor pays, in dollars."
    ]


def test_a_mapped_column_that_is_not_there_is_refused_in_the_term_sheet():
    lines = messages("a.csv", "Investor,Commitment\nAcme Fund,100", "  columns: {name: Investor, amount: Commitmnt}\n")
    assert [line for line in lines if "error" in line] == [
        "deals/deal.yaml:22:37: error X108 investors.columns.amount: the sheet has no column 'Commitmnt'. Did you mean `Commitment`?"
    ]


def test_a_column_that_is_mapped_twice_is_refused_in_the_term_sheet():
    lines = messages(
        "a.csv", "name,amount\nAcme Fund,100", "  columns: {name: name, signatory: name, amount: amount}\n"
    )
    assert [line.partition("error ")[2].partition(": ")[0] for line in lines] == [
        "X109 investors.columns.name",
        "X109 investors.columns.signatory",
    ]


def test_an_address_in_both_ways_is_refused():
    (line,) = messages("a.csv", "name,amount,address_lines,address_1\nAcme Fund,100,a,b")
    assert "X109 investors[].address_lines: this column has an address, and so does 'address_lines'" in line


# What a sheet may do that a term sheet cannot


def hide_row(sheet):
    sheet.row_dimensions[2].hidden = True


def hide_column(sheet):
    sheet.column_dimensions["B"].hidden = True


def strike(sheet):
    sheet["A2"].font = openpyxl.styles.Font(strike=True)


def merge(sheet):
    sheet.merge_cells("A2:A3")


def merge_header(sheet):
    sheet.merge_cells("B1:C1")


def formula(sheet):
    sheet["B2"] = "=50+50"


def fault(sheet):
    sheet["B2"] = "#REF!"


def in_euros(sheet):
    sheet["B2"].number_format = "#,##0.00 [$€-407]"


def as_percentage(sheet):
    sheet["B2"].number_format = "0%"


def dated(sheet):
    sheet["A2"] = date(2026, 1, 2)


def formatted(sheet):
    sheet["A2"] = 42
    sheet["A2"].number_format = "00000"


def flagged(sheet):
    sheet["A2"] = True


HABITS = [
    (hide_row, "2:1: error X111 investors: row 2 is hidden"),
    (hide_column, "1:2: error X111 investors[].amount: cell B1, column 'Amount' is hidden"),
    (strike, "2:1: error X120 investors: row 2 is struck through"),
    (merge, "2:1: error X112 investors[0].name: cell A2, column 'Name': the cells A2:A3 are merged"),
    (merge_header, "1:2: error X112 investors[].amount: cell B1, column 'Amount': the cells B1:C1 are merged"),
    (
        formula,
        "2:2: error X113 investors[0].amount: cell B2, column 'Amount': the cell has a formula without its result",
    ),
    (fault, "2:2: error X114 investors[0].amount: cell B2, column 'Amount': the cell shows #REF!"),
    (
        in_euros,
        "2:2: error X116 investors[0].amount: cell B2, column 'Amount': expected dollars or a count, found a number shown with €",
    ),
    (
        as_percentage,
        "2:2: error X116 investors[0].amount: cell B2, column 'Amount': expected dollars or a count, found a number shown with %",
    ),
    (
        dated,
        "2:1: error X115 investors[0].name: cell A2, column 'Name': expected text, found a date; as text it is '2026-01-02'",
    ),
    (
        formatted,
        "2:1: error X115 investors[0].name: cell A2, column 'Name': expected text, found a number with a special format; as text it is '42'",
    ),
    (
        flagged,
        "2:1: error X115 investors[0].name: cell A2, column 'Name': expected text, found true or false; as text it is 'true'",
    ),
]


@pytest.mark.parametrize(("habit", "expected"), HABITS, ids=[habit.__name__ for habit, _ in HABITS])
def test_what_a_sheet_shows_otherwise_than_it_holds_it_is_refused_with_the_cell(habit, expected):
    data = workbook(HEADER, ["Acme Fund", 100], ["Best Fund", 200], change=habit)
    assert messages("a.xlsx", data)[0] == f"deals/a.xlsx!Round:{expected}"


@pytest.mark.parametrize(
    "code",
    ['"$"#,##0.00', "#,##0", "0", "_($* #,##0.00_);_($* (#,##0.00)", "[$$-409]#,##0", "[$USD] #,##0", '#,##0 "shares"'],
)
def test_formats_of_dollars_and_counts_are_read(code):
    def show(sheet):
        sheet["B2"].number_format = code

    assert investors("a.xlsx", workbook(HEADER, ["Acme Fund", 100], change=show)) == [ACME]


def test_merged_and_formatted_cells_outside_the_list_do_no_harm():
    def decorate(sheet):
        sheet.merge_cells("A1:B1")
        sheet["C9"].number_format = "0%"

    assert investors("a.xlsx", workbook(["Round"], HEADER, ["Acme Fund", 100], change=decorate)) == [ACME]


ODD = {"Y105": "\ufffe", "Y107": "\u200b", "Y108": "\u202e", "Y106": "\u2028"}


@pytest.mark.parametrize("code", ODD)
def test_y13_y14_y15_characters_that_mislead_are_refused_with_the_cell(code):
    name = f"Ac{ODD[code]}me"
    (problem,) = refused_list("a.csv", f"name,amount\n{name},100".encode())
    assert (problem.code, problem.location) == (code, Location("deals/a.csv", 2, 3, 2, 4))
    if code != "Y105":  # XML cannot carry it
        (problem,) = refused_list("a.xlsx", workbook(HEADER, [name, 100]))
        assert (problem.code, problem.location) == (code, Location("deals/a.xlsx!Round", 2, 1))


@pytest.mark.parametrize("escape", ["_x0007_", "_xD800_", "_xFFFE_"])
def test_y12_escapes_of_characters_that_no_document_can_show_are_refused(escape):
    (problem,) = refused_list("a.xlsx", workbook(HEADER, [f"Ac{escape}me", 100]))
    assert (problem.code, problem.location) == ("Y105", Location("deals/a.xlsx!Round", 2, 1))


def test_a_line_end_that_excel_writes_as_an_escape_is_a_line_end():
    rows = [[*HEADER, "Address lines"], ["Acme Fund", 100, "1 Road_x000D_\nTown"]]
    assert investors("a.xlsx", workbook(*rows))[0]["address_lines"] == ("1 Road", "Town")


# The file


def test_y07_windows_1252_is_refused_with_the_line():
    assert messages("a.csv", "name,amount\nSociété,100".encode("cp1252")) == [
        "deals/a.csv:2:5: error Y104 byte E9 is not UTF-8; as Windows-1252 it is 'é'",
        "deals/a.csv:2:7: error Y104 byte E9 is not UTF-8; as Windows-1252 it is 'é'",
    ]


def test_y06_utf_16_is_refused():
    assert messages("a.csv", "name,amount\nA,1".encode("utf-16")) == [
        "deals/a.csv:1:1: error Y103 the file is UTF-16 or UTF-32"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('name,amount\n"Acme,100\nBest,5', "2:1: error X106 this quotation mark is not closed"),
        (
            'name,amount\n"Acme" Fund,100',
            "2:1: error X106 text follows the closing quotation mark of this cell: 'Fund'",
        ),
    ],
)
def test_quotation_marks_that_do_not_pair_are_refused(text, expected):
    assert messages("a.csv", text) == [f"deals/a.csv:{expected}"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "X101 investors.from: a.csv does not exist"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "X103 investors.from: a.csv is an old .xls workbook, or encrypted"),
        (b"%PDF-1.7", "X103 investors.from: a.csv is a PDF"),
        (b"<html><table>", "X103 investors.from: a.csv is a web page or XML"),
    ],
)
def test_what_is_no_list_is_refused_where_the_term_sheet_names_it(content, expected):
    assert messages("a.csv", content) == [f"deals/deal.yaml:21:9: error {expected}"]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (IsADirectoryError(), "is a folder"),
        (PermissionError(), "may not be read"),
        (OSError(), "cannot be read"),
        (ValueError("embedded null byte"), "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(error, expected):
    def beside(name):
        raise error

    with pytest.raises(InputError) as refusal:
        load_term_sheet(referring("lists").encode(), "deal.yaml", beside)
    assert f"X101 investors.from: lists {expected}" in str(refusal.value)


def test_a_file_of_another_machine_is_not_opened():
    def beside(name):
        raise AssertionError

    for name in ("//host/share/a.xlsx", r"\\host\share\a.xlsx"):
        found = refused_from_beside(referring(name), beside)
        assert [problem.code for problem in found] == ["X101"]


def refused_from_beside(yaml, beside):
    with pytest.raises(InputError) as refusal:
        load_term_sheet(yaml.encode(), "deal.yaml", beside)
    return refusal.value.problems


def test_where_no_file_can_be_read_a_list_is_refused():
    (problem,) = refused(referring("a.csv"))
    assert (problem.code, problem.message) == ("X101", "other files cannot be read here")


def test_a_file_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(investors_file, "LARGEST_LIST", 10)
    assert messages("a.csv", "name,amount\nAcme,100") == [
        "deals/deal.yaml:21:9: error X102 investors.from: a.csv has more than 10 bytes"
    ]


def test_v29_more_rows_than_the_limit_are_refused(monkeypatch):
    rows = [HEADER, *([f"Fund {number}", 1] for number in range(12))]
    for module in (reading, grid):
        monkeypatch.setattr(module, "MOST_ROWS", 10)
    monkeypatch.setattr("assembler.investors.delimited.MOST_ROWS", 10)
    assert messages("a.xlsx", workbook(*rows)) == ["deals/a.xlsx: error X102 the sheet has more than 10 rows"]
    text = "\n".join(f"{name},{amount}" for name, amount in rows)
    assert messages("a.csv", text) == ["deals/a.csv: error X102 the list has more than 10 rows"]


def test_a_list_without_investors_is_refused():
    assert messages("a.csv", "name,amount\n") == ["deals/a.csv:1:1: error X119 investors: the sheet has no investors"]


def test_a_sheet_cannot_be_named_in_a_text_file():
    assert messages("a.csv", "name,amount\nA,1", "  sheet: Round\n") == [
        "deals/deal.yaml:22:10: error X105 investors.sheet: a.csv is a text file and has no sheets"
    ]


# Workbooks that are damaged, or made to do harm


def repacked(change, data=None):
    """A workbook with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(data or workbook(HEADER, ["Acme Fund", 100]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHARED_STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet_xml(*rows):
    inner = "".join(f"<row>{row}</row>" for row in rows)
    return f"<worksheet {MAIN}><sheetData>{inner}</sheetData></worksheet>".encode()


def as_excel_writes_it(parts):
    """Shared strings, some of several runs and with readings beside them; cells without addresses; results of formulas."""
    strings = [
        "<t>Name</t>",
        "<t>Amount</t>",
        "<r><t>Ac</t></r><r><rPr><b/></rPr><t>me Fund</t></r><rPh sb='0' eb='1'><t>reading</t></rPh>",
    ]
    texts = "".join(f"<si>{string}</si>" for string in strings)
    parts["xl/sharedStrings.xml"] = f"<sst {MAIN}>{texts}</sst>".encode()
    declared = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED_STRINGS}"/></Types>'.encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", declared)
    parts["xl/worksheets/sheet1.xml"] = sheet_xml(
        '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="str"><f>A1</f><v>Telephone</v></c>',
        '<c t="s"><v>2</v></c><c><f>50+50</f><v>100</v></c><c t="str"><f>""</f><v></v></c>',
    )


def test_a_workbook_is_read_as_excel_writes_it():
    assert investors("a.xlsx", repacked(as_excel_writes_it)) == [ACME]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("<c><f>50+50</f><v></v></c>", "X113"),
        ('<c t="str"><f>A1</f></c>', "X113"),
        ('<c t="str"><f>A1</f><v></v></c>', "T102"),
        ("<c><f>1/0</f><v>100</v></c>", ""),
    ],
)
def test_a_formula_is_read_by_its_saved_result(cell, expected):
    def computed(parts):
        parts["xl/worksheets/sheet1.xml"] = sheet_xml(
            *(f'<c t="inlineStr"><is><t>{text}</t></is></c>{more}' for text, more in (("Name", AMOUNT), ("Acme", cell)))
        )

    data = repacked(computed)
    if expected:
        assert f"error {expected} investors[0].amount" in messages("a.xlsx", data)[0]
    else:
        assert investors("a.xlsx", data)[0]["amount"] == 100


AMOUNT = '<c t="inlineStr"><is><t>Amount</t></is></c>'


def test_other_sheets_and_links_to_other_workbooks_are_not_read():
    def add(sheet):
        sheet.parent.create_sheet("Model").append(["=[1]Prices!A1"])

    def link(parts):
        book, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
        reference = (
            f'</sheets><externalReferences><externalReference xmlns:r="{OFFICE}" r:id="rId99"/></externalReferences>'
        )
        relation = f'<Relationship Id="rId99" Type="{OFFICE}/externalLink" Target="externalLinks/externalLink1.xml"/>'
        parts[book] = parts[book].replace(b"</sheets>", reference.encode())
        parts[relations] = parts[relations].replace(b"</Relationships>", f"{relation}</Relationships>".encode())
        parts["xl/worksheets/sheet2.xml"] = parts["xl/externalLinks/externalLink1.xml"] = b"<broken"

    data = repacked(link, workbook(HEADER, ["Acme Fund", 100], change=add))
    assert investors("a.xlsx", data, "  sheet: Round\n") == [ACME]


def test_a_chart_is_not_taken_for_a_sheet():
    def add(sheet):
        sheet.parent.create_chartsheet("Chart").add_chart(openpyxl.chart.BarChart())

    assert investors("a.xlsx", workbook(HEADER, ["Acme Fund", 100], change=add)) == [ACME]


def test_a_date_of_a_workbook_that_counts_from_1904_is_that_date():
    def count_from_1904(sheet):
        dated(sheet)
        sheet.parent.epoch = openpyxl.utils.datetime.MAC_EPOCH

    assert "'2026-01-02'" in messages("a.xlsx", workbook(HEADER, ["x", 100], change=count_from_1904))[0]


def bomb(parts):
    parts["xl/worksheets/sheet1.xml"] = b" " * 30_000_000


def laughs(parts):
    parts["xl/workbook.xml"] = b'<!DOCTYPE a [<!ENTITY b "ha">]>' + parts["xl/workbook.xml"]


def hidden_laughs(parts):
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'
    parts["xl/worksheets/sheet1.xml"] = text.encode("utf-16")


def broken(parts):
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:-40]


def in_utf_7(parts):
    """A part that hides its document type from whoever looks for it in UTF-8."""
    hidden = b"<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE workbook>"
    parts["xl/workbook.xml"] = hidden + parts["xl/workbook.xml"]


def open_document(parts):
    parts["content.xml"] = parts.pop("xl/workbook.xml")


def broken_styles(parts):
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(
        b"<fonts", b"<fonts><font><sz val='x'/></font></fonts><fonts"
    )


def infinite(parts):
    parts["xl/worksheets/sheet1.xml"] = sheet_xml('<c r="A1"><v>1e999</v></c>')


def strange_cell(parts):
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b'r="B2"', b'r="B2;"')


def missing_string(parts):
    parts["xl/worksheets/sheet1.xml"] = sheet_xml('<c r="A1" t="s"><v>7</v></c>')


def another_kind(parts):
    parts["word/document.xml"] = parts.pop("xl/workbook.xml")


def strict(parts):
    parts["xl/workbook.xml"] = b'<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (bomb, "X102 the workbook is too large: its part xl/worksheets/sheet1.xml would unpack to 30,000,000 bytes"),
        (laughs, "X104 its part xl/workbook.xml has a document type"),
        (hidden_laughs, "X104 the workbook is damaged"),
        (in_utf_7, "X104 the workbook is damaged"),
        (broken, "X104 the workbook is damaged"),
        (broken_styles, "X104 the workbook is damaged"),
        (infinite, "X104 the workbook is damaged"),
        (strange_cell, "X104 the workbook is damaged"),
        (missing_string, "X104 the workbook is damaged"),
        (another_kind, "X103 the file is a Word document"),
        (open_document, "X103 the file is an OpenDocument file"),
        (strict, "X103 the workbook is saved as Strict Open XML"),
    ],
)
def test_a_workbook_that_is_damaged_or_hostile_is_refused(change, expected):
    (line,) = messages("a.xlsx", repacked(change))
    assert line.startswith(f"deals/a.xlsx: error {expected}")


def test_a_workbook_with_too_many_parts_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ENTRIES", 3)
    assert messages("a.xlsx", repacked(dict))[0].startswith("deals/a.xlsx: error X104 the workbook has too many")


@settings(max_examples=60, deadline=None)
@given(index=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_a_workbook_with_any_byte_changed_is_read_or_refused(index, byte):
    data = bytearray(SOUND)
    data[index % len(data)] = byte
    with contextlib.suppress(InputError):
        load_list("a.xlsx", bytes(data))


SOUND = workbook(HEADER, ["Acme Fund", 100])


def test_a_workbook_with_more_merged_cells_than_a_list_has_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_MERGED", 1)

    def merge_twice(sheet):
        sheet.merge_cells("D1:D2")
        sheet.merge_cells("E1:E2")

    data = workbook(HEADER, ["Acme Fund", 100], change=merge_twice)
    assert messages("a.xlsx", data) == ["deals/a.xlsx: error X102 the sheet has more than 1 groups of merged cells"]


# An outside judge of what stands in the cells


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=8),
            st.one_of(st.integers(1, 10**9), st.decimals(1, 10**6, places=2)),
        ),
        min_size=1,
        max_size=8,
        unique_by=lambda row: row[0].casefold(),
    )
)
def test_openpyxl_finds_the_same_in_the_cells(rows):
    data = workbook(HEADER, *([f"Fund {name}", amount] for name, amount in rows))
    sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True)["Round"]
    theirs = [(name, Decimal(repr(amount))) for name, amount in list(sheet.values)[1:]]
    assert [(investor["name"], investor["amount"]) for investor in investors("a.xlsx", data)] == theirs


# What the term sheet says of the list


def test_a_slip_in_what_the_term_sheet_says_of_the_list_is_a_slip_like_any_other():
    found = [
        str(problem).splitlines()[0]
        for problem in refused(
            spoilt(
                (
                    "investors:\n  - name: White Investments Ltd.\n    amount: 1,100,000\n",
                    "investors:\n  form: a.xlsx\n  columns: {nam: Investor, amount: }\n",
                )
            )
        )
    ]
    assert found == [
        "deal.yaml:21:3: error T101 investors.form: `investors` has no field `form`. Did you mean `from`?",
        "deal.yaml:22:13: error T101 investors.columns.nam: `investors.columns` has no field `nam`. Did you mean `name`?",
        "deal.yaml:22:36: error T108 investors.columns.amount: the value is empty",
    ]


# The empty sheet


def test_the_empty_sheet_is_read_when_it_is_filled_in():
    book = openpyxl.load_workbook(io.BytesIO(investors_sheet.as_workbook()))
    sheet = book["Investors"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for name, typed in {"name": "Acme Fund", "amount": 100, "address_1": "1 Road", "signed": "true"}.items():
        sheet.cell(2, columns[name]).value = typed
    stream = io.BytesIO()
    book.save(stream)
    assert investors("a.xlsx", stream.getvalue()) == [ACME | {"address_lines": ("1 Road",), "signed": True}]
    typed = {"name": "Acme Fund", "kind": "entity", "address_1": "1 Road", "amount": "100", "signed": "true"}
    empty = investors_sheet.as_csv().decode()
    row = ",".join(typed.get(name, "") for name in empty.lstrip("\ufeff").strip().split(","))
    assert investors("a.csv", f"{empty}{row}\r\n")[0]["address_lines"] == ("1 Road",)


def test_the_empty_sheet_has_a_column_for_every_term_that_a_cell_can_hold():
    names = investors_sheet.as_csv().decode("utf-8-sig").strip().split(",")
    from assembler.termsheet.schema import Investor

    assert [name for name in Investor.model_fields if name not in names] == [
        "address_lines",
        "copies",
        "class_warrants",
        "class_warrant_numbers",
    ]
    assert investors_sheet.as_workbook() == investors_sheet.as_workbook()


def fixes_of(data, code, line):
    """Return the replacements of the fixes of all problems with this code."""
    found = [
        problem
        for problem in refused_list("a.xlsx", data, line, CALLED_OTHERWISE * ("columns" not in line))
        if problem.code == code
    ]
    assert all(problem.fix is None or problem.fix.place == problem.location for problem in found)
    return [problem.fix and problem.fix.replacement for problem in found]


def test_a_near_name_of_a_sheet_or_a_column_has_a_fix():
    data = workbook(["Investor", "Commitment"], ["Acme Fund", 1000])
    assert fixes_of(data, "X105", "  sheet: Rond\n") == ["Round"]
    assert fixes_of(data, "X108", "  columns: {name: Investor, amount: Commitmnt}\n") == ["Commitment"]
    assert fixes_of(data, "X108", "  columns: {name: Investor, amount: Price}\n") == [None]


# Usual headings


@pytest.mark.parametrize(
    "headings",
    [
        ["Investor", "Commitment"],
        ["Name of Purchaser", "Purchase Amount"],
        ["Subscriber", "Subscription Amount ($)"],
        ["Entity", "Investment"],
        ["Purchaser's Name", "Aggregate Purchase Price"],
    ],
)
def test_usual_headings_of_name_and_amount_are_known(headings):
    assert investors("a.xlsx", workbook(headings, ["Acme Fund", 100])) == [{"name": "Acme Fund", "amount": 100}]


def test_usual_headings_of_other_fields_are_known():
    headings = [
        "Investor",
        "Entity Type",
        "Phone",
        "Fax #",
        "E-mail Address",
        "Address 1",
        "Address 2",
        "Signatory",
        "Title",
        "No. of Shares",
    ]
    row = [
        "Acme Fund",
        "LLC",
        "(555) 010-0101",
        "(555) 010-0102",
        "jo@example.com; legal@example.com",
        "1 Pier",
        "Boston, Massachusetts 02110",
        "Jo Roe",
        "Manager",
    ]
    data = workbook([*headings, "Commitment"], [*row, 91, 100])
    assert investors("a.xlsx", data) == [
        {
            "name": "Acme Fund",
            "kind": "limited_liability_company",
            "address_lines": ("1 Pier", "Boston, Massachusetts 02110"),
            "telephone": "(555) 010-0101",
            "facsimile": "(555) 010-0102",
            "email": "jo@example.com, legal@example.com",
            "signatory": "Jo Roe",
            "signatory_title": "Manager",
            "shares": 91,
            "amount": 100,
        }
    ]


@pytest.mark.parametrize("heading", ["Entity", "Type"])
def test_a_column_of_kinds_is_the_kind_whatever_it_is_called(heading):
    data = workbook(["Investor", heading, "Amount"], ["Acme LP", "LP", 100], ["Jo Roe", "Natural person", 200])
    assert [investor["kind"] for investor in investors("a.xlsx", data)] == ["limited_partnership", "individual"]


def test_two_columns_that_mean_the_same_field_are_named_both():
    (line,) = messages("a.csv", "Investor,Purchaser,Amount\nAcme Fund,Best Fund,100")
    assert line.endswith("error X109 the columns 'Investor' and 'Purchaser' both mean `name`")


def test_a_column_that_is_mapped_leaves_the_other_one_unread():
    (warning,) = load_list(
        "a.csv", b"Investor,Purchaser,Amount\nAcme Fund,Best Fund,100", "  columns: {name: Purchaser}\n"
    ).warnings
    assert (warning.code, warning.severity) == ("X110", Severity.WARNING)


@pytest.mark.parametrize("heading", ["Number", "Date", "Price", "Contact", "Notes"])
def test_a_heading_that_may_mean_several_fields_is_not_guessed(heading):
    (warning,) = load_list("a.csv", f"Investor,Amount,{heading}\nAcme Fund,100,x".encode()).warnings
    assert (warning.code, warning.severity) == ("X110", Severity.WARNING)


def test_a_row_holds_jurisdiction_tiers_and_those_who_sign_beside():
    headings = ["Name", "Entity Type", "Jurisdiction of Formation", "General Partner", "Co-signatories", "Amount"]
    tiers = "Acme GP LLC, its general partner; Acme Holdings Inc., its managing member"
    data = workbook(headings, ["Acme Fund", "LP", "Delaware", tiers, "Jo Roe, Jr., Vice President; Al Poe", 100])
    (investor,) = investors("a.xlsx", data)
    assert (investor["kind"], investor["jurisdiction"]) == ("limited_partnership", "Delaware")
    assert investor["signs_by"] == tuple(tiers.split("; "))
    assert investor["co_signatories"] == (
        {"name": "Jo Roe, Jr.", "title": "Vice President"},
        {"name": "Al Poe"},
    )
