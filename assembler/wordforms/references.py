"""Follow the references of a form to paragraphs that its conditions take out for a deal, or its loops repeat.

Bookmarks, references and notes are landmarks. Each is a mark between the tags of the form. The rehearsal prints the
marks that stand in the deal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from assembler.errors import Location, Problem
from assembler.word.ooxml import qualified
from assembler.word.tags import Tag, TaggedParagraph, element_around
from assembler.wordforms.fields import Field, fields, names_of_bookmarks, references

# Characters that Unicode reserves for a program's own use, around the number of a landmark and around a turn of a loop.
_MARK, _MARK_ENDS, _TURN, _TURN_BEGINS, _TURN_ENDS = "\ufdd4\ufdd5\ufdd6\ufdd7\ufdd8"
_PRINTED = re.compile(f"{_MARK}(?P<mark>[0-9]+){_MARK_ENDS}|{_TURN}(?P<turn>[0-9]+){_TURN_BEGINS}|{_TURN_ENDS}")
_CONDITION = re.compile(r"(?:el)?if (?P<negated>not )?(?P<fact>\w+)")
_NOTES = ("footnote", "endnote")
_DEFINES = ("SET", "ASK")

# The turns of loops around a place: the line of each loop, and the number of its turn.
Path = tuple[tuple[int, int], ...]


class Landmark(Struct, frozen=True, eq=False):
    """A landmark: its kind, its name, its part and paragraph, the note that holds it, and the tags around it.

    The kinds are "start" and "end" of a bookmark, "reference", and "note". `around` has the tags of each condition or
    loop from the outside, up to the branch. `lost` is the tag that goes out with the paragraph of the landmark.
    """

    kind: str
    name: str
    part: str
    paragraph: TaggedParagraph | None
    inside: str
    must_be_there: bool
    around: tuple[tuple[Tag, ...], ...] = ()
    lost: Tag | None = None

    @property
    def folded(self) -> str:
        """The name in small letters. To Word, it is the same one."""
        return self.name.casefold()

    @property
    def where(self) -> str:
        """The paragraph as messages name it."""
        return self.paragraph.where if self.paragraph else self.part


class _Found(Struct, frozen=True, eq=False):
    """A landmark with its element."""

    landmark: Landmark
    element: etree._Element


class Route(Struct, frozen=True):
    """The tags of a form with its landmarks between them, as a template. Each tag is a line."""

    template: str
    landmarks: tuple[Landmark, ...]


def turn(line: int, words: str) -> str:
    """Return the words of a turn of the loop in that line, marked as such."""
    return f"{_TURN}{line}{_TURN_BEGINS}{words}{_TURN_ENDS}"


def route(
    parts: Mapping[str, etree._Element], paragraphs: Sequence[TaggedParagraph], found_tags: Sequence[Tag]
) -> Route:
    """Return the tags of a form with its landmarks between them. `paragraphs` are those of the parts, in order."""
    by_element = {each.element: number for number, each in enumerate(paragraphs)}
    lost = {paragraph: tag for tag in found_tags if tag.alone_in for paragraph in _going_out_with(tag)}
    stream: list[tuple[tuple[int, int, int], Tag | Landmark]] = [
        ((by_element[tag.paragraph.element], tag.start, 1), tag) for tag in found_tags
    ]
    bookmarks = names_of_bookmarks(parts.values())
    for part, root in parts.items():
        places = _places(root, by_element)
        for each in _landmarks(part, root, bookmarks, paragraphs, by_element):
            number, offset = places[each.element]
            gone = lost.get(paragraphs[number].element) if number < len(paragraphs) and offset >= 0 else None
            stream.append(((number, offset, 0), replace(each.landmark, lost=gone)))
    return _route(each for _, each in sorted(stream, key=lambda each: each[0]))


def _route(stream: Iterable[Tag | Landmark]) -> Route:
    template, landmarks, opened = "", list[Landmark](), list[list[Tag]]()
    for each in stream:
        if isinstance(each, Landmark):
            if each.lost is None:
                template += f"{_MARK}{len(landmarks)}{_MARK_ENDS}"
            tags_around = tuple(tuple(branches) for branches in opened)
            landmarks.append(replace(each, around=tags_around))
            continue
        template += f"{each.plain}\n"
        if each.word in ("if", "for"):
            opened.append([each])
        elif each.word.startswith("end"):
            opened.pop()
        elif each.word:
            opened[-1].append(each)
    return Route(template, tuple(landmarks))


def _going_out_with(tag: Tag) -> Iterator[etree._Element]:
    """Yield the paragraphs that go out with a tag."""
    element = element_around(tag)
    if element is not None:
        yield from element.iter(qualified("p"))


def _places(root: etree._Element, by_element: Mapping[etree._Element, int]) -> Mapping[etree._Element, tuple[int, int]]:
    """Return for each element the number of its paragraph, and how many letters stand before it there.

    What stands between two paragraphs belongs before the letters of the second one.
    """
    places: dict[etree._Element, tuple[int, int]] = {}
    letters: dict[int, int] = {}
    between: list[etree._Element] = []
    last = max((by_element[each] for each in root.iter(qualified("p"))), default=0)
    for element in root.iter(etree.Element):
        if element.tag == qualified("p"):
            places.update(dict.fromkeys(between, (by_element[element], -1)))
            between.clear()
            continue
        paragraph = next(element.iterancestors(qualified("p")), None)
        if paragraph is None:
            between.append(element)
            continue
        number = by_element[paragraph]
        places[element] = (number, letters.get(number, 0))
        if element.tag == qualified("t"):
            letters[number] = letters.get(number, 0) + len(element.text or "")
    return places | dict.fromkeys(between, (last, 1 << 30))


def _landmarks(
    part: str,
    root: etree._Element,
    bookmarks: Mapping[str, str],
    paragraphs: Sequence[TaggedParagraph],
    by_element: Mapping[etree._Element, int],
) -> Iterator[_Found]:
    """Yield the landmarks of a part."""

    def found(kind: str, name: str, element: etree._Element, *, must_be_there: bool = False) -> _Found:
        inside = next((_note(each) for each in element.iterancestors(*map(qualified, _NOTES))), "")
        paragraph = next(element.iterancestors(qualified("p")), None)
        if paragraph is None:
            paragraph = next(chain.from_iterable(each.iter(qualified("p")) for each in element.itersiblings()), None)
        named = None if paragraph is None else paragraphs[by_element[paragraph]]
        return _Found(Landmark(kind, name, part, named, inside, must_be_there), element)

    ids = {
        start.get(qualified("id")): start.get(qualified("name"), "") for start in root.iter(qualified("bookmarkStart"))
    }
    for start in root.iter(qualified("bookmarkStart")):
        yield found("start", start.get(qualified("name"), ""), start)
    for end in root.iter(qualified("bookmarkEnd")):
        yield found("end", ids.get(end.get(qualified("id")), ""), end)
    for kind in _NOTES:
        for reference in root.iter(qualified(f"{kind}Reference")):
            yield found("note", _note(reference), reference)
    for made_by, name in references(root, bookmarks):
        element = made_by.first if isinstance(made_by, Field) else made_by
        must = isinstance(made_by, Field) and made_by.kind not in ("HYPERLINK", "TOC", "INDEX")
        yield found("reference", name, element, must_be_there=must)


def _note(element: etree._Element) -> str:
    kind = etree.QName(element).localname.removesuffix("Reference")
    return f"{kind} {element.get(qualified('id'))}"


# What stands in a deal


def faults(
    form: Route, printed: str, facts: Mapping[str, bool], roots: Iterable[etree._Element], name: str
) -> Iterator[Problem]:
    """Yield references to what does not stand in the deal, or stands there several times. `printed` is the rehearsal."""
    standing = [*_standing(form.landmarks, printed)]
    ends = {(each.folded, path) for each, path in standing if each.kind == "end"}
    starts = [(each, path) for each, path in standing if each.kind == "start" and (each.folded, path) in ends]
    known = {each.folded: each for each in form.landmarks if each.kind == "start"}
    defined = {
        field.words[1].casefold()
        for root in roots
        for field in fields(root)
        if field.kind in _DEFINES and len(field.words) > 1
    }
    for reference, path in standing:
        if reference.kind != "reference" or reference.folded in defined:
            continue
        target = known.get(reference.folded)
        if target is None:
            if reference.must_be_there:
                what = f"{reference.where} refers to {reference.name!r}, and the form has no bookmark of that name"
                hint = "Update the fields in Word (Ctrl+A, F9), and correct the reference."
                yield Problem("W207", what, hint, Location(name))
            continue
        reached = [each for each, other in starts if each.folded == reference.folded and agree(path, other)]
        if not reached:
            taken = _culprit(target, facts)
            what = f"{reference.where} refers to {target.where}, and {taken.typed if taken else 'this deal'} takes that out"
            hint = "Put the reference under the same condition, or refer to a paragraph that stays."
            yield Problem("W208", what, hint, Location(name))
        elif len(reached) > 1:
            loop = next((tags_of[0].typed for tags_of in target.around if tags_of[0].word == "for"), "a loop")
            what = f"{reference.where} refers to {target.where}, and {loop} prints that {len(reached)} times"
            yield Problem("W209", what, "Put the reference into the loop, or the paragraph out of it.", Location(name))


def agree(path: Path, other: Path) -> bool:
    """Return True if two places do not stand in different turns of one loop."""
    turns = dict(path)
    return all(turns.get(loop, number) == number for loop, number in other)


def _standing(landmarks: Sequence[Landmark], printed: str) -> Iterator[tuple[Landmark, Path]]:
    """Yield the landmarks that stand in a deal, each with the turns of the loops around it."""
    path: list[tuple[int, int]] = []
    notes: dict[str, Path] = {}
    inside: list[tuple[Landmark, Path]] = []
    for turns, match in enumerate(_PRINTED.finditer(printed)):
        if match["turn"]:
            path.append((int(match["turn"]), turns))
        elif match["mark"] is None:
            path.pop()
        else:
            landmark = landmarks[int(match["mark"])]
            if landmark.inside:
                inside.append((landmark, tuple(path)))
                continue
            yield landmark, tuple(path)
            if landmark.kind == "note":
                notes.setdefault(landmark.name, tuple(path))
    # A note stands where its number does.
    yield from ((landmark, notes[landmark.inside] + path) for landmark, path in inside if landmark.inside in notes)


def _culprit(target: Landmark, facts: Mapping[str, bool]) -> Tag | None:
    """Return the tag that takes a landmark out: the outermost one whose condition fails, as far as can be told."""
    if target.lost is not None:
        return target.lost
    for branches in target.around:
        answers = [_answer(tag, facts) for tag in branches]
        if answers[-1] is False or any(answer is True for answer in answers[:-1]):
            return branches[-1]
    return target.around[-1][-1] if target.around else None


def _answer(tag: Tag, facts: Mapping[str, bool]) -> bool | None:
    """Return the answer to a condition, None if it depends on a turn of a loop or is no condition."""
    condition = _CONDITION.fullmatch(tag.inside)
    fact = facts.get(condition["fact"]) if condition else None
    return None if condition is None or fact is None else fact != bool(condition["negated"])
