"""T433: a kind of company in words that do not fit into a sentence.

The words print behind the jurisdiction, in the middle of a sentence:

    company: {jurisdiction: Delaware, entity_type: Corp.}

    company.entity_type: 'Corp.' prints as "a Delaware Corp."

An error in an execution version, and a warning before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from assembler.errors import Problem
from assembler.termsheet.formats import with_article
from assembler.termsheet.quantities import shortened
from assembler.termsheet.rules.context import RuleContext

CODE = "T433"

_ARTICLE = re.compile(r"^(?:an?|the) ", re.IGNORECASE)
_ANY = re.compile(r"(?:[cs][- ])?(?:corp|corporation|inc|incorporated)", re.IGNORECASE)
_SOME = re.compile(r"(?:business|close|professional|(?:public )?benefit|stock) corporation", re.IGNORECASE)


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the kind is oddly written."""
    company, path = context.terms.company, "company.entity_type"
    kind, place = company.entity_type, company.jurisdiction
    if not isinstance(kind, str) or not isinstance(place, str):
        return
    meant = _meant(kind, place)
    if meant and meant != kind.strip():
        what = f'{shortened(kind)} prints as "{with_article(place)} {kind}"'
        problem = context.before_signing(CODE, path, what, f"Write `{meant}`.")
        yield replace(problem, fix=context.fix(path, meant))


def _meant(kind: str, place: str) -> str:
    """Return the words for a corporation as a sentence has them, or an empty text if it is none."""
    words = _ARTICLE.sub("", " ".join(kind.split()))
    # "Delaware corporation" prints the state twice.
    words = re.sub(rf"^{re.escape(place.strip())} ", "", words, flags=re.IGNORECASE).rstrip(".")
    if _ANY.fullmatch(words):
        return "corporation"
    if _SOME.fullmatch(words):
        return words.lower()
    # Another word may be a name, which keeps its capitals.
    return words if words.lower().endswith("corporation") else ""
