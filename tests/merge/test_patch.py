"""Bytes are replaced where they are to be, and what was written is read again."""

from __future__ import annotations

import pytest

from assembler.merge.patch import Patch, Splice, VerificationFailed
from tests.revise.small import document, edited, paragraph

DRAFTED = "It is one dollar"


@pytest.fixture
def file():
    return edited([DRAFTED], paragraph("It is o", "ne dollar"))


@pytest.fixture
def patch(file):
    return Patch(file)


def written(patch):
    return patch.written().replace(b' xml:space="preserve"', b"")


def test_what_has_no_change_is_the_same_to_the_byte(patch, file):
    assert (patch.written(), patch.places) == (file.document, 0)


def test_letters_that_both_words_have_in_common_stay_in_the_runs_that_they_stand_in(patch):
    patch.replace(range(2, 3), ["ine"])
    assert written(patch) == document(paragraph("It is i", "ne dollar"))


def test_letters_behind_those_that_stay_are_put_into_the_run_of_those_that_go(patch):
    patch.replace(range(2, 3), ["ordinary"])
    assert written(patch) == document(paragraph("It is o", "rdinary dollar"))


def test_words_that_go_take_the_blank_beside_them_along(patch):
    patch.replace(range(2, 4), [])
    assert written(patch) == document(paragraph("It is", ""))


def test_words_come_at_the_beginning_of_a_paragraph_and_within_it(patch):
    patch.begin_with(["Now"], 0)
    patch.insert(["silver"], 3)
    assert written(patch) == document(paragraph("Now It is o", "ne silver dollar"))
    assert patch.places == 2


def test_quotation_marks_are_curly_where_the_paragraph_has_such():
    patch = Patch(edited(["A share"], paragraph("A share\u2019s price")))
    patch.replace(range(1), ['"A"'])
    assert written(patch) == document(paragraph("\u201cA\u201d share\u2019s price"))


def test_two_changes_of_one_place_are_a_fault_of_ours(patch, file):
    whole = Splice(file.paragraphs[0].span.start, file.paragraphs[0].span.stop, b"")
    patch.splice([whole], range(5), [])
    patch.replace(range(2, 3), ["two"])
    with pytest.raises(VerificationFailed, match="two changes of the same place"):
        patch.written()


def test_bytes_that_do_not_say_the_words_they_are_put_there_for_are_a_fault_of_ours(patch, file):
    span = file.paragraphs[0].span
    patch.splice(
        [Splice(span.start, span.stop, paragraph("It is two dollars").encode())], range(2, 4), ["two", "cents"]
    )
    with pytest.raises(VerificationFailed, match="does not hold the expected words"):
        patch.written()
