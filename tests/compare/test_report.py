"""A comparison is told to a terminal, as data and as a page, and in an exit code."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from assembler.compare import html_page, report
from assembler.compare.reason import ReasonKind
from tests import deals
from tests.commands import run as command_line
from tests.compare.documents import with_original

SHEET = deals.TERMSHEETS / "focus-2002-01.yaml"


def path_of(date):
    return next((deals.ROOT / "tests/originals").glob(f"{date}*"))


def run(*arguments):
    """Run `assembler compare`: its exit code, and all that it says."""
    code, out, err = command_line("compare", *arguments)
    return code, out + err


def compared():
    return with_original("focus-2002-01", "focus-2002-11")


def test_a_draft_and_its_original_do_not_differ():
    code, said = run(SHEET, path_of("2002-01"), "--fail-on", "any")
    assert code == 0
    assert "\nno differences\n" in said


def test_what_was_not_compared_is_said_every_time():
    assert "not compared: line ends, indents, 15 page breaks, 15 page numbers" in run(SHEET, path_of("2002-01"))[1]


@pytest.mark.parametrize(("on", "code"), [("any", 1), ("unexplained", 0), ("term", 1)])
def test_fail_on_ends_in_1_where_there_is_such_a_difference(on, code, tmp_path):
    one, other = tmp_path / "a.yaml", path_of("2002-01")
    one.write_text(deals.replaced(SHEET.read_text(), "telephone: (408) 866-8300", "telephone: (408) 866-8301"))
    assert run(one, other, "--fail-on", on)[0] == code


def test_without_fail_on_differences_are_no_failure():
    assert run(path_of("2002-01"), path_of("2002-11"))[0] == 0


def test_a_file_that_cannot_be_read_ends_in_3(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    code, said = run(SHEET, path)
    assert code == 3
    assert "error K105" in said
    assert run(SHEET, tmp_path / "none.txt")[0] == 3


@pytest.mark.parametrize("stem", ["focus-2002-01", "focus-2001-12-warrant"])
def test_a_deal_against_its_form_shows_its_departures_and_options_and_leaves_nothing_unexplained(stem):
    sheet = deals.TERMSHEETS / f"{stem}.yaml"
    data = json.loads(run(sheet, "--form", "--json")[1])
    assert data["counts"]["unexplained"] == 0
    paths = {cause["path"] for one in data["differences"] for cause in one["causes"]}
    told = [path for path in paths if path.startswith("departures[")]
    assert told
    assert data["counts"]["departure"] > 0


def test_what_to_compare_with_is_named_or_the_form_is_asked_for_and_only_a_term_sheet_has_one():
    assert run(SHEET)[0] == 2
    assert run(SHEET, path_of("2002-01"), "--form")[0] == 2
    assert run(path_of("2002-01"), "--form")[0] == 2


def test_a_draft_in_text_knows_its_terms_by_the_tree_beside_it(tmp_path):
    from assembler.document import json as document_json
    from assembler.exports import text

    piece = deals.draft("focus-2002-01").documents[0]
    (tmp_path / "agreement.txt").write_text(text.write(piece.document, piece.numbers))
    (tmp_path / "agreement.document.json").write_bytes(document_json.write(piece.document, piece.numbers))
    data = json.loads(run(tmp_path / "agreement.txt", path_of("2002-11"), "--json")[1])
    assert "offering.price_per_share" in [term["path"] for term in data["terms"]]


def test_a_draft_that_somebody_edited_is_compared_as_it_is(tmp_path):
    from assembler.document import json as document_json
    from assembler.exports import text

    piece = deals.draft("focus-2002-01").documents[0]
    edited = (
        text.write(piece.document, piece.numbers).replace("five trading", "six trading").replace("Delaware", "Nevada")
    )
    (tmp_path / "agreement.txt").write_text(edited)
    (tmp_path / "agreement.document.json").write_bytes(document_json.write(piece.document, piece.numbers))
    data = json.loads(run(tmp_path / "agreement.txt", path_of("2002-01"), "--json")[1])
    assert {"Nevada"} <= {word for one in data["differences"] for word in one["here"].split()}


def test_the_data_names_each_term_with_every_place_where_it_shows():
    data = report.data(compared())
    terms = {term["path"]: term["places"] for term in data["terms"]}
    assert terms["offering.price_per_share"] == [
        {"clause": "Section 1(a) (purchase_sale)", "here": "$1.1296", "there": "$0.96"}
    ]
    assert len(terms["financials.sec_documents_since"]) == 3


def test_the_envelope_of_the_data_keeps_its_names():
    data = report.data(compared())
    assert list(data) == [
        "version", "here", "there", "here_format", "there_format", "alike", "on_form", "equal", "counts", "terms",
        "differences", "parts", "remarks", "not_compared",
    ]  # fmt: skip
    assert list(data["differences"][0]) == [
        "clause", "number", "label", "stands", "kind", "at", "there_at", "before", "here", "there", "behind", "untracked", "elsewhere", "causes",
    ]  # fmt: skip
    assert sum(data["counts"].values()) == len(data["differences"]) + len(data["parts"])


def test_the_counts_come_first():
    lines = report.text(compared()).splitlines()
    assert re.fullmatch(r"\d+ differences: \d+ terms?, \d+ options?, .*", lines[3])


def test_a_term_is_told_once_a_clause_in_figures_with_an_arrow():
    comparison = with_original("focus-2003-07", "focus-2002-01")
    clause = report.text(comparison).partition("\nrecital (recital_sale)\n")[2].partition("\n\n")[0]
    assert [line for line in clause.splitlines() if "total shares" in line] == ["  total shares: 2,200,000 → 2,434,490"]


def test_kinds_are_told_in_words_and_keep_their_names_in_data():
    told = report.headline(compared())
    assert re.search(r"\b(slips?|other changes?)\b", told)
    assert "erratum" not in told
    assert "erratum" in report.data(compared())["counts"]


def test_the_page_shows_every_difference_once_in_line_and_once_on_each_side_and_loads_nothing():
    html = html_page.page(compared())
    count = len(compared().differences)
    assert html.count('class="change ') == 3 * count
    assert not re.search(r"src=|href=\"[^#]|https?://|@import|url\(", html)
    for kind in compared().counts:
        assert f'value="{kind}" checked' in html


def test_the_page_is_well_formed_and_can_be_used_by_keyboard():
    class Opened(HTMLParser):
        def __init__(self):
            super().__init__()
            self.open = []

        def handle_starttag(self, tag, _):
            if tag not in ("meta", "input"):
                self.open.append(tag)

        def handle_endtag(self, tag):
            assert self.open.pop() == tag

    parser = Opened()
    html = html_page.page(compared())
    parser.feed(html)
    assert parser.open == []
    assert html.count('tabindex="0"') == html.count('class="change ')
    assert 'role="status"' in html
    assert "@media print" in html


def test_words_of_a_document_are_never_mark_up_on_the_page(tmp_path):
    (tmp_path / "a.txt").write_text("1. SALE. <script>alert(1)</script> & more\n")
    (tmp_path / "b.txt").write_text("1. SALE. <script>alert(2)</script> & more\n")
    run(tmp_path / "a.txt", tmp_path / "b.txt", "--html", tmp_path / "c.html")
    html = (tmp_path / "c.html").read_text()
    assert "alert(2)" in html
    assert html.count("<script>") == 1


def test_strangers_documents_are_explained_as_far_as_can_be_known():
    data = json.loads(run(path_of("2002-01"), path_of("2002-11"), "--json")[1])
    assert data["counts"]["layout"] == 21
    assert data["counts"][ReasonKind.TERM.value] == 0
    assert data["counts"]["erratum"] > 0
