"""T443: a natural person who signs as an entity, or an entity that signs as a natural person.

An entity signs "By:" an officer or a manager. A natural person signs in the person's own name. `kind` decides
it, and is entity if it is not stated.

    - name: Eleanor M. Vance

    investors[0].name: 'Eleanor M. Vance' seems to be a natural person, and signs as an entity

An LLC, a trust, an estate or an IRA of `kind: individual` is an error in an execution version, and a warning before. A
word such as Partners is a warning there. A name that seems to be a person's is a warning, which goes when `kind` is
stated.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.investor_words import NATURAL
from assembler.termsheet.party_names import shows_joint_persons, shows_legal_form, shows_only_entity, shows_person
from assembler.termsheet.quantities import shortened
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.source import is_stated

CODE = "T443"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each such investor."""
    for index, investor in enumerate(context.deal.investors if context.deal else ()):
        path = f"investors[{index}]"
        if not isinstance(name := investor.name, str):
            continue
        if investor.kind in NATURAL and (shows_legal_form(name) or shows_only_entity(name)):
            is_certain = shows_legal_form(name)
            what = f"{shortened(name)} {'is' if is_certain else 'seems to be'} an entity, and signs as a natural person"
            make = context.before_signing if is_certain else context.warning
            yield make(CODE, f"{path}.kind", what, "Write `kind: entity`, or delete the line.")
        elif not is_stated(context.source, f"{path}.kind") and shows_person(name) and not shows_joint_persons(name):
            what = f"{shortened(name)} seems to be a natural person, and signs as an entity"
            hint = "Add `kind: individual` to this entry, or `kind: entity` if it is one."
            yield context.warning(CODE, f"{path}.name", what, hint)
