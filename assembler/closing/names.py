"""Names of files made from names of people: safe on Windows, macOS and Linux, and never a path."""

from __future__ import annotations

import re
import unicodedata
from zlib import crc32

LONGEST = 60


def file_stem(name: str) -> str:
    """The name in small ASCII letters, digits and hyphens, at most `LONGEST` of them.

    It stands behind a prefix with a number ("warrant-01-"), so it is never a reserved word alone and two names that come
    to the same do not meet. What no ASCII letter stands for is told by a checksum; a name that is too long ends in one.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-")
    if not stem or len(stem) > LONGEST:
        return f"{stem[: LONGEST - 9].rstrip('-')}-{crc32(name.encode()):08x}".lstrip("-")
    return stem
