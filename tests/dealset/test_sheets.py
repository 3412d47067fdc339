"""The sheets of a set: their sums are right, they agree with Annex I, and other programs can read them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from decimal import Decimal

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from assembler.dealset.sheets import write_sheets
from assembler.document.tree import Table
from assembler.document.walk import words_of
from assembler.exports import cap_table
from assembler.exports.sheet import Column, ColumnKind, FigureSheet
from assembler.exports.xlsx import as_workbook
from assembler.termsheet.schedule import schedule_of
from tests import deals
from tests.dealset.closings import CAP_TABLE, after, before
from tests.test_set import values

WORKED = ["new-stock-and-warrants", "new-stock-only", "new-covenant-warrants", "focus-2002-11", "focus-2003-07"]
FORMS = ["focus-2002-01", "focus-2003-07"]
FIGURES = (".shares", ".warrants", ".amount")
STOCK, WARRANT = "TX_STOCK_ISSUANCE", "TX_WARRANT_ISSUANCE"


def composed(stem, yaml=None):
    """Compose a term sheet with a cap table. One that drafts a form becomes a draft with amounts."""
    yaml = yaml or deals.sheet(stem)
    if "status: form" in yaml:
        yaml = deals.without_departures(yaml).replace("status: form", "status: draft")
        # A form need not say at what price and for how long its warrants are exercised.
        yaml = yaml.replace("  coverage: 20%\n", "  coverage: 20%\n  exercise_price: 1.36\n  term_years: 4\n")
    if "departures:" in yaml:
        return deals.compose_text(yaml.replace("\ndepartures:", CAP_TABLE + "\ndepartures:"))
    return deals.compose_text(yaml + CAP_TABLE)


def sheets(document_set):
    return write_sheets(document_set, None, ("sheets",))


def of_csv(content):
    """Return the rows by name, and the totals, each as shares, warrants (0 for none) and dollars."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    figures = [(row["Registered Name"], _figures(row)) for row in rows]
    assert figures[-1][0] == "Total"
    return figures[:-1], figures[-1][1]


def of_workbook(content):
    rows = list(load_workbook(io.BytesIO(content)).active.values)
    figures = [(row[0], _figures(dict(zip(rows[0], row, strict=True)))) for row in rows[1:]]
    return figures[:-1], figures[-1][1]


def _figures(row):
    return tuple(Decimal(str(row.get(name) or 0)) for name in ("Shares", "Warrants", "Amount"))


def of_cap_table(content):
    """Return rows and totals of the transactions in a cap table."""
    files = cap_table.read(content)
    names = {holder["id"]: holder["name"]["legal_name"] for holder in files["Stakeholders.ocf.json"]["items"]}
    by_name = {}
    for issuance in files["Transactions.ocf.json"]["items"]:
        figures = by_name.setdefault(names[issuance["stakeholder_id"]], {STOCK: 0, WARRANT: 0, "paid": 0})
        figures[issuance["object_type"]] += Decimal(issuance["quantity"])
        figures["paid"] += Decimal(issuance.get("cost_basis", {}).get("amount", 0))
    rows = [(name, tuple(figures.values())) for name, figures in by_name.items()]
    return rows, tuple(map(sum, zip(*(figures for _, figures in rows), strict=True)))


def of_annex(document_set, stem="annex-i-schedule-of-investors"):
    """Return rows and totals of the drafted Annex I."""
    (piece,) = (piece for piece in document_set.documents if piece.stem == stem)
    (table,) = (block for clause in piece.document.clauses for block in clause.blocks if isinstance(block, Table))
    rows = [(row.kind, [[words_of(line) for line in cell] for cell in row.cells]) for row in table.rows]
    # The day of the closing is the last column of an annex as of a later closing, and no figure.
    end = -1 if rows[0][1][-1] == ["Closing"] else None
    figures = [(kind, cells[0][0], _printed(cells[1:end])) for kind, cells in rows if kind != "head"]
    assert figures[-1][0] == "total"
    return [(name, row) for _, name, row in figures[:-1]], figures[-1][2]


def _printed(cells):
    numbers = [_figure(cell[0]) for cell in cells]
    return tuple(numbers) if len(numbers) == 3 else (numbers[0], Decimal(0), numbers[1])


@pytest.mark.parametrize("stem", WORKED)
def test_every_sheet_foots_and_says_the_same_to_the_share(stem):
    document_set = composed(stem)
    files = sheets(document_set)
    rows, total = of_csv(files["schedule-of-investors.csv"])
    assert total == tuple(map(sum, zip(*(figures for _, figures in rows), strict=True)))
    assert of_workbook(files["schedule-of-investors.xlsx"]) == (rows, total)
    assert of_cap_table(files["cap-table.ocf.zip"]) == (rows, total)
    terms = document_set.deal.terms
    assert total == (terms.offering.total_shares, terms.warrants.total_warrants or 0, terms.offering.aggregate_amount)


