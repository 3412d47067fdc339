"""What somebody edited in a file of a set is named: the provisions, and nothing that is only read otherwise."""

from __future__ import annotations

import io

import pytest
from docx import Document

from assembler.compare import edits
from assembler.dealset.build import as_docx
from assembler.document import json
from assembler.exports import text
from assembler.library import Library
from tests import deals

STEMS = ["focus-2003-07", "focus-2001-12-warrant", "new-stock-and-warrants"]


def kept(piece):
    return json.write(piece.document, piece.numbers)


def as_text(piece):
    return text.write(piece.document, piece.numbers)


def edited_in_word(docx, words, instead):
    """The Word file with words of one paragraph replaced, as a person does it."""
    document, changed = Document(io.BytesIO(docx)), io.BytesIO()
    (paragraph,) = (one for one in document.paragraphs if words in one.text)
    paragraph.add_run(instead)
    document.save(changed)
    return changed.getvalue()


@pytest.mark.parametrize("stem", STEMS)
def test_in_a_file_as_it_was_drafted_nothing_is_named(stem):
    style_template = Library.open().shell("house")
    whole = deals.draft(stem)
    for piece in whole.documents[:3]:
        for content, name in ((as_text(piece).encode(), "x.txt"), (as_docx(piece, whole, style_template), "x.docx")):
            assert edits.described(kept(piece), content, name).startswith("only formatting")


def test_the_provision_of_a_text_that_was_edited_is_named():
    piece = deals.draft("focus-2003-07").documents[0]
    changed = as_text(piece).replace("neuter", "neutral")
    assert edits.described(kept(piece), changed.encode(), "agreement.txt") == "Section 13(d)"


def test_the_provision_of_a_word_file_that_was_edited_is_named():
    whole = deals.draft("focus-2003-07")
    docx = as_docx(whole.documents[0], whole, Library.open().shell("house"))
    changed = edited_in_word(docx, "prior substantial investment experience", " And more.")
    assert edits.described(kept(whole.documents[0]), changed, "agreement.docx") == "Section 3(c)"


def test_where_very_much_was_edited_not_all_of_it_is_named():
    piece = deals.draft("focus-2003-07").documents[0]
    said = edits.described(kept(piece), as_text(piece).replace("shall", "will").encode(), "agreement.txt")
    assert said.count(", ") == 5
    assert said.endswith(" more")


def test_a_file_that_cannot_be_read_is_said_to_be_one():
    piece = deals.draft("focus-2003-07").documents[0]
    assert edits.described(kept(piece), b"%PDF-1.7", "agreement.pdf") == "unknown words (the file is a PDF)"
