"""Names of files made from names of people: safe on Windows, macOS and Linux, and never a path."""

from __future__ import annotations

import re
import unicodedata
from zlib import crc32

LONGEST = 60

# Windows takes these for devices, whatever stands behind a dot.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


def file_stem(name: str) -> str:
    """The name in small ASCII letters, digits and hyphens, at most `LONGEST` of them.

    Names of two parties may come to the same; the number before it ("warrant-01-") keeps those apart. What no ASCII
    letter stands for is told by a checksum; a name that is too long, or is the name of a device, ends in one.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-")
    if not stem or stem in _DEVICES or len(stem) > LONGEST:
        return f"{stem[: LONGEST - 9].rstrip('-')}-{crc32(name.encode()):08x}".lstrip("-")
    return stem
