"""A draft that is shared among processes is the draft of one; of several term sheets each has its own set."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest

from assembler import pipeline
from assembler.actions.jobs import WORTH_A_WORKER
from assembler.errors import InputError, Location, Problem
from assembler.parallel import processes
from tests import deals
from tests.cli.many import sheet
from tests.dealset.sets import contents

SHARED = WORTH_A_WORKER  # investors, of which each has two documents


@pytest.fixture
def begun(monkeypatch):
    """The number of workers of each executor that was begun."""
    begun = []
    executor = processes.ProcessPoolExecutor
    monkeypatch.setattr(
        processes, "ProcessPoolExecutor", lambda workers, *of: begun.append(workers) or executor(workers, *of)
    )
    return begun


def test_a_set_that_two_processes_draft_is_that_of_one_to_the_byte(run, here, begun):
    (here / "deal.yaml").write_text(sheet(SHARED + 30))
    code, alone, _ = run("draft", "deal.yaml", "--jobs", "1", "--output", "alone")
    assert (code, begun) == (0, [])
    code, listed, _ = run("draft", "deal.yaml", "--jobs", "2", "--output", "shared")
    assert code == 0
    assert begun == [2]
    assert contents(here / "shared") == contents(here / "alone")
    assert len(contents(here / "shared")) == 373 + len(["the manifest", "the term sheet"])
    assert listed.endswith("\n373 files written.\n")
    assert listed == alone.replace("alone/", "shared/")


def test_files_are_named_in_the_order_of_their_documents_though_those_that_are_alike_are_written_together(run, here):
    (here / "deal.yaml").write_text(sheet(7))
    result = json.loads(run("draft", "deal.yaml", "--format", "text", "--json")[1])
    named = [file["path"] for file in result["files"] if file["format"] == "text"]
    assert named[0] == "output/deal/agreement.txt"
    assert [int(one.partition("warrant-")[2][:2]) for one in named if "/warrant-" in one] == [*range(1, 8)]


def test_a_small_set_begins_no_process(run, here, begun):
    (here / "deal.yaml").write_text(sheet(5))
    assert run("draft", "deal.yaml", "--jobs", "8")[0] == 0
    assert begun == []


def test_what_is_refused_while_others_draft_is_said_in_the_same_words_and_nothing_is_written(run, here, begun):
    wrong = deals.replaced(sheet(SHARED), '"status": "draft"', '"status": "execution"')
    wrong = deals.replaced(wrong, '"1000.00"', '"12.00"')  # a warning: a part of it buys no share
    (here / "deal.yaml").write_text(wrong)
    said = [run("draft", "deal.yaml", "--strict", "--jobs", jobs) for jobs in (1, 2)]
    assert begun == [2]
    assert said[0] == said[1]
    assert said[0][0] == 3
    assert not (here / "output").exists()


def test_what_is_wrong_with_the_words_of_a_warrant_is_said_before_all_else_by_however_many(run, here, begun):
    departure = {"clause": "w_headings", "form": "no such words", "here": "others", "why": "negotiated"}
    wrong = {**json.loads(sheet(SHARED)), "departures": [departure]}
    wrong["investors"][-1].pop("address_lines", None)
    wrong["annexes"] = {"disclosure": "gone.pdf"}
    (here / "deal.yaml").write_text(json.dumps(wrong))
    error = run("validate", "deal.yaml")
    said = [run("draft", "deal.yaml", "--strict", "--jobs", jobs) for jobs in (1, 2)]
    assert said[0] == said[1]
    assert begun == []
    assert said[0][0] == error[0] == 3
    assert "error D101" in said[0][2]
    assert "gone.pdf" not in said[0][2]
    assert not (here / "output").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is a copy")
def test_copies_of_the_first_process_draft_its_set_to_the_byte(here):
    (here / "deal.yaml").write_text(sheet(SHARED + 30))
    for jobs in ("1", "2", "5"):  # each in a process without the threads of the tests, which can be copied
        arguments = ["assembler", "draft", "deal.yaml", "--jobs", jobs, "--output", jobs]
        asked = f"import sys; from assembler.cli import main; sys.argv = {arguments}; main()"
        subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)
    assert contents(here / "1") == contents(here / "2") == contents(here / "5")
    assert len(list((here / "1").glob("warrant-*.docx"))) == SHARED + 30


def with_another_price(text):
    changed = re.sub(r'("price_per_share": )"?[0-9.]+"?', r'\g<1>"2.50"', text)
    assert changed != text
    return changed


def test_redlines_that_two_processes_write_are_those_of_one_to_the_byte(run, here, begun):
    (here / "deal.yaml").write_text(sheet(4))
    for output in ("alone", "shared"):
        assert run("draft", "deal.yaml", "--output", output, "--jobs", "1")[0] == 0
    (here / "deal.yaml").write_text(with_another_price(sheet(4)))
    code, said, _ = run("schedules", "deal.yaml", "--output", "alone", "--jobs", "1")
    assert (code, begun) == (0, [])
    assert run("schedules", "deal.yaml", "--output", "shared", "--jobs", "2")[:2] == (
        0,
        said.replace("alone/", "shared/"),
    )
    assert begun == [2]
    assert contents(here / "shared") == contents(here / "alone")
    assert len(list((here / "shared" / "redlines").iterdir())) >= 4 * len(["a warrant", "a signature page"])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is a copy")
def test_copies_of_the_first_process_write_its_redlines_to_the_byte(here):
    for jobs in ("1", "3"):
        for text, command in ((sheet(6), "draft"), (with_another_price(sheet(6)), "schedules")):
            (here / "deal.yaml").write_text(text)
            arguments = ["assembler", command, "deal.yaml", "--jobs", jobs, "--output", jobs]
            asked = f"import sys; from assembler.cli import main; sys.argv = {arguments}; main()"
            subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)
    assert contents(here / "1") == contents(here / "3")
    assert len(list((here / "1" / "redlines").iterdir())) >= 6 * len(["a warrant", "a signature page"])


def test_what_a_careful_reader_refuses_while_others_redline_leaves_the_set_as_it_was(run, here, begun, monkeypatch):
    wrong = Problem("C110", "a total that does not foot", "Mend it.", Location("here"))

    def refused(_):
        raise InputError([wrong])

    (here / "deal.yaml").write_text(sheet(4))
    assert run("draft", "deal.yaml", "--jobs", "1")[0] == 0
    before = contents(here / "output")
    (here / "deal.yaml").write_text(with_another_price(sheet(4)))
    monkeypatch.setattr(pipeline, "check", refused)
    code, _, err = run("schedules", "deal.yaml", "--jobs", "2")
    assert code == 3
    assert "C110" in err
    assert begun == [2]
    assert contents(here / "output") == before


def test_each_of_several_term_sheets_has_the_set_that_it_has_alone(run, here, begun):
    for name, investors in (("one", 2), ("two", 3)):
        (here / f"{name}.yaml").write_text(sheet(investors))
    alone = [run("draft", f"{name}.yaml", "--output", f"alone/{name}") for name in ("one", "two")]
    code, out, err = run("draft", "one.yaml", "two.yaml", "--jobs", "2", "--output", "both")
    assert (code, out, err) == (
        0,
        "".join(one[1] for one in alone).replace("alone/", "both/"),
        alone[0][2] + alone[1][2],
    )
    assert begun == [2]
    assert contents(here / "both") == contents(here / "alone")


@pytest.mark.parametrize("jobs", [1, 2])
def test_of_several_term_sheets_one_that_is_refused_is_said_and_the_others_are_drafted(run, here, jobs):
    for name in ("one", "three"):
        (here / f"{name}.yaml").write_text(sheet(2))
    (here / "two.yaml").write_text("nonsense: yes\n")
    code, out, err = run("draft", "one.yaml", "two.yaml", "gone.yaml", "three.yaml", "--jobs", jobs)
    assert code == 3
    assert "two.yaml:1:1: error T101" in err
    assert "gone.yaml: error Y001" in err
    assert "2 of 4 not drafted: two.yaml, gone.yaml\n" in err
    assert sorted(one.name for one in (here / "output").iterdir()) == ["one", "three"]
    assert [line for line in out.splitlines() if line.endswith("/")] == ["output/one/", "output/three/"]


def test_a_disk_that_fails_for_one_of_several_sets_is_said_and_the_others_are_drafted(run, here):
    for name in ("one", "two"):
        (here / f"{name}.yaml").write_text(sheet(2))
    (here / "output").mkdir()
    (here / "output" / "one").touch()  # a file in the place of the folder
    code, _, err = run("draft", "one.yaml", "two.yaml", "--jobs", "1")
    assert code != 0
    assert "1 of 2 not drafted: one.yaml" in err
    assert (here / "output" / "two" / "manifest.json").exists()


FAULTY = """
import os, sys, time
from assembler.cli import main
from assembler.dealset.build import SetRenderer

