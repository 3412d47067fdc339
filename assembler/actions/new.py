"""A new term sheet: its style, a partial term sheet that says what a usual deal of a time states, and its answers."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from typing import Any

from assembler.errors import InputError, Problem
from assembler.pipeline import load_term_sheet
from assembler.termsheet.compute import compute_deal
from assembler.termsheet.reader import read
from assembler.termsheet.schema import TermSheet
from assembler.termsheet.source import SourceTree
from assembler.termsheet.starter import starter

_FORM = "purchase-agreement"


class Style(StrEnum):
    """A style, by the name of its file in `termsheet/styles/`."""

    today = "today"
    of_2003 = "2003"


def style_tree(style: Style) -> SourceTree:
    """Return the partial term sheet of a style."""
    file = files("assembler.termsheet") / "styles" / f"{style.value}.yaml"
    return read(file.read_bytes(), file.name).tree


def problems_of_answers(answers: Mapping[str, Any], style: SourceTree) -> list[Problem]:
    """Return what the loader and the rules say about the answers. An open term is no fault of an answer."""
    try:
        loaded = load_term_sheet(starter(_FORM, style, answers).encode(), "answers")
        assert isinstance(loaded.terms, TermSheet)  # noqa: S101  the starter sheet is one of an agreement
        found = (*loaded.warnings, *compute_deal(loaded.terms, loaded.source)[1])
    except InputError as error:
        found = tuple(error.problems)
    return [problem for problem in found if problem.code != "T301"]
