"""Text is read as a reader of the page reads it: furniture gone, columns apart, numbers known."""

from __future__ import annotations

import pytest

from assembler.compare import report
from assembler.compare.explain import compare
from assembler.errors import InputError
from assembler.readers import drawn_tables, files
from assembler.readers.reading import BLANK
from tests import deals
from tests.compare.documents import drawn, original
from tests.normal import differences, original_words
from tests.readers.wordfiles import lines


def read(text):
    data = text if isinstance(text, bytes) else text.encode()
    return files.read(data, "deal.txt")


def said(text):
    return " ".join(read(text).words)


def outline(text):
    return [(one.number, one.heading) for one in read(text).provisions]


@pytest.mark.parametrize(("stem", "name"), deals.ORIGINALS.items())
def test_an_original_is_read_word_for_word(stem, name):
    words = " ".join(original(stem).words).replace(BLANK, " ").split()
    assert differences(original_words(name), words) == []


@pytest.mark.parametrize("stem", deals.ORIGINALS)
def test_the_numbers_of_an_original_are_those_of_its_draft(stem):
    ours = [one.number for one in drawn(stem)[0].provisions if one.number[:1].isdigit()]
    theirs = [one.number for one in original(stem).provisions if one.number[:1].isdigit()]
    assert [number for number in ours if number not in theirs] == []


def test_page_numbers_and_page_breaks_are_no_words_and_do_not_end_a_paragraph():
    page = " " * 38 + "2\n<PAGE>\n"
    prose = "The Company shall use its best efforts to cause the transfer agent to\nsend the\n"
    text = f"1. DELIVERY. {prose}\n{page}\nshares.\n"
    assert (
        said(text)
        == "1. DELIVERY. The Company shall use its best efforts to cause the transfer agent to send the shares."
    )
    assert len(read(text).provisions) == 1


def test_columns_of_a_signature_block_are_read_one_after_the_other():
    block = (
        "    Address for Notices           ALPHA CAPITAL\n"
        "    ---------------------         -------------\n"
        "    Address                       Printed Name\n\n"
        "                                  By: /s/ K. A.\n"
        "    Telecopier No.                (Signature)\n"
    )
    assert (
        said(block) == "Address for Notices Address Telecopier No. ALPHA CAPITAL Printed Name By: /s/ K. A. (Signature)"
    )


def test_labels_with_their_lines_are_read_line_by_line():
    block = "   By:      /s/ Brett Moyer\n            Brett Moyer\n   Title:   President\n   Date:    July 1, 2003\n"
    assert said(block) == "By: /s/ Brett Moyer Brett Moyer Title: President Date: July 1, 2003"


def test_a_table_is_read_cell_by_cell():
    table = (
        "<TABLE>\n<CAPTION>\nName and address          Number of\nof the Investor           Shares\n"
        "----------------          ---------\n<S>                       <C>\nAlpha Ltd.                1,000\n"
        "39 Broadway\n\nBeta LP                   2,000\n</TABLE>\n"
    )
    assert said(table) == "Name and address of the Investor Number of Shares Alpha Ltd. 39 Broadway 1,000 Beta LP 2,000"


def test_rows_of_a_table_that_no_empty_line_parts_are_read_row_by_row():
    table = (
        "<TABLE>\n                   Number of    Price\nName               Shares\n----               ---------    -----\n"
        "<S>                <C>          <C>\nAlder Ltd.         1,000        $  5,000\n  1 Main Road\nBirch LLC (1)      2,000          10,000\n"
        "                   -----        --------\nTotal              3,000        $ 15,000\n</TABLE>\n"
    )
    assert said(table) == (
        "Name Number of Shares Price Alder Ltd. 1 Main Road 1,000 $ 5,000 Birch LLC (1) 2,000 10,000 Total 3,000 $ 15,000"
    )


def test_the_marks_of_an_answer_by_e_mail_are_no_words():
    assert outline("> 1. SALE. Alder sells.\n>\n> 2. PRICE. Birch pays > $5.\n") == [("1", "SALE."), ("2", "PRICE.")]
    assert said("> 5 shares\nor less\n") == "> 5 shares or less"


def test_a_word_alone_in_its_line_may_run_below_the_next_columns_of_a_table():
    table = (
        "<TABLE>\nName and        Number of      Price\nAddress         Shares\n\n"
        "Alpha Ltd.          1,000         $5\nnotices@alpha-limited.example.com\nNew York        No. 1      No. 2\n</TABLE>\n"
    )
    assert said(table) == (
        "Name and Address Number of Shares Price "
        "Alpha Ltd. notices@alpha-limited.example.com New York 1,000 No. 1 $5 No. 2"
    )


