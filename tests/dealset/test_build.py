"""Every worker writes the documents of a set the same, to the byte."""

from __future__ import annotations

import io
import json
import pickle
from datetime import date

import docx
import pytest
import yaml

from assembler import pipeline
from assembler.dealset.build import SetRenderer, begin, collect, properties_of, render_jobs, write
from assembler.dealset.documents import SetPart
from assembler.drafting.copies import Copy
from assembler.errors import InputError
from assembler.library import Library
from assembler.parallel import SerialPool
from assembler.word import writer as word_writer
from tests import deals
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


def properties(stem, execution):
    term_sheet = yaml.safe_load(deals.without_departures(deals.sheet(stem)))
    term_sheet["execution"] = execution
    if term_sheet.get("warrants"):
        term_sheet["closing"] = {
            **term_sheet.get("closing", {}),
            "date": term_sheet["agreement"].get("company_acceptance_date", term_sheet["agreement"]["date"]),
        }
    return properties_of(composed(json.dumps(term_sheet, default=str)), "", "")


@pytest.mark.parametrize("stem", ["new-stock-only", "new-covenant-warrants", "focus-2002-01", "focus-2001-12-warrant"])
@pytest.mark.parametrize(
    ("execution", "status", "dated"),
    [
        ({"draft_date": "2031-02-09"}, "Draft of February 9, 2031", date(2031, 2, 9)),
        ({"status": "draft"}, "Draft", None),
        ({"draft_date": "TBD"}, "Draft of [●]", None),
        ({"draft_date": "TBD (second turn)"}, "Draft of [second turn]", None),
        ({"status": "execution"}, "Execution Version", None),
        ({"status": "execution", "draft_date": "2031-02-09"}, "Execution Version", date(2031, 2, 9)),
        ({"status": "conformed"}, "Conformed Copy", None),
    ],
)
def test_a_draft_has_the_date_of_the_draft_and_never_that_of_the_agreement(stem, execution, status, dated):
    shown = properties(stem, execution)
    assert (shown.status, shown.dated) == (status, dated)


@pytest.mark.parametrize("dated", [date(2031, 2, 9), None])
def test_a_file_shows_the_day_of_the_draft_or_no_day_and_is_the_same_each_time(dated, house):
    execution = {"draft_date": str(dated)} if dated else {}
    term_sheet = {**json.loads(sheet(2)), "execution": execution}
    first, second = (write(composed(json.dumps(term_sheet)), ("docx",), list(SetPart), house) for _ in range(2))
    assert first == second
    for name in (name for name in first if name.endswith(".docx")):
        core = docx.Document(io.BytesIO(first[name])).core_properties
        days = {moment.date() if moment else None for moment in (core.created, core.modified)}
        assert days == {dated}, name
