"""Reading any document for a comparison. Its content decides the format, not its name."""

from __future__ import annotations

from msgspec.structs import replace

from assembler.document import json
from assembler.errors import InputError, Location, Problem
from assembler.exports import text
from assembler.readers import plain_text, tree
from assembler.readers.reading import Reading

# The first bytes of a file, the problem, and the fix.
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "is an old .doc, or encrypted", "Remove the password, and save it as .docx."),
    (b"{\\rtf", "is RTF", "Save it as .docx."),
    (b"%PDF", "is a PDF", "Name the Word file or the text that it was made from."),
    (b"\x7fELF", "is a program", "Name the document."),
)
ZIP = b"PK"
_PAGES = (b"<!doctype html", b"<html", b"<?xml")


def read(data: bytes, file: str, revisions: str = "accepted") -> Reading:
    """Return the document as a reading. `revisions` is "accepted", "rejected" or "all" tracked changes.

    Raises InputError if it is not a readable text, Word file or kept draft.
    """
    for begins, what, hint in _FOREIGN:
        if data.startswith(begins):
            raise _foreign(file, what, hint)
    if data[:64].lstrip().lower().startswith(_PAGES):
        raise _foreign(file, "is HTML or XML", "Save it as .docx or as text.")
    if data.startswith(ZIP):
        from assembler.readers import docx

        return docx.read(data, file, revisions)
    if data.lstrip().startswith(b'{"version"'):
        return tree.read(*json.load(data, file), file)
    if file.lower().endswith(".docx") and data.strip():
        raise _foreign(file, "is named .docx but is not a Word file", "Ask for it again, or rename a text to .txt.")

    return plain_text.read(data, file)


def with_terms(reading: Reading, data: bytes, kept: bytes) -> Reading:
    """Return the reading with the terms of the draft kept beside the file, unless somebody changed a word."""
    document, numbers = json.load(kept, reading.source)
    drafted = tree.read(document, numbers, reading.source)
    is_own = drafted.words == reading.words or data == text.write(document, numbers).encode()
    return replace(drafted, remarks=reading.remarks, parts=reading.parts) if is_own else reading


def _foreign(file: str, what: str, hint: str) -> InputError:
    return InputError([Problem("K105", what, hint, Location(file))])
