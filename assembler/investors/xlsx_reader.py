"""Read an Excel workbook from an unknown author: its sheets, and the exact content of their cells.

openpyxl reads it. Its size, parts, encoding and document types are checked before.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import cached_property
from typing import IO, Any

from msgspec import Struct
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import Stylesheet
from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS
from openpyxl.xml.functions import fromstring

from assembler.errors import InputError, Location, Problem
from assembler.investors.grid import MOST_ROWS, CellArea, CellKind, Grid, GridCell, GridRow, Look
from assembler.investors.looks import LOOKED_AT, PLAIN_TEXT, TextLook, is_tiny, is_white, look_of_text
from assembler.termsheet.source import normal

MOST_ENTRIES = 2_000
LARGEST_PART = 64_000_000
LARGEST_PACKAGE = 256_000_000
HIGHEST_RATIO = 200
SMALL_PART = 1_000_000
MOST_MERGED = 1_000
MOST_COLUMNS = 1 << 14

_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_WORKBOOK = "xl/workbook.xml"
_STYLES = "xl/styles.xml"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_INLINE = f"{_SHEET}is"
_OTHER_ENCODING = re.compile(rb"""\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell[\s/>]")


class WorkbookSheet(Struct, frozen=True):
    """A sheet of a workbook, and the name of its part of the file."""

    name: str
    part: str
    hidden: bool


class _CellStyle(Struct, frozen=True):
    """A style of cells: its number format, and flags for dates, for struck text, and for what cannot be seen.

    `paper` is True if the cell has no color of its own, so that white words cannot be seen.
    """

    format: str = "General"
    dated: bool = False
    struck: bool = False
    unseen: bool = False
    paper: bool = True


_PLAIN = _CellStyle()


class _DocumentType(Exception):
    """The error for a part with a document type, whose entities could unfold without end."""


class _XlsxPackage(zipfile.ZipFile):
    """The parts of a workbook, each checked before it is parsed."""

    def open(self, name: Any, mode: Any = "r", pwd: bytes | None = None, *, force_zip64: bool = False) -> IO[bytes]:
        """Return a part that is in UTF-8, as Office writes it, and has no document type."""
        with super().open(name, mode, pwd, force_zip64=force_zip64) as stream:
            data = stream.read()
        # Another encoding could hide a document type.
        if b"\0" in data or _OTHER_ENCODING.match(data.removeprefix(b"\xef\xbb\xbf")):
            raise ValueError(name)
        if b"<!DOCTYPE" in data:
            raise _DocumentType(name)
        return io.BytesIO(data)


