"""What a user can mend of what goes wrong on a disk."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assembler.closing import transaction
from assembler.findings import Finding, Place, Refused

_FULL = (errno.ENOSPC, errno.EDQUOT)
_NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)
_IN_USE = (errno.EBUSY, errno.EXDEV, errno.ETXTBSY)
_IN_USE_ON_WINDOWS = (5, 32)  # denied, and open elsewhere: it does not tell the two apart for a folder


@contextmanager
def said(folder: Path, size: int = 0) -> Iterator[None]:
    """An error of the disk that can be mended is Refused, with what to do; `size` is that of the set in bytes."""
    try:
        yield
    except OSError as error:
        finding = _finding(error, folder, size)
        if finding is None:
            raise
        raise Refused([finding]) from None


def _finding(error: OSError, folder: Path, size: int) -> Finding | None:
    place = Place(folder.as_posix())
    if error.errno in _FULL:
        what = f"the disk is full; the set takes up to {size // 1_000_000 + 1} MB"
        return Finding("S311", what, "Make room, and run again; what was there is as it was.", place)
    if error.errno in _IN_USE or getattr(error, "winerror", None) in _IN_USE_ON_WINDOWS:
        what = "the folder cannot be renamed: a file of it is open in another program, or it is a disk by itself"
        remedy = "Close it, or draft into a folder below with --output; what was there is as it was."
        return Finding("S310", what, remedy, place)
    if error.errno in _NO_RIGHT:
        what = f"there is no right to write here ({error.strerror}); a set is built beside its folder, and put in its place"
        remedy = (
            "Ask for the right to write in the folder and in the one around it, or draft into another with --output."
        )
        return Finding("S312", what, remedy, Place(_refusing(error, folder).as_posix()))
    return None


def _refusing(error: OSError, folder: Path) -> Path:
    """The folder that may not be written, where a file was to be made in it that only a run knows."""
    path, place = Path(os.fsdecode(error.filename or folder)), folder.resolve()
    if path.is_relative_to(transaction.next_of(place)):
        return folder
    return path.parent if path.name.startswith(f".{place.name}.") else path
