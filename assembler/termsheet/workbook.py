"""An Excel workbook that somebody else saved: its sheets, and what stands in their cells, exactly.

It is read from its XML in one pass. The libraries that read workbooks tell neither a blank cell from a formula without
result, nor a hidden row, a merged cell or a struck-out line, nor the decimals that were typed; here each of them counts.

| code | what is wrong | what to do |
|---|---|---|
| X104 | a workbook that is damaged or made to do harm | open it in Excel, and save it under another name |
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from posixpath import join, normpath
from typing import Any

from lxml import etree
from msgspec import Struct

from assembler.findings import Finding, Place, Refused
from assembler.investors.grid import MOST_ROWS, Area, Cell, Grid, Kind, Row
from assembler.termsheet.source import normal

MOST_ENTRIES = 2_000
LARGEST_PART = 64_000_000
LARGEST_PACKAGE = 256_000_000
HIGHEST_RATIO = 200
SMALL_PART = 1_000_000
MOST_MERGED = 1_000

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_WORKBOOK = "xl/workbook.xml"
_STRINGS = "xl/sharedStrings.xml"
_STYLES = "xl/styles.xml"

# What zipfile, zlib, lxml and the reading of numbers raise where a file is damaged.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    etree.LxmlError,
    ArithmeticError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


class Sheet(Struct, frozen=True):
    """One sheet of a workbook, and the part of the file that holds it."""

    name: str
    part: str
    hidden: bool


class _Look(Struct, frozen=True):
    """How the cells of one style look: their number format, whether it shows a date, and whether they are struck through."""

    format: str = "General"
    dated: bool = False
    struck: bool = False


_PLAIN = _Look()


class Workbook:
    """A workbook, opened: `sheets` are its sheets, in their order. `file` is its name in places.

    Refused where it is none, is damaged, or is larger than any list of investors.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self.file = file
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._check_entries()
            self._check_kind()
            self.sheets = tuple(self._sheets())
        except _DAMAGED as error:
            raise self._damaged(error) from None

    def grid(self, sheet: Sheet) -> Grid:
        """What stands in a sheet. Refused where it cannot be read."""
        try:
            return self._grid(sheet)
        except _DAMAGED as error:
            raise self._damaged(error) from None

    def _refusal(self, code: str, what: str, remedy: str) -> Refused:
        return Refused([Finding(code, what, remedy, Place(self.file))])

    def _damaged(self, error: Exception) -> Refused:
        what = f"the workbook is damaged ({str(error).splitlines()[0][:80] if str(error) else type(error).__name__})"
        return self._refusal("X104", what, "Open it in Excel, save it under another name, and name that one.")

    def _check_entries(self) -> None:
        """What a workbook may hold, before anything of it is unpacked."""
        entries = self._archive.infolist()
        names = [entry.filename for entry in entries]
        if len(entries) > MOST_ENTRIES or len(set(names)) < len(names):
            raise self._refusal("X104", "the workbook has too many parts, or two of one name", "Save it anew in Excel.")
        if any(entry.flag_bits & 1 for entry in entries):
            raise self._refusal("X103", "the file is encrypted", "Take the password off, and save it.")
        for entry in entries:
            is_bomb = entry.file_size > SMALL_PART and entry.file_size > HIGHEST_RATIO * (entry.compress_size or 1)
            if entry.file_size > LARGEST_PART or is_bomb:
                what = f"its part {entry.filename} would unpack to {entry.file_size:,} bytes"
                remedy = "Copy the rows of the investors into a new workbook."
                raise self._refusal("X102", f"the workbook is too large: {what}", remedy)
        if sum(entry.file_size for entry in entries) > LARGEST_PACKAGE:
            raise self._refusal("X102", "the workbook is too large", "Copy the rows into a new workbook.")

    def _check_kind(self) -> None:
        names = set(self._archive.namelist())
        if _WORKBOOK in names:
            if _STRICT in self._part(_WORKBOOK):
                what = "the workbook is saved as Strict Open XML"
                raise self._refusal("X103", what, "Save it as Excel Workbook (.xlsx).")
            return
        kinds = {"word/document.xml": "a Word document", "xl/workbook.bin": "a binary workbook (.xlsb)"}
        kind = next((said for part, said in kinds.items() if part in names), "")
        if "mimetype" in names and b"opendocument" in self._part("mimetype"):
            kind = "an OpenDocument file"
        raise self._refusal("X103", f"the file is {kind or 'no workbook'}", "Save the sheet as .xlsx or .csv.")

    def _part(self, name: str) -> bytes:
        """A part of the package. Refused where it has a document type, which could unfold without end."""
        data = self._archive.read(name)
        if b"<!DOCTYPE" in data:
            raise self._refusal("X104", f"its part {name} has a document type", "Save it anew in Excel.")
        return data

    def _elements(self, part: str, *tags: str) -> Iterator[Any]:
        """The elements of these names, one after the other, each forgotten when the next is asked for.

        Office writes UTF-8 only; a part in another encoding cannot hide a document type.
        """
        named = [f"{_MAIN}{tag}" for tag in tags]
        stream = io.BytesIO(self._part(part))
        for _, element in etree.iterparse(stream, tag=named, encoding="utf-8", resolve_entities=False):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]

    def _sheets(self) -> Iterator[Sheet]:
        relations = etree.fromstring(self._part("xl/_rels/workbook.xml.rels"), _parser())
        targets = {one.get("Id"): one.get("Target", "") for one in relations.iter(f"{_PACKAGE}Relationship")}
        parts = set(self._archive.namelist())
        for sheet in self._elements(_WORKBOOK, "sheet"):
            part = normpath(join("xl", targets[sheet.get(_RELATION)])).lstrip("/")
            if part in parts and "worksheet" in part:
                yield Sheet(sheet.get("name", ""), part, sheet.get("state", "visible") != "visible")

    def _grid(self, sheet: Sheet) -> Grid:
        cells = _Cells(self._strings(), self._looks(), self._epoch())
        rows: list[Row] = []
        merged: list[Area] = []
        hidden: set[int] = set()
        for element in self._elements(sheet.part, "row", "mergeCell", "col"):
            if element.tag == f"{_MAIN}row":
                self._add(rows, cells.row(element))
            elif element.tag == f"{_MAIN}mergeCell":
                merged.append(_area(element.get("ref", "")))
                self._check_merged(merged)
            elif _is_on(element.get("hidden")):
                hidden.update(range(int(element.get("min", "")), min(int(element.get("max", "")), 1 << 14) + 1))
        return Grid(f"{self.file}!{sheet.name}", tuple(rows), True, frozenset(hidden), tuple(merged))

    def _add(self, rows: list[Row], row: Row) -> None:
        if any(True for _ in row.filled()):
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise self._refusal("X102", f"the sheet has more than {MOST_ROWS:,} rows", "Make two term sheets of it.")

    def _check_merged(self, merged: list[Area]) -> None:
        if len(merged) > MOST_MERGED:
            what = f"the sheet has more than {MOST_MERGED:,} groups of merged cells"
            raise self._refusal("X102", what, "Unmerge them, and fill each cell.")

    def _strings(self) -> list[str]:
        if _STRINGS not in self._archive.namelist():
            return []
        return [_text_of(element) for element in self._elements(_STRINGS, "si")]

    def _looks(self) -> list[_Look]:
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

        if _STYLES not in self._archive.namelist():
            return []
        styles = etree.fromstring(self._part(_STYLES), _parser())
        formats: dict[int, str] = dict(BUILTIN_FORMATS)
        formats |= {int(one.get("numFmtId", "")): one.get("formatCode", "") for one in styles.iter(f"{_MAIN}numFmt")}
        struck = [_is_struck(font) for font in styles.iterfind(f"{_MAIN}fonts/{_MAIN}font")] or [False]
        shown = [
            (formats.get(int(one.get("numFmtId", 0)), "General"), struck[int(one.get("fontId", 0))])
            for one in styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")
        ]
        return [_Look(code, code != "General" and bool(is_date_format(code)), crossed) for code, crossed in shown]

    def _epoch(self) -> datetime:
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

        from_1904 = any(_is_on(one.get("date1904")) for one in self._elements(_WORKBOOK, "workbookPr"))
        return MAC_EPOCH if from_1904 else WINDOWS_EPOCH


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, encoding="utf-8")