first = os.getpid()

def failed_there(renderer, job):
    time.sleep(0.01)
    return {}[job.stem] if os.getpid() != first else ()

SetRenderer._files = failed_there
sys.argv = ["assembler", "draft", "deal.yaml", "--jobs", "2"]
main()
"""


ENDED_LATE = """
import os, signal, sys
from assembler.cli import main

first, really = os.getpid(), signal.signal

def ended_as_it_is_done(number, handler):
    if (number, handler) == (signal.SIGTERM, signal.SIG_DFL) and os.getpid() != first:
        os.kill(os.getpid(), signal.SIGTERM)
    return really(number, handler)

signal.signal = ended_as_it_is_done
sys.argv = ["assembler", "draft", "deal.yaml", "--jobs", "2"]
main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is a copy")
def test_a_process_that_is_ended_as_it_is_done_says_nothing_of_it(here):
    (here / "deal.yaml").write_text(sheet(SHARED))
    done = subprocess.run([sys.executable, "-c", ENDED_LATE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("error")) == (4, 1)
    assert "S501" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is a copy")
def test_a_fault_of_ours_in_another_process_shows_where_it_was(here):
    (here / "deal.yaml").write_text(sheet(SHARED))
    done = subprocess.run([sys.executable, "-c", FAULTY], capture_output=True, text=True, check=False)
    assert done.returncode == 5
    assert re.search(r"line \d+, in failed_there", done.stderr)
    assert not (here / "output").exists()


@pytest.mark.parametrize("names", [["deal.yaml"], ["one.yaml", "two.yaml"]], ids=["a set", "two sets"])
def test_stopping_in_the_middle_ends_in_130_and_leaves_no_file_and_no_process(here, names):
    for name in names:
        (here / name).write_text(sheet(300))
    arguments = ["assembler", "draft", *names, "--jobs", "2"]
    # A shell that starts the tests in the background lets them ignore interrupts.
    heard = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)"
    asked = f"{heard}; from assembler.cli import main; sys.argv = {arguments}; main()"
    stopped = subprocess.Popen(
        [sys.executable, "-c", asked], start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    while stopped.poll() is None and len(processes_of(stopped.pid)) < 2:
        time.sleep(0.01)
    assert len(processes_of(stopped.pid)) >= 2
    os.killpg(stopped.pid, signal.SIGINT)  # as a terminal does it, to all of them
    _, err = stopped.communicate(timeout=60)
    assert stopped.returncode == 130
    assert err == ""
    assert sorted(path.name for path in here.iterdir()) == names
    assert processes_of(stopped.pid) == []


class InterruptedInItsClass:
    """An attribute whose class is made as the interrupt comes."""

    def __set_name__(self, owner, name):
        raise KeyboardInterrupt


def test_an_interrupt_while_a_class_is_made_ends_in_130(run, here, monkeypatch):
    def check_closely(*_):
        return type("CheckContext", (), {"clauses": InterruptedInItsClass()})

    (here / "deal.yaml").write_text(sheet(2))
    monkeypatch.setattr("assembler.pipeline.check_closely", check_closely)
    code, out, err = run("draft", "deal.yaml", "--strict")
    assert (code, out, err) == (130, "", "")
    assert [path.name for path in here.iterdir()] == ["deal.yaml"]


def processes_of(group):
    """The processes of a group."""
    listed = subprocess.run(["ps", "-e", "-o", "pgid=,pid="], capture_output=True, text=True, check=True).stdout
    return [pid for pgid, pid in (line.split() for line in listed.splitlines()) if int(pgid) == group]


def test_two_sets_do_not_go_into_one_folder(run, here):
    code, _, err = run("draft", "a/deal.yaml", "b/deal.yaml")
    assert code == 2
    assert "several sets would go into output/deal" in err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--engine", "dask"], "the engine dask needs an address: add --scheduler"),
        (["--scheduler", "tcp://127.0.0.1:1"], "only the engine dask has a scheduler"),
        (
            ["--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", "--jobs", "2"],
            "a scheduler sets the number of workers",
        ),
        (["--jobs", "0"], "--jobs"),
    ],
)
def test_options_that_contradict_each_other_are_a_wrong_use(run, here, monkeypatch, options, said):
    monkeypatch.setenv("COLUMNS", "300")
    code, _, err = run("draft", "deal.yaml", *options)
    assert code == 2
    assert said in err


def test_without_dask_the_remedy_is_said(run, here, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    (here / "deal.yaml").write_text(sheet(2))
    code, _, err = run("draft", "deal.yaml", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1")
    assert code == 4
    assert "error S503 dask.distributed is not installed\n    Install it: pip install 'assembler[dask]'" in err


def test_a_small_set_loads_nothing_that_shares_work(here):
    (here / "deal.yaml").write_text(sheet(2))
    arguments = ["draft", "deal.yaml", "--format", "text"]
    asked = (
        f"import sys; from assembler import cli; sys.argv[1:] = {arguments}; cli._run({arguments}); print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert (here / "output" / "deal").is_dir()
    assert {"concurrent.futures", "multiprocessing", "distributed", "rich"} & set(loaded) == set()


def test_a_bar_is_shown_on_a_terminal_once_the_work_has_taken_a_second_and_nowhere_else(monkeypatch, capsys):
    from assembler.cli.progress import Progress

    monkeypatch.setenv("TERM", "xterm")
    with Progress(3) as progress:
        progress._begun -= 2
        progress(1)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with Progress(3) as progress:
        progress(1)
        assert capsys.readouterr().err == ""
        progress._begun -= 2
        progress(1)
        assert "2/3" in capsys.readouterr().err