OPEN_TABLES = {
    "several columns": (
        ("Investor                      Shares        Warrants       Price\n"
        "                           Purchased\n"
        "Alder Ltd.                     1,000             200      $5,000\n"
        " 1 Main Road\n"
        "Birch LLC                      3,000             600     $15,000\n"
        "Total                          4,000             800     $20,000\n"),
        ("Investor Shares Purchased Warrants Price Alder Ltd. 1 Main Road 1,000 200 $5,000 "
        "Birch LLC 3,000 600 $15,000 Total 4,000 800 $20,000"),
    ),
    "one column of figures": (
        "Name of Investor            Shares\nAlder Ltd.                   1,000\n 1 Main Road\nBirch LLC                    3,000\n",
        "Name of Investor Shares Alder Ltd. 1 Main Road 1,000 Birch LLC 3,000",
    ),
    "rows apart": (
        ("Name of                Shares    Per\nInvestor                         Cent\n\nAlder Ltd.              1,000    25%\n"
        "1 Main Road\n\nBirch LLC               3,000    75%\n2 Side Street\n\nMore words behind it all.\n"),
        "Name of Investor Shares Per Cent Alder Ltd. 1 Main Road 1,000 25% Birch LLC 2 Side Street 3,000 75% More words behind it all.",
    ),
    "a row without a figure": (
        "Name                 Old     New\nAlder Ltd.             5       6\nReno\nBirch LLC                      7\nElko\n",
        "Name Old New Alder Ltd. Reno 5 6 Birch LLC Elko 7",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("table", "expected"), OPEN_TABLES.values(), ids=OPEN_TABLES)
def test_a_table_without_lines_is_read_row_by_row_by_its_figures(table, expected):
    assert said(f"The schedule:\n\n{table}") == f"The schedule: {expected}"


def test_columns_that_hold_words_are_no_table_of_figures():
    block = "Alder Ltd.                Birch LLC\n1 Main Road               9\nReno                      Elko\n                          Attn: Tom\n"
    assert said(block) == "Alder Ltd. 1 Main Road Reno Birch LLC 9 Elko Attn: Tom"


def test_the_blanks_of_a_wide_table_make_no_paragraph_of_its_lines():
    row = f"{{:20}}{'':180}{{}}\n"
    table = row.format("Name of", "Number of") + row.format("Investor", "Shares") + "-" * 80 + "\n"
    assert said(table + row.format("Alder", "1,000")) == "Name of Investor Number of Shares Alder 1,000"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. SALE. (a) The Company sells.\n", [("1", "SALE."), ("1(a)", "")]),
        ("1. SALE.\n\n   a. The Company sells.\n\n   b. Payment. In cash.\n", [("1", "SALE."), ("1(a)", ""), ("1(b)", "Payment.")]),
        ("2. Notices.\n\n   i. one thing\n\n   ii. another\n", [("2", "Notices."), ("2(i)", ""), ("2(ii)", "")]),
        ("2. Notices.\n\n   (h) one thing\n\n   (i) another\n", [("2", "Notices."), ("2(h)", ""), ("2(i)", "")]),
        ("2. Notices.\n\n   (b) one thing\n\n   (i) another\n\n   (ii) a third\n", [("2", "Notices."), ("2(b)", ""), ("2(b)(i)", ""), ("2(b)(ii)", "")]),
        ("6. Dilution.\n\n   6.1 Mechanism. If so.\n\n   6.2 Capital.\n", [("6", "Dilution."), ("6.1", "Mechanism."), ("6.2", "Capital.")]),
        ("ANNEX IV\n\nFORM\n", [("ANNEX IV", "")]),
    ],
)  # fmt: skip
def test_numbers_give_the_outline(text, expected):
    assert outline(text) == expected


