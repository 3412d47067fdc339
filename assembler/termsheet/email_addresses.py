"""E-mail addresses for notices: one, or several in a row, read from the text that was typed."""

from __future__ import annotations

import re

from assembler.termsheet.quantities import shortened

EXAMPLE = "jane.doe@example.com"

# Letters of every alphabet may stand in an address. Signs that part addresses, or put a name before one, may not.
_PART = r"[^\s@.,;:<>()\[\]\"\\]+"
ADDRESS = rf"{_PART}(?:\.{_PART})*@(?:{_PART}\.)+[A-Za-z\u0080-\uffff]{{2,}}"
# `mailto:` comes along when an address is copied from a link, and the brackets from an e-mail.
_DRESSED = rf"(?:<?(?:[Mm][Aa][Ii][Ll][Tt][Oo]:)?{ADDRESS}>?)"
_BETWEEN = r"(?:\s*[,;]\s*|\s+(?:and\s+|&\s+)?)"
SPELLINGS = rf"\s*{_DRESSED}(?:{_BETWEEN}{_DRESSED})*\s*[,;]?\s*"

_ALL = re.compile(SPELLINGS)
_ONE = re.compile(ADDRESS)


def addresses_in(typed: str) -> str:
    """Return the addresses in a text, parted by commas, or an empty text if it holds anything else."""
    return ", ".join(_ONE.findall(_without_link(typed))) if _ALL.fullmatch(typed) else ""


def why_no_address(typed: str) -> tuple[str, str, str]:
    """Return the problem of a text that is no e-mail address, its fix, and the addresses in it if they are certain."""
    found = ", ".join(_ONE.findall(_without_link(typed)))
    what = f"{shortened(typed)} is not an e-mail address: {_fault(typed)}"
    if found and "<" in typed:
        return f"{shortened(typed)} has a name beside the address, which would be lost", f"Write {found}.", found
    return what, f"Write it as in {EXAMPLE}, and several with commas between them. Without one, leave it out.", ""


def _without_link(typed: str) -> str:
    return re.sub("mailto:", "", typed, flags=re.IGNORECASE)


def _fault(typed: str) -> str:
    """Return what is wrong with the first word of the text that is no address."""
    words = [word for word in re.split(r"[\s,;]+", typed.strip()) if word and not re.fullmatch(_DRESSED, word)]
    word = next((word for word in words if word not in ("and", "&")), typed.strip())
    named = "it" if word == typed.strip() else shortened(word)
    if word.count("@") > 1:
        return f"{named} has more than one @"
    before, at, behind = word.partition("@")
    if not at:
        return f"{named} has no @"
    if not before:
        return f"{named} has nothing before the @"
    if "." not in behind.strip("."):
        return f"{named} has no domain such as example.com behind the @"
    return f"{named} has a sign or a dot where none may stand"
