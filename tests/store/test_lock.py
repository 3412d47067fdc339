"""The lock of a set: two runs never interleave, and a killed run leaves no lock behind."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys

import pytest

from assembler.errors import InputError
from assembler.store import lock
from tests import deals
from tests.dealset.sets import codes, contents, write

HOLDS = """
import sys, time
from pathlib import Path
from assembler.store import lock
with lock.locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    """Start another process that holds the lock of the set."""
    environment = {**os.environ, "PYTHONPATH": str(deals.ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, tmp_path / "set"], stdout=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_while_one_run_writes_a_set_another_is_told_who_and_writes_nothing(tmp_path, holder):
    (tmp_path / "set").mkdir()
    with pytest.raises(InputError) as error:
        write(tmp_path / "set", {"a.txt": b"new"})
    (problem,) = error.value.problems
    assert problem.code == "S308"
    assert re.search(rf"process {holder.pid} on \S+, since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC", problem.message)
    assert contents(tmp_path / "set") == {}


def test_the_lock_of_a_run_that_was_killed_holds_nobody_up(tmp_path, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (tmp_path / ".set.lock").exists()
    write(tmp_path / "set", {"a.txt": b"new"})
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_sets_side_by_side_have_locks_of_their_own(tmp_path, holder):
    write(tmp_path / "other", {"a.txt": b"new"})
    assert contents(tmp_path / "other")["a.txt"] == b"new"


def test_a_lock_file_that_its_holder_deletes_at_the_last_moment_is_no_lock(tmp_path, monkeypatch):
    acquire, tries = lock.FileLock.acquire, []

    def find_it_held_and_gone(self, *arguments, **options):
        tries.append(self)
        if len(tries) == 1:
            raise lock.Timeout(self.lock_file)
        return acquire(self, *arguments, **options)

    monkeypatch.setattr(lock.FileLock, "acquire", find_it_held_and_gone)
    with lock.locked(tmp_path / "set"), pytest.raises(InputError) as error, lock.locked(tmp_path / "set"):
        pass
    assert codes(error) == ["S308"]
    assert len(tries) == 3


def test_whoever_waits_never_reads_half_a_name_of_the_holder(tmp_path, monkeypatch):
    replace, seen = type(tmp_path).replace, []

    def look_and_replace(path, to):
        seen.append((to.exists(), sorted(json.loads(path.read_bytes()))))
        return replace(path, to)

    monkeypatch.setattr(type(tmp_path), "replace", look_and_replace)
    with lock.locked(tmp_path / "set"):
        assert json.loads((tmp_path / ".set.holder").read_bytes())["pid"] == os.getpid()
    assert seen == [(False, ["host", "pid"])]
    assert [*tmp_path.iterdir()] == []


def test_of_many_runs_at_once_each_writes_its_set_whole_or_says_that_another_does(tmp_path):
    drafts = """
import sys
from pathlib import Path
from assembler.errors import InputError
from tests.dealset.sets import write
word = sys.argv[2]
for _ in range(20):
    try:
        write(Path(sys.argv[1]), {f"{number}.txt": word.encode() for number in range(5)})
    except InputError as refused:
        assert {finding.code for finding in refused.problems} == {"S308"}, refused
"""
    environment = {**os.environ, "PYTHONPATH": str(deals.ROOT)}
    command = [sys.executable, "-c", drafts, tmp_path / "set"]
    runs = [subprocess.Popen([*command, word], env=environment) for word in ("one", "other", "third")]
    assert [run.wait() for run in runs] == [0, 0, 0]
    found = contents(tmp_path / "set")
    assert len({content for name, content in found.items() if name.endswith(".txt")}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["set"]
