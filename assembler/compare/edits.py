"""What somebody edited in a document of a set: its words against the tree that was kept when it was drafted."""

from __future__ import annotations

from assembler.compare import explain
from assembler.findings import Refused
from assembler.readers import files, tree, tree_json

_MOST = 6  # provisions that are named


def described(kept: bytes, edited: bytes, name: str) -> str:
    """Where the words of the document are others than those of the tree, in a few words: "1(a) Purchase, 3(e) Taxes"."""
    try:
        drafted = tree.read(*tree_json.load(kept, name), name)
        comparison = explain.compare(drafted, files.read(edited, name))
    except Refused as refused:
        return f"it {refused.findings[0].what}"
    touched = [pair.pair.name for pair in comparison.pairs if pair.differences]
    if not touched:
        return "not its words, but how it looks or what a comparison does not read"
    more = f" and {len(touched) - _MOST} more" if len(touched) > _MOST else ""
    return f"{', '.join(touched[:_MOST])}{more}"
