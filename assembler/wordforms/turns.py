"""Keep the turns of the loops of a form apart: bookmarks, notes, pictures and lists of each have their own numbers.

Before a form is filled, each loop gets a marker at the begin and at the end of its body. What is filled has these
markers once in each turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import count

from lxml import etree

from assembler.word import tags
from assembler.word.ooxml import qualified
from assembler.word.tags import Tag, element_around
from assembler.wordforms import results
from assembler.wordforms.fields import Field, names_of_bookmarks, references
from assembler.wordforms.numbering import Lists, beginning_anew, series_of, staying
from assembler.wordforms.references import Path, agree

_BEGIN, _END = "{urn:assembler:turn}begin", "{urn:assembler:turn}end"
_SERIES = "{urn:assembler:turn}series"
_LOOP, _RESTARTS = "loop", "restarts"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_PLACED = tuple(map(qualified, ("p", "bookmarkStart", "fldChar", "fldSimple", "hyperlink")))
_LONGEST_NAME = 40


def mark(root: etree._Element, lists: Lists, loops: Iterator[int]) -> None:
    """Put a marker at the begin and at the end of the body of each loop of a part. `loops` numbers them."""
    paragraphs = [*tags.paragraphs("", root, "")]
    found = [tag for paragraph in paragraphs for tag in tags.tags(paragraph)]
    listed = staying(paragraphs, found)
    series = series_of(lists, listed)
    by_number = {number: name for name, levels in series.items() for number in levels}
    for paragraph in listed:
        if paragraph.number in by_number:
            paragraph.element.set(_SERIES, by_number[paragraph.number])
    opened: list[Tag] = []
    for tag in found:
        if tag.word in ("if", "for"):
            opened.append(tag)
        elif tag.word.startswith("end"):
            opener = opened.pop()
            first, last = element_around(opener), element_around(tag)
            if opener.word == "for" and first is not None and last is not None and first is not last:
                anew = beginning_anew(series, listed, opener, tag, found)
                shown = " ".join(f"{name}:{depth}" for name, depth in sorted(anew.items()))
                first.addnext(etree.Element(_BEGIN, {_LOOP: str(next(loops)), _RESTARTS: shown}))
                last.addprevious(etree.Element(_END))


def settle(stories: Sequence[etree._Element], notes: Iterable[etree._Element], lists: Lists) -> None:
    """Give each turn of the loops what is its own, and take the markers out. `stories` are the filled parts.

    `notes` are the parts of footnotes and endnotes.
    """
    turns = count(1)
    places = {element: path for root in stories for element, path in _places(root, turns)}
    for root in stories:
        _restart_lists(root, places, lists)
    _part_bookmarks(stories, places)
    for root in notes:
        _part_notes(stories, root)
    _number_pictures(stories)
    results.compute(stories)
    for root in stories:
        for marker in [*root.iter(_BEGIN, _END)]:
            _remove(marker)
        for paragraph in root.iter(qualified("p")):
            paragraph.attrib.pop(_SERIES, "")
        etree.cleanup_namespaces(root, keep_ns_prefixes=[str(prefix) for prefix in root.nsmap])


def _places(root: etree._Element, turns: Iterator[int]) -> Iterator[tuple[etree._Element, Path]]:
    """Yield the elements of a part that have a number, each with the turns of the loops around it."""
    path: list[tuple[int, int]] = []
    for element in root.iter(_BEGIN, _END, *_PLACED):
        if element.tag == _BEGIN:
            path.append((int(element.get(_LOOP, "0")), next(turns)))
        yield element, tuple(path)
        if element.tag == _END:
            path.pop()


# Lists


def _restart_lists(root: etree._Element, places: Mapping[etree._Element, Path], lists: Lists) -> None:
    anew = {places[begin][-1]: _depths(begin) for begin in root.iter(_BEGIN)}
    numbers: dict[tuple[tuple[int, int], str], str] = {}
    begun: set[str] = set()
    for paragraph in root.iter(qualified("p")):
        series = paragraph.get(_SERIES, "")
        level = lists.level(paragraph) if series else None
        turns = (
            turn for turn in reversed(places[paragraph]) if level and level.depth >= anew[turn].get(series, 1 << 30)
        )
        turn = next(turns, None)
        if level is None or turn is None:
            continue
        if (turn, series) not in numbers:
            # The first turn of all goes on as the form has it.
            numbers[turn, series] = lists.restarted(level, anew[turn][series]) if series in begun else ""
            begun.add(series)
        if numbers[turn, series]:
            lists.put(paragraph, level, numbers[turn, series])


def _depths(begin: etree._Element) -> Mapping[str, int]:
    entries = (each.split(":") for each in begin.get(_RESTARTS, "").split())
    return {series: int(depth) for series, depth in entries}


# Bookmarks


def _part_bookmarks(stories: Sequence[etree._Element], places: Mapping[etree._Element, Path]) -> None:
    """Give a repeated bookmark another name in each turn that refers to it. The others stay once."""
    bookmarks = names_of_bookmarks(stories)
    starts: dict[str, list[etree._Element]] = {}
    for start in (start for root in stories for start in root.iter(qualified("bookmarkStart"))):
        starts.setdefault(start.get(qualified("name"), "").casefold(), []).append(start)
    ends = {start: end for root in stories for start, end in _pairs(root)}
    numbers = count(1 + _highest(stories, "bookmarkStart"))
    new_names: dict[etree._Element, str] = {}
    for made_by, name in [pair for root in stories for pair in references(root, bookmarks)]:
        element = made_by.first if isinstance(made_by, Field) else made_by
        own = [start for start in starts.get(name.casefold(), ()) if agree(places[element], places[start])]
        if len(own) != 1 or own[0] is starts[name.casefold()][0]:
            continue
        if own[0] not in new_names:
            new_names[own[0]] = _rename(own[0], ends.get(own[0]), name, next(numbers), starts)
        if isinstance(made_by, Field):
            made_by.rename(name, new_names[own[0]])
        else:
            made_by.set(qualified("anchor"), new_names[own[0]])


def _rename(start: etree._Element, end: etree._Element | None, name: str, number: int, taken: Iterable[str]) -> str:
    new = next(new for each in count(number) if (new := f"{name[: _LONGEST_NAME - 9]}_{each}").casefold() not in taken)
    start.set(qualified("name"), new)
    for element in (start, end):
        if element is not None:
            element.set(qualified("id"), str(number))
    return new


def _pairs(root: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield the two ends of each bookmark."""
    opened: dict[str | None, etree._Element] = {}
    for element in root.iter(qualified("bookmarkStart"), qualified("bookmarkEnd")):
        number = element.get(qualified("id"))
        if element.tag == qualified("bookmarkStart"):
            opened[number] = element
        elif number in opened:
            yield opened.pop(number), element


