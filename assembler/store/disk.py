"""Disk operations, each safe by itself.

The files of a set change through these functions only, so tests can interrupt every one of them.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path

_HERE = -100  # AT_FDCWD: relative paths start at the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
_MANY = 100  # files; from here on, one sync of the file system is faster than one for each file
_NO_EXCHANGE = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)
# File systems without hard links, such as FAT, report any of these.
_NO_LINKS = (errno.EPERM, errno.EACCES, errno.EMLINK, errno.EXDEV, *_NO_EXCHANGE)


def write_through(path: Path, content: bytes) -> None:
    """Write a new file, and sync it to the disk. Raises FileExistsError if it exists."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_all(files: Iterable[tuple[Path, bytes]], folder: Path) -> None:
    """Write new files into a folder, and sync them to the disk.

    Many files are synced by one call for the file system, where the system has such a call. To wait for each of
    thousands would take longer than to draft them.
    """
    remaining = iter(files)
    first = [*islice(remaining, _MANY)]
    sync = _system_sync() if len(first) == _MANY else None
    for path, content in chain(first, remaining):
        if sync:
            write(path, content)
        else:
            write_through(path, content)
    if sync:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            if failed := sync(descriptor):
                raise OSError(failed, os.strerror(failed), str(folder))
        finally:
            os.close(descriptor)


def write(path: Path, content: bytes) -> None:
    """Write a new file without a sync. Raises FileExistsError if it exists."""
    with path.open("xb") as file:
        file.write(content)


def link(source: Path | str, path: Path | str) -> None:
    """Make a hard link to a file, or a copy where hard links are not possible. A symbolic link is made anew."""
    if os.path.islink(source):  # noqa: PTH114  a path object takes longer than the link, thousands of times
        Path(path).symlink_to(Path(source).readlink())
        return
    try:
        os.link(source, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(source, path)


def make_folder(path: Path) -> None:
    """Create a folder. Raises FileExistsError if it exists."""
    path.mkdir()


def copy_rights(source: Path, path: Path) -> None:
    """Copy the permissions and times of a folder to another."""
    shutil.copystat(source, path)


def rename(path: Path, to: Path) -> None:
    """Rename a file or folder atomically. A file of the new name is replaced."""
    path.replace(to)


def remove(path: Path | str) -> None:
    """Delete a file, if it exists."""
    with suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108  as in `link`


def remove_folder(path: Path) -> None:
    """Delete an empty folder. Raises OSError if it is not empty."""
    path.rmdir()


def make_read_only(path: Path) -> None:
    """Make a file read-only, where the system can still delete it then. Windows cannot."""
    if os.name == "posix":
        path.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)


def open_up(path: Path) -> None:
    """Make a folder deletable by its owner. One with copied permissions may be read-only."""
    path.chmod(stat.S_IRWXU)


def sync_folder(path: Path) -> None:
    """Sync the names in a folder to the disk."""
    if os.name == "posix":  # Windows cannot open a folder
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def exchange(first: Path, second: Path) -> bool:
    """Exchange the names of two folders atomically.

    Returns False, and does nothing, if the system or the file system has no such call.
    """
    call = _system_exchange()
    if call is None:
        return False
    failed = call(os.fsencode(first), os.fsencode(second))
    if failed in _NO_EXCHANGE:
        return False
    if failed:
        raise OSError(failed, os.strerror(failed), str(first), None, str(second))
    return True


def _system_sync() -> Callable[[int], int] | None:
    """Return a call that syncs the file system of an open folder and returns its errno, 0 for none. None without one."""
    import ctypes

    sync = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None) if os.name == "posix" else None
    return (lambda folder: ctypes.get_errno() if sync(folder) else 0) if sync else None


def _system_exchange() -> Callable[[bytes, bytes], int] | None:
    """Return a call that exchanges two names and returns its errno, 0 for none. None if the system has none."""
    # Imported here: a first draft exchanges nothing, and loading ctypes takes as long as reading a form.
    import ctypes

    system = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    linux, macos = getattr(system, "renameat2", None), getattr(system, "renamex_np", None)
    if linux is not None:
        return lambda first, second: ctypes.get_errno() if linux(_HERE, first, _HERE, second, _EXCHANGE) else 0
    if macos is not None:
        return lambda first, second: ctypes.get_errno() if macos(first, second, _EXCHANGE) else 0
    return None
