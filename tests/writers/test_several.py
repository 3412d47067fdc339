"""Documents that are alike are written by writers that go on from where they left off, and say what they say alone."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from assembler.closing.pieces import Part
from assembler.closing.writing import properties_of
from assembler.library import Library
from assembler.writers import docx
from assembler.writers.several import Paper, Writers
from tests.cli.many import sheet
from tests.deals import compose_text

FORMATS = ("docx", "text")


@pytest.fixture(scope="module")
def papers():
    """The warrants of a deal, as they are to be written."""
    whole = compose_text(sheet(12))
    return [
        Paper(piece.stem, piece.document, piece.numbers, properties_of(whole, piece.document.title, "1"), piece.like)
        for piece in whole.pieces
        if piece.part is Part.WARRANTS
    ]


def written(papers):
    writers = Writers(FORMATS, Library.open().shell("house"))
    return {paper.stem: dict(writers.files(paper)) for paper in papers}


def test_documents_are_written_the_same_to_the_byte_whichever_were_written_before(papers):
    alone = {stem: files for paper in papers for stem, files in written([paper]).items()}
    assert written(papers) == alone == written(reversed(papers))


def test_documents_that_are_like_no_other_are_written_the_same(papers):
    assert written([replace(paper, like=None) for paper in papers]) == written(papers)


def test_documents_that_are_alike_share_a_writer(papers, monkeypatch):
    begun, one = [], docx.Writer
    monkeypatch.setattr(docx, "Writer", lambda *of: begun.append(of) or one(*of))
    written(papers)
    assert len(begun) == len({paper.like for paper in papers}) < len(papers) / 2
