"""Values as the originals print them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assembler.termsheet import formats
from assembler.termsheet.formats import FILTERS, OF_STOCK, Open, Term, Words, WrongFilter, print_plainly


@pytest.mark.parametrize(
    ("name", "raw", "printed"),
    [
        ("figures", 2_200_000, "2,200,000"),
        ("in_words", 2_200_000, "Two Million Two Hundred Thousand"),
        ("in_words", 2_434_490, "Two Million Four Hundred Thirty-Four Thousand Four Hundred Ninety"),
        ("in_words", Decimal(768_000), "Seven Hundred Sixty-Eight Thousand"),
        ("in_words", Decimal("2750000.00"), "Two Million Seven Hundred Fifty Thousand"),
        ("in_words", Decimal("10.50"), "Ten and 50/100"),
        ("in_words", Decimal("0.05"), "Zero and 05/100"),
        ("in_words", 101, "One Hundred One"),
        ("in_capital_words", 25_000, "TWENTY-FIVE THOUSAND"),
        ("in_small_words", 3, "three"),
        ("in_small_words", 1_000, "one thousand"),
        ("ordinal_word", 3, "third"),
        ("ordinal_word", 21, "twenty-first"),
        ("dollars", Decimal(2_200_000), "$2,200,000"),
        ("dollars", Decimal("2200000.00"), "$2,200,000"),
        ("dollars", Decimal("268000.50"), "$268,000.50"),
        ("price", Decimal("1.1296"), "$1.1296"),
        ("price", Decimal("4.1"), "$4.10"),
        ("price", Decimal("4.0"), "$4.00"),
        ("price", Decimal(4), "$4.00"),
        ("price", Decimal("1E+3"), "$1,000.00"),
        ("price", Decimal("4.125"), "$4.125"),
        ("price", Decimal("1.00"), "$1.00"),
        ("price", Decimal("1234.50"), "$1,234.50"),
        ("price", Decimal(".01"), "$0.01"),
        ("price", Decimal("0.0001"), "$0.0001"),
        ("price", Decimal("0.000001"), "$0.000001"),
        ("percent", Decimal(51), "51%"),
        ("percent", Decimal("12.5"), "12.5%"),
        ("long_date", date(2003, 7, 1), "July 1, 2003"),
        ("day_of_month", date(2003, 6, 30), "30th day of June, 2003"),
        ("day_of_month", date(2002, 11, 25), "25th day of November, 2002"),
        ("day_of_month", date(2002, 11, 11), "11th day of November, 2002"),
        ("day_of_month", date(2002, 11, 22), "22nd day of November, 2002"),
        ("month_and_year", "2002-01", "January, 2002"),
        ("capitals", "Focus", "FOCUS"),
        ("form_number", "Form S-3", "S-3"),
        ("form_number", "F-3", "F-3"),
        ("with_article", "Delaware", "a Delaware"),
        ("with_article", "Ohio", "an Ohio"),
        ("with_article", "Utah", "a Utah"),
    ],
)
def test_a_filter_prints_as_the_originals_do(name, raw, printed):
    assert FILTERS[name](Term(raw, "a.path")) == formats.PrintedText(printed, "a.path")


@pytest.mark.parametrize(
    ("name", "one", "many"),
    [
        ("days", "day", "days"),
        ("days_possessive", "day's", "days'"),
        ("years", "year", "years"),
    ],
)
def test_a_noun_is_in_the_singular_behind_one_and_nothing_else(name, one, many):
    printed = [FILTERS[name](term).text for term in (Term(1, "a"), Term(0, "a"), Term(2, "a"), Open("[●]", "a"))]
    assert printed == [one, many, many, many]


@pytest.mark.parametrize("unit", ["share", "unit"])
def test_the_noun_of_the_stock_is_in_the_singular_behind_one_and_nothing_else(unit):
    stock = {"unit": Words(unit, "offering.stock")}
    counts = (Term(1, "a"), Term(0, "a"), Term(2, "a"), Open("[●]", "a"))
    many = f"{unit}s"
    assert [OF_STOCK["shares"](count, stock).text for count in counts] == [unit, many, many, many]
    assert [OF_STOCK["Shares"](count, stock).text for count in counts[:2]] == [unit.title(), many.title()]


def test_a_day_that_is_open_is_a_day_all_the_same():
    assert FILTERS["day_of_month"](Open("[the closing]", "a.path")).text == "[●] day of [the closing]"


@pytest.mark.parametrize(
    ("name", "raw"), [("days", "1"), ("long_date", "2003-07-01"), ("figures", Decimal("1.5")), ("price", 3)]
)
def test_a_filter_refuses_a_value_it_is_not_made_for(name, raw):
    with pytest.raises(WrongFilter):
        FILTERS[name](Term(raw, "a.path"))


@pytest.mark.parametrize("raw", [3, Decimal("1.50"), date(2003, 7, 1)])
def test_a_number_or_a_date_is_never_printed_without_saying_how(raw):
    with pytest.raises(WrongFilter, match="needs a filter"):
        print_plainly(Term(raw, "a.path"))


def test_every_filter_is_described_in_the_manual_of_the_words():
    from tests.deals import ROOT

    manual = (ROOT / "templates/README.md").read_text(encoding="utf-8")
    assert [name for name in (*FILTERS, *OF_STOCK) if f"`{name}`" not in manual] == []
