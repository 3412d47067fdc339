"""C108: a point that is still open, in brackets.

A bracket in a signed agreement is a term nobody agreed.

    The exercise price is [to be agreed] per share.

    Section 4(n) (cov_investor_warrants): an open point: "[to be agreed]"

A warning: a draft may have open points, and lists them; an execution version may not, which is for its status to say.
What the term sheet itself leaves open, and every figure that follows from it, is T301 and not said again.
[RESERVED], [REMAINDER OF PAGE INTENTIONALLY LEFT BLANK], [Signature page follows] and [Name of Holder] are not open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.checks.subject import Passage, Subject
from assembler.document.tree import Value
from assembler.findings import Finding

CODE = "C108"

_BRACKET = re.compile(r"\[[^\[\]]*(?:\]|$)")
_SETTLED = re.compile(
    r"\[\s*(?:intentionally )?(?:reserved|omitted)|\[remainder of|\[(?:counterpart )?signature pages?\b"
    r"|\[(?:this )?(?:page|space) (?:intentionally|left)|\[name of (?:the )?\w+\]|\[(?:corporate )?seal\]",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Finding]:
    """One finding for each bracket that stands in the words, or in a value that was typed so."""
    for passage in subject.passages:
        for found in _BRACKET.finditer(passage.words) if "[" in passage.words else ():
            if not _SETTLED.match(found.group()) and not _is_listed(found, passage, subject):
                what = f'an open point: "{found.group()}"'
                term = passage.term_in(*found.span())
                yield subject.warning(CODE, passage.clause, what, "Settle it, and state it in the term sheet.", term)


def _is_listed(found: re.Match[str], passage: Passage, subject: Subject) -> bool:
    """Whether a bracket is the print of a term that the term sheet leaves open."""
    return any(
        at <= found.start() and found.end() <= at + len(piece.text)
        for at, piece in passage.located()
        if isinstance(piece, Value) and piece.path in subject.open_terms
    )
