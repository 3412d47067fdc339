"""Word files as PDF, made by LibreOffice where it is installed: without a window, a network or a profile of the user's."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from assembler.findings import Finding, Place, Refused

_PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
)
_SECONDS_TO_START, _SECONDS_A_DOCUMENT = 60, 10


def as_pdf(documents: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The PDF of each Word file, by the same name with another ending.

    Refused where LibreOffice is not there, or does not make each of them within a minute and ten seconds a document.
    """
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise Refused([_missing()])
    with tempfile.TemporaryDirectory(prefix="assembler-") as folder:
        root = Path(folder)
        given = [root / name for name in documents]
        for path in given:
            path.write_bytes(documents[path.name])
        said = _run([program, *_settings(root), *map(str, given)], _SECONDS_TO_START + _SECONDS_A_DOCUMENT * len(given))
        made = {path.name: root / "pdf" / f"{path.stem}.pdf" for path in given}
        missing = [name for name, path in made.items() if not path.is_file()]
        if missing:
            raise Refused(_failed(name, said) for name in missing)
        return {path.name: path.read_bytes() for path in made.values()}


def _settings(root: Path) -> Sequence[str]:
    profile = f"-env:UserInstallation={(root / 'profile').as_uri()}"
    return ["--headless", "--norestore", profile, "--convert-to", "pdf", "--outdir", str(root / "pdf")]


def _run(command: Sequence[str], seconds: float) -> str:
    """Why a program did not do its work; empty where it ended by itself. It is ended with all that it has started."""
    with subprocess.Popen(  # noqa: S603  the program is LibreOffice, and no word of the user's is among its arguments
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        try:
            return process.communicate(timeout=seconds)[1].decode(errors="replace").strip()
        except subprocess.TimeoutExpired:
            return f"it was stopped after {seconds:.0f} seconds"
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    if os.name == "posix":  # elsewhere there are no groups of processes
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _missing() -> Finding:
    what = "PDF is made by LibreOffice, which is not installed"
    remedy = (
        "Install it (`apt-get install libreoffice-writer`, or from libreoffice.org), so that `soffice` is found; "
        "or draft with --format docx."
    )
    return Finding("S401", what, remedy, Place("soffice"))


def _failed(name: str, said: str) -> Finding:
    what = "LibreOffice made no PDF of this document" + (f": {said.splitlines()[-1]}" if said else "")
    return Finding("S402", what, "Run again; or draft with --format docx, and print from Word.", Place(name))
