from assembler.checks.empty_paragraph import check
from assembler.document.tree import Clause, Paragraph, State, Text
from tests.checks.subjects import clause, said


def test_a_clause_without_words_is_found():
    assert said(check, clause("", "1.", "empty")) == ["Section 1 (empty): the clause is empty"]


def test_a_paragraph_or_a_line_without_words_is_found():
    assert said(check, Clause("sale", blocks=(Paragraph((Text(" "),)),))) == ["sale: a paragraph or line is empty"]
    assert said(check, "| Address\n|\n| City") == ["clause_1: a paragraph or line is empty"]


def test_an_item_of_a_list_without_words_is_found():
    assert said(check, "It shall\nlist (i), (ii) and (iii)\n- pay\n-\n- go\nend\n.") == [
        'clause_1: the item "(ii)" is empty'
    ]


def test_groups_reserved_clauses_lines_to_sign_on_and_cells_may_be_empty():
    group = clause("", "(a)", "group", clause("It pays.", "(i)", "pays"))
    reserved = clause("", "(a)", "kept", state=State.RESERVED)
    assert said(check, group, reserved, "~\n| Printed Name", "table\nrow\n- A\n-\nend") == []
