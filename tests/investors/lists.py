"""Lists of investors in files, and the small term sheet that refers to them."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl

from assembler.errors import InputError, Problem
from assembler.pipeline import load_term_sheet
from assembler.termsheet.loading import Loaded
from tests.termsheet.sheets import spoilt

TYPED = "investors:\n  - name: White Investments Ltd.\n    amount: 1,100,000\n"
CALLED_OTHERWISE = "  columns: {name: Investor, amount: Commitment}\n"


def load_list(name: str, content: bytes | None, *lines: str) -> Loaded:
    """The small term sheet whose investors are in a file of this name and content, with more lines below `from`."""

    def beside(path: str) -> bytes:
        if path != name or content is None:
            raise FileNotFoundError(path)
        return content

    return load_term_sheet(referring(name, *lines).encode(), "deals/deal.yaml", beside)


def referring(name: str, *lines: str) -> str:
    return spoilt((TYPED, f"investors:\n  from: {name}\n" + "".join(lines)))


def refused_list(name: str, content: bytes | None, *lines: str) -> tuple[Problem, ...]:
    try:
        load_list(name, content, *lines)
    except InputError as refusal:
        return refusal.problems
    raise AssertionError("the list was not refused")


def messages(name: str, content: bytes | str | None, *lines: str) -> list[str]:
    """Return the problems of a refused list, without the hints."""
    data = content.encode() if isinstance(content, str) else content
    return [str(problem).splitlines()[0] for problem in refused_list(name, data, *lines)]


def investors(name: str, content: bytes | str, *lines: str) -> list[dict[str, object]]:
    """The investors of a list that is read, without the terms that are not stated."""
    data = content.encode() if isinstance(content, str) else content
    terms = load_list(name, data, *lines).terms
    return [investor.model_dump(exclude_unset=True) for investor in terms.investors]


def workbook(*rows: list[object], change: Callable[[object], object] | None = None) -> bytes:
    """A workbook with one sheet, Round, of these rows; `change` may do more to the sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Round"
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