class _SheetParser(WorkSheetParser):
    """The reader of a sheet, row by row, which tells a formula without a saved value from a blank cell.

    The worksheets of openpyxl do not tell these apart, and show hidden rows only with all sheets in memory.
    """

    def __init__(self, source: IO[bytes], strings: Sequence[str], looks: Mapping[int, TextLook]) -> None:
        super().__init__(source, strings, data_only=True)
        self._looks = looks

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Return a cell with the look of its text. The type of a formula without a saved value is "f"."""
        cell: dict[str, Any] = super().parse_cell(element)
        cell["look"] = PLAIN_TEXT
        if (inline := element.find(_INLINE)) is not None:
            cell["look"] = look_of_text(inline)
        elif self._looks and element.get("t") == "s":
            cell["look"] = self._looks.get(int(element.findtext(VALUE_TAG) or -1), PLAIN_TEXT)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            is_empty_text = cell["data_type"] == "str" and element.find(VALUE_TAG) is not None
            cell["data_type"] = "str" if is_empty_text else "f"
        return cell


class Workbook:
    """An open workbook. `sheets` are its sheets in order. `file` is its name in messages.

    Raise `InputError` if the data is not a workbook, is damaged, or is larger than any list of investors.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self.file = file
        with self._reading():
            self._package = _XlsxPackage(io.BytesIO(data))
            self._check_entries()
            self._check_kind()
            self._reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            # Every part that openpyxl opens goes through the checks of our package.
            self._reader.archive = self._package
            self._reader.read_manifest()
            self._reader.read_workbook()
            self.sheets = tuple(self._sheets())

    def grid(self, sheet: WorkbookSheet) -> Grid:
        """Return the cells of a sheet. Raise `InputError` if it cannot be read."""
        with self._reading():
            return self._grid(sheet)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Refuse the file if reading it fails for any reason. Suppress the warnings of openpyxl."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                yield
            except InputError:
                raise
            except _DocumentType as error:
                what = f"its part {error} has a document type"
                raise self._refusal("X104", what, "Save it anew in Excel.") from None
            except Exception:  # noqa: BLE001  openpyxl raises whatever a broken file makes of its code
                hint = "Open it in Excel, save it under another name, and name that one."
                raise self._refusal("X104", "the workbook is damaged", hint) from None

    def _refusal(self, code: str, what: str, hint: str) -> InputError:
        return InputError([Problem(code, what, hint, Location(self.file))])

    def _check_entries(self) -> None:
        """Refuse encrypted, oversized and ambiguous packages before anything is unpacked."""
        entries = self._package.infolist()
        names = [entry.filename for entry in entries]
        if len(entries) > MOST_ENTRIES or len(set(names)) < len(names):
            raise self._refusal("X104", "the workbook has too many parts, or two of one name", "Save it anew in Excel.")
        if any(entry.flag_bits & 1 for entry in entries):
            raise self._refusal("X103", "the file is encrypted", "Take the password off, and save it.")
        for entry in entries:
            # XML packs to about a tenth. A small part may pack better, and does no harm.
            is_bomb = entry.file_size > SMALL_PART and entry.file_size > HIGHEST_RATIO * (entry.compress_size or 1)
            if entry.file_size > LARGEST_PART or is_bomb:
                what = f"its part {entry.filename} would unpack to {entry.file_size:,} bytes"
                hint = "Copy the rows of the investors into a new workbook."
                raise self._refusal("X102", f"the workbook is too large: {what}", hint)
        if sum(entry.file_size for entry in entries) > LARGEST_PACKAGE:
            raise self._refusal("X102", "the workbook is too large", "Copy the rows into a new workbook.")

    def _check_kind(self) -> None:
        names = set(self._package.namelist())
        if _WORKBOOK in names:
            if _STRICT in self._package.read(_WORKBOOK):
                what = "the workbook is saved as Strict Open XML"
                raise self._refusal("X103", what, "Save it as Excel Workbook (.xlsx).")
            return
        kinds = {
            "word/document.xml": "a Word document",
            "xl/workbook.bin": "a binary workbook (.xlsb)",
            "content.xml": "an OpenDocument file",
        }
        kind = next((kind for part, kind in kinds.items() if part in names), "no workbook")
        raise self._refusal("X103", f"the file is {kind}", "Save the sheet as .xlsx or .csv.")

    def _sheets(self) -> Iterator[WorkbookSheet]:
        parts = set(self._package.namelist())
        for sheet, relation in self._reader.parser.find_sheets():
            if relation.target in parts and relation.Type.endswith("/worksheet"):
                yield WorkbookSheet(sheet.name, relation.target, sheet.state != "visible")

    def _grid(self, sheet: WorkbookSheet) -> Grid:
        content = self._package.read(sheet.part)
        self._check_merged(content)
        parser = _SheetParser(io.BytesIO(content), self._strings, self._looks_of_strings)
        rows: list[GridRow] = []
        for line, cells in parser.parse():
            hidden = _is_on(parser.row_dimensions.get(str(line), {}).get("hidden"))
            self._add(rows, GridRow(line, {cell["column"]: self._cell(cell, line) for cell in cells}, hidden))
        merged = parser.merged_cells.mergeCell if parser.merged_cells else ()
        areas = tuple(CellArea(item.min_row, item.min_col, item.max_row, item.max_col) for item in merged)
        hidden_columns = frozenset(_hidden_columns(parser.column_dimensions))
        return Grid(
            f"{self.file}!{sheet.name}", tuple(rows), True, hidden_columns, areas, tuple(self._struck_at_times(parser))
        )

    def _struck_at_times(self, parser: _SheetParser) -> Iterator[CellArea]:
        """Yield the areas in which a format under a condition strikes cells through, or shows other numbers."""
        formats = self._styles.dxfs if self._styles else []
        for formatting in parser.formatting:
            own = [formats[rule.dxfId] for rule in formatting.rules if rule.dxfId is not None]
            if any(each.numFmt or (each.font and each.font.strike) for each in own):
                for area in formatting.cells.ranges:
                    yield CellArea(area.min_row, area.min_col, area.max_row, area.max_col)

    def _add(self, rows: list[GridRow], row: GridRow) -> None:
        if any(True for _ in row.filled()):
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise self._refusal("X102", f"the sheet has more than {MOST_ROWS:,} rows", "Make two term sheets of it.")

    def _check_merged(self, content: bytes) -> None:
        """Count the merged cells before openpyxl makes an object of each."""
        for count, _ in enumerate(_MERGED.finditer(content), 1):
            if count > MOST_MERGED:
                what = f"the sheet has more than {MOST_MERGED:,} groups of merged cells"
                raise self._refusal("X102", what, "Unmerge them, and fill each cell.")

    @cached_property
    def _strings(self) -> list[str]:
        self._reader.read_strings()
        return self._reader.shared_strings

    @cached_property
    def _looks_of_strings(self) -> Mapping[int, TextLook]:
        """The looks of the shared strings that are not plain, by their number."""
        part: Any = self._reader.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]  # openpyxl
        content = self._package.read(part.PartName.removeprefix("/")) if part else b""
        if not LOOKED_AT.search(content):
            return {}
        root: Any = fromstring(content)
        looks = ((number, look_of_text(item)) for number, item in enumerate(root.findall(f"{_SHEET}si")))
        return {number: look for number, look in looks if look != PLAIN_TEXT}

    @cached_property
    def _styles(self) -> Any:
        if _STYLES not in self._package.namelist():
            return None
        root: Any = fromstring(self._package.read(_STYLES))
        return Stylesheet.from_tree(root)

    @cached_property
    def _cell_styles(self) -> list[_CellStyle]:
        styles = self._styles
        return [_cell_style(styles, number, style) for number, style in enumerate(styles.cell_styles)] if styles else []

    def _cell(self, cell: Mapping[str, Any], line: int) -> GridCell:
        style = self._cell_styles[cell["style_id"]] if self._cell_styles else _PLAIN
        own: TextLook = cell["look"]
        text, kind = self._content(cell["value"], cell["data_type"], style)
        unseen = style.unseen or (own.white and style.paper)
        look = own.look or (Look.UNSEEN if unseen else None)
        return GridCell(text, line, cell["column"], kind, style.format, style.struck or own.struck, look)

    def _content(self, value: Any, data_type: str, look: _CellStyle) -> tuple[str, CellKind]:
        """Return the text of a cell and what kind of value the sheet holds there."""
        if data_type == "f":
            return "", CellKind.UNCOMPUTED
        if value is None:
            return "", CellKind.TEXT
        # Excel stores a date as a number. Only the number format tells them apart.
        if data_type == "n" and look.dated:
            value, data_type = from_excel(value, self._reader.wb.epoch), "d"
        match data_type:
            case "n":
                return exact(value), CellKind.NUMBER
            case "d":
                return str(value).removesuffix(" 00:00:00"), CellKind.DATE
            case "b":
                return ("true" if value else "false"), CellKind.FLAG
            case "e":
                return value, CellKind.FAULT
            case _:
                return _text_of(value), CellKind.TEXT


