"""Opening a stranger's Word file safely: every size is limited, and nothing outside the file is fetched."""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from lxml import etree
from msgspec import Struct

from assembler.errors import InputError, Location, Problem

MEGABYTE = 1024 * 1024
LARGEST_FILE, LARGEST_PART, LARGEST_WHOLE = 64 * MEGABYTE, 64 * MEGABYTE, 256 * MEGABYTE
MOST_ENTRIES = 2_000
WIDEST_RATIO = 200  # unpacked to packed size, for parts of more than a megabyte
_GOOD_COPY, _SAVED_AGAIN = "Take a good copy, from its sender or from a backup.", "Open it in Word, and save it again."
_STRICT = b"http://purl.oclc.org/ooxml/"
_DRAWN_ANEW = re.compile(r' relId="[^"]*"')  # in a diagram, where its cached picture is
_ASTRAY = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:")


class Relationship(Struct, frozen=True):
    """A relationship of a part. `target` is the name of a part, or an address outside the file."""

    type: str
    target: str
    is_external: bool

    @property
    def kind(self) -> str:
        """Return the last word of the type, such as "footnotes"."""
        return self.type.rpartition("/")[2]


NO_RELATIONSHIP = Relationship("", "", is_external=False)


class Package(Struct, frozen=True):
    """The parts of a Word file by name, and the file's name for messages."""

    file: str
    parts: Mapping[str, bytes]
    _relationships: dict[str, dict[str, Relationship]] = {}

    @property
    def main(self) -> str:
        """Return the name of the main part. Only its relationship tells it: Word Online writes word/document2.xml."""
        return next(iter(self.related("", "officeDocument")), "word/document.xml")

    @property
    def document(self) -> etree._Element:
        """Return the main part as XML. Raises InputError if it is not well formed."""
        root = self.xml(self.main)
        assert root is not None  # noqa: S101  a file without it is not opened
        return root

    def related(self, part: str, kind: str) -> list[str]:
        """Return the names of the parts in the file that a part is related to by a kind, such as "footnotes".

        The part "" is the file itself.
        """
        links = self.relationships(part).values()
        found = (link.target for link in links if link.kind == kind and not link.is_external)
        return [target for target in found if target in self.parts]

    def named(self, kind: str) -> str:
        """Return the name of the part of a kind that the main part is related to, or ""."""
        return next(iter(self.related(self.main, kind)), "")

    def related_xml(self, kind: str) -> etree._Element | None:
        """Return the part of a kind that the main part is related to as XML, or None."""
        return self.xml(self.named(kind))

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Return the relationships of a part by id. Those of the part "" are of the file itself."""
        if part not in self._relationships:
            root = self.xml(relationships_part(part))
            entries = root if root is not None else ()
            self._relationships[part] = {entry.get("Id", ""): self._relationship(part, entry) for entry in entries}
        return self._relationships[part]

    def _relationship(self, part: str, entry: etree._Element) -> Relationship:
        target, is_external = entry.get("Target", ""), entry.get("TargetMode") == "External"
        if not is_external:
            inside = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
            # A name with a blank is encoded, in the zip as well or not.
            target = inside if inside in self.parts else unquote(inside)
        return Relationship(entry.get("Type", ""), target, is_external)

    def xml(self, name: str) -> etree._Element | None:
        """Return a part as XML, or None if the file lacks it. Each of its nodes is an element.

        Comments and processing instructions say nothing, and are left out. Raises InputError if it is not well formed,
        or if it holds a DTD.
        """
        data = self.parts.get(name)
        if data is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            what = f"{name} is not well formed, or nested too deeply, in line {error.lineno}"
            raise _input_error("K110", self.file, what, _SAVED_AGAIN) from None
        # Some encodings hide a DTD from the search of the bytes, and so does a name of a part without ".xml".
        if root.getroottree().docinfo.internalDTD is not None:
            raise _dtd(self.file, name)
        return root


def relationships_part(part: str) -> str:
    """Return the name of the part with the relationships of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def open_package(data: bytes, file: str) -> Package:
    """Return the parts of a Word file. Raises InputError if it is damaged, too large, or holds unsafe content."""
    if len(data) > LARGEST_FILE:
        raise _too_large(file, f"the file has more than {LARGEST_FILE // MEGABYTE} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _inspect(entries, file)
            parts = {entry.filename: _unpacked(archive, entry, file) for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, struct.error, ValueError, UnicodeDecodeError) as error:
        what = f"is damaged or incomplete: {len(data):,} byte{'s' * (len(data) != 1)} ({error})"
        raise _input_error("K110", file, what, _GOOD_COPY) from None
    package = Package(file, parts)
    _recognise(package)
    return package


def _inspect(entries: list[zipfile.ZipInfo], file: str) -> None:
    if len(entries) > MOST_ENTRIES:
        raise _too_large(file, f"it has {len(entries):,} entries; the limit is {MOST_ENTRIES:,}")
    twice = [name for name, count in Counter(entry.filename for entry in entries).items() if count > 1]
    astray = [entry.filename for entry in entries if _ASTRAY.search(entry.filename)]
    if twice or astray:
        what = f"holds the part {twice[0]} twice" if twice else f"holds a part that leaves its folder: {astray[0]}"
        raise _input_error("K112", file, what, _SAVED_AGAIN)
    if sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
        raise _too_large(file, f"it unpacks to more than {LARGEST_WHOLE // MEGABYTE} MB")
    for entry in entries:
        _inspect_entry(entry, file)


def _inspect_entry(entry: zipfile.ZipInfo, file: str) -> None:
    if entry.flag_bits & 1:
        raise _input_error("K112", file, f"{entry.filename} is encrypted", "Remove the password.")
    if entry.file_size > LARGEST_PART:
        raise _too_large(file, f"{entry.filename} unpacks to more than {LARGEST_PART // MEGABYTE} MB")
    if entry.file_size > MEGABYTE and entry.file_size > WIDEST_RATIO * max(entry.compress_size, 1):
        raise _too_large(
            file, f"{entry.filename} unpacks to {entry.file_size // max(entry.compress_size, 1):,} times its size"
        )


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str) -> bytes:
    """Return a part, reading at most one byte more than the directory states."""
    try:
        with archive.open(entry) as stream:
            data = stream.read(entry.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError) as error:
        raise _input_error("K110", file, f"{entry.filename} is damaged ({error})", _GOOD_COPY) from None
    if len(data) != entry.file_size:
        raise _input_error("K110", file, f"{entry.filename} is not as long as the zip states", _GOOD_COPY)
    if entry.filename.endswith((".xml", ".rels")):
        _inspect_xml(data, entry.filename, file)
    return data


