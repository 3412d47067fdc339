"""Documents of the terms on the page as files, made in memory."""

from __future__ import annotations

from assembler.actions.build import load_style_template
from assembler.dealset.build import as_docx, contents_pages
from assembler.dealset.documents import DocumentSet, SetDocument
from assembler.errors import InputError, Location, Problem
from assembler.exports import html, text
from assembler.exports.pdf import as_pdf
from assembler.web import letters
from assembler.web.deal import OpenDeal
from assembler.word.writer import Purpose


def document(deal: OpenDeal, stem: str, kind: str) -> tuple[str, bytes]:
    """Return the name and the bytes of a document. Raises InputError if the terms have errors, or if there is none."""
    with deal.lock:
        drafted = deal.drafted
    if drafted.document_set is None:
        raise InputError(drafted.problems)
    if kind in ("docx", "pdf") and stem in letters.stems(drafted.document_set, deal.library):
        return _as_file(stem, kind, letters.word_file(drafted.document_set, deal.library, stem))
    piece = next((piece for piece in drafted.document_set.documents if piece.stem == stem), None)
    if piece is None or kind not in ("docx", "pdf", "txt", "html"):
        raise InputError([Problem("G309", "there is no such document", "Reload the page.", Location(stem))])
    if kind == "txt":
        return f"{stem}.txt", text.write(piece.document, piece.numbers).encode()
    if kind == "html":
        return f"{stem}.html", html.write(piece.document, piece.numbers).encode()
    return _as_file(stem, kind, _word(deal, drafted.document_set, piece))


def _as_file(stem: str, kind: str, word: bytes) -> tuple[str, bytes]:
    name = f"{stem}.docx"
    return (name, word) if kind == "docx" else (f"{stem}.pdf", as_pdf({name: word})[f"{stem}.pdf"])


def _word(deal: OpenDeal, document_set: DocumentSet, piece: SetDocument) -> bytes:
    style_template = load_style_template(None, document_set.deal, deal.path.parent, deal.library)
    pages, _ = contents_pages(document_set, [piece.part], style_template)
    purpose = Purpose(pages=pages[piece.stem]) if piece.stem in pages else None
    return as_docx(piece, document_set, style_template, purpose)
