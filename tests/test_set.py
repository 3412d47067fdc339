"""The set of a deal: which documents there are, and that their figures come from the same terms."""

from __future__ import annotations

import json
import re

import pytest
import yaml

from assembler.dealset.build import write
from assembler.dealset.documents import LONGEST, SetPart, file_stem
from assembler.document import walk
from assembler.document.tree import Series, Value
from assembler.exports import text
from assembler.pipeline import check
from tests import deals


def sheet(status="draft", **changes):
    """The deal of 2003 as it stood before it was signed, with exercise price and term."""
    yaml = deals.without_departures(deals.sheet("focus-2003-07")).replace("status: form", f"status: {status}")
    return deals.replaced(yaml, "  coverage: 20%", "  coverage: 20%\n  exercise_price: 1.36\n  term_years: 4")


@pytest.fixture(scope="module")
def whole():
    return deals.compose_text(sheet())


def as_text(whole, stem):
    (piece,) = (piece for piece in whole.documents if piece.stem == stem)
    return " ".join(text.write(piece.document, piece.numbers).split())


def values(piece):
    """Every value of a document with its path."""

    def inside(inlines):
        for inline in inlines:
            if isinstance(inline, Value):
                yield inline
            elif isinstance(inline, Series):
                for item in inline.items:
                    yield from inside(item)

    for clause in walk.clauses(piece.document):
        for passage in walk.passages(clause):
            yield from inside(passage)


def test_a_deal_has_an_agreement_a_schedule_a_signature_page_and_a_warrant_for_each_investor(whole):
    assert [(piece.part.value, piece.stem) for piece in whole.documents] == [
        ("agreement", "agreement"),
        ("schedule", "annex-i-schedule-of-investors"),
        ("signatures", "signature-page-01-sf-capital-partners-ltd"),
        ("signatures", "signature-page-02-white-investments-ltd"),
        ("warrants", "warrant-01-sf-capital-partners-ltd"),
        ("warrants", "warrant-02-white-investments-ltd"),
        ("warrants", "annex-vi-form-of-warrant"),
    ]


def test_a_form_of_agreement_is_one_document():
    assert [piece.stem for piece in deals.draft("focus-2003-07").documents] == ["agreement"]


def test_a_warrant_says_its_holder_number_price_and_dates(whole):
    warrant = as_text(whole, "warrant-01-sf-capital-partners-ltd")
    assert "SF Capital Partners Ltd., or registered assigns" in warrant
    assert "TWO HUNDRED TWENTY THOUSAND (220,000)" in warrant
    assert 'on July 1, 2007 (the "Expiration Date")' in warrant
    assert 'the "Exercise Price") of $1.36' in warrant
    assert "Common Stock and Warrant Purchase Agreement, dated as of July 1, 2003" in warrant
    assert "1st day of July, 2003" in warrant


def page_signed(**dates):
    """The first signature page of the deal with these signing dates and no others."""
    unsigned = re.sub(r"  (investor_signature|company_acceptance)_date: .*\n", "", sheet())
    stated = "".join(f"\n  {name}: {day}" for name, day in dates.items())
    signed = deals.replaced(unsigned, "date: 2003-07-01", f"date: 2003-07-01{stated}")
    return as_text(deals.compose_text(signed), "signature-page-01-sf-capital-partners-ltd")


@pytest.mark.parametrize(
    ("stated", "printed"),
    [
        ({}, "on its behalf this ____ day of ____________, ____."),
        ({"investor_signature_date": "2003-08"}, "on its behalf this ____ day of August, 2003."),
        ({"investor_signature_date": "2003-08-22"}, "on its behalf this 22nd day of August, 2003."),
        ({"investor_signature_date": "TBD"}, "on its behalf this [●] day of [●]."),
        ({"investor_signature_date": "2003-08-22"}, "Title: President & CEO Date: ____________"),
        ({"company_acceptance_date": "2003-08-23"}, "on its behalf this ____ day of ____________, ____."),
        ({"company_acceptance_date": "2003-08-23"}, "Title: President & CEO Date: August 23, 2003"),
        ({"company_acceptance_date": "TBD (after the board meets)"}, "Date: [after the board meets]"),
    ],
)
def test_a_signing_date_that_is_not_stated_is_a_blank(stated, printed):
    page = page_signed(**stated)
    assert printed in page
    assert "July" not in page


@pytest.mark.parametrize("status", ["draft", "execution", "conformed"])
def test_no_page_to_sign_bears_the_date_of_the_agreement_by_itself(status):
    closed = deals.replaced(sheet(status), "closing:\n", "closing:\n  date: 2003-07-08\n")
    unsigned = re.sub(r"  company_acceptance_date: .*\n", "", closed)
    assert as_text(deals.compose_text(unsigned), "signature-page-02-white-investments-ltd").endswith(
        "Date: ____________"
    )


