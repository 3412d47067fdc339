"""Documents of a few paragraphs, as Word writes them."""

from __future__ import annotations

from assembler.merge.edited_file import EditedDocument
from assembler.merge.flat import FlatDraft, FlatLine, FlatProvision

_DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(*runs, properties=""):
    return f"<w:p>{properties}{''.join(map(run, runs))}</w:p>"


def table(*rows):
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{one}</w:tr>' for one in cells)}</w:tbl>"


def document(*blocks):
    return (_DOCUMENT % "".join(blocks)).encode()


def edited(drafted, *blocks):
    """A document of these blocks, held against a draft of these paragraphs."""
    provisions = [FlatProvision((text, "", 0), text, (FlatLine(text),), ()) for text in drafted]
    return EditedDocument(document(*blocks), FlatDraft.of(provisions))
