"""Measure the change of one investor beside drafting the whole set, by the number of investors."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from machine import measured_with
from ratios import Row, table

ROOT = Path(__file__).parent.parent
TERM_SHEET = ROOT / "termsheets" / "new-stock-and-warrants.yaml"
PROGRAM = "from assembler.cli import main; main()"
# A redline takes as long as hundreds of documents, and would hide what the rest of a change takes.
WITHOUT_REDLINES = f"from assembler.actions import set_update; set_update.redline_jobs = lambda *_: []; {PROGRAM}"
LIMITS = {10: 1.7, 100: None, 1_000: 1.5}
SIZES = tuple(LIMITS)
_PRICE = re.compile(r"(price_per_share: )[\d.]+")


def main() -> int:
    """Measure, print the tables, and return the exit code."""
    arguments = _arguments()
    sizes = [size for size in SIZES if size <= arguments.most]
    measured = {size: [_measured(size) for _ in range(arguments.rounds)] for size in sizes}
    print(f"{measured_with()}; seconds of the processor, the least of {arguments.rounds} rounds\n")
    columns = ("draft all", "plan", "change one", "with redline", "change price")
    print(f"{'investors':>10}" + "".join(f"{one:>14}" for one in columns) + f"{'files':>8}{'written':>9}")
    for size, rounds in measured.items():
        seconds = "".join(f"{min(one[at] for one in rounds):14.1f}" for at in range(len(columns)))
        print(f"{size:10,}{seconds}{rounds[0].files:8,}{rounds[0].written:9}")
    of_all = [row for size, rounds in measured.items() for row in _rows(size, rounds)]
    print(f"\n{table(of_all)}")
    return 1 if arguments.check and not all(row.is_met for row in of_all) else 0


def rows(sizes: Sequence[int] = SIZES, rounds: int = 3) -> Iterator[Row]:
    """Yield the change of one investor beside drafting all, without and with its redlines, and a change that touches all."""
    for size in sizes:
        yield from _rows(size, [_measured(size) for _ in range(rounds)])


def _rows(size: int, rounds: Sequence[_Measured]) -> Iterator[Row]:
    changed = f"one of {size:,} investors changed"
    without = [one.changing / one.drafting for one in rounds]
    yield Row(f"{changed}, redlines left out: times as long", "drafting all", without, at_most=LIMITS.get(size))
    yield Row(f"{changed}: times as long", "drafting all", [one.redlining / one.drafting for one in rounds])
    beside = "another price, which touches all"
    yield Row(f"{changed}: times as long", beside, [one.redlining / one.changing_all for one in rounds])


class _Measured(NamedTuple):
    """The seconds of the processor for each step with a set, then the number of its files and of those written.

    `changing` leaves the redlines out, `redlining` writes them, and `changing_all` changes every document.
    """

    drafting: float
    planning: float
    changing: float
    redlining: float
    changing_all: float
    files: int
    written: int


def _measured(size: int) -> _Measured:
    """Draft a set, change one amount without and another with redlines, then change the price."""
    with tempfile.TemporaryDirectory() as folder:
        termsheet = Path(folder) / "deal.yaml"
        termsheet.write_text(sheet(size), encoding="utf-8")
        drafting = _run(folder, "draft", "deal.yaml")
        files = len(list((Path(folder) / "output" / "deal").glob("*.*")))
        looks = _looks(folder)
        termsheet.write_text(sheet(size, changed=size // 2), encoding="utf-8")
        planning = _run(folder, "schedules", "deal.yaml", "--plan")
        changing = _run(folder, "schedules", "deal.yaml", program=WITHOUT_REDLINES)
        after = _looks(folder)
        written = sum(1 for name in looks if after.get(name) != looks[name])
        termsheet.write_text(sheet(size, changed=size // 2 - 1), encoding="utf-8")
        redlining = _run(folder, "schedules", "deal.yaml")
        termsheet.write_text(_PRICE.sub(r"\g<1>2.50", termsheet.read_text(encoding="utf-8")), encoding="utf-8")
        changing_all = _run(folder, "schedules", "deal.yaml")
    return _Measured(drafting, planning, changing, redlining, changing_all, files, written)


def _looks(folder: str) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (Path(folder) / "output" / "deal").glob("*.*")}


def sheet(size: int, changed: int = -1) -> str:
    """A term sheet with that many investors, of whom one may pay another amount."""
    before, _, rest = TERM_SHEET.read_text(encoding="utf-8").partition("\ninvestors:\n")
    listed = "".join(_investor(number, changed) for number in range(size))
    behind = re.sub(r"\A(?:(?: .*)?\n)+", "\n", rest)
    return f"{before}\ninvestors:\n{listed}{behind}"


def _investor(number: int, changed: int) -> str:
    amount = 950_000 if number == changed else 95_000 + 19 * number
    return (
        f"  - name: Meadow Fund {number:05} LLC\n    address_lines: [{number + 1} Field Road, 'Denver, Colorado 80202']\n"
        f"    amount: {amount}\n    signatory: Ada Field\n    signatory_title: Partner\n"
    )


def _run(folder: str, *arguments: str, program: str = PROGRAM) -> float:
    """Return the seconds of the processor that a process takes from its start to its end."""
    begun = os.times()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program, *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment)
    ended = os.times()
    return ended.children_user + ended.children_system - begun.children_user - begun.children_system


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1], help="leave out what is larger (default: 1000)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="rounds of each size (default: 3)")
    parser.add_argument("--check", action="store_true", help="end with 1 where a limit is not met")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
