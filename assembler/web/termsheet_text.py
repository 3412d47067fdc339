"""The text of a term sheet while it is edited: as typed, with undo, and in step with its file."""

from __future__ import annotations

import errno
import hashlib
import os
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

from assembler.errors import InputError, Location, Problem
from assembler.web.journal import Journal

_BOM = "\ufeff"
_MOST_STEPS = 500  # of undo


class _Step(NamedTuple):
    """A state of the text, and the place that was edited to reach it."""

    text: str
    where: str


class TermSheetText:
    """The text of a term sheet as it was typed. The journal has every change before it is answered.

    `text` has the line ends of the browser. The file keeps its own, and its byte order mark.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self._journal = Journal(path)
        self.text = ""
        self._take(path.read_bytes())
        self.revision, self.is_restored = 1, False
        self._steps, self._undone = [_Step(self.text, "")], list[_Step]()
        kept = self._journal.kept()
        if kept and kept.text != self.text:
            # Where the file changed as well, `disk_changed` says so, and the user decides.
            self.is_restored = True
            self._base = kept.begun_with
            self._steps.append(_Step(kept.text, ""))
            self.text = kept.text

    def _take(self, data: bytes) -> None:
        """Take the text of the file. Raises InputError if it is not UTF-8."""
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            what = "this file is not UTF-8 text, and cannot be edited here"
            place = Location(self.name, data[: error.start].count(b"\n") + 1)
            raise InputError([Problem("G302", what, "Save it as UTF-8 with your editor.", place)]) from None
        self._bom = _BOM if text.startswith(_BOM) else ""
        self._line_end = "\r\n" if "\r\n" in text else "\n"
        self.text = _with_plain_line_ends(text.removeprefix(_BOM))
        self._base, self._saved = _digest(data), self.text

    @property
    def data(self) -> bytes:
        """The bytes that are saved."""
        return (self._bom + self.text.replace("\n", self._line_end)).encode()

    @property
    def is_saved(self) -> bool:
        """Return True if the file holds the text."""
        return self.text == self._saved

    @property
    def can_undo(self) -> bool:
        """Return True if there is a step to undo."""
        return len(self._steps) > 1

    @property
    def can_redo(self) -> bool:
        """Return True if there is an undone step."""
        return bool(self._undone)

    def change(self, text: str, where: str = "") -> None:
        """Take a new text. Changes at the same place, one after another, are undone together."""
        text = _with_plain_line_ends(text)
        if text == self.text:
            return
        if where and where == self._steps[-1].where and len(self._steps) > 1:
            self._steps.pop()
        self._steps = [*self._steps[-_MOST_STEPS:], _Step(text, where)]
        self._undone.clear()
        self._set(text)

    def undo(self) -> None:
        """Go back a step."""
        if self.can_undo:
            self._undone.append(self._steps.pop())
            self._set(self._steps[-1].text)

    def redo(self) -> None:
        """Do again what was undone last."""
        if self._undone:
            self._steps.append(self._undone.pop())
            self._set(self._steps[-1].text)

    def _set(self, text: str) -> None:
        self.text = text
        self.revision += 1
        if self.is_saved:
            self._journal.forget()
        else:
            self._journal.keep(text, self._base)

    # The file

    def save(self) -> None:
        """Write the text into the file. Raises InputError if another program changed the file, OSError if the disk fails."""
        if self.disk_changed():
            what = "another program changed this file since it was read here"
            hint = "Look at the difference, and say which text to keep."
            raise InputError([Problem("G304", what, hint, Location(self.name))])
        if not self.is_saved:
            data = self.data
            self._write(data)
            self._base, self._saved = _digest(data), self.text
        self._journal.forget()
        self.is_restored = False

    def _write(self, data: bytes) -> None:
        """Write the file, completely or not at all."""
        if self.path.exists() and not os.access(self.path, os.W_OK):  # a rename would not ask
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), self.name)
        temporary = self.path.with_name(f".{self.path.name}.saving")
        try:
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())  # since the journal forgets the text next
            if self.path.exists():
                temporary.chmod(self.path.stat().st_mode)
            temporary.replace(self.path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise

    def disk_changed(self) -> bool:
        """Return True if the file does not hold what was read from it or saved in it last."""
        return _digest(self._stored()) not in (self._base, _digest(self.data))

    def _stored(self) -> bytes:
        """Return the bytes of the file, none if it is gone."""
        return self.path.read_bytes() if self.path.is_file() else b""

    def difference(self) -> list[str]:
        """Return the lines that differ between the file and the text, as `diff -u` has them."""
        stored = self._stored().decode(errors="replace").removeprefix(_BOM)
        return differing(stored, self.text, "in the file")

    def take_disk(self) -> None:
        """Take the text of the file. What was typed here can be had back by undo."""
        typed = self.text
        self._take(self._stored())
        text, self.text = self.text, typed
        self.change(text)
        self._journal.forget()

    def keep_typed(self) -> None:
        """Keep what was typed here. The next save writes over the change of the other program."""
        self._base = _digest(self._stored())
        self._journal.keep(self.text, self._base)


def differing(other: str, text: str, place: str) -> list[str]:
    """Return the lines that differ between another text and that of this page, as `diff -u` has them."""
    before, after = (_with_plain_line_ends(each).splitlines() for each in (other, text))
    return [*unified_diff(before, after, place, "on this page", lineterm="")]


def _with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
