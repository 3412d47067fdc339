"""Reading plain text, wrapped or with one paragraph a line."""

from __future__ import annotations

from collections.abc import Sequence

from assembler.errors import InputError, Location, Problem
from assembler.readers import contents, edgar
from assembler.readers.outline import ReadParagraph, provisions
from assembler.readers.reading import Reading, straightened

LARGEST = 64 * 1024 * 1024  # bytes of a text file
_LONG_LINE = 200  # columns: a longer line is a whole paragraph


def read(data: bytes, file: str) -> Reading:
    """Return a text file as a reading. Raises InputError if it is empty, too large or not text."""
    text, remarks = decoded(data, file)
    lines = text.split("\n")
    listed = contents.find(lines) or contents.Listed(0, 0, ())
    lines = lines[: listed.start] + lines[listed.stop :]
    furniture: list[str] = []
    if is_a_paragraph_a_line(lines):
        paragraphs = [ReadParagraph(line) for line in lines if line.strip()]
    else:
        paragraphs, furniture = edgar.read(lines)
    return Reading(file, provisions(paragraphs), (*remarks, *furniture), contents=listed.entries)


def decoded(data: bytes, file: str) -> tuple[str, list[str]]:
    """Return the text of a file, and notes on how it was decoded. Raises InputError as `read` does."""
    if not data.strip():
        raise _input_error("K101", file, "the file is empty", "Name the document.")
    if len(data) > LARGEST:
        raise _input_error("K102", file, f"is larger than {LARGEST >> 20} MB", "Split it.")
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        position = data.index(b"\0")
        place = Location(file, data[:position].count(b"\n") + 1, position - data.rfind(b"\n", 0, position))
        raise InputError(
            [Problem("K104", "holds a NUL character, so it is not text", "Save it as text in UTF-8.", place)]
        )
    text, remarks = _characters(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # A form feed ends a page, as the tag <PAGE> does in EDGAR's texts.
    return straightened(text.replace("\f", "\n<PAGE>\n").expandtabs(8)), remarks


def _characters(data: bytes) -> tuple[str, list[str]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), []
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), ["read as Windows-1252, as it is not UTF-8"]


def is_a_paragraph_a_line(lines: Sequence[str]) -> bool:
    """Return True if each line is a paragraph: many lines are wider than any page."""
    long = [line for line in lines if len(line) > _LONG_LINE]
    return bool(long) and len([line for line in long if line.strip()]) * 10 > len(
        [line for line in lines if line.strip()]
    )


def _input_error(code: str, file: str, what: str, hint: str) -> InputError:
    return InputError([Problem(code, what, hint, Location(file))])
