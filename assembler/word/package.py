"""The package of a Word file: properties, relationships and content types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from msgspec import Struct

from assembler.word.reproducible_zip import Member, archive, member

XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_VARIANTS = f"{_OFFICE}/docPropsVTypes"
_CUSTOM_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # Word recognizes custom properties by this one

_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_APP_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


class Properties(Struct, frozen=True):
    """The document properties of a Word file. `dated` is the only date, so that the same deal gives the same bytes.

    Without it, the file does not say when it was written, which Word and LibreOffice accept.
    The term sheet is named in the manifest only. So a change that a document does not print leaves its bytes as they are.
    """

    title: str
    subject: str
    company: str
    author: str
    status: str
    dated: date | None
    form_version: str


class PackagePart(Struct, frozen=True):
    """A part of a package. Its name has no leading slash."""

    name: str
    content_type: str
    content: bytes


def pack(parts: Iterable[PackagePart], main: str, properties: Properties) -> bytes:
    """Return the file of these parts, with properties, relationships and content types. `main` holds the text."""
    packed = [*parts, *property_parts(properties)]
    listing = tuple((part.name, part.content_type) for part in packed)
    return archive(ordered([member(part.name, part.content) for part in packed], listing, main))


def ordered(members: Iterable[Member], listing: Sequence[tuple[str, str]], main: str) -> list[Member]:
    """Return all members of a file in order. `listing` are the names and content types of its parts."""
    named = [*members, _relationships(main)]
    # Some readers tell a Word file by its first member, which is the list of content types.
    return [_content_types(listing), *sorted(named, key=lambda entry: entry.name)]


def _content_types(listing: Sequence[tuple[str, str]]) -> Member:
    overrides = "".join(
        f'<Override PartName="/{escape(name)}" ContentType="{escape(content_type)}"/>'
        for name, content_type in sorted(listing)
        if content_type != RELATIONSHIPS_TYPE
    )
    default = f'<Default Extension="rels" ContentType="{RELATIONSHIPS_TYPE}"/>'
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    content = f'{XML_HEAD}<Types xmlns="{namespace}">{default}{overrides}</Types>'
    return member("[Content_Types].xml", content.encode())


def _relationships(main: str) -> Member:
    targets = (
        (f"{_OFFICE}/relationships/officeDocument", main),
        (f"{_RELATIONSHIPS}/metadata/core-properties", "docProps/core.xml"),
        (f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
        (f"{_OFFICE}/relationships/custom-properties", "docProps/custom.xml"),
    )
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{escape(target)}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    content = f'{XML_HEAD}<Relationships xmlns="{_RELATIONSHIPS}">{entries}</Relationships>'
    return member("_rels/.rels", content.encode())


def property_parts(properties: Properties) -> tuple[PackagePart, ...]:
    """Return the parts that hold the document properties."""
    return (
        PackagePart("docProps/core.xml", _CORE_TYPE, _core(properties)),
        PackagePart("docProps/app.xml", _APP_TYPE, _app(properties)),
        PackagePart("docProps/custom.xml", _CUSTOM_TYPE, _custom(properties)),
    )


def _core(properties: Properties) -> bytes:
    texts_of = {
        "dc:title": properties.title,
        "dc:subject": properties.subject,
        "dc:creator": properties.author,
        "cp:lastModifiedBy": properties.author,
        "cp:contentStatus": properties.status,
    }
    texts = "".join(f"<{name}>{escape(text, quote=False)}</{name}>" for name, text in texts_of.items())
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{properties.dated.isoformat()}T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
        if properties.dated
    )
    namespaces = (
        f'xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    return f"{XML_HEAD}<cp:coreProperties {namespaces}>{texts}{dates}</cp:coreProperties>".encode()


def _app(properties: Properties) -> bytes:
    company = f"<Company>{escape(properties.company, quote=False)}</Company>"
    return f'{XML_HEAD}<Properties xmlns="{_OFFICE}/extended-properties">{company}</Properties>'.encode()


def _custom(properties: Properties) -> bytes:
    custom = {"Form version": properties.form_version}
    entries = "".join(
        f'<property fmtid="{_CUSTOM_FORMAT}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{escape(text, quote=False)}</vt:lpwstr></property>"
        for number, (name, text) in enumerate(custom.items(), 2)  # 0 and 1 are reserved
    )
    namespaces = f'xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_VARIANTS}"'
    return f"{XML_HEAD}<Properties {namespaces}>{entries}</Properties>".encode()
