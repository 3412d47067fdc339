"""Edits to a document of a set: its words compared with those of the tree kept when it was drafted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from assembler.compare import explain
from assembler.compare.explain import ExplainedPair
from assembler.document import json, labels
from assembler.errors import InputError
from assembler.exports import text
from assembler.readers import files, tree
from assembler.readers.reading import Provision, Reading

_MOST = 6  # provisions that are named
NO_PROVISION = ("unknown words", "only formatting, or parts that are not compared")
"""What is said in place of edited provisions."""
_FEW = 6  # words by which a provision without a number is named
_SCHEDULE = "annex_i_schedule"
_SECTION = "Section "
# The terms that the sheets of figures show.
_SHOWN = re.compile(
    r"investors\[\d+\]\.(?:name|address_lines|shares|warrants|amount|certificate_number|warrant_number)\b"
    r"|offering\.(?!par_value|stock)|warrants\.(?!provisions)|placement_agent_warrant\.(?:number|exercise_price)"
    r"|closing\.(?:date|additional)|agreement\.date"
)


class Edits(Struct, frozen=True):
    """The edited provisions, by number and heading, and whether an edit changes what the sheets of figures show."""

    provisions: tuple[str, ...]
    words_differ: bool
    changes_figures: bool


UNKNOWN = Edits((), words_differ=True, changes_figures=True)
"""The edits of a document whose draft is not known."""


@lru_cache(maxsize=4)  # a command writes by the edits, and names them
def found(kept: bytes, edited: bytes, name: str) -> Edits:
    """Return the edits of a document. Raises InputError if the file cannot be read."""
    comparison = explain.compare(_drafted(kept, name), files.read(edited, name))
    touched = [pair for pair in comparison.pairs if pair.differences]
    names = dict.fromkeys(_name((pair.pair.here or pair.pair.there)[0]) for pair in touched)
    return Edits(tuple(names), bool(touched), any(map(_changes_figures, touched)))


def described(kept: bytes, edited: bytes, name: str) -> str:
    """Return the edited provisions by number: "Sections 1(a), 13(b), ANNEX I".

    If no words changed, or the file cannot be read, the text says so.
    """
    try:
        edits = found(kept, edited, name)
    except InputError as error:
        return f"{NO_PROVISION[0]} (the file {error.problems[0].message})"
    if not edits.words_differ:
        return NO_PROVISION[1]
    shown = edits.provisions[:_MOST]
    more = f" and {len(edits.provisions) - _MOST} more" if len(edits.provisions) > _MOST else ""
    return f"{', '.join(_together(shown))}{more}"


def _together(names: Sequence[str]) -> list[str]:
    """Return the names of provisions, those of sections as "Sections 2(c)", "13(b)"."""
    sections = [name.removeprefix(_SECTION) for name in names if name.startswith(_SECTION)]
    others = [name for name in names if not name.startswith(_SECTION)]
    head = f"{'Sections' if sections[1:] else 'Section'} {sections[0]}" if sections else ""
    return [*filter(None, [head]), *sections[1:], *others]


def _name(provision: Provision) -> str:
    """Return the name of a provision for a reader: its number, or what it is, or its first words."""
    if provision.number:
        return f"{_SECTION}{provision.number}" if provision.number[:1].isdigit() else provision.number
    return labels.in_words(provision.label) if provision.label else f'"{" ".join(provision.words[:_FEW])}"'


def _changes_figures(pair: ExplainedPair) -> bool:
    """Return True if an edit changes the schedule of investors, or words of a term that the sheets show."""
    if any(provision.label == _SCHEDULE for provision in (*pair.pair.here, *pair.pair.there)):
        return True
    start = 0
    for provision in pair.pair.here:
        for term in provision.terms:
            if _SHOWN.match(term.path) and any(
                difference.index < start + term.stop and start + term.start < difference.index + len(difference.here)
                for difference in (each.difference for each in pair.differences)
            ):
                return True
        start += len(provision.words)
    return False


def _drafted(kept: bytes, name: str) -> Reading:
    """Return the document as drafted, read in the way the edited file is. In a text file, tables are lines."""
    document, numbers = json.load(kept, name)
    if name.endswith(".txt"):
        return files.read(text.write(document, numbers).encode(), name)
    return tree.read(document, numbers, name)
