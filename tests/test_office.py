"""What LibreOffice, which nobody here wrote, reads in the Word files: the words and numbers of the text draft."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path

import pytest

from assembler.dealset.build import write
from assembler.dealset.documents import SetPart
from assembler.library import Library
from tests import deals
from tests.normal import differences, drafted_words, original_words
from tests.word import office

pytestmark = pytest.mark.skipif(bool(office.missing()), reason=office.missing() or "LibreOffice is there")

SHEETS = sorted(path.stem for path in deals.TERMSHEETS.glob("*.yaml"))


def words(exported):
    """Words of a text that LibreOffice exported, straight quotation marks, rules taken away."""
    return re.sub(r"_{2,}|-{3,}", " ", office.plain(exported)).split()


def first_of_each_part(stem):
    """One document of each part of the set: those of one part are made alike."""
    parts = {}
    for piece in deals.draft(stem).documents:
        parts.setdefault(piece.part, piece)
    return list(parts.values())


@cache
def written(stem):
    """The Word file and the text draft of one document of each part, by its name."""
    files = write(deals.draft(stem), ("docx", "text"), list(SetPart), Library.open().shell("house"))
    return {
        piece.stem: (files[f"{piece.stem}.docx"], files[f"{piece.stem}.txt"].decode())
        for piece in first_of_each_part(stem)
    }


@cache
def read(stem):
    """The words that LibreOffice reads in each Word file, in the order of `written`; it is asked once for a deal."""
    with tempfile.TemporaryDirectory() as folder:
        return [*map(words, office.texts_of([docx for docx, _ in written(stem).values()], Path(folder)))]


@pytest.mark.parametrize(("stem", "original"), deals.ORIGINALS.items())
def test_libreoffice_reads_every_word_of_the_original_in_the_word_file(stem, original):
    assert next(iter(written(stem))) == deals.draft(stem).documents[0].stem
    assert differences(original_words(original), read(stem)[0]) == []


@pytest.mark.parametrize("stem", SHEETS)
def test_libreoffice_reads_the_words_and_numbers_of_the_text_draft(stem):
    for (name, (_, text)), exported in zip(written(stem).items(), read(stem), strict=True):
        assert differences(drafted_words(text), exported) == [], name


@pytest.mark.skipif(bool(office.missing_uno()), reason=office.missing_uno() or "python3-uno is there")
@pytest.mark.parametrize("stem", SHEETS)
def test_no_reference_reads_differently_after_all_fields_were_updated(stem, tmp_path):
    updated = office.texts_after_update([docx for docx, _ in written(stem).values()], tmp_path)
    for name, before, after in zip(written(stem), read(stem), map(words, updated), strict=True):
        assert differences(before, after) == [], name
