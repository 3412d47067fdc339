"""T416: a signatory or a title that no document prints.

A natural person signs in person: the signature page of an individual has neither "By:" nor a title. A title prints
only behind the name of the signatory.

    kind: individual, signatory: Helena Castellanos

    investors[3].signatory: an individual signs in person, so this does not print

A warning: the documents are right, and leave the term out.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.schema import Investor

CODE = "T416"


_OF_KIND = {"title_form": "joint_tenants", "account_owner": "custodian"}


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each such term."""
    for index, investor in enumerate(context.deal.investors if context.deal else ()):
        for name, what, hint in _unprinted(investor):
            yield context.warning(CODE, f"investors[{index}].{name}", f"{what}, so this does not print", hint)


def _unprinted(investor: Investor) -> Iterator[tuple[str, str, str]]:
    """Yield the name of each term that is stated and not printed, why, and the hint."""
    if investor.kind == "individual":
        hint = "Delete the line, or write `kind: entity` if the investor is an entity."
        stated = {"signatory": investor.signatory, "signatory_title": investor.signatory_title}
        yield from ((name, "an individual signs in person", hint) for name, value in stated.items() if value)
        others = {"signs_by": investor.signs_by, "co_signatories": investor.co_signatories}
        yield from ((name, "an individual signs alone", hint) for name, value in others.items() if value)
    elif investor.kind == "joint_tenants" and (investor.signs_by or investor.signatory_title):
        name = "signs_by" if investor.signs_by else "signatory_title"
        yield name, "joint tenants sign in person", "Delete the line."
    elif investor.signatory_title and not investor.signatory:
        hint = "Write who signs, in a line such as `signatory: Jane Doe`; or delete the title."
        yield "signatory_title", "the title of a person who is not named", hint
    for name, kind in _OF_KIND.items():
        if getattr(investor, name) and investor.kind != kind:
            what = f"only an investor of `kind: {kind}` has it"
            yield name, what, f"Write `kind: {kind}`, or delete the line."
    if investor.kind in ("individual", "joint_tenants") and investor.legal_form:
        yield "legal_form", "a natural person has no legal form", "Delete the line, or correct the kind."
