"""The documents of a set are asked for by number, and are the same whoever drafts and writes them."""

from __future__ import annotations

import json
import pickle

import pytest

from assembler import pipeline
from assembler.closing.pieces import Part
from assembler.closing.writing import Papers, begin, files_from, write
from assembler.engines import Here
from assembler.findings import Refused
from assembler.library import Library
from assembler.writers import docx
from tests.cli.many import sheet

FORMATS = ("docx", "text")
INVESTORS = 30


def agreed_on(text):
    return pipeline.agree(text.encode(), "deal.yaml", Library.open())


@pytest.fixture(scope="module")
def agreed():
    return agreed_on(sheet(INVESTORS))


def papers_of(agreed, parts=tuple(Part), warrants=None):
    house = Library.open().shell("house")
    return Papers(agreed.with_warrants(()), FORMATS, parts, house, warrants or agreed.warrants)


def with_a_departure_that_is_none(text):
    """The term sheet, with words for a clause of the warrants that has no such words."""
    departure = {"clause": "w_headings", "form": "no such words", "here": "others", "why": "negotiated"}
    return json.dumps({**json.loads(text), "departures": [departure]})


def files_of(papers):
    with Here(papers.written) as engine:
        begin(papers, engine)
        return files_from(engine)


def test_warrants_that_are_drafted_where_they_are_written_are_those_that_were_drafted_before(agreed):
    whole = agreed.with_warrants(agreed.instruments)
    files = files_of(papers_of(agreed))
    assert list(files.items()) == list(write(whole, FORMATS, list(Part), Library.open().shell("house")).items())


def test_documents_that_are_alike_are_written_out_of_each_other(agreed, monkeypatch):
    begun, one = [], docx.Writer
    monkeypatch.setattr(docx, "Writer", lambda *of: begun.append(of) or one(*of))
    files_of(papers_of(agreed))
    assert 2 < len(begun) < INVESTORS / 2


def test_another_process_writes_any_documents_the_same_to_the_byte(agreed):
    papers = papers_of(agreed)
    here = files_of(papers)
    elsewhere = pickle.loads(pickle.dumps(papers_of(agreed)))  # noqa: S301  it was packed here
    for numbers in reversed(list(papers.batches())):
        bulk = elsewhere.written(numbers)
        names = [name for of_one in bulk.about for name in of_one]
        assert [here[name] for name in names] == bulk.contents


def test_what_goes_to_another_process_is_not_more_for_what_was_drafted_here_before(agreed):
    warrants = agreed.warrants
    before = len(pickle.dumps(papers_of(agreed, warrants=warrants)))
    agreed.with_one_of_each_kind(warrants)
    assert len(pickle.dumps(papers_of(agreed, warrants=warrants))) == before


@pytest.mark.parametrize("parts", [tuple(Part), (Part.WARRANTS,), (Part.SIGNATURES,), (Part.AGREEMENT,)])
def test_every_document_is_in_one_batch_and_those_of_all_investors_are_by_themselves(agreed, parts):
    papers = papers_of(agreed, parts)
    batches = list(papers.batches())
    assert [number for numbers in batches for number in numbers] == list(range(batches[-1].stop))
    if Part.AGREEMENT in parts:
        assert len(batches[0]) == 1
    assert len(batches[-1]) <= 5


def test_only_the_documents_that_were_asked_for_are_counted_and_written(agreed):
    papers = papers_of(agreed, (Part.SIGNATURES,))
    files = files_of(papers)
    assert papers.count == INVESTORS
    assert {name.partition("-page")[0] for name in files} == {"signature"}


def test_what_is_wrong_with_a_warrant_is_refused_though_it_was_not_asked_for():
    agreed = agreed_on(with_a_departure_that_is_none(sheet(2)))
    with pytest.raises(Refused, match="D101"):
        files_of(papers_of(agreed, (Part.AGREEMENT,)))


def test_one_warrant_of_each_kind_is_checked_as_all_of_them_are_and_the_others_are_named(agreed):
    whole = agreed.with_warrants(agreed.instruments)
    some = agreed.with_one_of_each_kind(agreed.warrants)
    assert 1 < len(some.pieces) - len(agreed.pieces) < 6
    assert pipeline.check(some) == pipeline.check(whole)
    assert {one.stem: one for one in some.titles} == {one.stem: one for one in whole.titles}
    assert (some.inputs, some.warnings, some.legend) == (whole.inputs, whole.warnings, whole.legend)
