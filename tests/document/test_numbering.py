"""Numbers come from the order of the clauses, and references from numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.document.marks import letter, read_mark, roman
from assembler.document.numbering import number
from assembler.document.references import resolve
from assembler.document.tree import Clause, Document, Paragraph, Reference, Series, State, Text
from assembler.document.walk import words_of


def numbered(*clauses):
    return {label: number.full for label, number in number(Document("T", clauses)).items()}


@pytest.mark.parametrize(
    ("mark", "numbers"),
    [
        ("(a)", ["(a)", "(b)", "(c)"]),
        ("1.", ["1.", "2.", "3."]),
        ("(i)", ["(i)", "(ii)", "(iii)"]),
        ("I.", ["I.", "II.", "III."]),
        ("A.", ["A.", "B.", "C."]),
        ("(w)", ["(w)", "(x)", "(y)"]),
        ("a.", ["a.", "b.", "c."]),
        ("Annex I", ["Annex I", "Annex II", "Annex III"]),
    ],
)
def test_a_mark_is_the_first_number_of_its_kind(mark, numbers):
    assert [read_mark(mark).printed(ordinal) for ordinal in (1, 2, 3)] == numbers


@pytest.mark.parametrize("text", ["", "12.", "(ii)", "b)x", "Annex 12"])
def test_what_is_no_first_number_is_no_mark(text):
    with pytest.raises(ValueError, match="is not the first number"):
        read_mark(text)


def test_letters_go_on_behind_z_as_word_counts_them():
    assert [letter(number) for number in (1, 26, 27, 52, 53)] == ["a", "z", "aa", "zz", "aaa"]


def test_roman_figures():
    assert [roman(number) for number in (1, 4, 9, 14, 40, 90, 400, 1994)] == [
        "i",
        "iv",
        "ix",
        "xiv",
        "xl",
        "xc",
        "cd",
        "mcmxciv",
    ]


def test_clauses_are_numbered_by_their_place_and_under_their_parent():
    assert numbered(
        Clause("definitions", "A.", children=(Clause("one", "(i)"), Clause("two", "(i)"))),
        Clause("sale", "1.", children=(Clause("price", "(a)"), Clause("legend"), Clause("acts", "(a)"))),
        Clause("reps", "1.", children=(Clause("authority", "(a)"),)),
    ) == {
        "definitions": "A", "one": "A(i)", "two": "A(ii)",
        "sale": "1", "price": "1(a)", "acts": "1(b)", "reps": "2", "authority": "2(a)",
    }  # fmt: skip


def test_a_composed_number_begins_with_that_of_its_parent():
    clause = Clause("six", "1.", children=(Clause("one", "1.1"), Clause("two", "1.1", children=(Clause("a", "(a)"),))))
    numbers = number(Document("T", (clause,)))
    assert [numbers[label].own for label in ("six", "one", "two", "a")] == ["1.", "1.1", "1.2", "(a)"]
    assert numbers["a"].full == "1.2(a)"


def test_a_reserved_clause_keeps_its_number_and_one_that_is_left_out_has_none():
    children = (
        Clause("a", "(a)"),
        Clause("b", "(a)", State.RESERVED),
        Clause("c", "(a)", State.OMITTED),
        Clause("d", "(a)", State.ELSEWHERE),
        Clause("e", "(a)"),
    )
    assert numbered(Clause("s", "1.", children=children)) == {
        "s": "1", "a": "1(a)", "b": "1(b)", "d": "1(c)", "e": "1(d)",
    }  # fmt: skip


def test_a_number_printed_otherwise_is_referred_to_as_it_is_printed_and_moves_nothing():
    numbers = numbered(Clause("a", "(i)", number_as="(xvi)"), Clause("b", "(i)"))
    assert numbers == {"a": "xvi", "b": "ii"}


def test_siblings_printed_in_another_style_are_counted_together():
    numbers = number(Document("T", (Clause("a", "(a)"), Clause("b", "a."), Clause("c", "(a)"))))
    assert [numbers[label].own for label in "abc"] == ["(a)", "b.", "(c)"]


@given(st.lists(st.sampled_from([State.PRESENT, State.RESERVED, State.OMITTED]), max_size=40))
def test_numbers_have_no_gap_whatever_is_left_out(states):
    clauses = tuple(Clause(f"c{at}", "1.", state) for at, state in enumerate(states))
    standing = [state for state in states if state is not State.OMITTED]
    assert list(numbered(*clauses).values()) == [str(at) for at in range(1, len(standing) + 1)]


def refer(*inlines, to):
    clause = Clause("here", "1.", blocks=(Paragraph(inlines),))
    document = Document("T", (clause, *to))
    resolved, dangling = resolve(document, number(document))
    return words_of(resolved.clauses[0].blocks[0].inlines), [
        (one.clause.label, one.label, one.reason) for one in dangling
    ]


TARGETS = (Clause("five", "1.", children=(Clause("b", "(a)"), Clause("c", "(a)"))),)


def test_a_reference_prints_the_number_of_its_target():
    assert refer(Text("Section "), Reference("c"), to=TARGETS) == ("Section 2(b)", [])


def test_a_short_reference_prints_the_last_part():
    passage = (Text("Sections "), Reference("b"), Text(" and "), Reference("c", short=True))
    assert refer(*passage, to=TARGETS) == ("Sections 2(a) and (b)", [])


def test_a_short_reference_must_hang_under_the_clause_before_it():
    passage = (Reference("five"), Text(" and "), Reference("c", short=True))
    assert refer(*passage, to=TARGETS)[1] == [("here", "c", "parent")]


def test_references_inside_lists_are_resolved_too():
    series = Series("(i)", ",", " and", ((Reference("b"),), (Reference("nowhere"),)))
    assert refer(series, to=TARGETS) == ("(i) 2(a) and (ii) ", [("here", "nowhere", "missing")])


@pytest.mark.parametrize("state", [State.OMITTED, State.RESERVED])
def test_a_reference_to_a_clause_that_is_left_out_or_reserved_is_dangling(state):
    assert refer(Reference("gone"), to=(Clause("gone", "1.", state),))[1] == [("here", "gone", "missing")]


def test_a_clause_whose_words_are_elsewhere_is_referred_to_and_not_printed():
    document = Document(
        "T",
        (Clause("here", blocks=(Paragraph((Reference("opinion"),)),)), Clause("opinion", "Annex I", State.ELSEWHERE)),
    )
    resolved, dangling = resolve(document, number(document))
    assert (words_of(resolved.clauses[0].blocks[0].inlines), dangling, len(resolved.clauses)) == ("I", (), 1)
