"""Reading the tree kept beside a draft, as `writers/tree_json.py` writes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from assembler.document.numbering import Number, Numbers, number
from assembler.document.tree import Document
from assembler.findings import Finding, Place, Refused

VERSION = 2


class _Outline(msgspec.Struct):
    version: int
    numbers: dict[str, str]
    document: msgspec.Raw


def load(data: bytes, file: str) -> tuple[Document, Numbers]:
    """Return the document and its numbers. Raises Refused if the file is not such a tree, or has another version."""
    outline = _decoded(data, _Outline, file)
    if outline.version != VERSION:
        raise _refused(file, f"has version {outline.version}, but this program reads version {VERSION}")
    document: Document = _decoded(outline.document, Document, file)
    return document, _as_stated(number(document), outline.numbers)


def _decoded(data: bytes | msgspec.Raw, kind: type, file: str) -> Any:
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _refused(file, f"is not the tree of a draft ({error})") from None


def _as_stated(computed: Numbers, stated: Mapping[str, str]) -> Numbers:
    """Return the numbers of a tree. A clause whose parent is absent keeps the number it was written with."""
    numbers = dict(computed)
    for label, full in stated.items():
        if label in numbers and numbers[label].full != full:
            numbers[label] = Number(numbers[label].own, full, numbers[label].ordinal)
    return numbers


def _refused(file: str, what: str) -> Refused:
    remedy = "Name the .document.json that was written beside a draft."
    return Refused([Finding("K103", what, remedy, Place(file))])
