"""What LibreOffice, which nobody here wrote, reads in the Word files: the words and numbers of the text draft."""

from __future__ import annotations

import re

import pytest

from assembler.closing.pieces import Part
from assembler.closing.writing import write
from assembler.library import Library
from tests import deals
from tests.normal import differences, drafted_words, original_words
from tests.writers import office

pytestmark = pytest.mark.skipif(bool(office.missing()), reason=office.missing() or "LibreOffice is there")

SHEETS = sorted(path.stem for path in deals.TERMSHEETS.glob("*.yaml"))


def words(exported):
    """Words of a text that LibreOffice exported, straight quotation marks, rules taken away."""
    return re.sub(r"_{2,}|-{3,}", " ", office.plain(exported)).split()


def first_of_each_part(stem):
    """One document of each part of the set: those of one part are made alike."""
    parts = {}
    for piece in deals.draft(stem).pieces:
        parts.setdefault(piece.part, piece)
    return list(parts.values())


def written(stem):
    return write(deals.draft(stem), ("docx", "text"), list(Part), Library.open().shell("house"))


@pytest.mark.parametrize(("stem", "original"), deals.ORIGINALS.items())
def test_libreoffice_reads_every_word_of_the_original_in_the_word_file(stem, original, tmp_path):
    exported = office.text_of(written(stem)[f"{deals.draft(stem).pieces[0].stem}.docx"], tmp_path)
    assert differences(original_words(original), words(exported)) == []


@pytest.mark.parametrize("stem", SHEETS)
def test_libreoffice_reads_the_words_and_numbers_of_the_text_draft(stem, tmp_path):
    files = written(stem)
    for piece in first_of_each_part(stem):
        exported = words(office.text_of(files[f"{piece.stem}.docx"], tmp_path))
        assert differences(drafted_words(files[f"{piece.stem}.txt"].decode()), exported) == [], piece.stem


@pytest.mark.skipif(bool(office.missing_uno()), reason=office.missing_uno() or "python3-uno is there")
@pytest.mark.parametrize("stem", SHEETS)
def test_no_reference_reads_differently_after_all_fields_were_updated(stem, tmp_path):
    files = written(stem)
    for piece in first_of_each_part(stem):
        document = files[f"{piece.stem}.docx"]
        before, after = office.text_of(document, tmp_path), office.text_after_update(document, tmp_path)
        assert differences(words(before), words(after)) == [], piece.stem