WIDE = "Alder Ltd. sells all of the shares that it holds in Birch LLC on this day, and"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("7.\n\nPRICE. Birch pays.\n\n(a)\n\nIn cash.\n", ["7", "7(a)"]),
        (f"A.\nSale. {WIDE}\nall bonds:\n(i)\n{WIDE}\nmore; and\n(ii)\n{WIDE}\nthe rest.\n", ["A", "A(i)", "A(ii)"]),
        (f"1. SALE. {WIDE} is bound by Section\n5.\n", ["1"]),
        (f"1. SALE. {WIDE}\n{WIDE} is bound by clause\n(b)\nof the lease.\n", ["1"]),
        ("1. SALE. Alder sells.\n\n12\n\n2. PRICE. Birch pays.\n", ["1", "2"]),
    ],
)
def test_a_number_on_a_line_of_its_own_belongs_to_the_words_below_it(text, numbers):
    assert [one.number for one in read(text).provisions] == numbers
    assert said(text) == " ".join(text.split())


@pytest.mark.parametrize(
    "recital",
    ["WHEREAS, the Company sells.", "NOW, THEREFORE, they agree.", "NOW THEREFORE they agree.", "IN  WITNESS WHEREOF."],
)
def test_a_recital_behind_a_clause_is_no_part_of_it(recital):
    assert outline(f"1. SALE.\n\n   {recital}\n\n   More.\n") == [("1", "SALE."), ("", "")]
    assert outline("1. SALE.\n\n   Whereas the Company sells, it pays.\n") == [("1", "SALE.")]


def test_a_street_number_is_no_number_of_a_provision():
    assert outline("9. NOTICES. To:\n\n   1370 Dell Avenue\n") == [("9", "NOTICES.")]


def test_a_text_with_a_paragraph_a_line_is_read_the_same_as_one_that_is_wrapped():
    long = "The Company shall " + "use its best efforts and " * 12 + "so on."
    wrapped = "1. SALE. " + long.replace("efforts and use", "efforts and\nuse") + "\n\n2. NOTICES. " + long + "\n"
    assert read(f"1. SALE. {long}\n2. NOTICES. {long}\n").words == read(wrapped).words


@pytest.mark.parametrize(("mark", "least", "word"), [("_", 2, [BLANK]), ("-", 3, []), (".", 4, []), ("=", 3, [])])
def test_marks_are_a_rule_from_so_many_on_and_words_below(mark, least, word):
    assert read(f"one {mark * least} two\n").words == ["one", *word, "two"]
    assert read(f"one {mark * (least - 1)} two\n").words == ["one", mark * (least - 1), "two"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("issue ______ shares to Alder", "issue shares to Alder"),
        ("SERIES [___] PREFERRED STOCK", "SERIES [ ] PREFERRED STOCK"),
        ("dated as of ______, 202__, by Alder", "dated as of , 202, by Alder"),
        ("at $____ per share", "at $9.75 per share"),
        ("____ by check to the Company", "by check to the Company"),
    ],
)
def test_a_blank_that_is_taken_away_or_filled_in_is_a_difference(one, other):
    assert compare(read(one), read(other)).differences != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("issue ____ shares to Alder", "issue ____________ shares to Alder"),
        ("By: ____________\nName:\n", "By:\nName: ________\n"),
        ("Price: $______\n\nClosing\n", "Price: $\n\nClosing\n"),
        ("Address\n_______________\nTelecopier No. ______\n", "Address\nTelecopier No.\n"),
        ("_______________        ______________\nAlder Ltd.             Birch Ltd.\n", "Alder Ltd.             Birch Ltd.\n"),
    ],
)  # fmt: skip
def test_a_line_to_write_on_and_the_width_of_a_blank_say_nothing(one, other):
    assert compare(read(one), read(other)).differences == []


def test_a_blank_keeps_its_place_in_its_line():
    text = "   I am the _____________ of the Company and make the statements in\n   this Certificate;\n"
    assert said(text) == f"I am the {BLANK} of the Company and make the statements in this Certificate;"


# Tables of contents

LISTED = ("TABLE OF CONTENTS\n\n", "1. Sale of Shares", "2. Price", "3. Notices")
BODY = "\n\nSHARE SALE AGREEMENT\n\n1. Sale of Shares. Alder sells.\n\n2. Price. Birch pays $5.\n\n3. Notices. In writing.\n"


@pytest.mark.parametrize(
    "rows",
    [
        ["{}", "{}", "{}"],
        ["{} ............. 1", "{} .... 12", "{} ..... 14"],
        ["{}      i", "{}     ii", "{}     iv"],
        ["Page\n{}\t1", "<PAGE>\n{}\t2", "ANNEXES\n{}\t10"],
    ],
)
def test_a_table_of_contents_is_read_apart_from_the_provisions_it_lists(rows):
    entries = [row.format(entry) for row, entry in zip(rows, LISTED[1:], strict=True)]
    reading = read(LISTED[0] + "\n".join(entries) + BODY)
    assert [entry.removeprefix("ANNEXES ") for entry in reading.contents] == list(LISTED[1:])
    assert [number for number, _ in outline(LISTED[0] + "\n".join(entries) + BODY)] == ["", "1", "2", "3"]


