"""A redline says both documents: rejecting all of it gives the one, accepting all the other."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assembler.compare import redline
from assembler.readers import files
from assembler.readers.numbered import Paragraph, provisions
from assembler.readers.reading import Reading
from tests import deals
from tests.compare.documents import original

WORDS = st.lists(
    st.sampled_from(["one", "two", "three", "&", "<b>", "(a)", "$1.00", "it's", '"x"']), min_size=1, max_size=6
)
PARAGRAPHS = st.lists(WORDS.map(" ".join), max_size=6)


def reading(paragraphs):
    return Reading("x", provisions(map(Paragraph, paragraphs)))


def written(here, there, author="Counsel", date="2026-01-01T00:00:00Z"):
    return redline.write(here, there, author, date)


def xml(data):
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


@settings(deadline=None)
@given(PARAGRAPHS, PARAGRAPHS)
def test_read_as_accepted_it_says_the_one_and_as_rejected_the_other(ours, theirs):
    here, there = reading(ours), reading(theirs)
    data = written(here, there)
    assert files.read(data, "r.docx").words == there.words
    assert files.read(data, "r.docx", "rejected").words == here.words


@settings(deadline=None)
@given(PARAGRAPHS)
def test_the_redline_of_a_document_with_itself_has_no_change(some):
    document = xml(written(reading(some), reading(some)))
    assert "<w:ins" not in document
    assert "<w:del" not in document


def test_every_change_has_a_number_of_its_own_an_author_and_a_date():
    document = xml(written(original("focus-2002-01"), original("focus-2002-11"), "A & B LLP"))
    count = document.count("<w:ins ") + document.count("<w:del ")
    assert all(
        f'w:id="{number}" w:author="A &amp; B LLP" w:date="2026-01-01T00:00:00Z"' in document
        for number in range(1, count + 1)
    )


def test_in_a_replacement_what_comes_stands_before_what_goes():
    document = xml(written(reading(["the price is $1 a share"]), reading(["the price is $2 a share"])))
    assert document.index("$2") < document.index("$1")


def test_a_redline_that_does_not_give_back_its_documents_is_not_written(monkeypatch):
    monkeypatch.setattr(redline, "changes", lambda *_: [])
    with pytest.raises(redline.Unproved):
        written(reading(["one"]), reading(["two"]))


@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
@pytest.mark.parametrize(("how", "stem"), [("accept", "focus-2002-01"), ("reject", "focus-2003-07")])
def test_pandoc_reads_in_it_what_is_meant(how, stem, tmp_path):
    path = tmp_path / "r.docx"
    path.write_bytes(written(original("focus-2003-07"), original("focus-2002-01")))
    asked = ["pandoc", f"--track-changes={how}", "--to=json", str(path)]
    found = subprocess.run(asked, capture_output=True, check=True, text=True).stdout
    assert said_by_pandoc(found) == " ".join(original(stem).words)


def said_by_pandoc(text):
    import json

    def words(node):
        if isinstance(node, list):
            return " ".join(filter(None, map(words, node)))
        kind = node.get("t") if isinstance(node, dict) else None
        if kind in ("Space", "SoftBreak", "LineBreak"):
            return "\0"
        if kind == "Quoted":
            mark = '"' if node["c"][0]["t"] == "DoubleQuote" else "'"
            return mark + words(node["c"][1]) + mark
        return node.get("c", "") if kind == "Str" else words(node.get("c", [])) if kind else ""

    joined = [words(block) for block in json.loads(text)["blocks"]]
    return " ".join(" ".join(one.replace(" ", "").split("\0")) for one in joined).strip() and " ".join(
        " ".join(one.replace(" ", "").replace("\0", " ").split()) for one in joined
    )


def test_the_command_writes_it(tmp_path, monkeypatch, capsys):
    from assembler import cli

    path = tmp_path / "r.docx"
    ours, theirs = (str(next((deals.ROOT / "tests/originals").glob(f"{date}*"))) for date in ("2002-01", "2002-11"))
    monkeypatch.setattr(
        "sys.argv", ["assembler", "compare", ours, theirs, "--redline", str(path), "--dated", "2026-02-03"]
    )
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    assert 'w:date="2026-02-03T00:00:00Z"' in xml(path.read_bytes())
