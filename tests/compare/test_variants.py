"""A variant says what the deal would say if it were drafted anew from its first line to its last."""

from __future__ import annotations

import pytest

from assembler.compare.redrafting import Drafting, Redrafter
from assembler.compare.variants import set_otherwise
from assembler.drafting.clauses import ClauseRenderer
from assembler.drafting.departures import depart
from assembler.drafting.forms import build_document
from assembler.drafting.plan import plan
from assembler.termsheet.compute import compute_deal
from tests import deals

STEMS = ("focus-2003-07", "focus-2002-01", "focus-2002-11")


def whole(form, deal, departures):
    """A draft that takes nothing over from another."""
    provided = build_document(plan(form.outline, form.clauses, deal), ClauseRenderer(deal, form.instructions(deal)))
    return Drafting(depart(provided.document, departures)[0], departures)


def assert_same(variant, drafted, base, touched):
    assert list(variant) == list(drafted)
    assert [key for key in drafted if variant[key].words != drafted[key].words] == []
    untouched = [key for key in variant if key[0] not in touched]
    assert [key for key in untouched if key not in base or variant[key].words != base[key].words] == []


@pytest.fixture(scope="module", params=STEMS)
def set_of_deal(request):
    piece, deal = deals.draft(request.param).documents[0], deals.draft(request.param).deal
    return piece.form, deal, list(enumerate(deal.departures))


def test_with_an_option_set_otherwise_it_says_the_same_as_drafted_anew(set_of_deal):
    form, deal, departures = set_of_deal
    redrafter = Redrafter(form, deal)
    for base in (redrafter.departed(departures), redrafter.form):
        for _, terms in set_otherwise(deal.terms):
            other, _ = compute_deal(terms, deal.source)
            variant, touched = redrafter.otherwise(base, *redrafter.reworded(other))
            assert_same(variant, whole(form, other, base.departures), base, touched)


def test_without_a_departure_it_says_the_same_as_drafted_anew(set_of_deal):
    form, deal, departures = set_of_deal
    redrafter = Redrafter(form, deal)
    base = redrafter.departed(departures)
    for index, _ in departures:
        variant, touched = redrafter.without(base, index)
        assert_same(variant, whole(form, deal, variant.departures), base, touched)


def test_a_departure_that_words_a_clause_otherwise_and_moves_it_is_kept_whole(set_of_deal):
    form, deal, _ = set_of_deal
    words, after = "The Investor shall have no obligation", "cov_use_of_proceeds"
    departures = [
        (
            0,
            _departure(
                deal, clause="cov_brokers", form=words, here="The Purchaser shall have no obligation", after=after
            ),
        )
    ]
    redrafter = Redrafter(form, deal)
    base = redrafter.departed(departures)
    for _, terms in set_otherwise(deal.terms):
        other, _ = compute_deal(terms, deal.source)
        variant, touched = redrafter.otherwise(base, *redrafter.reworded(other))
        assert_same(variant, whole(form, other, departures), base, touched)


def _departure(deal, **fields):
    return type(deal.departures[0]).model_construct(
        **{**dict.fromkeys(type(deal.departures[0]).model_fields), "why": "negotiated", **fields}
    )