def test_an_entry_of_the_contents_with_another_title_is_a_difference_and_another_page_is_none():
    one, same, other = (
        read(f"CONTENTS\n1. Sale of Shares ... {page}\n2. {title} ... {page}\n3. Notices ... 9" + BODY)
        for page, title in ((1, "Price"), (2, "Price"), (1, "Payment"))
    )
    assert compare(one, same).parts == ()
    assert lines(compare(one, other)) == ["table of contents: 2. Price → 2. Payment"]
    assert lines(compare(one, read(BODY))) == ["table of contents: only in the original"]


@pytest.mark.parametrize(
    "text",
    [
        "CONTENTS\n\nThe box holds two certificates and one warrant.\n",
        "TABLE OF CONTENTS\n\n1. Sale. Alder sells.\n\n1. Price. Birch pays.\n",
        "The contents of the box are listed in Annex I.\n\n1. Sale. Alder sells.\n\n2. Price. Birch pays.\n",
    ],
)
def test_provisions_are_no_table_of_contents(text):
    assert read(text).contents == ()


def test_columns_stand_apart_by_blanks_of_any_kind():
    block = (
        "    Address for Notices           ALPHA CAPITAL\n    Address\n    Telecopier No.                (Signature)\n"
    )
    blanks = [chr(code) for code in range(0x10000) if chr(code).isspace() and chr(code) not in "\t\n\r\f"]
    assert len(blanks) == 25
    assert {said(block.replace(" ", blank)) for blank in blanks} == {said(block)}


def test_windows_text_is_read_and_said_to_be():
    reading = read("Société “Alpha”".encode("cp1252"))
    assert reading.words == ["Société", '"Alpha"']
    assert any("Windows-1252" in remark for remark in reading.remarks)


@pytest.mark.parametrize("ends", ["\r", "\r\n", "\n"])
def test_line_ends_of_any_kind_are_line_ends(ends):
    assert outline(f"1. SALE.{ends}{ends}2. NOTICES.{ends}") == [("1", "SALE."), ("2", "NOTICES.")]


def test_a_nul_is_refused_with_its_place():
    with pytest.raises(InputError) as error:
        read(b"One.\nTwo\0three")
    assert str(error.value.problems[0].location) == "deal.txt:2:4"


def test_a_line_of_many_megabytes_is_read():
    assert len(read("word " * 1_000_000).words) == 1_000_000


@pytest.mark.parametrize("stem", deals.ORIGINALS)
def test_a_tree_read_back_is_the_tree_that_was_written(stem):
    from assembler.document import json
    from assembler.document import json as writer

    piece = deals.draft(stem).documents[0]
    document, numbers = json.load(writer.write(piece.document, piece.numbers), "a.json")
    assert document == piece.document
    assert {label: number.full for label, number in numbers.items()} == {
        label: number.full for label, number in piece.numbers.items() if label in numbers
    }


@pytest.mark.parametrize("content", ["{}", "no", '{"version": 2}', '{"version": 9, "numbers": {}, "document": {}}', '{"version": 2, "numbers": {}, "document": {"is": "Os"}}'])  # fmt: skip
def test_what_is_no_tree_is_refused(content):
    from assembler.document import json

    with pytest.raises(InputError):
        json.load(content.encode(), "a.json")


# Encodings and typography


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_a_text_is_read_in_its_encoding_with_or_without_a_mark(encoding):
    text = "1. SALE. Société \u201cAlpha\u201d sells 1,000 shares to Alder \u2013 at $5.\n\n2. PRICE. Alder pays.\n"
    assert read(text.encode(encoding)).words == read(text).words


@pytest.mark.parametrize(
    ("data", "remark"),
    [
        ("Société pays €5 \u2013 ".encode() + b"caf\xe9 \x93Alder\x94", "3 bytes of it are not UTF-8, and read as Windows-1252"),
        (b"\xef\xbb\xbfSoci\xc3\xa9t\xc3\xa9 caf\xe9", "1 byte of it is not UTF-8, and read as Windows-1252"),
        (b"caf\xe9 of Alder", "read as Windows-1252, as it is not UTF-8"),
    ],
)  # fmt: skip
def test_a_lone_byte_of_another_encoding_leaves_the_rest_as_it_is(data, remark):
    reading = read(data)
    assert remark in reading.remarks
    assert "café" in reading.words
    assert not any("Ã" in word or "\ufffd" in word for word in reading.words)


