"""Clauses without a number or a heading are named in words."""

from __future__ import annotations

import pytest

from assembler.document.labels import in_words


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("sig_amounts", "amounts"),
        ("sig_investor_block", "signature block"),
        ("recital_sale", "recital"),
        ("w_title", "title"),
        ("w_noe_delivery", "notice of exercise: delivery"),
        ("cover_page", "cover page"),
        ("cov_our_own_clause", "cov our own clause"),
    ],
)
def test_a_label_is_shown_in_words(label, words):
    assert in_words(label) == words
