"""C107: a clause whose number is typed, and is not the one it should have.

The numbers on the page then jump or repeat, and whoever counts finds a definition missing.

    (xiv) "1933 Act" ... (xvi) "1934 Act" ...

    Section A(xvi) (def_1934_act): the clause is numbered "(xvi)", and by its order it is "(xv)"

A warning: a departure sets such a number on purpose, to print a document as it was filed.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.checks.subject import Subject
from assembler.document.marks import read_mark
from assembler.findings import Finding

CODE = "C107"


def check(subject: Subject) -> Iterator[Finding]:
    """One finding for each clause."""
    for clause in subject.clauses:
        number = subject.numbers.get(clause.label)
        if not number or not clause.number_as:
            continue
        due = read_mark(clause.mark).printed(number.ordinal)
        if clause.number_as != due:
            what = f'the clause is numbered "{clause.number_as}", and by its order it is "{due}"'
            yield subject.warning(CODE, clause, what, "Take the number out; the order of the clauses gives it.")
