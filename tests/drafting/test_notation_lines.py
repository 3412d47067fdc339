"""A block ends where its own lines end: the next line, without an empty one between, is read too."""

from __future__ import annotations

import pytest

from assembler.document.tree import Contents, Paragraph, Quotation, Text
from assembler.drafting.notation import parse

THE_WORDS = Paragraph((Text("The words."),))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("contents\nThe words.", [Contents, Paragraph]),
        ("> One line.\nThe words.", [Quotation, Paragraph]),
        ("> One line.\n> Another.\nThe words.", [Quotation, Paragraph]),
    ],
)
def test_the_line_behind_a_block_is_a_paragraph(text, kinds):
    blocks = parse(text).blocks
    assert [type(one) for one in blocks] == kinds
    assert blocks[-1] == THE_WORDS
