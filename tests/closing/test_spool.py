"""The files of a set out of memory: the same files, in the same order, read when they are asked for."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.closing import spool
from assembler.closing.disk import write_all
from assembler.closing.spool import Chosen, Spool, Together

MEGABYTE = 1 << 20


def spooled(files):
    made = Spool()
    for name, content in files.items():
        made.put(name, content)
    return made


@given(st.dictionaries(st.text(max_size=5), st.binary(max_size=100), max_size=8), st.integers(0, 200))
def test_what_was_put_in_comes_out_in_order_wherever_it_was_kept(files, in_memory):
    limit, spool._IN_MEMORY = spool._IN_MEMORY, in_memory
    try:
        made = spooled(files)
    finally:
        spool._IN_MEMORY = limit
    assert list(made.items()) == list(files.items())
    assert len(made) == len(files)


def test_a_file_that_is_put_in_again_is_the_later_one():
    made = spooled({"a": b"one", "b": b"two"})
    made.put("a", b"three")
    assert dict(made) == {"a": b"three", "b": b"two"}


def test_files_can_be_put_in_after_others_were_read():
    made = spooled({"a": b"one"})
    assert made["a"] == b"one"
    made.put("b", b"two")
    assert dict(made) == {"a": b"one", "b": b"two"}


def test_what_a_set_holds_is_not_in_memory():
    tracemalloc.start()
    try:
        made = Spool()
        for number in range(200):
            made.put(str(number), bytes([number]) * MEGABYTE)
        assert sum(map(len, made.values())) == 200 * MEGABYTE
        assert tracemalloc.get_traced_memory()[1] < 60 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_many_files_are_written_without_all_of_them_in_memory(tmp_path):
    made = spooled({f"{number}": bytes([number % 256]) * (MEGABYTE // 8) for number in range(900)})
    tracemalloc.start()
    try:
        write_all(((tmp_path / name, content) for name, content in made.items()), tmp_path)
        assert tracemalloc.get_traced_memory()[1] < 60 * MEGABYTE
    finally:
        tracemalloc.stop()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dict(made)


def test_chosen_files_are_those_that_were_named_in_that_order():
    some = Chosen({"a": b"1", "b": b"2", "c": b"3"}, ["c", "a"])
    assert list(some.items()) == [("c", b"3"), ("a", b"1")]
    assert "b" not in some
    with pytest.raises(KeyError):
        some["b"]


def test_files_of_several_kinds_are_one_and_the_later_holds():
    some = Together({"a": b"1", "b": b"2"}, {}, {"b": b"3", "c": b"4"})
    assert list(some.items()) == [("a", b"1"), ("b", b"3"), ("c", b"4")]
    assert len(some) == 3
