"""A problem that a term causes has the place of the term, and that of the clause otherwise."""

from __future__ import annotations

from assembler import pipeline
from tests import deals

SHEET = deals.sheet("new-stock-and-warrants")


def found(old, new):
    yaml = deals.replaced(SHEET, old, new)
    whole = deals.compose_text(yaml)
    lines = yaml.splitlines()
    return [
        (one.code, one.path, lines[one.location.line - 1].strip())
        for one in pipeline.check(whole)
        if one.code != "C119"
    ]


def test_words_that_the_form_prints_already_are_said_at_the_term():
    line = "governing_state: State of Delaware"
    assert found("governing_state: Delaware", line) == [("C114", "law.governing_state", line)]


def test_spaces_at_the_end_of_a_name_are_said_at_the_name():
    line = "- name: 'Northgate Harbor Master Fund, LP  '"
    assert found("- name: Northgate Harbor Master Fund, LP", line) == [("C116", "investors[0].name", line)]
