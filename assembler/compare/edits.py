"""What somebody edited in a document of a set: its words against those of the tree that was kept when it was drafted."""

from __future__ import annotations

from assembler.compare import explain
from assembler.findings import Refused
from assembler.readers import files, tree, tree_json
from assembler.readers.reading import Reading

_MOST = 6  # provisions that are named


def described(kept: bytes, edited: bytes, name: str) -> str:
    """The provisions whose words are others than those of the tree `kept`, by number and heading: "Section 1(a), Annex I".

    Where there are none, or the file cannot be read, it is said which of the two.
    """
    try:
        comparison = explain.compare(_drafted(kept, name), files.read(edited, name))
    except Refused as refused:
        return f"what, cannot be told, as it {refused.findings[0].what}"
    touched = [pair.pair.name for pair in comparison.pairs if pair.differences]
    if not touched:
        return "not its words, but how it looks or what is not compared"
    more = f" and {len(touched) - _MOST} more" if len(touched) > _MOST else ""
    return f"{', '.join(touched[:_MOST])}{more}"


def _drafted(kept: bytes, name: str) -> Reading:
    """The document as it was drafted, read as the edited one is: the tables of a text are lines to who reads it."""
    document, numbers = tree_json.load(kept, name)
    if name.endswith(".txt"):
        from assembler.writers import text

        return files.read(text.write(document, numbers).encode(), name)
    return tree.read(document, numbers, name)
