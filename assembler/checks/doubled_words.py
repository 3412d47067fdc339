"""C114: words that stand twice in a row.

Two people wrote the same change; the eye reads over it, and the judge does not.

    Payment shall be made by wire transfer wire transfer of funds.

    Section 5(c) (delivery_wire): "wire transfer" stands twice: "shall be made by wire transfer wire transfer of funds."

A warning: "that that" can be right, and is left alone; so is a name that says itself twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.checks.subject import Subject
from assembler.findings import Finding

CODE = "C114"

_TWICE = re.compile(r"(?<![\w'-])([A-Za-z][\w'-]+(?:,? [A-Za-z][\w'-]*){0,4}) \1(?![\w'-])")
_RIGHT = frozenset({"that", "had"})


def check(subject: Subject) -> Iterator[Finding]:
    """One finding for each place."""
    for passage in subject.typed_passages:
        for found in _TWICE.finditer(passage.words):
            if found[1] not in _RIGHT and not passage.is_one_value(*found.span()):
                what = f'"{found[1]}" stands twice: {passage.quoted(*found.span())}'
                term = passage.term_in(*found.span())
                remedy = f'Delete "{found[1]}" from the term; the form prints it.' if term else "Delete one of the two."
                yield subject.warning(CODE, passage.clause, what, remedy, term)
