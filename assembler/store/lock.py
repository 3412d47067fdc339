"""The lock of a set, which one run holds at a time.

The system releases it when the run ends, even if the run was killed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from assembler.errors import InputError, Location, Problem

if TYPE_CHECKING:
    from typing import Any

# Windows locks single bytes and blocks reading them. This one is far behind the content of the file.
_LOCKED_BYTE = 1 << 30


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of the set in `folder`, whose parent must exist. Raises InputError if another run holds it, and names it."""
    path = folder.with_name(f".{folder.name}.lock")
    file = _taken(path)
    try:
        file.truncate(0)
        file.write(msgspec.json.encode({"pid": os.getpid(), "host": _this_machine()}))
        file.flush()
        yield
    finally:
        _given_up(file, path)


def _taken(path: Path) -> BinaryIO:
    """Return the lock file, open and locked. Raises InputError if another run holds it."""
    while True:
        file = path.open("a+b")
        try:
            _lock(file)
        except (BlockingIOError, PermissionError):
            file.close()
            raise InputError([_held_by(path)]) from None
        if _is_there(file, path):
            return file
        file.close()  # the run that held it has just ended, and deleted the file


def _is_there(file: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _given_up(file: BinaryIO, path: Path) -> None:
    if os.name == "posix":
        with suppress(OSError):
            path.unlink()  # before the release, so that no run locks a deleted file
        file.close()
    else:
        file.close()  # Windows deletes no open file
        with suppress(OSError):
            path.unlink()


def _lock(file: BinaryIO) -> None:
    """Lock the file until it is closed. Raises BlockingIOError or PermissionError if another run holds the lock."""
    if os.name == "posix":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    else:
        import msvcrt

        windows: Any = msvcrt
        file.seek(_LOCKED_BYTE)
        windows.locking(file.fileno(), windows.LK_NBLCK, 1)


def _this_machine() -> str:
    return os.uname().nodename if os.name == "posix" else os.environ.get("COMPUTERNAME", "this machine")


def _held_by(path: Path) -> Problem:
    what = f"another run is writing this set: {_holder(path)}"
    hint = "Wait until it has ended, and run again. Nothing was changed."
    return Problem("S308", what, hint, Location(path.as_posix()))


def _holder(path: Path) -> str:
    """Return the process, machine and start of the run that holds the lock, as far as the lock file says."""
    try:
        holder, since = msgspec.json.decode(path.read_bytes()), path.stat().st_mtime
        begun = datetime.fromtimestamp(since, tz=UTC).strftime("%Y-%m-%d %H:%M:%S")
        return f"process {holder['pid']} on {holder['host']}, since {begun} UTC"
    except (OSError, ValueError, KeyError, TypeError):
        return "it has just started"
