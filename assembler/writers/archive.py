"""A zip without a time stamp: the same parts give the same bytes, and what never changes is compressed once."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping

from msgspec import Struct

_LEVEL = 6
_DEFLATED = 8
_VERSION = 20  # the first of the zip format with deflated files
_UTF_8 = 0x800
_FIRST_DAY = 0x0021  # the 1st of January 1980, the first day that a zip can bear
_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_END = struct.Struct("<4sHHHHLLH")


class Member(Struct, frozen=True):
    """A file of a zip, compressed: its checksum, its size before, and the bytes after."""

    name: str
    checksum: int
    size: int
    compressed: bytes


def member(name: str, content: bytes) -> Member:
    """Return the content, compressed."""
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Member(name, zlib.crc32(content), len(content), deflate.compress(content) + deflate.flush())


def unpacked(one: Member) -> bytes:
    """What was compressed."""
    return zlib.decompress(one.compressed, -zlib.MAX_WBITS)


def archive(members: Iterable[Member]) -> bytes:
    """The zip of these members, in this order. struct.error where one of them is of 4 gigabytes or more."""
    files: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for one in members:
        name = one.name.encode()
        said = (_UTF_8, _DEFLATED, 0, _FIRST_DAY, one.checksum, len(one.compressed), one.size, len(name), 0)
        files += (_LOCAL.pack(b"PK\3\4", _VERSION, *said), name, one.compressed)
        directory += (_CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, *said, 0, 0, 0, 0, offset), name)
        offset += _LOCAL.size + len(name) + len(one.compressed)
    size = sum(map(len, directory))
    count = len(directory) // 2
    return b"".join([*files, *directory, _END.pack(b"PK\5\6", 0, 0, count, count, size, offset, 0)])


def zipped(content: Mapping[str, bytes]) -> bytes:
    """The zip of these contents, by name, in their order."""
    return archive(member(name, data) for name, data in content.items())
