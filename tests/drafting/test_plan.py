"""The outline of a form: which clause stands, in which state, and which term decided it."""

from __future__ import annotations

import pytest

from assembler.document.tree import State
from assembler.drafting.plan import flattened, plan, read_outline
from assembler.errors import InputError
from assembler.library import ClauseFile
from assembler.termsheet.deal import Deal
from assembler.termsheet.schema import TermSheet
from assembler.termsheet.source import Source

SOURCE = Source("deal.yaml", {}, {}, {}, ())
PAGES = ("investors", [{"name": "A"}, {"name": "B"}])


def deal(**facts):
    decided_by = {name: (f"options.{name}",) for name in facts}
    return Deal("f", TermSheet.model_construct(), facts, decided_by, {}, {}, SOURCE, {"signatory": PAGES})


def outline(text):
    return ClauseFile("forms/f.txt", text)


def planned(text, **facts):
    labels = {item.label for item in read_outline(outline(text)) for item in [item, *item.children]}
    files = {label: ClauseFile(f"{label}.txt", "x") for label in labels}
    return plan(outline(text), files, deal(**facts))


def states(text, **facts):
    return [(one.label, one.mark, one.state) for one in flattened(planned(text, **facts))]


def said(text, **facts):
    with pytest.raises(InputError) as error:
        planned(text, **facts)
    return [(problem.code, problem.location.line) for problem in error.value.problems]


def test_the_order_and_the_depth_of_the_lines_are_those_of_the_clauses():
    one, two = planned("A. first\n  (i) under_it\n1. second\n")
    assert (one.label, [child.label for child in one.children], two.label) == ("first", ["under_it"], "second")


def test_a_condition_leaves_a_clause_out_or_gives_it_another_state():
    form = (
        "(a) one when sold\n(a) two when sold, otherwise reserved\n(a) three elsewhere when sold, otherwise reserved\n"
    )
    present, reserved, elsewhere = State.PRESENT, State.RESERVED, State.ELSEWHERE
    assert [state for _, _, state in states(form, sold=True)] == [present, present, elsewhere]
    assert [state for _, _, state in states(form, sold=False)] == [State.OMITTED, reserved, reserved]


def test_a_condition_leaves_an_optional_clause_out_too():
    (standing,), (left_out,) = (planned("1. one optional when sold", sold=sold) for sold in (True, False))
    assert (standing.state, left_out.state) == (State.PRESENT, State.OMITTED)
    assert left_out.decided_by == ("options.clauses.one", "options.sold")


def test_a_clause_names_the_terms_that_decided_its_state():
    (one,) = planned("(a) one when sold", sold=False)
    assert one.decided_by == ("options.sold",)


def test_a_group_has_a_number_and_no_words_of_its_own():
    (one,) = planned("(a) group_of_clauses group\n  (i) first\n")
    assert (one.words, one.children[0].words.text) == (None, "x")


def test_a_clause_behind_the_line_page_begins_a_page():
    one, two = planned("first\npage\nsecond\n")
    assert (one.starts_page, two.starts_page) == (False, True)


def test_clauses_are_repeated_for_each_signatory_under_the_path_of_each():
    copies = planned("for each signatory\n  page\n  lead\n  name\nlast\n")
    assert [(one.label, one.subject, one.starts_page) for one in copies] == [
        ("lead", "investors[0]", True),
        ("name", "investors[0]", False),
        ("lead", "investors[1]", True),
        ("name", "investors[1]", False),
        ("last", "", False),
    ]


@pytest.mark.parametrize(
    ("form", "findings"),
    [
        ("(a) one perhaps\n", [("W103", 1)]),
        ("(ii) one\n", [("W103", 1)]),
        ("one\none\n", [("W104", 2)]),
        ("one when unheard_of\n", [("W106", 1)]),
        ("for each company\n  one\n", [("W107", 1)]),
        ("x!\none when\n", [("W103", 1), ("W103", 2)]),
    ],
)
def test_a_line_at_fault_is_named(form, findings):
    assert said(form) == findings


def test_a_clause_without_a_file_is_named_with_its_line():
    with pytest.raises(InputError) as error:
        plan(outline("here\nnot_here\n"), {"here": ClauseFile("here.txt", "x")}, deal())
    assert [(problem.code, problem.location.line) for problem in error.value.problems] == [("W105", 2)]
