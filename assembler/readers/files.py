"""Reading any document for a comparison. Its content decides the format, not its name."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import accumulate

from msgspec.structs import replace

from assembler.document import json
from assembler.errors import InputError, Location, Problem
from assembler.exports import text as text_writer
from assembler.readers import html, plain_text, tree
from assembler.readers.reading import Passage, Reading, TermSpan

# The first bytes of a file, the problem, and the fix.
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "is an old .doc, or encrypted", "Remove the password, and save it as .docx."),
    (b"{\\rtf", "is RTF", "Save it as .docx."),
    (b"%PDF", "is a PDF", "Name the Word file or the text that it was made from."),
    (b"\x7fELF", "is a program", "Name the document."),
)
ZIP = b"PK"
# EDGAR wraps each document in tags, and a submission holds several.
_WRAPPED = re.compile(
    r"<DOCUMENT>\s*<TYPE>(?P<kind>[^\s<]*).*?<TEXT>(?P<inside>.*?)(?:</TEXT>|\Z)", re.DOTALL | re.IGNORECASE
)
_XML = re.compile(r"\s*<\?xml|\s*<!DOCTYPE", re.IGNORECASE)
_ARCHIVE = re.compile(r"(?:[\w-]+: .*\n)*?Content-Type: multipart/related", re.IGNORECASE)


Near = Callable[[Reading], float]
"""How near a document is to what it is compared with."""


def read(data: bytes, file: str, revisions: str = "accepted", near: Near | None = None) -> Reading:
    """Return the document as a reading. `revisions` is "accepted", "rejected" or "all" tracked changes.

    Of a submission to EDGAR with several documents it is the nearest one: `near` says how near each is.
    Raises InputError if it is not a readable text, Word file or kept draft.
    """
    for begins, what, hint in _FOREIGN:
        if data.startswith(begins):
            raise _foreign(file, what, hint)
    if data.startswith(ZIP):
        from assembler.readers import docx

        return docx.read(data, file, revisions)
    if data.lstrip().startswith(b'{"version"'):
        return tree.read(*json.load(data, file), file)
    if file.lower().endswith(".docx") and data.strip():
        raise _foreign(file, "is named .docx but is not a Word file", "Ask for it again, or rename a text to .txt.")

    text, remarks = plain_text.decoded(data, file)
    documents = _documents(text)
    if len(documents) > 1:
        return _nearest(documents, file, remarks, revisions, near)
    return _read(documents[0]["inside"].strip("\n") if documents else text, file, remarks, revisions)


def _read(text: str, file: str, remarks: Sequence[str], revisions: str) -> Reading:
    """Return a text of any kind as a reading."""
    if text.lstrip().upper().startswith("<PDF>"):
        raise _foreign(file, "holds a PDF", "Name the Word file or the text that it was made from.")
    if html.is_html(text):
        return html.read(text, file, remarks, revisions)
    if _XML.match(text):
        raise _foreign(file, "is XML", "Save it as .docx or as text.")
    if _ARCHIVE.match(text):
        raise _foreign(file, "is a web archive", "Save it as .docx or as .htm.")
    return plain_text.read(text, file, remarks)


def holds_several(data: bytes) -> bool:
    """Return True if a file looks like a submission to EDGAR of several documents."""
    return data.upper().count(b"<DOCUMENT>") > 1


def _documents(text: str) -> list[re.Match[str]]:
    """Return the documents in wrappers of EDGAR."""
    return list(_WRAPPED.finditer(text)) if "<DOCUMENT>" in text.upper() else []


def _nearest(
    documents: Sequence[re.Match[str]],
    file: str,
    remarks: Sequence[str],
    revisions: str,
    near: Near | None,
) -> Reading:
    """Return the nearest document of a submission, and say which it is. Pictures and PDF files are passed over."""
    said = f"a submission of {len(documents)} documents: {', '.join(document['kind'] for document in documents)}"
    found: list[tuple[float, str, Reading]] = []
    for document in documents if near else ():
        with suppress(InputError):
            reading = _read(document["inside"].strip("\n"), file, remarks, revisions)
            found.append((near(reading) if near else 0, document["kind"], reading))
    if not found:
        raise _foreign(file, f"is {said}", "Save the document that you mean as a file of its own.")
    _, kind, reading = max(found, key=lambda each: (each[0], len(each[2].words)))
    return replace(reading, remarks=(f"{kind} is read, the nearest in {said}", *reading.remarks))


def with_terms(reading: Reading, data: bytes, kept: bytes) -> Reading:
    """Return the reading with the terms of the draft kept beside the file, unless somebody changed a word."""
    document, numbers = json.load(kept, reading.source)
    drafted = tree.read(document, numbers, reading.source)
    if drafted.words == reading.words:
        return with_terms_of(drafted, reading)
    is_own_text = data == text_writer.write(document, numbers).encode()
    kept_of_file = {"remarks": reading.remarks, "contents": reading.contents, "format": reading.format}
    return replace(drafted, **kept_of_file) if is_own_text else reading


def with_terms_of(drafted: Reading, reading: Reading) -> Reading:
    """Return the reading of a file with the provisions and terms of its draft, which has the same words.

    Its paragraphs and cells stay those of the file.
    """
    starts = accumulate((len(passage.words) for passage in _passages(reading)), initial=0)
    located = deque(zip(starts, _passages(reading), strict=False))
    provisions, start = [], 0
    for provision in drafted.provisions:
        stop = start + len(provision.words)
        terms = [TermSpan(start + term.start, start + term.stop, term.path) for term in provision.terms]
        passages = tuple(_cut(located, terms, stop))
        provisions.append(replace(provision, passages=passages))
        start = stop
    return replace(reading, provisions=tuple(provisions), tree=drafted.tree)


def _passages(reading: Reading) -> Iterator[Passage]:
    return (passage for provision in reading.provisions for passage in provision.passages)


def _cut(located: deque[tuple[int, Passage]], terms: Sequence[TermSpan], stop: int) -> Iterator[Passage]:
    """Yield the passages between two words of a file with their terms, and remove them. A longer one is cut."""
    while located and located[0][0] < stop:
        begins, passage = located.popleft()
        ends = begins + len(passage.words)
        if ends > stop:
            located.appendleft((stop, replace(passage, words=passage.words[stop - begins :])))
            passage, ends = replace(passage, words=passage.words[: stop - begins]), stop
        spans = (
            TermSpan(max(term.start, begins) - begins, min(term.stop, ends) - begins, term.path)
            for term in terms
            if term.start < ends and begins < term.stop
        )
        yield replace(passage, terms=tuple(spans))


def _foreign(file: str, what: str, hint: str) -> InputError:
    return InputError([Problem("K105", what, hint, Location(file))])