@pytest.mark.parametrize(
    "quoted",
    [
        "\u201cAlder\u201d",
        "\u201eAlder\u201c",
        "\u00abAlder\u00bb",
        "\x93Alder\x94",
        "``Alder''",
        "\u2033Alder\u2033",
        "\uff02Alder\uff02",
        "\u201fAlder\u201d",
    ],
)
def test_quotation_marks_of_every_shape_are_read_as_straight(quoted):
    assert read(f"the {quoted} shares\n").words == ["the", '"Alder"', "shares"]


@pytest.mark.parametrize("mark", ["\u2019", "\u2018", "\x92", "\u02bc", "\u2032", "\u00b4", "`"])
def test_apostrophes_of_every_shape_are_read_as_straight(mark):
    assert read(f"Alder{mark}s shares\n").words == ["Alder's", "shares"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the ''Alder'' shares of ``Birch''", 'the "Alder" shares of "Birch"'),
        ("the &#147;Alder&#148;&nbsp;shares &amp; bonds &sect; 5", 'the "Alder" shares & bonds \u00a7 5'),
        ("the \ufb01rst o\ufb03ce \ufb02oor", "the first office floor"),
        ("R&D; AT&T &unknown; &#0;", "R&D; AT&T &unknown; \ufffd"),
    ],
)
def test_characters_that_are_written_in_another_way_are_read_as_what_they_stand_for(one, other):
    assert read(f"{one}\n").words == read(f"{other}\n").words


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("iso8859-2", "ISO-8859-2"), ("mac-roman", "macintosh"), ("shift_jis", "Shift_JIS"), ("koi8-r", "koi8-r")],
)
@pytest.mark.parametrize("head", ['<html><meta charset="{}">', '<?xml version="1.0" encoding="{}"?><html>', "<html><META HTTP-EQUIV=Content-Type CONTENT='text/html; charset={}'>"])  # fmt: skip
def test_a_page_is_read_in_the_encoding_that_it_names_if_it_is_not_utf_8(encoding, named, head):
    words = {"iso8859-2": "Dvořák", "mac-roman": "Société", "shift_jis": "株式", "koi8-r": "Общество"}[encoding]
    reading = files.read((head.format(named) + f"<p>{words} sells.").encode(encoding), "a.htm")
    assert reading.words == [words, "sells."]
    assert f"read as {named}, as it says" in reading.remarks
    assert files.read((head.format(named) + f"<p>{words} sells.").encode(), "a.htm").words == [words, "sells."]


@pytest.mark.parametrize("named", ["utf-8", "iso-8859-1", "utf-16", "no-such", "windows-1252"])
def test_a_page_that_names_another_encoding_than_it_has_is_read_as_windows_1252(named):
    page = f"<html><meta charset={named}><p>\x93Alder\x94 caf\xe9".encode("latin-1")
    assert files.read(page, "a.htm").words == ['"Alder"', "caf\xe9"]


def test_that_typography_is_not_compared_is_said():
    assert any("quotation marks" in remark for remark in read("the \u201cAlder\u201d shares\n").remarks)
    assert not any("quotation marks" in remark for remark in read('the "Alder" shares\n').remarks)


# Pages


def paged(shape, first=1):
    line = "The Company shall use its best efforts to register the shares, and shall pay"
    pages = ("\n".join([line] * 12) + f"\n\n{shape.format(number)}\n\n" for number in range(first, first + 4))
    return "1. SALE. " + "".join(pages) + "all costs.\n"


@pytest.mark.parametrize("shape", ["{}", "                    {}", "- {} -", "Page {}", "  {} of 12"])
def test_page_numbers_in_running_text_are_no_words_and_do_not_end_a_paragraph(shape):
    reading = read(paged(shape))
    assert [word for word in reading.words if word.strip("-").isdigit()] == []
    assert len(reading.provisions) == 1
    assert len(reading.provisions[0].passages) == 3
    assert any("4 page numbers" in remark for remark in reading.remarks)


@pytest.mark.parametrize(
    "text", [paged("{}", first=1901), "Shares\n\n1\n\n2\n\n3\n\nTotal\n", "A\n\n1\n\nB\n\n7\n\nC\n\n4\n"]
)
def test_figures_on_lines_of_their_own_are_words(text):
    assert [word for word in read(text).words if word.isdigit()] != []