def _is_on(flag: str | None) -> bool:
    return flag in ("1", "true")


def _hidden_columns(dimensions: Mapping[str, Mapping[str, str]]) -> Iterator[int]:
    for column in dimensions.values():
        if _is_on(column.get("hidden")):
            yield from range(int(column["min"]), min(int(column["max"]), MOST_COLUMNS) + 1)


def _number_format(styles: Any, number: int) -> str:
    if number < BUILTIN_FORMATS_MAX_SIZE:
        return BUILTIN_FORMATS.get(number, "General")
    return str(styles.number_formats[number - BUILTIN_FORMATS_MAX_SIZE])


def _cell_style(styles: Any, number: int, style: Any) -> _CellStyle:
    """Return a style of cells, resolved."""
    code, dated = _number_format(styles, style.numFmtId), number in styles.date_formats
    if not styles.fonts:
        return _CellStyle(code, dated)
    font, fill = styles.fonts[style.fontId], styles.fills[style.fillId] if styles.fills else None
    paper = fill is None or getattr(fill, "fill_type", "gradient") is None or _is_white(getattr(fill, "fgColor", None))
    unseen = is_tiny(font.sz) or (paper and _is_white(font.color))
    return _CellStyle(code, dated, bool(font.strike), unseen, paper)


def _is_white(color: Any) -> bool:
    return color is not None and is_white(color.type, color.value, color.tint)


# Excel writes a character that XML cannot carry as _x000D_. openpyxl does not decode it.
_ESCAPE = re.compile("_x(00[01][0-9A-F]|005F|D[89A-F][0-9A-F]{2}|FFF[EF])_", re.IGNORECASE)


def _text_of(text: str) -> str:
    """Return a text with its escapes read, its line ends as LF, and without the blanks around it."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
        # Escapes of two surrogates make one character.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return normal(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


# Excel keeps fifteen digits of a number and writes seventeen: 1.1296 is saved as 1.1295999999999999.
_DIGITS_KEPT = 15
_LEAST_WITH_CENTS_LOST = 10**13


def exact(number: float) -> str:
    """Return the decimal that was typed, from a number of a workbook. Raise `ValueError` if it is infinite."""
    decimal = Decimal(repr(number))
    if not decimal.is_finite():
        raise ValueError(number)
    if isinstance(number, float) and len(decimal.as_tuple().digits) > _DIGITS_KEPT:
        # Cents beyond the fifteenth digit are lost, so all digits are shown, and refused later.
        decimal = Decimal(f"{number:.17g}" if abs(number) >= _LEAST_WITH_CENTS_LOST else f"{number:.{_DIGITS_KEPT}g}")
    if abs(decimal.adjusted()) > 2 * _DIGITS_KEPT:
        return f"{decimal:e}"
    text = f"{decimal:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
