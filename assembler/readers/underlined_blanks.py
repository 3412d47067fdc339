"""Blanks to be filled in that a form draws by underlining tabs or spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from lxml import etree

from assembler.readers.effective_formatting import Formatting
from assembler.readers.elements import TEXTS, W, child
from assembler.readers.reading import BLANK

UNDERLINED = "\x0e"
"""Stands for a blank until the words around it are known; XML cannot hold it."""
_BESIDE_WORDS = re.compile(rf"(?<=\w)(?={UNDERLINED})|(?<={UNDERLINED})(?=\w)")
_FEWEST = 3  # spaces of a blank: fewer stand between two underlined words
_RUN = f"{W}r"


def with_blanks(text: str) -> str:
    """Return the text of a paragraph with its blanks, which are parted from the words beside them."""
    return _BESIDE_WORDS.sub(" ", text).replace(UNDERLINED, BLANK) if UNDERLINED in text else text


def may_be_blank(text: str) -> bool:
    """Return True if the text of a run is wide enough for a blank, and holds no words."""
    return ("\t" in text or len(text) >= _FEWEST) and "\n" not in text and text.isspace()


def is_underlined_blank(
    run: etree._Element,
    paragraph: etree._Element,
    formatting: Formatting,
    is_left_out: Callable[[etree._Element], bool],
) -> bool:
    """Return True if a run without words is underlined, and not the rest of an underlined blank that was filled."""
    if not _is_underlined(run, paragraph, formatting):
        return False
    runs = [one for one in paragraph.iter(_RUN) if not any(map(is_left_out, one.iterancestors()))]
    at = runs.index(run)
    beside = (runs[at + 1 :], reversed(runs[:at]))
    return not any(_goes_on_in_words(side, paragraph, formatting) for side in beside)


def _goes_on_in_words(runs: Iterable[etree._Element], paragraph: etree._Element, formatting: Formatting) -> bool:
    """Return True if the underline goes on, over spaces, to words."""
    for run in runs:
        if not _is_underlined(run, paragraph, formatting):
            return False
        if "".join(map(str, run.itertext(*TEXTS))).strip():
            return True
    return False


def _is_underlined(run: etree._Element, paragraph: etree._Element, formatting: Formatting) -> bool:
    return "u" in formatting.run(paragraph, child(run, "rPr"))
