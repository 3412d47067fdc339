"""Broken term sheets by the thousand: each is drafted or refused with a place, in less than a second, and nothing else happens.

`python -m tests.fuzz_termsheets --count 100000 --seed 1` breaks the term sheets of `termsheets/`, and lists of investors, in
bytes, lines, values and structure. What fails is kept in `--keep DIR`, and the same seed makes it again.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from rich.console import Console

from assembler.actions.problems import as_data
from assembler.actions.validate import problems_of
from assembler.cli.terminal import show
from assembler.drafting.forms import Form
from assembler.errors import InputError, Problem
from assembler.library import Library
from assembler.termsheet.fields import choices_of, group_in, is_list
from assembler.termsheet.schema import SHEETS
from tests import deals
from tests.investors.lists import workbook
from tests.termsheet.sheets import SHEET

LONGEST = 1.0
HANGS = 20
MOST_MEMORY = 600_000_000

# Values and pieces of text that have broken a reader of YAML, of numbers or of names, or may.
NASTY = (
    "", " ", "~", "null", "TBD", "TBD (", "TBD ()", "TBD (a) (b)", "[]", "{}", "[[]]", "{a: {b: c}}", "- -", "? a", ": :",
    "&a b", "*a", "!t x", "!!python/object/apply:os.system [ls]", "<<: *a", "%YAML 1.1", "--- x", "...", "|", ">", "|+2", "'", '"',
    '"\\x0b"', '"\\ud800"', '"\\U00110000"', "'''", "a #b", "a: b", "@x", "`x`", "\t", "\u00a0", "\u200b", "\u202e", "\u2028",
    "\u0085", "\ufeff", "\ufffe", "\x00", "\x07", "\x7f", "e\u0301", "\u0410cme", "\U0001f468\u200d\U0001f469", "\u0661\u0662",
    "0", "-5", "1e6", "1e999", ".nan", ".inf", "0x1F", "0123", "1_000", "1,10,000", "1.100.000,00", "$5 million", "5m", "9" * 40,
    "0." + "0" * 40 + "1", "1.1296", "100%", "0%", "1000.0000001%", "51", "2026-02-30", "0000-00-00", "9999-12-31", "01/02/2026",
    "2003-07", "July 1, 2003", "true", "True", "yes", "{{ x }}", "{% if x %}", "{_{ x }_}", "@annex_i_schedule", "@~x", "[RESERVED]", "A & B <Ltd>",
    "](x)", "**x**", "_x_", "\\", "../../x", "CON", "x" * 2_001, "x" * 70_000, "investors[0]", "investors[99]", "w_issuance", "preamble", "1)", "(a)",
    "form", "warrant", "purchase-agreement", "integrated", "covenant", "none", "execution", "conformed", "omit", "reserved",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A broken term sheet, and the file beside it that it may refer to."""

    kind: str
    sheet: bytes
    listed: bytes = b""


