"""The calls that change a disk: each safe by itself, and the only ones by which a set is written."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are taken from the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
_MANY = 100  # files
_NO_EXCHANGE = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)
_NO_LINKS = (errno.EPERM, errno.EACCES, errno.EMLINK, errno.EXDEV, *_NO_EXCHANGE)


def write_through(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, down to the disk."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_all(files: Iterable[tuple[Path, bytes]], folder: Path) -> None:
    """Write files of a folder that are not there yet, down to the disk.

    Many are brought there by one call of the system, where it has one for all of a disk: to wait for each of thousands
    takes longer than to draft them.
    """
    waiting = iter(files)
    some = [*islice(waiting, _MANY)]
    sync = _system_sync() if len(some) == _MANY else None
    for path, content in chain(some, waiting):
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
    """Write a file that is not there yet; the system brings it down to the disk in its time."""
    with path.open("xb") as file:
        file.write(content)


def link(source: Path | str, path: Path | str) -> None:
    """Give a file a second name; where its disk has no such thing, or does not allow it, a copy. A link stays a link."""
    if os.path.islink(source):  # noqa: PTH114  there are thousands, and a path object for each takes longer than to link it
        Path(path).symlink_to(Path(source).readlink())
        return
    try:
        os.link(source, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(source, path)


def make_folder(path: Path) -> None:
    """Make a folder that is not there yet."""
    path.mkdir()


def copy_rights(source: Path, path: Path) -> None:
    """Give a folder the rights and times of another."""
    shutil.copystat(source, path)


def rename(path: Path, to: Path) -> None:
    """Give a file or folder another name, at once; a file of that name is replaced."""
    path.replace(to)


def remove(path: Path | str) -> None:
    """Take a file away; one that is gone already is none to complain of."""
    with suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108  as for `link`


def remove_folder(path: Path) -> None:
    """Take an empty folder away. OSError where it is not empty."""
    path.rmdir()


def open_up(path: Path) -> None:
    """Give its owner every right to a folder, which one that was copied may not have: else it could not be taken away."""
    path.chmod(stat.S_IRWXU)


def sync_folder(path: Path) -> None:
    """Bring the names in a folder down to the disk."""
    if os.name == "posix":  # elsewhere a folder cannot be opened
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def exchange(one: Path, other: Path) -> bool:
    """Exchange the names of two folders at once; False, with nothing done, where the system or the disk cannot."""
    call = _system_exchange()
    if call is None:
        return False
    failed = call(os.fsencode(one), os.fsencode(other))
    if failed in _NO_EXCHANGE:
        return False
    if failed:
        raise OSError(failed, os.strerror(failed), str(one), None, str(other))
    return True


def _system_sync() -> Callable[[int], int] | None:
    """The system's call for the disk of an open folder, which comes back with its error, 0 for none; None without one."""
    import ctypes

    sync = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None) if os.name == "posix" else None
    return (lambda folder: ctypes.get_errno() if sync(folder) else 0) if sync else None


def _system_exchange() -> Callable[[bytes, bytes], int] | None:
    """The system's call, which comes back with its error, 0 for none; None where there is no such call."""
    # Imported here: a first draft has nothing to exchange, and ctypes costs as much as reading a form.
    import ctypes

    system = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    linux, macos = getattr(system, "renameat2", None), getattr(system, "renamex_np", None)
    if linux is not None:
        return lambda one, other: ctypes.get_errno() if linux(_HERE, one, _HERE, other, _EXCHANGE) else 0
    if macos is not None:
        return lambda one, other: ctypes.get_errno() if macos(one, other, _EXCHANGE) else 0
    return None
