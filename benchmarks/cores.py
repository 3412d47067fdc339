"""How much sooner many documents are drafted on two cores than on one: the documents alone, and the whole command."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from documents import ROOT, sheet
from machine import measured_with
from ratios import Row, faster

from assembler.cli.options import EngineName
from assembler.cli.sharing import sharing
from assembler.closing.pieces import Part
from assembler.closing.writing import Papers, begin, files_from
from assembler.library import Library
from assembler.pipeline import Agreed, agree

LIMIT = 1.7
FORMATS = ("docx", "text")
DRAFT = (sys.executable, "-c", "import sys; from assembler.cli import main; sys.exit(main())", "draft")


@contextmanager
def on(number: int) -> Iterator[None]:
    """Keep to so many of the machine's cores, and give them to every process that is begun meanwhile."""
    every = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(every)[:number])
    try:
        yield
    finally:
        os.sched_setaffinity(0, every)


def warrants(agreed: Agreed) -> float:
    """The seconds of drafting and writing every warrant of a deal, in memory, with the processes begun for it."""
    house = Library.open().shell("house")
    begun = time.perf_counter()
    with sharing(None, EngineName.processes, None).engines() as choose:
        every = agreed.warrants
        papers = Papers(agreed.with_warrants(()), FORMATS, [Part.WARRANTS], house, every)
        engine = choose(papers.count, papers.written)
        begin(papers, engine)
        agreed.with_one_of_each_kind(every)
        files_from(engine)
    return time.perf_counter() - begun


def command(termsheet: Path) -> float:
    """The seconds of drafting the whole set into a new folder, by the command line."""
    with tempfile.TemporaryDirectory(dir=termsheet.parent) as folder:
        begun = time.perf_counter()
        subprocess.run([*DRAFT, termsheet, "--output", Path(folder, "set")], check=True, capture_output=True, cwd=ROOT)
        return time.perf_counter() - begun


def measured(work: Callable[[], float], rounds: int) -> tuple[list[float], list[float]]:
    """The seconds of each round on one core, and on two; in turns, so that a busy moment falls on both."""
    alone, shared = list[float](), list[float]()
    for _ in range(rounds):
        for seconds, number in ((alone, 1), (shared, 2)):
            with on(number):
                seconds.append(work())
    return alone, shared


def rows(investors: int = 1000, rounds: int = 5) -> Iterator[Row]:
    """Two cores beside one: a thousand warrants in memory, and the whole command."""
    data = sheet(investors)
    agreed = agree(data, "deal.yaml", Library.open())
    alone, shared = measured(lambda: warrants(agreed), rounds)
    yield Row("a thousand warrants on two cores: times as fast", "one core", faster(shared, alone), at_least=LIMIT)
    with tempfile.TemporaryDirectory() as folder:
        termsheet = Path(folder, "deal.yaml")
        termsheet.write_bytes(data)
        alone, shared = measured(lambda: command(termsheet), rounds)
    yield Row("a draft of a thousand investors on two cores: times as fast", "one core", faster(shared, alone))


def table(title: str, alone: Sequence[float], shared: Sequence[float]) -> str:
    """The seconds of both and their ratios, as minimum, median and maximum of the rounds, and the ratio of the two best."""
    ratios = [one / two for one, two in zip(alone, shared, strict=True)]
    rows = [f"{title:<44}{'min':>8}{'median':>8}{'max':>8}"]
    for name, some in (("one core", alone), ("two cores", shared), ("times as soon", ratios)):
        rows.append(f"{name:<44}{min(some):>8.2f}{statistics.median(some):>8.2f}{max(some):>8.2f}")
    rows.append(f"{'the best of each':<44}{min(alone) / min(shared):>8.2f}")
    return "\n".join(rows)


def main() -> int:
    """Measure, print the tables, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--investors", type=int, default=1000, metavar="N", help="default: 1000")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="rounds of each (default: 5)")
    parser.add_argument(
        "--check", action="store_true", help=f"end with 1 where warrants on two are not {LIMIT} times as soon as on one"
    )
    arguments = parser.parse_args()
    print(f"{measured_with()}; load before: {os.getloadavg()[0]:.1f}")
    data = sheet(arguments.investors)
    agreed = agree(data, "deal.yaml", Library.open())
    alone, shared = measured(lambda: warrants(agreed), arguments.rounds)
    print("\n" + table(f"{arguments.investors} warrants, in memory, seconds", alone, shared))
    with tempfile.TemporaryDirectory() as folder:
        termsheet = Path(folder, "deal.yaml")
        termsheet.write_bytes(data)
        whole = measured(lambda: command(termsheet), arguments.rounds)
    print("\n" + table(f"assembler draft, {arguments.investors} investors, seconds", *whole))
    return int(arguments.check and min(alone) / min(shared) < LIMIT)


if __name__ == "__main__":
    sys.exit(main())
