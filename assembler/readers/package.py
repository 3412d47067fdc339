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

from lxml import etree
from msgspec import Struct

from assembler.errors import InputError, Location, Problem

MEGABYTE = 1024 * 1024
LARGEST_FILE, LARGEST_PART, LARGEST_WHOLE = 64 * MEGABYTE, 64 * MEGABYTE, 256 * MEGABYTE
MOST_ENTRIES = 2_000
WIDEST_RATIO = 200  # unpacked to packed size, for parts of more than a megabyte
_STRICT = b"http://purl.oclc.org/ooxml/"
_DRAWN_ANEW = re.compile(r' relId="[^"]*"')  # in a diagram, where its cached picture is
_ASTRAY = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:")


class Package(Struct, frozen=True):
    """The parts of a Word file by name, and the file's name for messages."""

    file: str
    parts: Mapping[str, bytes]
    _relationships: dict[str, Mapping[str, tuple[str, str, bool]]] = {}

    @property
    def main(self) -> str:
        """Return the name of the main part. Only its relationship tells it: Word Online writes word/document2.xml."""
        names = [name for name in self.related("", "officeDocument") if name in self.parts]
        return names[0] if names else "word/document.xml"

    def related(self, part: str, kind: str) -> list[str]:
        """Return the names of the parts of a kind that a part is related to. The part "" is the file itself."""
        return [target for found, target, outside in self.relationships(part).values() if found == kind and not outside]

    def relationships(self, part: str) -> Mapping[str, tuple[str, str, bool]]:
        """Return the relationships of a part by identity: the last word of the kind, the target, True if it is outside."""
        if part not in self._relationships:
            self._relationships[part] = self._read_relationships(part)
        return self._relationships[part]

    def _read_relationships(self, part: str) -> Mapping[str, tuple[str, str, bool]]:
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, tuple[str, str, bool]] = {}
        for element in root if root is not None else ():
            target, is_outside = element.get("Target", ""), element.get("TargetMode") == "External"
            inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = (kind, target if is_outside else inside, is_outside)
        return found

    def xml(self, name: str) -> etree._Element | None:
        """Return a part as XML, or None if the file lacks it. Its XML comments and processing instructions say nothing.

        Raises InputError if it is not well formed.
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
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            what = f"{name} is not well formed, or nested too deeply, in line {error.lineno}"
            raise _input_error("K110", self.file, what, "Open it in Word, and save it again.") from None


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
        raise _input_error("K110", file, what, "Take a good copy, from its sender or from a backup.") from None
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
        raise _input_error("K112", file, what, "Open it in Word, and save it again.")
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
        raise _input_error(
            "K110",
            file,
            f"{entry.filename} is damaged ({error})",
            "Take a good copy, from its sender or from a backup.",
        ) from None
    if len(data) != entry.file_size:
        raise _input_error(
            "K110",
            file,
            f"{entry.filename} is not as long as the zip states",
            "Take a good copy, from its sender or from a backup.",
        )
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
    return _input_error("K112", file, f"{name} holds a DTD", "Open it in Word, and save it again.")


def _too_large(file: str, what: str) -> InputError:
    return _input_error(
        "K111", file, f"is too large to open safely: {what}", "Check where it comes from and what it holds."
    )


def _input_error(code: str, file: str, what: str, hint: str) -> InputError:
    return InputError([Problem(code, what, hint, Location(file))])
