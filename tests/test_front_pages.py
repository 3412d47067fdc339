"""The cover page and the table of contents: printed where the term sheet asks for them, in text and in Word alike."""

from __future__ import annotations

import re

import pytest

from assembler.dealset.build import write
from assembler.dealset.documents import SetPart
from assembler.errors import InputError
from assembler.library import Library
from assembler.pipeline import check
from tests import deals
from tests.normal import differences, drafted_words
from tests.test_office import words
from tests.word import office

COVER = """\
                  COMMON STOCK AND WARRANT PURCHASE AGREEMENT
                         dated as of September 14, 2026
                                 by and between
                             TIDEWELL SENSORS, INC.
                                      and
                        THE INVESTORS LISTED ON ANNEX I
"""


def sheet(stem="new-stock-and-warrants", *asked):
    lines = "".join(f"  {one}: true\n" for one in asked)
    return deals.sheet(stem).replace("execution:\n", f"execution:\n{lines}")


def agreement(*asked, stem="new-stock-and-warrants"):
    return deals.as_text(deals.compose_text(sheet(stem, *asked)))


def on_paper(text):
    """The words without the pages of the contents, which the text draft does not have."""
    return re.sub(r"(?<=[A-Za-z])\t(?:\d+|\u2013)$", "", text, flags=re.MULTILINE)


def test_neither_is_printed_unless_it_is_asked_for():
    assert agreement().splitlines()[1:3] == [
        "",
        "THIS COMMON STOCK AND WARRANT PURCHASE AGREEMENT is dated as of September 14,",
    ]


def test_the_cover_page_has_title_date_and_parties():
    assert agreement("cover_page").startswith(COVER)


def test_the_cover_names_the_investors_where_the_agreement_does():
    yaml = deals.replaced(
        sheet("new-stock-and-warrants", "cover_page"),
        "investor_particulars: annex_i",
        "investor_particulars: execution_page",
    )
    assert "THE INVESTORS NAMED ON THE EXECUTION PAGES" in deals.as_text(deals.compose_text(yaml))


def test_the_text_lists_the_sections_with_their_numbers():
    text = agreement("contents")
    listed = text.partition("TABLE OF CONTENTS\n\n")[2].partition("\n\n")[0].split("\n")
    assert listed[:2] == ["    A. Definitions", "    1. PURCHASE AND SALE; MUTUAL DELIVERIES"]
    assert len(listed) == 16


def test_a_section_that_is_left_out_is_not_listed():
    yaml = deals.replaced(
        sheet("new-stock-and-warrants", "contents"), "several_obligations: text", "several_obligations: omit"
    )
    assert "15. INDEPENDENT" not in deals.as_text(deals.compose_text(yaml))


@pytest.mark.parametrize("stem", ["new-stock-and-warrants", "new-stock-only", "new-covenant-warrants"])
def test_a_careful_reader_finds_nothing_in_them(stem):
    whole = deals.compose_text(sheet(stem, "cover_page", "contents"))
    # The annexes of the worked deals are still to come.
    found = [str(problem) for problem in (*whole.warnings, *check(whole)) if problem.code != "C119"]
    assert found == []


def test_a_warrant_has_neither_and_says_so():
    with pytest.raises(InputError, match=r"T101 execution\.cover_page"):
        deals.compose_text(sheet("focus-2001-12-warrant", "cover_page"))


@pytest.mark.skipif(bool(office.missing()), reason=office.missing() or "there")
@pytest.mark.parametrize("stem", ["new-stock-and-warrants", "focus-2003-07"])
def test_libreoffice_reads_the_words_of_both_as_the_text_draft_has_them(stem, tmp_path):
    whole = deals.compose_text(sheet(stem, "cover_page", "contents"))
    files = write(whole, ("docx", "text"), [SetPart.AGREEMENT], Library.open().shell("house"))
    expected = drafted_words(files["agreement.txt"].decode())
    document = files["agreement.docx"]
    assert differences(expected, words(on_paper(office.text_of(document, tmp_path)))) == []
    if not office.missing_uno():
        assert differences(expected, words(on_paper(office.text_after_update(document, tmp_path)))) == []
