"""The pages that a table of contents shows: computed by LibreOffice, or by Word when it opens the file."""

from __future__ import annotations

import re
import shutil
import subprocess
from io import BytesIO
from zipfile import ZipFile

import pytest

from assembler.compare.explain import compare
from assembler.dealset import build
from assembler.dealset.build import contents_pages, write
from assembler.dealset.documents import SetPart
from assembler.document.outline import headings
from assembler.errors import InputError, Location, Problem
from assembler.exports.pdf import as_pdf
from assembler.library import Library
from assembler.readers import files, tree
from tests import deals
from tests.test_front_pages import sheet
from tests.word import office

HOUSE = Library.open().shell("house")
needs_office = pytest.mark.skipif(bool(office.missing()), reason=office.missing() or "there")
needs_text_of_pdf = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")


@pytest.fixture(scope="module")
def whole():
    return deals.compose_text(sheet("new-stock-only", "cover_page", "contents"))


def agreement(whole, pages):
    return write(whole, ("docx",), [SetPart.AGREEMENT], HOUSE, pages)["agreement.docx"]


def body(document):
    with ZipFile(BytesIO(document)) as archive:
        return archive.read("word/document.xml").decode()


def printed_pages(document, folder):
    """Return the text of each page of a Word file, as LibreOffice prints it."""
    (folder / "a.pdf").write_bytes(as_pdf({"a.docx": document})["a.pdf"])
    text = subprocess.run(
        ["pdftotext", "-layout", "a.pdf", "-"], cwd=folder, capture_output=True, text=True, check=True
    )
    return [" ".join(page.split()) for page in text.stdout.split("\f")]


@needs_office
@needs_text_of_pdf
@pytest.mark.parametrize("asked", [("contents",), ("cover_page", "contents")])
@pytest.mark.parametrize("stem", ["new-covenant-warrants", "focus-2002-11"])
def test_each_entry_shows_the_number_printed_on_the_page_of_its_section(stem, asked, tmp_path):
    whole = deals.compose_text(sheet(stem, *asked))
    pages, problems = contents_pages(whole, list(SetPart), HOUSE)
    assert not problems
    first = whole.documents[0]
    listed = headings(first.document, first.numbers)
    shown = printed_pages(agreement(whole, pages), tmp_path)
    assert [*pages[first.stem]] == [heading.label for heading in listed]
    for heading in listed:
        entry = f"{heading.number} {heading.title}".replace("'", "\u2019")
        assert re.search(rf"{re.escape(entry)}\.* ?{pages[first.stem][heading.label]}\b", " ".join(shown[:3])), entry
        (page,) = (page for page in shown[len(asked) :] if entry in page)
        assert page.endswith(f" {pages[first.stem][heading.label]}")


@needs_office
def test_the_pages_are_the_same_each_time_and_need_no_update(whole):
    first, second = (contents_pages(whole, [SetPart.AGREEMENT], HOUSE)[0] for _ in range(2))
    assert first == second
    written = agreement(whole, first)
    assert written == agreement(whole, second)
    assert "dirty" not in body(written)
    assert ">\u2013<" not in body(written)


def test_without_libre_office_word_is_told_to_compute_the_pages(whole, monkeypatch):
    monkeypatch.setattr(build, "is_installed", lambda: False)
    assert contents_pages(whole, list(SetPart), HOUSE) == ({}, ())
    stale = re.findall(
        r'<w:fldChar w:fldCharType="begin" w:dirty="true"/>.*?<w:instrText[^>]*> (\w+)', body(agreement(whole, {}))
    )
    assert stale == ["TOC"] + ["PAGEREF"] * len(headings(whole.documents[0].document, whole.documents[0].numbers))


@pytest.mark.parametrize(
    "printed", [b"a PDF without links", InputError([Problem("S402", "a", "b", Location("agreement.docx"))])]
)
def test_a_failure_of_libre_office_is_a_warning_and_leaves_the_pages_to_word(whole, printed, monkeypatch):
    def printing(documents):
        if isinstance(printed, InputError):
            raise printed
        return {name.replace(".docx", ".pdf"): printed for name in documents}

    monkeypatch.setattr(build, "is_installed", lambda: True)
    monkeypatch.setattr(build, "as_pdf", printing)
    pages, problems = contents_pages(whole, list(SetPart), HOUSE)
    assert [str(problem).splitlines()[0] for problem in problems] == [
        "agreement.docx: warning S402 LibreOffice did not compute the pages of the table of contents"
    ]
    assert "dirty" in body(agreement(whole, pages))


@pytest.mark.parametrize("parts", [[SetPart.WARRANTS], [SetPart.SCHEDULE, SetPart.SIGNATURES]])
def test_libre_office_is_not_asked_for_documents_without_contents(whole, parts, monkeypatch):
    monkeypatch.setattr(build, "as_pdf", None)
    assert contents_pages(whole, parts, HOUSE) == ({}, ())
    assert contents_pages(deals.draft("new-stock-only"), list(SetPart), HOUSE) == ({}, ())


@pytest.mark.parametrize("pages", ["", "9", "xii"])
def test_a_draft_with_contents_says_what_its_term_sheet_says_whatever_the_pages_are(whole, pages):
    first = whole.documents[0]
    labels = [heading.label for heading in headings(first.document, first.numbers)] if pages else []
    document = agreement(whole, {first.stem: dict.fromkeys(labels, pages)})
    own = tree.read(first.document, first.numbers, "deal.yaml")
    assert compare(own, files.read(document, "agreement.docx")).differences == []


def test_the_contents_have_the_only_links_of_the_file_that_is_measured(whole):
    measured = build.as_docx(whole.documents[0], whole, HOUSE, build.Purpose(to_measure=True))
    listed = headings(whole.documents[0].document, whole.documents[0].numbers)
    assert len(re.findall("PAGEREF", body(measured))) == len(listed)
    assert not re.search(r" REF |<w:hyperlink", body(measured))
