"""T442: a county without the word County.

The form prints the county before the state: "the state and federal courts sitting in Multnomah County, Oregon".

    law: {forum_state: Oregon, forum_county: Multnomah}

    law.forum_county: 'Multnomah' prints as "sitting in Multnomah, Oregon"

An error in an execution version, and a warning before. Louisiana has parishes, Alaska has boroughs, and some cities
belong to no county.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from assembler.errors import Problem
from assembler.termsheet.quantities import shortened
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.states import state_meant

CODE = "T442"

_UNIT = re.compile(r"\b(?:County|Counties|Parish|Borough|Census Area|Municipality|City|District|Judicial)\b")
_BEFORE = re.compile(r"^(?:the )?county of ", re.IGNORECASE)
_SHORT = re.compile(r"\s+(?:county|cnty|cty|co)\.?$", re.IGNORECASE)
_BOROUGHS = {
    "manhattan": "New York County",
    "new york": "New York County",
    "brooklyn": "Kings County",
    "queens": "Queens County",
    "bronx": "Bronx County",
    "the bronx": "Bronx County",
    "staten island": "Richmond County",
}
# These have cities beside counties of the same name, or no counties with courts.
_NOT_CERTAIN = frozenset({"Alaska", "Connecticut", "Maryland", "Missouri", "Nevada", "Rhode Island", "Virginia"})


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the county of the forum does not say that it is one."""
    law, path = context.terms.law, "law.forum_county"
    if not isinstance(county := law.forum_county, str) or not isinstance(law.forum_state, str):
        return
    state = state_meant(law.forum_state)
    # Places outside the United States have no counties of this kind. T114 finds N/A.
    if not state or _UNIT.search(county) or not re.search("[A-Za-z]{3}", county):
        return
    meant = _meant(county.strip(), state)
    is_certain = state not in _NOT_CERTAIN or bool(_SHORT.search(county))
    hint = (
        f"Write `{meant}`."
        if is_certain
        else f"Write `{meant}`, or `City of {county.strip()}`, as the place is called."
    )
    what = f'{shortened(county)} prints as "sitting in {county}, {state}"'
    problem = context.before_signing(CODE, path, what, hint)
    yield replace(problem, fix=context.fix(path, meant)) if is_certain else problem


def _meant(county: str, state: str) -> str:
    if state == "New York" and (borough := _BOROUGHS.get(county.casefold())):
        return borough
    name = _SHORT.sub("", _BEFORE.sub("", county))
    name = name.title() if name in (name.lower(), name.upper()) else name
    unit = "Parish" if state == "Louisiana" else "Borough" if state == "Alaska" else "County"
    return f"{name} {unit}"
