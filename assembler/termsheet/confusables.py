"""Cyrillic and Greek letters that look Latin, and make different names look the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_LIKE_LATIN = str.maketrans(
    "АВЕІЈКМНОРСЅТУҮХԚԜаеһіјорԛѕсѵԝхуӏԁ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαιονρυκ",
    "ABEIJKMHOPCSTYYXQWaehijopqscvwxyld" + "ABEZHIKMNOPTYXaiovpuk",
)
_ALPHABETS = {"Cyrillic": re.compile("[\u0400-\u052f]"), "Greek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]")}
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_WORD = re.compile(r"[^\W\d_]+")


def as_seen(text: str) -> str:
    """Return the text as the eye sees it: with Latin letters for look-alikes, in ordinary width, in small letters."""
    # Capitals first: Cyrillic Ve looks like B, and its small letter like nothing Latin.
    plain = unicodedata.normalize("NFKC", text).translate(_LIKE_LATIN)
    return plain.casefold().translate(_LIKE_LATIN)


def misleading_words(text: str) -> Iterator[str]:
    """Yield a message for each word that mixes alphabets, or looks Latin and is not."""
    words = dict.fromkeys(_WORD.findall(text))
    for alphabet, letter in _ALPHABETS.items():
        foreign = [word for word in words if letter.search(word)]
        mixed = [word for word in foreign if _LATIN.search(word)]
        yield from (f"mixes {alphabet} and Latin letters in '{word}'" for word in mixed)
        pure = [word for word in foreign if word not in mixed]
        # A word beside others of its alphabet is Russian or Greek text, and no slip.
        if all(as_seen(word).isascii() for word in pure):
            yield from (f"'{word}' looks Latin, and its letters are {alphabet}" for word in pure)
