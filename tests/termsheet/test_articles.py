"""The article before a jurisdiction goes by its sound."""

from __future__ import annotations

import pytest

from assembler.termsheet.formats import FILTERS, Term


@pytest.mark.parametrize(
    "printed",
    [
        "a Delaware",
        "a New York",
        "a European Union",
        "a United Kingdom",
        "a united states",
        "a university",
        "a unit",
        "a Uganda",
        "a Ukraine",
        "a UKRAINE",
        "a Uruguay",
        "a Utah",
        "a U.S. Virgin Islands",
        "a US",
        "a USA",
        "a UK",
        "a UAE",
        "an Alabama",
        "an English",
        "an Illinois",
        "an Ohio",
        "an Ulster",
        "an Upper Canada",
        "an umbrella",
        "an unincorporated",
        "an Uninsured",
        "an unissued",
        "an unimpaired",
        "an unidentified",
        "an usher",
    ],
)
def test_the_article_before_a_jurisdiction_goes_by_its_sound(printed):
    jurisdiction = printed.partition(" ")[2]
    assert FILTERS["with_article"](Term(jurisdiction, "company.jurisdiction")).text == printed
