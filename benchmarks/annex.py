"""Measure the schedule of investors as a Word file, by its rows, beside docxtpl, which fills a table."""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from machine import measured_with
from ratios import Row, exponent, faster, table

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from schedules import sheet  # noqa: E402  the same investors

from assembler.dealset.build import properties_of  # noqa: E402
from assembler.dealset.documents import SetDocument, SetPart  # noqa: E402  the program beside the benchmark is measured
from assembler.document.tree import Table  # noqa: E402
from assembler.document.walk import words_of  # noqa: E402
from assembler.library import Library  # noqa: E402
from assembler.pipeline import draft_deal  # noqa: E402
from assembler.word import writer  # noqa: E402

SIZES = (10, 100, 1_000, 10_000)
EXPONENT = 1.1
OURS, DOCXTPL = "assembler", "docxtpl"

Cells = list[list[str]]
Seconds = dict[str, dict[int, list[float]]]


def rows(sizes: Sequence[int] = SIZES, repetitions: int = 3) -> Iterator[Row]:
    """Annex I beside docxtpl, and how it grows."""
    seconds = measure(sizes, repetitions)
    for size in sizes:
        ratios = faster(seconds[OURS][size], seconds[DOCXTPL][size])
        yield Row(f"Annex I, {size:,} investors: times as fast", DOCXTPL, ratios)
    grows = exponent(seconds[OURS])
    yield Row("Annex I grows by the number of investors to the power of", "", [grows], at_most=EXPONENT)


def measure(sizes: Sequence[int], repetitions: int) -> Seconds:
    """The seconds of the processor that the schedule takes, by what writes it and the number of investors."""
    seconds: Seconds = {OURS: {}, DOCXTPL: {}}
    for size in sizes:
        tasks = tasks_of(size)
        for _ in range(repetitions):
            for name, task in tasks.items():
                begun = time.process_time()
                task()
                seconds[name].setdefault(size, []).append(time.process_time() - begun)
    return seconds


def tasks_of(size: int) -> Mapping[str, Callable[[], object]]:
    """The schedule of so many investors, written by us from its tree, and by docxtpl from the same words."""
    library = Library.open()
    whole = draft_deal(sheet(size).encode(), "deal.yaml", library)
    piece = next(one for one in whole.documents if one.part is SetPart.SCHEDULE)
    properties, style_template = properties_of(whole, piece.document.title, ""), library.shell("house")
    head, *cells = cells_of(piece)
    template = template_of(head)
    return {
        OURS: lambda: writer.write(piece.document, piece.numbers, style_template, properties),
        DOCXTPL: lambda: filled(template, cells),
    }


def cells_of(piece: SetDocument) -> Cells:
    """The words of the rows of the schedule."""
    tables = (block for clause in piece.document.clauses for block in clause.blocks if isinstance(block, Table))
    return [["\n".join(map(words_of, cell)) for cell in row.cells] for row in next(tables).rows]


def template_of(head: Sequence[str]) -> bytes:
    """A template of docxtpl with a table, whose second row is repeated."""
    import docx as python_docx

    document = python_docx.Document()
    made = document.add_table(rows=4, cols=len(head))
    for at, words in enumerate(head):
        made.rows[0].cells[at].text = words
        made.rows[2].cells[at].text = f"{{{{ row[{at}] }}}}"
    made.rows[1].cells[0].text = "{%tr for row in rows %}"
    made.rows[3].cells[0].text = "{%tr endfor %}"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def filled(template: bytes, cells: Cells) -> None:
    """The table with these rows, by docxtpl."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(template))
    document.render({"rows": cells}, autoescape=True)
    document.save(io.BytesIO())


def main() -> int:
    """Measure, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1], metavar="N", help="investors at most (default: 10,000)")
    parser.add_argument("--check", action="store_true", help=f"exit with 1 where time grows faster than n^{EXPONENT}")
    arguments = parser.parse_args()
    measured = [*rows([size for size in SIZES if size <= arguments.most])]
    print(f"{measured_with(['docxtpl'])}\n\n{table(measured)}")
    return 1 if arguments.check and not all(row.is_met for row in measured) else 0


if __name__ == "__main__":
    sys.exit(main())
