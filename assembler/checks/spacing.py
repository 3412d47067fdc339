"""C116: a space too many, or one too few.

A removed value or a hasty change leaves it behind. It does no harm in law, but shows that nobody read the words again.

    to Investors provided by vFinance only) :

    notice_investor_copy: a space before punctuation: "provided by vFinance only) :"

A warning. Values are not checked: a name is spaced as its owner spaces it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.checks.context import CheckContext, matches
from assembler.errors import Problem

CODE = "C116"

_FAULTS = (
    (re.compile(r"(?<=\S) {2,}(?=\S)"), "two spaces in a row"),
    # " .01" is a figure.
    (re.compile(r"(?<=\S) +(?=[,;:)]|\.(?![\d.]))"), "a space before punctuation"),
    (re.compile(r"(?<=\() +"), "a space after an opening parenthesis"),
    (
        re.compile(r"(?<=[\w)])[,;](?=[A-Za-z])|(?<=[A-Za-z)]):(?=[0-9A-Za-z])|\)(?=[A-Za-z]{2})"),
        "no space after punctuation",
    ),
)


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem for each place."""
    for passage in subject.typed_passages:
        for pattern, fault in _FAULTS:
            for match in matches(pattern, passage.words):
                if not passage.is_one_value(match.start() - 1, match.end() + 1):
                    what = f"{fault}: {passage.quoted(*match.span())}"
                    term = passage.term_in(*match.span())
                    hint = f"Correct the space in {'the term' if term else 'the words of the clause'}."
                    yield subject.warning(CODE, passage.clause, what, hint, term)
