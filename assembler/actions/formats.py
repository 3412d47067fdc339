"""The formats and the parts of a set that a draft can be asked for."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """The formats of a draft."""

    docx = "docx"
    text = "text"
    html = "html"
    pdf = "pdf"
    sheets = "sheets"
    all = "all"


class Only(StrEnum):
    """A part of the set."""

    agreement = "agreement"
    warrants = "warrants"
    schedule = "schedule"
    signatures = "signatures"
    ancillary = "ancillary"


WRITTEN_FORMATS = {
    Format.all: ("docx", "text", "sheets"),
    Format.docx: ("docx",),
    Format.text: ("text",),
    Format.html: ("html",),
    Format.pdf: ("docx",),
    Format.sheets: ("sheets",),
}
"""The formats that each choice writes. LibreOffice makes PDF of docx afterwards."""
