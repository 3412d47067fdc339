"""The document as JSON: written beside a draft, and read back to compare with later drafts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from assembler.document.numbering import Number, Numbers, number
from assembler.document.tree import Document
from assembler.errors import InputError, Location, Problem

VERSION = 2


def write(document: Document, numbers: Numbers) -> bytes:
    """Return the tree and its numbers on one line. The same document gives the same bytes."""
    outline = {
        "version": VERSION,
        "numbers": {label: number.full for label, number in numbers.items()},
        "document": document,
    }
    return msgspec.json.encode(outline) + b"\n"


class _DocumentJson(msgspec.Struct, frozen=True):
    version: int
    numbers: dict[str, str]
    document: msgspec.Raw


def load(data: bytes, file: str) -> tuple[Document, Numbers]:
    """Return the document and its numbers. Raises InputError if the file is not such a tree, or has another version."""
    outline = _decoded(data, _DocumentJson, file)
    if outline.version != VERSION:
        raise _input_error(file, f"has version {outline.version}, but this program reads version {VERSION}")
    document: Document = _decoded(outline.document, Document, file)
    return document, _as_stated(number(document), outline.numbers)


def _decoded(data: bytes | msgspec.Raw, kind: type, file: str) -> Any:
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _input_error(file, f"is not the tree of a draft ({error})") from None


def _as_stated(computed: Numbers, stated: Mapping[str, str]) -> Numbers:
    """Return the numbers of a tree. A clause whose parent is absent keeps the number it was written with."""
    numbers = dict(computed)
    for label, full in stated.items():
        if label in numbers and numbers[label].full != full:
            numbers[label] = Number(numbers[label].own, full, numbers[label].ordinal)
    return numbers


def _input_error(file: str, what: str) -> InputError:
    hint = "Name the .document.json that was written beside a draft."
    return InputError([Problem("K103", what, hint, Location(file))])
