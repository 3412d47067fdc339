"""C114: words that are repeated by mistake.

Two people made the same change. A reader misses it, and a court does not.

    Payment shall be made by wire transfer wire transfer of funds.

    Section 5(c) (delivery_wire): "wire transfer" is repeated: "shall be made by wire transfer wire transfer of funds."

A warning: "that that" can be right and is not reported. Nor is a name that repeats itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.checks.context import CheckContext, matches
from assembler.errors import Problem

CODE = "C114"

# Up to five words, so that "wire transfer wire transfer" is one repetition.
_TWICE = re.compile(r"(?<![\w'-])([A-Za-z][\w'-]+(?:,? [A-Za-z][\w'-]*){0,4}) \1(?![\w'-])")
_RIGHT = frozenset({"that", "had"})


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem for each repetition."""
    for passage in subject.typed_passages:
        for match in matches(_TWICE, passage.words):
            if match[1] not in _RIGHT and not passage.is_one_value(*match.span()):
                what = f'"{match[1]}" is repeated: {passage.quoted(*match.span())}'
                term = passage.term_in(*match.span())
                hint = f'Delete "{match[1]}" from the term; the form prints it.' if term else "Delete one of the two."
                yield subject.warning(CODE, passage.clause, what, hint, term)
