"""C112: an annex that is attached but never referred to.

Nobody has agreed to anything about such an annex. Often the clause that referred to it was removed.

    Annex V, attached, where Section 2(b) no longer says "except as set forth in Annex V".

    Annex V (annex_disclosure): the annex is attached but nothing refers to it

A warning: it may be attached for information. Its own title and the list of annexes are not references to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.checks.annex_references import referring
from assembler.checks.context import CheckContext
from assembler.document.tree import Clause
from assembler.errors import Problem

CODE = "C112"


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem for each annex."""
    mentioned = referring(subject)
    for label in subject.annexes:
        if label in subject.annexes_there and label not in mentioned:
            hint = f"Refer to it with Annex @{label}, or leave it out of the set."
            yield subject.warning(CODE, Clause(label), "the annex is attached but nothing refers to it", hint)
