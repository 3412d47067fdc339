"""The states of the United States: their names, abbreviations and counties."""

from __future__ import annotations

import re

_STATES = """\
AL Ala|Alabama
AK|Alaska
AZ Ariz|Arizona
AR Ark|Arkansas
CA Cal Calif|California
CO Colo|Colorado
CT Conn|Connecticut
DE Del|Delaware
FL Fla|Florida
GA|Georgia
HI|Hawaii
ID|Idaho
IL Ill|Illinois
IN Ind|Indiana
IA|Iowa
KS Kan|Kansas
KY|Kentucky
LA|Louisiana
ME|Maine
MD|Maryland
MA Mass|Massachusetts
MI Mich|Michigan
MN Minn|Minnesota
MS Miss|Mississippi
MO|Missouri
MT Mont|Montana
NE Neb|Nebraska
NV Nev|Nevada
NH|New Hampshire
NJ|New Jersey
NM|New Mexico
NY|New York
NC|North Carolina
ND|North Dakota
OH|Ohio
OK Okla|Oklahoma
OR Ore|Oregon
PA Penn Penna|Pennsylvania
RI|Rhode Island
SC|South Carolina
SD|South Dakota
TN Tenn|Tennessee
TX Tex|Texas
UT|Utah
VT|Vermont
VA|Virginia
WA Wash|Washington
WV|West Virginia
WI Wis Wisc|Wisconsin
WY Wyo|Wyoming"""

STATES = {name.casefold(): name for name in re.findall(r"\|(.*)", _STATES)}
"""Every state by its name in small letters."""

_ABBREVIATED = {
    short.casefold(): name
    for line in _STATES.split("\n")
    for shorts, _, name in [line.partition("|")]
    for short in shorts.split(" ")
}
_OTHERS = {
    "district of columbia": "District of Columbia",
    "dc": "District of Columbia",
    "washington dc": "District of Columbia",
    "puerto rico": "Puerto Rico",
}
_BEFORE = re.compile(r"^(?:the )?(?:(?:state|commonwealth) of )?", re.IGNORECASE)
_BEHIND = re.compile(r"(?:,? (?:usa|u\.s\.a\.|us|u\.s\.|united states(?: of america)?)| state)$", re.IGNORECASE)

# In per cent of equal letters. "Oregan" is a slip for Oregon. "Jersey" is none for New Jersey.
_A_SLIP = 83


def state_meant(typed: str) -> str:
    """Return the name of the state that a text means, or an empty text: DE, State of Delaware and Delawere are Delaware."""
    text = " ".join(typed.split())
    core = _BEHIND.sub("", _BEFORE.sub("", text))
    letters = core.casefold().replace(".", "")
    # "N. Y." and "n.y." are abbreviations. "new york" is a name.
    short = letters.replace(" ", "") if len(letters) <= len("n y") else letters
    other = re.sub(r"\bd c$", "dc", letters.replace(",", ""))
    return STATES.get(core.casefold()) or _ABBREVIATED.get(short) or _OTHERS.get(other) or _misspelt(core)


def _misspelt(name: str) -> str:
    # Imported here: most names are right.
    from rapidfuzz import fuzz
    from rapidfuzz.distance import OSA

    typed = name.casefold()
    near = [
        state
        for state in STATES
        if OSA.distance(typed, state, score_cutoff=1) == 1 or fuzz.ratio(typed, state) >= _A_SLIP
    ]
    return STATES[near[0]] if len(near) == 1 else ""


def is_written_state(name: str) -> bool:
    """Return True for the name of a state, or its two capital letters, as the last line of an address has them."""
    letters = name.replace(".", "").replace(" ", "")
    return (
        name.casefold() in STATES
        or name.casefold() in _OTHERS
        or (letters.isupper() and letters.casefold() in _ABBREVIATED)
    )
