"""Help with typing a term sheet: the page of all fields and the JSON Schema."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from textwrap import wrap
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from assembler.termsheet.fields import Field, fields
from assembler.termsheet.scalars import FLAG_FOR_EDITORS, options_for_editors
from assembler.termsheet.schema import SHEETS, TermSheet, WarrantSheet, investors_sheet
from assembler.termsheet.starter import changes, in_order


def json_schema(form: str) -> str:
    """Return the JSON Schema of the term sheets of a form: draft 2020-12, as text."""
    schema = SHEETS[form].model_json_schema(schema_generator=_ForEditors)
    schema = {"$schema": GenerateJsonSchema.schema_dialect, "title": f"Term sheet: {form}", **_refined(schema)}
    # Another form has another schema.
    schema["properties"]["form"] |= options_for_editors([form])
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


class _ForEditors(GenerateJsonSchema):
    """Pydantic's schema without null: a term that is not stated is left out."""

    def nullable_schema(self, schema: Any) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> dict[str, Any]:
        described = super().default_schema(schema)
        if described.get("default", 0) in (None, []):
            del described["default"]
        return described

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  pydantic calls it with the field
        return False


def _refined(node: Any) -> Any:
    """Return the schema with untitled groups and with examples as YAML reads them.

    Pydantic titles a group with the name of its Python class, which means nothing to the user.
    """
    if isinstance(node, list):
        return [_refined(member) for member in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _refined(value) for key, value in node.items() if not (key == "title" and "properties" in node)}
    if "examples" in kept:
        kept["examples"] = [_as_read(example, kept.get("type", ())) for example in kept["examples"]]
    return kept


def _as_read(example: Any, types: Any) -> Any:
    """Return an example as the value that an editor reads from what is typed."""
    if types == FLAG_FOR_EDITORS["type"]:
        return example in (True, "true")
    is_plain_number = isinstance(example, str) and example.isdecimal() and "integer" in types
    return int(example) if is_plain_number else example


# The page

_PAGE = """\
# Every field of a term sheet

**The forms are a starting point.** Engineers wrote them from four public agreements and from public
practice. No lawyer has reviewed them.

A term sheet is a YAML file of names and values. Groups are indented by two spaces. Entries of a
list begin with a dash. `assembler new deal` writes a term sheet to begin with. `assembler schema`
prints the JSON Schema for an editor. `assembler explain offering.price_per_share` says what a field
prints and decides.

Each heading below is the path of a group. A field's path is that of its group, a dot and its name,
as in `offering.price_per_share`. `[]` stands for each entry of a list.

- Type a value as you say it: `1,100,000`, `$2.50`, `20%`, `2003-07-01`. The table below has more.
  Use quotation marks only if a value holds `: ` or ` #`, or begins with a sign of YAML. A message
  tells you when, and how.
- `TBD` or `TBD (a note)` means that text, a figure or a date is not agreed yet. It prints as a
  bracket. An execution version cannot be drafted while a TBD remains.
- Do not type what can be computed, such as a total or an investor's shares. If you do, it is
  compared, and a difference is an error with both figures.
- Investors can be listed in a workbook or a CSV file: `investors: {from: investors.xlsx}`. `sheet`
  names one of its sheets. Usual headings such as Investor, Commitment, Phone and No. of Shares are
  known. `columns` names other columns, as in `columns: {name: Holder, amount: Ticket}`.
  `assembler new --investors-sheet investors.xlsx` writes a workbook to fill in.
- A required field has no default. An optional field takes its default, or is not part of the deal.

What has one meaning is taken. What has two is refused with both.

| a value | is also taken as | is refused |
|---|---|---|
| dollars | `$1,250,000`, `USD 1,250,000`, `1,250,000 dollars`, `$1.25 million` | `1.25m`, `1.250.000`, `EUR 5` |
| a price | `$2.3750 per share`; its decimals print as typed, two at least | `2,37` |
| a count | `2,200,000 shares`, `2.2 million` | `2.200.000` |
| a percentage | `35 %`, `35 percent` | `35`, `0.35` |
| days, years | `10 days`, `10 business days` or `2 trading days` where the form says so, `5 years` | `2 weeks`, `five` |
| a date | `September 14, 2026`, `14 Sep 2026`, `2026/09/14`, `9/14/2026` | `03/04/2026`, `9/14/26` |
| true or false | `Yes`, `TRUE`, `on`, `no` | `1`, `maybe` |
| an option | in other letters: `Integrated`, `Execution Page` | another word |
| TBD | `tbd`, `Tbd (a note)` | `TBA`, `???`, `[●]`, `XXX` |
| text | curly quotation marks around all of it are dropped | `N/A`, and `Fund # 2` without quotation marks |

The `focus-*.yaml` reproduce four signed agreements word for word. The `new-*.yaml` are examples of
new deals.

This page is generated: `python -m assembler.termsheet.manual > termsheets/README.md`.
"""
_WARRANT = """\
# A warrant by itself

`form: warrant` has the groups company, counsel (of the company only), law (without the figures),
execution and departures as above. It also has:
"""
_THE_REST = """
# The rest

The groups above hold the terms that change with every deal. Most of what follows has defaults.
"""
_LISTED = """\
In place of the list, `investors:` may name a sheet with one investor in each row. Its columns have the names of the
fields of `investors[]`, or `columns` names them (`columns: {amount: Ticket}`)."""
_PAGE_WIDTH = 100
_UNBROKEN_SPACE = "\0"  # stands for a space within backticks while a paragraph is wrapped


