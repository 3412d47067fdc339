"""Replacing one part of a zip, with every other part copied byte for byte."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_LOCAL_HEAD, _CENTRAL_HEAD, _END_HEAD = (
    struct.Struct("<4s5H3I2H"),
    struct.Struct("<4s6H3I5H2I"),
    struct.Struct("<4s4H2IH"),
)
_SIZES_BEHIND, _DEFLATED = 0x08, 8


def replaced(archive: bytes, name: str, content: bytes) -> bytes:
    """Return the archive with new content for one part. All other entries are copied as they are packed.

    Raises ValueError for a zip of a form that Word files never have, such as Zip64.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        begin = opened.start_dir
        offsets = sorted(entry.header_offset for entry in opened.infolist())
        target = opened.getinfo(name).header_offset
    stops = dict(zip(offsets, [*offsets[1:], begin], strict=True))
    packed = _packed(content)
    moved: dict[int, int] = {}
    body = bytearray(archive[: offsets[0]])
    for offset in offsets:
        moved[offset] = len(body)
        entry = archive[offset : stops[offset]]
        body += _local(entry, content, packed) if offset == target else entry
    directory = _directory(archive[begin:], target, moved, (zlib.crc32(content), len(packed), len(content)))
    return bytes(body) + directory + _end(archive, len(body), len(directory))


def _packed(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def _local(entry: bytes, content: bytes, packed: bytes) -> bytes:
    _, version, flags, _, time, day, *_, name, extra = _LOCAL_HEAD.unpack_from(entry)
    head = _LOCAL_HEAD.pack(
        _LOCAL, version, flags & ~_SIZES_BEHIND, _DEFLATED, time, day, zlib.crc32(content), len(packed), len(content), name, extra
    )  # fmt: skip
    return head + entry[_LOCAL_HEAD.size : _LOCAL_HEAD.size + name + extra] + packed


def _directory(directory: bytes, target: int, moved: dict[int, int], measured: tuple[int, int, int]) -> bytes:
    """Return the central directory with the new offsets, and with the checksum and sizes of the replaced part."""
    made, index = bytearray(), 0
    while directory[index : index + 4] == _CENTRAL:
        fields = list(_CENTRAL_HEAD.unpack_from(directory, index))
        size = _CENTRAL_HEAD.size + sum(fields[10:13])
        if fields[16] == target:
            fields[3] &= ~_SIZES_BEHIND
            fields[4] = _DEFLATED
            fields[7:10] = measured
        fields[16] = moved[fields[16]]
        made += _CENTRAL_HEAD.pack(*fields) + directory[index + _CENTRAL_HEAD.size : index + size]
        index += size
    return bytes(made)


def _end(archive: bytes, begin: int, size: int) -> bytes:
    index = archive.rindex(_END)
    fields = list(_END_HEAD.unpack_from(archive, index))
    if fields[5] == 0xFFFFFFFF or archive[index - 20 : index - 16] == b"PK\x06\x07":
        raise ValueError("the archive is a Zip64 archive, for files of more than four gigabytes")
    fields[5:7] = size, begin
    return _END_HEAD.pack(*fields) + archive[index + _END_HEAD.size :]
