"""T453: a trust, or the account of a person, that signs as an entity.

Trustees sign for a trust, as trustees and not individually. A custodian signs for an account, and its owner approves.
`kind` decides it, and is entity if it is not stated.

    - name: The Abernathy Family Trust

    investors[0].name: 'The Abernathy Family Trust' is a trust by its name, and signs as an entity

A warning, which goes when `kind` is stated. Forms and conformed copies are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.party_names import shown_kind, shows_joint_persons
from assembler.termsheet.quantities import shortened
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.source import is_stated, place_of

CODE = "T453"

SIGN_OTHERWISE = {"trust": "a trust", "custodian": "the account of a person"}
_IN_TERM_SHEET = "Add `kind: {}` to this entry, or `kind: entity` if an officer signs."
_IN_SHEET = "Write `{}` in its column `kind`, or `entity` if an officer signs."


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each such investor."""
    for path, name, kind in kinds_shown(context):
        if kind in SIGN_OTHERWISE:
            what = f"{shortened(name)} is {SIGN_OTHERWISE[kind]} by its name, and signs as an entity"
            hint = _IN_SHEET if is_in_sheet(context, f"{path}.name") else _IN_TERM_SHEET
            yield context.warning(CODE, f"{path}.name", what, hint.format(kind))


def is_in_sheet(context: RuleContext, path: str) -> bool:
    """Return True if the value at a path comes from the sheet of the investors, not from the term sheet."""
    return place_of(context.source, path).file != context.source.file


def kinds_shown(context: RuleContext) -> Iterator[tuple[str, str, str]]:
    """Yield the path, the name and the kind of each investor whose name shows its kind, while none is stated."""
    deal = context.deal
    if not deal or deal.execution.status == "form":
        return
    for index, investor in enumerate(deal.investors):
        path, name = f"investors[{index}]", investor.name
        if not isinstance(name, str) or is_stated(context.source, f"{path}.kind") or shows_joint_persons(name):
            continue
        if kind := shown_kind(name):
            yield path, name, kind
