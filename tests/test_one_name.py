"""The clause files call each thing by one name. Two names for one thing make a reader look for the difference."""

from __future__ import annotations

import re

import pytest

from tests import deals

# The name that is used, and what it is not called.
NAMES = {
    "this Agreement": r"[Tt]his Purchase Agreement",
    "Securities Act": r"1933 Act",
    "Exchange Act": r"1934 Act",
    "the SEC": r"(?<!Exchange )\bCommission\b",
    "party": r"\b(?<!Indemnifying )Part(?:y|ies)\b",
    "the word for the holders of the issuer": r"(?i:\b(?:share|stock)holders?\b)",
    "a price with a zero before its point": r"\$\.\d",
}
FILES = sorted((deals.ROOT / "templates" / "clauses").rglob("*.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_the_clauses_have_one_name_for(name):
    other = re.compile(NAMES[name])
    assert [(file.stem, found.group()) for file in FILES for found in other.finditer(file.read_text())] == []


def test_the_names_are_looked_for_in_every_form():
    assert {file.parent.name for file in FILES} >= {"joinder", "purchase-agreement", "warrant"}
    assert all(re.search(pattern, OTHER_NAMES) for pattern in NAMES.values())


OTHER_NAMES = (
    "This Purchase Agreement under the 1933 Act and the 1934 Act, filed with the Commission, "
    "binds each Party and stockholder at $.01."
)