@dataclass(slots=True)
class Result:
    """What came of the cases: how many of each kind were drafted and refused, and what failed."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, Case]] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")


class Hung(BaseException):
    """A case took so long that it was stopped."""


# How term sheets are broken


@cache
def _sheets() -> tuple[str, ...]:
    return (SHEET, *(path.read_text(encoding="utf-8") for path in sorted(deals.TERMSHEETS.glob("*.yaml"))))


def _bytes(chance: random.Random) -> Case:
    data = bytearray(chance.choice(_sheets()).encode())
    for _ in range(chance.choice((1, 1, 1, 2, 5, 20))):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(6):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                data[at:at] = chance.choice(NASTY).encode("utf-8", "surrogatepass")
            case 2:
                del data[at : at + chance.choice((1, 3, 40, 400))]
            case 3:
                data[at:at] = data[at : at + chance.choice((1, 20, 300))]
            case 4:
                del data[at:]
            case _:
                data[at:at] = bytes(chance.randrange(256) for _ in range(chance.choice((1, 2, 16))))
    return Case("bytes", bytes(data))


def _lines(chance: random.Random) -> Case:
    lines = chance.choice(_sheets()).split("\n")
    for _ in range(chance.choice((1, 1, 2, 4))):
        at = chance.randrange(len(lines))
        match chance.randrange(6):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, chance.choice(lines))
            case 2:
                other = chance.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines[at] = " " * chance.randrange(8) + lines[at].lstrip()
            case 4:
                lines.insert(at, chance.choice(chance.choice(_sheets()).split("\n")))
            case _:
                lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
        lines = lines or [""]
    end = chance.choice(("\n", "\n", "\r\n", "\r"))
    return Case("lines", end.join(lines).encode())


def _values(chance: random.Random) -> Case:
    """Values of lines replaced by values that mean something to somebody."""
    lines = chance.choice(_sheets()).split("\n")
    valued = [number for number, line in enumerate(lines) if ": " in line or line.lstrip().startswith("- ")]
    for number in chance.sample(valued, chance.choice((1, 1, 1, 2, 6))):
        head, colon, tail = lines[number].partition(": ")
        other = chance.choice(lines).partition(": ")[2] if chance.random() < 0.3 else chance.choice(NASTY)
        if chance.random() < 0.2:
            other = "'" + other.replace("'", "''") + "'"
        if chance.random() < 0.1:
            other = _slipped(chance, tail)
        lines[number] = f"{head}{colon}{other}" if colon else f"{head[: len(head) - len(head.lstrip())]}- {other}"
    return Case("values", "\n".join(lines).encode("utf-8", "surrogatepass"))


def _slipped(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(("", "0", "9", ",", ".", "-", "x", "%", "$", text[at : at + 2])) + text[at + 1 :]


def _structure(chance: random.Random) -> Case:
    """The tree of a term sheet with nodes replaced, added, left out and moved, written as JSON, which is YAML too."""
    from assembler.termsheet.reader import read

    tree = json.loads(json.dumps(read(chance.choice(_sheets()).encode(), "deal.yaml").tree))
    for _ in range(chance.choice((1, 1, 2, 5))):
        holds, step = chance.choice(list(_nodes(tree)))
        match chance.randrange(5):
            case 0:
                del holds[step]
            case 1:
                holds[step] = chance.choice(list(_nodes(tree)))[0]
            case 2 if isinstance(holds, dict):
                holds[chance.choice(NASTY)[:50]] = chance.choice(NASTY)
            case 3:
                holds[step] = [holds[step]] * chance.randrange(4)
            case _:
                holds[step] = chance.choice((chance.choice(NASTY), None, [], {}, {"x": ["y"]}, 5, True, [[["z"]]]))
        if not tree:
            break
        try:
            tree = json.loads(json.dumps(tree))
        except ValueError:  # a group was put into itself
            return Case("structure", b"a: " + b"[" * 200)
    return Case("structure", json.dumps(tree, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass"))


def _terms(chance: random.Random) -> Case:
    """A sheet that states every term there is, some of them with values that mean something to somebody."""
    tree = json.loads(_every_term(chance.choice(sorted(SHEETS))))
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        holds, step = chance.choice([(holds, step) for holds, step in _nodes(tree) if isinstance(holds[step], str)])
        if chance.random() < 0.2:
            del holds[step]
        else:
            holds[step] = chance.choice(("TBD", "TBD (later)", chance.choice(NASTY), _slipped(chance, holds[step])))
    return Case("terms", json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass"))


@cache
def _every_term(form: str) -> str:
    """A sheet of the form with every term, each with its example, as JSON, which is YAML too."""
    tree = _example(SHEETS[form]) | {"form": form}
    tree["departures"] = [{"clause": "preamble", "number": "(x)", "why": "negotiated", "note": "a"}]
    if form == "purchase-agreement":
        tree["investors"].append({**tree["investors"][0], "name": "White Investments Ltd.", "kind": "individual"})
        del tree["annexes"], tree["warrants"]["exercise_price_percentage"]
    else:
        tree["departures"][0]["clause"] = "w_issuance"
    return json.dumps(tree)


def _example(group: type[BaseModel]) -> dict[str, Any]:
    return {name: _example_of(info) for name, info in group.model_fields.items()}


def _example_of(info: FieldInfo) -> Any:
    if group := group_in(info.annotation):
        return [_example(group)] if is_list(info) else _example(group)
    example: Any = (info.examples or choices_of(info.annotation) or [info.default])[0]
    if is_list(info):
        return [str(one) for one in example]
    return str(example).lower() if isinstance(example, bool) else str(example)


def _nodes(tree: object) -> Iterator[tuple[object, object]]:
    steps = list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else []
    for step in steps:
        yield tree, step
        yield from _nodes(tree[step])
    if not steps:
        yield {"a": "b"}, "a"


def _noise(chance: random.Random) -> Case:
    alphabet = "a1 :-[]{},'\"#&*!|>%@`?~\n\n  \t\u00e9\u202e"
    text = "".join(chance.choice(alphabet) for _ in range(chance.choice((3, 30, 300, 3_000))))
    return Case("noise", text.encode() if chance.random() < 0.7 else chance.randbytes(len(text)))


_INVESTORS = "investors:\n  - name: White Investments Ltd.\n    amount: 1,100,000\n"
_COLUMNS = (
    "name",
    "amount",
    "shares",
    "Address 1",
    "address_lines",
    "telephone",
    "signed",
    "kind",
    "Notes",
    "",
    "Amount",
    "Facsimle",
)


def _listed(chance: random.Random) -> Case:
    rows = (
        [list(chance.sample(_COLUMNS, chance.randrange(1, 7)))]
        if chance.random() < 0.3
        else [["name", "amount", "shares"]]
    )
    rows += [
        [chance.choice(NASTY) if chance.random() < 0.2 else cell for cell in (f"Fund {n}", f"{n}00", None)]
        for n in range(1, 6)
    ]
    rows += [["Total", chance.choice(("1500", "1,500.00", "x", "=A1"))]] * chance.randrange(2)
    content = _text_file(chance, rows) if chance.random() < 0.5 else _workbook(chance, rows)
    lines = "".join(
        chance.sample(
            [
                "  sheet: Round\n",
                "  columns: {name: Investor}\n",
                f"  columns: {chance.choice(NASTY[:40])}\n",
                "  form: x\n",
            ],
            1,
        )
        if chance.random() < 0.2
        else []
    )
    return Case(
        "listed",
        SHEET.replace(_INVESTORS, f"investors:\n  from: list\n{lines}").encode("utf-8", "surrogatepass"),
        content,
    )


def _text_file(chance: random.Random, rows: list[list[object]]) -> bytes:
    separator = chance.choice(",;\t")
    data = bytearray(
        "\n".join(separator.join(str(cell or "") for cell in row) for row in rows).encode("utf-8", "surrogatepass")
    )
    for _ in range(chance.choice((0, 1, 4))):
        at = chance.randrange(len(data) + 1)
        data[at : at + chance.randrange(3)] = chance.choice(
            (b'"', b'""', b"\n", b"\r", b";", b"\t", b"\x00", bytes([chance.randrange(256)]))
        )
    return bytes(data)


def _workbook(chance: random.Random, rows: list[list[object]]) -> bytes:
    import openpyxl

    clean = [
        [openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", str(cell))[:9_000] if cell else None for cell in row]
        for row in rows
    ]
    try:
        data = workbook(*clean)
    except (ValueError, UnicodeError):
        data = workbook(["name", "amount"], ["Fund", 5])
    if chance.random() < 0.5:
        return _damaged(chance, data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name in parts if name.startswith("xl/")])
    parts[name] = _torn(chance, parts[name])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _damaged(chance: random.Random, data: bytes) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.choice((1, 3, 10))):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken[: chance.choice((len(broken), len(broken), chance.randrange(len(broken))))])


def _torn(chance: random.Random, part: bytes) -> bytes:
    """The XML of a part with a piece of it replaced by another one, or by another value."""
    at, other = chance.randrange(len(part)), chance.randrange(len(part))
    pieces = (
        b"",
        b'"',
        b"<",
        b"-1",
        b"99999999999",
        b"nan",
        b'<c r="A1" t="s"><v>9</v></c>',
        b"<!DOCTYPE a>",
        part[other : other + 60],
    )
    return part[:at] + chance.choice(pieces) + part[at + chance.choice((0, 1, 8)) :]


BREAKERS: tuple[Callable[[random.Random], Case], ...] = (
    _bytes,
    _lines,
    _values,
    _values,
    _structure,
    _terms,
    _terms,
    _noise,
    _listed,
)


def broken(chance: random.Random) -> Case:
    """A broken term sheet."""
    return chance.choice(BREAKERS)(chance)


# What comes of them


@cache
def _form(_: object, name: str) -> Form:
    """A form with its syntax, which is read once for all."""
    return Form.of(LIBRARY, name)


LIBRARY = Library.open()


def complaint(case: Case, *, checked: bool = True) -> tuple[str, tuple[Problem, ...]]:
    """What is wrong with how `validate` dealt with a case, or nothing; and what it said.

    Where it is not `checked` nobody reads the documents that are drafted.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "deal.yaml").write_bytes(case.sheet)
        (folder / "list").write_bytes(case.listed)
        try:
            problems = _validated(folder / "deal.yaml", checked=checked)
        except InputError as error:
            problems = error.problems
            if not problems:
                return "refused without a word", ()
        except Exception:  # noqa: BLE001  that is what is looked for
            return traceback.format_exc(), ()
        placeless = [problem for problem in problems if not _placed(problem, folder)]
        return (f"no place: {placeless[0]}" if placeless else _untold(problems, case)), problems


