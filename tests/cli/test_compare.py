"""`compare ORIGINAL NEW`: the original is the base, as in every other tool."""

from __future__ import annotations

import io
import json
import sys

import pytest

from assembler.readers import files
from tests import deals

ORIGINAL = deals.TERMSHEETS / "focus-2002-01.yaml"
OLD_PRICE, NEW_PRICE = "$1.1296", "$0.96"


@pytest.fixture
def typed(monkeypatch):
    """Give the command line these bytes as standard input."""

    def typed(data):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return typed


@pytest.fixture
def agreements(here, run):
    """A folder with the agreements of two deals, an older and a newer one, in Word and as text."""
    for name, stem in (("old", "focus-2002-01"), ("new", "focus-2002-11")):
        run("draft", deals.TERMSHEETS / f"{stem}.yaml", "--only", "agreement", "--output", name)
    return here


def test_what_only_the_original_says_is_deleted_and_what_only_the_new_one_says_is_inserted(run, agreements):
    code, out, err = run("compare", "old/agreement.docx", "new/agreement.docx")
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == [
        "original: old/agreement.docx (Word file)",
        "new:      new/agreement.docx (Word file)",
    ]
    assert f"price per share: {OLD_PRICE} → {NEW_PRICE}\n" in out


def test_accepting_all_changes_of_the_redline_gives_the_new_document_and_rejecting_them_the_original(run, agreements):
    assert run("compare", "old/agreement.docx", "new/agreement.docx", "--redline", "redline.docx")[0] == 0
    data = (agreements / "redline.docx").read_bytes()
    for revisions, name in (("accepted", "new"), ("rejected", "old")):
        drafted = files.read((agreements / name / "agreement.docx").read_bytes(), name)
        assert files.read(data, "redline.docx", revisions).words == drafted.words


def test_the_form_is_the_original_of_its_deal(run):
    code, out, err = run("compare", ORIGINAL, "--form")
    assert (code, err) == (0, "")
    first, second = out.splitlines()[:2]
    assert first == f"original: the form of {ORIGINAL.as_posix()} (form)"
    assert second == f"new:      {ORIGINAL.as_posix()} (term sheet, its agreement)"


@pytest.mark.parametrize("name", ["agreement.txt", "agreement.docx", "agreement.document.json"])
def test_a_document_from_standard_input_is_compared_as_from_a_file(run, agreements, typed, name):
    content = (agreements / "new" / name).read_bytes()
    (agreements / name).write_bytes(content)  # away from the other files of its set, as standard input is
    from_a_file = json.loads(run("compare", "old/agreement.docx", name, "--json")[1])
    typed(content)
    code, out, err = run("compare", "old/agreement.docx", "-", "--json")
    from_input = json.loads(out)
    assert (code, err, from_input["there"]) == (0, "", "<stdin>")
    assert from_input["differences"] == from_a_file["differences"] != []


def test_a_term_sheet_from_standard_input_is_drafted_and_explains_the_differences(run, here, typed):
    typed(deals.replaced(ORIGINAL.read_text(), "telephone: (408) 866-8300", "telephone: (408) 866-8301").encode())
    code, out, err = run("compare", ORIGINAL, "-", "--fail-on", "term")
    assert (code, err) == (1, "")
    assert "new:      <stdin>" in out
    assert "company notice telephone: (408) 866-8300 → (408) 866-8301" in out


def test_the_form_of_a_term_sheet_from_standard_input_is_compared(run, here, typed):
    typed(ORIGINAL.read_bytes())
    _, out, err = run("compare", "-", "--form", "--json")
    data = json.loads(out)
    assert (data["here"], data["there"], err) == ("the form of <stdin>", "<stdin>", "")
    assert data["counts"]["departure"] > 0
    assert data["counts"]["unexplained"] == 0


def test_standard_input_is_one_of_the_two_documents_at_most(run, here):
    code, out, err = run("compare", "-", "-")
    assert (code, out) == (2, "")
    assert "standard input can be read once" in err


@pytest.mark.parametrize(
    ("option", "file", "told"),
    [
        ("--html", "theirs.html", "would overwrite a file that is compared"),
        ("--html", "./link.html", "would overwrite a file that is compared"),
        ("--html", "deal.yaml", "must end in .html"),
        ("--html", "nowhere/page.html", "there is no folder nowhere"),
    ],
)
def test_no_page_is_written_over_a_file_of_the_user(run, here, option, file, told):
    for name in ("ours.html", "theirs.html", "deal.yaml"):
        (here / name).write_text(f"<p>The words of {name}.</p>")
    (here / "link.html").symlink_to("ours.html")
    code, out, err = run("compare", "ours.html", "theirs.html", option, file)
    assert (code, out) == (2, "")
    assert told in " ".join(err.split())
    assert all((here / name).read_text() == f"<p>The words of {name}.</p>" for name in ("theirs.html", "deal.yaml"))
