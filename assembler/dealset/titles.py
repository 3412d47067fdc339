"""Plain names of the files of a set: the kind of each document, its title and its format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from assembler.dealset.sheets import CAP_TABLE
from assembler.store.manifest import ManifestEntry

TREE = ".document.json"
PROOF = "-proof.docx"

_FORMATS = (
    (TREE, "json", ""),
    (".docx", "docx", "Word"),
    (".txt", "text", "text"),
    (".html", "html", "HTML"),
    (".pdf", "pdf", "PDF"),
    (".xlsx", "xlsx", "XLSX"),
    (".csv", "csv", "CSV"),
    (".ocf.zip", "ocf", "Open Cap Table Format"),
)
"""Each format: the end of its file names, its name in data, its name in words."""

FORMATS = tuple(words for *_, words in _FORMATS)

PLURALS = {
    "agreement": "agreements",
    "schedule of investors": "schedules of investors",
    "signature page": "signature pages",
    "joinder": "joinders",
    "warrant": "warrants",
    "form of warrant": "forms of warrant",
    "supplied annex": "supplied annexes",
    "ancillary form": "ancillary forms",
    "cap table": "cap tables",
    "proof with comments": "proofs with comments",
}
"""Each kind of document in the order of a set, for one and for several."""

_OF_PARTS = {
    "agreement": "agreement",
    "schedule": "schedule of investors",
    "signatures": "signature page",
    "warrants": "warrant",
    "annexes": "supplied annex",
    "ancillary": "ancillary form",
}
_ANNEX = re.compile("annex-([ivx]+)-(.+)")
_ANNEX_NUMBER = re.compile("^Annex [IVX]+, ")
_CLOSING = re.compile("-closing-([0-9]+)$")
# Kinds whose documents differ in their holders only. All others are called by what they are.
_OF_HOLDERS = ("signature page", "joinder", "warrant")


class Title(Struct, frozen=True):
    """The title of a document: its name, such as "warrant" or "wire instructions", and its holder, "" if it has none."""

    name: str
    holder: str = ""

    def __str__(self) -> str:
        """Return the title as a heading: "Warrant of Ostara Opportunity Fund Ltd."."""
        whose = f" of {self.holder}" if self.holder else ""
        return f"{self.name[:1].upper()}{self.name[1:]}{whose}"


def is_part(entry: ManifestEntry) -> bool:
    """Return True for a file of the deal, False for a redline and for the schedule of changes."""
    return not entry.part or entry.part in _OF_PARTS


def kind_of(name: str, entry: ManifestEntry) -> str:
    """Return the kind of a document: by its part, and within a part by its file name."""
    if entry.document and name.endswith(PROOF):
        return "proof with comments"
    if entry.part == "schedule" and name.startswith(CAP_TABLE):
        return "cap table"
    if entry.part == "signatures" and name.startswith("joinder-"):
        return "joinder"
    if entry.part == "warrants" and "form-of-warrant" in name and not entry.investor:
        return "form of warrant"
    return _OF_PARTS.get(entry.part, entry.part)


def title_of(name: str, entry: ManifestEntry) -> Title:
    """Return the title of the document that a file of the set belongs to."""
    kind, stem = kind_of(name, entry), name.rpartition("/")[2].partition(".")[0]
    closing = _CLOSING.search(stem)
    stem = stem.removesuffix(closing[0]) if closing else stem
    return Title(
        _name(kind, stem, entry.warrant_class) + (f", closing {closing[1]}" if closing else ""), entry.investor
    )


def key_of(name: str, entry: ManifestEntry, renamed: Mapping[str, str]) -> tuple[str, str]:
    """Return the key of a document in another state of its set: what it is, and whose.

    An annex may have another number there, and an investor another name, which `renamed` holds.
    """
    title = title_of(name, entry)
    return _ANNEX_NUMBER.sub("", title.name), renamed.get(title.holder, title.holder)


def _name(kind: str, stem: str, warrant_class: str) -> str:
    if kind == "supplied annex":
        annex = _ANNEX.match(stem)
        return f"Annex {annex[1].upper()}, {_in_words(annex[2])}" if annex else _in_words(stem)
    if kind == "ancillary form" or not kind:  # an old manifest does not tell the parts
        return _in_words(stem)
    return kind.replace("warrant", f"{warrant_class} warrant") if warrant_class else kind


def _in_words(stem: str) -> str:
    return stem.replace("-", " ").replace("_", " ")


def annex_number(name: str) -> str:
    """Return the number of the annex that a file is, "" if it is none."""
    annex = _ANNEX.match(name)
    return annex[1].upper() if annex else ""


def format_of(name: str) -> tuple[str, str]:
    """Return the format of a file: its name in data, and in words."""
    suffix = name.rpartition(".")[2]
    known = ((data, words) for end, data, words in _FORMATS if name.endswith(end))
    return next(known, (suffix, suffix.upper()))


def in_order(formats: Iterable[str]) -> list[str]:
    """Return the names of formats in words, each once, in the order of the list of formats, the unknown ones last."""
    return sorted(set(formats), key=lambda words: FORMATS.index(words) if words in FORMATS else len(FORMATS))


def documents(entries: Mapping[str, ManifestEntry]) -> list[tuple[Title, list[str]]]:
    """Return the title and the files of each document, in the order in which they come.

    A sheet belongs to the document of its title. Two documents of one holder are two.
    """
    files: dict[tuple[Title, str], list[str]] = {}
    for name, entry in entries.items():
        title = title_of(name, entry)
        files.setdefault((title, name.partition(".")[0] if title.holder else ""), []).append(name)
    return [(title, names) for (title, _), names in files.items()]


def listed(titles: Iterable[Title]) -> Iterator[str]:
    """Yield a line for each kind of document: the document, or the holders of all of its kind."""
    holders: dict[str, list[str]] = {}
    for title in titles:
        holders.setdefault(title.name, []).extend([title.holder] if title.holder else [])
    for name, named in holders.items():
        yield str(Title(_plural(name) if len(named) > 1 else name, "; ".join(named)))


def _plural(name: str) -> str:
    kind, *rest = name.partition(",")
    single = next((single for single in _OF_HOLDERS if kind.endswith(single)), "")
    return "".join((kind.removesuffix(single), PLURALS.get(single, ""), *rest))