def _validated(termsheet: Path, *, checked: bool) -> tuple[Problem, ...]:
    forms = patch("assembler.pipeline.Form", SimpleNamespace(of=_form))
    with forms, nullcontext() if checked else patch("assembler.pipeline.check", lambda _: ()):
        return problems_of(termsheet, LIBRARY)


def _untold(findings: tuple[Problem, ...], case: Case) -> str:
    """Why problems cannot be said as text, as data and on a terminal; of each kind one is tried."""
    kinds = list({problem.code: problem for problem in findings}.values())
    lines = case.sheet.decode("utf-8", "replace").split("\n")
    screen = Console(file=io.StringIO(), force_terminal=True, width=80)
    try:
        show(kinds, lambda place: lines[place.line - 1] if 0 < place.line <= len(lines) else "", screen)
        for problem in kinds:
            f"{problem}{json.dumps(as_data(problem), ensure_ascii=False)}".encode()
    except Exception:  # noqa: BLE001  that is what is looked for
        return traceback.format_exc()
    return ""


def _placed(finding: Problem, folder: Path) -> bool:
    """Whether a problem has its place: in the term sheet and in a list its line, unless it is about a whole file."""
    files = tuple((folder / name).as_posix() for name in ("deal.yaml", "list"))
    is_of_a_file = finding.code in ("X102", "X103", "X104") or not finding.location.file.startswith(files)
    return bool(finding.message and finding.hint) and (is_of_a_file or finding.location.line > 0)


