"""The columns of the classes of warrants, such as Series A Warrants, which the term sheet names.

An investor lists its numbers by class, so such a column holds an entry of a list: `class_warrants[0]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from assembler.termsheet.source import SourceTree

# What an entry holds until its cell is read, by list.
UNSTATED = {"class_warrants": "computed", "class_warrant_numbers": "none"}
_ENTRY = re.compile(r"(?P<name>\w+)\[(?P<index>\d+)\]")


def folded(heading: str) -> str:
    """Return the words of a heading in lower case, with underscores: Series A Warrants is series_a_warrants."""
    return re.sub(r"[\W_]+", "_", heading.casefold().replace("#", "no").replace("'s", "")).strip("_")


def class_headings(tree: Mapping[str, SourceTree]) -> Mapping[str, str]:
    """Return the field of each heading that a class of a term sheet has, by its folded words."""
    return {heading: term for index, each in enumerate(_classes(tree)) for heading, term in _of_class(each, index)}


def is_entry(term: str) -> bool:
    """Return True if a column holds an entry of a list."""
    return _ENTRY.fullmatch(term) is not None


def enter(lists: dict[str, SourceTree], term: str, text: str, headings: Mapping[str, str]) -> None:
    """Enter the text of a cell in its list, which has an entry for each class."""
    name, index = _list_and_index(term)
    classes = 1 + max(_list_and_index(each)[1] for each in headings.values())
    entries: Any = lists.setdefault(name, [UNSTATED[name]] * classes)
    entries[index] = text


def path_of(term: str) -> tuple[str | int, ...]:
    """Return the steps from an investor to the value of a column."""
    return _list_and_index(term) if is_entry(term) else (term,)


def _list_and_index(term: str) -> tuple[str, int]:
    match = _ENTRY.fullmatch(term)
    assert match  # noqa: S101  the fields of headings are entries
    return match["name"], int(match["index"])


def _classes(tree: Mapping[str, SourceTree]) -> list[Any]:
    # The schema has not checked the tree yet.
    warrants = tree.get("warrants")
    classes = warrants.get("classes") if isinstance(warrants, dict) else None
    return classes if isinstance(classes, list) else []


def _of_class(stated: Any, index: int) -> Iterator[tuple[str, str]]:
    name = folded(str(stated.get("name") or "")) if isinstance(stated, dict) else ""
    words = name.removesuffix("_warrants").removesuffix("_warrant")
    if words:
        counted, numbered = f"class_warrants[{index}]", f"class_warrant_numbers[{index}]"
        yield from ((f"{before}{words}_warrants", counted) for before in ("", "number_of_", "no_of_"))
        yield from ((f"{words}_warrant_{noun}", numbered) for noun in ("no", "number"))
        yield f"{words}_warrant_shares", counted
