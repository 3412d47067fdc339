"""The package around a document: its properties, and a zip that is the same for the same parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_VARIANTS = f"{_OFFICE}/docPropsVTypes"
_CUSTOM_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the one that Word knows user-defined properties by

_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_APP_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself. `as_of` is its only date, so that the same deal gives the same bytes.

    The term sheet is named in the manifest and not here: a change of it that a document does not print leaves that
    document as it is, to the byte.
    """

    title: str
    subject: str
    company: str
    author: str
    status: str
    as_of: date
    form_version: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a package; its name has no leading slash."""

    name: str
    content_type: str
    content: bytes


def pack(parts: Iterable[Part], main: str, properties: Properties) -> bytes:
    """The file: the given parts, of which `main` is the document, with properties, relationships and content types."""
    described = [*parts, *_property_parts(properties)]
    content = {part.name: part.content for part in described}
    content["_rels/.rels"] = _relationships(main)
    return zipped({"[Content_Types].xml": _content_types(described), **dict(sorted(content.items()))})


def zipped(content: Mapping[str, bytes]) -> bytes:
    """A zip of these parts, in this order, that bears no moment."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in content.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return stream.getvalue()


def _content_types(parts: Iterable[Part]) -> bytes:
    overrides = "".join(
        f'<Override PartName="/{escape(part.name)}" ContentType="{escape(part.content_type)}"/>'
        for part in sorted(parts, key=lambda part: part.name)
        if part.content_type != RELATIONSHIPS_TYPE
    )
    default = f'<Default Extension="rels" ContentType="{RELATIONSHIPS_TYPE}"/>'
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'{_HEAD}<Types xmlns="{namespace}">{default}{overrides}</Types>'.encode()


def _relationships(main: str) -> bytes:
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
    return f'{_HEAD}<Relationships xmlns="{_RELATIONSHIPS}">{entries}</Relationships>'.encode()


def _property_parts(properties: Properties) -> tuple[Part, ...]:
    return (
        Part("docProps/core.xml", _CORE_TYPE, _core(properties)),
        Part("docProps/app.xml", _APP_TYPE, _app(properties)),
        Part("docProps/custom.xml", _CUSTOM_TYPE, _custom(properties)),
    )


def _core(properties: Properties) -> bytes:
    moment = f"{properties.as_of.isoformat()}T00:00:00Z"
    said = {
        "dc:title": properties.title,
        "dc:subject": properties.subject,
        "dc:creator": properties.author,
        "cp:lastModifiedBy": properties.author,
        "cp:contentStatus": properties.status,
    }
    texts = "".join(f"<{name}>{escape(text, quote=False)}</{name}>" for name, text in said.items())
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
    )
    namespaces = (
        f'xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    return f"{_HEAD}<cp:coreProperties {namespaces}>{texts}{dates}</cp:coreProperties>".encode()


def _app(properties: Properties) -> bytes:
    company = f"<Company>{escape(properties.company, quote=False)}</Company>"
    return f'{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties">{company}</Properties>'.encode()


def _custom(properties: Properties) -> bytes:
    said = {"Form version": properties.form_version}
    entries = "".join(
        f'<property fmtid="{_CUSTOM_FORMAT}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{escape(text, quote=False)}</vt:lpwstr></property>"
        for number, (name, text) in enumerate(said.items(), 2)  # Word keeps 0 and 1 for itself
    )
    namespaces = f'xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_VARIANTS}"'
    return f"{_HEAD}<Properties {namespaces}>{entries}</Properties>".encode()
