"""Read the file that lists the investors of a deal: `investors: {from: investors.xlsx}`.

Its rows become the tree of text that typed investors would be. So the schema alone decides what is right, and every
problem points into the file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec.structs import replace

from assembler.errors import Fix, InputError, Location, Problem
from assembler.investors.build import read_investors
from assembler.investors.class_columns import class_headings
from assembler.investors.delimited import readings
from assembler.investors.grid import Grid
from assembler.investors.header import Header, header_of
from assembler.investors.reference import ListReference, ReadSibling
from assembler.investors.rows import InvestorRows
from assembler.termsheet.messages import certain, nearest
from assembler.termsheet.schema import Investor
from assembler.termsheet.source import NamedCell, Source, TermPath, abridged
from assembler.termsheet.yaml_text import quoted

if TYPE_CHECKING:
    from assembler.investors.xlsx_reader import Workbook, WorkbookSheet

LARGEST_LIST = 64_000_000
_SHOWN_COLUMNS = 12


def with_investors(source: Source, reference: ListReference, read_sibling: ReadSibling | None) -> Source:
    """Return the term sheet with the investors of its file. Raise `InputError` if the file cannot be used."""
    data = _content(source, reference, read_sibling)
    file = (PurePosixPath(source.file).parent / reference.file).as_posix()
    grid, header = _grid(data, file, source, reference)
    missing = list(_missing_columns(grid, header, source, reference))
    investors = read_investors(grid, header)
    return replace(
        source,
        tree={**source.tree, "investors": investors.entries},
        places=_PlacesWithInvestors(source.places, investors),
        cells=_Cells(investors),
        problems=(*missing, *abridged(investors.problems)),
        settled=investors.settled(),
        inputs={"investors": hashlib.sha256(data).hexdigest()},
    )


class _Cells(Mapping[TermPath, NamedCell]):
    """The cells of the investors by path, with those of missing values."""

    def __init__(self, investors: InvestorRows) -> None:
        self._investors = investors

    def __getitem__(self, path: TermPath) -> NamedCell:
        if cell := self._investors.cell(path):
            return cell
        raise KeyError(path)

    def __iter__(self) -> Iterator[TermPath]:
        return (path for path in self._investors.paths() if self._investors.cell(path))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _PlacesWithInvestors(Mapping[TermPath, Location]):
    """The places of a term sheet and of the investors in its file, by path."""

    def __init__(self, places: Mapping[TermPath, Location], investors: InvestorRows) -> None:
        self._places = places
        self._investors = investors

    def __getitem__(self, path: TermPath) -> Location:
        if len(path) > 1 and path[0] == "investors" and (place := self._investors.place(path)):
            return place
        return self._places[path]

    def __iter__(self) -> Iterator[TermPath]:
        return chain(self._places, self._investors.paths())

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _refusal(  # noqa: PLR0913, PLR0917  the parts of a problem, and where the term sheet causes it
    source: Source, code: str, what: str, hint: str, term: str = "from", fix: Fix | None = None
) -> InputError:
    """Return the `InputError` for a problem that a change of the term sheet removes."""
    path = ("investors", term)
    place = source.places.get(path, source.places[("investors",)])
    return InputError([Problem(code, what, hint, place, f"investors.{term}", fix=fix)])


# The file


def _content(source: Source, reference: ListReference, read_sibling: ReadSibling | None) -> bytes:
    """Return the bytes of the file. Raise `InputError` if it cannot be read."""
    name = reference.file
    if read_sibling is None:
        raise _refusal(source, "X101", "other files cannot be read here", "Type the investors into the term sheet.")
    if name.replace("\\", "/").startswith("//"):
        # Windows would send the user's name and a hash of the password to the other machine.
        hint = "Copy the file into the folder of the term sheet, and name the copy."
        raise _refusal(source, "X101", f"{name} is a file on another machine", hint)
    try:
        data = read_sibling(name)
    except (OSError, ValueError) as error:
        why = _why_unreadable(error)
        raise _refusal(source, "X101", f"{name} {why}", "Name the file by its path from the term sheet.") from None
    if len(data) > LARGEST_LIST:
        what = f"{name} has more than {LARGEST_LIST:,} bytes"
        raise _refusal(source, "X102", what, "Copy the rows of the investors into a file of their own.")
    return data


def _why_unreadable(error: Exception) -> str:
    kinds = {FileNotFoundError: "does not exist", IsADirectoryError: "is a folder", PermissionError: "may not be read"}
    return next((why for kind, why in kinds.items() if isinstance(error, kind)), "cannot be read")


# Files that users rename to .xlsx or .csv, by their first bytes.
_OTHER_FORMATS = {
    b"\xd0\xcf\x11\xe0": "an old .xls workbook, or encrypted",
    b"%PDF": "a PDF",
    b"{\\rtf": "a Word document",
    b"<": "a web page or XML",
}


def _grid(data: bytes, file: str, source: Source, reference: ListReference) -> tuple[Grid, Header]:
    """Return the cells of the list and its header row. Raise `InputError` if it has none."""
    for beginning, kind in _OTHER_FORMATS.items():
        if data.lstrip().startswith(beginning):
            what = f"{reference.file} is {kind}"
            raise _refusal(source, "X103", what, "Save it as Excel Workbook (.xlsx), without a password, or as .csv.")
    if data.startswith(b"PK"):
        from assembler.investors.xlsx_reader import Workbook

        workbook = Workbook(data, file)
        grids: list[Grid | InputError] = [workbook.grid(_sheet(workbook, source, reference))]
    else:
        if reference.sheet is not None:
            what = f"{reference.file} is a text file and has no sheets"
            raise _refusal(source, "X105", what, "Delete the line.", "sheet")
        grids = [*readings(data, file)]
    return best_reading(grids, reference, class_headings(source.tree))


def _sheet(workbook: Workbook, source: Source, reference: ListReference) -> WorkbookSheet:
    """Return the sheet that lists the investors. Raise `InputError` if several may."""
    names = [sheet.name for sheet in workbook.sheets]
    if reference.sheet is not None:
        for sheet in workbook.sheets:
            if sheet.name == reference.sheet:
                return sheet
        what = f"the workbook has no sheet '{reference.sheet}'{_meant(reference.sheet, names)}"
        fix = _fix(source.places["investors", "sheet"], reference.sheet, names)
        raise _refusal(source, "X105", what, f"Write one of: {', '.join(names)}.", "sheet", fix)
    # A hidden sheet is never read unless the term sheet names it: its author may not know of it.
    shown = [sheet for sheet in workbook.sheets if not sheet.hidden]
    if len(shown) == 1:
        return shown[0]
    what = f"{reference.file} has {len(shown)} sheets, and the term sheet does not name one"
    hint = (
        f"Add below `investors`: `sheet: {shown[0].name if shown else 'Sheet1'}`. The sheets are: {', '.join(names)}."
    )
    raise _refusal(source, "X105", what, hint)


def _meant(typed: str, names: list[str]) -> str:
    """Return the question "Did you mean ...?" for a near name, ignoring case, or an empty text."""
    by_folded = {name.casefold(): name for name in names}
    near = by_folded.get(nearest(typed, list(by_folded)))
    return f". Did you mean `{near}`?" if near else ""


def _fix(place: Location, typed: str, names: list[str]) -> Fix | None:
    """Return the fix that writes the only near name, ignoring case, or None."""
    by_folded = {name.casefold(): name for name in names}
    near = by_folded.get(certain(typed.casefold(), list(by_folded)), "")
    return Fix(place, near if re.fullmatch(r"[A-Za-z][\w ]*", near) else quoted(near)) if near else None


def best_reading(
    grids: list[Grid | InputError], reference: ListReference, headings: Mapping[str, str]
) -> tuple[Grid, Header]:
    """Return the grid with the most complete header. Raise `InputError` if none has a header."""
    # The right separator of a CSV file is the one that gives the most columns with known names.
    best: tuple[Grid, Header] | None = None
    for grid in grids:
        header = header_of(grid, reference.columns, headings) if isinstance(grid, Grid) else None
        if header and isinstance(grid, Grid) and (best is None or len(header.terms) > len(best[1].terms)):
            best = grid, header
        if header and header.complete:
            break
    refusals = [grid for grid in grids if isinstance(grid, InputError)]
    if refusals and (best is None or not best[1].complete):
        raise refusals[0]
    if best is None:
        raise InputError([_no_header(next(grid for grid in grids if isinstance(grid, Grid)), reference)])
    return best


def _no_header(grid: Grid, reference: ListReference) -> Problem:
    wanted = " and ".join(f"'{reference.columns.get(name, name)}'" for name in ("name", "amount"))
    what = f"no row has the column names {wanted}"
    hint = (
        "Put a row with these names above the first investor, or map them below `investors`, "
        "such as `columns: {name: Investor, amount: Commitment}`."
    )
    place = grid.place(grid.rows[0], 1) if grid.rows else Location(grid.file, 1)
    return Problem("X107", what, hint, place, "investors")


def _missing_columns(grid: Grid, header: Header, source: Source, reference: ListReference) -> Iterator[Problem]:
    """Yield the columns that the sheet lacks: those that the term sheet names, and the required ones."""
    names = list(header.names.values())
    right = ", ".join(f"'{name}'" for name in names[:_SHOWN_COLUMNS])
    for term, name in reference.columns.items():
        place = source.places[("investors", "columns", term)]
        if columns := [other for other in reference.columns if other != term and reference.columns[other] == name]:
            what, hint = f"the column '{name}' is named for `{columns[0]}` too", "Name another column for one of them."
            yield Problem("X109", what, hint, place, f"investors.columns.{term}")
        elif term not in header.terms:
            what = f"the sheet has no column '{name}'{_meant(name, names)}"
            fix = _fix(place, name, names)
            yield Problem("X108", what, f"Write one of: {right}.", place, f"investors.columns.{term}", fix=fix)
    for term in header.missing:
        if term not in reference.columns:
            what = f"no column is named `{term}`: {Investor.model_fields[term].description}"
            hint = f"Name the column below `investors`: `columns: {{{term}: ...}}`, with one of {right}."
            yield Problem("X107", what, hint, grid.place(header.row, 0), f"investors[].{term}")
