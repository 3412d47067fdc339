"""Measure the redline of two Word files beside other engines: time, words marked, and memory."""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import permutations
from pathlib import Path

from machine import measured_with
from msgspec import Struct
from ratios import Row, table

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from lxml import etree  # noqa: E402

from assembler.library import Library  # noqa: E402  the program is found beside this file
from assembler.pipeline import draft_deal  # noqa: E402
from assembler.readers.reading import NumberedDocument  # noqa: E402
from assembler.redline.layout import as_drafted  # noqa: E402

SCRIPT = Path(__file__).parent / "peers" / "redline.py"
PEERS_FOLDER = ROOT / ".peers"
OURS, DOCXODUS, POWER_TOOLS, TRACKDIFF = "assembler", "Docxodus", "XmlPowerTools", "docx-trackdiff"
PACKAGES = {
    DOCXODUS: ("python-redlines", "python-redlines-docxodus"),
    POWER_TOOLS: ("python-redlines", "python-redlines-ooxmlpowertools"),
    TRACKDIFF: ("docx-trackdiff",),
}
DEALS = ("focus-2003-07", "focus-2002-11", "focus-2002-01")
LONG = 800  # paragraphs
FASTER, FASTER_LONG, MARKED, MEGABYTES = 3.0, 5.0, 1.1, 250.0
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORD = re.compile(r"\w+|[^\w\s]")


class Taken(Struct, frozen=True):
    """The cost of a redline: the seconds of each round, the peak of memory, and the words that it marks; 0 words if it failed."""

    seconds: Sequence[float]
    megabytes: float
    marked: int

    @property
    def median(self) -> float:
        """The seconds in the middle."""
        return statistics.median(self.seconds)


def rows(rounds: int = 3) -> Iterator[Row]:
    """Yield time and words marked beside each engine that can be installed, for usual pairs and a long one."""
    engines, missing = engines_of(PEERS_FOLDER)
    for said in missing:
        print(f"not measured: {said}", file=sys.stderr)
    usual = [measure(engines, *pair, rounds) for pair in pairs()]
    long = measure(engines, *long_pair(), rounds)
    for name in (name for name in engines if name != OURS):
        is_limit = name == DOCXODUS
        ratios = [taken[name].median / taken[OURS].median for taken in usual if taken[name].marked]
        if ratios:
            yield Row("a redline of two agreements: times as fast", name, ratios, at_least=FASTER if is_limit else None)
        if long[name].marked:
            yield Row(
                f"a redline of {LONG} paragraphs: times as fast",
                name,
                [long[name].median / long[OURS].median],
                at_least=FASTER_LONG if is_limit else None,
            )
    fewest = [taken[OURS].marked / min(one.marked for one in taken.values() if one.marked) for taken in (*usual, long)]
    yield Row("a redline: words marked, times as many", "the fewest of all engines", fewest, at_most=MARKED)
    yield Row(f"a redline of {LONG} paragraphs: megabytes of memory", "", [long[OURS].megabytes], at_most=MEGABYTES)


def engines_of(folder: Path) -> tuple[dict[str, str], list[str]]:
    """Return the Python of each engine, installed into an environment of its own, and why one is missing."""
    found, missing = {OURS: sys.executable}, []
    for name, packages in PACKAGES.items():
        home = folder / name.lower()
        python = home / "bin" / "python"
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", home], check=True)
            command = [python, "-m", "pip", "install", "-q", *packages]
            if subprocess.run(command, capture_output=True, check=False).returncode:
                shutil.rmtree(home)
        if python.exists():
            found[name] = str(python)
        else:
            missing.append(f"{name}: it cannot be installed here")
    return found, missing


def measure(engines: Mapping[str, str], old: bytes, new: bytes, rounds: int) -> dict[str, Taken]:
    """Return what the redline of two files takes each engine, one after the other."""
    taken: dict[str, Taken] = {}
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("old.docx", "new.docx", "made.docx")]
        paths[0].write_bytes(old)
        paths[1].write_bytes(new)
        for name, python in engines.items():
            command = [python, str(SCRIPT), name, *map(str, paths), str(rounds)]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            if done.returncode:
                taken[name] = Taken((0.0,), 0.0, 0)
                continue
            said = json.loads(done.stdout.splitlines()[-1])
            taken[name] = Taken(said["seconds"], said["megabytes"], marked(paths[2].read_bytes()))
    return taken


