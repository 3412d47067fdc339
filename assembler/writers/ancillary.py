"""Ancillary forms: Word files with tags that somebody else owns, read with care, checked as a whole and then filled.

Everything that can be wrong with a form is found before it is filled: `read` looks at the file and its tags, `rehearse`
at what they ask of a deal. What is filled is finished from its tokens, and never gets to see a value before that.
What `preparing.py` makes of a form is the same for every deal, and is kept by the library for the next run of the program.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from assembler.drafting.printing import Asked, Instruction, Instructions, Loop, Printing
from assembler.findings import Finding, Place, Refused, Severity
from assembler.library import get_or_create
from assembler.termsheet.deal import Deal
from assembler.termsheet.wording import NotStated, Term, Unstated, WrongFilter
from assembler.writers import opaque, package

if TYPE_CHECKING:
    from lxml import etree

_WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml."
FILLED = tuple(f"{_WORDPROCESSING}{kind}+xml" for kind in ("document.main", "header", "footer", "footnotes"))
GUIDE = "See templates/ancillary/README.md for what may stand in a form."
_MOST_STEPS = 500_000

# Braces of a form that are no tag, and are not docxtpl's to read: each stands in the private use area meanwhile.
STAND_INS = {ord("{"): "\ue004", ord("}"): "\ue005"}
_STOOD_FOR = {stand_in: chr(brace) for brace, stand_in in STAND_INS.items()}
OURS = tuple(chr(code) for code in range(0xE000, 0xE006))


class Looked(Struct, frozen=True):
    """What a form says: the properties of its own, where each of its tags stands, what is wrong with these, and what they do.

    A tag is a line of the instructions.
    """

    own_properties: tuple[str, ...]
    places: tuple[str, ...]
    faults: tuple[Finding, ...]
    does: Instructions


class Form(Struct, frozen=True):
    """A form that may be filled: `name` is its file as messages show it."""

    name: str
    docx: bytes
    looked: Looked

    @property
    def own_properties(self) -> tuple[str, ...]:
        """What the file says of itself, and what is not delivered: its author, its company, its custom properties."""
        return self.looked.own_properties


class Story(Struct, frozen=True):
    """A part of a form that is filled, as what it does."""

    name: str
    content_type: str
    does: Instructions


class Ready(Struct, frozen=True):
    """A form as docxtpl has filled it: the name of its main part, the parts that differ from deal to deal, and the others."""

    main: str
    stories: tuple[Story, ...]
    others: tuple[package.Part, ...]


class Rehearsal(Struct, frozen=True):
    """What a form and a deal have to say to each other: what is wrong, and which optional groups the deal lacks."""

    findings: tuple[Finding, ...]
    lacking: tuple[str, ...]


def read(content: bytes, name: str, deal: Deal) -> Form:
    """The form in a Word file, for this deal or another of its kind; `name` is the file as messages show it.

    Refused, with everything that is wrong with the file and its tags by themselves.
    """

    def look_through() -> Looked:
        from assembler.writers import preparing

        return preparing.looked_through(content, name, deal.facts, deal.shapes)

    key = f"{name} {_digest(content)} {sorted(deal.facts)} {deal.shapes}"
    return Form(name, content, get_or_create("tags", key, Looked, look_through))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# What a form asks of a deal


def rehearse(form: Form, deal: Deal) -> Rehearsal:
    """What is wrong with the form for this deal, found by asking everything that filling would ask."""
    if form.looked.faults:
        return Rehearsal(form.looked.faults, ())
    rehearsal = _Rehearsal()
    try:
        rehearsal.several(form.looked.does, _seen(deal))
    except _TooLong:
        what = f"the loops of the form go round more than {_MOST_STEPS:,} times"
        return Rehearsal((_at(form, rehearsal.line, "W307", what, "Do not put a list into itself."),), ())
    lacking = dict.fromkeys(path.partition(".")[0] for path in rehearsal.missing if _lacks_group(deal, path))
    missing = (_not_stated(form, deal, path, line) for path, line in rehearsal.missing.items())
    wrong = (_at(form, line, "W306", what, GUIDE) for what, line in rehearsal.wrong)
    empty = (_empty(form, deal, path, line) for path, line in rehearsal.empty.items())
    return Rehearsal(tuple(dict.fromkeys((*missing, *wrong, *empty))), tuple(lacking))


def _seen(deal: Deal) -> Mapping[str, Any]:
    return {**deal.values, **deal.facts}


def _path(names: Sequence[str], seen: Mapping[str, Any]) -> str:
    """The path of a list: that of the group it stands in, which any term of the group knows."""
    name, *under = names
    if not under:
        return name
    group = seen.get(name)
    terms = group.values() if isinstance(group, Mapping) else ()
    known = next((term.path for term in terms if isinstance(term, Term)), name)
    return f"{known.rpartition('.')[0] or name}.{under[-1]}"


def _lacks_group(deal: Deal, path: str) -> bool:
    group, _, term = path.partition(".")
    return bool(term) and isinstance(deal.values.get(group), Unstated)


def _at(form: Form, line: int, code: str, what: str, remedy: str) -> Finding:
    """A finding about the tag in that line of the syntax, which has one tag a line."""
    return at(form.name, form.looked.places[line - 1], code, what, remedy)


def at(form: str, where: str, code: str, what: str, remedy: str) -> Finding:
    """A finding about a tag that stands there."""
    return Finding(code, f"{where}: {what}", remedy, Place(form))


def _not_stated(form: Form, deal: Deal, path: str, line: int) -> Finding:
    what = f"is not stated, and {form.looked.places[line - 1]} of {form.name} prints it"
    return Finding("T204", what, f"State {path} in the term sheet.", deal.place_of(path), path)


def _empty(form: Form, deal: Deal, path: str, line: int) -> Finding:
    what = f"is empty, and {form.looked.places[line - 1]} of {form.name} prints nothing for it"
    remedy = "State it; or where none is right, put the loop of the form under a condition."
    return Finding("W313", what, remedy, deal.place_of(path), path, Severity.WARNING)


class _TooLong(Exception):
    """The form goes round its loops too often."""


class _Rehearsal(Printing):
    """Prints a form's tags alone, and goes on where a value is missing or a filter is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.missing: dict[str, int] = {}
        self.empty: dict[str, int] = {}
        self.wrong: list[tuple[str, int]] = []
        self._steps = 0

    def several(self, some: Iterable[Instruction], seen: Mapping[str, Any]) -> str:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise _TooLong
        return super().several(some, seen)

    def loop(self, loop: Loop, seen: Mapping[str, Any]) -> str:
        return self._kept(super().loop, loop, seen)

    def items(self, loop: Loop, seen: Mapping[str, Any]) -> list[Any]:
        some = super().items(loop, seen)
        if not some:
            self.empty.setdefault(_path(loop.over.names, seen), loop.over.line)
        return some

    def expression(self, asked: Asked, seen: Mapping[str, Any]) -> str:
        return self._kept(super().expression, asked, seen)

    def _kept(self, printed: Callable[[Any, Mapping[str, Any]], str], one: Instruction, seen: Mapping[str, Any]) -> str:
        try:
            return printed(one, seen)
        except NotStated as error:
            self.missing.setdefault(str(error), self.line)
        except WrongFilter as error:
            self.wrong.append((str(error), self.line))
        return ""