def page() -> str:
    """Return the page that lists every field of every form, in Markdown."""
    known = [field.path for field in fields(TermSheet)]
    of_warrant = [field for field in fields(WarrantSheet) if field.path not in known]
    listed = [field for field in fields(investors_sheet(), "investors.") if field.path.count(".") == 1]
    sheet = _section("`investors`, from a sheet", _LISTED, listed)
    return f"{_PAGE}{_sections(list(fields(TermSheet)))}{sheet}\n{_WARRANT}{_sections(of_warrant)}"


def _sections(items: list[Field]) -> str:
    """Return a section for the fields at the left margin, then one for each group."""
    margin = in_order([field for field in items if field.path == field.name])
    sections = [_section("At the left margin", "", margin)]
    line = sum(field.name == "form" or changes(field) for field in margin)
    for index, top in enumerate(margin):
        sections += [_THE_REST] if index == line else []
        below = (f"{top.path}.", f"{top.path}[].")
        for group in (field for field in items if field.group and (field == top or field.path.startswith(below))):
            within = f"{group.path}{'[]' if group.is_list else ''}"
            inner = [field for field in items if field.path == f"{within}.{field.name}"]
            sections.append(_section(f"`{within}`", group.description, inner))
    return "".join(sections)


def _section(title: str, description: str, items: Iterable[Field]) -> str:
    introduction = f"\n{_paragraph(description)}" if description else ""
    return f"\n## {title}\n{introduction}\n" + "".join(map(_item, items))


def _item(field: Field) -> str:
    """Return the list item of a field: its name, type, meaning, default and example."""
    needed = ", required" if field.required else ""
    default = f" Default: `{field.default}`." if field.default else ""
    example = f" Example: `{field.example}`." if field.example else ""
    return _paragraph(f"- **`{field.name}`** ({field.kind}{needed}): {field.description}{default}{example}", "  ")


def _paragraph(text: str, indent: str = "") -> str:
    """Return the text in lines of at most 100 characters. No line breaks within backticks."""
    unbroken = re.sub("`[^`]*`", lambda code: code[0].replace(" ", _UNBROKEN_SPACE), text)
    lines = wrap(unbroken, _PAGE_WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return "".join(f"{line}\n" for line in lines).replace(_UNBROKEN_SPACE, " ")


if __name__ == "__main__":
    sys.stdout.write(page())
