"""C118: a paragraph that ends without punctuation.

Either the full stop is missing, or the rest of the sentence is.

    trading on the Principal Trading Market shall not have been suspended or limited

    Section 8(g) (inv_cond_market): the paragraph ends without punctuation: "been suspended or limited"

A warning. Headings, labels, addresses, lines with a blank to fill in and words in brackets need no punctuation. A
clause may end with "; and".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.checks.context import CheckContext, CheckedPassage
from assembler.document.tree import Blank, Paragraph
from assembler.errors import Problem

CODE = "C118"

_FINISHED = re.compile(r"[.;:,?!\]*_]['\")]*$|(?<!\S)(?:and|or)$")
_SENTENCE_WORDS = 4  # a shorter paragraph is a name or a label


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem for each paragraph of running text."""
    for passage in subject.passages:
        words = passage.words.rstrip()
        if _is_sentence(passage) and not _FINISHED.search(words):
            what = f"the paragraph ends without punctuation: {passage.quoted(len(words), len(words))}"
            yield subject.warning(CODE, passage.clause, what, "Finish the sentence, or add the full stop.")


def _is_sentence(passage: CheckedPassage) -> bool:
    is_form = any(isinstance(piece, Blank) for piece in passage.pieces)
    is_long = len(passage.words.split()) >= _SENTENCE_WORDS
    return isinstance(passage.block, Paragraph) and is_long and not is_form and not passage.is_legend
