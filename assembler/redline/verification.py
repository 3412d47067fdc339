"""The verification of a redline, which shares no code with what writes it.

It reads the redline as it is with all changes accepted and with all rejected, and holds that against the newer and the
older file: words, numbers, fields, links, pictures, notes, boxes, looks, sections, headers and footers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from assembler.readers.package import Package
from assembler.redline.settled_view import IMPORTED, Line, Look, Styles, View

_KEPT_XML = re.compile(r"\.(xml|rels)$")
_LONGEST = 60


def differences(redline: Package, old: Package, new: Package) -> dict[str, str]:
    """Return what differs from the newer file with all changes accepted, and from the older one with all rejected."""
    styles = Styles(redline)
    found: dict[str, str] = {}
    for how, given in (("accepted", new), ("rejected", old)):
        settled = View(redline, styles, rejected=how == "rejected", other=styles)
        wanted = View(given, Styles(given), rejected=False, other=styles)
        lines, others = settled.lines(), wanted.lines()
        if how == "rejected":  # no tracked change holds what is imported
            lines, others = ([line for line in each if not line.kind.startswith(IMPORTED)] for each in (lines, others))
        difference = _difference(lines, others)
        if not difference:
            difference = _header_difference(settled.headers(), wanted.headers())
        if difference:
            found[how] = difference
    if not found:
        found.update(_missing(redline, new))
    return found


def _difference(settled: Iterable[Line], wanted: Iterable[Line]) -> str:
    """Return the first difference, or ""."""
    for count, (got, line) in enumerate(zip_longest(settled, wanted), start=1):
        if got != line:
            difference = _line_difference(got, line)
            if difference:
                return f"paragraph {count}: {difference}"
    return ""


def _line_difference(got: Line | None, line: Line | None) -> str:
    if got is None or line is None or got.kind != line.kind or got.text != line.text:
        return f"{_shown(got)} in place of {_shown(line)}"
    if got.number != line.number:
        return f"number {got.number!r} in place of {line.number!r} at {_shown(line)}"
    if got.style.lower() != line.style.lower() and not (got.is_plain and line.is_plain):
        return f"style {got.style!r} in place of {line.style!r} at {_shown(line)}"
    if got.look not in (line.look, line.other):
        return f"formatting {_told(got.look ^ line.look)} at {_shown(line)}"
    for (letter, is_, _, link), (_, look, other, wanted_link) in zip(_letters(got), _letters(line), strict=True):
        if link != wanted_link:
            return f"link {link!r} in place of {wanted_link!r} at {_shown(line)}"
        if not letter.isspace() and is_ not in (look, other):
            return f"formatting {_told(is_ ^ look)} at {_shown(line)}"
    return ""


def _letters(line: Line) -> Iterator[tuple[str, Look, Look, str]]:
    return ((letter, piece.look, piece.other, piece.link) for piece in line.pieces for letter in piece.text)


def _told(look: Look) -> str:
    return ", ".join(sorted({name for name, _ in look}))


def _shown(line: Line | None) -> str:
    if line is None:
        return "nothing"
    return f"{line.number} {line.text}".strip()[:_LONGEST].__repr__() if line.kind == "paragraph" else f"a {line.kind}"


def _header_difference(settled: list[dict[str, str]], wanted: list[dict[str, str]]) -> str:
    for count, (got, shown) in enumerate(zip(settled, wanted, strict=False), start=1):
        for kind in sorted({*got, *shown}):
            if got.get(kind, "") != shown.get(kind, ""):
                return f"{kind} of section {count}: {got.get(kind, '')[:_LONGEST]!r} in place of {shown.get(kind, '')[:_LONGEST]!r}"
    return ""


def _missing(redline: Package, new: Package) -> dict[str, str]:
    """Return the first part of the newer file that has other bytes in the redline; those of XML may hold changes."""
    kept = (name for name in new.parts if not _KEPT_XML.search(name))
    other = next((name for name in kept if redline.parts.get(name) != new.parts[name]), "")
    return {"accepted": f"the part {other} is not that of the file"} if other else {}
