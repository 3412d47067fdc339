"""The words for the issuer: its charter documents, its holders, its powers, by its kind and the law of its place."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assembler.termsheet.charter_words import ABROAD, CORPORATIONS, CharterWords, charter_words
from assembler.termsheet.formats import A_FACT, Term, Words
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import Address, Charter, Company

_FAMILIES = (
    ("company", re.compile(r"limited liability company|\bl\.?l\.?c\b", re.IGNORECASE)),
    ("partnership", re.compile(r"partnership|\bl\.?l?\.?p\b", re.IGNORECASE)),
    ("trust", re.compile(r"\btrust\b", re.IGNORECASE)),
    ("corporation", re.compile(r"corporation|\bcorp\b|\binc\b|incorporated", re.IGNORECASE)),
)

# Family | power | formed | formation | capital | pieces of it | who governs | its members | where holders are entered
_KINDS: Mapping[str, tuple[str, ...]] = {
    "corporation": (
        "corporate",
        "organized",
        "incorporation",
        "capital stock",
        "shares of its capital stock",
        "board of directors",
        "directors",
        "stock books",
    ),
    "company": (
        "limited liability company",
        "formed",
        "formation",
        "equity interests",
        "of its equity interests",
        "board of directors or managers",
        "directors or managers",
        "register of members",
    ),
    "partnership": (
        "partnership",
        "formed",
        "formation",
        "equity interests",
        "of its equity interests",
        "general partner",
        "directors of its general partner",
        "register of partners",
    ),
    "trust": (
        "trust",
        "formed",
        "formation",
        "beneficial interests",
        "of its beneficial interests",
        "trustees",
        "trustees",
        "register of holders",
    ),
    "abroad": (
        "corporate",
        "incorporated",
        "incorporation",
        "share capital",
        "of its shares",
        "board of directors",
        "directors",
        "share register",
    ),
}

_CHARTER = ("documents", "certificate", "bylaws", "holders", "holder")
_BY_KIND = ("power", "formed", "formation", "capital", "pieces", "board", "directors", "books")
ISSUER_TERMS: Mapping[str, str] = {
    **dict.fromkeys((f"issuer.{name}" for name in _CHARTER), "company.charter"),
    **dict.fromkeys((f"issuer.{name}" for name in _BY_KIND), "company.entity_type"),
    "issuer.city_line": "company.address",
    "issuer.is_abroad": "company.address.country",
    "issuer.place": "company.jurisdiction",
    "issuer.has_standing": "company.jurisdiction",
    "issuer.laws_named": "company.jurisdiction",
    "issuer.files_abroad": "company.filer",
}
"""The term that chooses each of the words and facts."""

_FACTS = ("has_standing", "laws_named", "is_abroad", "files_abroad")
ISSUER_SHAPE: Mapping[str, object] = {
    name: A_FACT if name in _FACTS else {} for name in (path.partition(".")[2] for path in ISSUER_TERMS)
}

# Places that lawyers put before the kind: a Cayman Islands exempted company. Of others, the laws are named.
_BEFORE_KIND = ("cayman islands", "british virgin islands", "bvi", "bermuda", "ontario", "alberta", "british columbia", "marshall islands")  # fmt: skip
_WITH_ARTICLE = re.compile(
    r"(?:cayman|british virgin|marshall) islands|netherlands|united kingdom|(?:state|republic|bailiwick|grand duchy|province|commonwealth|kingdom) of",
    re.IGNORECASE,
)


def family_of(entity_type: str | OpenPoint, place: str | OpenPoint) -> str:
    """Return the family of a kind of company: corporation, company, partnership, trust or abroad."""
    if isinstance(entity_type, OpenPoint):
        return "corporation"
    family = next((name for name, pattern in _FAMILIES if pattern.search(entity_type)), "abroad")
    # "Limited liability company" translates a GmbH. Only the United States has members and operating agreements.
    is_foreign = isinstance(place, str) and place.casefold() in ABROAD
    return "abroad" if family == "company" and is_foreign else family


def is_named_behind(place: str) -> bool:
    """Return True for a country whose laws are named behind the kind of a company: organized under the laws of Israel."""
    return place.casefold() in ABROAD and place.casefold() not in _BEFORE_KIND


def with_its_article(place: str) -> str:
    """Return a place as it stands in a sentence: the Cayman Islands, Delaware."""
    return f"the {place}" if _WITH_ARTICLE.match(place) else place


def law_of(company: Company) -> CharterWords:
    """Return the words of the law under which the company is organized."""
    place = "" if isinstance(company.jurisdiction, OpenPoint) else company.jurisdiction
    return charter_words(family_of(company.entity_type, company.jurisdiction), place)


def holders_of(company: Company) -> str:
    """Return the owners of a company in the plural, as stated or by its law: stockholders, shareholders, members."""
    return _stated((company.charter or Charter()).holders) or law_of(company).holders


def issuer_words(company: Company) -> Mapping[str, Words | Term | bool]:
    """Return the words for the issuer and facts about it, by name.

    `documents` are its charter and the rules within: certificate of incorporation or bylaws. `power` is corporate,
    `formed` organized, `formation` incorporation, `capital` capital stock, `pieces` shares of its capital stock, `board` board of directors,
    `directors` its members, `books` stock books. `place` is
    its jurisdiction with an article: the Cayman Islands. `city_line` is the end of an address abroad. `laws_named` says that
    its law is named behind its kind, `files_abroad` that it is a foreign private issuer.
    """
    law, place = law_of(company), company.jurisdiction
    kind = dict(zip(_BY_KIND, _KINDS[family_of(company.entity_type, place)], strict=True))
    named = place if isinstance(place, str) else place.printed
    return {
        **_charter(company, law),
        **{name: Words(text, ISSUER_TERMS[f"issuer.{name}"]) for name, text in kind.items()},
        "place": Term(with_its_article(named), "company.jurisdiction"),
        "city_line": Term(_city_line(company.address), "company.address"),
        "is_abroad": company.address.country is not None,
        "files_abroad": company.filer == "foreign_private_issuer",
        "has_standing": law.has_standing,
        "laws_named": isinstance(place, str) and is_named_behind(place),
    }


def _charter(company: Company, law: CharterWords) -> dict[str, Words | Term]:
    """Return the words for the charter and its holders: as the term sheet states them, else by the law."""
    stated, path = company.charter or Charter(), "company.charter"
    certificate = _stated(stated.certificate) or law.certificate
    bylaws = _stated(stated.bylaws) or ("" if stated.certificate else law.bylaws)
    holders = holders_of(company)
    documents = " or ".join(filter(None, (certificate, bylaws)))
    if law.certificate not in _SINGLE and not stated.certificate and bylaws:
        documents = f"{certificate}, {bylaws}, or other organizational documents"
    texts = {
        "documents": documents,
        "certificate": certificate,
        "bylaws": bylaws or certificate,
        "holders": holders,
        "holder": holders.removesuffix("s"),
    }
    # What somebody typed is a value, never words of the form.
    is_typed = stated.certificate or stated.bylaws or stated.holders
    return {name: Term(text, path) if is_typed else Words(text, path) for name, text in texts.items()}


def _city_line(address: Address) -> str:
    """Return the last line of an address abroad: Grand Cayman KY1-1104, Cayman Islands."""
    city, state, code, country = map(_stated, (address.city, address.state, address.zip, address.country))
    return ", ".join(
        filter(None, (city if state else f"{city} {code}".strip(), f"{state} {code}".strip() * bool(state), country))
    )


def _stated(text: str | OpenPoint | None) -> str:
    return text.printed if isinstance(text, OpenPoint) else text or ""


# Names of one document. Another lists the names that it may have.
_SINGLE = frozenset(law.certificate for law in (*CORPORATIONS.values(), *ABROAD.values())) | {
    "articles of organization",
    "certificate of organization",
    "certificate of limited partnership",
    "certificate of trust",
    "organizational documents",
}
