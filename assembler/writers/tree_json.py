"""The document as JSON: every clause, passage and value with its term, to compare with later drafts."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any

from assembler.document.numbering import Numbers
from assembler.document.tree import Document

VERSION = 1


def write(document: Document, numbers: Numbers) -> str:
    """The tree and its numbers; the same document gives the same characters."""
    outline = {
        "version": VERSION,
        "numbers": {label: number.full for label, number in numbers.items()},
        "document": _outlined(document),
    }
    return json.dumps(outline, ensure_ascii=False, separators=(",", ":")) + "\n"


def _outlined(node: Any) -> Any:
    if isinstance(node, tuple):
        return [_outlined(one) for one in node]
    if not is_dataclass(node):
        return node
    stated = ((field.name, getattr(node, field.name)) for field in fields(node))
    return {"is": type(node).__name__} | {
        name: _outlined(value) for name, value in stated if value not in ("", (), False)
    }
