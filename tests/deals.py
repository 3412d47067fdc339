"""The term sheets that come with the project, and drafts of them, made once a test run."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from assembler.exports import text
from assembler.library import Library
from assembler.pipeline import DocumentSet, draft_deal
from assembler.termsheet.party_names import shown_kind

ROOT = Path(__file__).parent.parent
TERMSHEETS = ROOT / "termsheets"

# Term sheet of each original that is an agreement, and the date its file name begins with.
AGREEMENTS = {"focus-2003-07": "2003-07-01", "focus-2002-01": "2002-01-11", "focus-2002-11": "2002-11-25"}
ORIGINALS = {**AGREEMENTS, "focus-2001-12-warrant": "2001-12-27"}


def sheet(stem: str) -> str:
    """The text of a term sheet."""
    return (TERMSHEETS / f"{stem}.yaml").read_text(encoding="utf-8")


def without_departures(yaml: str) -> str:
    """The same deal, as the form would have it."""
    return re.sub(r"^departures:.*", "", yaml, flags=re.MULTILINE | re.DOTALL)


def with_departures(yaml: str, *departures: str) -> str:
    """The deal with these departures and no others; each is the inside of a YAML mapping."""
    return without_departures(yaml) + "departures:\n" + "".join(f"  - {{{departure}}}\n" for departure in departures)


_ANNEXES = ("escrow_instructions", "opinion", "registration_rights", "disclosure", "use_of_proceeds")


def without_findings(yaml: str) -> str:
    """The deal with words in each of its annexes, and with the kinds that names show, so that nothing is found in it."""
    yaml = re.sub(r"^  - name: (.+)\n(?!    kind:)", _with_kind, yaml, flags=re.MULTILINE)
    without = "disclosure" if "company_disclosure_annex: false" in yaml else ""
    added = (
        f"clause: annex_{name}_words, after: annex_{name}, add: The parties have initialed it., why: negotiated"
        for name in _ANNEXES
        if name != without
    )
    return with_departures(yaml, *added)


def _with_kind(investor: re.Match[str]) -> str:
    kind = shown_kind(investor[1])
    return f"{investor[0]}    kind: {kind}\n" if kind else investor[0]


def replaced(yaml: str, old: str, new: str) -> str:
    """The term sheet with one piece of it replaced, which must be there."""
    assert old in yaml, old
    return yaml.replace(old, new, 1)


def compose_text(yaml: str, library: Library | None = None) -> DocumentSet:
    """The set of a term sheet given as text."""
    return draft_deal(yaml.encode(), "deal.yaml", library or Library.open())


@cache
def draft(stem: str) -> DocumentSet:
    """The set of a term sheet of the project."""
    return draft_deal((TERMSHEETS / f"{stem}.yaml").read_bytes(), f"{stem}.yaml", Library.open())


def as_text(whole: DocumentSet) -> str:
    """The first document of a set as text: the agreement, or the warrant that is drafted by itself."""
    return text.write(whole.documents[0].document, whole.documents[0].numbers)
