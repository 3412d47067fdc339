"""The reference to a sheet of investors, which may stand in place of the investors."""

from functools import cache
from typing import Any

from pydantic import Field, create_model

from assembler.termsheet.scalars import PlainText
from assembler.termsheet.schema.base import Terms, defaults
from assembler.termsheet.schema.parties import Investor

ADDRESS_COLUMNS = tuple(f"address_{line}" for line in range(1, 7))

# No cell holds the copies of notices, which are groups. Numbers by class have columns by the names of the classes.
_NO_COLUMN = ("copies", "class_warrants", "class_warrant_numbers")
INVESTOR_COLUMNS = tuple(name for name in Investor.model_fields if name not in _NO_COLUMN)


def _columns() -> dict[str, Any]:
    """Return a field for the column of each term of an investor and each line of an address."""
    described = {name: Investor.model_fields[name].description for name in INVESTOR_COLUMNS}
    described |= {name: f"Line {name[-1]} of the address." for name in ADDRESS_COLUMNS}
    return {name: (PlainText | None, Field(None, description=description)) for name, description in described.items()}


def _sheet() -> dict[str, Any]:
    """Return the fields of the reference to a sheet, by name."""
    # `from` is a keyword of Python, so a class cannot declare it.
    named = "The names of columns that differ from the names of the fields."
    by_name = create_model("InvestorColumns", __base__=Terms, __doc__=named, **_columns())
    file = "A workbook (.xlsx) or a text file (.csv), by its path from the term sheet."
    sheet = "The sheet of the workbook, if it has several."
    columns = "The columns whose names differ from the fields that they hold."
    return {
        "from": (PlainText, Field(description=file, examples=["investors.xlsx"])),
        "sheet": (PlainText | None, Field(None, description=sheet, examples=["Round"])),
        "columns": (by_name, defaults(columns)),
    }


@cache
def investors_sheet() -> type[Terms]:
    """Return the model of a reference to a sheet of investors. Most term sheets need none, so it is made on demand."""
    description = "A sheet with one investor in each row."
    return create_model("InvestorsSheet", __base__=Terms, __doc__=description, **_sheet())


class OrSheet:
    """The annotation that tells editors that `investors` may name a sheet. Loading has replaced the reference by then."""

    def __get_pydantic_json_schema__(self, typed: Any, describe: Any) -> dict[str, Any]:
        listed = investors_sheet()
        listed.model_rebuild()
        sheet = describe(listed.__pydantic_core_schema__)
        return {"if": {"type": "object"}, "then": sheet, "else": describe(typed)}
