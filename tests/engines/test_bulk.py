"""What several processes put by is in one file, whole and each where it is said to be."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile

import pytest

from assembler.closing.spool import Spool
from assembler.engines import Here
from assembler.engines.bulk import Bulk, put_by
from assembler.engines.packed import Packed
from tests import deals
from tests.engines import works

pytest.importorskip("fcntl", reason="processes are not copied here")


@pytest.fixture
def file():
    with tempfile.TemporaryFile() as file:
        yield file


def taken(*some):
    spool = Spool()
    for bulk in some:
        spool.take(bulk.about, bulk)
    return dict(spool)


def test_what_was_put_by_is_found_where_it_is_said_to_be(file):
    one, two = Bulk(["a", "b"], [b"first", b""]), Bulk(["c"], [b"second"])
    kept = [put_by(bulk, file.fileno()) for bulk in (one, two)]
    assert [bulk.contents for bulk in kept] == [(), ()]
    assert taken(*kept) == taken(one, two) == {"a": b"first", "b": b"", "c": b"second"}


def test_what_was_put_by_can_be_read_when_the_one_who_put_it_by_is_done(file):
    spool = Spool()
    spool.take(["a"], put_by(Bulk(["a"], [b"first"]), file.fileno()))
    file.close()
    spool.put("b", b"second")
    assert dict(spool) == {"a": b"first", "b": b"second"}


def test_a_disk_that_takes_a_part_at_a_time_gets_all_of_it(file, monkeypatch):
    whole = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda descriptor, content, at: whole(descriptor, content[:3], at))
    assert taken(put_by(Bulk(["a", "b"], [b"something", b"else"]), file.fileno())) == {"a": b"something", "b": b"else"}


def test_what_was_left_half_written_by_a_process_that_was_ended_is_in_nobodys_way(file):
    file.write(b"half of")
    file.flush()
    assert taken(put_by(Bulk(["a"], [b"whole"]), file.fileno())) == {"a": b"whole"}


def test_copies_of_this_process_put_by_side_by_side_what_a_single_one_makes():
    done = subprocess.run(
        [sys.executable, "-c", "from tests.engines.works import put_by_side_by_side as work; work()"],
        cwd=deals.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    by_others, *lines = done.stdout.splitlines()
    with Here(works.bulky) as engine:
        for number in range(works.BULKY):
            engine.begin(number)
        files = taken(*engine.results())
    assert lines == [f"{name} {works.told(content)}" for name, content in files.items()]
    assert sys.platform != "linux" or int(by_others) > 0


def test_work_that_goes_to_several_processes_is_packed_once_and_is_one_for_all_its_pieces():
    packed = Packed([1, 2])
    content = pickle.dumps(packed)
    packed.work.append(3)
    assert pickle.dumps(packed) == content
    first, second = (pickle.loads(content) for _ in range(2))  # noqa: S301  it was packed here
    assert first.work == [1, 2]
    assert first.work is second.work
