"""Measure a document that is one of many, beside programs that fill templates, and beside compression alone."""

from __future__ import annotations

import argparse
import io
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from machine import measured_with
from ratios import Row, faster, slower

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import jinja2  # noqa: E402

from assembler.dealset.build import properties_of  # noqa: E402
from assembler.dealset.documents import instruments  # noqa: E402  the program beside the benchmark is measured
from assembler.document import walk  # noqa: E402
from assembler.document.tree import Document, Value  # noqa: E402
from assembler.drafting.copies import Copier, Copy  # noqa: E402
from assembler.drafting.forms import Form, draft  # noqa: E402
from assembler.library import Library  # noqa: E402
from assembler.pipeline import draft_deal  # noqa: E402
from assembler.word import writer as word_writer  # noqa: E402

TERM_SHEET = ROOT / "termsheets" / "new-stock-and-warrants.yaml"
PEERS = Path(__file__).parent / "peers"
PEERS_FOLDER = ROOT / ".peers"
OURS, DOCXTPL, RUST, NODE = "assembler", "docxtpl", "rust-docxtpl", "docxtemplater (Node)"
JINJA, ZLIB = "Jinja2 on ready XML, and zip", "zlib level 6 alone"
PACKED = "the same parts packed by zlib level 6"
TIMES_DOCXTPL, TIMES_FASTEST, TIMES_ZLIB, TIMES_PACKED = 15.0, 5.0, 1.6, 1.0  # of a warrant

Seconds = dict[str, list[float]]


class Job:
    """A document of many: as we draft and write it, and as a template with tags for the others.

    `ours` drafts and writes the document of a number. `write` writes a tree. `documents` are the trees, by number.
    """

    def __init__(
        self, ours: Callable[[int], bytes], write: Callable[[Document], bytes], documents: Sequence[Document]
    ) -> None:
        self.ours = ours
        self.values = [dict(tags(document)) for document in documents]
        self.template = write(tagged(documents[0]))
        self.parts = unzipped(write(documents[0]))

    def jinja(self) -> Callable[[int], bytes]:
        """The document made by Jinja2 from XML that is ready, and zipped."""
        parts = unzipped(self.template)
        environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
        template = environment.from_string(parts["word/document.xml"].decode())

        def fill(number: int) -> bytes:
            words = template.render(self.values[number % len(self.values)]).encode()
            return packed({**parts, "word/document.xml": words})

        return fill

    def zlib(self, _: int) -> object:
        """The parts of one document, compressed and nothing else."""
        return [zlib.compress(content, 6) for content in self.parts.values()]

    def sizes(self, count: int) -> list[float]:
        """Return how many times as large as its parts packed by zlib level 6 each of so many documents is."""
        documents = map(self.ours, range(count))
        return [len(one) / len(packed(unzipped(one))) for one in documents]


def tags(document: Document) -> Iterator[tuple[str, str]]:
    """The tag and the text of every value of a document, in order."""
    values = (one for clause in walk.clauses(document) for passage in walk.passages(clause) for one in passage)
    for number, value in enumerate(one for one in values if isinstance(one, Value)):
        yield f"v{number}", value.text


def tagged(document: Document) -> Document:
    """The document with a tag in place of each of its values."""
    count = iter(range(1_000_000))

    def with_tags(passage: Any) -> Any:
        return tuple(Value(f"{{{{ v{next(count)} }}}}", one.path) if isinstance(one, Value) else one for one in passage)

    return walk.change_clauses(document, lambda clause: walk.change_passages(clause, with_tags))


