"""Departures: each matches exactly once, changes what it says and nothing else."""

from __future__ import annotations

import pytest

from assembler.document.numbering import number
from assembler.document.tree import Clause, Definition, Document, Reference, State, Text, Value
from assembler.document.walk import words_of
from assembler.drafting.departures import depart
from assembler.drafting.notation import parse
from assembler.termsheet.schema import Departure

VALUE = Value("vFinance Investments, Inc.", "fee_instruments[0].counterparty")


def clause(label, text, mark="", values=(), **more):
    words = parse(text, tuple(values))
    return Clause(label, mark, heading=words.heading, runs_in=words.runs_in, blocks=words.blocks, **more)


def document(*clauses):
    return Document("T", clauses)


def departed(original, **departure):
    changed, unmet = depart(original, [(0, Departure(why="as filed", **departure))])
    return changed, [(one.field, one.what) for one in unmet]


def said(one, label="a"):
    clause = next(clause for clause in one.clauses if clause.label == label)
    return [words_of(block.inlines) for block in clause.blocks]


def test_words_of_the_form_give_way_to_words_of_the_deal():
    one, unmet = departed(
        document(clause("a", "which individually, matters.")),
        clause="a",
        form="which individually,",
        here="which, individually,",
    )
    assert (said(one), unmet) == (["which, individually, matters."], [])


def test_only_what_differs_is_replaced_so_values_around_it_stay_values():
    original = document(clause("a", "and \ue0000\ue001 dated June", values=[VALUE]))
    one, unmet = departed(original, clause="a", form="Investments, Inc. dated", here="Investments, Inc., dated")
    assert unmet == []
    assert one.clauses[0].blocks[0].inlines == (Text("and "), VALUE, Text(", dated June"))


def test_a_departure_may_cut_into_a_value_and_what_is_left_is_a_value_still():
    original = document(clause("a", "by \ue0000\ue001 only", values=[VALUE]))
    one, _ = departed(original, clause="a", form="vFinance Investments, Inc. only", here="vFinance only")
    assert one.clauses[0].blocks[0].inlines == (Text("by "), Value("vFinance ", VALUE.path), Text("only"))


def test_references_and_definitions_are_matched_as_they_are_written():
    original = document(clause("a", 'Annex @annex, the "*Common Stock*"), of'))
    one, unmet = departed(
        original, clause="a", form='Annex @annex, the "*Common Stock*"), of', here='Annex A, the "*Common Stock*") of'
    )
    assert unmet == []
    assert one.clauses[0].blocks[0].inlines == (Text("Annex A, the "), Definition("Common Stock"), Text(") of"))


def test_words_inside_a_list_item_can_be_replaced():
    original = document(clause("a", "shall\nlist (A); and (B)\n- deliver it\n- transmit it\nend"))
    one, unmet = departed(original, clause="a", form="deliver it", here="shall deliver it")
    assert (said(one), unmet) == (["shall (A) shall deliver it; and (B) transmit it"], [])


def test_words_of_a_heading_can_be_replaced_and_the_new_words_may_refer():
    original = document(clause("a", "# LAW: MISCELLANEOUS.\nText"))
    one, _ = departed(original, clause="a", form="LAW: MISC", here="LAW; MISC")
    assert words_of(one.clauses[0].heading) == "LAW; MISCELLANEOUS."
    two, _ = departed(original, clause="a", form="Text", here="Section @b")
    assert two.clauses[0].blocks[0].inlines == (Text("Section "), Reference("b"))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("no such words", "does not hold the words 'the Shares'"),
        ("the Shares and the Shares", "holds the words 'the Shares' twice"),
    ],
)
def test_words_that_do_not_stand_exactly_once_are_refused(text, holds):
    one, unmet = departed(document(clause("a", text)), clause="a", form="the Shares", here="x")
    assert said(one) == [text]
    assert unmet == [("form", f"the clause 'a' {holds}; it must hold them once")]


def test_words_that_nearly_match_are_named_in_the_remedy():
    _, (unmet,) = depart(
        document(clause("a", "with its respective terms, subject to")),
        [(0, Departure(clause="a", form="with its respectiv terms", here="x", why="negotiated"))],
    )
    assert "The most similar words in the clause are 'with its respective terms'" in unmet.hint


