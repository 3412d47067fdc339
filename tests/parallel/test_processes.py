"""A pool returns each result once and in order, even if a worker is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from assembler.errors import InputError
from assembler.parallel import SerialPool, processes
from assembler.parallel.processes import ProcessPool
from tests import deals
from tests.parallel import tasks


@pytest.fixture(params=[SerialPool, lambda: ProcessPool(2)], ids=["serial", "processes"])
def pool(request):
    with request.param() as pool:
        yield pool


def test_results_come_in_the_order_of_the_items(pool):
    assert list(pool.map(tasks.waited, range(12))) == list(range(12))


def test_a_pool_can_be_used_again(pool):
    assert list(pool.map(tasks.waited, [1])) == [1]
    assert list(pool.map(tasks.waited, [2])) == [2]


def test_no_item_has_no_result(pool):
    assert list(pool.map(tasks.waited, [])) == []


def test_a_refusal_comes_with_its_findings_in_its_turn(pool):
    results = pool.map(tasks.refused, ["", "expected a name, found nothing"])
    assert next(results) == ""
    with pytest.raises(InputError) as error:
        next(results)
    (problem,) = error.value.problems
    assert (problem.code, problem.location.line, problem.path) == ("T101", 3, "company.name")


def test_a_fault_of_ours_comes_with_the_traceback_of_its_place(pool):
    with pytest.raises(ZeroDivisionError) as fault:
        list(pool.map(tasks.failed, [None]))
    trace = str(fault.value.__cause__) if fault.value.__cause__ else str(fault.getrepr())
    assert "in failed" in trace or "def failed" in trace


def test_workers_begin_before_results_are_asked_for(tmp_path):
    with ProcessPool(2) as pool:
        results = pool.map(tasks.met, [str(tmp_path)] * 4)
        until = time.monotonic() + 60
        while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < until:
            time.sleep(0.01)
        assert len(set(results)) == 2
    assert os.getpid() not in {int(path.name) for path in tmp_path.iterdir()}


def test_the_task_of_a_killed_worker_is_done_again_and_nothing_is_lost_or_doubled(tmp_path):
    with ProcessPool(2) as pool:
        items = [(number, str(tmp_path), os.getpid()) for number in range(10)]
        assert list(pool.map(tasks.killed_once, items)) == list(range(10))
    assert (tmp_path / "killed").exists()


def test_the_task_of_a_worker_that_is_killed_in_the_middle_of_its_result_is_done_again(tmp_path):
    with ProcessPool(2) as pool:
        items = [(number, str(tmp_path), os.getpid()) for number in range(10)]
        assert list(pool.map(tasks.half_a_result, items)) == list(range(10))
    assert (tmp_path / "killed").exists()


@pytest.mark.parametrize("task", [tasks.half_a_result_and_no_end, tasks.deaf])
def test_a_pool_that_is_stopped_in_the_middle_of_a_result_does_not_wait_for_the_rest(task, tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "_GRACE", 0.5)

    def stopped():
        with ProcessPool(2) as pool:
            pool.map(task, [(str(tmp_path), os.getpid())] * 5)
            while not list(tmp_path.iterdir()):
                time.sleep(0.01)
            time.sleep(0.2)  # as the executor begins to read
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()


def test_a_task_that_ends_two_workers_is_refused():
    with ProcessPool(2) as pool, pytest.raises(InputError, match="S501 a worker was killed twice on the same task"):
        list(pool.map(tasks.killed, [os.getpid()] * 8))


def test_an_interrupt_of_the_terminal_is_left_to_the_parent():
    with ProcessPool(2) as pool:
        items = [(number, os.getpid()) for number in range(5)]
        assert list(pool.map(tasks.interrupted, items)) == [*range(5)]


@pytest.mark.parametrize("task", [tasks.cleared_away, tasks.cleared_away_though_ended_again])
def test_a_worker_that_is_stopped_removes_what_it_began_and_is_not_waited_for(task, tmp_path):
    def stopped():
        with ProcessPool(2) as pool:
            pool.map(task, [str(tmp_path)] * 5)
            while len(list(tmp_path.iterdir())) < 2:
                time.sleep(0.01)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert list(tmp_path.iterdir()) == []


def test_no_process_outlives_the_one_that_began_it():
    first = subprocess.Popen(
        [sys.executable, "-m", "tests.parallel.tasks"], cwd=deals.ROOT, stdout=subprocess.PIPE, text=True
    )
    working = [int(process) for process in first.stdout.readline().split()]
    assert working
    assert all(map(is_running, working))
    first.send_signal(signal.SIGKILL)
    first.wait()
    until = time.monotonic() + 20
    while any(map(is_running, working)) and time.monotonic() < until:
        time.sleep(0.05)
    assert [process for process in working if is_running(process)] == []


def is_running(process):
    """Return True if the process runs. A zombie does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return state.stdout.strip() != "" and not state.stdout.startswith("Z")
