"""A short reference prints the last part of a number: only behind a reference with the same parent."""

from __future__ import annotations

import pytest

from assembler.document.numbering import number
from assembler.document.references import Dangling, references, resolve
from assembler.document.tree import Clause, Document, Paragraph, Reference, Series, Text

TARGETS = (
    Clause("five", "1.", children=(Clause("a", "(a)"), Clause("b", "(a)"))),
    Clause("six", "1.", children=(Clause("c", "(a)"),)),
)


def full(label):
    return Reference(label)


def short(label):
    return Reference(label, short=True)


def dangling(*inlines):
    """Return the labels that cannot be shortened, in a passage of a clause."""
    document = Document("T", (Clause("here", "1.", blocks=(Paragraph(inlines),)), *TARGETS))
    found = resolve(document, number(document))[1]
    assert all(isinstance(one, Dangling) and one.reason == "parent" for one in found)
    return [one.label for one in found]


@pytest.mark.parametrize(
    ("passage", "labels"),
    [
        ([short("b")], ["b"]),
        ([Text("Section "), short("b")], ["b"]),
        ([full("a"), Text(" and "), short("c")], ["c"]),
        ([full("a"), Text(" and "), full("c"), Text(", "), short("b")], ["b"]),
        ([full("a"), Text(" and "), short("b")], []),
        ([full("a"), Text(", "), short("b"), Text(" and "), short("a")], []),
        ([Series("(i)", ",", " and", ((short("a"),), (full("b"),)))], ["a"]),
        ([full("a"), Series("(i)", ",", " and", ((short("b"),),))], []),
    ],
    ids=[
        "no reference before it",
        "words alone before it",
        "another parent",
        "another parent in between",
        "the same parent",
        "behind a short one",
        "first in a list",
        "in a list behind one",
    ],
)
def test_a_short_reference_needs_one_with_the_same_parent_before_it(passage, labels):
    assert dangling(*passage) == labels


def test_a_passage_begins_anew_for_short_references():
    clause = Clause("here", "1.", blocks=(Paragraph((full("a"),)), Paragraph((short("b"),))))
    document = Document("T", (clause, *TARGETS))
    assert [one.label for one in resolve(document, number(document))[1]] == ["b"]


def test_every_reference_is_found_with_its_clause_lists_included():
    passage = (full("five"), Series("(i)", ",", " and", ((short("b"),), (full("six"),))))
    document = Document("T", (Clause("here", "1.", blocks=(Paragraph(passage),)), *TARGETS))
    found = [(clause.label, reference.label) for clause, reference in references(document)]
    assert found == [("here", "five"), ("here", "b"), ("here", "six")]
