"""The name of what the company sells: one term, and the words of all documents follow."""

from __future__ import annotations

import re
import zipfile

import pytest

from assembler.errors import InputError
from assembler.exports import text
from tests import deals
from tests.termsheet.sheets import spoilt

STOCK = "new-stock-and-warrants"
NAMED = re.compile(r"(?:common|ordinary) (?:stock|shares?|units?)", re.IGNORECASE)


def drafted(stock: str):
    return deals.compose_text(deals.replaced(deals.sheet(STOCK), "  par_value:", f"  stock: {stock}\n  par_value:"))


def printed(whole) -> str:
    documents = (text.write(part.document, part.numbers) for part in whole.documents)
    return " ".join(" ".join(documents).split())


def test_no_clause_file_names_the_stock():
    clauses = (deals.ROOT / "templates/clauses").rglob("*.txt")
    assert [path.name for path in clauses if NAMED.search(path.read_text(encoding="utf-8"))] == []


def test_no_word_form_names_the_stock():
    for path in (deals.ROOT / "templates/ancillary").glob("*.docx"):
        body = zipfile.ZipFile(path).read("word/document.xml").decode()
        words = re.sub("<[^>]*>", "", body)
        assert not NAMED.search(words), path.name
        # An issuer of units has none.
        assert not re.search(r"\bshares?\b", re.sub(r"{[{%].*?[%}]}", "", words), re.IGNORECASE), path.name


@pytest.mark.parametrize("stock", ["ordinary shares", "Ordinary Share"])
def test_ordinary_shares_are_no_shares_of_ordinary_shares(stock):
    words = printed(drafted(stock))
    assert not re.search("common stock|shares? of ordinary", words, re.IGNORECASE)
    assert "THIS ORDINARY SHARE AND WARRANT PURCHASE AGREEMENT is dated" in words
    assert 'per share (the "Ordinary Shares"), of the Company' in words
    assert '"Shares" means the Ordinary Shares to be issued and sold' in words
    assert "AMOUNT AND PURCHASE PRICE OF ORDINARY SHARES:" in words
    assert "exercise price per Ordinary Share equal to" in words


def test_a_class_of_stock_keeps_its_letter():
    words = printed(drafted("class A common stock"))
    assert 'shares of Class A Common Stock, par value $0.0001 per share (the "Class A Common Stock")' in words
    assert "Common Stock" not in words.replace("Class A Common Stock", "")


def test_a_deal_over_units_has_no_shares():
    yaml = deals.replaced(deals.sheet(STOCK), "entity_type: corporation", "entity_type: limited liability company")
    words = printed(deals.compose_text(deals.replaced(yaml, "  par_value:", "  stock: common units\n  par_value:")))
    assert '"Units" means the Common Units to be issued and sold' in words
    assert '"Warrant Units" means the Common Units issuable upon exercise' in words
    assert not re.search(r"\bshares?\b", words, re.IGNORECASE)


def test_units_are_said_for_the_shares_of_the_form_and_for_no_other_shares():
    lines = "['1 Share Street']"
    yaml = deals.replaced(deals.sheet(STOCK), "  par_value:", "  stock: common units\n  par_value:")
    yaml = re.sub(r"    address_lines:\n(?:      - .*\n)+", f"    address_lines: {lines}\n", yaml, count=1)
    words = printed(deals.compose_text(yaml))
    assert "1 Share Street" in words
    assert "any shares of its capital stock" in words
    assert "NUMBER OF UNITS:" in words


@pytest.mark.parametrize(
    ("stock", "one"),
    [("common stock", "share of Common Stock"), ("ordinary shares", "Ordinary Share"), ("common units", "Common Unit")],
)
def test_one_share_is_in_the_singular(stock, one):
    alone = spoilt(("  par_value:", f"  stock: {stock}\n  par_value:"), ("amount: 1,100,000", "amount: 1.10"))
    assert f"One (1) {one}, par value" in printed(deals.compose_text(alone))


@pytest.mark.parametrize("stock", ["ordinary shares", "common units", "common shares", "Class B common stock"])
def test_the_checks_find_no_more_than_with_common_stock(stock):
    def found(whole):
        return sorted((problem.code, problem.path) for problem in whole.warnings)

    assert found(drafted(stock)) == found(drafted("common stock"))


@pytest.mark.parametrize("typed", ["stock", "equity", "Ordinary <Shares>", "common stock and more"])
def test_another_name_is_refused(typed):
    with pytest.raises(InputError, match="is not the name of a stock"):
        drafted(f"'{typed}'")
