"""What comes of work as files: too many bytes to be sent from one process of a machine to another, where they need not be."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace


class Bulk(Struct, frozen=True):
    """A result, and the contents of the files that came with it; or where these were put by, one behind the other.

    `descriptor` is that of the file in which they are from `begin` on, in `sizes`; None where they are in `contents`.
    """

    about: Any
    contents: Sequence[bytes] = ()
    descriptor: int | None = None
    begin: int = 0
    sizes: Sequence[int] = ()


def put_by(bulk: Bulk, descriptor: int) -> Bulk:
    """The result with its contents at the end of a file that several processes write to; whoever opened it finds them there.

    OSError where the disk is full.
    """
    import fcntl  # where a process can be a copy of another, there is such a lock; it ends with the process

    fcntl.lockf(descriptor, fcntl.LOCK_EX)
    try:
        begin = end = os.fstat(descriptor).st_size
        for content in bulk.contents:
            end += _write(descriptor, content, end)
    finally:
        fcntl.lockf(descriptor, fcntl.LOCK_UN)
    return replace(bulk, contents=(), descriptor=descriptor, begin=begin, sizes=[*map(len, bulk.contents)])


def _write(descriptor: int, content: bytes, begin: int) -> int:
    """Write all of the content at a place; how much it is."""
    written = 0
    while written < len(content):  # a disk that is nearly full takes a part, and refuses the rest
        written += os.pwrite(descriptor, memoryview(content)[written:], begin + written)
    return written
