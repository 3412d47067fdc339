"""Copies are compared by the templates of their kinds, which gives what comparing the documents themselves gives."""

from __future__ import annotations

import random

import pytest
from msgspec.structs import replace

from assembler import pipeline
from assembler.document.tree import Clause, Document, Paragraph, Value
from assembler.drafting.copies import hole
from assembler.errors import InputError
from assembler.library import Library
from assembler.revise.previous_set import PreviousSet
from assembler.revise.sections import Comparison
from assembler.revise.set_changes import changes_since
from assembler.store import manifest
from tests.deals import sheet
from tests.revise import rounds
from tests.revise.test_every_term import cases

CHANGES = 6


def drafted(yaml):
    return pipeline.draft_deal(yaml.encode(), "deal.yaml", Library.open())


def by_themselves(document_set):
    """The set with every copy as a document that was drafted by itself."""
    documents = tuple(replace(piece, content=piece.document) for piece in document_set.documents)
    return replace(document_set, documents=documents)


def told(sent, before, now):
    """The changes as the plan tells them: each document, the tree that it had, its provisions, the terms and figures."""
    changes = changes_since(sent, before, now, lambda _: None)
    documents = [(each.piece.stem, each.is_new, each.tree, each.sections) for each in changes.touched]
    return documents, changes.terms, changes.figures


OF_INVESTORS = (rounds.amount, rounds.renamed, rounds.removed, rounds.added, rounds.address)


@pytest.mark.parametrize("stem", ["new-stock-and-warrants", "new-warrant-classes"])
def test_copies_differ_in_the_provisions_in_which_their_documents_differ(stem, tmp_path):
    chance, yaml = random.Random(stem), sheet(stem)  # noqa: S311  no secret, and the same each time
    a_round = rounds.Round(tmp_path, yaml, "--format", "text")
    sent, before = PreviousSet(manifest.read(a_round.set), lambda _: True), drafted(yaml)
    counts = set()
    for _ in range(CHANGES):
        try:
            now = drafted(chance.choice([*cases(chance.choice(OF_INVESTORS)(yaml))]))
        except InputError:
            continue
        found = told(sent, before, now)
        assert found == told(sent, by_themselves(before), by_themselves(now))
        counts |= {len(sections) for stem, *_, sections in found[0] if stem.startswith("warrant-")}
    assert len(counts) > 1  # some warrants kept their words, and others changed


def test_a_heading_shows_the_value_of_its_copy():
    clause = Clause("fee", heading=(Value(hole(0), ""),), blocks=(Paragraph((Value(hole(1), ""),)),))
    template = Document("WARRANT", (clause,)), {}
    comparison = Comparison(template, template, of_templates=True)
    values = [(Value("Fee of Smith", "name"), Value(text, "fee")) for text in ("1", "2")]
    assert comparison.says_the_same(values[0], values[0])
    assert [section.heading for section in comparison.sections(*values)] == ["Fee of Smith"]
