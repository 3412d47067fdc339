"""C103: a term that is defined twice.

Two definitions of one word are two meanings, and the other side chooses between them. Does "Shares" mean the shares
sold here, or every share of common stock?

    "Shares" means the shares of Common Stock. ... an aggregate of 2,200,000 shares (the "Shares") ...

    Section 1(a) (purchase_sale): "Shares" is defined twice, first in Section A(xi) (def_shares)

A warning: two definitions may say the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.checks.context import CheckContext
from assembler.document.tree import Clause
from assembler.errors import Problem

CODE = "C103"


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem for each definition after the first."""
    first: dict[str, Clause] = {}
    for term, passage in subject.definitions:
        if term in first:
            what = f'"{term}" is defined twice, first in {subject.name_of(first[term])}'
            yield subject.warning(
                CODE, passage.clause, what, "Keep one definition, and use the term in the other place."
            )
        first.setdefault(term, passage.clause)
