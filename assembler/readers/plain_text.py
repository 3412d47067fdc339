"""Reading plain text, wrapped or with one paragraph a line."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Sequence

from assembler.errors import InputError, Location, Problem
from assembler.readers import contents, edgar, markdown
from assembler.readers.outline import Content, ReadParagraph, provisions
from assembler.readers.reading import Reading, straightened

LARGEST = 64 * 1024 * 1024  # bytes of a text file
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le"), (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"),
)  # fmt: skip
_OF_WINDOWS = "windows-1252"
_CHARSET = re.compile(
    rb"<(?:meta\b[^>]*\bcharset|\?xml\b[^>]*\bencoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE
)
_DECLARED_IN = 4096  # bytes
_ENTITY = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|nbsp|amp|lt|gt|quot|apos|[lr][sd]quo|[nm]dash|sect|bull|hellip);"
)
_LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"})  # fmt: skip
_LONG_LINE = 200  # columns: a longer line is a whole paragraph


def read(text: str, file: str, remarks: Sequence[str] = ()) -> Reading:
    """Return a text as a reading."""
    is_markdown = markdown.is_markdown(file, text.split("\n"))
    if is_markdown:
        text = markdown.without_code_marks(text)
    else:
        text = _without_marks_of_an_answer(text).replace("``", '"').replace("''", '"')
        if _ENTITY.search(text):
            text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
            remarks = (*remarks, "characters written as in HTML, such as &nbsp;, are read as what they stand for")
    plain = straightened(text if text.isascii() else text.translate(_LIGATURES))
    if text != plain:
        remarks = (*remarks, "quotation marks, hyphens, ligatures and spaces of all kinds are read as the plain ones")
    # A form feed ends a page, as the tag <PAGE> does in EDGAR's texts.
    lines = plain.replace("\f", "\n<PAGE>\n").expandtabs(8).split("\n")
    listed = contents.find(lines) or contents.Listed(0, 0, ())
    lines = lines[: listed.start] + lines[listed.stop :]
    if is_markdown:
        content = markdown.read(lines)
    elif is_a_paragraph_a_line(lines):
        content = Content([ReadParagraph(line) for line in lines if line.strip()])
    else:
        content = edgar.read(lines)
    said, found = (*remarks, *content.notes), provisions(content.paragraphs)
    return Reading(file, found, said, contents=listed.entries, unread=tuple(content.unread), format="text")


def _without_marks_of_an_answer(text: str) -> str:
    """Return a text without the ">" that an e-mail puts before each line of what it answers."""
    lines = text.split("\n")
    is_quoted = text.startswith(">") and all(line.startswith(">") or not line.strip() for line in lines)
    return "\n".join(line.removeprefix(">").removeprefix(" ") for line in lines) if is_quoted else text


def decoded(data: bytes, file: str) -> tuple[str, list[str]]:
    """Return the text of a file, and notes on how it was decoded.

    Raises InputError if the file is empty, too large or not text.
    """
    if not data.strip():
        raise _input_error("K101", file, "the file is empty", "Name the document.")
    if len(data) > LARGEST:
        raise _input_error("K102", file, f"is larger than {LARGEST >> 20} MB", "Split it.")
    text, remarks = _characters(data)
    if "\0" in text:
        before = text[: text.index("\0")]
        place = Location(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise InputError(
            [Problem("K104", "holds a NUL character, so it is not text", "Save it as text in UTF-8.", place)]
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), remarks


def _characters(data: bytes) -> tuple[str, list[str]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").removeprefix("\ufeff"), []
    if encoding := _without_mark(data[:4096]):
        return data.decode(encoding, errors="replace"), [
            f"read as {encoding.upper()}, which its first bytes do not say"
        ]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return _as_declared(data) or _mixed(data)


def _as_declared(data: bytes) -> tuple[str, list[str]] | None:
    """Return a page of HTML in the encoding that it names, or None if it names none or another one than it has."""
    found = _CHARSET.search(data[:_DECLARED_IN])
    name = found[1].decode("ascii") if found else ""
    try:
        encoding = codecs.lookup(name).name
        # Pages that name Latin-1 hold Windows-1252, as browsers know.
        if encoding in ("utf-8", "ascii", "iso8859-1", "cp1252") or encoding.startswith(("utf-16", "utf-32")):
            return None
        return data.decode(encoding), [f"read as {name}, as it says"]
    except (LookupError, ValueError):
        return None


def _without_mark(data: bytes) -> str:
    """Return the encoding of a text in UTF-16 that does not say so: every other byte is mostly NUL. Otherwise ""."""
    first, second = data[0::2].count(0), data[1::2].count(0)
    half = len(data) // 2
    if half < 2 or max(first, second) * 10 < half * 6 or min(first, second):
        return ""
    return "utf-16-be" if first > second else "utf-16-le"


def _mixed(data: bytes) -> tuple[str, list[str]]:
    """Return a text of Windows-1252, or of UTF-8 with single bytes of Windows-1252 among it."""
    strange = 0

    def of_windows(error: UnicodeError) -> tuple[str, int]:
        nonlocal strange
        assert isinstance(error, UnicodeDecodeError)  # noqa: S101  for the type checker; only decoding calls this
        strange += error.end - error.start
        return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end

    codecs.register_error(_OF_WINDOWS, of_windows)
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors=_OF_WINDOWS)
    others = sum(character > "\x7f" for character in text) - strange
    if not others:
        return text, ["read as Windows-1252, as it is not UTF-8"]
    bytes_ = f"{strange} byte{'s' * (strange != 1)}"
    return text, [f"{bytes_} of it {'is' if strange == 1 else 'are'} not UTF-8, and read as Windows-1252"]


def is_a_paragraph_a_line(lines: Sequence[str]) -> bool:
    """Return True if each line is a paragraph: many lines are wider than any page."""
    # The blanks between the columns of a table make no paragraph.
    long = [line for line in lines if len(line) > _LONG_LINE and len(" ".join(line.split())) > _LONG_LINE]
    return bool(long) and len(long) * 10 > len([line for line in lines if line.strip()])


def _input_error(code: str, file: str, what: str, hint: str) -> InputError:
    return InputError([Problem(code, what, hint, Location(file))])
