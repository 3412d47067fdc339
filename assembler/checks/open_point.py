"""C108: a point that is still open, in brackets.

A bracket in a signed agreement is a term nobody agreed.

    The exercise price is [to be agreed] per share.

    Section 4(n) (cov_investor_warrants): an open point: "[to be agreed]"

A warning: a draft may have open points, and lists them; an execution version may not, which is for its status to say.
[RESERVED], [REMAINDER OF PAGE INTENTIONALLY LEFT BLANK], [Signature page follows] and [Name of Holder] are not open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.checks.subject import Subject
from assembler.findings import Finding

CODE = "C108"

_BRACKET = re.compile(r"\[[^\[\]]*(?:\]|$)")
_SETTLED = re.compile(
    r"\[\s*(?:intentionally )?(?:reserved|omitted)|\[remainder of|\[(?:counterpart )?signature pages?\b"
    r"|\[(?:this )?(?:page|space) (?:intentionally|left)|\[name of (?:the )?\w+\]|\[(?:corporate )?seal\]",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Finding]:
    """One finding for each bracket."""
    for passage in subject.passages:
        for found in _BRACKET.finditer(passage.words):
            if not _SETTLED.match(found.group()):
                what = f'an open point: "{found.group()}"'
                yield subject.warning(CODE, passage.clause, what, "Settle it, and state it in the term sheet.")
