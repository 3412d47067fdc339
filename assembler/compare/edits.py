"""Edits to a document of a set: its words compared with those of the tree kept when it was drafted."""

from __future__ import annotations

from assembler.compare import explain
from assembler.document import json
from assembler.errors import InputError
from assembler.exports import text
from assembler.readers import files, tree
from assembler.readers.reading import Reading

_MOST = 6  # provisions that are named


def described(kept: bytes, edited: bytes, name: str) -> str:
    """Return the edited provisions by number and heading: "Section 1(a), Annex I".

    If no words changed, or the file cannot be read, the text says so.
    """
    try:
        comparison = explain.compare(_drafted(kept, name), files.read(edited, name))
    except InputError as error:
        return f"unknown words (the file {error.problems[0].message})"
    touched = [pair.pair.name for pair in comparison.pairs if pair.differences]
    if not touched:
        return "only formatting, or parts that are not compared"
    more = f" and {len(touched) - _MOST} more" if len(touched) > _MOST else ""
    return f"{', '.join(touched[:_MOST])}{more}"


def _drafted(kept: bytes, name: str) -> Reading:
    """Return the document as drafted, read in the way the edited file is. In a text file, tables are lines."""
    document, numbers = json.load(kept, name)
    if name.endswith(".txt"):
        return files.read(text.write(document, numbers).encode(), name)
    return tree.read(document, numbers, name)
