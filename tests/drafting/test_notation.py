"""The notation of the clause files, one rule at a time."""

from __future__ import annotations

import pytest

from assembler.document.tree import (
    Blank,
    Definition,
    Display,
    Entry,
    Enumeration,
    Lines,
    Paragraph,
    Quotation,
    Reference,
    Row,
    SignatureLine,
    Table,
    Text,
    Value,
)
from assembler.document.walk import words_of
from assembler.drafting.notation import NotationError, parse, parse_inlines, read_list_head
from tests.deals import ROOT


def words(text):
    return [words_of(block.inlines) for block in parse(text).blocks]


def test_sentences_on_lines_of_their_own_are_one_paragraph_with_single_blanks():
    assert words("One sentence.\nAnother   one.\n") == ["One sentence. Another one."]


def test_an_empty_line_ends_a_paragraph():
    assert words("One.\n\n\nTwo.") == ["One.", "Two."]


def test_text_on_the_line_after_a_heading_runs_in_and_an_empty_line_sets_it_alone():
    run_in, alone = parse("# Use of Proceeds.\nThe Company will."), parse("# NOTICES.\n\nAny notice.")
    assert (words_of(run_in.heading), run_in.runs_in) == ("Use of Proceeds.", True)
    assert (words_of(alone.heading), alone.runs_in) == ("NOTICES.", False)


def test_a_definition_a_reference_and_a_blank_stand_within_words():
    assert parse_inlines('the "*Closing Date*", Section @inv_rep_brokers, __ day') == (
        Text("the "),
        Definition("Closing Date"),
        Text(", Section "),
        Reference("inv_rep_brokers"),
        Text(", "),
        Blank(2),
        Text(" day"),
    )


def test_a_short_reference_is_marked_and_the_full_stop_behind_it_is_not_part_of_it():
    assert parse_inlines("@~delivery_wire.") == (Reference("delivery_wire", short=True), Text("."))


def test_quotation_marks_alone_and_a_star_alone_are_words():
    assert parse_inlines('"blue sky" * _') == (Text('"blue sky" * _'),)


def test_nothing_in_a_value_is_notation():
    value = Value('@b [c] *d* "*e*" ____ # > |', "investors[0].name")
    assert parse("\ue0000\ue001", (value,)).blocks == (Paragraph((value,)),)


def test_a_list_inside_a_sentence_owns_its_numbers_and_its_conjunction():
    text = "will not\nlist (i), (ii) and (iii)\n- one\n- two\n- three\nend\n.\nNext."
    assert words(text) == ["will not (i) one, (ii) two and (iii) three. Next."]


@pytest.mark.parametrize(
    ("head", "items", "said"),
    [
        ("(i), (ii) and (iii)", 2, "(i) x and (ii) x"),
        ("(w), (x), or (y)", 4, "(w) x, (x) x, (y) x, or (z) x"),
        ("(1); (2); and (3)", 3, "(1) x; (2) x; and (3) x"),
        ("(A) or (B)", 2, "(A) x or (B) x"),
        ("(i), (ii) and (iii)", 1, "(i) x"),
    ],
)
def test_a_list_head_is_a_pattern_by_example(head, items, said):
    assert words(f"list {head}\n" + "- x\n" * items + "end") == [said]


def test_a_list_item_may_hold_lines_and_a_list_of_its_own():
    text = "list (1); and (2)\n- unless\nlist (A) or (B)\n- this\n- that\nend\nholds\n- else\nend\n."
    assert words(text) == ["(1) unless (A) this or (B) that holds; and (2) else."]


def test_a_list_with_one_number_in_its_head_has_paragraphs_as_items():
    enumeration = parse("list I.\n- First:\n| _ Other: ____\n- Second\nend").blocks[0]
    assert enumeration == Enumeration("I.", (((Text("First:"),), (Text("_ Other: "), Blank(4))), ((Text("Second"),),)))


def test_blocks_are_told_by_the_first_character_of_their_lines():
    text = "> A LEGEND\n> GOES ON\n\n= TITLE\n\n| street\n| city\n\n: COMPANY:\n| street\n\n~ By: x\n| Name"
    assert parse(text).blocks == (
        Quotation((Text("A LEGEND GOES ON"),)),
        Display((Text("TITLE"),)),
        Lines(((Text("street"),), (Text("city"),))),
        Entry((Text("COMPANY:"),), ((Text("street"),),)),
        SignatureLine((Text("By: x"),), ((Text("Name"),),)),
    )


def test_a_table_has_a_head_rows_and_a_total():
    text = "table\nhead\n- Name\n- Shares\nrow\n- A\n| street\n- 1\ntotal\n- Total\n- 1\nend"
    one = ((Text("1"),),)
    assert parse(text).blocks == (
        Table(
            (
                Row("head", (((Text("Name"),),), ((Text("Shares"),),))),
                Row("row", (((Text("A"),), (Text("street"),)), one)),
                Row("total", (((Text("Total"),),), one)),
            )
        ),
    )


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("\ue0021\ue003list (i) and (ii)\n\ue0022\ue003- one\n", 1, "needs a closing line `end`"),
        (
            "\ue0021\ue003x\n\ue0022\ue003list (i) and (ii)\n\ue0023\ue003- a\n- b\n- c\nend",
            2,
            "how 3 items are joined",
        ),
        ("\ue0021\ue003list and so on\n- a\nend", 1, "does not show how a list is numbered"),
        ("\ue0021\ue003text\n\ue0022\ue003\n\ue0023\ue003- alone", 3, "does not continue the block above it"),
        ("\ue0024\ue003table\nhead\n- A\nrow\n- 1\n- 2\nend", 4, "different numbers of cells"),
        ("text\n\n# Heading", 0, "does not continue the block above it"),
    ],
)
def test_broken_notation_is_refused_with_its_line(text, line, said):
    with pytest.raises(NotationError) as error:
        parse(text)
    assert error.value.line == line
    assert said in error.value.what


def test_a_list_head_with_four_numbers_shows_nothing_more_than_one_with_three():
    with pytest.raises(NotationError):
        read_list_head("(i), (ii), (iii) and (iv)")


def test_the_example_in_the_manual_prints_what_the_manual_says():
    manual = (ROOT / "templates/README.md").read_text(encoding="utf-8")
    example = manual.split("```")[3].strip()
    printed = words(example)[0]
    assert printed.startswith("The execution of this Agreement will not (i) violate any")
    assert printed.endswith("contract and (iii) to the Company's knowledge, violate any statute, law or regulation.")
