"""The reference of a term sheet to the file that lists its investors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

ReadSibling = Callable[[str], bytes]
"""A function that returns the bytes of a file by its path from the term sheet, or raises `OSError`.

It may cut a file larger than `LARGEST_LIST`, at least a byte behind that.
"""


class ListReference(Struct, frozen=True):
    """The file that lists the investors, its sheet, and the names of columns by field."""

    file: str
    sheet: str | None
    columns: Mapping[str, str]

    @classmethod
    def of(cls, sheet: Any) -> ListReference:
        """Return the reference from an `investors_sheet` of the schema."""
        columns = {name: column for name, column in sheet.columns if column is not None}
        return cls(getattr(sheet, "from"), sheet.sheet, columns)
