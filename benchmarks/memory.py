"""Measure how much memory it takes to validate and to draft a deal with 10,000 investors, in one process."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from machine import measured_with
from ratios import Row, table
from validate import ROOT, typed_sheet

INVESTORS = 10_000
# Each command with its limit in megabytes.
COMMANDS = {("validate", "deal.yaml"): 400.0, ("draft", "deal.yaml", "--jobs", "1"): 1_000.0}
PROGRAM = """
import sys
from assembler.cli import main
from machine import peak_megabytes
try:
    main()
finally:
    print(peak_megabytes(), file=sys.stderr)
"""


def rows(investors: int = INVESTORS) -> Iterator[Row]:
    """Yield the peak memory of each command beside its limit."""
    for command, limit in COMMANDS.items():
        job = f"{command[0]}, {investors:,} investors: megabytes of memory"
        yield Row(job, "", [peak(investors, *command)], at_most=limit)


def peak(investors: int, *command: str) -> float:
    """Return the most memory that a process of this command takes, in megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "deal.yaml").write_bytes(typed_sheet(investors))
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(Path(__file__).parent)))}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, *command],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    return float(done.stderr.split()[-1])


def main() -> int:
    """Measure, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--investors", type=int, default=INVESTORS, metavar="N", help=f"investors of the deal (default: {INVESTORS:,})"
    )
    parser.add_argument("--check", action="store_true", help="exit with 1 where a limit is not met")
    arguments = parser.parse_args()
    measured = [*rows(arguments.investors)]
    print(f"{measured_with()}\n\n{table(measured)}")
    return 1 if arguments.check and not all(row.is_met for row in measured) else 0


if __name__ == "__main__":
    sys.exit(main())