PAGE = "the Company shall use its best efforts to register the shares, and shall pay for it\nall that is due on"
HEAD = "SHARE SALE AGREEMENT                                          Draft of May 3"


def with_pages(form, count=6, first=1):
    """A text of one sentence that goes on over pages."""
    pages = [*[PAGE] * (count - 1), f"{PAGE} call."]
    return "\f".join(form.format(page, number) for number, page in enumerate(pages, first)) + "\n"


@pytest.mark.parametrize(
    ("form", "heads"),
    [
        (f"{HEAD}\n\n{{0}}", f"running heads: {' '.join(HEAD.split())}"),
        (f"{HEAD}\n\n\n{{0}}\n\n    - {{1}} -\n", f"running heads: {' '.join(HEAD.split())}"),
        ("SHARE SALE AGREEMENT\n\nDraft\n\n{0}\n\n{1}", "running heads: SHARE SALE AGREEMENT; Draft"),
        ("{1}\n\n{0}\n\nAlder Ltd.", "running heads: Alder Ltd."),
        ("{0}\n\nAlder Ltd., page {1} of 6", "running heads: Alder Ltd., page 1 of 6"),
        ("Alder Ltd. (page {1})\n\n{0}\n\nA-{1}", "running heads: Alder Ltd. (page 1)"),
        ("{0}\n\n[Signature Page to Share Sale Agreement]", "running heads: [Signature Page to Share Sale Agreement]"),
    ],
)
def test_running_heads_are_no_words_and_are_named_as_not_read(form, heads):
    reading = read(with_pages(form))
    assert reading.words == (" ".join([PAGE] * 6) + " call.").split()
    assert reading.unread == (heads,)
    assert len(reading.provisions[0].passages) == 1


SIGNED = "COMPANY:\n\nALDER LTD.\n\nBy:\n\nAnn Reed\n\nTitle: President\n\nDate: May 3, 2027"


@pytest.mark.parametrize("page", [SIGNED, f"SIGNATURES FOR ENTITIES\n\n{SIGNED}", f"{SIGNED}\n\nNo. {{1}}00"])
def test_what_pages_of_signatures_have_in_common_is_part_of_the_document(page):
    reading = read(with_pages(page))
    assert (reading.unread, reading.words.count("Reed")) == ((), 6)
    told = read(with_pages(f"{page}\n\n[Signature Page to Lease]"))
    assert told.unread == ("running heads: [Signature Page to Lease]",)


@pytest.mark.parametrize(
    "form",
    [
        "{0}\n\n{1}",
        "{0}\nNo. {1}",
        "IN WITNESS WHEREOF, the parties have\nsigned this page.\n\n{0}",
        "IN WITNESS WHEREOF, they have signed.\n\n{0}",
        "The undersigned states:\n\n{0}",
    ],
)
def test_what_begins_or_ends_pages_without_standing_apart_is_no_running_head(form):
    assert read(with_pages(form)).unread == ()
    assert all(read(with_pages(form)).words.count(word) == 6 for word in ("WHEREOF,", "undersigned") if word in form)


def test_a_line_that_begins_less_than_half_of_the_pages_is_no_running_head():
    text = "\f".join([*[f"SCHEDULE\n\n{PAGE}"] * 3, *[f"{PAGE} x{number}" for number in range(5)]])
    assert (read(text).unread, read(text).words.count("SCHEDULE")) == ((), 3)


def test_with_running_heads_two_texts_are_not_called_equal():
    one, other = read(with_pages(f"{HEAD}\n\n{{0}}")), read(with_pages("{0}"))
    assert compare(one, other).counts == {}
    assert report.headline(compare(one, other)) != "no differences"


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (("the agree-", "ment binds"), "the agreement binds"),
        (("any non-", "listed share"), "any non-listed share"),
        (("by e-", "mail, or"), "by e-mail, or"),
        (("all pre-", "and post-closing"), "all pre- and post-closing"),
        (("under Rule 5-", "b of it"), "under Rule 5- b of it"),
        (("to the North-", "West Bank"), "to the North- West Bank"),
    ],
)
def test_a_word_that_is_divided_at_the_end_of_a_line_is_one_word(ends, expected):
    begins = "This agreement is made between Alder Ltd. and Birch Ltd. who state"
    text = f"{begins} {ends[0]}\n   {ends[1]} all of them and {begins}\nthe end.\n"
    assert said(text) == f"{begins} {expected} all of them and {begins} the end."


