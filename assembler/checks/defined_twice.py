"""C103: a term that is defined twice.

Two definitions of one word are two meanings, and the other side chooses: does "Shares" mean the shares sold here or
every share of common stock?

    "Shares" means the shares of Common Stock. ... an aggregate of 2,200,000 shares (the "Shares") ...

    Section 1(a) (purchase_sale): "Shares" is defined here and in Section A(xi) (def_shares)

A warning: two definitions may say the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.checks.subject import Subject
from assembler.document.tree import Clause
from assembler.findings import Finding

CODE = "C103"


def check(subject: Subject) -> Iterator[Finding]:
    """One finding for each definition behind the first."""
    first: dict[str, Clause] = {}
    for term, passage in subject.definitions:
        if term in first:
            what = f'"{term}" is defined here and in {subject.shown(first[term])}'
            yield subject.warning(CODE, passage.clause, what, "Define it once, and use the term in the other place.")
        first.setdefault(term, passage.clause)
