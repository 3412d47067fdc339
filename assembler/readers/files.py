"""Any document to be compared, by what it holds and not by what it is called."""

from __future__ import annotations

from msgspec.structs import replace

from assembler.findings import Finding, Place, Refused
from assembler.readers.reading import Reading

# What a file begins with, what it is then, and what to do.
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "is an old .doc, or encrypted", "Take the password off, and save it as .docx."),
    (b"{\\rtf", "is RTF", "Save it as .docx."),
    (b"%PDF", "is a PDF", "Give the Word file or the text it was made from."),
    (b"\x7fELF", "is a program", "Give the document."),
)
_ZIP = b"PK"
_PAGES = (b"<!doctype html", b"<html", b"<?xml")


def read(data: bytes, file: str, revisions: str = "accepted") -> Reading:
    """The document as a reading; `revisions` says how tracked changes are read: accepted, rejected or all.

    Refused where it is no text, Word file or tree of a draft, or one that cannot be read.
    """
    for begins, what, remedy in _FOREIGN:
        if data.startswith(begins):
            raise _foreign(file, what, remedy)
    if data[:64].lstrip().lower().startswith(_PAGES):
        raise _foreign(file, "is a page of HTML or XML", "Save it as .docx or as text.")
    if data.startswith(_ZIP):
        from assembler.readers import docx

        return docx.read(data, file, revisions)
    if data.lstrip().startswith(b'{"version"'):
        from assembler.readers import tree, tree_json

        return tree.read(*tree_json.load(data, file), file)
    if file.lower().endswith(".docx") and data.strip():
        raise _foreign(
            file, "is called .docx and is text, or the rest of a damaged file", "Ask for it again, or call it .txt."
        )
    from assembler.readers import plain

    return plain.read(data, file)


def with_terms(reading: Reading, data: bytes, kept: bytes) -> Reading:
    """The reading of a draft with the terms of the tree that was kept beside it, unless somebody changed a word of it."""
    from assembler.readers import tree, tree_json
    from assembler.writers import text

    document, numbers = tree_json.load(kept, reading.source)
    drafted = tree.read(document, numbers, reading.source)
    is_own = drafted.words == reading.words or data == text.write(document, numbers).encode()
    return replace(drafted, remarks=reading.remarks, parts=reading.parts) if is_own else reading


def _foreign(file: str, what: str, remedy: str) -> Refused:
    return Refused([Finding("K105", what, remedy, Place(file))])
