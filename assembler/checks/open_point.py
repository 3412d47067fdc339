"""C108: an open point in brackets.

A bracket in a signed agreement is a term that nobody agreed.

    The exercise price is [to be agreed] per share.

    Section 4(n) (cov_investor_warrants): an open point: "[to be agreed]"

A warning: a draft may have open points. An execution version may not, which its status decides. Open terms of the term
sheet, and figures computed from them, are reported as T301 and not again here. [RESERVED], [REMAINDER OF PAGE
INTENTIONALLY LEFT BLANK], [Signature page follows] and [Name of Holder] are not open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.checks.context import CheckContext, CheckedPassage
from assembler.document.tree import Value
from assembler.errors import Problem

CODE = "C108"

# A bracket that is never closed is an open point too.
_BRACKET = re.compile(r"\[[^\[\]]*(?:\]|$)")
_SETTLED = re.compile(
    r"\[\s*(?:intentionally )?(?:reserved|omitted)|\[remainder of|\[(?:counterpart )?signature pages?\b"
    r"|\[(?:this )?(?:page|space) (?:intentionally|left)|\[name of (?:the )?\w+\]|\[(?:corporate )?seal\]",
    re.IGNORECASE,
)


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem for each bracket in the words or in a value."""
    for passage in subject.passages:
        for match in _BRACKET.finditer(passage.words) if "[" in passage.words else ():
            if not _SETTLED.match(match.group()) and not _is_listed(match, passage, subject):
                what = f'an open point: "{match.group()}"'
                term = passage.term_in(*match.span())
                yield subject.warning(CODE, passage.clause, what, "Settle it, and state it in the term sheet.", term)


def _is_listed(match: re.Match[str], passage: CheckedPassage, subject: CheckContext) -> bool:
    """Return True if a bracket is the print of a term that the term sheet leaves open."""
    return any(
        start <= match.start() and match.end() <= start + len(piece.text)
        for start, piece in passage.located
        if isinstance(piece, Value) and piece.path in subject.open_terms
    )