# Filling


def fill(form: Form, deal: Deal, properties: package.Properties) -> bytes:
    """The form filled for the deal, which it was rehearsed for. The same arguments give the same bytes.

    Refused where the file cannot be filled after all.
    """
    ready, seen = _ready(form), _seen(deal)
    stories = [_filled(story, seen, form.name) for story in ready.stories]
    return package.pack((*stories, *ready.others), ready.main, properties)


def _ready(form: Form) -> Ready:
    def prepare() -> Ready:
        from assembler.writers import preparing

        return preparing.ready(form.docx, form.name)

    return get_or_create("letter", _digest(form.docx), Ready, prepare)


def _filled(story: Story, seen: Mapping[str, Any], form: str) -> package.Part:
    """A part with its values, mended. Refused where what was printed is no XML, or holds a tag."""
    from lxml import etree

    from assembler.writers import mending

    printing = Printing()
    try:
        printed = printing.several(story.does, seen)
        root = etree.fromstring(printed.encode())
    except (etree.XMLSyntaxError, KeyError, ValueError) as error:
        raise unfit(form, "W308", f"the form cannot be filled ({type(error).__name__}: {error})") from None
    if "{" in printed:
        _refuse_tags(story.name, root, form)
    mending.mend(root)
    content = opaque.put_in(mending.serialised(root).decode(), printing.values, _STOOD_FOR)
    return package.Part(story.name, story.content_type, content.encode())


def _refuse_tags(part: str, root: etree._Element, form: str) -> None:
    from assembler.writers import tags

    left = [one.where for one in tags.paragraphs(part, root, form) if tags.holds_tag(one.words)]
    if left:
        raise unfit(form, "W308", f"a tag is left in what was filled: {left[0]}")


def unfit(form: str, code: str, what: str) -> Refused:
    """The refusal of a form that is no Word file that can be filled."""
    return Refused([Finding(code, what, "Save it again from Word as a Word Document (.docx).", Place(form))])
