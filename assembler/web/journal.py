"""What was typed and not saved yet. It is kept in the user's state folder, so that a crash loses nothing."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import msgspec
from msgspec import Struct


class Kept(Struct, frozen=True):
    """The text of a term sheet as it was typed, and the hash of the file that the typing began with."""

    file: str
    text: str
    begun_with: str


class Journal:
    """The file that keeps the typed text of a term sheet. The folder is that of the user, or ASSEMBLER_STATE."""

    def __init__(self, term_sheet: Path) -> None:
        self._term_sheet = term_sheet
        self._path = _folder() / f"typed-{hashlib.sha256(os.fsencode(term_sheet)).hexdigest()[:32]}.json"

    def keep(self, text: str, begun_with: str) -> None:
        """Keep the text, in place of what was kept before."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = self._path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # nobody else reads a deal
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(Kept(self._term_sheet.as_posix(), text, begun_with)))
        temporary.replace(self._path)

    def kept(self) -> Kept | None:
        """Return what is kept, or None if everything was saved. A damaged file is put aside."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Kept)
        except FileNotFoundError:
            return None
        except msgspec.MsgspecError:
            self._path.replace(self._path.with_suffix(".damaged"))
            return None

    def forget(self) -> None:
        """Forget the text, since the file has it."""
        self._path.unlink(missing_ok=True)


def _folder() -> Path:
    if folder := os.environ.get("ASSEMBLER_STATE"):
        return Path(folder)
    from platformdirs import user_state_path

    return user_state_path("assembler", appauthor=False)
