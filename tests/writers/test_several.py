"""A batch of documents says the same wherever it is written, and what its documents share goes along once."""

from __future__ import annotations

import pickle

import pytest

from assembler.closing.pieces import Part
from assembler.closing.writing import properties_of
from assembler.document import walk
from assembler.library import Library
from assembler.writers.several import Batch, Model, Paper, Writers, written
from tests.cli.many import sheet
from tests.deals import compose_text

FORMATS = ("docx", "text")


@pytest.fixture(scope="module")
def papers():
    """The warrants of a deal that are alike, as they are to be written."""
    whole = compose_text(sheet(12))
    like = next(piece.like for piece in whole.pieces if piece.part is Part.WARRANTS)
    return [
        Paper(piece.stem, piece.document, piece.numbers, properties_of(whole, piece.document.title, "1"))
        for piece in whole.pieces
        if piece.like == like
    ]


@pytest.fixture
def batches(papers):
    writers, model = Writers(FORMATS, Library.open().shell("house")), Model(papers[0].document)
    return [Batch(writers, papers[:3], model), Batch(writers, papers[3:], model)]


def sent(batch):
    """The batch as another process gets it."""
    return pickle.loads(pickle.dumps(batch))  # noqa: S301  it was packed here


def test_a_batch_is_written_the_same_to_the_byte_by_another_process(batches):
    for batch in batches:
        assert written(sent(batch)) == written(batch)


def test_a_batch_is_written_the_same_whether_it_is_the_first_that_a_process_gets_or_not(batches):
    alone = Batch(Writers(FORMATS, Library.open().shell("house")), batches[1].papers, None)
    assert written(sent(batches[1])) == written(alone)


def test_documents_without_a_model_are_written_the_same(batches):
    plain = Batch(batches[0].writers, batches[0].papers, None)
    assert written(sent(plain)) == written(plain) == written(batches[0])


def test_what_documents_share_is_one_object_for_every_batch_that_a_process_gets(batches):
    first, second = (sent(batch) for batch in batches)
    assert first.model is second.model
    assert first.writers is second.writers
    of_model = {id(clause) for clause in first.model.clauses}
    for batch in (first, second):
        for paper in batch.papers[1:]:
            clauses = list(walk.clauses(paper.document))
            shared = [clause for clause in clauses if id(clause) in of_model]
            assert len(shared) > len(clauses) / 2


def test_a_document_more_costs_little_more_to_send(batches, papers):
    model = batches[0].model
    one, two = (len(pickle.dumps(Batch(batches[0].writers, papers[1:end], model))) for end in (2, 3))
    assert two - one < 0.1 * len(pickle.dumps(papers[1].document))
