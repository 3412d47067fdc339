"""Compute the results of fields that depend on what stands in the document, and let Word compute the rest anew.

LibreOffice computes references, pages and sums of tables. It shows what the form was saved with for the other kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from lxml import etree

from assembler.document.marks import letter, roman
from assembler.errors import Location, Problem, Severity
from assembler.word.ooxml import qualified
from assembler.word.tags import TaggedParagraph
from assembler.wordforms.fields import Field, fields, names_of_bookmarks
from assembler.wordforms.traces import short, where_of

_LOOKS: Mapping[str, Callable[[int], str]] = {
    "arabic": str,
    "ALPHABETIC": lambda number: letter(number).upper(),
    "alphabetic": letter,
    "ROMAN": lambda number: roman(number).upper(),
    "roman": roman,
}
_REFERENCES = ("REF", "PAGEREF", "NOTEREF", "FTNREF")
_STALE = ("TOC", "INDEX", "TOA", "SECTIONPAGES")
_KINDS = frozenset({*_REFERENCES, *_STALE, "=", "SEQ", "STYLEREF"})
_OWN_NUMBERS = ("numFmt", "numRestart", "numStart")


def faults(parts: Mapping[str, etree._Element], paragraphs: Sequence[TaggedParagraph], file: str) -> Iterator[Problem]:
    """Yield the fields whose result would be that of another matter. `parts` are those of the form."""
    bookmarks = names_of_bookmarks(parts.values())
    counts_notes = _counts_notes(parts.values())
    for name, root in parts.items():
        for field in fields(root):
            where = where_of(field.first, paragraphs, name)
            if _is_for_word_alone(field, bookmarks, counts_notes):
                what = f"{where} holds a field that only Word computes: {short(field.code)}"
                yield Problem("W210", what, "Type a tag in its place, or a condition around the words.", Location(file))
            elif field.kind in _STALE:
                what = f"{where} holds a field that Word computes when it opens the document: {short(field.code)}"
                hint = "In a PDF, compare what it shows with the pages. Word may ask to update it: answer yes."
                yield Problem("W211", what, hint, Location(file), severity=Severity.WARNING)


def _is_for_word_alone(field: Field, bookmarks: Mapping[str, str], counts_notes: bool) -> bool:
    if field.kind == "=":
        in_table = next(field.first.iterancestors(qualified("tbl")), None) is not None
        return not in_table or next(field.names(bookmarks), None) is not None
    if field.kind == "SEQ":
        return _look(field) is None or any(word.lower() == "\\s" for word in field.words)
    if field.kind in ("NOTEREF", "FTNREF"):
        return counts_notes
    return field.kind in ("IF", "COMPARE") or field.kind.casefold() in bookmarks


def _counts_notes(roots: Iterable[etree._Element]) -> bool:
    """Return True if the form counts its notes in another way than from 1 to the end."""
    properties = (each for root in roots for each in root.iter(qualified("footnotePr"), qualified("endnotePr")))
    return any(each.find(qualified(name)) is not None for each in properties for name in _OWN_NUMBERS)


def _look(field: Field) -> Callable[[int], str] | None:
    """Return how a field writes its number, None if it is not known."""
    words = field.words
    looks = [words[at + 1] for at, word in enumerate(words[:-1]) if word == "\\*"]
    named = [look if look in _LOOKS else look.lower() for look in looks if look.upper() != "MERGEFORMAT"]
    return str if not named else _LOOKS.get(named[0])


def compute(stories: Sequence[etree._Element]) -> None:
    """Write the numbers of sequences and of notes, and let Word compute the other results anew."""
    counts: dict[str, int] = {}
    notes = {name: number for root in stories for name, number in _numbers_of_notes(root)}
    for field in (field for root in stories for field in fields(root)):
        if field.kind in _KINDS:
            field.first.set(qualified("dirty"), "true")
        if field.kind == "SEQ" and len(field.words) > 1:
            _count(field, counts)
        elif field.kind in ("NOTEREF", "FTNREF") and len(field.words) > 1:
            field.show(notes.get(field.words[1].casefold(), field.shown))


def _count(field: Field, counts: dict[str, int]) -> None:
    """Count a field of a sequence, and write its number."""
    name, switches = field.words[1].casefold(), [word.lower() for word in field.words]
    if "\\r" in switches and (stated := field.words[switches.index("\\r") + 1 :]) and stated[0].isdecimal():
        counts[name] = int(stated[0])
    elif "\\c" not in switches:
        counts[name] = counts.get(name, 0) + 1
    look = _look(field)
    if look:
        field.show(look(counts.get(name, 0)))


def _numbers_of_notes(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the number of each note that stands in a bookmark, by the name of the bookmark in small letters."""
    opened: dict[str | None, str] = {}
    counts = {"footnoteReference": 0, "endnoteReference": 0}
    for element in root.iter(*map(qualified, ("bookmarkStart", "bookmarkEnd", *counts))):
        kind = etree.QName(element).localname
        if kind == "bookmarkStart":
            opened[element.get(qualified("id"))] = element.get(qualified("name"), "").casefold()
        elif kind == "bookmarkEnd":
            opened.pop(element.get(qualified("id")), None)
        else:
            counts[kind] += 1
            number = str(counts[kind]) if kind == "footnoteReference" else roman(counts[kind])
            yield from ((name, number) for name in opened.values())