def marked(redline: bytes) -> int:
    """Return how many words and marks of a redline came or went, in its body and its notes."""
    count = 0
    with zipfile.ZipFile(io.BytesIO(redline)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml", name):
                root = etree.fromstring(archive.read(name))
                for how, text in (("ins", "t"), ("moveTo", "t"), ("del", "delText"), ("moveFrom", "delText")):
                    for change in root.iter(f"{_W}{how}"):
                        count += len(_WORD.findall("".join(one.text or "" for one in change.iter(f"{_W}{text}"))))
    return count


def pairs() -> Iterator[tuple[bytes, bytes]]:
    """Yield agreements beside each other: other deals, and the same deal after a round of negotiation."""
    agreements = [agreement(name) for name in DEALS]
    yield from [*permutations(agreements, 2)][::2]
    for seed, data in enumerate(agreements):
        yield data, negotiated(data, seed)


def agreement(deal: str) -> bytes:
    """Return the agreement of a deal as a Word file."""
    library = Library.open()
    path = ROOT / "termsheets" / f"{deal}.yaml"
    whole = draft_deal(path.read_bytes(), path.name, library)
    piece = whole.documents[0]
    return as_drafted(NumberedDocument(piece.document, piece.numbers), library.shell("house"))


def negotiated(data: bytes, seed: int, often: float = 0.01) -> bytes:
    """Return the file with a word in a hundred changed, and a paragraph in forty struck or said twice."""
    chance = random.Random(seed)  # noqa: S311  no secret, and the same each time
    root = _document(data)
    for paragraph in [*root.iter(f"{_W}p")][5:]:
        for text in paragraph.iter(f"{_W}t"):
            words = (text.text or "").split(" ")
            text.text = " ".join("reasonable" if word.isalpha() and chance.random() < often else word for word in words)
        is_plain = not any(True for _ in paragraph.iter(f"{_W}bookmarkStart", f"{_W}fldChar", f"{_W}sectPr"))
        if is_plain and paragraph.getparent().tag == f"{_W}body" and chance.random() < 0.05:
            if chance.random() < 0.5:
                paragraph.getparent().remove(paragraph)
            else:
                paragraph.addnext(deepcopy(paragraph))
    return _with(data, root)


def long_pair() -> tuple[bytes, bytes]:
    """Return an agreement of that many paragraphs, and the same after a round of negotiation."""
    data = agreement(DEALS[0])
    root = _document(data)
    body = root.find(f"{_W}body")
    texts = [paragraph for paragraph in body.iterchildren(f"{_W}p") if not paragraph.findall(f".//{_W}sectPr")]
    at = next(body.iterchildren(f"{_W}sectPr"), None)
    count, number = len([*root.iter(f"{_W}p")]), 0
    while count + number < LONG:
        copied = deepcopy(texts[number % len(texts)])
        for inner in [*copied.iter(f"{_W}bookmarkStart", f"{_W}bookmarkEnd")]:
            inner.getparent().remove(inner)
        for text in [*copied.iter(f"{_W}t")][:1]:
            text.text = f"{text.text or ''} [{number}] "
        at.addprevious(copied)
        number += 1
    long = _with(data, root)
    return long, negotiated(long, 7)


def _document(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def _with(data: bytes, root: etree._Element) -> bytes:
    """Return a Word file with another document in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name in archive.namelist():
            is_document = name == "word/document.xml"
            content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            written.writestr(name, content if is_document else archive.read(name))
    return made.getvalue()


def main() -> int:
    """Measure, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="redlines of each pair (default: 3)")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a limit is not met")
    arguments = parser.parse_args()
    measured = [*rows(arguments.rounds)]
    print(f"{measured_with()}\n\n{table(measured)}")
    return 1 if arguments.check and not all(row.is_met for row in measured) else 0


if __name__ == "__main__":
    sys.exit(main())
