"""What we write is read back: the text of a deal, away from its set, is the document of its term sheet."""

from __future__ import annotations

import re
from functools import cache
from itertools import cycle, islice

import pytest

from assembler.compare.explain import compare
from assembler.document.numbering import number
from assembler.document.tree import Clause, Document
from assembler.drafting.notation import parse
from assembler.exports import html, text
from assembler.readers import files, tree
from tests import deals
from tests.normal import drafted_words

STEMS = sorted(path.stem for path in deals.TERMSHEETS.glob("*.yaml"))
LONG = "Northern Hemisphere Special Situations and Opportunities Master Fund (Cayman) Segregated Portfolio Company, LP"


def as_stated(sheet):
    return sheet


def with_front_pages(sheet):
    """The deal with a cover page and a table of contents."""
    return sheet.replace("\nexecution:\n", "\nexecution:\n  cover_page: true\n  contents: true\n")


def with_long_names(sheet):
    return re.sub(r"(?m)^  - name: (.+)$", rf"  - name: \1 {LONG}", sheet)


def with_forty_investors(sheet):
    """The deal with forty copies of its first investor, under other names and with other amounts."""
    first = re.search(r"(?ms)^  - name: .*?(?=^  - name: |^\S)", sheet)
    copies = (re.sub("name: ", f"name: Fund {number} of ", first[0]) for number in range(1, 41))
    return sheet.replace(first[0], first[0] + "".join(copies))


def without_warrants(sheet):
    return re.sub(r"(?ms)^warrants:\n.*?(?=^\S)", "warrants:\n  mode: none\n", sheet)


CASES = [
    *((stem, as_stated) for stem in STEMS),
    *((stem, with_front_pages) for stem in STEMS if "warrant" not in stem or stem.startswith("new")),
    *((stem, with_long_names) for stem in STEMS if stem.startswith("new")),
    ("new-stock-and-warrants", with_forty_investors),
    ("new-stock-and-warrants", without_warrants),
]


@cache
def drafted(stem, change):
    """The documents of a deal, without those that only repeat another with other values."""
    documents = deals.compose_text(change(deals.sheet(stem))).documents
    return [*documents[:3], documents[-1]] if len(documents) > 4 else documents


FORMATS = {
    "txt": lambda piece: text.write(piece.document, piece.numbers).encode(),
    "html": lambda piece: html.write(piece.document, piece.numbers).encode(),
}


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize(("stem", "change"), CASES)
def test_own_output_is_read_as_the_document_of_its_term_sheet(stem, change, ending):
    for piece in drafted(stem, change):
        there = files.read(FORMATS[ending](piece), f"{piece.stem}.{ending}")
        comparison = compare(tree.read(piece.document, piece.numbers, "sheet"), there)
        assert ([one.difference for one in comparison.differences], comparison.parts) == ([], ()), piece.stem


HEADS = [
    "Shares",
    "Number of Series A Warrants",
    "Closing",
    "Number of Long-Dated Incremental Extraordinarily-Long Warrants",
    "Aggregate Purchase Price",
]
CELLS = ["0", "1,600,000\n| No. PF-12", "$98,765,432,109.50", "March 10, 2027", "75,000\n| No. A-1", "900"]
WORD = "notices-of-the-northern-hemisphere-special-situations-master-fund.example.com"
NAMES = {
    "short": "Alder LP",
    "wrapped": f"{LONG}\n| 14 Kiln Street, 9th Floor\n| New York, New York 10013",
    "a word wider than its column": f"Alder LP\n| 14 Kiln Street\n| Portland\n| E-mail: {WORD}",
    "such a word beside a second figure": f"Alder LP\n| {WORD}\n| Portland",
    "such a word beside the figures": f"{WORD}\n| 14 Kiln Street",
}


def with_table(name, columns):
    """A document with a table of so many columns of figures, each with cells of other widths and lines."""
    head = "- Name and Address of Investor (including contact details for notices)"
    rows = [("head", head, HEADS)]
    rows += [
        ("row", f"- {words}", CELLS[at:] + CELLS[:at]) for at, words in enumerate((name, "Birch & Sons LLC", name))
    ]
    rows.append(("total", "- Total", CELLS[::-1]))
    table = "\n".join("\n- ".join((f"{kind}\n{first}", *islice(cycle(cells), columns))) for kind, first, cells in rows)
    words = f"= ANNEX I\n\ntable\n{table}\nend\n\n= ANNEX II\n= OPINION OF COUNSEL"
    return Document("T", (Clause("a", "", blocks=parse(words, ()).blocks),))


@pytest.mark.parametrize("columns", range(1, 9))
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_table_of_any_number_of_columns_is_read_as_it_was_written(name, columns):
    document = with_table(name, columns)
    written = text.write(document, number(document))
    expected = tree.read(document, number(document), "sheet")
    assert compare(expected, files.read(written.encode(), "a.txt")).differences == []
    assert drafted_words(written) == expected.words


FIGURES = [("526,315", "526,351"), ("$875,000", "$857,000"), ("1,274,077", "1,274,097")]


@pytest.mark.parametrize(("figure", "typed"), FIGURES)
def test_one_figure_of_annex_i_that_was_typed_over_is_the_only_difference(figure, typed):
    piece = drafted("new-stock-and-warrants", as_stated)[0]
    lines = text.write(piece.document, piece.numbers).split("\n")
    row = max(number for number, line in enumerate(lines) if figure in line)
    lines[row] = lines[row].replace(figure, typed)
    comparison = compare(tree.read(piece.document, piece.numbers, "sheet"), files.read("\n".join(lines).encode(), "a"))
    assert [(one.difference.here, one.difference.there) for one in comparison.differences] == [((figure,), (typed,))]
