"""Measure the list of commands and a usage error, beside a Python that imports typer."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from machine import measured_with
from ratios import Row, slower, table

ROOT = Path(__file__).parent.parent
LIMIT = 1.5
PROGRAM = "from assembler.cli import main; main()"
ASKED = {"assembler --help": ("--help",), "a usage error": ("no-such-command",)}
TYPER = "import typer"
# Libraries are compiled when they are installed; our modules by the first run, unless the surroundings forbid it.
SURROUNDINGS = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def rows(repetitions: int = 15) -> Iterator[Row]:
    """Whole processes, each from its start to its end, beside one that imports typer."""
    programs = {TYPER: (TYPER,), **{name: (PROGRAM, *asked) for name, asked in ASKED.items()}}
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    for number in range(repetitions + 1):
        for name, arguments in programs.items():
            taken = _run(arguments)
            if number:  # the first run compiles what is not compiled yet
                seconds[name].append(taken)
    for name in ASKED:
        yield Row(f"{name}: times as long", TYPER, slower(seconds[name], seconds[TYPER]), at_most=LIMIT)


def _run(arguments: Sequence[str]) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", *arguments], cwd=ROOT, env=SURROUNDINGS, check=False, capture_output=True)
    return time.perf_counter() - begun


def main() -> int:
    """Measure, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=15, metavar="N", help="rounds (default: 15)")
    parser.add_argument("--check", action="store_true", help=f"exit with 1 where a median is above {LIMIT}")
    arguments = parser.parse_args()
    measured = [*rows(arguments.repetitions)]
    print(f"{measured_with(['typer'])}\n\n{table(measured)}")
    return 1 if arguments.check and not all(row.is_met for row in measured) else 0


if __name__ == "__main__":
    sys.exit(main())
