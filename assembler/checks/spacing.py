"""C116: a blank too many, or one too few.

What a value that went, or a hasty change, leaves behind: no harm in law, and a sign that nobody read it again.

    to Investors provided by vFinance only) :

    notice_investor_copy: a blank before a mark: "provided by vFinance only) :"

A warning. Nothing inside a value is looked at: a name is spaced as its owner spaces it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.checks.subject import Subject
from assembler.findings import Finding

CODE = "C116"

_FAULTS = (
    (re.compile(r"(?<=\S) {2,}(?=\S)"), "two blanks in a row"),
    # " .01" is a figure.
    (re.compile(r"(?<=\S) +(?=[,;:)]|\.(?![\d.]))"), "a blank before a mark"),
    (re.compile(r"(?<=\() +"), "a blank behind an opening parenthesis"),
    (
        re.compile(r"(?<=[\w)])[,;](?=[A-Za-z])|(?<=[A-Za-z)]):(?=[0-9A-Za-z])|\)(?=[A-Za-z]{2})"),
        "no blank behind a mark",
    ),
)


def check(subject: Subject) -> Iterator[Finding]:
    """One finding for each place."""
    for passage in subject.typed_passages:
        for pattern, fault in _FAULTS:
            for found in pattern.finditer(passage.words):
                if not passage.is_one_value(found.start() - 1, found.end() + 1):
                    what = f"{fault}: {passage.quoted(*found.span())}"
                    term = passage.term_in(*found.span())
                    remedy = f"Correct the space in {'the term' if term else 'the words of the clause'}."
                    yield subject.warning(CODE, passage.clause, what, remedy, term)
