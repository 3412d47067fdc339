"""Reproducible zip files, which have no time stamps.

The same members give the same bytes. A member that never changes can be compressed once and used in many files.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping

from msgspec import Struct

_LEVEL = 6
_DEFLATED = 8
_VERSION = 20  # version 2.0 of the zip format, the first with deflate
_UTF_8 = 0x800  # the flag that names are in UTF-8
_FIRST_DAY = 0x0021  # January 1, 1980, the first date of the zip format
_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_END = struct.Struct("<4sHHHHLLH")


class Member(Struct, frozen=True):
    """A compressed member: its name, CRC-32, uncompressed size in bytes, and compressed bytes."""

    name: str
    checksum: int
    size: int
    compressed: bytes


def member(name: str, content: bytes) -> Member:
    """Return the content as a compressed member."""
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Member(name, zlib.crc32(content), len(content), deflate.compress(content) + deflate.flush())


def unpacked(packed: Member) -> bytes:
    """Return the content of a member."""
    return zlib.decompress(packed.compressed, -zlib.MAX_WBITS)


def archive(members: Iterable[Member]) -> bytes:
    """Return the zip of these members, in this order. Raises struct.error if one has 4 GB or more."""
    files: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for packed in members:
        name, size = packed.name.encode(), len(packed.compressed)
        fields = (_UTF_8, _DEFLATED, 0, _FIRST_DAY, packed.checksum, size, packed.size, len(name), 0)
        files += (_LOCAL.pack(b"PK\3\4", _VERSION, *fields), name, packed.compressed)
        # Readers trust the directory at the end, so it repeats every header with the offset of its file.
        directory += (_CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, *fields, 0, 0, 0, 0, offset), name)
        offset += _LOCAL.size + len(name) + size
    size = sum(map(len, directory))
    count = len(directory) // 2
    return b"".join([*files, *directory, _END.pack(b"PK\5\6", 0, 0, count, count, size, offset, 0)])


def zipped(content: Mapping[str, bytes]) -> bytes:
    """Return the zip of these contents, by name, in their order."""
    return archive(member(name, data) for name, data in content.items())
