"""The Word file has the words, numbers and references of the tree, as Word's own lists and fields."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import docx as python_docx
import pytest
from msgspec.structs import replace

from assembler.document import numbering, walk
from assembler.document.tree import (
    Blank,
    Clause,
    Definition,
    Display,
    Entry,
    Enumeration,
    Lines,
    Quotation,
    Reference,
    Row,
    Series,
    SignatureLine,
    State,
    Table,
    Text,
)
from assembler.errors import InputError
from tests.word import office, small
from tests.word.small import HOSTILE, of, one, paragraph, said, text, value, written

needs_office = pytest.mark.skipif(bool(office.missing()), reason=office.missing() or "there")
needs_uno = pytest.mark.skipif(bool(office.missing_uno()), reason=office.missing_uno() or "there")


def paragraphs(document: bytes) -> list[tuple[str, str]]:
    """Return the style and text of every paragraph of the body outside tables."""
    return [(each.style.style_id, each.text) for each in python_docx.Document(BytesIO(document)).paragraphs]


def body(document: bytes) -> str:
    with ZipFile(BytesIO(document)) as archive:
        return archive.read("word/document.xml").decode()


# Every kind of number that a form or a departure can have. The text of each clause is its label.
NUMBERED = of(
    said("defs", "A.", *(said(f"def_{n}", "(i)", number_as="(xvi)" if n == 14 else "") for n in range(17))),
    said(
        "first",
        "1.",
        said("plain", "(a)"),
        Clause("group", "(a)", children=(said("deep", "(i)", said("deeper", "(A)"), said("next", "(A)")),)),
        said("dotted", "a."),
        said("dotted_too", "a."),
        said("usual_again", "(a)", said("restarted", "(i)")),
        said("literal", "(a)", number_as="15A."),
        said("behind_literal", "(a)"),
        Clause("reserved", "(a)", state=State.RESERVED),
        said("behind_reserved", "(a)"),
    ),
    said("second", "1.", said("second_a", "(a)"), said("second_b", "(a)", number_as="(f)"), said("second_c", "(a)")),
    said("third", "1.", said("third_a", "(a)")),
    Clause("unmarked", children=(said("list_one", "1."), said("list_two", "1."))),
    said("w", "1.", said("from_w", "(w)"), said("from_x", "(w)"), said("counted", "(1)")),
    Clause("annex", "Annex I", blocks=(Display(text("ANNEX I")),), children=(said("in_annex", "1."),)),
)


@needs_office
def test_libre_office_prints_the_number_of_every_clause_as_the_table_has_it(tmp_path):
    numbers = numbering.number(NUMBERED)
    expected = [
        f"{numbers[clause.label].own} says {clause.label}" for clause in walk.clauses(NUMBERED) if said_by(clause)
    ]
    lines = [" ".join(line.split()) for line in office.text_of(written(NUMBERED), tmp_path).splitlines()]
    # A number without words stands on the line of the first clause under it.
    assert [line.removeprefix("(b) ") if "says deep" in line else line for line in lines if "says" in line] == expected
    assert "(b) (i) says deep" in lines
    assert f"{numbers['reserved'].own} [RESERVED]" in lines


def said_by(clause: Clause) -> bool:
    return bool(clause.mark and clause.blocks) and not clause.mark.startswith("Annex")


REFERRING = of(
    said("defs", "A.", said("term", "(i)")),
    said(
        "first",
        "1.",
        said("plain", "(a)", said("deep", "(i)", said("deeper", "(A)"))),
        said("dotted", "a."),
        said("odd", "(a)", number_as="15A."),
    ),
    Clause("annex", "Annex I", state=State.ELSEWHERE),
    Clause(
        "referring",
        "1.",
        blocks=(
            paragraph(
                "Section ", Reference("first"), ", Section ", Reference("plain"), " and ", Reference("deeper"), ";"
            ),
            paragraph("Sections ", Reference("plain"), " and ", Reference("dotted", short=True), ";"),
            paragraph(
                "Section ", Reference("dotted"), ", Section ", Reference("odd"), ", Section ", Reference("term"), ";"
            ),
            paragraph("Annex ", Reference("annex"), "."),
        ),
    ),
)
REFERRED = (
    "2. Section 1, Section 1(a) and 1(a)(i)(A); Sections 1(a) and (b); "
    "Section 1(b), Section 1(15A), Section A(i); Annex I."
)


@needs_uno
def test_no_reference_reads_differently_after_all_fields_are_updated(tmp_path):
    assert REFERRED in office.plain(office.text_after_update(written(REFERRING), tmp_path))


def test_references_are_right_before_anything_is_updated():
    assert REFERRED.removeprefix("2. ") in " ".join(office.plain(text) for _, text in paragraphs(written(REFERRING)))


def test_a_reference_is_made_of_a_field_for_each_level_and_an_annex_is_plain_text():
    document = body(written(REFERRING))
    assert document.count(" REF _Ref_first \\n \\h ") == 6
    assert "_Ref_annex" not in document


def test_every_bookmark_has_a_name_and_a_number_of_its_own_and_stands_where_a_field_looks_for_it():
    document = body(written(REFERRING))
    starts = re.findall(r'<w:bookmarkStart w:id="(\d+)" w:name="(\w+)"', document)
    names = [name for _, name in starts]
    assert len({number for number, _ in starts}) == len(set(names)) == len(names)
    assert set(re.findall(r"REF (\w+)", document)) == set(names)


def test_a_long_label_gives_a_bookmark_that_word_takes():
    label = "a_label_that_is_longer_than_word_allows_a_bookmark_to_be"
    document = body(written(of(said(label, "1."), Clause("other", "1.", blocks=(paragraph(Reference(label)),)))))
    (name,) = re.findall(r'w:name="(\w+)"', document)
    assert len(name) == 40


def test_a_clause_that_is_repeated_has_its_bookmark_once():
    page = said("page", "1.", subject="investors[0]")
    document = written(
        of(page, replace(page, subject="investors[1]"), Clause("end", blocks=(paragraph(Reference("page")),)))
    )
    assert body(document).count("w:bookmarkStart") == 1


@needs_office
def test_a_hostile_name_comes_out_of_every_kind_of_block_as_it_went_in(tmp_path):
    hostile = (value(HOSTILE),)
    blocks = (
        paragraph("by ", *hostile, "."),
        Quotation(hostile),
        Display(hostile),
        Lines((hostile, hostile)),
        Entry(hostile, (hostile,)),
        SignatureLine(hostile, (hostile,)),
        Enumeration("I.", ((hostile, hostile),)),
        Table((Row("head", ((hostile,),)), Row("row", ((hostile,),)))),
    )
    document = written(of(Clause("all", heading=hostile, blocks=blocks)))
    assert office.text_of(document, tmp_path).count(HOSTILE) == 14


def test_a_hostile_title_and_status_come_out_of_header_and_properties_as_they_went_in():
    strange = f"{HOSTILE} {{_{{ x }}_}} {{_% y %_}} \t {{# z #}}"
    properties = replace(small.PROPERTIES, title=strange, status=HOSTILE)
    document = python_docx.Document(BytesIO(written(one(paragraph("x")), properties=properties)))
    assert document.sections[0].header.paragraphs[0].text == f"{strange}\t{HOSTILE}"
    assert document.core_properties.title == strange
    assert document.core_properties.content_status == HOSTILE


def test_line_ends_tabs_and_outer_blanks_of_a_value_are_kept():
    assert paragraphs(written(one(paragraph("<", value("  a\nb\tc  "), ">"))))[0][1] == "<  a\nb\tc  >"


def test_a_character_that_no_document_can_hold_is_a_fault_of_ours():
    with pytest.raises(ValueError, match=r"U\+000B"):
        written(one(paragraph(value("a\x0bb"))))


def test_words_of_the_form_get_curly_quotation_marks_and_values_keep_theirs():
    found = written(one(paragraph("the Company's \"best\" ('own') ", value('O\'Brien "X"'), "'s \"", value("y"), '"')))
    assert (
        paragraphs(found)[0][1]
        == 'the Company\u2019s \u201cbest\u201d (\u2018own\u2019) O\'Brien "X"\u2019s \u201cy\u201d'
    )


def test_a_definition_is_bold_within_quotation_marks():
    document = written(one(paragraph("(the ", Definition("Company's Shares"), ")")))
    assert paragraphs(document)[0][1] == "(the \u201cCompany\u2019s Shares\u201d)"
    assert '<w:rStyle w:val="DefinedTerm"/></w:rPr><w:t xml:space="preserve">Company\u2019s Shares<' in body(document)


def test_no_line_ends_between_a_section_and_its_number():
    found = written(
        of(said("s", "1."), Clause("r", blocks=(paragraph("Section ", Reference("s"), " of Rule 144, Annex II"),)))
    )
    assert paragraphs(found)[1][1] == "Section\u00a01 of Rule\u00a0144, Annex\u00a0II"


def test_a_list_inside_a_sentence_is_numbered_and_joined():
    series = Series("(w)", ",", ", or", (text("one"), text("two"), text("three")))
    assert paragraphs(written(one(paragraph("either ", series, "."))))[0][1] == "either (w) one, (x) two, or (y) three."


def test_a_blank_is_as_wide_as_the_form_says():
    assert paragraphs(written(one(paragraph("this ", Blank(5), " day"))))[0][1] == "this _____ day"


def test_a_heading_that_runs_in_is_followed_by_its_words_and_one_that_stands_alone_is_kept_with_what_follows():
    runs_in = said("a", "1.", heading=text("NOTICES."), runs_in=True)
    alone = said("b", "1.", heading=text("CLOSING."))
    document = written(of(runs_in, alone))
    assert paragraphs(document) == [("Section", "NOTICES. says a"), ("Section", "CLOSING."), ("SectionText", "says b")]
    assert '<w:pStyle w:val="Section"/><w:keepNext/></w:pPr>' in body(document)


def test_further_paragraphs_and_what_hangs_under_a_clause_without_a_number_have_no_number():
    legend = Clause("legend", blocks=(Quotation(text("THE SECURITIES")), paragraph("continued")))
    document = written(
        of(said("s", "1.", Clause("a", "(a)", blocks=(paragraph("one"), paragraph("two")), children=(legend,))))
    )
    assert paragraphs(document)[1:] == [
        ("Clause", "one"),
        ("ClauseText", "two"),
        ("Quotation", "THE SECURITIES"),
        ("ClauseText", "continued"),
    ]


def test_a_clause_without_any_block_is_its_number_alone():
    assert paragraphs(written(of(Clause("empty", "1."), Clause("nothing")))) == [("Section", "")]


def test_a_document_without_a_clause_is_an_empty_body():
    assert paragraphs(written(of())) == []


def test_a_reserved_clause_prints_that_it_is():
    assert paragraphs(written(of(Clause("r", "1.", state=State.RESERVED)))) == [("Section", "[RESERVED]")]


def test_a_clause_deeper_than_the_shell_has_levels_is_refused():
    clause = said("l5", "(1)")
    for mark in ("(1)", "(A)", "(i)", "(a)", "1."):
        clause = said(f"at {mark}", mark, clause)
    with pytest.raises(
        InputError, match="S208 clause l5 is at level 6, but list agreement of the style template has 5 levels"
    ):
        written(of(clause))


def test_entries_of_neighbouring_clauses_are_one_table_and_a_paragraph_stands_behind_it():
    clauses = [Clause(f"n{n}", blocks=(Entry(text(f"to {n}:"), (text("one"), text("two"))),)) for n in range(4)]
    document = python_docx.Document(BytesIO(written(of(*clauses))))
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [[f"to {n}:", "one\ntwo"] for n in range(4)]
    assert [found.style.style_id for found in document.paragraphs] == ["Separator"]


def columns_of_entries(*entries):
    clauses = [Clause(f"n{n}", blocks=(Entry(text(label), (text(line),)),)) for n, (label, line) in enumerate(entries)]
    return [int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"/>', body(written(of(*clauses))))]


def test_a_label_of_an_entry_stands_on_one_line_if_the_values_fit_beside_it():
    short = columns_of_entries(("Warrants:", "24,000"))
    longest = "NUMBER AND KIND OF THE SECURITIES SOLD:"
    long = columns_of_entries(("Warrants:", "24,000"), (longest, "$48,000,000.00"))
    assert long[0] >= sum(600 for letter in longest if letter.isupper()) * 24 * 10 / 1000 > short[0]
    assert sum(long) == sum(short)
    assert long[1] > 24 * 10 * len("$48,000,000.00") * 0.5


@pytest.mark.parametrize(
    "entry",
    [
        ("NUMBER AND KIND OF THE SECURITIES SOLD:", "12 Cannery Row, Monterey, California 93940"),
        ("with a copy, which is no notice, to the counsel of all purchasers other than the lead purchaser:", "$1"),
    ],
)
def test_a_label_of_an_entry_breaks_if_it_takes_the_room_of_the_values(entry):
    assert columns_of_entries(("Warrants:", "24,000"), entry) == columns_of_entries(("Warrants:", "24,000"))


SCHEDULE = Table(
    (
        Row("head", ((text("Name"),), (text("Shares"),))),
        Row("row", (((value("Smith"),), text("1 Main Street")), ((value("1,100,000"),),))),
        Row("total", ((text("Total"),), ((value("$1,100,000.50"),),))),
        Row("row", ((text("a row that is too short"),),)),
    )
)


def test_a_table_repeats_its_head_splits_no_row_and_sets_figures_at_the_right():
    document = written(one(SCHEDULE, SCHEDULE))
    assert body(document).count("<w:tblHeader/>") == 2
    assert body(document).count("<w:cantSplit/>") == 8
    first, second = python_docx.Document(BytesIO(document)).tables
    styles = [[cell.paragraphs[0].style.style_id for cell in row.cells] for row in first.rows]
    assert styles == [
        ["TableHead", "TableHead"],
        ["TableCell", "TableFigure"],
        ["TableCell", "TableFigure"],
        ["TableCell", "TableCell"],
    ]
    assert first._tbl.getnext().tag.endswith("}p"), "Word joins tables that touch"
    assert second._tbl.getnext().tag.endswith("}p")


def test_a_table_is_as_wide_as_the_text_of_the_shell():
    widths = [int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"', body(written(one(SCHEDULE))))]
    assert sum(widths) == 12240 - 2 * 1440


def test_the_lines_of_a_signature_block_stay_together():
    block = (Lines((text("ACME, INC."),)), SignatureLine(text("By:"), (text("Name: Jane Doe"), text("Title: CEO"))))
    document = python_docx.Document(BytesIO(written(one(paragraph("accepted"), *block))))
    assert [found.paragraph_format.keep_with_next for found in document.paragraphs] == [True, True, True, True, None]
    assert [found.style.style_id for found in document.paragraphs][2] == "SignatureLine"


def test_a_page_begins_with_the_first_paragraph_of_its_clause_or_with_an_empty_one_before_a_table():
    table = Clause("t", blocks=(SCHEDULE,), starts_page=True)
    group = Clause("g", starts_page=True, children=(Clause("p", blocks=(paragraph("x"), paragraph("y"))),))
    document = python_docx.Document(BytesIO(written(of(said("first", ""), table, group))))
    begun = [
        (found.style.style_id, found.text) for found in document.paragraphs if found.paragraph_format.page_break_before
    ]
    assert begun == [("Separator", ""), ("AgreementText", "x")]


@needs_office
def test_every_list_of_paragraphs_begins_anew(tmp_path):
    items = ((text("one"), text("under it")), (text("two"),))
    document = written(one(Enumeration("I.", items), Enumeration("I.", items), Enumeration("(c)", items)))
    found = office.plain(office.text_of(document, tmp_path))
    assert found == "I. one under it II. two I. one under it II. two (c) one under it (d) two"


def test_the_first_line_with_the_title_is_the_title():
    title = Display(text("STOCK PURCHASE AGREEMENT"))
    styles = [style for style, _ in paragraphs(written(one(Display(text("EXHIBIT")), title, title)))]
    assert styles == ["Display", "Title", "Display"]


def test_the_same_document_gives_the_same_bytes():
    assert written(NUMBERED) == written(NUMBERED)


def test_the_package_has_one_date_no_system_and_an_order():
    with ZipFile(BytesIO(written(NUMBERED))) as archive:
        names = archive.namelist()
        assert names[0] == "[Content_Types].xml"
        assert names[1:] == sorted(names[1:])
        assert {(entry.date_time, entry.create_system) for entry in archive.infolist()} == {((1980, 1, 1, 0, 0, 0), 0)}


def test_every_part_has_one_content_type():
    with ZipFile(BytesIO(written(NUMBERED))) as archive:
        typed = re.findall(r'PartName="/([^"]+)"', archive.read("[Content_Types].xml").decode())
        untyped = [name for name in archive.namelist() if name.endswith(".rels")]
        assert sorted([*typed, *untyped, "[Content_Types].xml"]) == sorted(archive.namelist())


def test_the_properties_are_those_given_and_none_of_a_library(tmp_path):
    parts = office.parts_of(written(one(paragraph("x"))), tmp_path)
    core = python_docx.Document(tmp_path / "parts.docx").core_properties
    assert (core.title, core.subject, core.author) == ("Stock Purchase Agreement", "Acme and Smith", "Doe & Roe LLP")
    assert core.created == core.modified
    assert str(core.created) == "2003-07-01 00:00:00+00:00"
    assert "<vt:lpwstr>7</vt:lpwstr>" in parts["docProps/custom.xml"]
    assert not [name for name, part in parts.items() if "python-docx" in part or "docxtpl" in part]


def test_a_file_without_a_date_says_neither_when_it_was_made_nor_changed():
    undated = replace(small.PROPERTIES, dated=None)
    core = python_docx.Document(BytesIO(written(one(paragraph("x")), properties=undated))).core_properties
    assert (core.created, core.modified) == (None, None)
    assert core.title == "Stock Purchase Agreement"


def test_nothing_of_the_shells_own_words_or_tags_is_left(tmp_path):
    parts = office.parts_of(written(NUMBERED), tmp_path)
    assert not [name for name, part in parts.items() if "{{" in part or "put in here" in part]


def test_the_header_names_the_agreement_and_its_status_and_the_footer_has_the_page():
    section = python_docx.Document(BytesIO(written(NUMBERED))).sections[0]
    assert section.header.paragraphs[0].text == "Stock Purchase Agreement\tDraft of July 1, 2003"
    assert [each.text for each in section.footer.paragraphs] == ["1"]
    # The cover is not counted, so a number of all pages would be wrong.
    assert " PAGE " in section.footer._element.xml
    assert "NUMPAGES" not in section.footer._element.xml


def test_no_page_begins_before_the_first_paragraph():
    assert "pageBreakBefore" not in body(written(of(said("first", "", starts_page=True))))


def test_a_few_words_that_say_what_follows_stand_on_its_page_and_many_do_not():
    few, many = paragraph("by wire to:"), paragraph("word " * 60, "as follows:")
    found = python_docx.Document(BytesIO(written(one(few, many, paragraph("x")))))
    assert [bool(p.paragraph_format.keep_with_next) for p in found.paragraphs] == [True, False, False]


def test_text_of_a_term_is_plain_in_a_reference_that_was_not_numbered_by_word():
    clause = Clause("annex", "Annex I", blocks=(Display((Text("ANNEX "), Reference("annex"))),))
    assert paragraphs(written(of(clause))) == [("Display", "ANNEX\u00a0I")]
