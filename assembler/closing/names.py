"""File names made from names of parties. They are safe on Windows, macOS and Linux, and never a path."""

from __future__ import annotations

import re
import unicodedata
from zlib import crc32

LONGEST = 60

# Windows reads these names as devices, with any ending.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


def file_stem(name: str) -> str:
    """Return the name in lower-case ASCII letters, digits and hyphens, at most `LONGEST` characters.

    A name that is too long, that is a device, or that has no ASCII letter ends in a checksum. Two names can give the
    same stem, so callers put a number before it, as in "warrant-01-".
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-")
    if not stem or stem in _DEVICES or len(stem) > LONGEST:
        return f"{stem[: LONGEST - 9].rstrip('-')}-{crc32(name.encode()):08x}".lstrip("-")
    return stem
