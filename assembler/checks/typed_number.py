"""C107: a clause whose number is typed and differs from the number of its place.

The numbers on the page then jump or repeat, and a reader thinks that a definition is missing.

    (xiv) "1933 Act" ... (xvi) "1934 Act" ...

    Section A(xvi) (def_1934_act): the clause is numbered "(xvi)", but its place gives "(xv)"

A warning: a departure may set such a number on purpose, to print a document as it was filed.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.checks.context import CheckContext
from assembler.document.marks import read_mark
from assembler.errors import Problem

CODE = "C107"


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem for each clause."""
    for clause in subject.clauses:
        number = subject.numbers.get(clause.label)
        if not number or not clause.number_as:
            continue
        due = read_mark(clause.mark).printed(number.ordinal)
        if clause.number_as != due:
            what = f'the clause is numbered "{clause.number_as}", but its place gives "{due}"'
            yield subject.warning(CODE, clause, what, "Delete the number: the order of the clauses gives it.")
