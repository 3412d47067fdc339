"""Cells of a sheet that show something other than they hold: struck or hidden words, and number formats."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill

from assembler.investors.number_formats import shown_otherwise, text_shown_otherwise
from tests.investors.lists import investors, messages, workbook

ROWS = (["Name", "Address 1", "Amount"], ["Quarry Lane Partners, LP", "8 Quarry Lane", 640_000])
READ = [{"name": "Quarry Lane Partners, LP", "address_lines": ("8 Quarry Lane",), "amount": Decimal(640_000)}]


def rich(words, **look):
    return TextBlock(InlineFont(**look), words)


def with_cell(address, *parts, **attributes):
    """A workbook with another text in a cell, or with other attributes of the cell."""

    def change(sheet):
        if parts:
            sheet[address] = CellRichText(*parts)
        for name, value in attributes.items():
            setattr(sheet[address], name, value)

    return workbook(*ROWS, change=change)


def refused_cell(data):
    (said,) = messages("a.xlsx", data)
    return said.removeprefix("deals/a.xlsx!Round:")


STRUCK = "some of its words are struck through"
RAISED = "some of its signs are superscript or subscript, such as the number of a note"
UNSEEN = "some of its words cannot be seen, because of their color or their size"


@pytest.mark.parametrize(
    ("address", "parts", "said"),
    [
        ("A2", (rich("Old Mill LP", strike=True), "Quarry Lane LP"), f"2:1: error X121 investors[0].name: cell A2, column 'Name': {STRUCK}"),
        ("A2", ("Quarry Lane ", rich("Fund I ", b=True, strike=True), "LP"), f"2:1: error X121 investors[0].name: cell A2, column 'Name': {STRUCK}"),
        ("B2", ("8 Quarry Lane", rich("\n7 Quarry Lane", strike=True)), f"2:2: error X121 investors[0].address_lines: cell B2, column 'Address 1': {STRUCK}"),
        ("C2", (rich("6", strike=True), "40,000"), f"2:3: error X121 investors[0].amount: cell C2, column 'Amount': {STRUCK}"),
        ("A2", (rich("Quarry ", strike=True), rich("Lane", strike=True)), "2:1: error X120 investors: row 2 is struck through"),
        ("C2", ("640,000", rich("2", vertAlign="superscript")), f"2:3: error X123 investors[0].amount: cell C2, column 'Amount': {RAISED}"),
        ("A2", ("Quarry Lane LP", rich("(1)", vertAlign="superscript")), f"2:1: error X123 investors[0].name: cell A2, column 'Name': {RAISED}"),
        ("A2", ("Quarry Lane LP", rich("*", vertAlign="subscript")), f"2:1: error X123 investors[0].name: cell A2, column 'Name': {RAISED}"),
        ("A2", ("Quarry Lane LP", rich(" for Old Mill", color="FFFFFFFF")), f"2:1: error X123 investors[0].name: cell A2, column 'Name': {UNSEEN}"),
        ("A2", ("Quarry Lane LP", rich(" for Old Mill", sz=1)), f"2:1: error X123 investors[0].name: cell A2, column 'Name': {UNSEEN}"),
    ],
)  # fmt: skip
def test_words_of_a_cell_that_do_not_count_are_refused_with_the_cell(address, parts, said):
    assert refused_cell(with_cell(address, *parts)) == said


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("Quarry ", rich("Lane", b=True, i=True, u="single", color="FFC00000")), "Quarry Lane"),
        (("Quarry", rich(" ", strike=True), "Lane"), "Quarry Lane"),
        (("5", rich("th", vertAlign="superscript"), " Avenue"), "5th Avenue"),
        ((rich("Quarry Lane", strike=False),), "Quarry Lane"),
    ],
)
def test_words_in_another_look_that_count_are_read(parts, words):
    assert investors("a.xlsx", with_cell("A2", *parts))[0]["name"] == words


def test_words_of_a_text_that_stands_in_its_cell_are_looked_at_too():
    packed = BytesIO(workbook(*ROWS))
    made = BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                runs = b'<c r="A2" t="inlineStr"><is><r><rPr><strike/></rPr><t>Old</t></r><r><t>New</t></r></is></c>'
                begin = content.index(b'<c r="A2"')
                content = content[:begin] + runs + content[content.index(b"</c>", begin) + 4 :]
            new.writestr(name, content)
    assert f"cell A2, column 'Name': {STRUCK}" in refused_cell(made.getvalue())


def test_the_reading_aid_above_a_name_is_not_a_part_of_it():
    packed = BytesIO(with_cell("A2", "Quarry ", rich("Lane", b=True)))
    made = BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            aid = b'<rPh sb="0" eb="2"><t>KUORI</t></rPh></si>'
            content = old.read(name)
            new.writestr(name, content.replace(b"</r></si>", b"</r>" + aid) if "Strings" in name else content)
    assert investors("a.xlsx", made.getvalue())[0]["name"] == "Quarry Lane"


@pytest.mark.parametrize("look", [{"font": Font(color="FFFFFFFF")}, {"font": Font(sz=1)}])
def test_a_cell_that_cannot_be_seen_is_refused(look):
    assert refused_cell(with_cell("A2", **look)).endswith(f"cell A2, column 'Name': {UNSEEN}")


@pytest.mark.parametrize("address", ["A1", "A2"])
def test_white_words_on_a_dark_cell_are_seen(address):
    look = {"font": Font(color="FFFFFFFF"), "fill": PatternFill("solid", fgColor="FF1F3864")}
    assert investors("a.xlsx", with_cell(address, **look)) == READ


def test_a_conditional_format_that_strikes_investors_through_is_refused_at_its_first_cell():
    def mark(font):
        def change(sheet):
            sheet.conditional_formatting.add("B2:C9", FormulaRule(formula=["$C2>1"], font=font))

        return workbook(*ROWS, change=change)

    assert refused_cell(mark(Font(strike=True))) == (
        "2:2: error X124 investors: cell B2, column 'Address 1': a conditional format of B2:C9 strikes cells through or shows another number"
    )
    assert investors("a.xlsx", mark(Font(b=True))) == READ


# Number formats


@pytest.mark.parametrize(
    ("held", "code", "shown"),
    [
        (640_000.4, "#,##0", "640,000"),
        (640_000, "#,##0,", "640"),
        (640_000, '0.00,,"m"', "0.64m"),
        (640_000, '[>=1000]#,##0," K";0', "640 K"),
        (640, '#,##0"k"', "640k"),
        (640_000, '"1"0', "1640000"),
        (640_000, ";;;", "nothing"),
        (640_000, '"to be agreed"', "to be agreed"),
        (640_000, "(#,##0)", "(640,000)"),
        (640_000, "0.00E+00", "it in another notation"),
        (640_000, "000-000", "it in another notation"),
    ],
)
def test_a_number_format_that_shows_another_number_is_refused_with_both(held, code, shown):
    data = with_cell("C2", value=held, number_format=code)
    assert refused_cell(data) == (
        f"2:3: error X122 investors[0].amount: cell C2, column 'Amount': the sheet shows {shown}, and the cell holds {held:,}"
    )


@pytest.mark.parametrize(
    "code",
    [
        *('"$"#,##0 "USD"', "[Red]#,##0", "# ##0", "#'##0", "0.0##", "000000000", "@", 'General" USD"'),
        *('_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)', "[Blue][>=5]#,##0;[Red]#,##0", "#,##0_);[Red](#,##0)"),
    ],
)
def test_a_number_format_that_shows_the_number_is_read(code):
    assert investors("a.xlsx", with_cell("C2", number_format=code)) == READ


@pytest.mark.parametrize(("code", "shown"), [(";;;", "nothing"), ('@" (withdrawn)"', "'8 Quarry Lane (withdrawn)'")])
def test_a_number_format_that_shows_other_words_is_refused(code, shown):
    said = f"the sheet shows {shown}, and the cell holds '8 Quarry Lane'"
    assert refused_cell(with_cell("B2", number_format=code)).endswith(said)


def test_a_total_that_is_shown_otherwise_is_refused():
    def show(sheet):
        sheet["C3"].number_format = "#,##0,"

    said = messages("a.xlsx", workbook(*ROWS, ["Total", None, 640_000], change=show))
    assert said == [
        "deals/a.xlsx!Round:3:3: error X122 investors: cell C3, column 'Amount': the sheet shows 640, and the cell holds 640,000"
    ]


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("-5", "#,##0;#,##0", "5"),
        ("-5", "#,##0;[Red](#,##0)", None),
        ("-5", "0.00", None),
        ("0", ";;;", None),
        ("99.5", "0", "100"),
        ("100", '[=100]"none";0', "none"),
        ("1000", '#,##0" 000"', "1,000 000"),
        ("0.5", "# ?/?", "it in another notation"),
    ],
)
def test_what_excel_shows_of_a_number(number, code, shown):
    assert shown_otherwise(Decimal(number), code) == shown


def test_a_format_shows_a_text_by_its_fourth_part():
    assert text_shown_otherwise("Acme", '0;-0;0;"x"') == "x"
    assert text_shown_otherwise("Acme", "0;-0;0;@") is None
    assert text_shown_otherwise("Acme", "#,##0") is None
