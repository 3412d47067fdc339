"""Measure the time of a comparison and the words it marks, beside other programs."""

from __future__ import annotations

import argparse
import difflib
import gc
import importlib.util
import math
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from ratios import Row, faster, table

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from assembler.compare import html_page, report  # noqa: E402  the program is found beside this file
from assembler.compare.align import align, anchors  # noqa: E402
from assembler.compare.explain import Comparison, compare  # noqa: E402
from assembler.compare.word_diff import WordChange, changes  # noqa: E402
from assembler.readers import files  # noqa: E402
from assembler.readers.outline import ReadParagraph, provisions  # noqa: E402
from assembler.readers.reading import Reading  # noqa: E402

OURS, DIFFLIB = "assembler", "difflib"
FASTER, EXPONENT, WHOLE = 30.0, 1.1, 10.0
gc.set_threshold(100_000)  # as the command line does
Words = list[str]
Differ = Callable[[Words, Words], int]


def main() -> int:
    """Measure, print the tables, and return the exit code."""
    arguments = _arguments()
    print(
        f"Median of {arguments.repetitions} rounds, each tool in turn. Times in milliseconds of the processor; of a process, by the clock."
    )
    measured = [*rows(arguments.repetitions)]
    print(f"\n{table(measured)}")
    return 1 if arguments.check and not all(row.is_met for row in measured) else 0


def rows(repetitions: int = 7) -> Iterator[Row]:
    """The diff beside difflib and others, how aligning grows, and all of a comparison beside its diff."""
    taken, marked = _beside_others(repetitions)
    for name in taken:
        if not name.startswith(OURS):
            least = FASTER if name == DIFFLIB else None
            yield Row(
                "the diff of two agreements: times as fast", name, faster(taken[OURS], taken[name]), at_least=least
            )
    most = [marked[OURS] / marked[DIFFLIB]]
    yield Row("the diff of two agreements: words marked, times as many", DIFFLIB, most, at_most=1)
    yield Row("aligning grows by the number of words to the power of", "", [_growth(repetitions)], at_most=EXPONENT)
    yield Row(
        "a comparison, from bytes to its report: times as long", "its diff alone", _whole(repetitions), at_most=WHOLE
    )


def original(date: str) -> Reading:
    """An agreement that was signed, read as a stranger's text."""
    path = next((ROOT / "tests" / "originals").glob(f"{date}*"))
    return files.read(path.read_bytes(), path.name)


def _beside_others(repetitions: int) -> tuple[dict[str, list[float]], dict[str, int]]:
    """The seconds of each tool, and how many words it marks."""
    readings = original("2003-07"), original("2002-11")
    one, other = (reading.words for reading in readings)
    print(f"\nTwo agreements of {len(one):,} and {len(other):,} words")
    print(f"{'tool':34}{'time':>10}{'words marked':>16}")
    differs: dict[str, Differ] = {
        OURS: lambda _, __: _marked(_diff(*readings)),
        "assembler, words without paragraphs": lambda one, other: _marked(changes(one, other)),
        DIFFLIB: _difflib,
        **_others(),
    }
    taken: dict[str, list[float]] = {name: [] for name in differs}
    marked: dict[str, int] = {}
    for _ in range(repetitions):
        for name, differ in differs.items():
            clock = time.perf_counter if differ in PROCESSES else time.process_time
            begun = clock()
            marked[name] = differ(one, other)
            taken[name].append(clock() - begun)
    for name, times in taken.items():
        print(f"{name:34}{1000 * statistics.median(times):10.1f}{marked[name]:16,}")
    return taken, marked


def _diff(here: Reading, there: Reading) -> list[WordChange]:
    """The words that differ between two documents whose paragraphs are known."""
    return changes(here.words, there.words, anchors(here.provisions, there.provisions))


def _marked(found: Iterable[WordChange]) -> int:
    return sum(change.stop - change.start + change.right_stop - change.right_start for change in found)


def _difflib(one: Words, other: Words) -> int:
    steps = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return sum(b - a + d - c for tag, a, b, c, d in steps if tag != "equal")


def _others() -> dict[str, Differ]:
    """Tools that are here; none is needed by the program, and what is missing is not measured."""
    found: dict[str, Differ] = {"rapidfuzz Indel on the whole": _indel}
    if importlib.util.find_spec("diff_match_patch"):
        found["diff-match-patch, words as letters"] = _diff_match_patch
    else:
        print("diff-match-patch is not installed, and is not measured")
    if shutil.which("git"):
        found["git diff --word-diff (a process)"] = _git
    else:
        print("git is not installed, and is not measured")
    if "PYTHON_REDLINES" in os.environ:
        found["python-redlines (a process)"] = _redlines
    else:
        print("python-redlines is not measured: PYTHON_REDLINES names no Python that has it")
    return found


def _indel(one: Words, other: Words) -> int:
    from rapidfuzz.distance import Indel

    return sum(
        o.src_end - o.src_start + o.dest_end - o.dest_start for o in Indel.opcodes(one, other) if o.tag != "equal"
    )


