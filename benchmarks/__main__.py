"""Every benchmark in one run: `python benchmarks` prints a table of ratios, beside peers and limits.

Peers are installed into `.peers/`, each in an environment of its own. A missing peer is named on standard error.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from textwrap import fill

import annex
import compare
import cores
import documents
import draft
import memory
import redlines
import schedules
import start
import validate
from machine import measured_with
from ratios import Row, highlights, table

ROOT = Path(__file__).parent.parent
PAGE, FRONT = ROOT / "docs/benchmarks.md", ROOT / "README.md"
LIBRARIES = ("typer", "pydantic", "python-docx", "docxtpl", "Jinja2")
JOBS: Mapping[str, Callable[[], Iterator[Row]]] = {
    "draft": draft.rows,
    "documents": documents.rows,
    "cores": cores.rows,
    "annex": annex.rows,
    "validate": validate.rows,
    "memory": memory.rows,
    "schedules": schedules.rows,
    "compare": compare.rows,
    "redlines": redlines.rows,
    "start": start.rows,
}


def main() -> int:
    """Measure, print the table, and return the exit code."""
    arguments = _arguments()
    measured: list[Row] = []
    for missing in documents.peers_of(documents.PEERS_FOLDER)[1]:
        print(f"not measured: {missing}", file=sys.stderr)
    for name in arguments.jobs or JOBS:
        print(f"measuring {name}", file=sys.stderr, flush=True)
        measured += JOBS[name]()
    said = f"{table(measured)}\n\n{fill(f'{measured_with(LIBRARIES)}.', 100)}"
    print(said)
    if arguments.write:
        _write(PAGE, "benchmarks", said)
        _write(FRONT, "speed", highlights(said))
    return 1 if arguments.check and not all(row.is_met for row in measured) else 0


def _write(page: Path, name: str, text: str) -> None:
    """Put a text between the markers of that name in a page."""
    between = re.compile(f"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    page.write_text(
        between.sub(lambda found: f"{found[1]}{text}\n{found[2]}", page.read_text(encoding="utf-8")), "utf-8"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("jobs", nargs="*", metavar="JOB", help=f"what is measured: {', '.join(JOBS)}; all, if none")
    parser.add_argument(
        "--write",
        action="store_true",
        help="put the table into docs/benchmarks.md, and its main lines into README.md",
    )
    parser.add_argument("--check", action="store_true", help="exit with 1 where a limit is not met")
    arguments = parser.parse_args()
    if unknown := set(arguments.jobs) - set(JOBS):
        parser.error(f"no such job: {', '.join(sorted(unknown))}")
    if arguments.write and arguments.jobs:
        parser.error("--write needs all jobs")
    return arguments


if __name__ == "__main__":
    sys.exit(main())
