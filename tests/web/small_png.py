"""Make a picture smaller: a palette in place of true colors."""

from __future__ import annotations

import struct
import zlib
from collections import Counter

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SHADES = 160


def smaller(png: bytes) -> bytes:
    """Return a PNG of 8 bits a channel, without alpha or with, as one with a palette."""
    width, height, pixels = _pixels(png)
    # Shades that differ by less than a thirty-second are one.
    rough = [(red & 0xF8, green & 0xF8, blue & 0xF8) for red, green, blue in pixels]
    kept = [color for color, _ in Counter(rough).most_common(_SHADES)]
    index = {color: _nearest(color, kept) for color in set(rough)}
    exact: dict[int, Counter[tuple[int, int, int]]] = {}
    for pixel, color in zip(pixels, rough, strict=True):
        exact.setdefault(index[color], Counter())[pixel] += 1
    palette = b"".join(
        bytes(exact[number].most_common(1)[0][0]) if number in exact else bytes(3) for number in range(len(kept))
    )
    numbers = bytes(index[color] for color in rough)
    lines = b"".join(b"\0" + numbers[row * width : (row + 1) * width] for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = (b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")
    return _SIGNATURE + b"".join(_chunk(*chunk) for chunk in chunks)


def _nearest(color: tuple[int, int, int], kept: list[tuple[int, int, int]]) -> int:
    return min(range(len(kept)), key=lambda number: sum((a - b) ** 2 for a, b in zip(color, kept[number], strict=True)))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pixels(png: bytes) -> tuple[int, int, list[tuple[int, int, int]]]:
    width, height, _, color_type = struct.unpack(">IIBB", png[16:26])
    channels = {2: 3, 6: 4}[color_type]
    data, place = b"", len(_SIGNATURE)
    while place < len(png):
        (size,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            data += png[place + 8 : place + 8 + size]
        place += 12 + size
    raw, length = zlib.decompress(data), width * channels
    above = bytearray(length)
    pixels: list[tuple[int, int, int]] = []
    for row in range(height):
        start = row * (length + 1)
        above = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + length]), above, channels)
        pixels += zip(above[0::channels], above[1::channels], above[2::channels], strict=True)
    return width, height, pixels


def _unfiltered(kind: int, line: bytearray, above: bytearray, channels: int) -> bytearray:
    if kind == 2:
        return bytearray((a + b) & 255 for a, b in zip(line, above, strict=True))
    for place in range(len(line) if kind else 0):
        left = line[place - channels] if place >= channels else 0
        corner = above[place - channels] if place >= channels else 0
        added = {1: left, 3: (left + above[place]) // 2}.get(kind)
        line[place] = (line[place] + (_paeth(left, above[place], corner) if added is None else added)) & 255
    return line


def _paeth(left: int, above: int, corner: int) -> int:
    estimate = left + above - corner
    return min((left, above, corner), key=lambda each: abs(estimate - each))
