"""A row or paragraph with other words is that of the file in all else, but for what stands once in a document."""

from __future__ import annotations

from assembler.merge.copies import paragraph_with, row_with
from assembler.merge.flat import FlatRow
from tests.revise.small import document, edited, paragraph, table

MARK = '<w:bookmarkStart w:id="1" w:name="here"/>'
PLAIN = '<w:pPr><w:pStyle w:val="Cell"/></w:pPr>'


def copy_of(xml, text, **how):
    file = edited([], xml)
    return (
        paragraph_with(file.document, file.paragraphs[0], text, **how).replace(b' xml:space="preserve"', b"").decode()
    )


def test_a_paragraph_with_other_words_keeps_its_look():
    assert copy_of(paragraph("Ash", properties=PLAIN), "Oak") == paragraph("Oak", properties=PLAIN)


def test_a_copy_has_no_marks_of_what_it_is_made_from_whether_that_says_anything():
    for words in ("Ash", ""):
        marked = paragraph(words, properties=PLAIN).replace(PLAIN, PLAIN + MARK)
        assert MARK in copy_of(marked, words)
        assert MARK not in copy_of(marked, "", is_copy=True)


def test_a_row_is_made_of_one_with_as_many_cells_alone():
    file = edited(["Ash", "1"], table(("Ash", "1")))
    row = file.row(range(len(file.words)))
    made = row_with(file, row, FlatRow((("Oak",), ("2",)))).replace(b' xml:space="preserve"', b"")
    assert made in document(table(("Oak", "2")))
    assert row_with(file, row, FlatRow((("Oak",), ("2",), ("3",)))) is None
