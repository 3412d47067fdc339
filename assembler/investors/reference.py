"""The reference of a term sheet to the file that lists its investors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

ReadSibling = Callable[[str], bytes]
"""Reads a file by its path from the term sheet, of a larger one than `LARGEST_LIST` at least a byte more; OSError where it cannot."""


class ListReference(Struct, frozen=True):
    """What a term sheet says of the file that lists its investors."""

    file: str
    sheet: str | None
    columns: Mapping[str, str]

    @classmethod
    def of(cls, sheet: Any) -> ListReference:
        """Return what an `investors_sheet` of the schema says."""
        columns = {name: column for name, column in sheet.columns if column is not None}
        return cls(getattr(sheet, "from"), sheet.sheet, columns)