@pytest.mark.parametrize("stem", ["new-stock-and-warrants", "new-stock-only", "focus-2003-07"])
def test_the_sheets_say_what_annex_i_says(stem):
    document_set = composed(stem)
    assert of_csv(sheets(document_set)["schedule-of-investors.csv"]) == of_annex(document_set)


@pytest.mark.parametrize("stem", ["new-covenant-warrants", "focus-2002-11"])
def test_where_there_is_no_annex_i_the_sheets_say_what_the_signature_pages_say(stem):
    # What was filed in 2002 has a slip on the second page, which a departure brings back.
    document_set = composed(stem, deals.without_departures(deals.sheet(stem)))
    rows, _ = of_csv(sheets(document_set)["schedule-of-investors.csv"])
    printed = [
        {value.path.rpartition(".")[2]: _figure(value.text) for value in values(piece) if value.path.endswith(FIGURES)}
        for piece in document_set.documents
        if piece.part == "signatures"
    ]
    assert [tuple(page.get(name, Decimal(0)) for name in ("shares", "warrants", "amount")) for page in printed] == [
        figures for _, figures in rows
    ]


def _figure(text):
    return Decimal(text.replace(",", "").replace("$", ""))


def test_the_sheets_as_of_a_closing_say_what_annex_i_says_as_of_it():
    document_set = deals.compose_text(after().replace("name: =SUM", "name: SUM"))
    files = sheets(document_set)
    annex = of_annex(document_set, "annex-i-schedule-of-investors-closing-2")
    for read, name in ((of_csv, "csv"), (of_workbook, "xlsx")):
        assert read(files[f"schedule-of-investors-closing-2.{name}"]) == annex
    assert of_cap_table(files["cap-table-closing-2.ocf.zip"]) == annex
    rows = csv.DictReader(io.StringIO(files["schedule-of-investors-closing-2.csv"].decode("utf-8-sig")))
    assert [(row["Closing"], row["Closing Date"]) for row in rows][-3:] == [("2", "2026-10-15")] * 2 + [("", "")]


@pytest.mark.parametrize("stem", FORMS)
def test_a_form_of_agreement_which_discloses_no_amounts_has_no_sheets(stem):
    assert sheets(deals.draft(stem)) == {}


def test_a_warrant_by_itself_has_no_sheets():
    assert sheets(deals.draft("focus-2001-12-warrant")) == {}


@pytest.mark.parametrize("name", ["=1+1", "+1 Capital", "-Minus LP", "@home Ltd.", '=HYPERLINK("http://x")'])
def test_text_that_begins_as_a_formula_stays_text(name):
    yaml = deals.replaced(before(), "name: Quillfeather Capital Partners LLC", f"name: '{name}'")
    files = sheets(deals.compose_text(yaml))
    cell = load_workbook(io.BytesIO(files["schedule-of-investors.xlsx"])).active["A3"]
    assert (cell.value, cell.data_type, cell.number_format) == (name, "s", "@")
    assert of_csv(files["schedule-of-investors.csv"])[0][1][0] == f"'{name}"


def test_figures_of_a_workbook_are_numbers_with_a_format_and_dates_are_dates():
    content = sheets(deals.compose_text(after()))["schedule-of-investors-closing-2.xlsx"]
    sheet = load_workbook(io.BytesIO(content)).active
    cells = {head.value: cell for head, cell in zip(sheet[1], sheet[6], strict=True)}
    assert (cells["Shares"].value, cells["Shares"].number_format) == (42500, "#,##0")
    assert (cells["Amount"].value, cells["Amount"].number_format) == (100937.5, '"$"#,##0.00')
    assert (str(cells["Closing Date"].value.date()), cells["Closing Date"].is_date) == ("2026-09-17", True)
    assert sheet.freeze_panes == "A2"


def test_decimals_are_exact_and_a_number_that_excel_would_round_is_text():
    files = sheets(deals.compose_text(deals.replaced(before(), "amount: 150,000", "amount: 150,000.10")))
    assert ",150000.10," in files["schedule-of-investors.csv"].decode("utf-8-sig")
    most = FigureSheet(
        "x", [Column("Amount", ColumnKind.DOLLARS)], [[Decimal("999999999999999.99")]], [[Decimal("0.10")]]
    )
    sheet = load_workbook(io.BytesIO(as_workbook(most))).active
    assert [cell.value for (cell,) in sheet.rows] == ["Amount", "999999999999999.99", 0.1]


