"""Tables of figures as an Excel workbook: figures are numbers with a format, text is text whatever it begins with.

Written as it is packed, without openpyxl: to load that takes about as long as to draft a deal, and it puts the moment
of writing into the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from html import escape

from assembler.writers.archive import zipped
from assembler.writers.package import RELATIONSHIPS_TYPE, XML_HEAD
from assembler.writers.sheet import Cell, Column, Kind, Sheet, digits

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_DAY_ZERO = date(1899, 12, 30)  # Excel counts days from here; it takes 1900 for a leap year, so not from 1900
_MOST_DIGITS = 15  # a number of more is no number in Excel any more: it is rounded
# Excel reads _x0041_ in a text as the letter A.
_READ_AS_CHARACTER = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

_HIGHEST = 409  # points; Excel calls a workbook with a higher row damaged
_LINE = 15  # the height of a line in points; programs differ in whether they find the height of a row by themselves

# The formats of cells: 49 is text, 3 is #,##0, and 0 shows what there is; Excel knows these numbers.
_FORMATS = {Kind.TEXT: 49, Kind.COUNT: 3, Kind.DOLLARS: 164, Kind.DAY: 165, Kind.FIGURE: 0}
_STYLE_OF_HEAD = 1
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="&quot;$&quot;#,##0.00"/>'
    '<numFmt numFmtId="165" formatCode="mmmm\\ d,\\ yyyy"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '<border><left/><right/><top style="thin"/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs>{formats}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def as_workbook(*sheets: Sheet) -> bytes:
    """The tables as a workbook, a sheet for each, whose first row is repeated on every page that is printed."""
    book = "xl/workbook.xml"
    kinds = _kinds(sheets)
    names = [f"worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1)]
    types = {
        book: f"{_SHEETML}.sheet.main+xml",
        **{f"xl/{name}": f"{_SHEETML}.worksheet+xml" for name in names},
        "xl/styles.xml": f"{_SHEETML}.styles+xml",
    }
    parts = {
        "[Content_Types].xml": _content_types(types),
        "_rels/.rels": _relationships([("officeDocument", book)]),
        book: _book(sheets),
        "xl/_rels/workbook.xml.rels": _relationships(
            [*(("worksheet", name) for name in names), ("styles", "styles.xml")]
        ),
        "xl/styles.xml": _STYLES.format(formats="".join(_formats(kinds))),
        **{f"xl/{name}": "".join(_sheet(sheet, kinds)) for name, sheet in zip(names, sheets, strict=True)},
    }
    return zipped({name: f"{XML_HEAD}{part}".encode() for name, part in parts.items()})


def _content_types(types: dict[str, str]) -> str:
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items())
    default = f'<Default Extension="rels" ContentType="{RELATIONSHIPS_TYPE}"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{default}{overrides}</Types>'


def _relationships(targets: Sequence[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _book(sheets: Sequence[Sheet]) -> str:
    names = [escape(sheet.name) for sheet in sheets]
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">\'{name}\'!$1:$1</definedName>'
        for at, name in enumerate(names)
    )
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(names, 1)
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets>'
        f"<definedNames>{titles}</definedNames></workbook>"
    )


def _kinds(sheets: Sequence[Sheet]) -> Sequence[Kind]:
    """The kinds whose looks a workbook knows; figures of any kind only where it has some."""
    has_figures = any(column.kind is Kind.FIGURE for sheet in sheets for column in sheet.columns)
    return [kind for kind in Kind if has_figures or kind is not Kind.FIGURE]


def _formats(kinds: Sequence[Kind]) -> Iterator[str]:
    """The looks of cells: none, the head, then one for each kind in a row, and one for each kind in the row of totals."""
    wrapped = '<alignment vertical="top" wrapText="1"/>'
    yield '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    yield f'<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyAlignment="1">{wrapped}</xf>'
    for font, border in ((0, 0), (1, 1)):
        for kind in kinds:
            yield (
                f'<xf numFmtId="{_FORMATS[kind]}" fontId="{font}" fillId="0" borderId="{border}" xfId="0" '
                f'applyNumberFormat="1" applyAlignment="1">{wrapped}</xf>'
            )


def _sheet(sheet: Sheet, kinds: Sequence[Kind]) -> Iterator[str]:
    yield f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">'
    yield '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>'
    for number, column in enumerate(sheet.columns, 1):
        yield f'<col min="{number}" max="{number}" width="{column.width}" customWidth="1"/>'
    yield "</cols><sheetData>"
    for number, row in enumerate(_styled(sheet, kinds), 1):
        lines = max(_lines(cell, column) for (cell, _), column in zip(row, sheet.columns, strict=True))
        height = min(lines * _LINE, _HIGHEST)
        yield f'<row r="{number}" ht="{height}" customHeight="1">{"".join(_row(row, number, sheet.columns))}</row>'
    yield '</sheetData><pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'


def _lines(cell: Cell, column: Column) -> int:
    """How many lines a cell takes in its column; only a text is broken."""
    lines = cell.split("\n") if isinstance(cell, str) else [""]
    return sum(max(1, -(-len(line) // column.width)) for line in lines)


def _styled(sheet: Sheet, kinds: Sequence[Kind]) -> Iterator[Sequence[tuple[Cell, int]]]:
    """Every row, each cell with the number of its look in `_formats`."""
    yield [(column.name, _STYLE_OF_HEAD) for column in sheet.columns]
    for row in sheet.rows:
        yield [(cell, _style(cell, column, kinds)) for cell, column in zip(row, sheet.columns, strict=True)]
    for row in sheet.totals:
        styles = (_style(cell, column, kinds) + len(kinds) for cell, column in zip(row, sheet.columns, strict=True))
        yield list(zip(row, styles, strict=True))


def _style(cell: Cell, column: Column, kinds: Sequence[Kind]) -> int:
    """The look of a cell of a row; a figure that is whole is one as a count is."""
    is_whole = column.kind is Kind.FIGURE and isinstance(cell, int | Decimal) and cell == int(cell)
    return _STYLE_OF_HEAD + 1 + kinds.index(Kind.COUNT if is_whole else column.kind)


def _row(cells: Sequence[tuple[Cell, int]], number: int, columns: Sequence[Column]) -> Iterator[str]:
    for at, ((cell, style), column) in enumerate(zip(cells, columns, strict=True)):
        where = f'<c r="{chr(ord("A") + at)}{number}" s="{style}"'
        held = _held(cell, column.kind)
        if isinstance(held, str):
            text = _READ_AS_CHARACTER.sub("_x005F_", escape(held, quote=False))
            yield f'{where} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        else:
            yield f"{where}/>" if held is None else f"{where}><v>{digits(held, column.kind)}</v></c>"


def _held(cell: Cell, kind: Kind) -> str | int | Decimal | None:
    """What a cell holds: a day is a number of days, and a number that Excel would round is a text."""
    if isinstance(cell, date):
        return (cell - _DAY_ZERO).days
    if isinstance(cell, int | Decimal) and len(digits(cell, kind).replace(".", "")) > _MOST_DIGITS:
        return digits(cell, kind)
    return cell
