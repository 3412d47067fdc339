"""The text of YAML: positions, quotation marks, special spaces, and the values of a line."""

from __future__ import annotations

import re

from msgspec import Struct

from assembler.termsheet.source import SPECIAL_SPACES, named_character

SPECIAL_SPACE = rf"(?:-[ ]*)*([{SPECIAL_SPACES}])"

_VALUE = r"\s*(?:-[ ]+)*(?:[^\s:'\"#\[{-][^:]*:[ \t]+)?(?P<value>.*?)\s*(?:[ \t]#[ \t].*)?$"

SECOND_DOCUMENT = (
    "a second document begins here; a term sheet has one document",
    "Move what follows to another file, or delete this line.",
)

DIRECTIVE = ("% begins a directive, which a term sheet does not need", "Delete the line.")


class SourcePosition(Struct, frozen=True):
    """A position without a mark of the parser. Lines and columns count from 0."""

    line: int
    column: int
    index: int = 0


START = SourcePosition(0, 0)


def quoted(text: str) -> str:
    """Return the text in single quotation marks, as YAML writes it."""
    return "'" + text.replace("'", "''") + "'"


def about_space(text: str) -> tuple[str, str]:
    """Return the message and the hint for the first special space of a text."""
    space = next(character for character in text if character in SPECIAL_SPACES)
    return (
        f"{named_character(space)} is a special space; YAML needs plain spaces",
        "Delete it, and use the space bar.",
    )


def value_on(line: str) -> str:
    """Return the value of a line: the text after the name and the colon, without a comment."""
    value = re.match(_VALUE, line)
    return value["value"] if value else line.strip()


def rest_of(line: str, column: int) -> str:
    """Return the value that begins at a column. Within brackets, a comma or bracket ends it."""
    rest = re.split(r"[ \t]#[ \t]", line[column:])[0].strip()
    return re.split(r"[,\]}]", rest)[0].strip() if re.search(r"[\[{]", line[:column]) else rest
