"""Measure a draft as a whole process, beside one that imports the libraries and does nothing."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from machine import measured_with
from ratios import Row

ROOT = Path(__file__).parent.parent
TERM_SHEET = ROOT / "termsheets" / "focus-2003-07.yaml"
LIBRARIES = ("typer", "pydantic", "python-docx", "docxtpl")
LIMIT = 1.5
# Libraries are compiled when they are installed; our modules by the first run, unless the surroundings forbid it.
SURROUNDINGS = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

DRAFT = "draft, as DOCX and text"
IMPORTS = "import the libraries"
NAMES = "import the names used"
PROGRAMS = {
    IMPORTS: "import typer, pydantic, docx, docxtpl",
    # pydantic imports most of itself only when a name is asked of it.
    NAMES: (
        "import typer; from pydantic import BaseModel, ConfigDict, Field, ValidationError; "
        "from docx.document import Document; from docxtpl import DocxTemplate"
    ),
    DRAFT: "from assembler.cli import main; main()",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """The seconds of a run by the clock, and of the processor, which a busy machine lengthens less."""

    clock: float
    processor: float


Rounds = dict[str, list[Taken]]


def main() -> int:
    """Measure, print the table, and return the exit code."""
    arguments = _arguments()
    rounds = measure(arguments.repetitions)
    print(f"{TERM_SHEET.name}, {arguments.repetitions} rounds; {measured_with(LIBRARIES)}\n")
    print(table(rounds))
    median = statistics.median(ratios(rounds, IMPORTS, by_clock))
    print(f"A draft takes {median:.2f} times as long as importing its libraries; the limit is {LIMIT:.2f}.")
    return 1 if arguments.check and median > LIMIT else 0


def measure(repetitions: int) -> Rounds:
    """Run the programs in turn, so that a busy moment falls on all, and return what each run took."""
    for program in PROGRAMS:
        _run(program)  # compiles what is not compiled yet
    rounds = [{program: _run(program) for program in PROGRAMS} for _ in range(repetitions)]
    return {program: [one[program] for one in rounds] for program in PROGRAMS}


def rows(repetitions: int = 15) -> Iterator[Row]:
    """A draft as a whole process beside the imports of its libraries."""
    measured = ratios(measure(repetitions), IMPORTS, by_clock)
    yield Row("an agreement, as a cold process: times as long", "importing the libraries", measured, at_most=LIMIT)


def by_clock(taken: Taken) -> float:
    """Seconds by the clock."""
    return taken.clock


def by_processor(taken: Taken) -> float:
    """Seconds of the processor."""
    return taken.processor


def ratios(rounds: Rounds, baseline: str, seconds: Callable[[Taken], float]) -> list[float]:
    """Return the ratio of a draft to the baseline, for each round."""
    return [seconds(draft) / seconds(base) for draft, base in zip(rounds[DRAFT], rounds[baseline], strict=True)]


def table(rounds: Rounds) -> str:
    """Times in milliseconds, then ratios, each as minimum, median and maximum."""
    rows = [("", "min", "median", "max", "limit")]
    rows += [(f"{name}, ms", *_spread([1000 * one.clock for one in runs], ".0f"), "") for name, runs in rounds.items()]
    for baseline in (IMPORTS, NAMES):
        limit = f"{LIMIT:.2f}" if baseline == IMPORTS else ""
        rows.append((f"draft / {baseline}", *_spread(ratios(rounds, baseline, by_clock), ".2f"), limit))
        rows.append(("  in time of the processor", *_spread(ratios(rounds, baseline, by_processor), ".2f"), ""))
    return "\n".join((f"{row[0]:<32}" + "".join(f"{cell:>9}" for cell in row[1:])).rstrip() for row in rows)


def _spread(figures: list[float], form: str) -> tuple[str, str, str]:
    return format(min(figures), form), format(statistics.median(figures), form), format(max(figures), form)


def _run(program: str) -> Taken:
    """One run, from the start of the process to its end; a draft goes into a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["draft", TERM_SHEET, "--output", Path(folder) / "set"] if program == DRAFT else []
        used, begun = _processor_seconds(), time.perf_counter()
        command = [sys.executable, "-c", PROGRAMS[program], *arguments]
        subprocess.run(command, cwd=ROOT, env=SURROUNDINGS, check=True, capture_output=True)
        return Taken(time.perf_counter() - begun, _processor_seconds() - used)


def _processor_seconds() -> float:
    """Return the processor seconds that all child processes have used so far."""
    times = os.times()
    return times.children_user + times.children_system


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=15, metavar="N", help="rounds (default: 15)")
    parser.add_argument("--check", action="store_true", help=f"exit with 1 where the median is above {LIMIT}")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