def test_a_clause_that_there_is_not_is_refused_with_the_nearest_label():
    _, (unmet,) = depart(
        document(clause("inv_rep_brokers", "x")),
        [(0, Departure(clause="inv_rep_broker", state="omit", why="negotiated"))],
    )
    assert unmet.what == "no clause of this deal has the label 'inv_rep_broker'"
    assert unmet.hint == "Did you mean 'inv_rep_brokers'?"


def test_a_list_is_printed_in_another_style_or_joined_by_other_words():
    original = document(clause("a", "shall\nlist (A); and (B)\n- one\n- two\nend"))
    restyled, _ = departed(original, clause="a", list="(A)", numbered="(i)")
    rejoined, _ = departed(original, clause="a", list="(A)", numbered="(i); or (ii)")
    assert said(restyled) == ["shall (i) one; and (ii) two"]
    assert said(rejoined) == ["shall (i) one; or (ii) two"]


def test_a_number_is_printed_as_it_was_filed():
    one, _ = departed(document(Clause("a", "(i)"), Clause("b", "(i)")), clause="b", number="(xvi)")
    assert number(one)["b"].own == "(xvi)"


def test_a_clause_is_left_out_reserved_added_and_moved():
    original = document(clause("a", "A", "1."), clause("b", "B", "1."), clause("c", "C", "1."))
    omitted, _ = departed(original, clause="b", state="omit")
    reserved, _ = departed(original, clause="b", state="reserved")
    added, _ = departed(original, clause="new", add="# Head.\nWords.", after="a", numbered="1.")
    moved, _ = departed(original, clause="c", after="a")
    assert [one.state for one in omitted.clauses] == [State.PRESENT, State.OMITTED, State.PRESENT]
    assert (reserved.clauses[1].state, reserved.clauses[1].blocks) == (State.RESERVED, ())
    assert [one.label for one in added.clauses] == ["a", "new", "b", "c"]
    assert (words_of(added.clauses[1].heading), said(added, "new")) == ("Head.", ["Words."])
    assert [one.label for one in moved.clauses] == ["a", "c", "b"]


def test_an_added_clause_that_says_reserved_keeps_a_letter_and_no_words():
    one, _ = departed(document(Clause("a", "(a)")), clause="b", add="[RESERVED]", after="a", numbered="(a)")
    assert (one.clauses[1].state, number(one)["b"].own) == (State.RESERVED, "(b)")


def adding(*afters, original, **stated):
    """Return the numbers after clauses of the labels new, new2, ... were added behind `afters`."""
    for count, after in enumerate(afters, start=1):
        label = "new" if count == 1 else f"new{count}"
        original, unmet = departed(original, clause=label, add="Words of @z.", after=after, **stated)
        assert unmet == []
    return {label: one.full for label, one in number(original).items()}


COVENANTS = document(
    Clause("recital"),
    Clause(
        "heading",
        "1.",
        children=(
            Clause("a", "(a)", children=(Clause("i", "(i)"), Clause("ii", "(i)"))),
            Clause("legend"),
            Clause("z", "(a)"),
        ),
    ),
    Clause("next", "1."),
    Clause("annex", "Annex I"),
    Clause("annex_next", "Annex I"),
)


def test_an_added_clause_is_numbered_like_the_clause_before_it_and_later_ones_move_up():
    middle = adding("a", original=COVENANTS)
    assert (middle["new"], middle["z"]) == ("1(b)", "1(c)")
    last = adding("z", original=COVENANTS)
    assert (last["new"], last["z"]) == ("1(c)", "1(b)")
    nested = adding("i", original=COVENANTS)
    assert (nested["new"], nested["ii"]) == ("1(a)(ii)", "1(a)(iii)")


def test_a_clause_added_after_one_with_children_stands_behind_them_all():
    numbers = adding("heading", original=COVENANTS)
    assert (numbers["new"], numbers["z"], numbers["next"]) == ("2", "1(b)", "3")


def test_clauses_added_in_a_row_are_counted():
    numbers = adding("z", "new", "new2", original=COVENANTS)
    assert [numbers[label] for label in ("new", "new2", "new3")] == ["1(c)", "1(d)", "1(e)"]


