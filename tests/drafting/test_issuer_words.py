"""The words for the issuer follow from its kind and from the law under which it is organized."""

from __future__ import annotations

import re

import pytest

from assembler.errors import InputError
from assembler.exports import text
from assembler.termsheet.charter_words import ABROAD, COMPANIES, CORPORATIONS
from assembler.termsheet.states import STATES
from tests import deals
from tests.termsheet.sheets import spoilt

STOCK = "new-stock-and-warrants"


def drafted(place: str, kind: str, *changes: tuple[str, str]):
    yaml = re.sub(r"^  jurisdiction: .*$", f"  jurisdiction: {place}", deals.sheet(STOCK), count=1, flags=re.MULTILINE)
    yaml = deals.replaced(yaml, "  entity_type: corporation", f"  entity_type: {kind}")
    for old, new in changes:
        yaml = deals.replaced(yaml, old, new)
    return deals.compose_text(yaml)


def printed(whole) -> str:
    documents = (text.write(part.document, part.numbers) for part in whole.documents)
    return " ".join(" ".join(documents).split())


def test_the_tables_have_every_state_and_the_district():
    assert set(CORPORATIONS) == set(COMPANIES) == {*STATES, "district of columbia"}


@pytest.mark.parametrize(
    ("place", "kind", "documents", "holder"),
    [
        ("Delaware", "corporation", "certificate of incorporation or bylaws", "stockholder"),
        ("Nevada", "corporation", "articles of incorporation or bylaws", "stockholder"),
        ("Texas", "corporation", "certificate of formation or bylaws", "shareholder"),
        ("Ohio", "corporation", "articles of incorporation or code of regulations", "shareholder"),
        ("Massachusetts", "corporation", "articles of organization or bylaws", "shareholder"),
        ("Delaware", "limited liability company", "certificate of formation or limited liability company agreement", "member"),
        ("Florida", "limited liability company", "articles of organization or operating agreement", "member"),
        ("Cayman Islands", "exempted company", "memorandum and articles of association", "shareholder"),
        ("Bermuda", "exempted company", "memorandum of association or bye-laws", "shareholder"),
        ("Ireland", "public limited company", "constitution", "shareholder"),
        ("British Columbia", "corporation", "notice of articles or articles", "shareholder"),
        ("Delaware", "limited partnership", "certificate of limited partnership or partnership agreement", "partner"),
    ],
)  # fmt: skip
def test_charter_documents_and_holders_have_the_names_of_their_law(place, kind, documents, holder):
    words = printed(drafted(place, kind))
    assert (
        f"violate any provision of the Company's {documents};" in words
        or f"violate any provision of the Company's {documents}, (" in words
    )
    assert f"preemptive rights of any {holder} of the Company" in words
    assert f"entitled to any rights of a {holder} in the Company" in words


@pytest.mark.parametrize(
    ("place", "kind", "said"),
    [
        ("Delaware", "corporation", "duly organized and is validly existing as a corporation in good standing under the laws of the jurisdiction of its incorporation."),
        ("Delaware", "limited liability company", "duly formed and is validly existing as a limited liability company in good standing under the laws of the jurisdiction of its formation."),
        ("Cayman Islands", "exempted company", "duly incorporated and is validly existing as an exempted company in good standing under the laws of the jurisdiction of its incorporation."),
        ("Israel", "company limited by shares", "duly incorporated and is validly existing as a company limited by shares under the laws of the jurisdiction of its incorporation."),
    ],
)  # fmt: skip
def test_good_standing_is_said_where_it_is_known(place, kind, said):
    assert said in printed(drafted(place, kind))


@pytest.mark.parametrize(
    ("place", "kind", "power"),
    [("Ohio", "corporation", "corporate"), ("Ohio", "LLC", "limited liability company"), ("Maryland", "statutory trust", "trust")],
)  # fmt: skip
def test_the_power_is_that_of_its_kind(place, kind, power):
    words = printed(drafted(place, kind))
    assert f"The Company has the {power} power and authority" in words
    assert f"by all necessary {power} action on the part of the Company" in words


def test_a_cayman_company_sells_ordinary_shares():
    words = printed(drafted("Cayman Islands", "exempted company"))
    assert "a Cayman Islands exempted company" in words
    assert not re.search(
        "common stock|stockholder|certificate of incorporation|capital stock|bylaws", words, re.IGNORECASE
    )


def test_the_laws_of_a_country_are_named_behind_the_kind():
    words = printed(drafted("Netherlands", "public company with limited liability"))
    assert "a public company with limited liability incorporated under the laws of the Netherlands" in words


def test_stated_names_count_before_those_of_the_law():
    charter = (
        "  entity_type: corporation\n  charter: {certificate: restated articles, bylaws: by-laws, holders: owners}"
    )
    words = printed(drafted("Delaware", "corporation", ("  entity_type: corporation", charter)))
    assert "the Company's restated articles or by-laws" in words
    assert "preemptive rights of any owner" in words


