"""Numbers without words: each stands on the line of the first words under it."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from assembler.document.tree import Clause, Lines, Quotation, Reference, State
from assembler.readers import files
from tests.word import office
from tests.word.small import of, paragraph, said, text, written

needs_office = pytest.mark.skipif(bool(office.missing()), reason=office.missing() or "there")

GROUPED = of(
    said(
        "one",
        "1.",
        said("a", "(a)"),
        Clause("b", "(a)", children=(said("i", "(i)", said("A", "(A)"), said("B", "(A)")), said("ii", "(i)"), said("iii", "(i)"))),
        said("c", "(a)", said("c_i", "(i)")),
        Clause("d", "(a)", children=(said("words", ""),)),
        Clause("e", "(a)", children=(Clause("e_i", "(i)", children=(said("e_A", "(A)"), said("e_B", "(A)"))), said("e_ii", "(i)"))),
        Clause("f", "(a)", children=(Clause("f_i", "(i)", state=State.RESERVED), said("f_ii", "(i)"))),
        Clause("g", "(a)", children=(said("g_i", "(i)", heading=text("Head."), runs_in=True), said("g_ii", "(i)"))),
    ),
    Clause("two", "1.", children=(said("two_a", "(a)"), said("two_b", "(a)"))),
    said("three", "1.", said("three_a", "(a)")),
    said("sums", "1.", blocks=(paragraph("Sections ", *(inline for label in ("b", "i", "ii", "e_A", "two_a", "A") for inline in (Reference(label), "; "))),)),
)  # fmt: skip
LINES = [
    "1. says one",
    "(a) says a",
    "(b) (i) says i",
    "(A) says A",
    "(B) says B",
    "(ii) says ii",
    "(iii) says iii",
    "(c) says c",
    "(i) says c_i",
    "(d) says words",
    "(e) (i) (A) says e_A",
    "(B) says e_B",
    "(ii) says e_ii",
    "(f) (i) [RESERVED]",
    "(ii) says f_ii",
    "(g) (i) Head. says g_i",
    "(ii) says g_ii",
    "2. (a) says two_a",
    "(b) says two_b",
    "3. says three",
    "(a) says three_a",
    "4. Sections 1(b); 1(b)(i); 1(b)(ii); 1(e)(i)(A); 2(a); 1(b)(i)(A);",
]


def body(document):
    with ZipFile(BytesIO(document)) as archive:
        return archive.read("word/document.xml").decode()


def test_our_reader_of_word_files_finds_each_number_before_its_words():
    read = files.read(written(GROUPED), "a.docx")
    lines = [" ".join(provision.words) for provision in read.provisions]
    assert " ".join(lines) == " ".join(LINES)


@needs_office
def test_libre_office_prints_numbers_that_share_a_line(tmp_path):
    lines = [" ".join(line.split()) for line in office.text_of(written(GROUPED), tmp_path).splitlines()]
    assert [line for line in lines if line] == LINES


def test_a_reference_to_a_typed_number_asks_no_field_for_it():
    written_body = body(written(GROUPED))
    asked = {*re.findall(r"REF (\w+)", written_body)}
    assert asked == {*re.findall(r'w:name="(\w+)"', written_body)}
    assert {"_Ref_b", "_Ref_ii", "_Ref_A"} <= asked
    assert asked.isdisjoint({"_Ref_i", "_Ref_e_i", "_Ref_e_A", "_Ref_two_a"})


@pytest.mark.parametrize("block", [Quotation(text("A legend.")), Lines((text("A line."),))])
def test_a_number_that_no_words_can_follow_stays_with_the_next_paragraph(block):
    alone = of(said("one", "1.", Clause("a", "(a)", children=(Clause("legend", blocks=(block,)),))))
    assert '<w:pStyle w:val="Clause"/><w:keepNext/></w:pPr></w:p>' in body(written(alone))
