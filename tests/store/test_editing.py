"""Programs that save a working file, into the same file or in place of it, change no version."""

from __future__ import annotations

import io
import os
import subprocess
from datetime import date

import docx
import pytest

from assembler.store.versions import SEND, check_all, freeze
from tests.dealset.sets import write
from tests.word import office

NAME = "agreement.docx"
WORDS = "The parties have signed."


def word_file():
    """Return a Word file of a sentence."""
    document, saved = docx.Document(), io.BytesIO()
    document.add_paragraph(WORDS)
    document.save(saved)
    return saved.getvalue()


def with_python_docx(path):
    document = docx.Document(path)
    document.add_paragraph("Edited.")
    document.save(path)


def with_sed(path):
    subprocess.run(["sed", "-i", "s/signed/sealed/", path.with_suffix(".txt")], check=True)


def with_an_editor_that_saves_into_the_file(path):
    with path.with_suffix(".txt").open("r+b") as file:
        file.write(b"Our")


def with_a_copy(path):
    """Save as Word does: into a new file, which takes the place of the old one."""
    path.with_name("~new").write_bytes(path.read_bytes() + b" ")
    path.with_name("~new").replace(path)


EDITS = [with_python_docx, with_sed, with_an_editor_that_saves_into_the_file, with_a_copy]
HAS_OFFICE = pytest.mark.skipif(bool(office.missing_uno()), reason=office.missing_uno() or "LibreOffice is there")


@pytest.mark.skipif(os.name != "posix", reason="sed is a program of POSIX")
@pytest.mark.parametrize("edit", [*EDITS, pytest.param(office.edit_in_place, marks=HAS_OFFICE)])
def test_editing_a_working_file_changes_no_version(tmp_path, edit):
    place = tmp_path / "set"
    write(place, {NAME: word_file(), "agreement.txt": WORDS.encode(), "warrant.txt": b"one"})
    sent = [freeze(place, date(2003, 7, day), "", "", SEND)[0] for day in (1, 2)]
    write(place, {NAME: word_file(), "agreement.txt": WORDS.encode(), "warrant.txt": b"two"})
    before = [{name: (version.folder / name).read_bytes() for name in version.files} for version in sent]
    changed = {path.name: path.read_bytes() for path in place.glob("agreement.*")}
    edit(place / NAME)
    assert {path.name: path.read_bytes() for path in place.glob("agreement.*")} != changed
    assert check_all(place) == []
    assert [{name: (version.folder / name).read_bytes() for name in version.files} for version in sent] == before


def test_many_versions_take_little_more_space_than_one_when_few_documents_change(tmp_path):
    place = tmp_path / "set"
    files = {f"warrant-{number:03}.docx": bytes([number]) * 20_000 for number in range(60)}
    write(place, files)
    freeze(place, date(2003, 7, 1), "", "", SEND)
    with_one = storage(place)
    for turn in range(9):
        write(place, {**files, "warrant-000.docx": bytes([turn]) * 20_001, "warrant-001.docx": bytes([turn]) * 20_002})
        freeze(place, date(2003, 7, 2), "", "", SEND)
    assert storage(place) <= 2 * with_one


def storage(place):
    """Return the bytes that a folder takes on the disk: each file once, however many names it has."""
    files = {status.st_ino: status for path in place.rglob("*") if path.is_file() for status in [path.stat()]}
    return sum(status.st_blocks * 512 for status in files.values())