def run(
    count: int, seed: int, told: Callable[[int], None] = lambda _: None, *, timed: bool = True, check_every: int = 1
) -> Result:
    """What came of so many broken term sheets; each is made from the seed and its number alone.

    All are drafted, where they can be, and the documents of one in `check_every` are read. `timed` takes one that takes longer than `LONGEST` for
    a failure, and stops one that hangs.
    """
    result = Result()
    for number in range(count):
        case = broken(random.Random(f"{seed}:{number}"))  # noqa: S311  nothing is secret here
        begun = time.process_time()
        fault, problems = (_within_limit if timed else complaint)(case, checked=number % check_every == 0)
        taken = time.process_time() - begun
        if timed and not fault and taken > LONGEST:
            fault = f"took {taken:.1f} s"
        if fault:
            result.failures.append((fault, case))
        result.slowest = max(result.slowest, (taken, f"number {number}, {case.kind}"))
        stopped = any(problem.severity == "error" for problem in problems)
        result.outcomes[case.kind, "refused" if stopped else "drafted"] += 1
        result.codes.update({problem.code for problem in problems})
        told(number + 1)
    return result


def _within_limit(case: Case, *, checked: bool) -> tuple[str, tuple[Problem, ...]]:
    """As `complaint`, and stopped where it hangs."""

    def stop(*_: object) -> None:
        raise Hung

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(HANGS)
    try:
        return complaint(case, checked=checked)
    except Hung:
        return f"hung for {HANGS} s", ()
    finally:
        signal.alarm(0)


# The report


def main() -> int:
    """Run, print what came of it, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=1_000, metavar="N", help="how many (default: 1,000)")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help="other seeds make other term sheets (default: 1)"
    )
    parser.add_argument(
        "--check-every", type=int, default=1, metavar="K", help="read the drafts of one in K (default: every one)"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where to keep what fails")
    arguments = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    gc.set_threshold(100_000)  # as the command line does
    begun = time.monotonic()
    result = run(arguments.count, arguments.seed, _progress(arguments.count), check_every=arguments.check_every)
    _report(result, arguments.count, time.monotonic() - begun)
    if arguments.keep:
        _keep(result, arguments.keep)
    return 1 if result.failures else 0


def _progress(count: int) -> Callable[[int], None]:
    def told(number: int) -> None:
        if sys.stderr.isatty() and (number % 100 == 0 or number == count):
            sys.stderr.write(f"\r{number:,} of {count:,}")

    return told


def _report(result: Result, count: int, taken: float) -> None:
    lines = [f"{count:,} broken term sheets in {taken:,.0f} s; {len(result.failures)} failures"]
    for kind in sorted({kind for kind, _ in result.outcomes}):
        counted = "".join(f"  {what} {result.outcomes[kind, what]:>7,}" for what in ("refused", "drafted"))
        lines.append(f"  {kind:<10}{counted}")
    lines.append("codes said: " + ", ".join(f"{code} {number:,}" for code, number in sorted(result.codes.items())))
    lines.append(f"slowest: {result.slowest[0]:.2f} s ({result.slowest[1]}); memory: {_memory():,} MB at the most")
    causes = Counter(fault.strip().splitlines()[-1][:200] for fault, _ in result.failures)
    lines += [f"{number:>6,} x {cause}" for cause, number in causes.most_common(30)]
    sys.stdout.write("\n".join(lines) + "\n")


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _keep(result: Result, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, (fault, case) in enumerate(result.failures[:200]):
        (folder / f"{number}.yaml").write_bytes(case.sheet)
        (folder / f"{number}.list").write_bytes(case.listed)
        (folder / f"{number}.txt").write_text(fault, encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
