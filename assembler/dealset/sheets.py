"""The schedule of investors for other programs: an Excel workbook, a CSV file, and a cap table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from assembler.dealset.documents import DocumentSet, SetPart, closing_suffix
from assembler.exports import cap_table
from assembler.exports.sheet import CellValue, Column, ColumnKind, FigureSheet, as_csv
from assembler.exports.xlsx import as_workbook
from assembler.investors.header import BLANK
from assembler.termsheet.closings import INITIAL
from assembler.termsheet.deal import Deal
from assembler.termsheet.rules.cap_table import open_paths
from assembler.termsheet.scalars import OpenPoint, settled
from assembler.termsheet.schedule import Holding, Schedule, schedule_of
from assembler.termsheet.schema import TermSheet
from assembler.termsheet.stock_words import stock_name
from assembler.termsheet.warrant_classes import number_of, warrant_number_of

SHEETS = "sheets"  # the name of this format on the command line
_STEMS = _SCHEDULE, CAP_TABLE = "schedule-of-investors", "cap-table"
_ENDS = (".csv", ".xlsx", ".ocf.zip")
_TITLE = "Schedule of Investors"
_SHARES = "Shares"
_WARRANTS = "Warrants"
_WARRANT_NO = "Warrant No."


def is_sheet(name: str) -> bool:
    """Return True if a file of a set is one of these sheets, by its name. Other workbooks are annexes."""
    return name.startswith(_STEMS) and name.endswith(_ENDS)


def write_sheets(document_set: DocumentSet, only: str | None, formats: Collection[str]) -> Mapping[str, bytes]:
    """Return the sheets of the set by file name, as of each closing. `only` is the part that is drafted alone.

    The result is empty if sheets are not among the formats, or if the schedule discloses no amounts. The cap table is
    included if the term sheet states `cap_table` and none of its terms is TBD.
    """
    if SHEETS not in formats or only not in (None, SetPart.SCHEDULE):
        return {}
    return {
        name: content
        for deal in (document_set.deal, *document_set.additional)
        if deal.facts.get("amounts_disclosed")
        for name, content in _sheets(deal, document_set)
    }


def schedule_sheet(terms: TermSheet) -> FigureSheet:
    """Return the schedule of investors as a table with one row of totals."""
    return _as_sheet(schedule_of(terms), _counted(terms))


def _sheets(deal: Deal, document_set: DocumentSet) -> Iterator[tuple[str, bytes]]:
    # Imported here, since many sets have no sheet.
    terms = deal.terms
    assert isinstance(terms, TermSheet)  # noqa: S101  a stand-alone warrant discloses no amounts
    schedule = schedule_of(terms)
    sheet, end = schedule_sheet(terms), closing_suffix(schedule.closing)
    yield f"{_SCHEDULE}{end}.csv", as_csv(sheet)
    yield f"{_SCHEDULE}{end}.xlsx", as_workbook(sheet, dated=settled(terms.execution.draft_date))
    if terms.cap_table and not open_paths(terms):
        yield f"{CAP_TABLE}{end}.ocf.zip", cap_table.write(terms, schedule, document_set.legend)


def _counted(terms: TermSheet) -> str:
    """Return the heading of the column of shares."""
    return "Units" if stock_name(terms.company, terms.offering).endswith("Units") else _SHARES


def _as_sheet(schedule: Schedule, counted: str) -> FigureSheet:
    """Return the schedule as a table with one row of totals. `counted` is what the investors buy."""
    printed = [column for column in _columns(schedule) if column.stands(schedule)]
    return FigureSheet(
        _TITLE,
        [replace(each.column, name=counted) if each.column.name == _SHARES else each.column for each in printed],
        [[_cell(each.of(holding)) for each in printed] for holding in schedule.holdings],
        [[_cell(each.total(schedule)) for each in printed]],
    )


def _columns(schedule: Schedule) -> Iterator[_SheetColumn]:
    """Yield the columns, those of the classes of warrants behind those of all warrants and of their numbers."""
    for each in _COLUMNS:
        if each.column.name != _WARRANT_NO or not schedule.classes:
            yield each
        if each.column.name == _WARRANTS:
            yield from (_counts_of_class(index, name, total) for index, (name, total) in enumerate(schedule.classes))
        elif each.column.name == _WARRANT_NO:
            yield from (_numbers_of_class(index, name) for index, (name, _) in enumerate(schedule.classes))


def _counts_of_class(index: int, name: str, total: Any) -> _SheetColumn:
    return _SheetColumn(
        Column(f"{name} {_WARRANTS}", ColumnKind.COUNT),
        lambda holding: number_of(holding.investor, index),
        lambda _: total,
    )


def _numbers_of_class(index: int, name: str) -> _SheetColumn:
    return _SheetColumn(
        Column(f"{name} {_WARRANT_NO}", ColumnKind.TEXT),
        lambda holding: warrant_number_of(holding.investor, index) or BLANK,
    )


def _cell(value: Any) -> CellValue:
    """Return a term as a cell. An open point is its bracket, and several lines share one cell."""
    if isinstance(value, tuple):
        return "\n".join(str(_cell(line)) for line in value)
    cell: CellValue = value.printed if isinstance(value, OpenPoint) else value
    return cell


def _with_warrants(schedule: Schedule) -> bool:
    return schedule.warrants is not None


def _with_closings(schedule: Schedule) -> bool:
    return schedule.closing > INITIAL


class _SheetColumn(Struct, frozen=True):
    """A column with its value for an investor and for the totals. `stands` tells if a schedule has it."""

    column: Column
    of: Callable[[Holding], Any]
    total: Callable[[Schedule], Any] = lambda _: None
    stands: Callable[[Schedule], bool] = lambda _: True


_COLUMNS = (
    _SheetColumn(
        Column("Registered Name", ColumnKind.TEXT, 36), lambda holding: holding.investor.name, lambda _: "Total"
    ),
    _SheetColumn(Column("Address", ColumnKind.TEXT, 40), lambda holding: holding.investor.address_lines),
    _SheetColumn(
        Column(_SHARES, ColumnKind.COUNT), lambda holding: holding.investor.shares, lambda schedule: schedule.shares
    ),
    _SheetColumn(
        Column(_WARRANTS, ColumnKind.COUNT),
        lambda holding: holding.investor.warrants,
        lambda schedule: schedule.warrants,
        _with_warrants,
    ),
    _SheetColumn(
        Column("Amount", ColumnKind.DOLLARS, 20),
        lambda holding: holding.investor.amount,
        lambda schedule: schedule.amount,
    ),
    _SheetColumn(
        Column("Certificate No.", ColumnKind.TEXT), lambda holding: holding.investor.certificate_number or BLANK
    ),
    _SheetColumn(
        Column(_WARRANT_NO, ColumnKind.TEXT),
        lambda holding: holding.investor.warrant_number or BLANK,
        stands=_with_warrants,
    ),
    _SheetColumn(Column("Closing", ColumnKind.COUNT, 10), lambda holding: holding.closing, stands=_with_closings),
    _SheetColumn(Column("Closing Date", ColumnKind.DAY, 20), lambda holding: holding.date, stands=_with_closings),
)