@pytest.mark.parametrize(
    ("typed", "said"),
    [("none", "shares of Common Stock, no par value (the"), ("no par value", ", no par value (the"), ("NIS 0.01", ", par value NIS 0.01 per share (the"), ("£0.10", "par value £0.10 per share (the")],
)  # fmt: skip
def test_a_par_value_may_be_none_or_of_another_currency(typed, said):
    assert said in printed(drafted("Delaware", "corporation", ("  par_value: 0.0001", f"  par_value: {typed}")))


def test_an_address_abroad_has_a_country():
    yaml = re.sub(
        r"^    state: .*\n    zip: .*$",
        "    zip: KY1-1104\n    country: Cayman Islands",
        deals.sheet(STOCK),
        count=1,
        flags=re.MULTILINE,
    )
    yaml = re.sub(r"^    city: .*$", "    city: Grand Cayman", yaml, count=1, flags=re.MULTILINE)
    words = printed(deals.compose_text(yaml))
    assert ', Grand Cayman KY1-1104, Cayman Islands (the "Company")' in words


def test_a_foreign_private_issuer_has_its_forms():
    abroad = spoilt(
        ("jurisdiction: Delaware", "jurisdiction: Cayman Islands"),
        ("entity_type: corporation", "entity_type: exempted company\n  filer: foreign private issuer"),
    )
    whole = deals.compose_text(abroad)
    words = printed(whole)
    assert "including annual reports on Form 20-F and reports on Form 6-K, filed with or furnished to the SEC" in words
    assert "for resale by the Investor on Form F-3" in words
    assert not re.search(r"Form (?:S-3|8-K|10-Q)", words)
    assert [problem.message for problem in whole.warnings if problem.code == "T450"] == []


def test_a_company_of_a_state_is_no_foreign_private_issuer():
    whole = deals.compose_text(spoilt(("entity_type: corporation", "entity_type: corporation\n  filer: fpi")))
    assert [problem.message for problem in whole.warnings if problem.code == "T450"] == [
        "a Delaware company is no foreign private issuer"
    ]


def test_a_domestic_filer_has_no_form_of_the_others():
    yaml = spoilt(("financials:", "sec_forms: {resale_registration: Form F-3}\nfinancials:"))
    assert [problem.message for problem in deals.compose_text(yaml).warnings if problem.code == "T450"] == [
        "Form F-3 is for foreign private issuers, and company.filer is domestic"
    ]


def test_a_par_value_of_nothing_is_refused_with_the_word_for_none():
    with pytest.raises(InputError, match="Write `none` for stock without par value"):
        deals.compose_text(spoilt(("par_value: 0.01", "par_value: 0.00")))


def test_no_clause_file_names_the_holders_of_the_issuer():
    clauses = (deals.ROOT / "templates/clauses").rglob("*.txt")
    named = re.compile(r"\b(?:share|stock)holders?\b|certificate of incorporation|bylaws", re.IGNORECASE)
    assert [path.name for path in clauses if named.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(("place", "kind", "verb"), [("Cayman Islands", "exempted company", "Ordinary Shares are"), ("Delaware", "limited liability company", "Common Units are"), ("Delaware", "corporation", "Common Stock is")])  # fmt: skip
def test_the_verb_behind_the_name_of_the_stock_is_in_its_number(place, kind, verb):
    listed = ("  clauses:\n", "  clauses:\n    co_rep_listing: text\n")
    words = printed(drafted(place, kind, listed))
    assert f"The {verb} registered under Section 12" in words
    assert f"while the Company's {verb} registered under" in words
    assert not re.search(r"(?:Shares|Units) is\b", words)


@pytest.mark.parametrize(
    ("place", "kind", "books", "board"),
    [
        ("Delaware", "corporation", "stock books", "board of directors or"),
        ("Cayman Islands", "exempted company", "share register", "board of directors or"),
        ("Delaware", "limited liability company", "register of members", "board of directors or managers or"),
        ("Delaware", "limited partnership", "register of partners", "general partner or"),
    ],
)
def test_the_books_and_the_board_of_an_issuer_have_the_names_of_its_kind(place, kind, books, board):
    words = printed(drafted(place, kind))
    assert f"will be made in the Company's {books}." in words
    assert f"under consideration by the {board} the executive officers" in words


def test_every_row_names_its_source_or_says_that_nobody_held_it_against_one():
    rows = {**CORPORATIONS, **ABROAD}
    assert [place for place, words in rows.items() if not words.source.removeprefix("not checked: ")] == []
    checked = [place for place, words in rows.items() if not words.source.startswith(("not checked: ", "unsure of "))]
    assert sorted({"tennessee", "ohio", "bermuda"} - set(checked)) == []
    assert len(checked) < len(rows) / 2


def test_the_directors_of_a_company_that_may_have_none_have_another_name():
    for kind, called in (("limited liability company", "directors or managers"), ("corporation", "directors")):
        words = printed(drafted("Delaware", kind, ("execution:\n", "standstill: {days: 60}\nexecution:\n")))
        assert f"a majority of the disinterested {called} has approved" in words
