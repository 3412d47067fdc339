"""C118: a paragraph that stops without a mark.

Either the full stop is missing, or the rest of the sentence is.

    trading on the Principal Trading Market shall not have been suspended or limited

    Section 8(g) (inv_cond_market): the paragraph stops without a mark: "not have been suspended or limited"

A warning: headings, labels, addresses and what stands in brackets need none, and a clause may hand over with "; and".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.checks.subject import Subject
from assembler.document.tree import Paragraph
from assembler.findings import Finding

CODE = "C118"

_FINISHED = re.compile(r"[.;:,?!\]*_]['\")]*$|(?<!\S)(?:and|or)$")
_SENTENCE_WORDS = 4


def check(subject: Subject) -> Iterator[Finding]:
    """One finding for each paragraph of running text."""
    for passage in subject.passages:
        words = passage.words.rstrip()
        if not isinstance(passage.block, Paragraph) or len(words.split()) < _SENTENCE_WORDS or words.isupper():
            continue
        if not _FINISHED.search(words):
            what = f"the paragraph stops without a mark: {passage.quoted(len(words), len(words))}"
            yield subject.warning(CODE, passage.clause, what, "End the sentence.")