def test_the_one_signature_page_of_a_form_has_the_same_blanks():
    unsigned = re.sub(r"  (investor_signature|company_acceptance)_date: .*\n", "", sheet("form"))
    page = as_text(deals.compose_text(unsigned), "agreement")
    assert "on its behalf this ____ day of ____________, ____." in page
    assert "Date: ____________" in page


@pytest.mark.parametrize(
    ("typed", "printed"), [("0.0001", "$0.0001"), ("$0.005", "$0.005"), ("0.10", "$0.10"), ("1.00", "$1.00")]
)
def test_a_par_value_is_written_one_way_in_every_document(typed, printed):
    changed = deals.compose_text(deals.replaced(sheet(), "par_value: 0.01", f"par_value: {typed}"))
    printing = [piece for piece in changed.documents if "par value" in as_text(changed, piece.stem)]
    shown = {value.text for piece in printing for value in values(piece) if value.path == "offering.par_value"}
    assert {piece.part.value for piece in printing} == {"agreement", "warrants"}
    assert shown == {f"par value {printed} per share"}


def test_every_value_of_every_document_names_the_term_it_comes_from(whole):
    paths = {value.path for piece in whole.documents for value in values(piece)}
    assert "" not in paths
    assert {"investors[0].warrants", "warrants.exercise_price", "offering.total_shares"} <= paths


def test_one_term_is_the_same_in_every_document_that_prints_it(whole):
    figures = {
        value.text
        for piece in whole.documents
        for value in values(piece)
        if value.path == "investors[1].warrants" and value.text[:1].isdigit()
    }
    assert figures == {"220,000"}


def test_the_notice_of_exercise_names_the_day_of_its_warrant_where_it_is_known(whole):
    assert "the Warrant dated as of July 1, 2003, to purchase" in as_text(whole, "warrant-02-white-investments-ltd")
    form = as_text(whole, "annex-vi-form-of-warrant")
    assert "the Warrant dated as of _____________, ______, to purchase" in form
    later = deals.compose_text(deals.replaced(sheet(), "  coverage: 20%", "  coverage: 20%\n  issue_date: 2003-07-09"))
    warrant = as_text(later, "warrant-02-white-investments-ltd")
    assert "the Warrant dated as of July 9, 2003, to purchase" in warrant
    assert "9th day of July, 2003" in warrant


BUYERS = [
    {"name": "Larch & Vane LP", "amount": "120,000"},
    {"name": "Odile Marchetti", "kind": "individual", "amount": "30,000.50"},
]


def form_of(mode, particulars):
    """The agreement of two buyers at $0.50, as a form."""
    term_sheet = yaml.safe_load(deals.without_departures(deals.sheet("focus-2003-07")))
    del term_sheet["agreement"]["investor_signature_date"]
    term_sheet["offering"]["price_per_share"] = "0.50"
    term_sheet["investors"] = BUYERS
    terms = {"coverage": "50%", "exercise_price": "0.75", "term_years": "3"}
    term_sheet["warrants"] = {"mode": mode, **({} if mode == "none" else terms)}
    term_sheet["options"] = {"investor_particulars": particulars}
    return deals.compose_text(json.dumps(term_sheet, default=str))


@pytest.mark.parametrize(
    ("particulars", "mode", "printed"),
    [
        ("annex_i", "none", ["Larch & Vane LP 240,000", "Odile Marchetti 60,001"]),
        ("annex_i", "integrated", ["Larch & Vane LP 240,000 120,000", "Odile Marchetti 60,001 30,000"]),
        ("annex_i", "covenant", ["Larch & Vane LP 240,000 120,000", "Odile Marchetti 60,001 30,000"]),
        (
            "execution_page",
            "none",
            [
                "Larch & Vane LP 240,000 $120,000",
                "Odile Marchetti 60,001 $30,000.50",
                "Total 300,001 $150,000.50",
            ],
        ),
        (
            "execution_page",
            "integrated",
            [
                "Larch & Vane LP 240,000 120,000 $120,000",
                "Odile Marchetti 60,001 30,000 $30,000.50",
                "Total 300,001 150,000 $150,000.50",
            ],
        ),
        (
            "execution_page",
            "covenant",
            [
                "Larch & Vane LP 240,000 120,000 $120,000",
                "Odile Marchetti 60,001 30,000 $30,000.50",
                "Total 300,001 150,000 $150,000.50",
            ],
        ),
    ],
)
def test_a_form_says_who_buys_what_where_the_agreement_refers_to_it(particulars, mode, printed):
    form = form_of(mode, particulars)
    agreement = as_text(form, "agreement")
    place = "in Annex I" if particulars == "annex_i" else "on the execution pages hereof"
    assert f"in the amounts and denominations set forth {place}." in agreement
    behind = agreement.partition("SCHEDULE OF INVESTORS Name" if particulars == "annex_i" else "* Investor ")[2]
    assert [row for row in printed if row not in behind] == []
    assert [str(problem) for problem in check(form)] == []


