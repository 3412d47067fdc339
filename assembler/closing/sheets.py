"""The schedule of investors for other programs: a workbook, a text file parted by commas, and a cap table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from msgspec import Struct

from assembler.closing.pieces import DealSet, Part, of_closing
from assembler.termsheet.closings import INITIAL
from assembler.termsheet.deal import Deal
from assembler.termsheet.rules.cap_table import open_points
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schedule import Holding, Schedule, schedule_of
from assembler.termsheet.schema import TermSheet
from assembler.writers.sheet import Cell, Column, Kind, Sheet, as_csv

SHEETS = "sheets"  # what they are called among the formats of a set
_STEMS = _SCHEDULE, _CAP_TABLE = "schedule-of-investors", "cap-table"
_ENDS = (".csv", ".xlsx", ".ocf.zip")
_TITLE = "Schedule of Investors"
# A number that nobody has stated is not made up; the cell says so.
_BLANK = "(blank)"


def is_sheet(name: str) -> bool:
    """Whether a file of a set is one of these, by its name; a person's own workbook is an annex."""
    return name.startswith(_STEMS) and name.endswith(_ENDS)


def write_sheets(whole: DealSet, only: str | None, formats: Collection[str]) -> Mapping[str, bytes]:
    """The sheets of the set by file name, as of each closing, where they are among what is asked for.

    There are none where the schedule discloses no amounts. The cap table is written where the term sheet states
    `cap_table` and nothing that it needs is an open point.
    """
    if SHEETS not in formats or only not in (None, Part.SCHEDULE):
        return {}
    return {
        name: content
        for deal in (whole.deal, *whole.additional)
        if deal.facts.get("amounts_disclosed")
        for name, content in _sheets(deal, whole)
    }


def _sheets(deal: Deal, whole: DealSet) -> Iterator[tuple[str, bytes]]:
    # Imported here: a schedule that discloses no amounts has no sheet.
    from assembler.writers.workbook import as_workbook

    terms = deal.terms
    assert isinstance(terms, TermSheet)  # noqa: S101  a warrant by itself discloses no amounts
    schedule = schedule_of(terms)
    sheet, end = _as_sheet(schedule), of_closing(schedule.closing)
    yield f"{_SCHEDULE}{end}.csv", as_csv(sheet)
    yield f"{_SCHEDULE}{end}.xlsx", as_workbook(sheet)
    if terms.cap_table and not open_points(terms):
        from assembler.writers import cap_table

        yield f"{_CAP_TABLE}{end}.ocf.zip", cap_table.write(terms, schedule, whole.legend)


def _as_sheet(schedule: Schedule) -> Sheet:
    """The schedule as a table."""
    printed = [one for one in _COLUMNS if one.stands(schedule)]
    return Sheet(
        _TITLE,
        [one.column for one in printed],
        [[_cell(one.of(holding)) for one in printed] for holding in schedule.holdings],
        [[_cell(one.total(schedule)) for one in printed]],
    )


def _cell(value: Any) -> Cell:
    """A term as a cell: an open point is its bracket, several lines are lines of one cell."""
    if isinstance(value, tuple):
        return "\n".join(str(_cell(line)) for line in value)
    cell: Cell = value.printed if isinstance(value, OpenPoint) else value
    return cell


def _with_warrants(schedule: Schedule) -> bool:
    return schedule.warrants is not None


def _with_closings(schedule: Schedule) -> bool:
    return schedule.closing > INITIAL


class _Printed(Struct, frozen=True):
    """A column, what it holds of each investor and of the totals, and in which schedules it stands."""

    column: Column
    of: Callable[[Holding], Any]
    total: Callable[[Schedule], Any] = lambda _: None
    stands: Callable[[Schedule], bool] = lambda _: True


_COLUMNS = (
    _Printed(Column("Registered Name", Kind.TEXT, 36), lambda one: one.investor.name, lambda _: "Total"),
    _Printed(Column("Address", Kind.TEXT, 40), lambda one: one.investor.address_lines),
    _Printed(Column("Shares", Kind.COUNT), lambda one: one.investor.shares, lambda schedule: schedule.shares),
    _Printed(
        Column("Warrants", Kind.COUNT),
        lambda one: one.investor.warrants,
        lambda schedule: schedule.warrants,
        _with_warrants,
    ),
    _Printed(Column("Amount", Kind.DOLLARS, 20), lambda one: one.investor.amount, lambda schedule: schedule.amount),
    _Printed(Column("Certificate No.", Kind.TEXT), lambda one: one.investor.certificate_number or _BLANK),
    _Printed(
        Column("Warrant No.", Kind.TEXT), lambda one: one.investor.warrant_number or _BLANK, stands=_with_warrants
    ),
    _Printed(Column("Closing", Kind.COUNT, 10), lambda one: one.closing, stands=_with_closings),
    _Printed(Column("Closing Date", Kind.DAY, 20), lambda one: one.date, stands=_with_closings),
)
