"""Open a Word file from elsewhere, within limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct

from assembler.errors import InputError, Location, Problem

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_STRICT = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
_CONTENT_TYPES = "[Content_Types].xml"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_NEEDED = {  # the attributes without which python-docx fails
    "Relationship": ("Id", "Type", "Target"),
    "Override": ("PartName", "ContentType"),
    "Default": ("Extension", "ContentType"),
}
_HARMLESS_LINKS = ("http://", "https://", "mailto:")

# Far above any document of a deal, and far below what hurts.
_LARGEST_FILE = _LARGEST_PART = 64 * 2**20
_LARGEST_TOTAL = 256 * 2**20
_MOST_PARTS = 2_000

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_OTHER_KINDS = {b"{\\rtf": "a file in Rich Text Format", b"%PDF": "a PDF", b"<": "a web page"}  # by their first bytes
_AS_DOCX = "Open it in Word and save it as a Word Document (.docx)."
_FOR_DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError)


class UntrustedPackage(Struct, frozen=True):
    """The parts of a Word file by name, and the XML parts parsed. `name` is the file as messages show it."""

    name: str
    parts: Mapping[str, bytes]
    parsed: Mapping[str, etree._Element]


class _Unfit(Exception):
    """The file cannot be filled. The arguments are the problem and its fix."""


def open_untrusted(content: bytes, name: str) -> UntrustedPackage:
    """Open a Word file. Raises InputError if it is of another kind, encrypted, damaged or too large, or holds macros."""
    try:
        _refuse_other_kinds(content)
        parts = _parts(content)
        parsed = {part: _parsed(part, data) for part, data in parts.items() if part.endswith((".xml", ".rels"))}
        _refuse_incomplete_entries(parsed)
        _refuse_other_documents(parts)
    except _Unfit as unfit:
        what, hint = unfit.args
    except _FOR_DAMAGE:
        what, hint = f"the file is damaged, or cut off at {len(content):,} bytes", "Take a sound copy of it."
    else:
        return UntrustedPackage(name, parts, parsed)
    raise InputError([Problem("W301", what, hint, Location(name))])


def _refuse_other_kinds(content: bytes) -> None:
    """Refuse a file that is not a zip, and name its kind."""
    if not content:
        raise _Unfit("the file is empty", "Put the form there, or take the file away.")
    if len(content) > _LARGEST_FILE:
        raise _Unfit(f"the file has {len(content):,} bytes; the limit is {_LARGEST_FILE:,}", "Take its pictures out.")
    if content.startswith(_OLD_WORD) and _ENCRYPTED in content:
        raise _Unfit("the file is encrypted", "Take the password off in Word, with File > Info > Protect Document.")
    if content.startswith(_OLD_WORD):
        raise _Unfit("this is an old .doc file, or encrypted", _AS_DOCX)
    if not content.startswith(b"PK"):
        kinds = (kind for start, kind in _OTHER_KINDS.items() if content.lstrip().startswith(start))
        raise _Unfit(f"this is {next(kinds, 'not a Word document')}", _AS_DOCX)


def _parts(content: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        names = [entry.filename for entry in entries]
        if len(names) > _MOST_PARTS:
            raise _Unfit(f"the file has {len(names):,} parts; the limit is {_MOST_PARTS:,}", _AS_DOCX)
        if sum(entry.file_size for entry in entries) > _LARGEST_TOTAL:
            raise _Unfit(f"the file grows to more than {_LARGEST_TOTAL:,} bytes when it is opened", _AS_DOCX)
        for entry in entries:
            name = entry.filename
            if names.count(name) > 1 or name.startswith("/") or "\\" in name or ".." in name.split("/"):
                raise _Unfit(f"the file has a part that no Word document has: {name}", _AS_DOCX)
            if entry.file_size > _LARGEST_PART:
                raise _Unfit(f"{name} has {entry.file_size:,} bytes; the limit is {_LARGEST_PART:,}", _AS_DOCX)
        return {entry.filename: archive.read(entry) for entry in entries}


def _parsed(name: str, data: bytes) -> etree._Element:
    head = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    if "<!DOCTYPE" in head or "<!ENTITY" in head:
        raise _Unfit(f"{name} holds a document type definition, which no Word document does", _AS_DOCX)
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        what = f"the file is damaged: {name} breaks off at line {error.lineno}, column {error.offset}"
        raise _Unfit(what, _AS_DOCX) from None


def _refuse_incomplete_entries(parsed: Mapping[str, etree._Element]) -> None:
    """Refuse a package that lists a part without saying where or what it is."""
    for name, root in parsed.items():
        for entry in root if name == _CONTENT_TYPES or name.endswith(".rels") else ():
            needed = _NEEDED.get(etree.QName(entry).localname)
            if needed is None or not all(entry.get(attribute) for attribute in needed):
                raise _Unfit(f"the file is damaged: an entry of {name} is not complete", _AS_DOCX)


def _refuse_other_documents(parts: Mapping[str, bytes]) -> None:
    """Refuse a package that is not a Word document to be filled."""
    types = parts.get(_CONTENT_TYPES, b"").decode("utf-8", "replace")
    if _STRICT in parts.get("_rels/.rels", b""):
        raise _Unfit("this is a Strict Open XML document", "Save it again from Word as a Word Document (.docx).")
    if "macroEnabled" in types or "vbaProject" in types:
        raise _Unfit("the file holds macros", "Save it from Word as a Word Document (.docx), which leaves them out.")
    if _TEMPLATE in types:
        raise _Unfit("this is a Word template (.dotx)", _AS_DOCX)
    if _MAIN not in types:
        raise _Unfit("this is a zip or another kind of Office file, not a Word document", _AS_DOCX)


def outside(package: UntrustedPackage) -> Iterator[str]:
    """Yield what the file takes in or opens from outside. Links to web pages and mail addresses are harmless."""
    for name in sorted(package.parsed):
        for link in package.parsed[name].iter(_RELATIONSHIP) if name.endswith(".rels") else ():
            target = link.get("Target", "")
            kind = link.get("Type", "").rpartition("/")[2]
            harmless = kind == "hyperlink" and target.lower().startswith(_HARMLESS_LINKS)
            if link.get("TargetMode") == "External" and not harmless:
                yield f"{kind} {target}"
