"""Measure how much sooner a large set is drafted on two cores than on one, by the command line."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from documents import ROOT, sheet
from machine import measured_with
from ratios import Row, faster, table

INVESTORS = 1_000
DRAFT = (sys.executable, "-c", "import sys; from assembler.cli import main; sys.exit(main())", "draft")


@contextmanager
def on(number: int) -> Iterator[None]:
    """Keep to so many of the machine's cores, with every process that is started meanwhile."""
    every = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(every)[:number])
    try:
        yield
    finally:
        os.sched_setaffinity(0, every)


def drafting(termsheet: Path) -> float:
    """Return the seconds that drafting the set into a new folder takes."""
    with tempfile.TemporaryDirectory(dir=termsheet.parent) as folder:
        begun = time.perf_counter()
        subprocess.run([*DRAFT, termsheet, "--output", Path(folder, "set")], check=True, capture_output=True, cwd=ROOT)
        return time.perf_counter() - begun


def rows(investors: int = INVESTORS, rounds: int = 5) -> Iterator[Row]:
    """Yield two cores beside one, in turns, so that a busy moment falls on both."""
    alone, shared = list[float](), list[float]()
    with tempfile.TemporaryDirectory() as folder:
        termsheet = Path(folder, "deal.yaml")
        termsheet.write_bytes(sheet(investors))
        for _ in range(rounds):
            for seconds, number in ((alone, 1), (shared, 2)):
                with on(number):
                    seconds.append(drafting(termsheet))
    yield Row(f"a draft of {investors:,} investors on two cores: times as fast", "one core", faster(shared, alone))


def main() -> int:
    """Measure, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--investors", type=int, default=INVESTORS, metavar="N", help="default: 1,000")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="rounds of each (default: 5)")
    arguments = parser.parse_args()
    print(f"{measured_with()}; load before: {os.getloadavg()[0]:.1f}")
    print(f"\n{table(rows(arguments.investors, arguments.rounds))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
