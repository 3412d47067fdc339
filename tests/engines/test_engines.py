"""Work that is shared is done once each and comes in order, whatever becomes of a process that does it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from assembler.engines import Here, dropping
from assembler.engines.processes import Processes
from assembler.findings import Refused
from tests import deals
from tests.engines import works


@pytest.fixture(params=[Here, lambda work: Processes(2, work)], ids=["here", "processes"])
def engine(request):
    """Begins an engine for a kind of work."""
    with contextlib.ExitStack() as stack:
        yield lambda work: stack.enter_context(request.param(work))


def test_results_come_in_the_order_in_which_the_work_was_handed_in(engine):
    engine = engine(works.waited)
    for number in range(12):
        engine.begin(number)
    assert list(engine.results()) == list(range(12))
    assert list(engine.results()) == []


def test_an_engine_can_be_used_again_when_its_results_were_taken(engine):
    engine = engine(works.waited)
    engine.begin(1)
    assert list(engine.results()) == [1]
    engine.begin(2)
    assert list(engine.results()) == [2]


def test_a_refusal_comes_with_its_findings_when_its_turn_has_come(engine):
    engine = engine(works.refused)
    engine.begin("")
    engine.begin("expected a name, found nothing")
    results = engine.results()
    assert next(results) == ""
    with pytest.raises(Refused) as refused:
        next(results)
    (finding,) = refused.value.findings
    assert (finding.code, finding.place.line, finding.path) == ("T101", 3, "company.name")


def test_a_fault_of_ours_comes_with_the_traceback_of_where_it_was(engine):
    engine = engine(works.failed)
    engine.begin(None)
    with pytest.raises(ZeroDivisionError) as fault:
        list(engine.results())
    said = str(fault.value.__cause__) if fault.value.__cause__ else str(fault.getrepr())
    assert "in failed" in said or "def failed" in said


def test_work_that_is_dropped_has_no_results(engine):
    engine = engine(works.waited)

    def begun():
        with dropping(engine):
            for number in range(4):
                engine.begin(number)
            raise Refused([])

    with pytest.raises(Refused):
        begun()
    assert list(engine.results()) == []


def test_the_work_of_several_processes_is_shared(tmp_path):
    with Processes(2, works.met) as engine:
        for _ in range(40):
            engine.begin(str(tmp_path))
        found = Counter(engine.results())
    assert len(found) == 2
    assert min(found[os.getpid()], found.total() - found[os.getpid()]) > 4  # more than is handed over at the start


def test_what_a_killed_process_was_doing_is_done_anew_and_nothing_is_lost_or_doubled(tmp_path):
    with Processes(2, works.killed_once) as engine:
        for number in range(10):
            engine.begin((number, str(tmp_path), os.getpid()))
        assert list(engine.results()) == list(range(10))
    assert (tmp_path / "killed").exists()


def test_a_process_that_was_killed_before_the_rest_was_handed_in_is_replaced(tmp_path):
    with Processes(2, works.killed_once) as engine:
        engine.begin((3, str(tmp_path), os.getpid()))
        while not (tmp_path / "killed").exists():
            time.sleep(0.01)
        time.sleep(0.2)
        engine.begin((4, str(tmp_path), os.getpid()))
        assert list(engine.results()) == [3, 4]


def test_work_that_ends_its_process_again_is_refused_by_name():
    with Processes(2, works.killed) as engine:
        for _ in range(8):
            engine.begin(os.getpid())
        with pytest.raises(Refused, match=r"S501 a process .* was ended from outside, and again"):
            list(engine.results())


def test_an_interrupt_of_the_terminal_is_left_to_the_one_that_began_the_processes():
    with Processes(2, works.interrupted) as engine:
        for number in range(5):
            engine.begin((number, os.getpid()))
        assert list(engine.results()) == [*range(5)]


@pytest.mark.parametrize("work", [works.cleared_away, works.cleared_away_though_ended_again])
def test_work_that_is_stopped_in_the_middle_clears_away_what_it_began_and_is_not_waited_for(work, tmp_path):
    def stopped():
        with Processes(3, work) as engine:
            for _ in range(5):
                engine.begin(str(tmp_path))
            while len(list(tmp_path.iterdir())) < 2:
                time.sleep(0.01)
            raise KeyboardInterrupt

    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert time.monotonic() - begun < 50  # what it would have taken is a minute
    assert list(tmp_path.iterdir()) == []


def test_no_process_outlives_the_one_that_began_it():
    first = subprocess.Popen(
        [sys.executable, "-m", "tests.engines.works"], cwd=deals.ROOT, stdout=subprocess.PIPE, text=True
    )
    working = [int(one) for one in first.stdout.readline().split()]
    assert working
    assert all(map(is_running, working))
    first.send_signal(signal.SIGKILL)
    first.wait()
    until = time.monotonic() + 20
    while any(map(is_running, working)) and time.monotonic() < until:
        time.sleep(0.05)
    assert [one for one in working if is_running(one)] == []


def is_running(process):
    """Whether there is such a process; one that ended and was not asked for yet is none."""
    said = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return said.stdout.strip() != "" and not said.stdout.startswith("Z")
