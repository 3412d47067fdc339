"""How long the change of one investor takes, beside drafting the whole set, by the number of investors."""

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
from ratios import Row

ROOT = Path(__file__).parent.parent
TERM_SHEET = ROOT / "termsheets" / "new-stock-and-warrants.yaml"
PROGRAM = "from assembler.cli import main; main()"
SIZES = (10, 100, 1_000)
LIMIT = 0.05
_PRICE = re.compile(r"(price_per_share: )[\d.]+")


def main() -> int:
    """Measure, print the table, and return the exit code."""
    arguments = _arguments()
    print(f"{measured_with()}; seconds of the processor\n")
    print(f"{'investors':>10}{'draft all':>12}{'plan':>10}{'change one':>12}{'of draft':>10}{'files':>8}{'written':>9}")
    fraction = 1.0
    for size in (size for size in SIZES if size <= arguments.most):
        one = _measured(size)
        fraction = one.share
        seconds = f"{one.drafting:12.1f}{one.planning:10.1f}{one.changing:12.1f}"
        print(f"{size:10,}{seconds}{one.share:10.2f}{one.files:8,}{one.written:9}")
    print(f"\nThe change of one investor takes {fraction:.2f} of drafting all of the most; the limit is {LIMIT:.2f}.")
    return 1 if arguments.check and fraction > LIMIT else 0


def rows(sizes: Sequence[int] = SIZES, rounds: int = 3) -> Iterator[Row]:
    """The change of one investor beside drafting all, and beside a change that touches all; the limit is on the most."""
    for size in sizes:
        at_most = LIMIT if size == max(sizes) else None
        some = [_measured(size, touching_all=True) for _ in range(rounds)]
        job = f"one of {size:,} investors changed: times as long"
        yield Row(job, "drafting all", [one.share for one in some], at_most=at_most)
        yield Row(job, "another price, which touches all", [one.changing / one.changing_all for one in some])


class _Measured(NamedTuple):
    """The seconds of the processor that it takes to draft a set, to plan a change and to do it; its files, and those written.

    `changing_all` are those of a change that touches every document; 0 where that was not measured.
    """

    drafting: float
    planning: float
    changing: float
    changing_all: float
    files: int
    written: int

    @property
    def share(self) -> float:
        """The change beside drafting all."""
        return self.changing / self.drafting


def _measured(size: int, *, touching_all: bool = False) -> _Measured:
    """The set drafted, one amount changed, the change planned and done; and then, where asked for, the price changed."""
    with tempfile.TemporaryDirectory() as folder:
        termsheet = Path(folder) / "deal.yaml"
        termsheet.write_text(sheet(size), encoding="utf-8")
        drafting = _run(folder, "draft", "deal.yaml")
        files = len(list((Path(folder) / "output" / "deal").glob("*.*")))
        looks = _looks(folder)
        termsheet.write_text(sheet(size, changed=size // 2), encoding="utf-8")
        planning = _run(folder, "schedules", "deal.yaml", "--plan")
        changing = _run(folder, "schedules", "deal.yaml")
        after = _looks(folder)
        written = sum(1 for name in looks if after.get(name) != looks[name])
        changing_all = 0.0
        if touching_all:
            termsheet.write_text(_PRICE.sub(r"\g<1>2.50", termsheet.read_text(encoding="utf-8")), encoding="utf-8")
            changing_all = _run(folder, "schedules", "deal.yaml")
    return _Measured(drafting, planning, changing, changing_all, files, written)


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


def _run(folder: str, *arguments: str) -> float:
    """The seconds of the processor that a whole process takes."""
    begun = os.times()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PROGRAM, *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment)
    ended = os.times()
    return ended.children_user + ended.children_system - begun.children_user - begun.children_system


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1], help="leave out what is larger (default: 1000)")
    parser.add_argument(
        "--check", action="store_true", help=f"end with 1 where the change takes more than {LIMIT} of a draft"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