def test_a_certificate_number_is_the_one_stated_and_else_said_to_be_blank():
    stated = "name: Ostara Opportunity Fund Ltd.\n    certificate_number: CS-104\n    warrant_number: W-12"
    files = sheets(deals.compose_text(deals.replaced(before(), "name: Ostara Opportunity Fund Ltd.", stated)))
    rows = list(csv.DictReader(io.StringIO(files["schedule-of-investors.csv"].decode("utf-8-sig"))))
    assert [(row["Certificate No."], row["Warrant No."]) for row in rows[1:4]] == [
        ("(blank)", "(blank)"),
        ("CS-104", "W-12"),
        ("(blank)", "(blank)"),
    ]
    issued = cap_table.read(files["cap-table.ocf.zip"])["Transactions.ocf.json"]["items"]
    assert [issuance["custom_id"] for issuance in issued] == ["", "", "CS-104", "", "", "", "", "W-12", "", ""]
    assert "The number is not stated, and custom_id is empty." in issued[0]["comments"]
    assert "The number is not stated, and custom_id is empty." not in issued[2]["comments"]


def test_an_open_point_is_a_bracket_in_a_sheet_and_leaves_the_cap_table_out_which_is_said():
    document_set = deals.compose_text(deals.replaced(before(), "amount: 875,000", "amount: TBD (about 900,000)"))
    files = sheets(document_set)
    assert sorted(files) == ["schedule-of-investors.csv", "schedule-of-investors.xlsx"]
    assert ',[●],[●],"[about 900,000]",' in files["schedule-of-investors.csv"].decode("utf-8-sig")
    warnings = [problem.message for problem in document_set.warnings if problem.code == "T415"]
    assert warnings == ["the cap table cannot be written while these are TBD: investors[1].amount"]


@pytest.mark.parametrize(
    ("place", "stock", "heading", "named", "country"),
    [
        ("Cayman Islands", "ordinary shares", "Shares", "Ordinary Shares", "KY"),
        ("Delaware", "common units", "Units", "Common Units", "US"),
        ("Freedonia", "Class A shares", "Shares", "Class A Shares", "ZZ"),
    ],
)
def test_the_sheets_name_what_the_company_sells_and_where_it_was_formed(place, stock, heading, named, country):
    yaml = deals.sheet("new-stock-and-warrants").replace("  jurisdiction: Delaware\n", f"  jurisdiction: {place}\n")
    yaml = deals.replaced(yaml, "offering:\n", f"offering:\n  stock: {stock}\n")
    files = sheets(deals.compose_text(f"{yaml}{CAP_TABLE}"))
    assert next(csv.reader(io.StringIO(files["schedule-of-investors.csv"].decode("utf-8-sig"))))[2] == heading
    written = cap_table.read(files["cap-table.ocf.zip"])
    assert written["StockClasses.ocf.json"]["items"][0]["name"] == named
    assert written[cap_table.MANIFEST]["issuer"]["country_of_formation"] == country


def test_there_is_no_cap_table_where_the_term_sheet_does_not_ask_for_one():
    assert "cap-table.ocf.zip" not in sheets(deals.draft("new-covenant-warrants"))


@pytest.mark.parametrize("change", ["shares", "warrants", "amount"])
def test_a_cap_table_that_is_not_the_schedule_is_not_given_out(change):
    terms = deals.compose_text(before()).deal.terms
    schedule = schedule_of(terms)
    written = cap_table.read(cap_table.write(terms, schedule, ""))
    holding = schedule.holdings[1]
    other = holding.investor.model_copy(update={change: getattr(holding.investor, change) + 1})
    holdings = (schedule.holdings[0], replace(holding, investor=other), *schedule.holdings[2:])
    with pytest.raises(cap_table.NotReconciled):
        cap_table.reconcile(written, replace(schedule, holdings=holdings))
    with pytest.raises(cap_table.NotReconciled):
        cap_table.reconcile(written, replace(schedule, **{change: getattr(schedule, change) + 1}))


@pytest.mark.parametrize("stem", WORKED)
def test_a_cap_table_is_valid_by_the_schema_of_its_format(stem, tmp_path):
    ocf = pytest.importorskip("pyocf.captable", reason="the models of the format's schema are not installed")
    content = sheets(composed(stem))["cap-table.ocf.zip"]
    (tmp_path / "deal.ocf.zip").write_bytes(content)
    table = ocf.Captable.load(tmp_path / "deal.ocf.zip")
    files = cap_table.read(content)
    assert _told(table.manifest) == files["Manifest.ocf.json"]
    for kind in ("stakeholders", "stock_classes", "stock_legend_templates", "transactions"):
        (named,) = getattr(table.manifest, f"{kind}_files")
        # The models let a name pass that the format does not have: what they took in must be all there was.
        assert [_told(one) for one in getattr(table, kind)] == files[named.filepath]["items"]


