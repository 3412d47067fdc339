"""The form against the agreements it was made from: word for word."""

from __future__ import annotations

import shutil

import pytest

from assembler.document import walk
from assembler.document.references import references
from assembler.document.walk import words_of
from assembler.drafting.forms import Form, draft
from assembler.exports import text
from assembler.library import Library
from tests import deals
from tests.normal import differences, drafted_words, original_words


@pytest.mark.parametrize(("stem", "original"), deals.ORIGINALS.items())
def test_the_draft_of_an_original_says_every_word_of_it_and_no_other(stem, original):
    assert differences(original_words(original), drafted_words(deals.as_text(deals.draft(stem)))) == []


@pytest.mark.parametrize(
    ("original", "count"), [("2003-07-01", 7081), ("2002-01-11", 6404), ("2002-11-25", 6830), ("2001-12-27", 2167)]
)
def test_the_originals_have_as_many_words_as_were_counted_in_them(original, count):
    assert len(original_words(original)) == count


def test_a_single_changed_word_in_a_clause_is_a_difference(tmp_path):
    shutil.copytree(deals.ROOT / "templates", tmp_path / "templates")
    clause = tmp_path / "templates/clauses/purchase-agreement/pronouns.txt"
    clause.write_text(clause.read_text().replace("neuter", "neutral"))
    drafted = deals.compose_text(deals.sheet("focus-2003-07"), Library.open(tmp_path / "templates"))
    assert differences(original_words("2003-07-01"), drafted_words(deals.as_text(drafted))) == [("neuter,", "neutral,")]


@pytest.mark.parametrize("stem", deals.ORIGINALS)
def test_without_its_departures_a_deal_differs_in_the_clauses_they_name_and_in_no_other(stem):
    filed = deals.draft(stem)
    form = deals.compose_text(deals.without_departures(deals.sheet(stem)))
    named = {departure.clause for departure in filed.deal.terms.departures}
    named |= _below(form, {one.clause for one in filed.deal.terms.departures if one.state == "omit"})
    assert _clauses_that_differ(filed, form) == named | _with_references_that_move(filed, form)


@pytest.mark.parametrize("stem", deals.ORIGINALS)
def test_no_departure_of_an_original_is_idle(stem):
    departures = deals.draft(stem).deal.terms.departures
    whole = _drafted_with(stem, departures)
    without = [_drafted_with(stem, departures[:at] + departures[at + 1 :]) for at in range(len(departures))]
    assert [departures[at].clause for at, drafted in enumerate(without) if drafted == whole] == []


def _below(piece, labels):
    """Labels of the clauses below clauses with these labels, which are left out with them."""
    above = [clause for clause in walk.clauses(piece.documents[0].document) if clause.label in labels]
    return {child.label for clause in above for child in clause.children}


def _drafted_with(stem, departures):
    """The text of a deal with these departures; those that no longer find their words are left unmet."""
    deal = deals.draft(stem).deal
    drafted = draft(Form.of(Library.open(), deal.form), deal, list(enumerate(departures)))
    return text.write(drafted.document, drafted.numbers)


def _clauses_that_differ(one, other):
    """Labels of the clauses that do not say the same in both, their own numbers included."""

    def said(piece):
        return {
            (clause.label, clause.subject): (
                piece.numbers[clause.label].own if clause.mark else "",
                [words_of(passage) for passage in walk.passages(clause)],
            )
            for clause in walk.clauses(piece.document)
        }

    ones, others = said(one.documents[0]), said(other.documents[0])
    both = ones.keys() | others.keys()
    return {label for label, subject in both if ones.get((label, subject)) != others.get((label, subject))}


def _with_references_that_move(one, other):
    """Labels of the clauses that refer to a clause whose number is not the same in both, and of those clauses."""
    one, other = one.documents[0], other.documents[0]
    moved = {label for label in one.numbers if label in other.numbers and one.numbers[label] != other.numbers[label]}
    return moved | {clause.label for clause, reference in references(one.document) if reference.label in moved}
