"""Workers of a real scheduler draft the same files as one process, even if one of them is killed."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time
from concurrent.futures import CancelledError

import pytest

from assembler import library
from assembler.cli import jobs as command
from assembler.cli.progress import Progress
from assembler.errors import InputError, Location
from assembler.parallel import cluster
from tests import deals
from tests.cli.many import sheet
from tests.commands import run
from tests.dealset.sets import contents
from tests.parallel.tasks import waited

KilledWorker = pytest.importorskip("distributed", reason="dask.distributed is not installed").KilledWorker

INVESTORS = 100
LOOPBACK = ("--host", "127.0.0.1")


@contextlib.contextmanager
def started(*arguments):
    """Run a program of dask in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", *map(str, arguments)],
        cwd=deals.ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def a_scheduler(folder):
    """Run a scheduler on the loopback address. Return its address."""
    description = folder / "scheduler.json"
    options = ("--port", 0, "--no-dashboard", "--scheduler-file", description)
    with started("distributed.cli.dask_scheduler", *LOOPBACK, *options) as process:
        yield until(lambda: description.exists() and address_in(description), process)


def address_in(description):
    from json import JSONDecodeError, loads

    with contextlib.suppress(JSONDecodeError):
        return loads(description.read_text())["address"]


def a_worker(address, threads=1):
    options = ("--no-nanny", "--nthreads", threads, "--no-dashboard")
    return started("distributed.cli.dask_worker", address, *LOOPBACK, *options)


def until(happened, process=None):
    """Wait until `happened` returns something true, and return it. Fail after a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end and (process is None or process.poll() is None):
        if result := happened():
            return result
        time.sleep(0.05)
    raise AssertionError("it did not happen in a minute")


def wait_for_workers(address, number):
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        until(lambda: len(client.nthreads()) == number)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def scheduler(here):
    with a_scheduler(here) as address:
        yield address


def test_a_set_of_two_workers_of_which_one_is_killed_in_the_middle_is_that_of_one_process(here, scheduler, monkeypatch):
    (here / "deal.yaml").write_text(sheet(INVESTORS))
    heard = []

    class Killing(Progress):
        """Kills a worker when the first documents arrive."""

        def __call__(self, done):
            heard.append(done)
            if len(heard) == 1:
                worker.send_signal(signal.SIGKILL)
                worker.wait()

    monkeypatch.setattr(command, "Progress", Killing)
    with a_worker(scheduler) as worker, a_worker(scheduler, threads=2):
        wait_for_workers(scheduler, 2)
        code, listed, err = run(
            "draft", "deal.yaml", "--engine", "dask", "--scheduler", scheduler, "--output", "shared"
        )
        assert code == 0, err
        assert worker.returncode == -signal.SIGKILL
    monkeypatch.undo()
    monkeypatch.chdir(here)
    assert len(heard) > 3
    assert sum(heard) == 2 * INVESTORS + len(["the agreement", "the schedule", "the form of warrant"])
    code, alone, _ = run("draft", "deal.yaml", "--jobs", "1", "--output", "alone")
    assert code == 0
    assert listed == alone.replace("alone/", "shared/")
    assert contents(here / "shared") == contents(here / "alone")
    assert len(list((here / "shared").glob("warrant-*.docx"))) == INVESTORS


def test_a_scheduler_that_is_not_there_is_refused_in_time(here, monkeypatch):
    monkeypatch.setattr(cluster, "_ANSWER", 0.5)
    (here / "deal.yaml").write_text(sheet(2))
    code, _, err = run("draft", "deal.yaml", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")
    assert code == 4
    assert "tcp://127.0.0.1:9: error S502 this scheduler cannot be reached" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("address", ["nonsense://x", "tcp://nowhere.invalid:8786", "tcp://127.0.0.1:port"])
def test_an_address_that_is_none_is_refused(here, monkeypatch, address):
    monkeypatch.setattr(cluster, "_ANSWER", 0.5)
    (here / "deal.yaml").write_text(sheet(2))
    code, _, err = run("draft", "deal.yaml", "--engine", "dask", "--scheduler", address)
    assert (code, "error S502" in err) == (4, True)


def test_a_scheduler_without_workers_is_refused(here, scheduler):
    (here / "deal.yaml").write_text(sheet(2))
    code, _, err = run("draft", "deal.yaml", "--engine", "dask", "--scheduler", scheduler)
    assert code == 4
    assert f"error S505 this scheduler has no workers\n    Start some: dask worker {scheduler}" in err


class Stub:
    """A client whose scheduler gives these answers, and has this number of workers."""

    def __init__(self, *answers, workers=1):
        self.answers, self.workers = iter(answers), dict.fromkeys(range(workers))

    def result(self, _):
        answer = next(self.answers)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def nthreads(self):
        return self.workers


def pool_of(stub):
    pool = cluster.ClusterPool.__new__(cluster.ClusterPool)
    pool._place, pool._client = Location("tcp://127.0.0.1:8786"), stub
    return pool


def result_of(stub):
    return pool_of(stub)._result(stub)


def test_work_is_waited_for_while_there_are_workers():
    assert result_of(Stub(TimeoutError(), TimeoutError(), (True, "done"))) == "done"


@pytest.mark.parametrize(
    ("stub", "message"),
    [
        (Stub(TimeoutError(), workers=0), "S505 this scheduler has no workers"),
        (Stub(CancelledError()), "S502 this scheduler went away during the work"),
        (Stub(KilledWorker("work", None, 3)), "S501 a worker was killed twice"),
    ],
)
def test_a_scheduler_that_gives_up_is_refused(stub, message):
    with pytest.raises(InputError, match=message):
        result_of(stub)


def test_work_for_a_scheduler_that_went_away_is_refused():
    stub = Stub()
    stub.status = "closed"
    with pytest.raises(InputError, match="S502 this scheduler went away"):
        pool_of(stub).map(waited, [1])


def test_a_worker_with_another_program_is_refused_at_the_start_and_when_it_joins(here, scheduler, monkeypatch):
    (here / "deal.yaml").write_text(sheet(2))
    with a_worker(scheduler):
        wait_for_workers(scheduler, 1)
        monkeypatch.setattr(cluster, "program", lambda: "another")
        code, _, err = run("draft", "deal.yaml", "--engine", "dask", "--scheduler", scheduler)
        assert code == 4
        assert "error S504 a worker runs another version of the program: tcp://127.0.0.1:" in err
        monkeypatch.setattr(cluster.ClusterPool, "_refuse_other_programs", lambda _: None)
        code, _, err = run("draft", "deal.yaml", "--engine", "dask", "--scheduler", scheduler)
        assert code == 4
        assert "error S504 a worker runs another version of the program: one that joined later" in err
    assert not (here / "output").exists()


def test_the_program_is_told_by_its_bytes_and_not_by_their_time(tmp_path, monkeypatch):
    monkeypatch.setattr(library, "__file__", str(tmp_path / "library.py"))
    (tmp_path / "word").mkdir()
    told = []
    for words in ("one = 1\n", "one = 1\r\n", "one = 2\n"):
        (tmp_path / "word" / "text.py").write_bytes(words.encode())
        told.append(library.program.__wrapped__())
    assert told[0] == told[1] != told[2]