# Markdown

MARKED = "# Sale\nAlder **sells**\nthe shares.\n\n## Price\nBirch pays _five_ dollars.\n"


def marked(text):
    return [(passage.kind, " ".join(passage.words)) for one in files.read(text.encode(), "a.md").provisions for passage in one.passages]  # fmt: skip


def test_a_heading_of_markdown_ends_with_its_line_and_begins_a_provision():
    assert [" ".join(one.words) for one in read(MARKED).provisions] == [
        "Sale Alder sells the shares.", "Price Birch pays five dollars.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sale\n====\n\nAlder sells.", [("heading", "Sale"), ("text", "Alder sells.")]),
        ("# 2. Price. #\nBirch pays.", [("number", "2."), ("heading", "Price."), ("text", "Birch pays.")]),
        ("1. Alder\n1. Birch\n", [("number", "1."), ("text", "Alder"), ("number", "2."), ("text", "Birch")]),
        ("- Alder\n* Birch\n", [("text", "Alder"), ("text", "Birch")]),
        ("> Alder\n> sells for > 5.", [("text", "Alder sells for > 5.")]),
        ("| Name | Shares |\n|---|--:|\n| Alder | 100 |", [("text", word) for word in ("Name", "Shares", "Alder", "100")]),
        ("Alder [sells](https://a.example) ~~five~~ `six` \\*shares\\*.", [("text", "Alder sells six *shares*.")]),
        ("issue \\_\\_\\_ or ______ shares at __five__ dollars", [("text", "issue ____ or ____ shares at five dollars")]),
        ("::: Notice\n[Alder]{.underline} sells.\n:::\n<!-- note -->\n```{=html}\n```\n", [("text", "Alder sells.")]),
        ("Alder\n\n---\n\nBirch", [("text", "Alder"), ("text", "Birch")]),
    ],
)  # fmt: skip
def test_markdown_is_read_without_its_marks(text, expected):
    assert marked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Alder Ltd.\\\n1 Main Road\\\nReno", "Alder Ltd. 1 Main Road Reno"),
        ("Alder Ltd.  \n1 Main Road<br>Reno", "Alder Ltd. 1 Main Road Reno"),
        ("Send it to:\n\n\\_\\_\\_\\_\\\n\\_\\_\\_\\_\n\nDated:", "Send it to: Dated:"),
        ("A. As used here:\n\n    i.  ::: Definition\n        **Sale** means a sale.\n        :::", "A. As used here: i. Sale means a sale."),
        ("[Alder][1] and [Birch][] and [Cedar] sell [TBD] to [x][2].\n\n[1]: https://a.example\n[birch]: <b.htm> 'B'\n[Cedar]: c.htm", "Alder and Birch and Cedar sell [TBD] to [x][2]."),
        ("Alder[^1] sells.\n\n[^1]: To anybody.", "Alder sells. To anybody."),
        ("Write to <notices@alder.example> or see <https://alder.example/x>.", "Write to notices@alder.example or see https://alder.example/x."),
        ("<u>Notice.</u> Alder &amp; Birch&nbsp;pay &#36;5 for x &lt; 3 <!-- not --> of AT&T.", "Notice. Alder & Birch pay $5 for x < 3 of AT&T."),
        ("the &ldquo;Alder&rdquo; and &#147;Birch&#148; shares", 'the "Alder" and "Birch" shares'),
        ("see [site](http://a.example/c_(d)) of Alder", "see site of Alder"),
        ("for <del>five</del> <s>6</s> seven dollars", "for seven dollars"),
        ("# Sale {#sale .unnumbered}\nAlder sells.", "Sale Alder sells."),
        ("Alder[^a]: sells \\[all\\] of it.", "Alder: sells [all] of it."),
    ],
)  # fmt: skip
def test_markdown_says_what_a_reader_of_the_page_sees(text, expected):
    assert " ".join(files.read(text.encode(), "a.md").words) == expected


def test_a_number_behind_the_end_of_a_sentence_begins_a_provision_of_markdown():
    text = "1. Terms:\n\n    (a) cash\n    (b) shares; and\n    (c) notes under clause\n    (a) above\n"
    numbers = [one.number for one in files.read(text.encode(), "a.md").provisions]
    assert numbers == ["1", "1(a)", "1(c)"]


