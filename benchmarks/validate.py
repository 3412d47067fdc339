"""Measure loading and validating by the number of investors: typed, in a text file, in a workbook."""

from __future__ import annotations

import argparse
import io
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from machine import measured_with
from ratios import Row, exponent

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from assembler.library import Library  # noqa: E402  the program beside the benchmark is measured
from assembler.pipeline import check, draft_deal, load_term_sheet  # noqa: E402  the same
from assembler.termsheet.reader import read  # noqa: E402  the same
from assembler.termsheet.schema import TermSheet  # noqa: E402  the same

TERM_SHEET = ROOT / "termsheets" / "new-stock-only.yaml"
SIZES = (10, 100, 1_000, 10_000)
LIBRARIES = ("PyYAML", "pydantic", "openpyxl", "lxml")
LIMIT = 1.1

PYYAML = "PyYAML's C loader alone"
PYDANTIC = "pydantic alone"
LOADS = ("load, typed in YAML", "load, from .csv", "load, from .xlsx")
VALIDATES = "validate, typed in YAML"
Task = Callable[[], object]
Seconds = dict[str, dict[int, list[float]]]


def main() -> int:
    """Measure, print the table, and return the exit code."""
    arguments = _arguments()
    sizes = [size for size in SIZES if size <= arguments.most]
    seconds = measure(sizes, arguments.repetitions)
    print(f"{TERM_SHEET.name}, {arguments.repetitions} rounds; {measured_with(LIBRARIES)}\n")
    print(table(seconds, sizes))
    steepest = max(exponent(seconds[name]) for name in LOADS)
    print(
        f"Time grows as the number of investors to the power of {steepest:.2f} at the most; the limit is {LIMIT:.2f}."
    )
    return 1 if arguments.check and steepest > LIMIT else 0


def measure(sizes: Sequence[int], repetitions: int) -> Seconds:
    """Run the tasks in turn with each number of investors, and return what each took."""
    seconds: Seconds = {}
    for size in sizes:
        tasks = tasks_of(size)
        for task in tasks.values() if size == sizes[0] else ():
            task()  # what is loaded and compiled once is not measured
        for _ in range(repetitions):
            for name, task in tasks.items():
                begun = time.process_time()
                task()
                seconds.setdefault(name, {}).setdefault(size, []).append(time.process_time() - begun)
    return seconds


def rows(sizes: Sequence[int] = SIZES, repetitions: int = 1) -> Iterator[Row]:
    """Yield how validating grows."""
    seconds = measure(sizes, repetitions)
    grows = exponent(seconds[VALIDATES])
    yield Row("validate grows by the number of investors to the power of", "", [grows], at_most=LIMIT)


def tasks_of(size: int) -> Mapping[str, Task]:
    """Return the tasks for a number of investors."""
    import yaml

    rows = [investor(number) for number in range(size)]
    typed, referring = typed_sheet(size), sheet_of("  from: list\n")
    text, workbook, library = _text(rows), _workbook(rows), Library.open()
    tree: Any = read(typed, "deal.yaml").tree
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return {
        PYYAML: lambda: yaml.load(typed, loader),  # noqa: S506  a safe loader
        PYDANTIC: lambda: TermSheet.model_validate(tree),
        LOADS[0]: lambda: load_term_sheet(typed, "deal.yaml"),
        LOADS[1]: lambda: load_term_sheet(referring, "deal.yaml", lambda _: text),
        LOADS[2]: lambda: load_term_sheet(referring, "deal.yaml", lambda _: workbook),
        VALIDATES: lambda: check(draft_deal(typed, "deal.yaml", library)),
    }


def investor(number: int) -> Mapping[str, str]:
    """An investor as a list has it."""
    return {
        "name": f"Investor {number} Partners, L.P.",
        "address_1": f"{number} Harbor Street, Suite 300",
        "address_2": "Stamford, Connecticut 06902",
        "telephone": "(203) 555-0118",
        "amount": f"{10_000 + 5 * number}.00",
        "signatory": "Helena R. Castellanos",
        "signatory_title": "Managing Member",
    }


def sheet_of(investors: str) -> bytes:
    """The term sheet with other investors, and without the totals that are stated there."""
    yaml = re.sub(
        r"^  (aggregate_amount|total_shares|aggregate_issuance_shares):.*\n",
        "",
        TERM_SHEET.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    head, _, tail = yaml.partition("\ninvestors:\n")
    lines = tail.split("\n")
    end = next(number for number, line in enumerate(lines) if line and not line.startswith((" ", "#")))
    return "\n".join([f"{head}\ninvestors:", investors + "\n".join(lines[end:])]).encode()


def typed_sheet(size: int) -> bytes:
    """Return a term sheet with so many investors typed in it."""
    return sheet_of(_typed([investor(number) for number in range(size)]))


def _typed(rows: Sequence[Mapping[str, str]]) -> str:
    return "".join(
        f"  - name: {row['name']}\n    address_lines:\n      - {row['address_1']}\n      - {row['address_2']}\n"
        + "".join(f"    {name}: {row[name]}\n" for name in ("telephone", "amount", "signatory", "signatory_title"))
        for row in rows
    )


def _text(rows: Sequence[Mapping[str, str]]) -> bytes:
    lines = [",".join(rows[0]), *(",".join(f'"{cell}"' for cell in row.values()) for row in rows)]
    return "\r\n".join(lines).encode()


def _workbook(rows: Sequence[Mapping[str, str]]) -> bytes:
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Round")
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append([float(cell) if name == "amount" else cell for name, cell in row.items()])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def table(seconds: Seconds, sizes: Sequence[int]) -> str:
    """Milliseconds of the processor, the least of the rounds, by the number of investors; and how they grow."""
    rows = [("ms", *(f"{size:,}" for size in sizes), "grows as n^")]
    rows += [
        (name, *(f"{1000 * min(by_size[size]):.1f}" for size in sizes), f"{exponent(by_size):.2f}")
        for name, by_size in seconds.items()
    ]
    return "\n".join(f"{row[0]:<28}" + "".join(f"{cell:>12}" for cell in row[1:]) for row in rows)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=3, metavar="N", help="rounds (default: 3)")
    parser.add_argument("--most", type=int, default=SIZES[-1], metavar="N", help="investors at most (default: 10,000)")
    parser.add_argument("--check", action="store_true", help=f"exit with 1 where time grows faster than n^{LIMIT}")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
