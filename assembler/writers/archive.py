"""A zip that bears no moment: the same parts give the same bytes, and what never changes is compressed once.

A part may be made of stretches, each compressed by itself and ended at a whole byte, so that any of them can stand
behind any other: where one changes, the others are as they were.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from assembler.findings import Finding, Place, Refused

_LEVEL = 6
_ISAL_LEVEL = 3  # of ISA-L's levels the most thorough
_DEFLATED = 8
_VERSION = 20  # the first of the zip format with deflated files
_UTF_8 = 0x800
_FIRST_DAY = 0x0021  # the 1st of January 1980, the first day that a zip can bear
_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_END = struct.Struct("<4sHHHHLLH")
_NOTHING_MORE = b"\3\0"  # an empty block of deflate, marked as the last


Deflate = Callable[[bytes, int], bytes]
"""Compresses some bytes in the format of deflate, ended in one of the ways that zlib has a number for."""


def deflated(content: bytes, end: int = zlib.Z_FINISH) -> bytes:
    """The content, compressed by the standard library."""
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflate.compress(content) + deflate.flush(end)


def compressor(name: str) -> Deflate:
    """What compresses by that name: "zlib", the standard library, or "isal", Intel's ISA-L, which is faster.

    Refused where it is not installed.
    """
    if name == "zlib":
        return deflated
    try:
        from isal import isal_zlib
    except ImportError:
        what = "this compressor is not installed"
        remedy = "Install it with pip install 'assembler[isal]', or draft with --compressor zlib."
        raise Refused([Finding("S104", what, remedy, Place(f"--compressor {name}"))]) from None

    def deflated_by_isal(content: bytes, end: int = zlib.Z_FINISH) -> bytes:
        deflate = isal_zlib.compressobj(_ISAL_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        return bytes(deflate.compress(content) + deflate.flush(end))

    return deflated_by_isal


class Member(Struct, frozen=True):
    """A file of a zip, compressed: its checksum, its size before, and the bytes after."""

    name: str
    checksum: int
    size: int
    compressed: bytes


def member(name: str, content: bytes, deflate: Deflate = deflated) -> Member:
    """The content, compressed."""
    return Member(name, zlib.crc32(content), len(content), deflate(content, zlib.Z_FINISH))


def unpacked(one: Member) -> bytes:
    """What was compressed."""
    return zlib.decompress(one.compressed, -zlib.MAX_WBITS)


class Stretch(Struct, frozen=True):
    """A stretch of a file: its bytes, and the same compressed, with nothing in them that refers to what stands before."""

    content: bytes
    compressed: bytes


def stretch(content: bytes, deflate: Deflate = deflated) -> Stretch:
    """The content, compressed so that another can follow."""
    return Stretch(content, deflate(content, zlib.Z_FULL_FLUSH))


def joined(name: str, stretches: Iterable[Stretch]) -> Member:
    """A file made of stretches, one behind the other."""
    checksum, size, compressed = 0, 0, []
    for one in stretches:
        checksum = zlib.crc32(one.content, checksum)
        size += len(one.content)
        compressed.append(one.compressed)
    return Member(name, checksum, size, b"".join([*compressed, _NOTHING_MORE]))


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
