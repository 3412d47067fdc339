"""The starter sheet of a form: the terms that change with every deal first, and the rest with its defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from textwrap import wrap
from typing import Any

from msgspec import Struct
from pydantic import BaseModel

from assembler.termsheet.fields import Field, as_value
from assembler.termsheet.schema import SHEETS
from assembler.termsheet.source import SourceTree

# The starter sheet of a form names its JSON Schema, in the same folder.
SCHEMA_FILES = {"purchase-agreement": "assembler.schema.json", "warrant": "assembler-warrant.schema.json"}

# The terms that change with every deal, in the order in which they are asked. The investors come last.
CHANGING = (
    "agreement.date",
    "company.name",
    "company.jurisdiction",
    "company.signatory.name",
    "company.signatory.title",
    "offering.price_per_share",
    "offering.par_value",
    "offering.principal_market",
    "warrants.coverage",
    "warrants.exercise_price",
    "warrants.term_years",
    "law.governing_state",
)
CHANGING_OF_INVESTOR = ("name", "amount")

_STARTER = """\
# yaml-language-server: $schema=./{schema}
# The line above helps editors that know JSON Schema, such as VS Code with the YAML extension.
#
# TBD means: not agreed yet. It prints as a bracket, and so does every figure that follows from it.
# Write the deal's words and figures in its place. An example follows each TBD.
# `TBD (a note)` prints the note in the bracket.
# `assembler validate` lists what is wrong or still TBD. `assembler draft` writes the documents.

form: {form}
"""

_REST = """\

# ---- The rest has defaults, or is not part of most deals. ---------------------------------
# A line shows the default, or an example if the field has none.
# To state it, delete the # and the space after it. Move a field of a group above up there first.
"""


# An address abroad has neither.
_ADDRESS = ("company.address.state", "company.address.zip")

_OF_WARRANT = ("warrant.term_years", "warrant.underlying_agreement", "warrant.underlying_agreement.date")

# Fields that the schema does not require, but that every deal of the form prints, or most deals of today.
_PRINTED_ALWAYS = {
    "purchase-agreement": frozenset(
        {
            "company.notice.email",
            "investors[].amount",
            "investors[].address_lines",
            "investors[].email",
            "counsel",
            "counsel.company",
            "counsel.company.email",
            "placement_agent_warrant.underlying_agreement.date",
            *_ADDRESS,
            "warrants",
            *(f"warrants.{name}" for name in ("mode", "coverage", "exercise_price", "term_years")),
        }
    ),
    "warrant": frozenset({*_ADDRESS, "counsel", "counsel.company", *_OF_WARRANT}),
}

Answers = Mapping[str, Any]
"""Values of fields by path, as they are typed, and the entries of `investors`: each a mapping by name."""


def starter(form: str, style: SourceTree = None, answers: Answers | None = None) -> str:
    """Return a term sheet of the form with every field. It validates, and what is required and not answered is TBD.

    `style` is a partial term sheet that is stated too. `answers` take precedence.
    """
    groups = sorted((field for field in _direct(SHEETS[form], "") if field.name != "form"), key=_order)
    answers = {**dict(_leaves(style if isinstance(style, dict) else {}, SHEETS[form])), **(answers or {})}
    above = {path.rpartition(".")[0] for path in answers} | {path.split(".")[0] for path in answers}
    above |= {path.rpartition(".")[0] for path in above} - {""}
    starting = _Starter(_PRINTED_ALWAYS[form] | above | set(answers), answers)
    stated = [starting.stated_lines(field) for field in groups if starting.is_stated(field)]
    rest = [starting.rest(field) for field in groups]
    return (
        _STARTER.format(schema=SCHEMA_FILES[form], form=form)
        + _blocks(stated)
        + _REST
        + _blocks([lines for lines in rest if lines])
    )


def _order(field: Field) -> int:
    """Return the place of a group: those with terms that change with every deal come first."""
    changing = dict.fromkeys(path.split(".")[0] for path in CHANGING)
    first = ["form", *(name for name in changing if name != "law"), "investors", "law"]
    return first.index(field.name) if field.name in first else len(first)


def in_order(groups: Sequence[Field]) -> list[Field]:
    """Return the fields at the left margin in the order of the starter sheet."""
    return sorted(groups, key=_order)


def changes(field: Field) -> bool:
    """Return True if a field at the left margin holds terms that change with every deal."""
    return field.name == "investors" or any(path.startswith(f"{field.name}.") for path in CHANGING)


def _leaves(style: SourceTree, group: type[BaseModel], above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the values of a partial term sheet with their paths. A field that the form does not have is left out."""
    if not isinstance(style, dict):
        return
    for field in _direct(group, above):
        value = style.get(field.name)
        if field.group and not field.is_list:
            yield from _leaves(value, field.group, f"{field.path}.")
        elif value is not None:
            yield field.path, value


def _blocks(blocks: Sequence[Sequence[str]]) -> str:
    lines = chain.from_iterable(["", *chain.from_iterable(map(_unwrapped, lines))] for lines in blocks)
    return "".join(f"{line}\n" for line in lines)


_COMMENT_WIDTH = 88
_BREAK = "\0"  # stands for the end of a line in a comment while the lines of a group are put together


def _wrapped(comment: str) -> str:
    """Return a comment with a mark where each line ends."""
    return _BREAK.join(wrap(comment, _COMMENT_WIDTH))


