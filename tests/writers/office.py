"""LibreOffice as a judge: what it reads in a document. Run by a Python that has uno, it updates all fields first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

_UNO_PYTHON = "/usr/bin/python3"  # python3-uno is built for the system's own Python


def missing() -> str:
    """Why LibreOffice cannot be asked; empty where it can."""
    return "" if shutil.which("soffice") else "LibreOffice (soffice) is not installed"


def missing_uno() -> str:
    """Why LibreOffice cannot be told to update fields; empty where it can."""
    if missing() or not Path(_UNO_PYTHON).exists():
        return missing() or f"{_UNO_PYTHON} is not there"
    found = subprocess.run([_UNO_PYTHON, "-c", "import uno"], capture_output=True, check=False)
    return "" if found.returncode == 0 else "python3-uno is not installed"


def text_of(document: bytes, folder: Path) -> str:
    """The document as LibreOffice exports it to text, its numbers included."""
    return _converted(document, folder, "txt:Text (encoded):UTF8").read_text(encoding="utf-8-sig")


def printed(document: bytes, folder: Path) -> str:
    """The text of the pages that LibreOffice sets."""
    pdf = _converted(document, folder, "pdf")
    return subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout


def saved_again(document: bytes, folder: Path) -> bytes:
    """The document as LibreOffice saves it."""
    return _converted(document, folder, "docx:MS Word 2007 XML").read_bytes()


def _converted(document: bytes, folder: Path, kind: str) -> Path:
    given, made = folder / "document.docx", folder / "made"
    given.write_bytes(document)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", "--headless", "--norestore", profile, "--convert-to", kind, "--outdir", made, given],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return made / f"document.{kind.split(':', maxsplit=1)[0]}"


def text_after_update(document: bytes, folder: Path) -> str:
    """The same, after all fields and tables of contents were updated."""
    given, made = folder / "updated.docx", folder / "updated.txt"
    given.write_bytes(document)
    subprocess.run([_UNO_PYTHON, __file__, given, made], check=True, capture_output=True, timeout=120)
    return made.read_text(encoding="utf-8-sig")


def parts_of(document: bytes, folder: Path) -> dict[str, str]:
    """Every part of a document as text, by name."""
    given = folder / "parts.docx"
    given.write_bytes(document)
    with ZipFile(given) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def plain(text: str) -> str:
    """A text with straight quotation marks and single blanks, for a comparison of words."""
    straight = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'"})
    return " ".join(text.translate(straight).split())


def settled(redlines: list[bytes], folder: Path) -> list[tuple[str, str]]:
    """The text of each document with all its tracked changes rejected, and with all of them accepted."""
    texts = []
    for at, redline in enumerate(redlines):
        (folder / f"{at}.docx").write_bytes(redline)
    given = [folder / f"{at}.docx" for at in range(len(redlines))]
    subprocess.run([_UNO_PYTHON, __file__, "settle", *given], check=True, capture_output=True, timeout=600)
    for one in given:
        rejected, accepted = (one.with_suffix(f".{how}.txt").read_text(encoding="utf-8-sig") for how in _SETTLING)
        texts.append((rejected, accepted))
    return texts


_SETTLING = {"reject": ".uno:RejectAllTrackedChanges", "accept": ".uno:AcceptAllTrackedChanges"}


def _settle(given: list[str]) -> None:
    with _office() as (desktop, context):
        dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
        for one in given:
            for how, command in _SETTLING.items():
                document = desktop.loadComponentFromURL(f"file://{one}", "_blank", 0, _said(Hidden=True))
                dispatcher.executeDispatch(document.getCurrentController().getFrame(), command, "", 0, ())
                _export(document, f"{one.removesuffix('.docx')}.{how}.txt")


def _update(given: str, made: str) -> None:
    with _office() as (desktop, _):
        document = desktop.loadComponentFromURL(f"file://{given}", "_blank", 0, _said(Hidden=True))
        document.getTextFields().refresh()
        for index in range(document.getDocumentIndexes().getCount()):
            document.getDocumentIndexes().getByIndex(index).update()
        _export(document, made)


def _export(document, made: str) -> None:
    document.storeToURL(f"file://{made}", _said(FilterName="Text (encoded)", FilterOptions="UTF8,LF"))
    document.close(True)


@contextmanager
def _office():
    """A LibreOffice of our own, with its desktop and context."""
    import uno  # noqa: F401  # loads the bridge that makes com.sun.star importable

    profile = tempfile.mkdtemp()
    pipe = f"assembler{os.getpid()}"
    settings = [f"-env:UserInstallation=file://{profile}", f"--accept=pipe,name={pipe};urp;"]
    office = subprocess.Popen(["soffice", "--headless", "--norestore", "--nodefault", *settings])
    try:
        desktop, context = _desktop(pipe)
        yield desktop, context
        desktop.terminate()
        office.wait(30)
    finally:
        office.kill()
        shutil.rmtree(profile, ignore_errors=True)


def _desktop(pipe: str):
    import uno
    from com.sun.star.connection import NoConnectException

    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(300):
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
        else:
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote), remote
    raise SystemExit("LibreOffice did not start")


def _said(**settings: object):
    from com.sun.star.beans import PropertyValue

    return tuple(PropertyValue(name, 0, value, 0) for name, value in settings.items())


if __name__ == "__main__":
    _settle(sys.argv[2:]) if sys.argv[1] == "settle" else _update(sys.argv[1], sys.argv[2])
