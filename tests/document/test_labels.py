"""Every clause without a heading has a plain name."""

from __future__ import annotations

import pytest

from assembler.document.labels import NAMES, in_words
from assembler.drafting.forms import AGREEMENT, JOINDER, WARRANT, Form
from assembler.library import Library

FORMS = {name: Form.of(Library.open(), name) for name in (AGREEMENT, WARRANT, JOINDER)}


def labels(form):
    """The labels that the outline of a form lists."""
    lines = (line.split() for line in form.outline.text.splitlines())
    named = (next((word for word in words[:3] if "_" in word or word in form.clauses), "") for words in lines)
    return [label for label in named if label]


def has_heading(form, label):
    return label in form.clauses and "\n# " in f"\n{form.clauses[label].text}"


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_clause_of_a_form_has_a_heading_or_a_plain_name_and_none_has_both(form):
    listed = labels(form)
    assert set(form.clauses) <= set(listed)
    assert [label for label in listed if has_heading(form, label) == (label in NAMES)] == []


def test_no_name_is_of_a_clause_that_no_form_has():
    assert NAMES.keys() <= {label for form in FORMS.values() for label in labels(form)}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_two_clauses_of_a_form_have_two_names(form):
    names = [in_words(label) for label in labels(form) if label in NAMES]
    assert sorted(names) == sorted(set(names))


def test_no_name_is_a_label():
    assert [name for name in NAMES.values() if "_" in name] == []


def test_a_definition_is_called_by_the_term_that_it_defines():
    for form in FORMS.values():
        for label, clause in form.clauses.items():
            if in_words(label).startswith("definition of "):
                assert f'"*{in_words(label).split(chr(34))[1]}*"' in clause.text


def test_a_label_that_a_deal_adds_loses_its_underscores():
    assert in_words("cov_our_own_clause") == "cov our own clause"
