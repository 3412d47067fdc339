"""PDF files beside the Word files, or a problem that says how to install LibreOffice."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import pytest

from assembler import cli
from assembler.errors import InputError
from assembler.exports import pdf
from tests import deals
from tests.word import office, small

SHEET = deals.TERMSHEETS / "focus-2001-12-warrant.yaml"
needs_office = pytest.mark.skipif(bool(office.missing()), reason=office.missing() or "there")


@pytest.fixture
def draft(monkeypatch, capsys, tmp_path):
    """Return a function that drafts the warrant as PDF, and returns the exit code and standard error."""

    def draft():
        monkeypatch.setattr(
            sys, "argv", ["assembler", "draft", str(SHEET), "--format", "pdf", "--output", str(tmp_path / "set")]
        )
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code or 0, capsys.readouterr().err

    return draft


def program(folder, lines):
    """Write a shell script to run in place of LibreOffice."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)
    return (str(path),)


@needs_office
def test_a_pdf_stands_beside_each_word_file(draft, tmp_path):
    assert draft() == (0, "")
    assert sorted(path.name for path in (tmp_path / "set").iterdir()) == [
        "inputs",
        "manifest.json",
        "warrant.document.json",
        "warrant.docx",
        "warrant.pdf",
    ]
    assert (tmp_path / "set" / "warrant.pdf").read_bytes().startswith(b"%PDF-")


@needs_office
def test_a_pdf_that_nobody_edited_is_made_anew(draft):
    assert [draft()[0], draft()[0]] == [0, 0]


@needs_office
def test_a_pdf_that_somebody_edited_is_not_overwritten(draft, tmp_path):
    draft()
    with (tmp_path / "set" / "warrant.pdf").open("ab") as file:
        file.write(b"% a note\n")
    code, err = draft()
    assert code == 3
    assert "warrant.pdf: error S302" in err


def test_where_libreoffice_is_missing_it_is_said_how_to_get_it_and_nothing_is_written(draft, monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    code, err = draft()
    assert code == 4
    assert "soffice: error S401 LibreOffice, which makes the PDF files, is not installed" in err
    assert "apt-get install libreoffice-writer" in err
    assert not (tmp_path / "set").exists()


def test_what_libreoffice_says_of_its_failure_is_passed_on(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "_PROGRAMS", program(tmp_path, "echo 'no room left' >&2; exit 1"))
    with pytest.raises(InputError, match=r"a\.docx: error S402 LibreOffice made no PDF of this document: no room left"):
        pdf.as_pdf({"a.docx": b""})


def test_a_program_that_hangs_is_ended_with_what_it_has_started(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "_PROGRAMS", program(tmp_path, f"sleep 60 & echo $! > {tmp_path}/child; wait"))
    monkeypatch.setattr(pdf, "_SECONDS_TO_START", 1)
    monkeypatch.setattr(pdf, "_SECONDS_A_DOCUMENT", 0)
    with pytest.raises(InputError, match="it was stopped after 1 seconds"):
        pdf.as_pdf({"a.docx": b""})
    child = int((tmp_path / "child").read_text())
    for _ in range(50):  # the system takes a moment to reap it
        if not is_running(child):
            break
        time.sleep(0.1)
    assert not is_running(child)


def is_running(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


@needs_office
def test_no_word_is_lost_on_the_way(tmp_path):
    document = small.written(small.one(small.paragraph("by and between ", small.value(small.HOSTILE))))
    made = pdf.as_pdf({"a.docx": document})["a.pdf"]
    (tmp_path / "a.pdf").write_bytes(made)
    assert small.HOSTILE in office.plain(office.printed(document, tmp_path))
