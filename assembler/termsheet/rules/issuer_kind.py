"""T433: an issuer that is no corporation, or a corporation in words that do not fit the form.

2(d) says that the Company is validly existing as a corporation, and 2(a) speaks of corporate power and action. A limited
liability company, a partnership or a trust has neither. A company of another country has corporate power, but is no
corporation.

    company: {jurisdiction: Cayman Islands, entity_type: exempted company}

    company.entity_type: the issuer is a Cayman Islands exempted company, but co_rep_good_standing is worded for a corporation

The words print behind the jurisdiction, in the middle of a sentence:

    company: {jurisdiction: Delaware, entity_type: Corp.}

    company.entity_type: 'Corp.' prints as "a Delaware Corp."

An error in an execution version, and a warning before. Departures from both clauses settle the first.
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
_NOT_CORPORATE = re.compile(r"limited liability company|\bl\.?l\.?c\b|partnership|\bl\.?l?\.?p\b|trust", re.IGNORECASE)


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the kind is oddly written, or is no corporation and a clause is still worded for one."""
    company, path = context.terms.company, "company.entity_type"
    kind, place = company.entity_type, company.jurisdiction
    if not isinstance(kind, str) or not isinstance(place, str):
        return
    meant = _meant(kind, place)
    if meant and meant != kind.strip():
        what = f'{shortened(kind)} prints as "{with_article(place)} {kind}"'
        problem = context.before_signing(CODE, path, what, f"Write `{meant}`.")
        yield replace(problem, fix=context.fix(path, meant))
    elif not meant and (worded := _worded(context, kind)):
        what = (
            f"the issuer is {with_article(place)} {kind}, but {' and '.join(worded)} "
            f"{'are' if len(worded) > 1 else 'is'} worded for a corporation"
        )
        yield context.before_signing(CODE, path, what, "Change the words on its kind by departures.")


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


def _worded(context: RuleContext, kind: str) -> list[str]:
    """Return the clauses in words of the form that do not fit the kind."""
    authority = ("co_rep_authority",) if _NOT_CORPORATE.search(kind) else ()
    return context.in_form_words(*authority, "co_rep_good_standing") if context.deal else []
