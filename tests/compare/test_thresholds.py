"""Where a comparison calls two texts the same, and where it gives up: the thresholds of aligning and of redlines."""

from __future__ import annotations

import pytest

from assembler.compare.align import align
from assembler.document.tree import Clause
from assembler.readers import outline
from assembler.readers.reading import Reading
from tests.redline.test_engine import changed, tree, written
from tests.word.small import paragraph


def clause(words):
    return tree(Clause("a", "1.", blocks=(paragraph(words),)))


OLDER = "The Company shall deliver to each Investor at the Closing a certificate for all shares it purchased hereunder"


@pytest.mark.parametrize(
    ("newer", "gone"),
    [
        (
            "Whereas no Person may borrow from any Bank on the Friday some instrument with other terms he agreed",
            [OLDER],
        ),
        (
            "Whereas no Person may borrow from each Investor at the Closing some instrument with other terms he agreed",
            [
                "The Company shall deliver to ",
                "a certificate for all shares it purchased hereunder",
            ],
        ),
    ],
    ids=["a word stays", "a quarter stays"],
)
def test_a_paragraph_of_which_less_than_a_quarter_stays_is_replaced_as_a_unit(newer, gone):
    data = written(clause(OLDER), clause(newer))
    assert [words.strip() for words in changed(data, "del")] == [words.strip() for words in gone]


def paired(older, newer):
    """Return the counterparts of an alignment: the number of a paragraph of the older text, and of one of the newer."""
    here, there = (
        Reading("x", outline.provisions(map(outline.ReadParagraph, paragraphs))) for paragraphs in (older, newer)
    )
    index, right_index = ({" ".join(one.words): at for at, one in enumerate(some.provisions)} for some in (here, there))
    assert (len(index), len(right_index)) == (len(older), len(newer))
    return [
        (index[" ".join(pair.here[0].words)], right_index[" ".join(pair.there[0].words)])
        for pair in align(here, there)
        if pair.here and pair.there
    ]


def test_of_two_paragraphs_the_one_with_more_words_in_common_keeps_its_counterpart():
    older = [
        "warrant wire any date such in state by in section or shall notice company in",
        "shall legend closing bank section of of of price of party of investor holder transfer section",
    ]
    newer = ["law of number date company holder by of price bank section number law number or"]
    assert paired(older, newer) == [(1, 0)]


def test_paragraphs_with_hardly_a_word_in_common_are_no_counterparts():
    older = [
        "of and notice the the bank record date in transfer notice company record number escrow bank party",
        "any payment payment investor company notice legend number or number notice the any number party notice",
        "counsel party number the party number holder investor holder such or date to this any the shares",
    ]
    newer = [
        "of investor transfer the the any record date in shall notice notice shall number escrow bank party",
        "notice wire warrant closing closing shall counsel such counsel or such by such any shares notice",
        "price company and shall in in holder shall record state to or legend and by law wire",
        "this price law this state transfer escrow escrow party state company or closing date shall state",
        "counsel party and the party number holder investor holder such or date to this by the shares",
    ]
    assert paired(older, newer) == [(0, 0), (2, 4)]
