"""Ancillary forms built by hand: a body of paragraphs, and parts beside it."""

from __future__ import annotations

import re
from html import escape
from io import BytesIO
from zipfile import ZipFile

from assembler.library import WordForm
from tests.writers.small import ROOT

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
    """A paragraph; what is no XML is a run of text."""
    return f"<w:p>{''.join(one if one.startswith('<') else run(one) for one in content)}</w:p>"


def cell(*content: str) -> str:
    return f"<w:tc>{''.join(one if one.startswith('<') else paragraph(one) for one in content)}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(one if one.startswith('<w:tc') else cell(one) for one in cells)}</w:tr>"


def table(*rows: str) -> str:
    grid = '<w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="4000"/></w:tblGrid>'
    return f"<w:tbl><w:tblPr/>{grid}{''.join(rows)}</w:tbl>"


def text_box(*content: str) -> str:
    inside = "".join(content)
    return f"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"


def form(*content: str, name: str = "certificate", changed: dict[str, str] | None = None, **stories: str) -> WordForm:
    """A form of these paragraphs and tables.

    `changed` are parts in other words; `stories` are header, footnotes, endnotes or comments, by kind.
    """
    body = "".join(one if one.startswith("<") else paragraph(one) for one in content)
    parts = _parts() | {
        "word/document.xml": _document(body),
        "word/header1.xml": _story("hdr", stories.pop("header", paragraph("Header"))),
    }
    for kind, inside in stories.items():
        parts = _with_story(parts, kind, inside)
    return packed(parts | (changed or {}), name)


def packed(parts: dict[str, str], name: str = "certificate") -> WordForm:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return WordForm(f"forms/{name}.docx", name, made.getvalue())


def _parts() -> dict[str, str]:
    """The parts of a sound form without its words."""
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
