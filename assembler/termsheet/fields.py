"""The fields of a term sheet, as its schema declares them: type, meaning, default and example."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from msgspec import Struct
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from assembler.termsheet.scalars import FLAG_FOR_EDITORS, ScalarReader
from assembler.termsheet.yaml_text import quoted


class Field(Struct, frozen=True):
    """A field. `path` is its full name, with `[]` for the entries of a list: investors[].amount."""

    path: str
    name: str
    info: FieldInfo

    @property
    def description(self) -> str:
        """The meaning of the field, in a sentence or two."""
        return self.info.description or ""

    @property
    def required(self) -> bool:
        """True if a term sheet must state the field."""
        return self.info.is_required()

    @property
    def group(self) -> type[BaseModel] | None:
        """The group of terms in the field or in its entries. None for a value or a list of values."""
        return group_in(self.info.annotation)

    @property
    def is_list(self) -> bool:
        """True if the field is a list."""
        return is_list(self.info)

    @property
    def kind(self) -> str:
        """The type of the field, in a lawyer's words."""
        if self.group:
            return "a list of entries" if self.is_list else "a group"
        what = f"one of {', '.join(self.choices)}" if self.choices else _scalar(self.info).get("title", "text")
        return f"a list, each {what}" if self.is_list else what

    @property
    def choices(self) -> list[str]:
        """The permitted values of the field. Empty if they cannot be listed."""
        return choices_of(self.info.annotation)

    @property
    def may_be_open(self) -> bool:
        """True if the field may be TBD."""
        return not self.group and not self.choices and _scalar(self.info) is not FLAG_FOR_EDITORS

    @property
    def default(self) -> str:
        """The default of the field, as it is typed. Empty for a group or a field without a default."""
        default = self.info.default
        if self.required or self.group or default in (None, ()):
            return ""
        return as_value(str(default).lower() if isinstance(default, bool) else default)

    @property
    def example(self) -> str:
        """An example of the field, as it is typed. Empty for a group."""
        return "" if self.group else line_of(self.name, self.info).partition(": ")[2]


def fields(sheet: type[BaseModel], above: str = "") -> Iterator[Field]:
    """Yield every field of a sheet, or of a group whose path is `above`. A group comes before its fields."""
    for name, info in sheet.model_fields.items():
        field = Field(f"{above}{name}", name, info)
        yield field
        if field.group:
            yield from fields(field.group, f"{field.path}{'[]' if field.is_list else ''}.")


def group_in(annotation: Any) -> type[BaseModel] | None:
    """Return the group of terms within an annotation such as `tuple[Investor, ...]` or `PendingProposals | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((group for part in get_args(annotation) if (group := group_in(part))), None)


def is_list(field: FieldInfo) -> bool:
    """Return True if a field is a list."""
    return getattr(field.annotation, "__origin__", None) is tuple


def choices_of(annotation: Any) -> list[str]:
    """Return the values of an annotation such as `Literal["omit", "reserved"] | None`."""
    # `| None` and `tuple[...]` wrap the Literal that has the values.
    return [part for part in get_args(annotation) if isinstance(part, str)] or [
        choice for part in get_args(annotation) for choice in choices_of(part)
    ]


def may_be_open(field: FieldInfo) -> bool:
    """Return True if a field may be TBD."""
    # pydantic moves the metadata of a plain field away from its annotation, and leaves that of `| None` there.
    metadata = (*field.metadata, *_metadata(field.annotation))
    return not is_list(field) and any(getattr(annotation, "may_be_open", False) for annotation in metadata)


def line_of(name: str, field: FieldInfo) -> str:
    """Return the line of a term with its example."""
    if group_in(field.annotation):
        return f"{name}:"
    examples = example_of(field)
    return f"{name}: [{', '.join(quoted(each) for each in examples)}]" if is_list(field) else f"{name}: {examples[0]}"


def example_of(field: FieldInfo) -> list[str]:
    """Return the example of a field as it is typed, or the entries of the example of a list."""
    example: Any = (field.examples or choices_of(field.annotation) or [field.default])[0]
    entries = example if isinstance(example, list) else [str(example).lower() if isinstance(example, bool) else example]
    return entries if is_list(field) else [as_value(str(entry)) for entry in entries]


def as_value(value: Any) -> str:
    """Return a value as it is typed, in quotation marks if YAML would misread it."""
    if isinstance(value, tuple | list):
        return f"[{', '.join(as_value(member) for member in value)}]"
    text = str(value)
    # YAML ends a plain value at ": " or " #", and many signs cannot begin one.
    return text if re.fullmatch(r"[\w(/](?:[^:#]|:(?! |$)|(?<! )#)*", text) else quoted(text)


def text_field(sheet: type[BaseModel], path: tuple[str | int, ...]) -> FieldInfo | None:
    """Return the field at a path if it holds text that prints, or None."""
    group: type[BaseModel] | None = sheet
    field = None
    for step in path:
        if isinstance(step, str):
            field = group.model_fields.get(step) if group else None
            group = group_in(field.annotation) if field else None
    return field if field and not group and _scalar(field).get("title") == "text" else None


def _scalar(field: FieldInfo) -> Mapping[str, Any]:
    """Return the JSON Schema of the type of a single value."""
    metadata = [*field.metadata, *_metadata(field.annotation)]
    return next(
        (scalar_reader.for_editors for scalar_reader in metadata if isinstance(scalar_reader, ScalarReader)), {}
    )


def _metadata(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        yield from _metadata(part)