def _unwrapped(line: str) -> list[str]:
    """Return the lines of a comment, each with the marks before its first."""
    first, *right = line.split(_BREAK)
    marks = first[: len(first) - len(first.lstrip("# "))]
    return [first, *(f"{marks}{other}" for other in right)]


def _direct(group: type[BaseModel], above: str) -> Iterator[Field]:
    """Return the fields of a group without those of its inner groups. `above` precedes their paths."""
    return (Field(f"{above}{name}", name, info) for name, info in group.model_fields.items())


class _Starter(Struct, frozen=True):
    """The writer of the starter sheet of one form.

    `stated` are the paths of optional fields that are written out, and `answers` the values of fields.
    """

    stated: frozenset[str] | set[str]
    answers: Answers

    def stated_lines(self, field: Field) -> list[str]:
        """Return the lines of a stated field, with the stated fields of its group only."""
        if not field.group:
            return [self.described(field), f"{field.name}: {self.value(field)}"]
        inside = f"{field.path}{'[]' if field.is_list else ''}."
        entries: Sequence[Answers] = self.answers.get(field.path, [{}]) if field.is_list else [{}]
        named = {name for entry in entries for name in entry}
        inner = [item for item in _direct(field.group, inside) if self.is_stated(item) or item.name in named]
        lines = [line for entry in entries for line in self._entry(field, inner, entry)]
        return [self.described(field), f"{field.name}:", *(f"  {line}" for line in lines)]

    def _entry(self, field: Field, inner: Sequence[Field], entry: Answers) -> list[str]:
        """Return the lines of a group, or of an entry of a list, whose values are those of `entry`."""
        of_entry = {item.path: entry[item.name] for item in inner if item.name in entry}
        writer = _Starter(self.stated, {**self.answers, **of_entry})
        lines = [line for item in inner for line in writer.stated_lines(item)]
        if not field.is_list:
            return lines
        # The dash goes before the first field that is not a comment: YAML allows comments above it.
        first = next(index for index, line in enumerate(lines) if not line.startswith("#"))
        return [*lines[:first], f"- {lines[first]}", *(f"  {line}" for line in lines[first + 1 :])]

    def rest(self, field: Field) -> list[str]:
        """Return the lines of what is not stated in a field, each after a #. Empty if all of it is stated."""
        if not self.is_stated(field):
            return self.written(field)
        lines = self._rest_within(field)
        return [f"# More fields of `{field.name}` above:", *(f"#   {line}" for line in lines)] if lines else []

    def _rest_within(self, field: Field) -> list[str]:
        """Return the lines of the fields of a group that are not stated, without a # of their own."""
        if not field.group:
            return []
        lines: list[str] = []
        for item in _direct(field.group, f"{field.path}{'[]' if field.is_list else ''}."):
            if not self.is_stated(item):
                comment, *below = self.written(item)
                lines += [comment, *(line.removeprefix("# ") for line in below)]
            elif inner := self._rest_within(item):
                lines += [f"# More fields of `{item.name}`:", *(f"  {line}" for line in inner)]
        return lines

    def described(self, field: Field) -> str:
        """Return the description of a field as a comment."""
        choices = f" One of: {', '.join(field.choices)}." if field.choices else ""
        return f"# {_wrapped(field.description + choices)}"

    def written(self, field: Field) -> list[str]:
        """Return the lines of a field: its description, and the field, after a # if it is optional."""
        lines = self.group(field, field.group) if field.group else [f"{field.name}: {self.value(field)}"]
        mark = "" if self.is_stated(field) else "# "
        return [self.described(field), *(f"{mark}{line}" for line in lines)]

    def group(self, field: Field, group: type[BaseModel]) -> list[str]:
        """Return the lines of a group, with its fields indented below its name."""
        inside = f"{field.path}{'[]' if field.is_list else ''}."
        inner = [line for item in _direct(group, inside) for line in self.within(field, item)]
        if all(line.startswith("#") for line in inner):
            # YAML reads a group of nothing but comments as an empty value, so one field stays.
            inner[1] = inner[1].removeprefix("# ")
        if field.is_list:
            # The dash goes before the first field that is not a comment: YAML allows comments above it.
            first = next(index for index, line in enumerate(inner) if not line.startswith("#"))
            inner = [*inner[:first], f"- {inner[first]}", *(f"  {line}" for line in inner[first + 1 :])]
        return [f"{field.name}:", *(f"  {line}" for line in inner)]

    def within(self, group: Field, field: Field) -> list[str]:
        """Return the lines of a field of a group.

        A field with a default gets no # of its own below a group with a #.
        """
        comment, *lines = self.written(field)
        is_there_by_default = field.default or field.info.default_factory
        if self.is_stated(group) or self.is_stated(field) or not is_there_by_default:
            return [comment, *lines]
        return [comment, *(line.removeprefix("# ") for line in lines)]

    def value(self, field: Field) -> str:
        """Return what stands behind the colon: an answer, a default, an example, or TBD with an example."""
        if field.path in self.answers:
            return as_value(self.answers[field.path])
        if not self.is_stated(field):
            return field.default or field.example
        if not field.may_be_open:
            return field.example
        return f"{'[TBD]' if field.is_list else 'TBD'}  # such as {field.example}"

    def is_stated(self, field: Field) -> bool:
        """Return True if the field is written without a #."""
        return field.required or field.path in self.stated