def _diff_match_patch(one: Words, other: Words) -> int:
    from diff_match_patch import diff_match_patch  # type: ignore[import-not-found]  # measured only where it is

    letters = {word: chr(0x4E00 + at) for at, word in enumerate(dict.fromkeys(one + other))}
    tool = diff_match_patch()
    tool.Diff_Timeout = 0
    found = tool.diff_main(
        "".join(map(letters.__getitem__, one)), "".join(map(letters.__getitem__, other)), checklines=False
    )
    return sum(len(text) for kind, text in found if kind)


def _git(one: Words, other: Words) -> int:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("one", "other")]
        for path, words in zip(paths, (one, other), strict=True):
            path.write_text(" ".join(words) + "\n", encoding="utf-8")
        asked = ["git", "diff", "--no-index", "--word-diff=porcelain", *map(str, paths)]
        told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    return sum(len(line[1:].split()) for line in told.splitlines()[5:] if re.match(r"[+-]", line))


_REDLINE = """
import sys
from pathlib import Path
from python_redlines import DocxodusEngine
Path(sys.argv[3]).write_bytes(DocxodusEngine().run_redline("benchmark", *(Path(name).read_bytes() for name in sys.argv[1:3]))[0])
"""


def _redlines(one: Words, other: Words) -> int:
    """Words marked by python-redlines, whose Python is named by PYTHON_REDLINES: it lives in an environment of its own."""
    import docx

    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("one.docx", "other.docx", "marked.docx")]
        for path, words in zip(paths[:2], (one, other), strict=True):
            document = docx.Document()
            document.add_paragraph(" ".join(words))
            document.save(str(path))
        subprocess.run([os.environ["PYTHON_REDLINES"], "-c", _REDLINE, *map(str, paths)], check=True)
        text = zipfile.ZipFile(paths[2]).read("word/document.xml").decode()
    marked = re.findall(r"<w:(ins|del) [^>]*[^/]>(.*?)</w:\1>", text, re.DOTALL)
    return sum(len(re.sub(r"<[^>]+>", "", words).split()) for _, words in marked)


PROCESSES: tuple[Differ, ...] = (_git, _redlines)


def _growth(repetitions: int) -> float:
    """Return the growth of the time of aligning with the length of two documents, as an exponent."""
    print(f"\n{'words':>10}{'align':>12}")
    points: list[tuple[int, float]] = []
    for copies in (1, 10, 100):
        one, other = _grown(copies)
        rounds = 3 if copies == 100 else repetitions
        align(one, other)  # all have been asked for their words once
        taken = statistics.median(_timed(lambda one=one, other=other: align(one, other)) for _ in range(rounds))
        points.append((len(one.words), taken))
        print(f"{len(one.words):10,}{1000 * taken:12.1f}")
    (few, short), (many, long) = points[0], points[-1]
    return math.log(long / short) / math.log(many / few)


def _grown(copies: int) -> tuple[Reading, Reading]:
    """A document of that many agreements, whose sections are numbered on, and the same with a word in a hundred changed."""
    chance = random.Random(copies)  # noqa: S311  no secret, and the same each time
    paragraphs = [" ".join(one.words) for one in original("2003-07").provisions]
    grown = [f"{text} [{copy}-{at}]" for copy in range(copies) for at, text in enumerate(paragraphs)]
    other = [" ".join("changed" if chance.random() < 0.01 else word for word in text.split()) for text in grown]
    return tuple(Reading("grown", provisions(map(ReadParagraph, some))) for some in (grown, other))  # type: ignore[return-value]  # two


def _whole(repetitions: int) -> list[float]:
    """Return the ratio of a comparison, from bytes to its report, to its diff alone."""
    paths = [next((ROOT / "tests" / "originals").glob(f"{date}*")) for date in ("2003-07", "2002-11")]
    rounds = [_stages([path.read_bytes() for path in paths]) for _ in range(repetitions)]
    taken = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    print("\n" + ", ".join(f"{name} {1000 * one:.1f}" for name, one in taken.items()))
    parts = ("reading", "aligning and explaining", "reporting")
    return [sum(one[part] for part in parts) / one["the diff alone"] for one in rounds]


def _stages(datas: Sequence[bytes]) -> dict[str, float]:
    """Return the time of each stage of a comparison, and of two stages alone, with documents that are new."""
    readings, to_align, to_diff = ([files.read(data, "x.txt") for data in datas] for _ in range(3))
    compared: list[Comparison] = []
    return {
        "reading": _timed(lambda: [files.read(data, "x.txt") for data in datas]),
        "aligning and explaining": _timed(lambda: compared.append(compare(*readings))),
        "reporting": _timed(lambda: report.text(compared[0])),
        "the page beside": _timed(lambda: html_page.page(compared[0])),
        "aligning alone": _timed(lambda: align(*to_align)),
        "the diff alone": _timed(lambda: _diff(*to_diff)),
    }


def _timed(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=7, help="rounds (default: 7)")
    parser.add_argument("--check", action="store_true", help="end with 1 where a limit is not met")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