def _told(model):
    return json.loads(model.model_dump_json(exclude_unset=True))


def test_what_refers_in_a_cap_table_refers_to_what_is_there_and_checksums_are_right():
    content = sheets(deals.compose_text(after()))["cap-table-closing-2.ocf.zip"]
    files = cap_table.read(content)
    items = {one["id"]: one for name in files if name != "Manifest.ocf.json" for one in files[name]["items"]}
    issued = files["Transactions.ocf.json"]["items"]
    assert len(items) == sum(len(file["items"]) for name, file in files.items() if name != "Manifest.ocf.json")
    for one in issued:
        assert items[one["stakeholder_id"]]["object_type"] == "STAKEHOLDER"
        if one["object_type"] == STOCK:
            assert items[one["stock_class_id"]]["object_type"] == "STOCK_CLASS"
            assert [items[legend]["object_type"] for legend in one["stock_legend_ids"]] == ["STOCK_LEGEND_TEMPLATE"]
    assert len({one["security_id"] for one in issued}) == len(issued)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for key, named in files["Manifest.ocf.json"].items():
            for one in named if key.endswith("_files") else ():
                assert one["md5"] == hashlib.md5(archive.read(one["filepath"]), usedforsecurity=False).hexdigest()
    assert {one["date"] for one in issued} == {"2026-09-17", "2026-10-15"}
    assert {one["warrant_expiration_date"] for one in issued if "quantity_source" in one} == {
        "2031-09-17",
        "2031-10-15",
    }


def test_a_row_is_as_high_as_its_address_and_no_higher_than_excel_takes():
    column = Column("Address", ColumnKind.TEXT, 10)
    table = FigureSheet("x", [column], [["one\ntwo\nand a third"], ["\n".join("x" * 60)]], [[None]])
    rows = load_workbook(io.BytesIO(as_workbook(table))).active.row_dimensions
    *others, highest = (rows[number].height for number in (1, 2, 3))
    assert others == [None, 60]
    assert 408 < highest <= 409  # XlsxWriter 3.3 rounds to whole pixels, earlier versions do not


def test_a_workbook_bears_no_moment_and_no_author():
    table = FigureSheet("x", [Column("Name", ColumnKind.TEXT)], [["Acme"]])
    content = as_workbook(table)
    assert content == as_workbook(table)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        properties = archive.read("docProps/core.xml").decode()
    assert re.findall(r">([^<\n]+)<", properties) == ["1980-01-01T00:00:00Z"] * 2


def test_a_text_that_looks_like_an_escape_of_excel_stays_as_it_is():
    table = FigureSheet("x", [Column("Name", ColumnKind.TEXT)], [["A_x0041_B"]])
    assert load_workbook(io.BytesIO(as_workbook(table))).active["A2"].value == "A_x0041_B"


def test_a_sheet_has_the_widths_of_its_columns_and_repeats_its_head_on_every_page():
    table = FigureSheet(
        "It's", [Column("Name", ColumnKind.TEXT, 36), Column("Shares", ColumnKind.COUNT)], [["Acme", 5]]
    )
    sheet = load_workbook(io.BytesIO(as_workbook(table))).active
    assert [int(sheet.column_dimensions[letter].width) for letter in "AB"] == [36, 16]
    assert (sheet.title, sheet.print_title_rows, sheet.page_setup.orientation) == ("It's", "$1:$1", "landscape")


@pytest.mark.parametrize(
    ("kind", "figure", "least"),
    [
        (ColumnKind.COUNT, 40_000_000_000_000, len("40,000,000,000,000")),
        (ColumnKind.DOLLARS, Decimal("9123456789012.5"), len("$9,123,456,789,012.50")),
        (ColumnKind.DOLLARS, Decimal("99123456789012.25"), len("99123456789012.25")),
        (ColumnKind.FIGURE, Decimal("1234567890.12345"), len("1,234,567,890.12345")),
    ],
)
def test_a_column_of_a_workbook_is_wider_than_its_longest_figure(kind, figure, least):
    for table in (
        FigureSheet("x", [Column("Amount", kind)], [[5], [figure]]),
        FigureSheet("x", [Column("Amount", kind)], [[5]], [[figure]]),
    ):
        sheet = load_workbook(io.BytesIO(as_workbook(table))).active
        assert sheet.column_dimensions["A"].width > least
