"""Ancillary forms: Word files with tags that somebody else owns, read with care, checked as a whole and then filled.

Everything that can be wrong with a form is found before it is filled: `read` looks at the file and its tags, `rehearse`
at what they ask of a deal. What is filled is finished from its tokens, and never gets to see a value before that.

| code | what is wrong | what to do |
|---|---|---|
| W302 | a form with tracked changes or comments | accept, reject or delete them in Word |
| W303 | a form that takes in something from outside of it | break the link in Word |
| W306 | a tag that asks for what there is not, or that may not stand | write a value, filter or fact that templates/ancillary/README.md lists |
| W307 | loops that go round without end | do not put a list into itself |
| W308 | a form that cannot be filled after all | save it again from Word |
| W313 | a list that is empty, so that nothing is printed for it | state it, or put the loop under a condition |
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import partial
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError, nodes
from lxml import etree
from msgspec import Struct

from assembler.document.tree import Value
from assembler.drafting import syntax
from assembler.drafting.printing import Asked, Instruction, Loop, Printing
from assembler.findings import Finding, Place, Refused, Severity
from assembler.termsheet.deal import Deal
from assembler.termsheet.wording import NotStated, Term, Unstated, WrongFilter
from assembler.writers import foreign, mending, opaque, package
from assembler.writers import tags as tags_of
from assembler.writers.ooxml import qualified
from assembler.writers.tags import Tag

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from assembler.writers import filling

_WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_FILLED = tuple(f"{_WORDPROCESSING}{kind}+xml" for kind in ("document.main", "header", "footer", "footnotes"))
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_GUIDE = "See templates/ancillary/README.md for what may stand in a form."
_MOST_STEPS = 500_000

_CHANGES = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "cellIns", "cellDel")  # fmt: skip

# Braces of a form that are no tag, and are not docxtpl's to read: each stands in the private use area meanwhile.
_STAND_INS = {ord("{"): "\ue004", ord("}"): "\ue005"}
_STOOD_FOR = {ord(stand_in): chr(brace) for brace, stand_in in _STAND_INS.items()}
_OURS = tuple(chr(code) for code in range(0xE000, 0xE006))


class Form(Struct, frozen=True):
    """A form that may be filled: its parts, those of them that are filled, its tags and their syntax."""

    name: str
    package: foreign.Package
    filled: Mapping[str, etree._Element]
    tags: tuple[Tag, ...]
    tree: nodes.Template

    @property
    def own_properties(self) -> tuple[str, ...]:
        """What the file says of itself, and what is not delivered: its author, its company, its custom properties."""
        return tuple(_own_properties(self.package))


class Rehearsal(Struct, frozen=True):
    """What a form and a deal have to say to each other: what is wrong, and which optional groups the deal lacks."""

    findings: tuple[Finding, ...]
    lacking: tuple[str, ...]


def read(content: bytes, name: str) -> Form:
    """The form in a Word file; `name` is the file as messages show it.

    Refused, with everything that is wrong with the file and its tags by themselves.
    """
    opened = foreign.opened(content, name)
    filled = _filled_parts(opened)
    found = tags_of.tags(filled, name)
    findings = [*_of_file(opened, filled), *tags_of.faults(filled, found, name)]
    if findings:
        raise Refused(dict.fromkeys(findings))
    return Form(name, opened, filled, found, syntax.parse("\n".join(tag.plain for tag in found)))


def _filled_parts(opened: foreign.Package) -> Mapping[str, etree._Element]:
    """The parts that are filled, the body first."""
    types = {
        one.get("PartName", ""): one.get("ContentType", "")
        for one in opened.parsed["[Content_Types].xml"].iter(_OVERRIDE)
    }
    names = [name.removeprefix("/") for kind in _FILLED for name in sorted(types) if types[name] == kind]
    return {name: opened.parsed[name] for name in names if name in opened.parsed}


def _of_file(opened: foreign.Package, filled: Mapping[str, etree._Element]) -> Iterator[Finding]:
    """What is wrong with the file apart from its tags: what others must not see, and tags where nothing is filled."""
    place = Place(opened.name)
    changes = [change for root in opened.parsed.values() for change in root.iter(*map(qualified, _CHANGES))]
    if changes:
        what = f"the form holds {_counted(len(changes), 'tracked change')}{_first(changes[0], filled, opened.name)}"
        yield Finding("W302", what, "Accept or reject them in Word, and save the form.", place)
    comments = [comment for root in opened.parsed.values() for comment in root.iter(qualified("comment"))]
    if comments:
        what = f"the form holds {_counted(len(comments), 'comment')}, which would be delivered"
        yield Finding("W302", what, "Delete them in Word, and save the form.", place)
    for link in foreign.outside(opened):
        what = f"the form takes something in from outside of it: {link}"
        yield Finding("W303", what, "Break the link in Word, or put the thing itself into the form.", place)
    for name in sorted({*opened.parsed} - {*filled}):
        if tags_of.holds_tag(opened.parts[name].decode("utf-8", "replace")):
            what = f"{name} holds a tag, and only the body, headers, footers and footnotes are filled"
            yield Finding("W304", what, "Move the tag to one of these, or take it out.", place)
    for name, root in filled.items():
        if any(mark in "".join(map(str, root.itertext())) for mark in _OURS):
            what = f"{name} holds a character of the private use area (U+E000 to U+E005)"
            yield Finding("W304", what, "Type it anew, or take it out.", place)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("s" if count > 1 else "")


def _first(change: etree._Element, filled: Mapping[str, etree._Element], file: str) -> str:
    around = next(change.iterancestors(qualified("p")), None)
    paragraphs = (one for part, root in filled.items() for one in tags_of.paragraphs(part, root, file))
    where = next((one.where for one in paragraphs if one.element is around), "")
    return f", the first in {where}" if where else ""


def _own_properties(opened: foreign.Package) -> Iterator[str]:
    called = {"creator": "author", "lastModifiedBy": "last author", "Company": "company", "Manager": "manager"}
    for name, root in sorted(opened.parsed.items()):
        for element in root.iter(etree.Element) if name.startswith("docProps/") else ():
            kind = etree.QName(element).localname
            if kind == "property":
                yield f"custom property {element.get('name', '')!r}"
            elif kind in called and (element.text or "").strip():
                yield f"{called[kind]} {element.text!r}"


# What a form asks of a deal


def rehearse(form: Form, deal: Deal) -> Rehearsal:
    """What is wrong with the form for this deal, found by asking everything that filling would ask."""
    blame = partial(_blame, form)
    inspected = syntax.Inspection("a form", deal.facts, deal.shapes, blame).node(form.tree, {})
    if findings := tuple(inspected):
        return Rehearsal(findings, ())
    rehearsal = _Rehearsal()
    try:
        rehearsal.several(syntax.instructions(form.tree), _seen(deal))
    except _TooLong:
        what = f"the loops of the form go round more than {_MOST_STEPS:,} times"
        return Rehearsal((_at(form, rehearsal.line, "W307", what, "Do not put a list into itself."),), ())
    lacking = dict.fromkeys(path.partition(".")[0] for path in rehearsal.missing if _lacks_group(deal, path))
    missing = (_not_stated(form, deal, path, line) for path, line in rehearsal.missing.items())
    wrong = (_at(form, line, "W306", what, _GUIDE) for what, line in rehearsal.wrong)
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


def _blame(form: Form, what: str, line: int, near: str, name: str) -> Finding:
    remedy = f"Did you mean {near!r}?" if name and near else _GUIDE
    return _at(form, line, "W306", what, remedy)


def _at(form: Form, line: int, code: str, what: str, remedy: str) -> Finding:
    """A finding about the tag in that line of the syntax, which has one tag a line."""
    where = form.tags[line - 1].paragraph.where
    return Finding(code, f"{where}: {what}", remedy, Place(form.name))


def _not_stated(form: Form, deal: Deal, path: str, line: int) -> Finding:
    what = f"is not stated, and {form.tags[line - 1].paragraph.where} of {form.name} prints it"
    return Finding("T204", what, f"State {path} in the term sheet.", deal.place_of(path), path)


def _empty(form: Form, deal: Deal, path: str, line: int) -> Finding:
    what = f"is empty, and {form.tags[line - 1].paragraph.where} of {form.name} prints nothing for it"
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
    from assembler.writers import wordfile

    printing, seen = Printing(), _seen(deal)
    template = _template(form)
    try:
        document = template.filled(lambda source: printing.several(syntax.instructions(syntax.parse(source)), seen))
    except (etree.XMLSyntaxError, TemplateError, KeyError, ValueError, AttributeError) as error:
        raise _unfit(form, "W308", f"the form cannot be filled ({type(error).__name__}: {error})") from None
    _forget_people(document)
    parts = [_finished(part, printing.values, form) for part in wordfile.parts(document)]
    return package.pack(parts, wordfile.main_part(document), properties)


def _template(form: Form) -> filling.Template:
    from assembler.writers import filling

    try:
        return filling.Template.opened(_prepared(form))
    except Exception as fault:  # noqa: BLE001  python-docx has nine kinds of exception for a file it cannot read
        raise _unfit(form, "W301", f"the file cannot be opened as a Word document ({type(fault).__name__})") from None


def _unfit(form: Form, code: str, what: str) -> Refused:
    return Refused([Finding(code, what, "Save it again from Word as a Word Document (.docx).", Place(form.name))])


def _prepared(form: Form) -> bytes:
    """The file for docxtpl: each tag in one piece, and without the traces of how it was edited."""
    content = dict(form.package.parts)
    for name, root in {**form.filled, **_settings(form)}.items():
        made = deepcopy(root)
        mending.forget(made)
        _blanks_kept(made)
        tags_of.joined(made, _STAND_INS)
        content[name] = _serialised(made)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _settings(form: Form) -> Mapping[str, etree._Element]:
    return {name: root for name, root in form.package.parsed.items() if name.endswith("/settings.xml")}


def _blanks_kept(root: etree._Element) -> None:
    """Keeps the blanks of each text; a line end within one is a blank, and docxtpl would make a break of it."""
    for text in root.iter(qualified("t")):
        text.text = (text.text or "").translate({ord(space): " " for space in "\t\r\n"})
        text.set(_SPACE, "preserve")


def _forget_people(document: WordDocument) -> None:
    """Takes out the part that names those who have commented on the form or changed it."""
    relationships = document.part.rels
    for key in [key for key, one in relationships.items() if (one.reltype or "").endswith("/people")]:
        relationships.pop(key)


def _finished(part: package.Part, values: Sequence[Value], form: Form) -> package.Part:
    """A part with its values, mended. Refused where a tag is left in it."""
    if part.content_type not in _FILLED:
        return part
    root = etree.fromstring(part.content)
    left = [one.where for one in tags_of.paragraphs(part.name, root, form.name) if tags_of.holds_tag(one.words)]
    if left:
        raise _unfit(form, "W308", f"a tag is left in what was filled: {left[0]}")
    mending.mend(root)
    opaque.put_in(root, values, _STOOD_FOR)
    return package.Part(part.name, part.content_type, _serialised(root))


def _serialised(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
