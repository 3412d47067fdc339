"""T444: investors whose kind the form has no words for.

The form is worded for corporations and for natural persons. Without a natural person among the investors, each of them
represents that it has "the corporate power", which a trust, an estate or a retirement account does not have. Two persons
who buy together get one line to sign.

    investors[2].name: The Abernathy Family Trust

    investors[2].name: 'The Abernathy Family Trust' is not a corporation, but inv_rep_authority speaks of "corporate" power

One warning names all such investors, and the partnerships and limited liability companies beside them. Departures from
the clauses settle it. `form` and `conformed` are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from assembler.errors import Problem
from assembler.termsheet.party_names import other_than_corporation, shows_joint_persons, without_officers
from assembler.termsheet.quantities import shortened
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.source import place_of

CODE = "T444"

_LABELS = ("inv_rep_authority", "inv_rep_no_conflict")
_MOST_NAMED = 3


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for the investors with corporate words, and one for those who sign together."""
    deal = context.deal
    if not deal or deal.execution.status in ("form", "conformed"):
        return
    names = [(f"investors[{index}].name", investor.name) for index, investor in enumerate(deal.investors)]
    typed = [(path, name) for path, name in names if isinstance(name, str)]
    clauses = context.in_form_words(*_LABELS)
    # With a natural person among the investors, the words are the same for all, and speak of no corporation.
    if clauses and all(investor.kind == "entity" for investor in deal.investors):
        others = [(path, name) for path, name in typed if other_than_corporation(name)]
        # Partnerships and LLCs are usual parties, whose lawyers read "corporate" broadly. Trustees do not.
        others = others if any(without_officers(name) for _, name in others) else []
        kind = "a corporation" if len(others) == 1 else "corporations"
        what = f"not {kind}, but {' and '.join(clauses)} {'speak' if len(clauses) > 1 else 'speaks'} of corporate power or documents"
        hint = 'Change the words by departures from the clauses, for example to "the requisite power".'
        yield from _problem(context, others, what, hint)
    together = [(path, name) for path, name in typed if shows_joint_persons(name)]
    what = "two persons or more, but the signature page has one line"
    yield from _problem(context, together, what, "Add lines by a departure from sig_investor_block, for each of them.")


def _problem(context: RuleContext, parties: Sequence[tuple[str, str]], what: str, hint: str) -> Iterator[Problem]:
    if not parties:
        return
    named = ", ".join(shortened(name) for _, name in parties[:_MOST_NAMED])
    if more := len(parties) - _MOST_NAMED if len(parties) > _MOST_NAMED else 0:
        named += f" and {more:,} more"
    problem = context.warning(CODE, parties[0][0], f"{named} {'is' if len(parties) == 1 else 'are'} {what}", hint)
    yield replace(problem, locations=tuple((path, place_of(context.source, path)) for path, _ in parties))
