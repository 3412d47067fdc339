"""Four deals that were signed, as term sheets: each says its terms, and drafts without a word to correct.

The facts are public. `termsheets/real/` says on top of each sheet where they come from, and what a departure would say.
"""

from __future__ import annotations

import io
import re
from functools import cache

import docx
import pytest
from docx.oxml.ns import qn

from assembler import pipeline
from assembler.dealset.build import as_docx
from assembler.exports import text
from assembler.library import Library
from tests import deals

SHEETS = deals.TERMSHEETS / "real"
ORGENESIS, FOCUS = "orgenesis-2020-01", "focus-2011-03-warrant"
SANDS, EPOCH = "american-sands-2013-11-warrant", "epoch-2004-02"
AGREEMENT, WARRANT, PAGE = "agreement", "warrant-01", "signature-page-01"

# What is found, and why it is right. T301: facts that are not public. C119: annexes that are other documents.
# T410: the deal was signed on a holiday, and three years from its closing end on a Sunday.
FOUND = {
    ORGENESIS: ["C119", "T301", "T410", "T410"],
    FOCUS: ["T301"],
    SANDS: [],
    EPOCH: ["C119", "T301"],
}
# Word files have curly quotes.
_STRAIGHT = {0x201C: '"', 0x201D: '"', 0x2019: "'", 0xA0: " "}


@cache
def drafted(stem):
    return deals.compose_text((SHEETS / f"{stem}.yaml").read_text(encoding="utf-8"))


def piece_of(stem, document):
    """The document of a deal whose file name begins so, or its only one."""
    pieces = drafted(stem).documents
    return pieces[0] if document is None else next(piece for piece in pieces if piece.stem.startswith(document))


def flat(words):
    return " ".join(words.translate(_STRAIGHT).split())


@cache
def in_text(stem, document=None):
    piece = piece_of(stem, document)
    return flat(text.write(piece.document, piece.numbers))


@cache
def in_word(stem, document=None):
    """The words of the Word file, without the numbers that Word computes."""
    written = as_docx(piece_of(stem, document), drafted(stem), Library.open().shell("house"))
    paragraphs = docx.Document(io.BytesIO(written)).element.body.iter(qn("w:p"))
    return flat(
        " ".join("".join(run.text or " " for run in words.iter(qn("w:t"), qn("w:tab"))) for words in paragraphs)
    )


def test_each_sheet_of_the_folder_is_drafted_here():
    assert {path.stem for path in SHEETS.glob("*.yaml")} == set(FOUND)


@pytest.mark.parametrize("stem", FOUND)
def test_nothing_is_found_but_what_is_open(stem):
    deal = drafted(stem)
    found = {*deal.warnings, *pipeline.check(deal), *pipeline.check_days(deal)}
    assert sorted(problem.code for problem in found) == FOUND[stem]


@pytest.mark.parametrize("stem", FOUND)
def test_a_sheet_says_where_its_facts_come_from_and_what_it_cannot_say(stem):
    comment = (SHEETS / f"{stem}.yaml").read_text(encoding="utf-8").partition("\nform:")[0]
    assert "# Facts: " in comment
    assert stem == EPOCH or "would need a departure" in comment


@pytest.mark.parametrize("stem", FOUND)
def test_no_departure_is_needed_for_a_term(stem):
    assert "\ndepartures:" not in (SHEETS / f"{stem}.yaml").read_text(encoding="utf-8")