@pytest.mark.parametrize("after", ["recital", "legend", "annex"])
def test_a_clause_added_behind_one_without_a_number_of_its_own_has_none(after):
    numbers = adding(after, original=COVENANTS)
    assert "new" not in numbers
    assert (numbers["z"], numbers["annex_next"]) == ("1(b)", "II")


def test_an_added_clause_is_numbered_as_the_departure_says():
    assert adding("z", original=COVENANTS, numbered="a.")["new"] == "1(c)"
    assert adding("annex", original=COVENANTS, numbered="Annex I")["new"] == "II"
    assert adding("z", original=COVENANTS, number="(bb)")["new"] == "1(bb)"
    assert "new" not in adding("z", original=COVENANTS, numbered="none")


def test_a_number_for_a_clause_that_takes_none_is_refused():
    _, unmet = departed(COVENANTS, clause="new", add="Words.", after="recital", number="(b)")
    assert unmet == [("number", "the clause 'new' would have no number: 'recital' before it has none")]


def test_a_clause_can_lose_its_number():
    one, _ = departed(document(Clause("a", "(a)"), Clause("b", "(a)")), clause="a", numbered="none")
    assert {label: found.own for label, found in number(one).items()} == {"b": "(a)"}


def test_an_added_clause_stays_numbered_where_the_clause_before_it_is_left_out():
    original, _ = departed(COVENANTS, clause="a", state="omit")
    assert adding("a", original=original)["new"] == "1(a)"


def test_a_clause_moved_to_another_level_is_numbered_like_its_new_neighbours():
    one, _ = departed(COVENANTS, clause="z", after="i")
    assert number(one)["z"].full == "1(a)(ii)"
    two, _ = departed(COVENANTS, clause="legend", after="i")
    assert "legend" not in number(two)


def test_one_copy_of_a_repeated_clause_can_be_meant():
    original = document(
        clause("a", "SHARES: 1", subject="investors[0]"), clause("a", "SHARES: 2", subject="investors[1]")
    )
    both, unmet = departed(original, clause="a", form="SHARES:", here="NUMBER:")
    one, _ = departed(original, clause="a", subject="investors[1]", form="SHARES:", here="NUMBER:")
    assert unmet == []
    assert [words_of(clause.blocks[0].inlines) for clause in both.clauses] == ["NUMBER: 1", "NUMBER: 2"]
    assert [words_of(clause.blocks[0].inlines) for clause in one.clauses] == ["SHARES: 1", "NUMBER: 2"]


@pytest.mark.parametrize(
    ("departure", "field"),
    [
        ({"clause": "a"}, "clause"),
        ({"clause": "a", "numbered": "(ii)"}, "numbered"),
        ({"clause": "a", "list": "(i)", "numbered": "(a)"}, "list"),
        ({"clause": "a", "after": "nowhere"}, "after"),
        ({"clause": "new", "add": "list (i)\n- x", "after": "a"}, "add"),
        ({"clause": "a", "add": "x", "after": "a"}, "clause"),
        ({"clause": "new", "add": "x"}, "after"),
    ],
)
def test_a_departure_that_cannot_be_carried_out_names_the_field_at_fault(departure, field):
    _, unmet = departed(document(clause("a", "words")), **departure)
    assert [name for name, _ in unmet] == [field]


@pytest.mark.parametrize(
    ("stated", "field", "what"),
    [
        ({"form": "one"}, "form", "this departure has `form` and no `here`"),
        ({"here": "one"}, "here", "this departure has `here` and no `form`"),
        ({}, "clause", "this departure states no change"),
        ({"add": "Words."}, "after", "this departure does not say where its clause goes"),
        (
            {"form": "one", "here": "two", "subject": "investors[9]"},
            "subject",
            "the clause 'a' has no copy for 'investors[9]'",
        ),
    ],
)
def test_a_departure_with_a_part_missing_is_told_the_part(stated, field, what):
    label = "new" if "add" in stated else "a"
    _, unmet = departed(document(clause("a", "one")), clause=label, **stated)
    assert unmet == [(field, what)]
