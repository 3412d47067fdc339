"""A part made of stretches: the text that it would be as one, and where each begins."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.writers import archive, ooxml
from assembler.writers.stretches import Stretches


def fixed(letters):
    return ooxml.Paragraph("Lines", "f" * letters)


def varying(content="v"):
    return ooxml.Paragraph("Lines", content, varies=True)


def text_of(member):
    with zipfile.ZipFile(io.BytesIO(archive.archive([member]))) as opened:
        return opened.read(member.name).decode()  # which looks at the checksum


def compressed_by_itself(member):
    """How many pieces end at a whole byte with nothing carried over."""
    return member.compressed.count(b"\0\0\xff\xff")


pieces = st.lists(st.one_of(st.integers(1, 3_000).map(fixed), st.text("ab", max_size=50).map(varying)), max_size=8)


@given(pieces, st.text("h", max_size=9), st.text("t", max_size=9))
def test_the_stretches_of_a_part_say_what_it_says(some, head, tail):
    member = Stretches(head, some, tail).member("a")
    expected = head + "".join(one.xml() for one in some) + tail
    assert text_of(member) == expected
    assert (member.size, member.checksum) == (len(expected), zlib.crc32(expected.encode()))


@given(pieces, st.data())
def test_a_part_changed_has_the_bytes_of_one_that_is_made_so(some, data):
    stretches = Stretches("head", some, "tail")
    places = [at for at, one in enumerate(some) if one.varies]
    for at in data.draw(st.lists(st.sampled_from(places), max_size=3)) if places else ():
        some = [*some[:at], varying(data.draw(st.text("xyz", max_size=400))), *some[at + 1 :]]
        stretches.change(some, {at})
    assert stretches.member("a") == Stretches("head", some, "tail").member("a")


@pytest.mark.parametrize(
    ("some", "count"),
    [
        ([], 1),
        ([varying()], 1),
        ([fixed(5_000)], 1),
        ([varying(), varying(), fixed(5_000), fixed(5_000), varying()], 3),
        ([varying(), fixed(20), varying()], 1),
        ([fixed(20), varying(), fixed(5_000)], 2),
        ([fixed(600), fixed(600), varying()], 2),
    ],
)
def test_words_between_values_are_a_stretch_where_they_are_enough(some, count):
    assert compressed_by_itself(Stretches("", some, "").member("a")) == count


def test_what_has_no_other_values_is_not_compressed_again():
    some = [varying("a"), fixed(5_000), varying("b")]
    stretches = Stretches("", some, "")
    made = list(stretches._made)
    stretches.change([varying("c"), *some[1:]], {0})
    assert [new is old for new, old in zip(stretches._made, made, strict=True)] == [False, True, True]


def test_a_character_that_no_document_can_hold_is_refused():
    with pytest.raises(ValueError, match=r"U\+0007"):
        Stretches("", [varying("\x07")], "")