# The term of the deal, the document that says it, and the words.
SAYS = [
    # Orgenesis Inc., January 20, 2020.
    (ORGENESIS, AGREEMENT, "the date that is six months and one day after their issuance"),
    (ORGENESIS, AGREEMENT, "until the date that is three (3) years after their issuance"),
    (
        ORGENESIS,
        WARRANT,
        "at any time from and after July 23, 2020 and until 5:00 P.M., New York City time, on January 22",
    ),
    (ORGENESIS, AGREEMENT, "The Closing Date shall be the second NYSE trading day after the date of this Agreement"),
    (ORGENESIS, AGREEMENT, "available good funds in United States Dollars to the Company on the Closing Date"),
    (ORGENESIS, AGREEMENT, "The Shares shall be uncertificated"),
    (ORGENESIS, AGREEMENT, "in book-entry form in its name"),
    (ORGENESIS, AGREEMENT, "Two Million Two Hundred Thousand (2,200,000) shares of Common Stock"),
    (ORGENESIS, AGREEMENT, "Nine Million Two Hundred Forty Thousand Dollars ($9,240,000)"),
    (ORGENESIS, AGREEMENT, "warrants to purchase 1,000,000 shares of Common Stock"),
    (ORGENESIS, AGREEMENT, "with a copy to: Pearl Cohen Zedek Latzer Baratz LLP"),
    (ORGENESIS, AGREEMENT, "with a copy to: Mintz, Levin, Cohn, Ferris, Glovsky and Popeo, P.C."),
    (ORGENESIS, AGREEMENT, "or (b) by e-mail, addressed to"),
    (ORGENESIS, AGREEMENT, "the state and federal courts sitting in the State of New York"),
    (ORGENESIS, AGREEMENT, "ORGENESIS INC., a Nevada corporation"),
    (ORGENESIS, AGREEMENT, "the Company's articles of incorporation or bylaws"),
    (ORGENESIS, AGREEMENT, "no approval of the stockholders of the Company"),
    (ORGENESIS, AGREEMENT, "INDEMNIFICATION."),
    (ORGENESIS, AGREEMENT, "Each Investor shall, severally and not jointly, indemnify the Company"),
    (ORGENESIS, AGREEMENT, "If the closing has not occurred by January 27, 2020"),
    (ORGENESIS, AGREEMENT, "was authorized to issue"),
    (ORGENESIS, AGREEMENT, "the Sarbanes-Oxley Act of 2002"),
    (ORGENESIS, AGREEMENT, "Within four (4) business days after the date hereof"),
    (ORGENESIS, AGREEMENT, "a notice of the sale of the Securities on Form D"),
    (ORGENESIS, PAGE, "[first signatory], Authorized Signatory"),
    (ORGENESIS, PAGE, "[second signatory], Authorized Signatory"),
    (ORGENESIS, PAGE, "a company organized under the laws of Israel"),
    (ORGENESIS, WARRANT, '(a "Cashless Exercise")'),
    (ORGENESIS, WARRANT, "At any time when no effective registration statement"),
    (ORGENESIS, WARRANT, "beneficially own more than 9.99% of the shares of Common Stock"),
    (ORGENESIS, WARRANT, '"Fundamental Transaction" means'),
    # FOCUS Enhancements, to March 1, 2011.
    (FOCUS, None, "THIRTY-SEVEN THOUSAND FIVE HUNDRED (37,500) fully paid and nonassessable shares"),
    (FOCUS, None, "of $0.50, subject to further adjustment"),
    (FOCUS, None, "at any time until 5:00 P.M., New York City time, on March 1, 2011"),
    (FOCUS, None, "to the extent that it has vested under Section"),
    (FOCUS, None, "has received both the Notice of Exercise and the payment"),
    (FOCUS, None, "is issued to the Holder on the terms set forth herein"),
    (FOCUS, None, "contains the full understanding of the parties"),
    # American Sands Energy Corp., November 7, 2013.
    (SANDS, None, "SEVENTEEN THOUSAND EIGHT HUNDRED FIFTY-SEVEN (17,857)"),
    (SANDS, None, "of $0.35, subject to further adjustment"),
    (SANDS, None, "until 5:00 P.M., Pacific time, on November 7, 2018"),
    (SANDS, None, "shares of Common Stock of the Company, no par value"),
    (SANDS, None, "No. FA-I"),
    (SANDS, None, "The Holder may, in place of payment, elect"),
    (SANDS, None, "demand by notice that the Company register the resale"),
    (SANDS, None, "Representations of the Holder."),
    (SANDS, None, "is issued to the Holder on the terms set forth herein"),
    (SANDS, None, "contains the full understanding of the parties"),
    # Epoch Biosciences, Inc., February 23, 2004.
    (EPOCH, AGREEMENT, "up to Two Million Four Hundred Seventy Thousand (2,470,000) shares of Common Stock"),
    (EPOCH, AGREEMENT, "for a total of up to Six Million One Hundred Seventy-Five Thousand Dollars ($6,175,000)"),
    (EPOCH, AGREEMENT, "warrants to purchase up to 741,000 shares of Common Stock"),
    (EPOCH, AGREEMENT, "The price of each Share is $2.50"),
]
# Words that would be wrong in this deal.
NEVER = [
    (ORGENESIS, AGREEMENT, "immediately upon issuance"),
    (ORGENESIS, AGREEMENT, "scrow"),
    (ORGENESIS, AGREEMENT, "certificate of incorporation"),
    (ORGENESIS, AGREEMENT, "acsimile"),
    (ORGENESIS, AGREEMENT, "counsel for the Investors"),
    (ORGENESIS, AGREEMENT, "the federal courts whose districts"),
    (FOCUS, None, "the Agreement"),
    (FOCUS, None, "agreement pursuant to which"),
    (SANDS, None, "agreement pursuant to which"),
    (SANDS, None, "par value $"),
    (SANDS, None, "New York City time"),
    (SANDS, None, "consents to the jurisdiction"),
    (SANDS, None, "with a copy to"),
    (SANDS, None, "[●]"),
    (EPOCH, AGREEMENT, "for a total of Six Million"),
]


@pytest.mark.parametrize(("stem", "document", "words"), SAYS)
def test_the_draft_says_the_term(stem, document, words):
    assert words in in_text(stem, document)


@pytest.mark.parametrize(("stem", "document", "words"), SAYS)
def test_the_word_file_says_it_too(stem, document, words):
    assert words in in_word(stem, document)


@pytest.mark.parametrize(("stem", "document", "words"), NEVER)
def test_the_draft_says_nothing_of_another_deal(stem, document, words):
    assert words not in in_text(stem, document)
    assert words not in in_word(stem, document)


def test_a_bracket_stands_for_what_is_not_public_only():
    numbers = re.findall(r"\S+ \S+ \[●\]", in_text(ORGENESIS, AGREEMENT).partition("IN WITNESS")[0])
    # The capitalization, and the company's e-mail address.
    assert numbers == ["(k) On [●]", "to issue [●]", "and had [●]", "659-6404 E-mail: [●]"]


def test_an_open_day_of_issue_reads_as_a_day():
    assert "has executed this Warrant as of the [●] day of [●]." in in_text(FOCUS)
