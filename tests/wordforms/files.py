"""Helpers that build ancillary forms from paragraphs, tables and other parts."""

from __future__ import annotations

import re
from html import escape
from io import BytesIO
from zipfile import ZipFile

from assembler.library import WordForm
from tests.word.small import ROOT

OWN = ROOT / "templates" / "ancillary"
_WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{RELATIONSHIP}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def run(text: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f"<w:r>{properties}<w:t>{escape(text, quote=False)}</w:t></w:r>"


def paragraph(*content: str) -> str:
    """Return a paragraph. Content that is not XML becomes a run of text."""
    return f"<w:p>{''.join(item if item.startswith('<') else run(item) for item in content)}</w:p>"


def cell(*content: str) -> str:
    return f"<w:tc>{''.join(item if item.startswith('<') else paragraph(item) for item in content)}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(item if item.startswith('<w:tc') else cell(item) for item in cells)}</w:tr>"


def table(*rows: str) -> str:
    grid = '<w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="4000"/></w:tblGrid>'
    return f"<w:tbl><w:tblPr/>{grid}{''.join(rows)}</w:tbl>"


def text_box(*content: str) -> str:
    inside = "".join(content)
    return f"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"


def form(*content: str, name: str = "certificate", changed: dict[str, str] | None = None, **stories: str) -> WordForm:
    """Return a form of these paragraphs and tables.

    `changed` are parts to replace, by name. `stories` are header, footnotes, endnotes or comments, by kind.
    """
    body = "".join(item if item.startswith("<") else paragraph(item) for item in content)
    parts = _parts() | {
        "word/document.xml": _document(body),
        "word/header1.xml": _story("hdr", stories.pop("header", paragraph("Header"))),
    }
    for kind, inside in stories.items():
        parts = _with_story(parts, kind, inside)
    return packed(parts | (changed or {}), name)


def packed(parts: dict[str, str], name: str = "certificate") -> WordForm:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return WordForm(f"forms/{name}.docx", name, file.getvalue())


def _parts() -> dict[str, str]:
    """Return the parts of a valid form, the wire instructions."""
    with ZipFile(OWN / "wire-instructions.docx") as archive:
        return {part: archive.read(part).decode() for part in archive.namelist()}


def part(name: str) -> str:
    return _parts()[name]


def _document(body: str) -> str:
    section = re.search("<w:sectPr>.*</w:sectPr>", _parts()["word/document.xml"])[0]
    return f"<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>"


def _story(root: str, inside: str) -> str:
    return f"<w:{root} {NAMESPACES}>{inside}</w:{root}>"


def _with_story(parts: dict[str, str], kind: str, inside: str) -> dict[str, str]:
    types, links = parts["[Content_Types].xml"], parts["word/_rels/document.xml.rels"]
    override = f'<Override PartName="/word/{kind}.xml" ContentType="{_WORDPROCESSING}.{kind}+xml"/>'
    link = f'<Relationship Id="{kind}" Type="{RELATIONSHIP}/{kind}" Target="{kind}.xml"/>'
    return parts | {
        "[Content_Types].xml": types.replace("</Types>", f"{override}</Types>"),
        "word/_rels/document.xml.rels": links.replace("</Relationships>", f"{link}</Relationships>"),
        f"word/{kind}.xml": _story(kind, inside),
    }
