"""Deals that nobody has signed yet, drafted from the form: they say all of it, they foot, and a careful reader finds nothing.

`golden/` holds every document of their sets as text. `python -m tests.test_new_deals` writes them anew: read what changed
as if opposing counsel had sent it.
"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from assembler.document.tree import Table
from assembler.document.walk import words_of
from assembler.exports import text
from assembler.pipeline import SetPart, check
from assembler.termsheet.formats import dollars, figures
from assembler.termsheet.holdings import paid_for_shares
from tests import deals

CLASSES = "new-warrant-classes"
WITHOUT_CLASSES = ["new-stock-and-warrants", "new-stock-only", "new-covenant-warrants"]
DEALS = [*WITHOUT_CLASSES, CLASSES]
GOLDEN = deals.ROOT / "tests" / "golden"

# Brackets and braces of templates, tokens, labels, stars of definitions, open points, and a blank before a mark.
MARKUP = re.compile(r"\[\[|\{\{|\{%|[\ue000-\uf8ff]|(?<!\w)@\w|\*|\u25cf|\bNone\b(?! of)| [,;:.)]|\( ")
INDIVIDUAL = "signature-page-04-eleanor-m-prudhomme"


def texts(stem):
    """The text of every document of a set, by the stem of its file name."""
    return {piece.stem: text.write(piece.document, piece.numbers) for piece in deals.draft(stem).documents}


def on_one_line(stem, piece="agreement"):
    """The words of a document with one blank between them."""
    return " ".join(texts(stem)[piece].split())


def signed_by_the_investor(page):
    """What a signature page says to the investor, without what the company signs below."""
    return page.partition("SIGNATURES FOR")[2].partition("As of the date set forth below, the undersigned")[0]


@pytest.mark.parametrize("stem", DEALS)
def test_nothing_is_found_in_a_new_deal(stem):
    whole = deals.draft(stem)
    # The worked deals have no files beside them.
    assert [problem.code for problem in (*whole.warnings, *check(whole))] == ["C119"]


@pytest.mark.parametrize("stem", DEALS)
def test_a_new_deal_departs_from_the_form_nowhere(stem):
    assert deals.draft(stem).deal.terms.departures == ()


@pytest.mark.parametrize("stem", DEALS)
def test_every_document_of_a_new_deal_reads_as_it_was_last_read(stem):
    kept = {path.stem: path.read_text(encoding="utf-8") for path in (GOLDEN / stem).glob("*.txt")}
    assert texts(stem) == kept


@pytest.mark.parametrize("stem", DEALS)
def test_no_document_shows_how_it_was_made(stem):
    for name, words in texts(stem).items():
        assert not MARKUP.search(" ".join(words.split())), name


@pytest.mark.parametrize("stem", DEALS)
def test_no_passage_has_a_blank_too_many(stem):
    from assembler.document import walk

    for piece in deals.draft(stem).documents:
        passages = (words_of(one) for clause in walk.clauses(piece.document) for one in walk.passages(clause))
        assert [words for words in passages if "  " in words or words != words.strip()] == []


@pytest.mark.parametrize("stem", ["new-stock-and-warrants", "new-stock-only", CLASSES])
def test_the_columns_of_the_schedule_add_up_to_the_totals_that_are_printed_everywhere(stem):
    whole = deals.draft(stem)
    offering = whole.deal.terms.offering
    (schedule,) = (piece for piece in whole.documents if piece.part is SetPart.SCHEDULE)
    (table,) = (block for block in schedule.document.clauses[0].blocks if isinstance(block, Table))
    # The number of a warrant stands below that of its shares.
    printed = [[words_of(cell[0]) for cell in row.cells] for row in table.rows]
    columns = list(zip(*printed[1:-1], strict=True))[1:]
    assert [sum(map(number, column)) for column in columns] == list(map(number, printed[-1][1:]))
    assert {printed[-1][1], printed[-1][-1]} == {figures(offering.total_shares), dollars(offering.aggregate_amount)}
    for total in printed[-1][1:]:
        assert total in on_one_line(stem).partition("IN WITNESS WHEREOF")[0]


def number(printed):
    return Decimal(printed.replace("$", "").replace(",", ""))


@pytest.mark.parametrize("stem", ["new-stock-and-warrants", "new-covenant-warrants"])
def test_signature_pages_and_warrants_add_up_to_the_totals_of_the_agreement(stem):
    terms = deals.draft(stem).deal.terms
    pages = [page for name, page in texts(stem).items() if name.startswith("signature-page")]
    held = [int(re.search(r"NUMBER OF WARRANTS: +([\d,]+)", page)[1].replace(",", "")) for page in pages]
    bought = [int(re.search(r"NUMBER OF SHARES: +([\d,]+)", page)[1].replace(",", "")) for page in pages]
    assert (sum(bought), sum(held)) == (terms.offering.total_shares, terms.warrants.total_warrants)
    for index, count in enumerate(held, start=1):
        (warrant,) = (words for name, words in texts(stem).items() if name.startswith(f"warrant-{index:02}"))
        assert f"({figures(count)})" in warrant


@pytest.mark.parametrize("stem", DEALS)
def test_no_share_is_sold_below_its_price_and_no_whole_share_is_kept_back(stem):
    terms = deals.draft(stem).deal.terms
    price = terms.offering.price_per_share
    for investor in terms.investors:
        assert 0 <= paid_for_shares(investor, terms) - investor.shares * price < price


@pytest.mark.parametrize(
    ("stem", "terms", "anniversary", "expires"),
    [
        ("new-stock-and-warrants", ("$2.969", "five (5) years"), "fifth anniversary", "September 17, 2031"),
        ("new-covenant-warrants", ("$1.05", "three (3) years"), "third anniversary", "December 4, 2029"),
    ],
)
def test_exercise_price_and_term_are_said_in_agreement_form_and_warrants_alike(stem, terms, anniversary, expires):
    price, term = terms
    agreement = on_one_line(stem)
    assert f"an exercise price per share of Common Stock equal to {price} and shall be exercisable" in agreement
    assert f"immediately upon issuance and for a period of {term} thereafter." in agreement
    form = on_one_line(stem, "annex-vi-form-of-warrant")
    assert f"on the {anniversary} of the date hereof" in form
    for name in texts(stem):
        if name.startswith("warrant-"):
            assert f'on {expires} (the "Expiration Date")' in on_one_line(stem, name)
            assert f'(the "Exercise Price") of {price},' in on_one_line(stem, name)


def test_a_term_of_one_year_is_said_in_the_singular():
    for stem in ("new-stock-and-warrants", "new-covenant-warrants"):
        yaml = re.sub(r"^  term_years: \d$", "  term_years: 1", deals.sheet(stem), flags=re.MULTILINE)
        agreement = " ".join(deals.as_text(deals.compose_text(yaml)).split())
        assert "for a period of one (1) year thereafter" in agreement


def test_periods_of_one_day_are_said_in_the_singular():
    yaml = deals.replaced(deals.sheet("new-stock-only"), "deemed_given_days: 3", "deemed_given_days: 1")
    yaml = deals.replaced(yaml, "address_change_days: 10", "address_change_days: 1")
    agreement = " ".join(deals.as_text(deals.compose_text(yaml)).split())
    assert "Within one (1) business day after the business day" in agreement
    assert "one (1) business day after its deposit in the mail" in agreement
    assert "by one (1) day's advance written notice" in agreement


def test_an_individual_signs_in_her_own_name_and_not_by_an_officer():
    page = signed_by_the_investor(texts("new-stock-and-warrants")[INDIVIDUAL])
    assert page.startswith(" INDIVIDUALS\n")
    assert "in the undersigned's own name" in " ".join(page.split())
    assert "Jurisdiction of residence: ___" in page
    said = page.lower()
    assert [
        word for word in ("corporat", "by:", "title", "on its behalf", "officer", "entit", "authorized") if word in said
    ] == []


def test_an_entity_signs_as_before_though_an_individual_invests_too():
    page = signed_by_the_investor(
        texts("new-stock-and-warrants")["signature-page-02-quillfeather-capital-partners-llc"]
    )
    assert page.startswith(" ENTITIES\n")
    assert "By:" in page
    assert "Dov Abramsky, Manager" in page
    assert "duly executed on its behalf" in " ".join(page.split())


def test_the_conformed_signature_of_an_individual_is_her_name():
    yaml = deals.replaced(
        deals.sheet("new-stock-and-warrants"), "    amount: 150,000", "    amount: 150,000\n    signed: true"
    )
    whole = deals.compose_text(deals.replaced(yaml, "status: draft", "status: conformed"))
    (piece,) = (piece for piece in whole.documents if piece.stem == INDIVIDUAL)
    assert "/s/ Eleanor M. Prud'homme\n" in text.write(piece.document, piece.numbers)


# Where the kinds of the investors are stated, 3(a) names the power of each kind.
@pytest.mark.parametrize("stem", WITHOUT_CLASSES)
def test_no_investor_represents_a_power_that_only_corporations_have(stem):
    agreement = on_one_line(stem)
    assert re.search(
        r"The Investor(?:, if it is not a natural person,)? has all requisite power and authority", agreement
    )
    assert "by all necessary action on the part of the Investor" in agreement
    assert "the Investor's organizational documents, if any, (ii)" in agreement


@pytest.mark.parametrize("stem", DEALS)
def test_every_annex_that_the_agreement_names_is_listed_and_stands_behind_it(stem):
    agreement = on_one_line(stem)
    body, _, behind = agreement.rpartition("ANNEX I ")[0].partition("[REMAINDER OF PAGE INTENTIONALLY LEFT BLANK]")
    listed = dict(re.findall(r"ANNEX ([IV]+) +(\S[A-Z \[\]]*?)(?=\n)", texts(stem)["agreement"]))
    named = set(re.findall(r"Annex ([IV]+)", body + behind))
    assert named <= {number for number, title in listed.items() if title != "[RESERVED]"}
    for one in named - {"I"}:
        assert re.search(rf"\n +ANNEX {one}\n +{re.escape(listed[one])}\n", texts(stem)["agreement"])


def test_each_class_of_warrants_adds_up_from_pages_and_warrants_to_the_agreement():
    terms, printed = deals.draft(CLASSES).deal.terms, texts(CLASSES)
    for one in terms.warrants.classes:
        pages = [" ".join(page.split()) for name, page in printed.items() if name.startswith("signature-page")]
        held = [
            int(count.replace(",", ""))
            for page in pages
            for count in re.findall(rf"NUMBER OF {one.name.upper()} WARRANTS: ([\d,]+)", page)
        ]
        assert sum(held) == one.total_warrants
        assert f'"{one.name} Warrants" means warrants to purchase {figures(one.total_warrants)} shares' in on_one_line(
            CLASSES
        )
        warrants = [name for name in printed if re.match(rf"warrant-\d\d-{one.name.lower().replace(' ', '-')}-", name)]
        bought = [
            int(re.search(r"\(([\d,]+)\) fully paid", on_one_line(CLASSES, name))[1].replace(",", ""))
            for name in warrants
        ]
        assert bought == [count for count in held if count]


def test_what_the_investors_pay_for_shares_and_prefunded_warrants_is_the_total():
    offering, investors = deals.draft(CLASSES).deal.terms.offering, deals.draft(CLASSES).deal.terms.investors
    of_shares = offering.total_shares * offering.price_per_share
    of_prefunded = sum(one.prefunded_warrants or 0 for one in investors) * (
        offering.price_per_share - Decimal("0.0001")
    )
    assert of_shares + of_prefunded == offering.aggregate_amount == Decimal("7962430.00")


def rewrite() -> None:
    """Write every document of every set anew, and take away what is no longer of it."""
    for stem in DEALS:
        folder = GOLDEN / stem
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.glob("*.txt"):
            path.unlink()
        for name, words in texts(stem).items():
            (folder / f"{name}.txt").write_text(words, encoding="utf-8")


if __name__ == "__main__":
    rewrite()
