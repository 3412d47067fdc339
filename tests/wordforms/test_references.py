"""References of a form to paragraphs that a deal takes out or repeats."""

from __future__ import annotations

import re

import pytest

from assembler.dealset import wordforms as forms_of_set
from assembler.errors import InputError
from tests import deals
from tests.wordforms import files as forms
from tests.wordforms.files import form, paragraph, run
from tests.wordforms.test_traces import field, filled, parts_of, refused


@pytest.fixture(scope="module")
def whole():
    return deals.draft("new-stock-and-warrants")


def marked(name, words, number=5):
    """Words in a bookmark."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{run(words)}<w:bookmarkEnd w:id="{number}"/>'


def link(anchor, words):
    return f'<w:hyperlink w:anchor="{anchor}">{run(words)}</w:hyperlink>'


NO, YES, END = "{%p if not warrants_sold %}", "{%p if warrants_sold %}", "{%p endif %}"
FOR, NEXT = "{%p for one in investors %}", "{%p endfor %}"
TARGET = paragraph(marked("_Ref7", "The escrow is closed."))
GONE = f"refers to paragraph 2 'The escrow is closed.', and {NO} takes that out"


@pytest.mark.parametrize(
    "reference",
    [
        *(field(code, "7") for code in ("REF _Ref7 \\r \\h", "PAGEREF _Ref7 \\h", "NOTEREF _Ref7", "REF _REF7", "GOTOBUTTON _Ref7 7")),
        f'<w:fldSimple w:instr=" REF _Ref7 ">{run("7")}</w:fldSimple>',
        link("_Ref7", "7"),
        field('HYPERLINK \\l "_Ref7"', "7"),
    ],
)  # fmt: skip
def test_a_reference_to_what_a_condition_takes_out_is_refused_with_both_places_and_the_condition(whole, reference):
    assert refused(whole, form(NO, TARGET, END, paragraph("See ", reference))) == [f"W208 paragraph 4 'See 7' {GONE}"]


def test_it_is_refused_in_a_header_a_note_and_a_text_box_too(whole):
    see = paragraph("See ", field("REF _Ref7", "7"))
    file = form(NO, TARGET, END, forms.text_box(see), header=see)
    assert refused(whole, file) == [f"W208 paragraph 5 'See 7' {GONE}", f"W208 header1, paragraph 1 'See 7' {GONE}"]
    noted = paragraph("x", '<w:r><w:footnoteReference w:id="2"/></w:r>')
    file = form(NO, TARGET, END, noted, footnotes=f'<w:footnote w:id="2">{see}</w:footnote>')
    assert refused(whole, file) == [f"W208 footnotes, paragraph 1 'See 7' {GONE}"]


@pytest.mark.parametrize(
    "content",
    [
        (YES, TARGET, END, paragraph("See ", field("REF _Ref7", "7"))),
        (NO, TARGET, paragraph("See ", field("REF _Ref7", "7")), END),
        (NO, TARGET, END, "x", NO, paragraph("See ", link("_Ref7", "7")), END),
        (NO, TARGET, END, paragraph("{% if not warrants_sold %}", field("REF _Ref7", "7"), "{% endif %}")),
        (NO, TARGET, END, NO, YES, paragraph(field("REF _Ref7", "7")), END, END),
        (NO, TARGET, END, FOR, "{%p if one.is_individual %}", NO, paragraph(field("REF _Ref7", "7")), END, END, NEXT),
        (TARGET, paragraph(link("_top", "up"), link("_nowhere", "dead"))),
    ],
)
def test_a_reference_that_goes_with_its_paragraph_or_whose_paragraph_stays_is_right(whole, content):
    filled(whole, form(*content))


def test_a_reference_in_a_note_goes_with_the_number_of_the_note(whole):
    note = f'<w:footnote w:id="2">{paragraph("See ", field("REF _Ref7", "7"))}</w:footnote>'
    noted = paragraph("x", '<w:r><w:footnoteReference w:id="2"/></w:r>')
    content = parts_of(filled(whole, form(NO, TARGET, noted, END, footnotes=note)))
    assert "REF" not in content["word/footnotes.xml"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ((YES, "x", "{%p else %}", TARGET, END), "paragraph 4 'The escrow is closed.', and {%p else %} takes that out"),
        ((YES, "x", "{%p elif warrants_covenanted %}", TARGET, END), "paragraph 4 'The escrow is closed.', and {%p elif warrants_covenanted %} takes that out"),
        ((NO, YES, TARGET, END, END), f"paragraph 3 'The escrow is closed.', and {NO} takes that out"),
        ((paragraph(marked("_Ref7", YES)), "x", END), f"paragraph 1 '{YES}', and {YES} takes that out"),
        ((forms.table(forms.row("{%tr if not warrants_sold %}"), forms.row(forms.cell(TARGET)), forms.row("{%tr endif %}")),), "paragraph 2 'The escrow is closed.', and {%tr if not warrants_sold %} takes that out"),
        ((paragraph("{% if not warrants_sold %}", marked("_Ref7", "Closed."), "{% endif %}"),), "paragraph 1 '{% if not warrants_sold %}Closed.{% endif %}', and {% if not warrants_sold %} takes that out"),
    ],
)  # fmt: skip
def test_the_condition_that_takes_a_paragraph_out_is_named(whole, content, said):
    (found,) = refused(whole, form(*content, paragraph("See ", field("REF _Ref7", "7"))))
    assert found.endswith(f"'See 7' refers to {said}")


def test_a_reference_from_outside_to_what_a_loop_repeats_is_refused(whole):
    found = refused(whole, form(FOR, TARGET, NEXT, paragraph("See ", field("REF _Ref7", "7"))))
    assert found == [
        f"W209 paragraph 4 'See 7' refers to paragraph 2 'The escrow is closed.', and {FOR} prints that 5 times"
    ]
    other_loop = form(FOR, TARGET, NEXT, FOR, paragraph("See ", field("REF _Ref7", "7")), NEXT)
    assert refused(whole, other_loop)[0].startswith("W209 paragraph 5 'See 7' refers to paragraph 2")


def test_a_reference_to_a_bookmark_that_is_not_there_is_refused(whole):
    assert refused(whole, form(paragraph("See ", field("REF _Ref9 \\h", "9")))) == [
        "W207 paragraph 1 'See 9' refers to '_Ref9', and the form has no bookmark of that name"
    ]


def test_everything_that_a_reference_breaks_is_said_at_once(whole):
    file = form(NO, TARGET, END, paragraph("See ", field("REF _Ref7", "7")), paragraph("And ", field("REF _Ref9", "9")))
    with pytest.raises(InputError) as error:
        forms_of_set.prepare(whole, [file])
    assert [problem.code for problem in error.value.problems] == ["W207", "W208"]


# Results


@pytest.mark.parametrize("code", ["REF _Ref7", "PAGEREF _Ref7 \\h", "SEQ Exhibit", 'STYLEREF "Form Text"', "TOC \\o"])
def test_word_computes_anew_what_depends_on_the_document(whole, code):
    simple = f'<w:fldSimple w:instr="{code.replace(chr(34), "&quot;")}">{run("7")}</w:fldSimple>'
    body = parts_of(filled(whole, form(TARGET, paragraph(field(code, "7"), simple))))["word/document.xml"]
    assert body.count('w:dirty="true"') == 2


def test_a_sequence_counts_what_is_printed(whole):
    codes = ("SEQ A", "SEQ A \\* ROMAN", "SEQ B \\* alphabetic", "SEQ A \\r 8", "SEQ A \\c", "SEQ A \\* MERGEFORMAT")
    content = (NO, paragraph(field("SEQ A", "0")), END, FOR, paragraph(field("SEQ C", "0")), NEXT)
    body = parts_of(filled(whole, form(*content, *(paragraph(field(code, "0")) for code in codes))))[
        "word/document.xml"
    ]
    shown = ["1", "2", "3", "4", "5", "1", "II", "a", "8", "8", "9"]

    assert re.findall('<w:t xml:space="preserve">([^<]*)</w:t>', body) == shown


def test_a_number_of_a_note_is_that_of_the_document(whole):
    note = '<w:r><w:footnoteReference w:id="{}"/></w:r>'.format
    target = paragraph(f'<w:bookmarkStart w:id="5" w:name="_N"/>{note(3)}<w:bookmarkEnd w:id="5"/>')
    notes = "".join(f'<w:footnote w:id="{number}"><w:p/></w:footnote>' for number in (2, 3))
    repeated = (FOR, paragraph("x", note(2)), NEXT)
    body = parts_of(filled(whole, form(*repeated, target, paragraph(field("NOTEREF _N", "2")), footnotes=notes)))
    assert ">6<" in body["word/document.xml"]


@pytest.mark.parametrize(
    "code", ["= 2 * 3", "= SUM(_Ref7)", 'IF 1 = 1 "yes" "no"', "_Ref7", "SEQ A \\s 1", "SEQ A \\* CardText"]
)
def test_a_field_that_only_word_computes_is_refused(whole, code):
    assert refused(whole, form(TARGET, paragraph("Is ", field(code, "7")))) == [
        f"W210 paragraph 2 'Is 7' holds a field that only Word computes: {code!r}"
    ]


def test_a_sum_of_a_table_is_computed_by_both_programs(whole):
    table = forms.table(forms.row("4"), forms.row(forms.cell(paragraph(field("=SUM(ABOVE)", "7")))))
    assert 'w:dirty="true"' in parts_of(filled(whole, form(table)))["word/document.xml"]


def test_a_table_of_contents_is_a_warning(whole):
    _, (said,) = forms_of_set.prepare(whole, [form(TARGET, paragraph(field("TOC \\o", "Escrow 7")))])
    assert str(said).startswith(
        "forms/certificate.docx: warning W211 paragraph 2 'Escrow 7' holds a field that Word computes when it opens the document: 'TOC \\\\o'"
    )