def unzipped(document: bytes) -> Mapping[str, bytes]:
    """The parts of a Word file by name."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the parts as a zip file, each compressed by zlib level 6."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def sheet(investors: int) -> bytes:
    """A term sheet with that many investors, who are alike but for their names and amounts."""
    import yaml

    known = yaml.load(TERM_SHEET.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  texts, lists and mappings
    first = known["investors"][0]
    for stated in ("total_shares", "aggregate_amount"):
        known["offering"].pop(stated, None)
    known["offering"].pop("authorized_shares", None)
    known["investors"] = [
        first | {"name": f"Northgate Fund {number} & Co.", "amount": f"{1000 + number}.00"}
        for number in range(investors)
    ]
    return json.dumps(known).encode()  # which is YAML, too, and never refers to itself


def warrants(investors: int) -> Job:
    """Return the job of a warrant for each investor: rendered, filled into its template, and packed."""
    whole = draft_deal(sheet(investors), "deal.yaml", Library.open())
    deals = [
        (warrant.deal, warrant.path)
        for _, warrant in instruments(whole.deal, whole.documents[0].numbers)
        if warrant.holder
    ]
    copier, style_template = Copier(Form.of(Library.open(), "warrant"), ()), Library.open().shell("house")
    drafted, first = copier.draft(*deals[0])
    if first is None:
        raise SystemExit("the warrants of the benchmark are no copies")
    properties = properties_of(whole, drafted.document.title, "")
    writer = word_writer.CopyWriter(first.template.document, drafted.numbers, style_template, properties)

    def copy_of(number: int) -> Copy:
        copy = copier.draft(*deals[number % len(deals)])[1]
        if copy is None or copy.template != first.template:
            raise SystemExit("the warrants of the benchmark are not of one kind")
        return copy

    return Job(
        lambda number: writer.write([value.text for value in copy_of(number).values]),
        lambda document: word_writer.write(document, drafted.numbers, style_template, properties),
        [copy_of(number).document for number in range(len(deals))],
    )


def agreements() -> Job:
    """Return the job of the agreement of a deal that was changed and changed back: drafted whole each time."""
    first = TERM_SHEET.read_bytes()
    wholes = [draft_deal(data, "deal.yaml", Library.open()) for data in (first, first.replace(b"Eleanor", b"Ellen"))]
    form, style_template = Form.of(Library.open(), "purchase-agreement"), Library.open().shell("house")
    properties = properties_of(wholes[0], wholes[0].documents[0].title, "")

    def write(document: Document) -> bytes:
        return word_writer.write(document, wholes[0].documents[0].numbers, style_template, properties)

    def ours(number: int) -> bytes:
        return write(draft(form, wholes[number % 2].deal, ()).document)

    return Job(ours, write, [whole.documents[0].document for whole in wholes])


def timed(work: Callable[[int], object], rounds: int) -> list[float]:
    """The seconds of each round, behind one that is not counted."""
    work(0)
    seconds = []
    for number in range(1, rounds + 1):
        begun = time.perf_counter()
        work(number)
        seconds.append(time.perf_counter() - begun)
    return seconds


def measure(job: Job, rounds: int, peers: Mapping[str, Sequence[str]]) -> Seconds:
    """The seconds of a document, by what makes it; each in its turn, twice, so that a busy moment does not fall on one."""
    seconds: Seconds = {}
    jinja = job.jinja()
    with tempfile.TemporaryDirectory() as folder:
        template, values = Path(folder, "template.docx"), Path(folder, "values.json")
        template.write_bytes(job.template)
        values.write_text(json.dumps(job.values), encoding="utf-8")
        for _ in range(2):
            for name, work in {OURS: job.ours, JINJA: jinja, ZLIB: job.zlib}.items():
                seconds.setdefault(name, []).extend(timed(work, rounds))
            for name, command in peers.items():
                made = subprocess.run(
                    [*command, template, values, str(min(rounds, 20))], check=True, capture_output=True
                )
                seconds.setdefault(name, []).extend(json.loads(made.stdout)[1:])
    return seconds


def peers_of(folder: Path) -> tuple[dict[str, Sequence[str]], list[str]]:
    """Return the command of each peer, installed into an environment of its own, and why a peer is missing."""
    found: dict[str, Sequence[str]] = {DOCXTPL: [sys.executable, str(PEERS / "fill_docxtpl.py")]}
    missing = []
    python = folder / "rust" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder / "rust"], check=True)
        made = subprocess.run([python, "-m", "pip", "install", "-q", "rust-docxtpl"], capture_output=True, check=False)
        if made.returncode:
            shutil.rmtree(folder / "rust")
    if python.exists():
        found[RUST] = [str(python), str(PEERS / "fill_docxtpl.py")]
    else:
        missing.append(f"{RUST}: it cannot be installed here")
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        script = folder / "node" / "fill_docxtemplater.mjs"
        if not (folder / "node" / "node_modules").exists():
            (folder / "node").mkdir(parents=True)
            packages = ["docxtemplater", "pizzip"]
            subprocess.run(
                [npm, "install", "--silent", *packages], cwd=folder / "node", check=True, capture_output=True
            )
        shutil.copy(PEERS / "fill_docxtemplater.mjs", script)
        found[NODE] = [node, str(script)]
    else:
        missing.append(f"{NODE}: there is no Node.js here")
    return found, missing


def rows(rounds: int = 200, peers: Mapping[str, Sequence[str]] | None = None) -> Iterator[Row]:
    """One warrant of many and one agreement, beside each peer and each limit; `peers` are those of `peers_of`."""
    found = peers_of(PEERS_FOLDER)[0] if peers is None else peers
    job = warrants(100)
    of_warrants = measure(job, rounds, found)
    others = {name: runs for name, runs in of_warrants.items() if name in found}
    fastest = min(others, key=lambda name: statistics.median(others[name]))
    for name, runs in others.items():
        least = TIMES_DOCXTPL if name == DOCXTPL else TIMES_FASTEST if name == fastest else None
        ratios = faster(of_warrants[OURS], runs)
        yield Row("a warrant of a thousand: times as fast", name, ratios, at_least=least)
    yield Row("a warrant of a thousand: times as fast", JINJA, faster(of_warrants[OURS], of_warrants[JINJA]))
    ratios = slower(of_warrants[OURS], of_warrants[ZLIB])
    yield Row("a warrant of a thousand: times as long", ZLIB, ratios, at_most=TIMES_ZLIB)
    yield Row("a warrant of a thousand: times as large", PACKED, job.sizes(100), at_most=TIMES_PACKED)
    of_agreements = measure(agreements(), rounds, {DOCXTPL: found[DOCXTPL]})
    # An agreement is drafted whole, its words included; the peers fill in ready words. So there is no limit.
    for name, ratio, words in ((DOCXTPL, faster, "fast"), (JINJA, slower, "long")):
        yield Row(f"an agreement, warm: times as {words}", name, ratio(of_agreements[OURS], of_agreements[name]))
    yield Row("an agreement, warm: times as long", ZLIB, slower(of_agreements[OURS], of_agreements[ZLIB]))


def table(seconds: Seconds) -> str:
    """Milliseconds, and how many times as long as ours, as minimum, median and maximum."""
    rows = [f"{'':<32}{'min':>9}{'median':>9}{'max':>9}{'times ours':>13}"]
    ours = statistics.median(seconds[OURS])
    for name, runs in seconds.items():
        low, middle, high = (1000 * one for one in (min(runs), statistics.median(runs), max(runs)))
        rows.append(f"{name:<32}{low:>9.2f}{middle:>9.2f}{high:>9.2f}{middle / 1000 / ours:>13.1f}")
    return "\n".join(rows)


def main() -> int:
    """Measure, print the tables, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200, metavar="N", help="documents of each kind (default: 200)")
    parser.add_argument("--peers", type=Path, default=PEERS_FOLDER, metavar="DIR", help="where peers are installed")
    arguments = parser.parse_args()
    peers, missing = peers_of(arguments.peers)
    print(measured_with())
    for said in missing:
        print(said)
    for title, job in (("One warrant of many, milliseconds", warrants(100)), ("One agreement, warm", agreements())):
        print(f"\n{title}\n\n{table(measure(job, arguments.rounds, peers))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