def _highest(roots: Iterable[etree._Element], tag: str) -> int:
    numbers = (each.get(qualified("id"), "0") for root in roots for each in root.iter(qualified(tag)))
    return max((int(number) for number in numbers if number.isdecimal()), default=0)


# Notes and pictures


def _part_notes(stories: Sequence[etree._Element], notes: etree._Element) -> None:
    """Give a repeated reference a note of its own, and take out the notes that nothing refers to."""
    kind = etree.QName(notes).localname.removesuffix("s")
    by_id = {note.get(qualified("id"), ""): note for note in notes.iterchildren(qualified(kind))}
    numbers, used = count(1 + _highest([notes], kind)), set[str]()
    for reference in (each for root in stories for each in root.iter(qualified(f"{kind}Reference"))):
        number = reference.get(qualified("id"), "")
        if number in used and number in by_id:
            copy = deepcopy(by_id[number])
            number = str(next(numbers))
            copy.set(qualified("id"), number)
            reference.set(qualified("id"), number)
            notes.append(copy)
        used.add(number)
    for number, note in by_id.items():
        if number not in used and note.get(qualified("type"), "normal") == "normal":
            _remove(note)


def _number_pictures(stories: Sequence[etree._Element]) -> None:
    pictures = [picture for root in stories for picture in root.iter(_PICTURE)]
    numbers = count(
        1 + max((int(each.get("id", "0")) for each in pictures if each.get("id", "0").isdecimal()), default=0)
    )
    seen: set[str | None] = set()
    for picture in pictures:
        if picture.get("id") in seen:
            picture.set("id", str(next(numbers)))
        seen.add(picture.get("id"))


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
