"""Differences whose words show what kind they are: blanks, boxes, case, typography, look-alikes, numbers, layout."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from assembler.compare.align import Difference
from assembler.compare.reason import Reason, ReasonKind
from assembler.readers.reading import BLANK
from assembler.termsheet.confusables import as_seen, misleading_words

# A blank as forms print it: a rule, a bullet or asterisks, in brackets or not; or brackets that say what to fill in.
_FILLED_LATER = r"insert|name|date|amount|number|address|title|state|city|tbd|to come"
_BLANK = re.compile(
    rf"\[\s*(?:[_\u25cf\u2022*\s.]*|(?:{_FILLED_LATER})\b[^\]]*)\s*\]|_{{2,}}|\u25cf|\bTBD\b", re.IGNORECASE
)
_WITHOUT_BRACKETS = str.maketrans(dict.fromkeys("[]"))
_EMPTY_BOXES = frozenset(["☐", "□", "o", "O", "-", "_", "[]", "[_]", "()", "(_)", "[-]"])
_TICKED_BOXES = frozenset(["☒", "☑", "■", "x", "X", "✓", "✔", "[x]", "[X]", "(x)", "(X)", "[✓]"])
_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]+\s*")
_BULLETS = frozenset("\u2022\u2023\u25e6\u2043\u25aa\u25ab\u25cf\u25cb\u00b7\uf0b7*")
_LETTERS = str.maketrans({**{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}, "\u2026": "...", "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"})  # fmt: skip


def kind_in_words(difference: Difference, *, numbered: bool, formulas: Container[str]) -> Reason | None:
    """Return the kind that the words of a difference show, or None.

    `numbered` is True for numbers of provisions. `formulas` holds the words of formulas of both documents.
    """
    here, there = " ".join(difference.here), " ".join(difference.there)
    kind, remark = _kind(here, there, numbered=numbered)
    words = (*difference.here, *difference.there)
    if kind is None and all(word in formulas for word in words):
        kind = ReasonKind.FORMULA
    return Reason(kind, "", here, there, remark) if kind else None


def _kind(here: str, there: str, *, numbered: bool) -> tuple[ReasonKind | None, str]:
    if numbered:
        if _bare(here) == _bare(there):
            return ReasonKind.LAYOUT, "same number, different style"
        return ReasonKind.NUMBERING, "different number"
    boxes = [_box(side) for side in (here, there)]
    if all(box is not None for box in boxes):
        if boxes[0] != boxes[1]:
            return ReasonKind.CHECKBOX, f"{here} → {there}"
        return ReasonKind.LAYOUT, "different check box"
    if {here, there} <= _BULLETS:
        return ReasonKind.LAYOUT, "different bullet"
    if _is_filled(here, there) or _is_filled(there, here):
        return ReasonKind.BLANK, f"{here or 'nothing'} → {there or 'nothing'}"
    if not here or not there:
        return None, ""
    return _in_letters(here, there)


def _in_letters(here: str, there: str) -> tuple[ReasonKind | None, str]:
    """Return the kind of a difference of the same letters."""
    ours, theirs = _plain(here), _plain(there)
    if ours == theirs:
        is_spaced = _DASHES.search(here) is None and _DASHES.search(there) is None
        return (
            ReasonKind.TYPOGRAPHY,
            "same letters, different spaces" if is_spaced else "same letters, different dashes",
        )
    if ours.casefold() == theirs.casefold():
        return ReasonKind.CASE, f"{here} → {there}"
    # Another alphabet only: a figure and an exponent look alike to `as_seen` as well.
    ours_misleads, theirs_misleads = ([*misleading_words(side)] for side in (here, there))
    if as_seen(ours) == as_seen(theirs) and ours_misleads != theirs_misleads:
        return ReasonKind.LOOKALIKE, "; ".join(dict.fromkeys([*ours_misleads, *theirs_misleads]))
    return None, ""


def _box(text: str) -> bool | None:
    """Return True for a ticked box, False for an empty one, and None for other words."""
    marks = text.replace(" ", "")
    if marks in _TICKED_BOXES:
        return True
    return False if marks in _EMPTY_BOXES else None


def _is_filled(here: str, there: str) -> bool:
    """Return True if the new words are the old ones with blanks filled or left out.

    A form may put words into brackets with a blank, and drop the brackets where it is filled.
    """
    if not _BLANK.search(here):
        return False
    bare, other = (_BLANK.sub(BLANK, text).translate(_WITHOUT_BRACKETS) for text in (here, there))
    left_out = " ".join(_BLANK.sub("", here).split())
    return left_out == there or _has_fillings(here, there) or _has_fillings(bare, other)


def _has_fillings(here: str, there: str) -> bool:
    """Return True if there are words for a blank in the old words, and each blank is filled or stays."""
    blanks = list(_BLANK.finditer(here))
    first, *middle, last = (here[start:stop] for start, stop in _gaps(blanks, len(here)))
    if not there.startswith(first) or not there.endswith(last):
        return False
    rest, fillings = there[len(first) : len(there) - len(last)], []
    for text in middle:
        filling, found, rest = rest.partition(text) if text else ("", "", rest)
        fillings.append(filling if found else "")
    fillings.append(rest)
    stay = [filling == blank[0] for filling, blank in zip(fillings, blanks, strict=True)]
    are_filled = (filling.strip() and not _BLANK.search(filling) for filling in fillings)
    return not all(stay) and all(stays or filled for stays, filled in zip(stay, are_filled, strict=True))


def _gaps(blanks: Sequence[re.Match[str]], length: int) -> list[tuple[int, int]]:
    """Return the ranges of a text before, between and behind its blanks."""
    return list(
        zip([0, *(blank.end() for blank in blanks)], [*(blank.start() for blank in blanks), length], strict=True)
    )


def _plain(text: str) -> str:
    """Return the letters of a text, its dashes alike and without spaces. A space between digits stays."""
    text = _DASHES.sub("-", text.translate(_LETTERS))
    return re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", text)


def _bare(number: str) -> str:
    return re.sub(r"[^\w.]", "", number).rstrip(".")
