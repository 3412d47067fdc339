"""Every worker writes the documents of a set the same, to the byte."""

from __future__ import annotations

import json
import pickle

import pytest

from assembler import pipeline
from assembler.dealset.build import SetRenderer, begin, collect, render_jobs, write
from assembler.dealset.documents import SetPart
from assembler.drafting.copies import Copy
from assembler.errors import InputError
from assembler.library import Library
from assembler.parallel import SerialPool
from assembler.word import writer as word_writer
from tests.cli.many import sheet

FORMATS = ("docx", "text")
INVESTORS = 30


def composed(text):
    return pipeline.draft_deal(text.encode(), "deal.yaml", Library.open())


@pytest.fixture(scope="module")
def document_set():
    return composed(sheet(INVESTORS))


@pytest.fixture(scope="module")
def house():
    return Library.open().shell("house")


def with_a_departure_that_matches_nothing(text):
    departure = {"clause": "w_headings", "form": "no such words", "here": "others", "why": "negotiated"}
    return json.dumps({**json.loads(text), "departures": [departure]})


def test_the_copies_of_a_template_are_written_by_one_writer(document_set, house, monkeypatch):
    begun, writer = [], word_writer.CopyWriter
    monkeypatch.setattr(word_writer, "CopyWriter", lambda *of: begun.append(of) or writer(*of))
    renderer = SetRenderer(render_jobs(document_set, list(SetPart)), FORMATS, house)
    renderer(range(len(document_set.documents)))
    assert len(begun) == len({piece.kind for piece in document_set.documents if isinstance(piece.content, Copy)}) == 3


def test_another_worker_writes_any_documents_the_same_to_the_byte(document_set, house):
    jobs = render_jobs(document_set, list(SetPart))
    files = write(document_set, FORMATS, list(SetPart), house)
    renderer = pickle.loads(pickle.dumps(SetRenderer(jobs, FORMATS, house)))  # noqa: S301  pickled in this line
    for number in reversed(range(len(jobs))):
        _, written = renderer(range(number, number + 1))
        assert [files[name] for name, _ in written] == [content for _, content in written]


@pytest.mark.parametrize("parts", [tuple(SetPart), (SetPart.WARRANTS,), (SetPart.SIGNATURES,), (SetPart.AGREEMENT,)])
def test_every_document_is_written_once_and_counted(document_set, house, parts):
    jobs = render_jobs(document_set, parts)
    counted = []
    files = collect(begin(jobs, ("text",), house, SerialPool()), counted.append)
    assert sum(counted) == len(jobs) == sum(piece.part in parts for piece in document_set.documents)
    assert [name.removesuffix(".txt") for name in files if name.endswith(".txt")] == [job.stem for job in jobs]


def test_a_departure_that_matches_no_word_of_a_warrant_is_refused_before_anything_is_written():
    with pytest.raises(InputError, match="D101"):
        composed(with_a_departure_that_matches_nothing(sheet(2)))
