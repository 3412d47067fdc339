"""T433: an issuer that is no corporation of a state of the United States.

2(d) says that the Company is validly existing as a corporation, and 2(e) speaks of its certificate of incorporation and
bylaws. A limited liability company, a trust, or a company of another country has neither.

    company: {jurisdiction: Cayman Islands, entity_type: exempted company}

    company.entity_type: the issuer is a Cayman Islands exempted company, but co_rep_good_standing and co_rep_no_conflict are worded for a corporation of a state

An error in an execution version, and a warning before. Departures from both clauses settle it.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.formats import with_article
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.states import state_meant

CODE = "T433"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the issuer is of another kind or country, and a clause is still worded for a corporation."""
    company = context.terms.company
    worded = context.in_form_words("co_rep_good_standing", "co_rep_no_conflict") if context.deal else []
    if not worded or not isinstance(company.entity_type, str) or not isinstance(company.jurisdiction, str):
        return
    is_corporation = company.entity_type.lower().rstrip(".").endswith("corporation")
    if not is_corporation or not state_meant(company.jurisdiction):
        path = "company.jurisdiction" if is_corporation else "company.entity_type"
        what = (
            f"the issuer is {with_article(company.jurisdiction)} {company.entity_type}, but {' and '.join(worded)} "
            f"{'are' if len(worded) > 1 else 'is'} worded for a corporation of a state"
        )
        yield context.before_signing(CODE, path, what, "Change the words on its kind and its charter by departures.")
