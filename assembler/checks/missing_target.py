"""C104: a reference to a clause that is not in the document.

Word prints such a reference as "Error! Reference source not found", and every reader sees it.

    The address specified in Section @notices_lead, where the deal has no such clause.

    Section 1(b)(ii) (unlegended_delivery): the reference to notices_lead has no target: "address specified in Section @notices_lead"

An error: the reference cannot be printed. Drafting refuses it earlier, so this check is for documents read from a file.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.checks.context import CheckContext
from assembler.document.tree import Reference
from assembler.errors import Problem

CODE = "C104"


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem for each reference."""
    for passage in subject.typed_passages:
        for start, piece in passage.located:
            if isinstance(piece, Reference) and not piece.number:
                before = " ".join(passage.words[:start].split(" ")[-4:])
                what = f'the reference to {piece.label} has no target: "{before}@{piece.label}"'
                hint = f"Put {piece.label} back, or change the words that refer to it."
                yield subject.error(CODE, passage.clause, what, hint)
