"""The article before a jurisdiction goes by its sound."""

from __future__ import annotations

import pytest

from assembler.termsheet.formats import FILTERS, Term


@pytest.mark.parametrize(
    "printed",
    [
        "a United Kingdom",
        "a united states",
        "a Utah",
        "a European Union",
        "a Delaware",
        "a New York",
        "an Ohio",
        "an Illinois",
        "an Alabama",
        "an English",
        "an Upper Canada",
    ],
)
def test_the_article_before_a_jurisdiction_goes_by_its_sound(printed):
    jurisdiction = printed.partition(" ")[2]
    assert FILTERS["with_article"](Term(jurisdiction, "company.jurisdiction")).text == printed
