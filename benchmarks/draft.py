"""How long a draft takes: the whole process, side by side with one that imports the libraries and does nothing."""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parent.parent
TERM_SHEET = ROOT / "termsheets" / "focus-2003-07.yaml"
LIBRARIES = ("typer", "pydantic", "python-docx", "docxtpl")
LIMIT = 2.0

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


def main() -> int:
    """Measure, print the table, and return the exit code."""
    arguments = _arguments()
    seconds = measure(arguments.repetitions)
    print(_heading(arguments.repetitions))
    print(table(seconds))
    median = statistics.median(ratios(seconds, IMPORTS))
    within = median <= LIMIT
    print(f"A draft takes {median:.2f} times as long as {IMPORTS!r}; the limit is {LIMIT}.")
    return 0 if within or not arguments.check else 1


def measure(repetitions: int) -> dict[str, list[float]]:
    """Seconds of each program, one run after the other in turn, so that a busy moment falls on all of them."""
    for program in PROGRAMS:
        _seconds(program)  # compiles what is not compiled yet
    rounds = [{program: _seconds(program) for program in PROGRAMS} for _ in range(repetitions)]
    return {program: [one[program] for one in rounds] for program in PROGRAMS}


def ratios(seconds: dict[str, list[float]], baseline: str) -> list[float]:
    """How many times as long as the baseline a draft took, in each round."""
    return [draft / base for draft, base in zip(seconds[DRAFT], seconds[baseline], strict=True)]


def table(seconds: dict[str, list[float]]) -> str:
    """Times in milliseconds, then ratios, each as minimum, median and maximum."""
    rows = [("", "min", "median", "max", "limit")]
    rows += [(f"{name}, ms", *_spread([1000 * one for one in taken], "{:.0f}"), "") for name, taken in seconds.items()]
    for baseline, limit in ((IMPORTS, f"{LIMIT:.2f}"), (NAMES, "")):
        rows.append((f"draft / {baseline}", *_spread(ratios(seconds, baseline), "{:.2f}"), limit))
    return "\n".join(f"{row[0]:<32}" + "".join(f"{cell:>9}" for cell in row[1:]) for row in rows)


def _spread(figures: list[float], form: str) -> tuple[str, str, str]:
    return form.format(min(figures)), form.format(statistics.median(figures)), form.format(max(figures))


def _seconds(program: str) -> float:
    """Seconds of one run, from the start of the process to its end."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["draft", TERM_SHEET, "--output", Path(folder) / "set"] if program == DRAFT else []
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", PROGRAMS[program], *arguments], cwd=ROOT, check=True, capture_output=True)
        return time.perf_counter() - begun


def _heading(repetitions: int) -> str:
    versions = ", ".join(f"{library} {version(library)}" for library in LIBRARIES)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    return f"{TERM_SHEET.name}, {repetitions} rounds; Python {platform.python_version()}, {versions}; {machine}\n"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=15, metavar="N", help="rounds (default: 15)")
    parser.add_argument("--check", action="store_true", help=f"exit with 1 where the median is above {LIMIT}")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
