"""Put the investors of a file into the term sheet, between reading and loading it.

`investors: {from: investors.xlsx}` becomes the tree of text that typed investors would be. So the schema alone decides
what is right, and every problem points into the file.
"""

from __future__ import annotations

from msgspec.structs import replace
from pydantic import create_model

from assembler.errors import InputError, Problem
from assembler.investors.reference import ListReference, ReadSibling
from assembler.termsheet.messages import MessageWriter
from assembler.termsheet.schema import Investor, investors_sheet
from assembler.termsheet.source import Source
from assembler.termsheet.validation import complaints, validated


def import_investors(source: Source, read_sibling: ReadSibling | None) -> Source:
    """Return the term sheet with the investors of its file, or unchanged if it names no file.

    The problems of the reference and of the file are among those of the result.
    """
    group = source.tree.get("investors")
    if not isinstance(group, dict) or not group or not ("from" in group or _FIELDS.isdisjoint(group)):
        return source
    # A group with fields of an investor is a list without its dash, which the schema reports.
    referring_only = replace(source, tree={"investors": group})
    referring = create_model("_Referring", investors=(investors_sheet(), ...))
    terms, details = validated(referring, referring_only.tree)
    if terms is None:
        return _without_investors(source, tuple(complaints(referring_only, details, MessageWriter(referring))))
    if problems := tuple(complaints(referring_only, [], MessageWriter(referring))):
        return _without_investors(source, problems)
    # Imported here: most term sheets have their investors in them.
    from assembler.investors.file import with_investors

    try:
        return with_investors(source, ListReference.of(dict(terms)["investors"]), read_sibling)
    except InputError as error:
        return _without_investors(source, error.problems)


_FIELDS = frozenset(Investor.model_fields)


def _without_investors(source: Source, problems: tuple[Problem, ...]) -> Source:
    """Return the term sheet without its investors, so that the rest can be checked."""
    tree = {name: value for name, value in source.tree.items() if name != "investors"}
    return replace(source, tree=tree, problems=problems, settled={("investors",)})
