"""What is planted in an agreement is found, and nothing else is."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from assembler.compare.align import Presence, align
from assembler.compare.explain import compare
from assembler.compare.word_diff import changes
from assembler.dealset.build import write
from assembler.library import Library
from assembler.readers import files
from assembler.readers.outline import ReadParagraph, provisions
from assembler.readers.reading import Passage, Reading
from tests import deals
from tests.compare.documents import original, plantings

MANY = plantings(100)
STEMS = ["focus-2003-07", "focus-2002-01", "focus-2002-11", "focus-2001-12-warrant"]


def planted(reading, at, change):
    """The reading with one provision changed; None leaves it out."""
    some = list(reading.provisions)
    changed = change(some[at])
    some[at : at + 1] = [] if changed is None else [changed]
    return Reading("planted", tuple(some))


def with_words(provision, words):
    return replace(provision, passages=(provision.passages[0], *provision.passages[1:-1], Passage(tuple(words))))


def found(here, there):
    return [(pair, one) for pair in align(here, there) for one in pair.differences]


def drawn_place(data, reading, least=6):
    """A provision with words enough to plant something in, and a place in its last passage."""
    places = [
        at
        for at, one in enumerate(reading.provisions)
        if len(one.passages[-1].words) >= least and len(one.passages) > 1
    ]
    at = data.draw(st.sampled_from(places))
    return at, data.draw(st.integers(1, len(reading.provisions[at].passages[-1].words) - 2))


@MANY
@given(st.data(), st.sampled_from(STEMS), st.sampled_from(["zebra", "$9.99", "1,234,567"]))
def test_a_word_or_figure_put_in_the_place_of_another_is_the_one_difference(data, stem, word):
    reading = original(stem)
    at, index = drawn_place(data, reading)
    last = reading.provisions[at].passages[-1].words
    other = planted(reading, at, lambda one: with_words(one, [*last[:index], word, *last[index + 1 :]]))
    assert [(one.here, one.there) for _, one in found(reading, other)] == [((last[index],), (word,))]


@MANY
@given(st.data(), st.sampled_from(STEMS))
def test_a_word_left_out_is_the_one_difference(data, stem):
    reading = original(stem)
    at, index = drawn_place(data, reading)
    last = reading.provisions[at].passages[-1].words
    other = planted(reading, at, lambda one: with_words(one, [*last[:index], *last[index + 1 :]]))
    assert [(one.here, one.there) for _, one in found(reading, other)] == [((last[index],), ())]


@MANY
@given(st.data(), st.sampled_from(STEMS))
def test_a_provision_left_out_is_only_here(data, stem):
    reading = original(stem)
    at, _ = drawn_place(data, reading)
    other = planted(reading, at, lambda _: None)
    gone = reading.provisions[at]
    pairs = align(reading, other)
    lost = [word for pair in pairs for one in pair.differences for word in one.here]
    assert sorted(lost) == sorted(gone.words)
    assert [word for pair in pairs for one in pair.differences for word in one.there] == []


@MANY
@given(st.data(), st.sampled_from(STEMS))
def test_a_provision_that_stands_elsewhere_is_moved_and_no_word_of_it_differs(data, stem):
    reading = original(stem)
    at, _ = drawn_place(data, reading, 20)
    some = list(reading.provisions)
    moved = some.pop(at)
    to = data.draw(st.sampled_from([index for index in range(len(some) + 1) if abs(index - at) > 3]))
    some.insert(to, moved)
    pairs = align(reading, Reading("planted", tuple(some)))
    assert [pair for pair in pairs if pair.differences] == []
    assert all(pair.presence in (Presence.MOVED, Presence.BOTH) for pair in pairs)


NUMBERED = (
    "1. Sale. {0} sells all shares.\n\n   {1} {2} Birch pays the whole price.\n\n2. Place. They meet in Bergen.\n"
)


@pytest.mark.parametrize("marks", [("b.", "(i)"), ("(b)", "i."), ("b.", "i.")])
def test_a_number_of_another_style_without_words_of_its_own_stays_in_its_place(marks):
    one, other = (files.read(NUMBERED.format("Alder", *each).encode(), "sale.txt") for each in (("(b)", "(i)"), marks))
    pairs = align(one, other)
    assert {pair.presence for pair in pairs} == {Presence.BOTH}
    assert set(map(str, compare(one, other).counts)) == {"layout"}


@MANY
@given(st.data(), st.sampled_from(STEMS))
def test_two_provisions_that_are_swapped_are_told_and_no_word_of_them_differs(data, stem):
    reading = original(stem)
    some = list(reading.provisions)
    long = [at for at, one in enumerate(some) if len(one.words) >= 20]
    one, other = data.draw(st.lists(st.sampled_from(long), min_size=2, max_size=2, unique=True))
    some[one], some[other] = some[other], some[one]
    pairs = align(reading, Reading("planted", tuple(some)))
    gone, came = (
        sorted(word for pair in pairs for one in pair.differences for word in side(one))
        for side in (lambda one: one.here, lambda one: one.there)
    )
    # Two that are nearly alike are told as what they differ by, and all others as moved.
    assert gone == came
    assert gone or {id(pair.here[0]) for pair in pairs if pair.presence is Presence.MOVED} & {
        id(some[one]),
        id(some[other]),
    }


@MANY
@given(st.data(), st.sampled_from(STEMS))
def test_a_provision_with_another_number_is_renumbered_and_nothing_else(data, stem):
    reading = original(stem)
    numbered = [
        at for at, one in enumerate(reading.provisions) if one.passages[0].kind == "number" and len(one.words) > 8
    ]
    at = data.draw(st.sampled_from(numbered))
    own = reading.provisions[at].passages[0].words
    other = planted(
        reading, at, lambda one: replace(one, number="99", passages=(Passage(("(zz)",), "number"), *one.passages[1:]))
    )
    assert [(one.here, one.there) for _, one in found(reading, other)] == [(own, ("(zz)",))]


@settings(deadline=None)
@given(st.lists(st.sampled_from("abcde"), max_size=30), st.lists(st.sampled_from("abcde"), max_size=30))
def test_changes_put_into_the_one_make_the_other(one, other):
    made, at = [], 0
    for change in changes(one, other):
        made += [*one[at : change.start], *other[change.right_start : change.right_stop]]
        at = change.stop
    assert [*made, *one[at:]] == other


@settings(deadline=None)
@given(st.data())
def test_all_words_of_both_documents_are_in_the_pairs_once(data):
    lines = st.lists(
        st.sampled_from(["(a) one two three", "(b) four five", "six seven", "(a) one two eight", "9. Nine."]),
        max_size=8,
    )
    readings = [Reading("x", provisions(map(ReadParagraph, data.draw(lines)))) for _ in range(2)]
    pairs = align(*readings)
    assert sorted(id(one) for pair in pairs for one in pair.here) == sorted(map(id, readings[0].provisions))
    assert sorted(id(one) for pair in pairs for one in pair.there) == sorted(map(id, readings[1].provisions))


@pytest.mark.parametrize("stem", STEMS)
def test_a_document_compared_with_itself_does_not_differ(stem):
    assert found(original(stem), original(stem)) == []


def test_a_number_is_not_taken_for_the_same_word_in_a_clause_that_has_little_else_in_common():
    held = "Alpha Ltd. at 39 Broadway and Beta LP at 12 Main Street and Gamma AG at 7 Bahnhofstrasse."
    one = f"9. NOTICES. All notices go by hand, or (b) by fax or by mail, to those named here: {held}"
    other = f"(b) Delivery of funds for shares. {held}"
    (pair,) = align(*(Reading("x", provisions([ReadParagraph(text)])) for text in (one, other)))
    assert [(difference.here[-1], difference.there[0]) for difference in pair.differences] == [("here:", "(b)")]


def test_a_clause_that_is_split_is_one_with_its_parts():
    one = Reading(
        "x",
        provisions([ReadParagraph("1. Sale. The Company sells the Shares and the Investor pays the price in cash.")]),
    )
    parts = ["1. Sale. The Company sells the Shares and", "2. the Investor pays the price in cash."]
    other = Reading("y", provisions(map(ReadParagraph, [parts[0], parts[1].replace("2. the", "2. The")])))
    pairs = align(one, other)
    assert [(len(pair.here), len(pair.there)) for pair in pairs] == [(1, 2)]


def test_a_clause_that_is_reserved_there_is_its_counterpart():
    one, other = (Reading("x", provisions(map(ReadParagraph, ["(a) One two.", text, "(c) Five six."]))) for text in ("(b) Three four five.", "(b) [RESERVED]"))  # fmt: skip
    assert [pair.presence for pair in align(one, other)] == [Presence.BOTH] * 3


def originals_text(stem):
    return next((deals.ROOT / "tests/originals").glob(f"{deals.ORIGINALS[stem]}*.txt")).read_text(encoding="ascii")


@plantings(60)
@given(st.data(), st.sampled_from(STEMS))
def test_a_word_changed_on_the_page_of_a_text_is_the_one_difference(data, stem):
    text = originals_text(stem)
    places = [found.span() for found in re.finditer(r"(?<=\s)[A-Za-z]{4,}(?=\s)", text)]
    start, stop = data.draw(st.sampled_from(places))
    changed = text[:start] + "Z" * (stop - start) + text[stop:]
    other = files.read(changed.encode(), "planted.txt")
    assert [(one.here, one.there) for _, one in found(original(stem), other)] == [
        ((text[start:stop],), ("Z" * (stop - start),))
    ]


@cache
def word_file(stem):
    """The draft of an original as Word: its bytes, and the text of its document."""
    whole = deals.draft(stem)
    data = write(whole, ("docx",), [whole.documents[0].part], Library.open().shell("house"))
    content = next(content for name, content in data.items() if name.endswith(".docx"))
    return content, zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()


@plantings(30)
@given(st.data(), st.sampled_from(STEMS))
def test_a_word_changed_in_a_word_file_is_the_one_difference(data, stem):
    content, document = word_file(stem)
    places = [found.span() for found in re.finditer(r"(?<= )[A-Za-z]{4,}(?= )(?=[^<>]*</w:t>)", document)]
    start, stop = data.draw(st.sampled_from(places))
    changed = document[:start] + "Z" * (stop - start) + document[stop:]
    other = files.read(with_document(content, changed), "planted.docx")
    this = files.read(content, "draft.docx")
    assert [(one.here, one.there) for _, one in found(this, other)] == [
        ((document[start:stop],), ("Z" * (stop - start),))
    ]


def with_document(content, document):
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given_, zipfile.ZipFile(stream, "w") as changed:
        for name in given_.namelist():
            changed.writestr(name, document if name == "word/document.xml" else given_.read(name))
    return stream.getvalue()


@pytest.mark.parametrize("stem", STEMS)
def test_the_word_file_of_a_draft_says_the_words_of_its_original(stem):
    assert found(files.read(word_file(stem)[0], "draft.docx"), original(stem)) == []
