"""PDF from Word files, made by LibreOffice if it is installed, and the links in them.

It runs without a window, and with a temporary profile instead of the user's.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from assembler.errors import InputError, Location, Problem

_PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
)
# A link of LibreOffice: its text, and the page and the height that it leads to.
_LINK = re.compile(
    rb"/Subtype/Link(?:(?!/Subtype/Link|endobj).)*?/Contents<FEFF(?P<text>[0-9A-F]*)>"
    rb"(?:(?!/Subtype/Link|endobj).)*?/Dest\[(?P<page>\d+) 0 R/XYZ [-\d.]+ (?P<height>[-\d.]+)",
    re.DOTALL,
)
_PAGES = re.compile(rb"/Kids\s*\[(?P<pages>[\d\sR]*)\]")
_PACKED = re.compile(rb"/Type\s*/ObjStm.*?\bstream\r?\n(?P<packed>.*?)endstream", re.DOTALL)
_SECONDS_TO_START, _SECONDS_A_DOCUMENT = 60, 10


def is_installed() -> bool:
    """Return True if LibreOffice is installed."""
    return _program() is not None


def link_texts(pdf: bytes) -> list[str]:
    """Return the text of each link within a PDF of LibreOffice, in the order of the places that they lead to."""
    objects = pdf + b"".join(map(_unpacked, _PACKED.finditer(pdf)))
    pages = [page for found in _PAGES.finditer(objects) for page in found["pages"].split()[::3]]
    links = [link for link in _LINK.finditer(objects) if link["page"] in pages]
    links.sort(key=lambda link: (pages.index(link["page"]), -float(link["height"])))
    return [bytes.fromhex(link["text"].decode()).decode("utf-16-be") for link in links]


def _unpacked(stream: re.Match[bytes]) -> bytes:
    # Newer PDF files keep their objects in packed streams.
    try:
        return zlib.decompressobj().decompress(stream["packed"])
    except zlib.error:
        return b""


def _program() -> str | None:
    return next((executable for name in _PROGRAMS if (executable := shutil.which(name))), None)


def as_pdf(documents: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the PDF of each Word file, under the same name with the ending .pdf.

    Raises InputError if LibreOffice is not installed, fails, or needs more than a minute and ten seconds a document.
    """
    program = _program()
    if program is None:
        raise InputError([_missing()])
    with tempfile.TemporaryDirectory(prefix="assembler-") as folder:
        root = Path(folder)
        given = [root / name for name in documents]
        for path in given:
            path.write_bytes(documents[path.name])
        limit = _SECONDS_TO_START + _SECONDS_A_DOCUMENT * len(given)
        reason = _run([program, *_settings(root), *map(str, given)], limit)
        # LibreOffice exits with 0 even if it wrote nothing, so the files are checked.
        made = {path.name: root / "pdf" / f"{path.stem}.pdf" for path in given}
        missing = [name for name, path in made.items() if not path.is_file()]
        if missing:
            raise InputError(_failed(name, reason) for name in missing)
        return {path.name: path.read_bytes() for path in made.values()}


def _settings(root: Path) -> Sequence[str]:
    # A second LibreOffice with the same profile hands its work to the first one and exits.
    profile = f"-env:UserInstallation={(root / 'profile').as_uri()}"
    return ["--headless", "--norestore", profile, "--convert-to", "pdf", "--outdir", str(root / "pdf")]


def _run(command: Sequence[str], seconds: float) -> str:
    """Run a program for at most `seconds`. Return what it wrote to standard error, or that it was stopped."""
    with subprocess.Popen(  # noqa: S603  the program is LibreOffice, and its arguments are file names that we chose
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        try:
            return process.communicate(timeout=seconds)[1].decode(errors="replace").strip()
        except subprocess.TimeoutExpired:
            return f"it was stopped after {seconds:.0f} seconds"
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a program that still runs, with every process that it started."""
    if process.poll() is not None:
        return
    if os.name == "posix":  # Windows has no process groups of this kind
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _missing() -> Problem:
    what = "LibreOffice, which makes the PDF files, is not installed"
    hint = (
        "Install it (`apt-get install libreoffice-writer`, or from libreoffice.org), so that `soffice` is found. "
        "Or draft with --format docx."
    )
    return Problem("S401", what, hint, Location("soffice"))


def _failed(name: str, reason: str) -> Problem:
    what = "LibreOffice made no PDF of this document" + (f": {reason.splitlines()[-1]}" if reason else "")
    return Problem("S402", what, "Run again. Or draft with --format docx, and print from Word.", Location(name))
