"""C112: an annex that is attached and that nothing refers to.

Paper without a promise: nobody has agreed to anything about it. Mostly the clause that referred to it was taken out.

    Annex V, attached, where Section 2(b) no longer says "except as set forth in Annex V".

    Annex V (annex_disclosure): it is attached, and nothing refers to it

A warning: it may be attached for information. Its own title and the list of annexes are no reference to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.checks.annex_references import referring
from assembler.checks.subject import Subject
from assembler.document.tree import Clause
from assembler.findings import Finding

CODE = "C112"


def check(subject: Subject) -> Iterator[Finding]:
    """One finding for each annex."""
    mentioned = referring(subject)
    for label in subject.annexes:
        if label in subject.annexes_there and label not in mentioned:
            remedy = f"Refer to it with Annex @{label}, or leave it out of the set."
            yield subject.warning(CODE, Clause(label), "it is attached, and nothing refers to it", remedy)
