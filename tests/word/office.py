"""LibreOffice as a second reader of our documents.

Tests also run this file with the system's Python, which has the uno module. Then it updates fields or settles changes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

_UNO_PYTHON = "/usr/bin/python3"  # the package python3-uno is built for the system's Python
_PROFILE = tempfile.TemporaryDirectory(
    prefix="assembler-office-"
)  # created by the first start and shared by all later ones


def missing() -> str:
    """Return why LibreOffice cannot run, "" if it can."""
    return "" if shutil.which("soffice") else "LibreOffice (soffice) is not installed"


def missing_uno() -> str:
    """Return why LibreOffice cannot update fields, "" if it can."""
    if missing() or not Path(_UNO_PYTHON).exists():
        return missing() or f"{_UNO_PYTHON} does not exist"
    imported = subprocess.run([_UNO_PYTHON, "-c", "import uno"], capture_output=True, check=False)
    return "" if imported.returncode == 0 else "python3-uno is not installed"


def text_of(document: bytes, folder: Path) -> str:
    """Return the document as LibreOffice exports it to text, its numbers included."""
    return texts_of([document], folder)[0]


def texts_of(documents: Sequence[bytes], folder: Path) -> list[str]:
    """Return each document as `text_of` does. LibreOffice starts only once."""
    return [path.read_text(encoding="utf-8-sig") for path in _converted(documents, folder, "txt:Text (encoded):UTF8")]


def printed(document: bytes, folder: Path) -> str:
    """Return the text of the pages that LibreOffice lays out."""
    (pdf,) = _converted([document], folder, "pdf")
    return subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout


def saved_again(document: bytes, folder: Path) -> bytes:
    """Return the document as LibreOffice saves it."""
    return _converted([document], folder, "docx:MS Word 2007 XML")[0].read_bytes()


def _converted(documents: Sequence[bytes], folder: Path, kind: str) -> list[Path]:
    """Return the files that LibreOffice converts the documents to. They replace earlier files of the same names."""
    given = _put(documents, folder)
    profile = f"-env:UserInstallation=file://{_PROFILE.name}"
    made = folder / "made"
    subprocess.run(
        ["soffice", "--headless", "--norestore", profile, "--convert-to", kind, "--outdir", made, *given],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return [made / f"{path.stem}.{kind.split(':', maxsplit=1)[0]}" for path in given]


def _put(documents: Sequence[bytes], folder: Path) -> list[Path]:
    paths = [folder / f"{number}.docx" for number in range(len(documents))]
    for path, document in zip(paths, documents, strict=True):
        path.write_bytes(document)
    return paths


def text_after_update(document: bytes, folder: Path) -> str:
    """Return the text of a document after an update of all fields and tables of contents."""
    return texts_after_update([document], folder)[0]


def texts_after_update(documents: Sequence[bytes], folder: Path) -> list[str]:
    """Return each document as `text_after_update` does. LibreOffice starts only once."""
    given = _put(documents, folder)
    _ask("update", given)
    return [path.with_suffix(".txt").read_text(encoding="utf-8-sig") for path in given]


def edit_in_place(path: Path) -> None:
    """Add words to a document, and save it where it is."""
    _ask("edit", [path])


def _ask(what: str, given: Sequence[Path]) -> None:
    subprocess.run([_UNO_PYTHON, __file__, what, _PROFILE.name, *given], check=True, capture_output=True, timeout=600)


def parts_of(document: bytes, folder: Path) -> dict[str, str]:
    """Return every part of a document as text, by name."""
    given = folder / "parts.docx"
    given.write_bytes(document)
    with ZipFile(given) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def plain(text: str) -> str:
    """Return a text with straight quotation marks and single spaces, to compare words."""
    straight = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'"})
    return " ".join(text.translate(straight).split())


def settled(redlines: list[bytes], folder: Path) -> list[tuple[str, str]]:
    """Return the text of each document with all tracked changes rejected, and with all accepted."""
    texts = []
    given = _put(redlines, folder)
    _ask("settle", given)
    for path in given:
        rejected, accepted = (path.with_suffix(f".{how}.txt").read_text(encoding="utf-8-sig") for how in _SETTLING)
        texts.append((rejected, accepted))
    return texts


_SETTLING = {"reject": ".uno:RejectAllTrackedChanges", "accept": ".uno:AcceptAllTrackedChanges"}


def _settle(profile: str, given: list[str]) -> None:
    with _office(profile) as (desktop, context):
        dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
        for path in given:
            for how, command in _SETTLING.items():
                document = desktop.loadComponentFromURL(f"file://{path}", "_blank", 0, _said(Hidden=True))
                dispatcher.executeDispatch(document.getCurrentController().getFrame(), command, "", 0, ())
                _export(document, f"{path.removesuffix('.docx')}.{how}.txt")


def _update(profile: str, given: list[str]) -> None:
    with _office(profile) as (desktop, _):
        for path in given:
            document = desktop.loadComponentFromURL(f"file://{path}", "_blank", 0, _said(Hidden=True))
            document.getTextFields().refresh()
            for index in range(document.getDocumentIndexes().getCount()):
                document.getDocumentIndexes().getByIndex(index).update()
            _export(document, f"{path.removesuffix('.docx')}.txt")


def _edit(profile: str, given: list[str]) -> None:
    with _office(profile) as (desktop, _):
        for path in given:
            document = desktop.loadComponentFromURL(f"file://{path}", "_blank", 0, _said(Hidden=True))
            document.getText().setString("Edited.")
            document.store()
            document.close(True)


def _export(document, made: str) -> None:
    document.storeToURL(f"file://{made}", _said(FilterName="Text (encoded)", FilterOptions="UTF8,LF"))
    document.close(True)


@contextmanager
def _office(profile: str):
    """Start LibreOffice, and return its desktop and context."""
    import uno  # noqa: F401  # makes com.sun.star importable

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
    {"settle": _settle, "update": _update, "edit": _edit}[sys.argv[1]](sys.argv[2], sys.argv[3:])
