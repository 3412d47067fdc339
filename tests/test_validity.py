"""Every Word file of every term sheet is sound, and pandoc, which nobody here wrote, reads its words."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from assembler.dealset.build import as_docx, write
from assembler.dealset.documents import SetPart
from assembler.dealset.proof import write_proof
from assembler.document import walk
from assembler.document.outline import spelled_out, typed_numbers
from assembler.document.tree import State
from assembler.document.walk import words_of
from assembler.library import Library
from assembler.word.writer import Purpose
from tests import deals
from tests.normal import differences
from tests.word import office
from tests.word.soundness import breaches

SHEETS = sorted(path.stem for path in deals.TERMSHEETS.glob("*.yaml"))
HOUSE = Library.open().shell("house")


def with_front_pages(stem):
    """A deal of the project, with a cover page and a table of contents before its agreement."""
    if stem == "focus-2001-12-warrant":
        return deals.draft(stem)
    yaml = re.sub(
        r"^execution:$", "execution:\n  cover_page: true\n  contents: true", deals.sheet(stem), flags=re.MULTILINE
    )
    return deals.compose_text(yaml)


def drafted(whole):
    return {
        name: made for name, made in write(whole, ("docx",), list(SetPart), HOUSE).items() if name.endswith(".docx")
    }


@pytest.mark.parametrize("stem", SHEETS)
@pytest.mark.parametrize("made", [deals.draft, with_front_pages], ids=["as it is", "with front pages"])
def test_every_word_file_of_a_term_sheet_is_sound(stem, made):
    files = drafted(made(stem))
    assert files
    assert {name: breaches(document) for name, document in files.items() if breaches(document)} == {}


@pytest.mark.parametrize("stem", SHEETS)
def test_a_proof_and_what_is_written_to_be_measured_are_sound(stem):
    whole = with_front_pages(stem)
    measured = as_docx(whole.documents[0], whole, HOUSE, Purpose(to_measure=True))
    files = {**write_proof(whole, HOUSE), "measured.docx": measured}
    assert {name: breaches(document) for name, document in files.items() if breaches(document)} == {}


# What pandoc reads


@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
@pytest.mark.parametrize("stem", SHEETS)
def test_pandoc_reads_the_words_of_every_document(stem, tmp_path):
    whole = with_front_pages(stem)
    for name, document in drafted(whole).items():
        (piece,) = (piece for piece in whole.documents if f"{piece.stem}.docx" == name)
        expected = plain(" ".join(said(spelled_out(piece.document, piece.numbers), piece.numbers)))
        assert differences(expected, plain(" ".join(read(document, tmp_path)))) == [], name


def plain(words):
    """The words without rules, and without the sign that stands for a page in a table of contents."""
    return re.sub(r"_{2,}|\u2013(?= |$)", " ", office.plain(words)).split()


def said(document, numbers) -> Iterator[str]:
    """What a document says in its order, without the numbers that Word computes."""
    typed = typed_numbers(document, numbers)
    for clause in walk.clauses(document):
        yield from typed.get(clause.label, ())
        yield words_of(clause.heading)
        if clause.state is State.RESERVED:
            yield "[RESERVED]"
        for block in clause.blocks:
            yield from (words_of(one) for one in walk.passages(type(clause)(clause.label, blocks=(block,))))


def read(document, folder) -> Iterator[str]:
    """The words of a Word file as pandoc reads them, without the numbers of its lists."""
    given = folder / "document.docx"
    given.write_bytes(document)
    made = subprocess.run(["pandoc", "-f", "docx", "-t", "json", given], check=True, capture_output=True).stdout
    yield from words(json.loads(made)["blocks"])


def words(node) -> Iterator[str]:
    """Words of pandoc's tree: text runs on, blanks and the ends of blocks part it."""
    if isinstance(node, list):
        for one in node:
            yield from words(one)
    elif isinstance(node, dict) and node.get("t") in ("Para", "Plain"):
        yield "".join(inline(node["c"]))
    elif isinstance(node, dict):
        yield from words(node.get("c", []))


def inline(node) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from inline(one)
    elif isinstance(node, dict) and node["t"] == "Str":
        yield node["c"]
    elif isinstance(node, dict) and node["t"] in ("Space", "SoftBreak", "LineBreak"):
        yield " "
    elif isinstance(node, dict) and node["t"] == "Quoted":
        yield from ('"', *inline(node["c"][1]), '"')
    elif isinstance(node, dict):
        yield from inline(node.get("c", []))
