"""A document laid out in the place of the last: where it may be, and where it must not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from assembler.document.numbering import number
from assembler.document.tree import Clause, Display, Document, Entry, Paragraph, Row, SignatureLine, Table, Text, Value
from assembler.writers import docx
from assembler.writers.refilling import Standing
from tests.writers.small import PROPERTIES, house

HOUSE = house()
LONG = (Text("The same words. " * 90),)
NAME = Value("Northgate", "investors[0].name")


def said(text):
    return (Text("Signed by "), Value(text, "investors[0].name"), Text("."))


def letter(name, **changes):
    """A document with a value in a paragraph, in a table, beside a label and on a line to sign on."""
    clauses = {
        "title": Clause("title", blocks=(Display((Text("A Letter"),)), Paragraph(said(name)))),
        "fixed": Clause("fixed", "1.", heading=(Text("Fixed"),), blocks=(Paragraph(LONG),)),
        "words": Clause("words", "1.", heading=(Text("Words"),), blocks=(Paragraph(said(name)), Paragraph(said("x")))),
        "table": Clause("table", blocks=(Table((Row("row", ((said(name),), (LONG,))),)),)),
        "beside": Clause("beside", blocks=(Entry((Text("To:"),), (said(name), said("y"))),)),
        "more": Clause("more", blocks=(Entry((Text("Copy:"),), (said("z"),)),)),
        "signed": Clause("signed", blocks=(SignatureLine(said(name), (said(name),)),)),
    }
    return Document("A Letter", tuple((clauses | changes).values()))


NUMBERS = number(letter("Northgate"))


def alone(document):
    return docx.write(document, NUMBERS, HOUSE, PROPERTIES)


@pytest.fixture
def refills(monkeypatch):
    """What each refilling came to: the places that are others, or None where all is laid out anew."""
    seen, refill = [], Standing.refill

    def watched(self, document):
        seen.append(refill(self, document))
        return seen[-1]

    monkeypatch.setattr(Standing, "refill", watched)
    return seen


@pytest.mark.parametrize("name", ["Ridgeline", "Smith & Jones <LP>", "a\nb", "x" * 500, "1,000", "", "“curled”"])
def test_a_document_in_the_place_of_another_is_the_one_that_is_written_first(name, refills):
    writer = docx.Writer(letter("Northgate"), NUMBERS, HOUSE)
    for one in ("Northgate", name, "Northgate"):
        assert writer.write(letter(one), PROPERTIES) == alone(letter(one))
    assert refills[0] is not None


def test_only_what_holds_other_words_is_written_again(refills):
    writer = docx.Writer(letter("Northgate"), NUMBERS, HOUSE)
    writer.write(letter("Northgate"), PROPERTIES)
    changed = letter("Northgate", words=letter("Ridgeline").clauses[2])
    assert writer.write(changed, PROPERTIES) == alone(changed)
    assert [len(places) for places in refills] == [1]


OTHERWISE = {
    "a clause begins a page": {"words": replace(letter("B").clauses[2], starts_page=True)},
    "a clause stands on pages of its own": {"words": replace(letter("B").clauses[2], pages="signatures")},
    "a clause has a paragraph more": {
        "words": Clause("words", "1.", heading=(Text("Words"),), blocks=(Paragraph(said("B")),) * 3)
    },
    "a paragraph leads on to the next": {
        "words": Clause(
            "words", "1.", heading=(Text("Words"),), blocks=(Paragraph((NAME, Text(":"))), Paragraph(said("x")))
        )
    },
    "words of the form are others": {
        "fixed": Clause("fixed", "1.", heading=(Text("Fixed"),), blocks=(Paragraph((Text("Other words."),)),))
    },
    "a label has a line more": {"beside": Clause("beside", blocks=(Entry((Text("To:"),), (said("B"),) * 3),))},
    "a table is a paragraph": {"table": Clause("table", blocks=(Paragraph(said("B")),))},
    "nothing is signed": {"signed": Clause("signed", blocks=(Paragraph(said("B")), Paragraph(said("C"))))},
    "a table holds values no more": {"table": Clause("table", blocks=(Table((Row("row", ((), (LONG,))),)),))},
}


@pytest.mark.parametrize("changes", OTHERWISE.values(), ids=OTHERWISE)
def test_what_is_laid_out_in_another_way_is_laid_out_as_a_whole(changes, refills):
    writer = docx.Writer(letter("Northgate"), NUMBERS, HOUSE)
    writer.write(letter("Northgate"), PROPERTIES)
    other = letter("Northgate", **changes)
    assert writer.write(other, PROPERTIES) == alone(other)
    assert refills == [None]
    assert writer.write(letter("Northgate"), PROPERTIES) == alone(letter("Northgate"))


def test_a_document_of_another_title_is_laid_out_as_a_whole(refills):
    writer = docx.Writer(letter("Northgate"), NUMBERS, HOUSE)
    writer.write(letter("Northgate"), PROPERTIES)
    other = replace(letter("Northgate"), title="A Note")
    assert writer.write(other, PROPERTIES) == alone(other)
    assert refills == [None]


def test_a_document_with_a_clause_less_is_laid_out_as_a_whole(refills):
    writer = docx.Writer(letter("Northgate"), NUMBERS, HOUSE)
    writer.write(letter("Northgate"), PROPERTIES)
    shorter = replace(letter("Northgate"), clauses=letter("Northgate").clauses[:-1])
    with pytest.raises(ValueError, match="zip"):  # the writer was made for a document with all of them
        writer.write(shorter, PROPERTIES)
    assert refills == [None]


def test_a_file_that_says_something_else_of_itself_is_made_anew(refills):
    writer = docx.Writer(letter("Northgate"), NUMBERS, HOUSE)
    writer.write(letter("Northgate"), PROPERTIES)
    other = replace(PROPERTIES, status="Execution Version")
    assert writer.write(letter("B"), other) == docx.write(letter("B"), NUMBERS, HOUSE, other)
    assert refills == []


def test_a_value_that_no_document_can_hold_is_refused_in_the_place_of_another():
    writer = docx.Writer(letter("Northgate"), NUMBERS, HOUSE)
    writer.write(letter("Northgate"), PROPERTIES)
    with pytest.raises(ValueError, match=r"U\+0007 cannot stand in a document"):
        writer.write(letter("a\x07b"), PROPERTIES)
    assert writer.write(letter("Ridgeline"), PROPERTIES) == alone(letter("Ridgeline"))


def test_what_was_refilled_by_half_when_a_value_was_refused_is_not_used_again():
    writer = docx.Writer(letter("Northgate"), NUMBERS, HOUSE)
    writer.write(letter("Northgate"), PROPERTIES)
    signed = letter("Ridgeline").clauses[-1]
    with pytest.raises(ValueError, match="cannot stand"):
        writer.write(letter("Northgate", title=letter("a\x07b").clauses[0], signed=signed), PROPERTIES)
    good = letter("Northgate", signed=signed)
    assert writer.write(good, PROPERTIES) == alone(good)
