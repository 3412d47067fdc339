"""The tree that was kept beside a draft, read back: what `writers/tree_json.py` wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from assembler.document import tree
from assembler.document.numbering import Number, Numbers, number
from assembler.findings import Finding, Place, Refused

VERSION = 1
_NODES = {
    node.__name__: node
    for node in (
        tree.Text, tree.Value, tree.Definition, tree.Reference, tree.Blank, tree.Series, tree.Paragraph, tree.Quotation,
        tree.Display, tree.Lines, tree.Entry, tree.SignatureLine, tree.Enumeration, tree.Row, tree.Table, tree.Clause,
        tree.Document,
    )
}  # fmt: skip
_EMPTY: Mapping[str, Any] = {"str": "", "bool": False, "int": 0}


def load(data: bytes, file: str) -> tuple[tree.Document, Numbers]:
    """The document and its numbers. Refused where the file is not such a tree, or one of another version."""
    try:
        outline = json.loads(data)
        if outline["version"] != VERSION:
            raise _refused(file, f"is of version {outline['version']}, and this program reads version {VERSION}")
        document = _node(outline["document"])
        stated = outline["numbers"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _refused(file, f"is not the tree of a draft ({type(error).__name__}: {error})") from None
    if not isinstance(document, tree.Document):
        raise _refused(file, "is not the tree of a draft")
    return document, _as_stated(number(document), stated)


def _as_stated(computed: Numbers, stated: Mapping[str, str]) -> Numbers:
    """The numbers of a tree; of a clause that hangs under one that is not in it, the number it was written with."""
    numbers = dict(computed)
    for label, full in stated.items():
        if label in numbers and numbers[label].full != full:
            numbers[label] = Number(numbers[label].own, full, numbers[label].ordinal)
    return numbers


def _node(given: Any) -> Any:
    if isinstance(given, list):
        return tuple(map(_node, given))
    if not isinstance(given, dict):
        return given
    kind = _NODES[given["is"]]
    return kind(**{field.name: _field(field, given) for field in fields(kind)})


def _field(field: Any, given: Mapping[str, Any]) -> Any:
    if field.name in given:
        value = _node(given[field.name])
        return tree.State(value) if field.name == "state" else value
    if field.default is not MISSING:
        return field.default
    # What is empty was not written; the annotation says which kind of empty it was.
    return _EMPTY.get(str(field.type), ())


def _refused(file: str, what: str) -> Refused:
    remedy = "Give the .document.json that was written beside a draft."
    return Refused([Finding("K103", what, remedy, Place(file))])
