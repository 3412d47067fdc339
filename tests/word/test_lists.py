"""A clause gets a new list only if Word would print another number than ours."""

from __future__ import annotations

from assembler.document import numbering
from assembler.document.tree import Clause
from assembler.word import lists, template_contract, writer
from tests.word import small
from tests.word.small import of, said


def planned(*clauses: Clause) -> lists.Plan:
    document = of(*clauses)
    kept = template_contract.read(small.house().contract, "shell.txt", writer.NEEDED)
    return lists.plan(document, numbering.number(document), kept, "AgreementText", "enumeration")


def test_a_document_with_usual_numbers_needs_no_list_but_those_of_the_shell():
    first = said("a", "A.", said("i", "(i)"), said("ii", "(i)"))
    second = said("one", "1.", said("a1", "(a)", said("i1", "(i)", said("A1", "(A)"))), said("b1", "(a)"))
    plan = planned(first, second, said("two", "1.", said("a2", "(a)", said("i2", "(i)"))))
    assert plan.own_lists == []
    assert [placement.style for placement in plan.placements][:4] == [
        "Definitions",
        "Definition",
        "Definition",
        "Section",
    ]


def test_a_number_set_by_a_departure_begins_a_list_and_so_does_the_next():
    plan = planned(
        said("one", "1.", said("a", "(a)"), said("c", "(a)", number_as="(f)"), said("d", "(a)"), said("e", "(a)"))
    )
    assert plan.own_lists == [lists.OwnList("agreement", 1, 6, None), lists.OwnList("agreement", 1, 3, None)]
    assert [placement.own_list for placement in plan.placements] == [None, None, 0, 1, 1]


def test_a_number_set_by_a_departure_is_read_in_the_figures_of_its_list_first():
    plan = planned(
        said("one", "1.", said("c", "(a)", number_as="(c)")), said("two", "1.", said("x", "(a)", number_as="(12)"))
    )
    assert plan.own_lists == [
        lists.OwnList("agreement", 1, 3, None),
        lists.OwnList("agreement", 1, 12, lists.NumberFormat("decimal", "(", ")")),
    ]


def test_a_number_that_cannot_be_counted_is_printed_as_it_is():
    plan = planned(said("one", "1.", said("x", "(a)", number_as="15A.")))
    assert plan.own_lists == [lists.OwnList("agreement", 1, 1, lists.NumberFormat("literal", "15A.", ""))]


def test_a_list_goes_on_only_where_counting_it_alone_and_with_all_others_gives_the_same():
    inner = Clause("unmarked", children=(said("x", "1."), said("y", "1.")))
    plan = planned(said("one", "1."), inner, said("two", "1.", number_as="3."))
    assert [(one.level, one.start) for one in plan.own_lists] == [(0, 1), (0, 3)]
