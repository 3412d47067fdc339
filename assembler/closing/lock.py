"""The lock of a set: one run at a time writes it. The system frees it when a run ends, even one that is killed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from assembler.findings import Finding, Place, Refused

if TYPE_CHECKING:
    from typing import Any

# Windows locks bytes and keeps others from reading them: one far behind what the file says.
_LOCKED_BYTE = 1 << 30


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """The lock of the set in `folder`, whose parent must be there. Refused, with who holds it, where another run does."""
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
    """The lock file, open and locked."""
    while True:
        file = path.open("a+b")
        try:
            _lock(file)
        except (BlockingIOError, PermissionError):
            file.close()
            raise Refused([_held_by(path)]) from None
        if _is_there(file, path):
            return file
        file.close()  # the run that held it has just ended, and taken the file with it


def _is_there(file: BinaryIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _given_up(file: BinaryIO, path: Path) -> None:
    if os.name == "posix":
        with suppress(OSError):
            path.unlink()  # before it is unlocked: so nobody waits for a file that has gone
        file.close()
    else:
        file.close()
        with suppress(OSError):
            path.unlink()


def _lock(file: BinaryIO) -> None:
    """Lock the file for as long as it is open. BlockingIOError or PermissionError where another run has."""
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


def _held_by(path: Path) -> Finding:
    what = f"another run is writing this set: {_who(path)}"
    remedy = "Wait until it has ended, and run again; what is there is as it was."
    return Finding("S308", what, remedy, Place(path.as_posix()))


def _who(path: Path) -> str:
    """The run that holds the lock, as far as its file says."""
    try:
        holder, since = msgspec.json.decode(path.read_bytes()), path.stat().st_mtime
        begun = datetime.fromtimestamp(since, tz=UTC).strftime("%Y-%m-%d %H:%M:%S")
        return f"process {holder['pid']} on {holder['host']}, since {begun} UTC"
    except (OSError, ValueError, KeyError, TypeError):
        return "it has just begun"