NUMBERS = [("W-12", "No. W-12"), ("2026/W <7> & Co.", "No. 2026/W <7> & Co."), ("TBD", "No. [●]")]


@pytest.mark.parametrize(("stated", "printed"), NUMBERS)
def test_a_stated_warrant_number_stands_above_the_title_of_that_warrant_and_where_its_holder_signs(stated, printed):
    name = "name: SF Capital Partners Ltd."
    numbered = deals.compose_text(deals.replaced(sheet(), name, f"{name}\n    warrant_number: {stated}"))
    heading = f"IS NOT REQUIRED. {printed} FOCUS ENHANCEMENTS, INC. COMMON STOCK PURCHASE WARRANT"
    assert heading in as_text(numbered, "warrant-01-sf-capital-partners-ltd")
    for piece in numbered.documents:
        said = as_text(numbered, piece.stem)
        if piece.part in ("agreement", "schedule") or piece.stem.endswith("-01-sf-capital-partners-ltd"):
            assert [part for part in printed.split() if part not in said] == []  # the schedule breaks a long number
        else:
            assert printed not in said


@pytest.mark.parametrize(("stated", "printed"), NUMBERS[:2])
@pytest.mark.parametrize(
    ("stem", "warrant", "at"),
    [
        ("focus-2001-12-warrant", "warrant", "\nwarrant:\n"),
        ("new-covenant-warrants", "warrant-05-halloran-pike-company-llc", "\nplacement_agent_warrant:\n"),
    ],
)
def test_a_warrant_of_nobody_who_invests_has_its_number_too(stem, warrant, at, stated, printed):
    numbered = deals.compose_text(deals.replaced(deals.sheet(stem), at, f"{at}  warrant_number: {stated}\n"))
    assert f"IS NOT REQUIRED. {printed} " in as_text(numbered, warrant)


def test_the_form_of_warrant_has_blanks_for_what_differs_from_holder_to_holder(whole):
    form = as_text(whole, "annex-vi-form-of-warrant")
    assert "SF Capital" not in form
    assert "____" in form
    assert "$1.36" in form


@pytest.mark.parametrize("part", list(SetPart))
def test_a_part_of_the_set_can_be_written_alone(whole, part):
    from assembler.library import Library

    files = write(whole, ("text",), [part], Library.open().shell("house"))
    stems = {piece.stem for piece in whole.documents if piece.part is part}
    assert {name.split(".")[0] for name in files} == stems


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("SF Capital Partners Ltd.", "sf-capital-partners-ltd"),
        ("Smith & Jones <LP>", "smith-jones-lp"),
        ("O'Brien", "obrien"),
        ("Société Générale", "societe-generale"),
        ("../../x", "x"),
        ("a/b\\c:d", "a-b-c-d"),
    ],
)
def test_a_file_name_is_made_of_small_letters_digits_and_hyphens(name, stem):
    assert file_stem(name) == stem


@pytest.mark.parametrize("name", ["...", "株式会社", "x" * 400, "🎉" * 10])
def test_a_name_that_gives_no_letters_or_too_many_is_told_by_a_checksum(name):
    assert 8 <= len(file_stem(name)) <= LONGEST
    assert file_stem(name) != file_stem(name + "y")


HOSTILE = 'Smith & Jones <LP>, "A" {{ x }} @b [c] *d*'


def test_a_hostile_name_comes_out_of_every_writer_as_it_went_in():
    import io
    import json

    from docx import Document

    from assembler.library import Library

    yaml = deals.replaced(sheet(), "name: White Investments Ltd.", f"name: '{HOSTILE}'")
    whole = deals.compose_text(yaml)
    files = write(whole, ("docx", "text"), list(SetPart), Library.open().shell("house"))
    page = "signature-page-02-smith-jones-lp-a-x-b-c-d"
    assert HOSTILE in " ".join(files[f"{page}.txt"].decode().split())
    assert HOSTILE in [paragraph.text for paragraph in Document(io.BytesIO(files[f"{page}.docx"])).paragraphs]
    assert HOSTILE in json.dumps(json.loads(files[f"{page}.document.json"]), ensure_ascii=False).replace('\\"', '"')
    schedule = Document(io.BytesIO(files["annex-i-schedule-of-investors.docx"]))
    assert HOSTILE in [cell.paragraphs[0].text for row in schedule.tables[0].rows for cell in row.cells]
