"""Disk errors that a user can fix, as problems with a hint."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assembler.errors import InputError, Location, Problem
from assembler.store import transaction

_FULL = (errno.ENOSPC, errno.EDQUOT)
_NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)
_IN_USE = (errno.EBUSY, errno.EXDEV, errno.ETXTBSY)
_IN_USE_ON_WINDOWS = (5, 32)  # access denied, sharing violation: Windows gives either for a folder in use


@contextmanager
def translate_os_errors(folder: Path, size: int = 0) -> Iterator[None]:
    """Raise InputError in place of an OSError that the user can fix. `size` is that of the set in bytes."""
    try:
        yield
    except OSError as error:
        problem = _problem(error, folder, size)
        if problem is None:
            raise
        raise InputError([problem]) from None


def _problem(error: OSError, folder: Path, size: int) -> Problem | None:
    place = Location(folder.as_posix())
    if error.errno in _FULL:
        what = f"the disk is full. The set needs up to {size // 1_000_000 + 1} MB"
        return Problem("S311", what, "Free space, and run again. Nothing was changed.", place)
    if error.errno in _IN_USE or getattr(error, "winerror", None) in _IN_USE_ON_WINDOWS:
        what = "the folder cannot be renamed. A file in it is open in another program, or the folder is a mount point"
        hint = "Close the file, or draft into a subfolder with --output. Nothing was changed."
        return Problem("S310", what, hint, place)
    if error.errno in _NO_RIGHT:
        what = f"you have no right to write here ({error.strerror}). A set is built beside its folder, then replaces it"
        hint = "Ask for the right to write in the folder and its parent, or draft into another folder with --output."
        return Problem("S312", what, hint, Location(_refusing(error, folder).as_posix()))
    return None


def _refusing(error: OSError, folder: Path) -> Path:
    """Return the folder that may not be written. Temporary files, which the user does not know, are not named."""
    # Errors name a file in ".deal.next", which the user has never seen.
    path, place = Path(os.fsdecode(error.filename or folder)), folder.resolve()
    if path.is_relative_to(transaction.next_of(place)):
        return folder
    return path.parent if path.name.startswith(f".{place.name}.") else path
