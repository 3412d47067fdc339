"""References to annexes, typed or by label, for the rules about annexes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assembler.checks.context import CheckContext, CheckedPassage
from assembler.checks.typed_reference import typed_references
from assembler.document.tree import Clause, Reference


def referring(subject: CheckContext) -> Mapping[str, list[Clause]]:
    """Return the clauses that refer to each annex, by its label. Its own title and the list of annexes do not count."""
    by_name = {name: label for label, name in subject.annexes.items()}
    by_label: dict[str, list[Clause]] = {}
    for passage in subject.provisions:
        for label in (*_by_label(subject, passage), *_typed(by_name, passage)):
            clauses = by_label.setdefault(label, [])
            if passage.clause not in clauses and passage.clause.label != label:
                clauses.append(passage.clause)
    return {label: clauses for label, clauses in by_label.items() if clauses}


def _by_label(subject: CheckContext, passage: CheckedPassage) -> Iterator[str]:
    for start, piece in passage.located:
        # "ANNEX II" in capitals is a title: over the annex itself, or in the list of annexes.
        if (
            isinstance(piece, Reference)
            and piece.label in subject.annexes
            and not passage.words[:start].endswith("ANNEX ")
        ):
            yield piece.label


def _typed(by_name: Mapping[str, str], passage: CheckedPassage) -> Iterator[str]:
    names = (f"{match['kind']} {match['first']}" for match in typed_references(passage))
    yield from (by_name[name] for name in names if name in by_name)
