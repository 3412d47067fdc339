"""The note on a revision names everything once, in plain words, and says the same as text, JSON and HTML."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from assembler.dealset.investor_matching import match
from assembler.revise.figures import figures
from tests.dealset import closings
from tests.dealset.test_warrant_classes import A, computed, deal
from tests.revise import rounds

CAP_TABLE = "\ncap_table:\n  formation_date: 2011-03-08\n"
ANNEX = "\nannexes:\n  opinion: opinion.pdf\n"


def told(out):
    """The lines of each part of a note by its title."""
    parts = (part.splitlines() for part in out.strip().split("\n\n")[1:])
    return {title: [line.strip() for line in lines] for title, *lines in parts}


@pytest.fixture(scope="module")
def priced(tmp_path_factory):
    """A round with every kind of file, whose price changes."""
    folder = tmp_path_factory.mktemp("priced")
    (folder / "opinion.pdf").write_bytes(b"%PDF-1.4 opinion")
    yaml = rounds.sheet("new-stock-and-warrants") + CAP_TABLE + ANNEX
    one = rounds.Round(folder, yaml, "--format", "all")
    one.change(rounds.price(rounds.option(yaml), "2.25"))
    (folder / "opinion.pdf").write_bytes(b"%PDF-1.4 another opinion")
    return one


def test_every_document_letter_sheet_and_annex_that_changes_is_named(priced):
    code, out, err = priced.run("schedules", "--plan")
    assert code == 0, err
    documents = told(out)["Documents that change"]
    for line in (
        "Agreement (Word, text)",
        "Section 1(a), purchase and sale",
        "Section 3(e), no hedging",
        'A(x), definition of "Warrants"',
        "Schedule of investors (Word, text, XLSX, CSV)",
        "amounts",
        "Form of warrant (Word, text)",
        "Transfer agent instruction letter (Word)",
        "Annex III, opinion of counsel (PDF)",
        "Cap table (Open Cap Table Format)",
    ):
        assert line in documents
    for kind in ("Signature pages of ", "Warrants of "):
        line = next(line for line in documents if line.startswith(kind) and line.endswith(" (Word, text)"))
        assert line.count("; ") == 4
        assert "; Eleanor M. Prud'homme; " in line
    assert told(out)["Documents that stay the same"] == ["Wire instructions"]
    assert len(told(out)["Signature pages to sign again"]) == 6


def test_the_wire_instructions_are_named_where_they_change(tmp_path):
    yaml = rounds.sheet("new-stock-and-warrants")
    one = rounds.Round(tmp_path, yaml, "--format", "docx")
    one.change(re.sub(r"account_number: .*", "account_number: 99-8877-1", yaml))
    documents = told(one.run("schedules", "--plan")[1])["Documents that change"]
    assert documents == ["Agreement (Word)", "Section 5(c), Method of Payment", "Wire instructions (Word)"]


def test_nothing_is_counted_and_no_label_stands_in_a_note(priced):
    out = priced.run("schedules", "--plan")[1]
    assert not re.search(r"\d+ more", out)
    assert not re.search(r"\bsig |\binv rep|[a-z]_[a-z]", out)


def test_every_figure_is_told_once_with_both_values(priced):
    out = priced.run("schedules", "--plan")[1]
    assert out.count("$2.375 → $2.25") == 1
    assert out.count("526,315 → 555,555") == 1
    assert told(out)["Terms"] == ["options, anti hedging: true → false"]


def test_text_data_and_page_name_the_same_documents(priced, tmp_path):
    _, out, _ = priced.run("schedules", "--plan", "--html", tmp_path / "plan.html")
    page = unescape((tmp_path / "plan.html").read_text(encoding="utf-8"))
    data = json.loads(priced.run("schedules", "--plan", "--json")[1])
    documents = [line for line in told(out)["Documents that change"] if line.endswith(")")]
    whole = " ".join(line.replace("pages of", "page of").replace("Warrants of", "Warrant of") for line in documents)
    for one in data["documents"]:
        what, _, holder = one["title"].partition(" of ")
        assert what in whole
        assert holder in whole
    lines = [line for lines in told(out).values() for line in lines]
    assert lines == re.findall(r"<li>([^<]*)", page)
    assert not re.search(r"(?:src|href)=", page)


def test_markup_in_a_name_is_text_on_the_page(tmp_path):
    one = rounds.Round(tmp_path, rounds.sheet("new-stock-only"), "--format", "text")
    one.change(rounds.added(one.yaml).replace("Windrow & Sons", "<script>alert(1)</script> & Sons"))
    one.run("schedules", "--plan", "--html", tmp_path / "plan.html")
    page = (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Sons" in page
    assert "<script>" not in page


def test_a_joinder_and_the_totals_of_each_closing_are_named(tmp_path):
    one = rounds.Round(tmp_path, closings.before(), "--format", "text")
    one.change(closings.after())
    out = one.run("schedules", "--plan")[1]
    assert "Joinder of Calder Ridge Partners, L.P. (new)" in told(out)["Signature pages to sign again"]
    assert "Schedule of investors, closing 2 (text): new" in told(out)["Documents that change"]
    one.run("schedules")
    one.change(rounds.amount(closings.after()))
    figures = told(one.run("schedules", "--plan")[1])["Figures"]
    totals = figures[figures.index("Total as of closing 1") :]
    assert totals[1].startswith("amount: $3,025,937.50 → $2,121,537.50 ")
    assert totals[totals.index("Total") + 1].startswith("amount: $3,450,938.01 → $2,546,538.01 ")


def test_the_prices_and_numbers_of_each_class_of_warrants_are_named():
    before, now = computed(deal()), computed(deal(f"[{A.replace('2.00', '2.10')}]", ("amount: 1100", "amount: 770")))
    known = figures([before], [now], match(before.investors, now.investors))
    lines = [f"{each.subject}: {each}" for each in known if each.is_changed]
    assert lines[:4] == [
        "Series A warrants: exercise price: $2.00 → $2.10 (+0.10)",
        "Series B warrants: exercise price: $1.65 → none",
        "Fund A: warrants: 1,500 → 1,000 (-500)",
        "Fund A: Series B warrants: 500 → none",
    ]
    assert lines[-2:] == ["total: Series A warrants: 1,500 → 1,700 (+200)", "total: Series B warrants: 750 → none"]


def test_a_change_that_a_figure_tells_is_no_term(tmp_path):
    one = rounds.Round(tmp_path, rounds.sheet("new-stock-only"), "--format", "text")
    one.change(rounds.amount(rounds.address(one.yaml, 1), 1))
    assert [line.partition(": ")[0] for line in told(one.run("schedules", "--plan")[1])["Terms"]] == [
        "Sable & Finch Partners LLC, address lines"
    ]
