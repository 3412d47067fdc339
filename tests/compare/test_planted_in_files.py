"""What is planted in a file as it comes, EDGAR text or Word, is found, and nothing else is: paragraphs dropped, added,
moved and swapped, and rows of tables.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assembler.compare.align import Presence, align
from assembler.readers import files
from assembler.readers.reading import words_in
from tests.compare.documents import original, plantings
from tests.compare.test_planted import STEMS, originals_text, with_document, word_file

AGREEMENTS = STEMS[:3]
NEW = "The Company shall deliver nine zebras to the Investor on each business day that falls within a leap year."
ROW_OF_WORDS = "Zebra Holdings Ltd.", "9,999,999", "$8,888,888"
RESERVED = "[RESERVED]"
FEW = 10  # words of a heading
LONG = 15  # words of a paragraph that is known by them


def told(here, there, *, with_numbers=False):
    """What a comparison says came and went, in words counted, numbers apart; and the provisions that it says moved."""
    pairs = align(here, there)
    gone, came = Counter(), Counter()
    for pair in pairs:
        numbers, numbers_there = (set(), set()) if with_numbers else map(places_of_numbers, (pair.here, pair.there))
        for one in pair.differences:
            gone.update(word for at, word in enumerate(one.here, one.index) if at not in numbers)
            came.update(word for at, word in enumerate(one.there, one.there_at) if at not in numbers_there)
    for counted in (gone, came) if gone[RESERVED] and came[RESERVED] else ():
        del counted[RESERVED]  # one reserved number in place of another, where numbers move up
    return gone, came, [pair for pair in pairs if pair.presence is Presence.MOVED]


def places_of_numbers(provisions):
    """Where the words of some provisions are their own numbers: what follows is renumbered, and is no change of words."""
    kinds = (passage.kind for one in provisions for passage in one.passages for _ in passage.words)
    return {at for at, kind in enumerate(kinds) if kind == "number"}


def assert_told(here, there, gone=(), came=()):
    """What is planted is told, and no other word; numbers that follow from it are told apart."""
    found_gone, found_came, _ = told(here, there)
    with_numbers = told(here, there, with_numbers=True)
    assert found_gone - Counter(gone) == Counter() == found_came - Counter(came)
    assert Counter(gone) - with_numbers[0] == Counter() == Counter(came) - with_numbers[1]


# EDGAR text: paragraphs stand between empty lines


@cache
def stanzas(stem):
    """The text of an original, and where its paragraphs of running text begin and end that no page break touches."""
    text = originals_text(stem)
    spans = [found.span() for found in re.finditer(r"(?<=\n\n)(?:[^\S\n]*[^\s<][^\n<]*\n)+(?=\n)", text)]
    return text, [(start, stop) for start, stop in spans if is_prose(text, start, stop)]


def is_prose(text, start, stop):
    """Whether a paragraph is one of running text by itself, beside others of the kind and away from page breaks."""
    lines = text[start:stop].splitlines()
    around = text[max(start - 400, 0) : stop + 400]
    is_filled = all(len(line) >= 66 for line in lines[:-1]) and not any(
        re.search(r"\S {6,}\S|_{3}", line) for line in lines
    )
    return len(words_in(text[start:stop])) >= LONG and is_filled and "<" not in around


def in_text(stem, text):
    return original(stem), files.read(text.encode(), "planted.txt")


@plantings(40)
@given(st.data(), st.sampled_from(STEMS))
def test_a_paragraph_left_out_of_a_text_is_gone(data, stem):
    text, places = stanzas(stem)
    start, stop = data.draw(st.sampled_from(places))
    assert_told(*in_text(stem, text[:start] + text[stop + 1 :]), gone=words_in(text[start:stop]))


@plantings(40)
@given(st.data(), st.sampled_from(STEMS))
def test_a_paragraph_put_into_a_text_came(data, stem):
    text, places = stanzas(stem)
    start, _ = data.draw(st.sampled_from(places))
    assert_told(*in_text(stem, f"{text[:start]}{NEW}\n\n{text[start:]}"), came=words_in(NEW))


@plantings(40)
@given(st.data(), st.sampled_from(STEMS))
def test_two_paragraphs_of_a_text_that_are_swapped_are_told_and_no_word_differs(data, stem):
    text, places = stanzas(stem)
    one, other = sorted(data.draw(st.lists(st.sampled_from(places), min_size=2, max_size=2, unique=True)))
    assume(words_in(text[slice(*one)]) != words_in(text[slice(*other)]))
    assert_swapped_in_text(stem, text, one, other)


@pytest.mark.parametrize(
    ("stem", "first", "second"),
    [
        ("focus-2002-01", "(b) Delivery by such Investor", "9. NOTICES."),
        ("focus-2002-11", "(a) Registration Rights Agreement.", "9. NOTICES."),
    ],
)
def test_two_paragraphs_whose_followers_change_hands_are_told_alone(stem, first, second):
    text, places = stanzas(stem)
    one, other = (
        next(place for place in places if " ".join(words_in(text[slice(*place)])).startswith(begins))
        for begins in (first, second)
    )
    assert_swapped_in_text(stem, text, one, other)


def assert_swapped_in_text(stem, text, one, other):
    swapped = text[: one[0]] + text[slice(*other)] + text[one[1] : other[0]] + text[slice(*one)] + text[other[1] :]
    between = words_in(text[one[1] : other[0]])
    assert_swapped(*in_text(stem, swapped), words_in(text[slice(*one)]), words_in(text[slice(*other)]), between)


def assert_swapped(here, there, one, other, between):
    """Two passages that changed places are told, as moved or as gone and come; and nothing else is."""
    gone, came, moved = told(here, there)
    assert gone == came
    others = gone - Counter(one) - Counter(other) - Counter([*behind(here, one), *behind(here, other)])
    # Where what stands between is short, it and one of them may as well have changed places with the longer of the two.
    others -= Counter(between if len(between) < max(len(one), len(other)) else ())
    assert others.total() <= FEW
    assert moved or gone


def behind(reading, words):
    """What stands behind a passage in its own provision, as a legend or the lines of a signature do: it goes to whatever
    stands before it now.
    """
    last = tuple(words[-8:])
    for one in reading.provisions:
        for at in range(len(one.words)):
            if one.words[at : at + len(last)] == last:
                yield from one.words[at + len(last) :]


# A table of a text


def table(*rows, tagged):
    lines = [f"{name:40}{shares:>14}{amount:>16}" for name, shares, amount in rows]
    head = f"{'Name of the Investor':40}{'Shares':>14}{'Amount':>16}"
    tags = (
        ("<TABLE>\n<S>                                     <C>           <C>\n", "</TABLE>\n") if tagged else ("", "")
    )
    return f"{tags[0]}{head}\n\n" + "\n\n".join(lines) + f"\n{tags[1]}"


ROWS = (
    ("Alpha Capital A.G.", "520,833", "$500,000"), ("Stone Street Limited Partnership", "221,317", "$250,000"),
    ("Papell Holdings Limited", "1,128,718", "$1,275,000"), ("Boat Basin Investments LLC", "88,527", "$100,000"),
)  # fmt: skip


def with_table(rows, *, tagged):
    text = f"1. SALE. The Company sells the Shares to the Investors.\n\n{table(*rows, tagged=tagged)}\n2. NOTICES. In writing.\n"
    return files.read(text.encode(), "table.txt")


@pytest.mark.parametrize("tagged", [True, False])
@pytest.mark.parametrize("at", range(len(ROWS)))
def test_a_row_of_a_table_is_found_to_be_gone_come_changed_or_swapped(at, tagged):
    here = with_table(ROWS, tagged=tagged)
    row, rest = ROWS[at], ROWS[:at] + ROWS[at + 1 :]
    assert_told(here, with_table(rest, tagged=tagged), gone=words_in(" ".join(row)))
    more = (*ROWS[:at], ROW_OF_WORDS, *ROWS[at:])
    assert_told(here, with_table(more, tagged=tagged), came=words_in(" ".join(ROW_OF_WORDS)))
    changed = (*ROWS[:at], (row[0], "7", row[2]), *ROWS[at + 1 :])
    assert_told(here, with_table(changed, tagged=tagged), gone=[row[1]], came=["7"])
    swapped = (*rest, row) if at < len(rest) else (row, *rest)
    gone, came, _ = told(here, with_table(swapped, tagged=tagged))
    assert gone == came
    assert gone


def test_a_table_without_tags_says_the_words_of_one_with_them_cell_by_cell():
    assert with_table(ROWS, tagged=False).words == with_table(ROWS, tagged=True).words


# Word


def elements(document, name):
    """Where the elements of this name stand that hold words and no other of their kind."""
    spans = [found.span() for found in re.finditer(rf"<w:{name}>.*?</w:{name}>|<w:{name} .*?</w:{name}>", document)]
    return [(start, stop) for start, stop in spans if "<w:t" in document[start:stop]]


def words_of_xml(xml):
    return words_in("".join(_texts(xml)))


def _texts(xml):
    for text, blank in re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|(</w:p>|<w:br/>|<w:tab/>)", xml):
        yield " " if blank else text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("\u201c", '"').replace("\u201d", '"').replace("\u2019", "'").replace("\u00a0", " ")  # fmt: skip


@cache
def paragraphs(stem):
    """Where the paragraphs of a Word file stand that are known by their words.

    One before reserved clauses is not: to leave it out is to reserve it, and to leave out the last of them.
    """
    _, document = word_file(stem)
    spans = elements(document, "p")
    return [
        (start, stop)
        for start, stop in spans
        if len(words_of_xml(document[start:stop])) >= LONG
        and not re.search("w:sectPr|w:p [^>]*><w:p>", document[start:stop])
        and ">[Reserved]<" not in document[stop : document.find("</w:p>", stop)]
    ]


def in_word(stem, document):
    content, _ = word_file(stem)
    return files.read(content, "here.docx"), files.read(with_document(content, document), "planted.docx")


@plantings(15)
@given(st.data(), st.sampled_from(STEMS))
def test_a_paragraph_left_out_of_a_word_file_is_gone(data, stem):
    _, document = word_file(stem)
    start, stop = data.draw(st.sampled_from(paragraphs(stem)))
    assert_told(*in_word(stem, document[:start] + document[stop:]), gone=words_of_xml(document[start:stop]))


@plantings(15)
@given(st.data(), st.sampled_from(STEMS))
def test_two_paragraphs_of_a_word_file_that_are_swapped_are_told_and_no_word_differs(data, stem):
    _, document = word_file(stem)
    one, other = sorted(data.draw(st.lists(st.sampled_from(paragraphs(stem)), min_size=2, max_size=2, unique=True)))
    words, others = (words_of_xml(document[slice(*span)]) for span in (one, other))
    assume(words != others)
    swapped = (
        document[: one[0]] + document[slice(*other)] + document[one[1] : other[0]]
        + document[slice(*one)] + document[other[1] :]
    )  # fmt: skip
    between = words_of_xml(document[one[1] : other[0]])
    assert_swapped(*in_word(stem, swapped), words, others, between)


@plantings(15)
@given(st.data(), st.sampled_from(AGREEMENTS), st.sampled_from(["dropped", "doubled", "changed"]))
def test_a_row_of_a_table_of_a_word_file_is_found(data, stem, how):
    _, document = word_file(stem)
    start, stop = data.draw(st.sampled_from(elements(document, "tr")))
    row = document[start:stop]
    if how == "dropped":
        assert_told(*in_word(stem, document[:start] + document[stop:]), gone=words_of_xml(row))
    elif how == "doubled":
        new = re.sub(r"(<w:t(?: [^>]*)?>)[^<]*", r"\1zebra ", row)
        assert_told(*in_word(stem, document[:start] + new + document[start:]), came=words_of_xml(new))
    else:
        new = re.sub(r"(<w:t(?: [^>]*)?>)", r"\1zebra ", row, count=1)
        assert_told(*in_word(stem, document[:start] + new + document[stop:]), came=["zebra"])
