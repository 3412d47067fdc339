"""How each investor signs, and the words that follow from the kinds of all investors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from assembler.termsheet.formats import Term, Words, as_term, with_article
from assembler.termsheet.issuer_words import is_named_behind, with_its_article
from assembler.termsheet.schema import Investor

NATURAL = ("individual", "joint_tenants")
"""Kinds of natural persons, who sign in their own names."""

# The power of each kind. An entity of no stated kind has just power.
_POWERS: Mapping[str, str] = {
    "corporation": "corporate",
    "foreign_company": "corporate",
    "limited_partnership": "partnership",
    "general_partnership": "partnership",
    "limited_liability_company": "limited liability company",
    "trust": "trust",
}
# Behind the jurisdiction, as in "a Delaware limited partnership".
_KIND_NAMES: Mapping[str, str] = {
    "corporation": "corporation",
    "foreign_company": "company",
    "limited_partnership": "limited partnership",
    "general_partnership": "general partnership",
    "limited_liability_company": "limited liability company",
    "trust": "trust",
    "entity": "",
    "custodian": "",
}

# A condition may ask these of each investor.
INVESTOR_FACTS: Mapping[str, Callable[[Investor], bool]] = {
    "is_individual": lambda investor: investor.kind == "individual",
    "is_natural": lambda investor: investor.kind in NATURAL,
    "is_joint": lambda investor: investor.kind == "joint_tenants",
    "is_trust": lambda investor: investor.kind == "trust",
    "is_custodial": lambda investor: investor.kind == "custodian",
    "is_described": lambda investor: bool(_described(investor)),
    "jurisdiction_given": lambda investor: investor.jurisdiction is not None,
    "owner_given": lambda investor: investor.account_owner is not None,
    "warrant_numbered": lambda investor: investor.warrant_number is not None,
    "title_form_given": lambda investor: investor.title_form is not None,
}

SIGNER_FACTS = ("name_given", "title_given")
TERMS_OF_SIGNERS: Mapping[str, str] = {
    "investors[].signers": "investors[].signatory",
    "investors[].signers[].name": "investors[].signatory",
    "investors[].signers[].title": "investors[].signatory_title",
    "investors[].described": "investors[].jurisdiction",
    "investing.power": "investors[].kind",
    "investing.power_known": "investors[].kind",
}
"""The field behind each value that is computed here."""


def signing(investor: Investor, path: str) -> dict[str, Any]:
    """Return who signs for an investor, each with name and title, and the words that describe it."""
    return {
        "signers": [_signer(*signer) for signer in _signers(investor, path)],
        "described": Term(_described(investor), f"{path}.jurisdiction"),
    }


def _signers(investor: Investor, path: str) -> list[tuple[Any, Any, str, str]]:
    """Return name, title and their paths of each who signs."""
    first = (investor.signatory, investor.signatory_title, f"{path}.signatory", f"{path}.signatory_title")
    if investor.kind == "individual":
        first = (investor.name, None, f"{path}.name", f"{path}.name")
    others = [
        (signer.name, signer.title, f"{path}.co_signatories[{index}].name", f"{path}.co_signatories[{index}].title")
        for index, signer in enumerate(investor.co_signatories)
    ]
    # Two persons sign, named or not.
    unnamed = [(None, None, path, path)] if investor.kind == "joint_tenants" and not others else []
    return [first, *others, *unnamed]


def _signer(name: Any, title: Any, name_path: str, title_path: str) -> dict[str, Any]:
    return {
        "name": as_term(name, name_path),
        "title": as_term(title, title_path),
        "name_given": name is not None,
        "title_given": title is not None,
    }


def _described(investor: Investor) -> str:
    """Return words such as "a Delaware limited partnership", or an empty text if place or form is not known."""
    form = investor.legal_form or _KIND_NAMES.get(investor.kind, "")
    place = investor.jurisdiction
    if not form or not isinstance(form, str) or not isinstance(place, str):
        return ""
    if is_named_behind(place):
        return f"{with_article(form)} organized under the laws of {with_its_article(place)}"
    return f"{with_article(place)} {form}"


def investing_words(investors: Sequence[Investor]) -> Mapping[str, Words | bool]:
    """Return the power of the investors that are no natural persons: partnership, or corporate or partnership.

    `power_known` is false if the kind of one is not stated.
    """
    kinds = dict.fromkeys(investor.kind for investor in investors if investor.kind not in NATURAL)
    powers = list(dict.fromkeys(_POWERS.get(kind, "") for kind in kinds))
    is_known = bool(powers) and all(powers)
    return {"power": Words(_either(powers) if is_known else "", "investors"), "power_known": is_known}


def _either(words: Iterable[str]) -> str:
    *before, last = words
    return f"{', '.join(before)} or {last}" if before else last
