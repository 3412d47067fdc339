"""The changes that the form makes to the text of a term sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assembler.errors import InputError, Location, Problem


def changed(text: str, change: Mapping[str, Any]) -> str:
    """Return the text with a change. Raises InputError if it cannot be made."""
    _ = text
    raise InputError([Problem("G305", f"unknown change {sorted(change)}", "Reload the page.", Location(""))])
