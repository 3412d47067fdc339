"""Put a table that was copied from a spreadsheet in place of a term sheet's investors.

The rows of the table say who buys, and in which order. An investor that the term sheet has already keeps what the
table does not state, with its comments and layout.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assembler.errors import InputError, Problem, errors
from assembler.investors.build import read_investors
from assembler.investors.class_columns import class_headings
from assembler.investors.delimited import readings
from assembler.investors.file import best_reading
from assembler.investors.reference import ListReference
from assembler.termsheet import editing
from assembler.termsheet.reader import read
from assembler.termsheet.schema import Investor
from assembler.termsheet.source import SourceTree

NAME_OF_TABLE = "the pasted table"
_PRICE = ("amount", "shares")


def with_investors(text: str, table: str, file: str = "") -> tuple[str, tuple[Problem, ...]]:
    """Return the text of a term sheet with the investors of a table, and the warnings about the table.

    The first row names the columns, as in a sheet of investors. Raise `InputError` if the table cannot be read.
    """
    tree = _tree(text, file)
    rows, warnings = _investors_of(table, class_headings(tree))
    entries = _stated(tree)
    if not entries:
        return editing.set_term(text, ("investors",), [*rows], file), warnings
    return _merged(text, entries, rows, file), warnings


def compared(text: str, table: str, file: str = "") -> tuple[dict[str, list[str]], tuple[Problem, ...]]:
    """Return the names of the investors that a table adds, changes, keeps and leaves out, and the warnings about it."""
    tree = _tree(text, file)
    rows, warnings = _investors_of(table, class_headings(tree))
    before = {_purchase(entry): entry for entry in _stated(tree)}
    after = {_purchase(row): row for row in rows}
    who: dict[str, list[str]] = {"added": [], "changed": [], "kept": [], "gone": []}
    for purchase, row in after.items():
        entry = before.get(purchase)
        is_kept = entry is not None and all(entry.get(name) == value for name, value in row.items())
        who["added" if entry is None else "kept" if is_kept else "changed"].append(str(row.get("name", "")))
    who["gone"] = [str(entry.get("name", "")) for purchase, entry in before.items() if purchase not in after]
    return who, warnings


def _tree(text: str, file: str) -> Mapping[str, SourceTree]:
    return read(text.encode("utf-8", "surrogatepass"), file).tree


def _stated(tree: Mapping[str, SourceTree]) -> list[Any]:
    """Return the investors that a term sheet lists itself."""
    stated = tree.get("investors")
    entries: list[Any] = stated if isinstance(stated, list) else []
    return entries if all(isinstance(entry, dict) for entry in entries) else []


def _investors_of(table: str, headings: Mapping[str, str]) -> tuple[list[dict[str, SourceTree]], tuple[Problem, ...]]:
    data = table.encode("utf-8", "surrogatepass")
    grid, header = best_reading([*readings(data, NAME_OF_TABLE)], ListReference(NAME_OF_TABLE, None, {}), headings)
    investors = read_investors(grid, header)
    if errors(investors.problems):
        raise InputError(investors.problems)
    rows: list[Any] = investors.entries
    return rows, tuple(investors.problems)


def _merged(text: str, entries: list[Any], rows: list[dict[str, SourceTree]], file: str) -> str:
    """Return the text with the investors of the rows in their order, each with what it had."""
    free = {_purchase(entry): index for index, entry in reversed([*enumerate(entries)])}
    kept = [free.pop(_purchase(row), None) for row in rows]
    stays = sorted(index for index in kept if index is not None)
    if not stays:
        return editing.set_term(text, ("investors",), [*rows], file)
    pairs = [(index, row) for index, row in zip(kept, rows, strict=True) if index is not None]
    gone = [("investors", index) for index in range(len(entries)) if index not in stays]
    # Dollars in the table replace shares, and shares replace dollars.
    gone_terms = [
        ("investors", index, name)
        for index, row in pairs
        for name in _PRICE
        if name in entries[index] and name not in row and not row.keys().isdisjoint(_PRICE)
    ]
    if gone or gone_terms:
        text = editing.delete_entries(text, [*gone, *gone_terms], file)
    changed = [
        (("investors", stays.index(index), name), row[name])
        for index, row in pairs
        for name in Investor.model_fields
        if name in row and entries[index].get(name) != row[name]
    ]
    new = [row for index, row in zip(kept, rows, strict=True) if index is None]
    added = [(("investors", len(stays) + position), row) for position, row in enumerate(new)]
    if changed or added:
        text = editing.set_terms(text, [*changed, *added], file)
    fresh = iter(range(len(stays), len(rows)))
    order = [next(fresh) if index is None else stays.index(index) for index in kept]
    return text if order == sorted(order) else editing.arranged(text, ("investors",), order, file)


def _purchase(entry: Mapping[str, SourceTree]) -> tuple[str, str]:
    """Return what tells a purchase from the others: the investor's name in small letters, and the closing."""
    return " ".join(str(entry.get("name", "")).split()).casefold(), str(entry.get("closing", ""))