def test_settings_in_front_of_markdown_are_named_as_not_read():
    front = files.read(b"---\ntitle: Lease\nauthor:\n- Jane\n---\n\nAlder sells.", "a.md")
    assert (front.words, front.unread) == (["Alder", "sells."], ("settings in front of the text",))
    assert files.read(b"---\n\nAlder sells: all.\n\n---\n\nBirch pays.", "a.md").unread == ()


def test_pictures_of_markdown_are_named_as_not_read():
    reading = files.read(b"Alder ![seal](a.png) sells ![b][c].", "a.md")
    assert (reading.words, reading.unread) == (["Alder", "sells", "."], ("2 pictures",))


HTML_TABLE = "<table>\n<tr><th>Name</th><th>Shares</th></tr>\n\n<tr><td><p>Alder Ltd.</p>\n<p>Reno</p></td><td>1,000</td></tr>\n</table>"


def test_a_table_of_html_in_markdown_is_read_cell_by_cell():
    reading = files.read(f"# Sale\n\nOf all:\n\n{HTML_TABLE}\n\nThe **end**.".encode(), "a.md")
    cells = [(" ".join(passage.words), passage.cell) for one in reading.provisions for passage in one.passages]
    assert cells == [
        ("Sale", None), ("Of all:", None), ("Name", (1, 0, 0)), ("Shares", (1, 0, 1)), ("Alder Ltd.", (1, 1, 0)),
        ("Reno", (1, 1, 0)), ("1,000", (1, 1, 1)), ("The end.", None),
    ]  # fmt: skip


# Tables that are drawn

GRID = """
+------------------+---------+---------+
| Name and         | Shares  | Price   |
| Address          |         |         |
+{0}+{1}+{1}+
| Alder Ltd.       | 1,000   | $       |
|                  |         | 5,000   |
| 1 Main Road,     |         |         |
| Reno             |         |         |
+------------------+---------+---------+
| Birch & Sons LLC | 200     | $1,000  |
+------------------+---------+---------+
"""
RULED = """
  {1}
  Name and           Shares Price
  Address
  {0}
  Alder Ltd. 1 Main   1,000 $5,000
  Road, Reno

  Birch & Sons LLC      200 $1,000
  {1}
"""
DRAWN = {
    "a grid": GRID.format("=" * 18, "=" * 9),
    "a grid without a head": GRID.format("-" * 18, "-" * 9),
    "columns below a line": RULED.format("------------------ ------ ------", "-" * 32),
    "columns with a colon": GRID.format(":" + "=" * 17, "=" * 8 + ":"),
}


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("table", DRAWN.values(), ids=DRAWN)
def test_a_table_that_is_drawn_is_read_cell_by_cell(table, name):
    assert " ".join(files.read(f"Sale\n{table}\nEnd\n".encode(), name).words) == (
        "Sale Name and Address Shares Price Alder Ltd. 1 Main Road, Reno 1,000 $5,000 Birch & Sons LLC 200 $1,000 End"
    )


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("+----+----+\n| A  | B  |\n+----+----+\n| 1  | 2  |\n| 3  | 4  |\n+----+----+", "A B 1 2 3 4"),
        ("+----+----+\n| all  one |\n+====+====+\n| 1  | 2  |\n+----+----+", "all one 1 2"),
        ("+----+----+\n| \u754c\u754c | 2  |\n+----+----+", "\u754c\u754c 2"),
        ("  ---- ----\n  A    B\n  1    2\n  ---- ----", "A B 1 2"),
        ("  ---- ----\n  A B  C\n  D\n\n  1    2\n  ---- ----", "A B D C 1 2"),
    ],
)
def test_of_a_table_that_is_drawn_no_word_is_lost(table, expected, name):
    assert " ".join(files.read(f"{table}\n".encode(), name).words) == expected


@pytest.mark.parametrize(
    "text",
    [
        "----------------    ----------------\nAlder Ltd.          Birch Ltd.\n----------------    ----------------\n",
        "------------\nAlder Ltd.\n---- ----\nBirch\n------------\nPlace\n",
        "+----+\n",
    ],
)
def test_lines_to_sign_on_draw_no_table(text):
    assert drawn_tables.end_of(text.splitlines(), 0) == 0


def test_a_text_with_one_number_sign_is_no_markdown():
    assert read("# 7 Main Road\n\nAlder *sells*.\n").words == ["#", "7", "Main", "Road", "Alder", "*sells*."]