def _inspect_xml(data: bytes, name: str, file: str) -> None:
    plain = data.replace(b"\0", b"")  # in UTF-16 every other byte of these letters is NUL
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise _dtd(file, name)


def _recognise(package: Package) -> None:
    types = package.parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in package.parts):
        raise _input_error("K113", package.file, "holds macros", "Save it as Word Document (.docx).")
    if b"spreadsheetml" in types or b"presentationml.presentation" in types:
        kind = "a spreadsheet" if b"spreadsheetml" in types else "a presentation"
        if package.main not in package.parts:
            raise _input_error("K105", package.file, f"is {kind}", "Name the Word file or a text.")
    main = package.parts.get(package.main)
    if main is None:
        raise _input_error("K105", package.file, "is a zip file but not a Word file", "Name the Word file.")
    if _STRICT in main[:4096]:
        raise _input_error("K113", package.file, "is Strict Open XML", "Save it as Word Document (.docx).")


def canonical(element: etree._Element) -> str:
    """Return an element as text that is the same for the same content, however its file declares names."""
    try:
        return etree.tostring(element, method="c14n", exclusive=True, with_tail=False).decode()
    except etree.C14NError:  # a file may declare a name of its own as no address at all
        return etree.tostring(element, with_tail=False, encoding="unicode")


def digest(content: bytes, root: etree._Element | None) -> str:
    """Return a digest of a part by its bytes, or if it is XML by its content: programs write XML anew."""
    if root is not None:
        content = _DRAWN_ANEW.sub("", canonical(root)).encode()
    return hashlib.sha256(content).hexdigest()


def targets_outside(package: Package) -> Iterator[str]:
    """Yield the external targets of the file's links. Nothing is fetched from them."""
    for name in sorted(package.parts):
        if name.endswith(".rels"):
            root = package.xml(name)
            for relationship in root if root is not None else ():
                if relationship.get("TargetMode") == "External":
                    yield relationship.get("Target", "")


def _dtd(file: str, name: str) -> InputError:
    return _input_error("K112", file, f"{name} holds a DTD", _SAVED_AGAIN)


def _too_large(file: str, what: str) -> InputError:
    return _input_error(
        "K111", file, f"is too large to open safely: {what}", "Check where it comes from and what it holds."
    )


def _input_error(code: str, file: str, what: str, hint: str) -> InputError:
    return InputError([Problem(code, what, hint, Location(file))])
