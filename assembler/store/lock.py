"""The lock of a set, which one run holds at a time.

The system releases it when the run ends, even if the run was killed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from assembler.errors import InputError, Location, Problem


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of the set in `folder`, whose parent must exist. Raises InputError if another run holds it, and names it."""
    path, holder = (folder.with_name(f".{folder.name}.{kind}") for kind in ("lock", "holder"))
    lock = _taken(path, holder)
    try:
        _name_holder(holder)
        yield
    finally:
        _give_up(lock, path, holder)


def _taken(path: Path, holder: Path) -> FileLock:
    """Return the lock, taken. Raises InputError if another run holds it."""
    lock = FileLock(path, timeout=0)
    while True:
        try:
            lock.acquire()
        except Timeout:
            if path.exists():
                raise InputError([_held_by(path, holder)]) from None
            # The run that held it has just ended, and deleted the file.
        else:
            return lock


def _name_holder(holder: Path) -> None:
    """Say who holds the lock. The file is renamed into place, so nobody reads a part of it."""
    part = holder.with_name(f"{holder.name}.part")
    part.write_bytes(msgspec.json.encode({"pid": os.getpid(), "host": _this_machine()}))
    part.replace(holder)


def _give_up(lock: FileLock, path: Path, holder: Path) -> None:
    """Release the lock and delete its files. A file that another program keeps open is left to the next run."""
    with suppress(OSError):
        holder.unlink()
    with suppress(OSError):
        # Before the release, so that no run locks a deleted file. Windows deletes no open file: there FileLock does.
        path.unlink()
    lock.release()


def _this_machine() -> str:
    return os.uname().nodename if os.name == "posix" else os.environ.get("COMPUTERNAME", "this machine")


def _held_by(path: Path, holder: Path) -> Problem:
    what = f"another run is writing this set: {_described(holder)}"
    hint = "Wait until it has ended, and run again. Nothing was changed."
    return Problem("S308", what, hint, Location(path.as_posix()))


def _described(holder: Path) -> str:
    """Return the process, machine and start of the run that holds the lock, as far as it has said so."""
    try:
        named, since = msgspec.json.decode(holder.read_bytes()), holder.stat().st_mtime
        begun = datetime.fromtimestamp(since, tz=UTC).strftime("%Y-%m-%d %H:%M:%S")
        return f"process {named['pid']} on {named['host']}, since {begun} UTC"
    except (OSError, ValueError, KeyError, TypeError):
        return "it has just started"
