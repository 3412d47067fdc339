"""A Word file that somebody else made, opened with care: within limits, and named for what it is where it is no such file."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct

from assembler.findings import Finding, Place, Refused

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_STRICT = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
_CONTENT_TYPES = "[Content_Types].xml"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_NEEDED = {  # what the package itself says of its parts, each of it whole
    "Relationship": ("Id", "Type", "Target"),
    "Override": ("PartName", "ContentType"),
    "Default": ("Extension", "ContentType"),
}
_HARMLESS_LINKS = ("http://", "https://", "mailto:")

# Far above any document of a deal, and far below what hurts.
_LARGEST_FILE = _LARGEST_PART = 64 * 2**20
_LARGEST_WHOLE = 256 * 2**20
_MOST_PARTS = 2_000

# What a file begins with that is called .docx and is something else.
_OTHER_KINDS = (
    (b"{\\rtf", "a file in Rich Text Format"),
    (b"%PDF", "a PDF"),
    (b"<", "a web page"),
)
_AS_DOCX = "Open it in Word and save it as a Word Document (.docx)."


class Package(Struct, frozen=True):
    """The parts of a Word file by name, and those of XML among them parsed."""

    name: str
    parts: Mapping[str, bytes]
    parsed: Mapping[str, etree._Element]


def opened(content: bytes, name: str) -> Package:
    """The parts of the Word file; `name` is the file as messages show it.

    Refused where it is no Word document that can be filled: another kind of file, encrypted, with macros, damaged.
    """
    what, remedy = _no_zip(content)
    if not what:
        try:
            parts = _parts(content)
            parsed = {part: _parsed(part, data) for part, data in parts.items() if part.endswith((".xml", ".rels"))}
            _refuse_half_said(parsed)
        except _Unfit as unfit:
            what, remedy = str(unfit), _AS_DOCX
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError):
            what, remedy = f"the file is damaged, or cut off at {len(content):,} bytes", "Take a sound copy of it."
        else:
            what, remedy = _no_document(parts)
    if what:
        raise Refused([Finding("W301", what, remedy, Place(name))])
    return Package(name, parts, parsed)


class _Unfit(Exception):
    """The package breaks a limit or a rule; says which."""


def _no_zip(content: bytes) -> tuple[str, str]:
    """What a file is that is not even a zip, and what to do; empty where it is one."""
    if not content:
        return "the file is empty", "Put the form there, or take the file away."
    if len(content) > _LARGEST_FILE:
        return f"the file has {len(content):,} bytes, and at most {_LARGEST_FILE:,} are read", "Take its pictures out."
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return "the file is encrypted", "Take the password off in Word, with File > Info > Protect Document."
        return "this is an old .doc file, or encrypted", _AS_DOCX
    if content.startswith(b"PK"):
        return "", ""
    kind = next((kind for start, kind in _OTHER_KINDS if content.lstrip().startswith(start)), "no Word document")
    return f"this is {kind}", _AS_DOCX


def _parts(content: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        names = [entry.filename for entry in entries]
        if len(names) > _MOST_PARTS:
            raise _Unfit(f"the file has {len(names):,} parts, and at most {_MOST_PARTS:,} are read")
        if sum(entry.file_size for entry in entries) > _LARGEST_WHOLE:
            raise _Unfit(f"the file grows to more than {_LARGEST_WHOLE:,} bytes when it is opened")
        for name in names:
            if names.count(name) > 1 or name.startswith("/") or "\\" in name or ".." in name.split("/"):
                raise _Unfit(f"the file has a part that no Word document has: {name}")
        return {entry.filename: _part(archive, entry) for entry in entries}


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.file_size > _LARGEST_PART:
        raise _Unfit(f"{entry.filename} has {entry.file_size:,} bytes, and at most {_LARGEST_PART:,} are read")
    return archive.read(entry)


def _parsed(name: str, data: bytes) -> etree._Element:
    head = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    if "<!DOCTYPE" in head or "<!ENTITY" in head:
        raise _Unfit(f"{name} holds a document type definition, which no Word document does")
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise _Unfit(f"the file is damaged: {name} breaks off at line {error.lineno}, column {error.offset}") from None


def _refuse_half_said(parsed: Mapping[str, etree._Element]) -> None:
    """Refuses a package that names a part and leaves out where or what it is."""
    for name, root in parsed.items():
        if name == _CONTENT_TYPES or name.endswith(".rels"):
            for entry in root:
                needed = _NEEDED.get(etree.QName(entry).localname) if isinstance(entry.tag, str) else None
                if needed is None or not all(entry.get(attribute) for attribute in needed):
                    raise _Unfit(f"the file is damaged: an entry of {name} is not whole")


def _no_document(parts: Mapping[str, bytes]) -> tuple[str, str]:
    """What a package is that is no Word document to be filled, and what to do; empty where it is one."""
    types = parts.get(_CONTENT_TYPES, b"").decode("utf-8", "replace")
    if _STRICT in parts.get("_rels/.rels", b""):
        return "this is a Strict Open XML document", "Save it again from Word as a Word Document (.docx)."
    if "macroEnabled" in types or "vbaProject" in types:
        return "the file holds macros", "Save it from Word as a Word Document (.docx), which leaves them out."
    if _TEMPLATE in types:
        return "this is a Word template (.dotx)", _AS_DOCX
    if _MAIN not in types:
        return "this is a zip or another kind of Office file, and no Word document", _AS_DOCX
    return "", ""


def outside(package: Package) -> Iterator[str]:
    """What the file takes in or opens from outside of it: links of its text to pages and mail addresses are harmless."""
    for name in sorted(package.parsed):
        for link in package.parsed[name].iter(_RELATIONSHIP) if name.endswith(".rels") else ():
            target = link.get("Target", "")
            kind = link.get("Type", "").rpartition("/")[2]
            harmless = kind == "hyperlink" and target.lower().startswith(_HARMLESS_LINKS)
            if link.get("TargetMode") == "External" and not harmless:
                yield f"{kind} {target}"
