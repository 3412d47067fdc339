"""A workbook of openpyxl as bytes that bear no moment, so that the same cells are the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

from assembler.writers.archive import zipped

if TYPE_CHECKING:
    from openpyxl import Workbook

_NO_MOMENT = datetime(1980, 1, 1)  # noqa: DTZ001  a file bears a date, and no zone
_PROPERTIES = "docProps/core.xml"


def saved(workbook: Workbook) -> bytes:
    """The file: openpyxl writes who made it, and the moment of making and of saving, which are taken out."""
    workbook.properties.creator = ""
    workbook.properties.created = _NO_MOMENT
    stream = io.BytesIO()
    workbook.save(stream)
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[_PROPERTIES] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", parts[_PROPERTIES])
    return zipped(parts)