def _is_on(flag: str | None) -> bool:
    return flag in ("1", "true")


def _is_struck(font: Any) -> bool:
    strike = font.find(f"{_MAIN}strike")
    return strike is not None and strike.get("val", "1") in ("1", "true")


_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def _column_and_row(address: str) -> tuple[int, int]:
    """D7 -> 4, 7. ValueError where it is no address of a cell."""
    if not (found := _ADDRESS.fullmatch(address)):
        raise ValueError(f"{address[:20]!r} is no cell")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(found[2])


def _area(reference: str) -> Area:
    first, _, last = reference.partition(":")
    (left, top), (right, bottom) = _column_and_row(first), _column_and_row(last or first)
    return Area(top, left, bottom, right)


_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def _text_of(element: Any) -> str:
    """The text of a string, of all its runs, without the readings that East Asian strings carry beside them."""
    parts = (one.text or "" for one in element.iter(f"{_MAIN}t") if one.getparent().tag in (f"{_MAIN}r", element.tag))
    text = "".join(parts)
    if "_x" in text:
        # A character that XML cannot carry is written as _x000D_; two halves of one are put together.
        text = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return normal(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class _Cells(Struct):
    """Reads the cells of a sheet."""

    strings: list[str]
    looks: list[_Look]
    epoch: datetime
    line: int = 0

    def row(self, element: Any) -> Row:
        self.line = int(element.get("r", self.line + 1))
        cells: dict[int, Cell] = {}
        column = 0
        for one in element.iterfind(f"{_MAIN}c"):
            address = one.get("r")
            column = _column_and_row(address)[0] if address else column + 1
            cells[column] = self.cell(one, column)
        return Row(self.line, cells, _is_on(element.get("hidden")))

    def cell(self, element: Any, column: int) -> Cell:
        look = self.looks[int(element.get("s", 0))] if self.looks else _PLAIN
        raw = element.findtext(f"{_MAIN}v")
        if element.find(f"{_MAIN}f") is not None and not raw and (raw is None or element.get("t") != "str"):
            return Cell("", self.line, column, Kind.UNCOMPUTED, struck=look.struck)
        text, kind = self.value(element, raw or "", look)
        return Cell(text, self.line, column, kind, look.format if kind is Kind.NUMBER else "", look.struck)

    def value(self, element: Any, raw: str, look: _Look) -> tuple[str, Kind]:
        match element.get("t", "n"):
            case "s":
                return (self.strings[int(raw)], Kind.TEXT) if raw else ("", Kind.TEXT)
            case "inlineStr":
                inline = element.find(f"{_MAIN}is")
                return (_text_of(inline) if inline is not None else ""), Kind.TEXT
            case "str":
                return normal(raw.replace("\r\n", "\n")).strip(), Kind.TEXT
            case "b":
                return ("true" if _is_on(raw) else "false"), Kind.FLAG
            case "e":
                return raw, Kind.FAULT
            case "d":
                return raw, Kind.DATE
            case _:
                return self.number(raw, look) if raw else ("", Kind.TEXT)

    def number(self, raw: str, look: _Look) -> tuple[str, Kind]:
        if look.dated:
            from openpyxl.utils.datetime import from_excel

            return str(from_excel(float(raw), self.epoch)).removesuffix(" 00:00:00"), Kind.DATE
        return exact(raw), Kind.NUMBER


# A workbook keeps fifteen digits of a number, and writes seventeen: what was typed as 1.1296 is there as 1.1295999999999999.
_DIGITS_KEPT = 15
_LEAST_WITH_CENTS_LOST = 10**13


def exact(raw: str) -> str:
    """The decimal that was typed, from a number as a workbook writes it. ValueError where it is none."""
    number = Decimal(raw)
    if not number.is_finite():
        raise ValueError(f"{raw[:20]!r} is no number")
    if len(number.as_tuple().digits) > _DIGITS_KEPT and abs(number) < _LEAST_WITH_CENTS_LOST:
        number = Decimal(f"{float(raw):.{_DIGITS_KEPT}g}")
    if abs(number.adjusted()) > 2 * _DIGITS_KEPT:
        return f"{number:e}"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
