"""The options of a deal, and its term sheet with each of them changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from assembler.compare.cause import Cause, Kind
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import PendingProposals, TermSheet


def set_otherwise(terms: TermSheet) -> Iterator[tuple[Cause, TermSheet]]:
    """Yield the term sheet with each option set to each other value it can have."""
    for name in type(terms.options).model_fields:
        if name != "clauses":
            for here, there in _others(terms.options, name):
                options = terms.options.model_copy(update={name: there})
                yield _option(f"options.{name}", here, there), terms.model_copy(update={"options": options})
    for name in type(terms.options.clauses).model_fields:
        for here, there in _others(terms.options.clauses, name):
            clauses = terms.options.clauses.model_copy(update={name: there})
            options = terms.options.model_copy(update={"clauses": clauses})
            yield _option(f"options.clauses.{name}", here, there), terms.model_copy(update={"options": options})
    yield from _flips_of_terms(terms)


def _flips_of_terms(terms: TermSheet) -> Iterator[tuple[Cause, TermSheet]]:
    """Yield the term sheet with other terms changed that decide clauses as options do."""
    for here, there in _others(terms.warrants, "mode"):
        warrants = _opened(terms.warrants.model_copy(update={"mode": there}))
        yield _option("warrants.mode", here, there), terms.model_copy(update={"warrants": warrants})
    for here, there in _others(terms.execution, "status"):
        execution = terms.execution.model_copy(update={"status": there})
        yield _option("execution.status", here, there), terms.model_copy(update={"execution": execution})
    proposals = (
        None if terms.pending_proposals else PendingProposals.model_construct(None, **_open_fields(PendingProposals))
    )
    stated = ("stated", "not stated") if terms.pending_proposals else ("not stated", "stated")
    yield _option("pending_proposals", *stated), terms.model_copy(update={"pending_proposals": proposals})
    fees = terms.fee_instruments
    if fees:
        changed = fees[:-1] if len(fees) > 1 else (*fees, fees[0])
        cause = _option("fee_instruments", f"{len(fees)} instruments", f"{len(changed)} instruments")
        yield cause, terms.model_copy(update={"fee_instruments": changed})
        if len(fees) > 1:
            yield cause, terms.model_copy(update={"fee_instruments": fees[1:]})
    label = None if terms.agreement.exhibit_label else OpenPoint()
    agreement = terms.agreement.model_copy(update={"exhibit_label": label})
    yield (
        _option("agreement.exhibit_label", *(("stated", "not stated") if label is None else ("not stated", "stated"))),
        (terms.model_copy(update={"agreement": agreement})),
    )


def _others(group: Any, name: str) -> Iterator[tuple[Any, Any]]:
    """Yield the value of an option with each other value it can have."""
    here = getattr(group, name)
    if isinstance(here, bool):
        yield here, not here
    else:
        yield from ((here, there) for there in _literals(type(group).model_fields[name].annotation) if there != here)


def _literals(annotation: Any) -> tuple[Any, ...]:
    return tuple(value for value in get_args(annotation) if isinstance(value, str))


def _open_fields(group: type[BaseModel]) -> dict[str, Any]:
    return dict.fromkeys(group.model_fields, OpenPoint())


def _opened(group: Any) -> Any:
    """Return the group with every unstated field as an open point, so that it can be printed."""
    return group.model_copy(
        update={name: OpenPoint() for name in type(group).model_fields if getattr(group, name) is None}
    )


def _option(path: str, here: Any, there: Any) -> Cause:
    return Cause(Kind.OPTION, path, _shown(here), _shown(there))


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
