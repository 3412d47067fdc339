"""The firm's own Word forms: open, find the tags, check them against the deal, fill, clean up.

Every error is found before anything is filled. `read` checks the file and its tags, `dry_run` what they ask of a deal.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
from itertools import count
from typing import Any

from jinja2 import TemplateError
from jinja2.nodes import Template
from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from assembler.drafting import syntax
from assembler.drafting.rendering import Instruction, Instructions, Lookup, Loop, Renderer
from assembler.errors import InputError, Location, Problem, Severity, errors
from assembler.termsheet.deal import Deal
from assembler.termsheet.formats import NotStated, Term, Unstated, WrongFilter
from assembler.word import document_parts, package, tags, untrusted_docx
from assembler.word.ooxml import NAMESPACE, qualified
from assembler.word.tags import BRACES, TAG_BRACES, Tag, TaggedParagraph
from assembler.wordforms import cleanup, numbering, references, results, traces, turns

GUIDE = "See templates/ancillary/README.md for what may stand in a form."
_MOST_STEPS = 500_000

_FILLED = tuple(f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml" for kind in ("document.main", "header", "footer", "footnotes"))  # fmt: skip
_FILLED_ARE = "only the body, headers, footers and footnotes are filled"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_CHANGES = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "cellIns", "cellDel")  # fmt: skip
_PROPERTIES = {"creator": "author", "lastModifiedBy": "last author", "Company": "company", "Manager": "manager"}

_FOR_DOCXTPL = str.maketrans("{}" + TAG_BRACES, BRACES + "{}")
_AS_FILLED = str.maketrans(BRACES, "{}")


class TaggedForm(Struct, frozen=True):
    """A form that may be filled. `name` is its file as messages show it. Each tag is a line of the instructions."""

    name: str
    package: untrusted_docx.UntrustedPackage
    tags: tuple[Tag, ...]
    instructions: Instructions
    route: references.Route
    warnings: tuple[Problem, ...] = ()

    @property
    def own_properties(self) -> tuple[str, ...]:
        """The author, the company and the custom properties of the file. None of it is delivered."""
        return tuple(_own_properties(self.package))

    def problem(self, code: str, line: int, what: str, hint: str) -> Problem:
        """Return a problem about the tag in that line of the instructions."""
        return Problem(code, f"{self.where(line)}: {what}", hint, Location(self.name))

    def where(self, line: int) -> str:
        """The paragraph of the tag in that line, as messages name it."""
        return self.tags[line - 1].paragraph.where


class DryRun(Struct, frozen=True):
    """The problems about a form for a deal, and the optional groups that the form prints and the deal lacks."""

    problems: tuple[Problem, ...]
    lacking: tuple[str, ...]


# Open, and find the tags


def read(content: bytes, name: str, deal: Deal) -> TaggedForm:
    """Open a form for this deal or another of its kind. Raises InputError with everything wrong with the file or its tags."""
    form, tree = _opened_form(content, name)

    def blame(what: str, line: int, near: str, meant: str) -> Problem:
        return form.problem("W306", line, what, f"Did you mean {near!r}?" if meant and near else GUIDE)

    _refuse(syntax.SyntaxInspection("a form", deal.facts, deal.shapes, blame).node(tree, {}))
    return replace(form, instructions=syntax.instructions(tree))


@lru_cache(maxsize=16)  # the page checks the forms at each key stroke
def _opened_form(content: bytes, name: str) -> tuple[TaggedForm, Template]:
    """Return a form without its instructions, and the syntax of its tags. Nobody changes its parsed parts."""
    given = untrusted_docx.open_untrusted(content, name)
    opened = traces.without_traces(given)
    filled = _filled_parts(opened)
    paragraphs = [*_paragraphs(filled, name)]
    result = tuple(tag for paragraph in paragraphs for tag in tags.tags(paragraph))
    stories, in_stories = _with_endnotes(opened, filled, paragraphs)
    of_traces = traces.faults(given, _paragraphs(_filled_parts(given), name))
    of_results = [*results.faults(stories, in_stories, name)]
    of_tags = tags.faults(filled, paragraphs, result, name)
    _refuse([*_faults_of_file(opened, filled, paragraphs), *of_traces, *errors(of_results), *of_tags])
    route = references.route(stories, in_stories, result)
    return TaggedForm(name, opened, result, (), route, tuple(of_results)), syntax.parse(route.template)


def _paragraphs(filled: Mapping[str, etree._Element], name: str) -> Iterator[TaggedParagraph]:
    return (each for part, root in filled.items() for each in tags.paragraphs(part, root, name))


def _with_endnotes(
    opened: untrusted_docx.UntrustedPackage,
    filled: Mapping[str, etree._Element],
    paragraphs: Sequence[TaggedParagraph],
) -> tuple[Mapping[str, etree._Element], Sequence[TaggedParagraph]]:
    """Return the parts that may hold references, and their paragraphs. Endnotes hold no tags."""
    endnotes = {name: root for name, root in opened.parsed.items() if root.tag == qualified("endnotes")}
    return {**filled, **endnotes}, [*paragraphs, *_paragraphs(endnotes, opened.name)]


def _refuse(problems: Iterable[Problem]) -> None:
    if result := dict.fromkeys(problems):
        raise InputError(result)


def _filled_parts(opened: untrusted_docx.UntrustedPackage) -> Mapping[str, etree._Element]:
    """The parts that are filled, the body first."""
    overrides = opened.parsed["[Content_Types].xml"].iter(_OVERRIDE)
    types = {part.get("PartName", "").removeprefix("/"): part.get("ContentType", "") for part in overrides}
    names = [name for kind in _FILLED for name in sorted(types) if types[name] == kind]
    return {name: opened.parsed[name] for name in names if name in opened.parsed}


def _faults_of_file(
    opened: untrusted_docx.UntrustedPackage, filled: Mapping[str, etree._Element], paragraphs: Iterable[TaggedParagraph]
) -> Iterator[Problem]:
    """Yield what is wrong apart from the tags: what others must not see, links, and tags where nothing is filled."""
    place, roots = Location(opened.name), opened.parsed.values()
    if changes := [change for root in roots for change in root.iter(*map(qualified, _CHANGES))]:
        what = f"the form holds {_counted(len(changes), 'tracked change')}{_where(changes[0], paragraphs)}"
        yield Problem("W302", what, "Accept or reject them in Word, and save the form.", place)
    if comments := [comment for root in roots for comment in root.iter(qualified("comment"))]:
        what = f"the form holds {_counted(len(comments), 'comment')}, which would be delivered"
        yield Problem("W302", what, "Delete them in Word, and save the form.", place)
    for link in untrusted_docx.outside(opened):
        what = f"the form takes something in from outside: {link}"
        yield Problem("W303", what, "Break the link in Word, or put the thing itself into the form.", place)
    for name in sorted({*opened.parsed} - {*filled}):
        if tags.holds_tag(opened.parts[name].decode("utf-8", "replace")):
            what = f"{name} holds a tag, and {_FILLED_ARE}"
            yield Problem("W304", what, "Move the tag to one of these, or take it out.", place)
    for name, root in filled.items():
        if any(character in etree.tostring(root, encoding="unicode") for character in BRACES + TAG_BRACES):
            yield Problem("W304", f"{name} holds a character from U+FDD0 to U+FDD3", "Delete it.", place)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("s" if count > 1 else "")


def _where(change: etree._Element, paragraphs: Iterable[TaggedParagraph]) -> str:
    around = next(change.iterancestors(qualified("p")), None)
    return next((f", the first in {each.where}" for each in paragraphs if each.element is around), "")


def _own_properties(opened: untrusted_docx.UntrustedPackage) -> Iterator[str]:
    for name, root in sorted(opened.parsed.items()):
        for element in root.iter(etree.Element) if name.startswith("docProps/") else ():
            kind = etree.QName(element).localname
            if kind == "property":
                yield f"custom property {element.get('name', '')!r}"
            elif kind in _PROPERTIES and (element.text or "").strip():
                yield f"{_PROPERTIES[kind]} {element.text!r}"


# Check them against the deal


def dry_run(form: TaggedForm, deal: Deal) -> DryRun:
    """Return what is wrong with the form for this deal, by asking everything that filling would ask."""
    rehearsal = _DryRunRenderer()
    try:
        printed = rehearsal.instructions(form.instructions, _values(deal))
    except _TooLong:
        what = f"the loops of the form go round more than {_MOST_STEPS:,} times"
        return DryRun((form.problem("W307", rehearsal.line, what, "Do not put a list into itself."),), ())
    lacking = dict.fromkeys(group for path in rehearsal.missing if (group := _group_lacking(deal, path)))
    missing = (_not_stated(form, deal, path, line) for path, line in rehearsal.missing.items())
    wrong = (form.problem("W306", line, what, GUIDE) for what, line in rehearsal.wrong)
    empty = (_empty(form, deal, path, line) for path, line in rehearsal.empty.items())
    # A loop over what is not stated prints nothing, so what is in it would seem to be taken out.
    broken = () if rehearsal.missing or rehearsal.wrong else _broken_references(form, printed, deal)
    return DryRun(tuple(dict.fromkeys((*missing, *wrong, *empty, *broken, *form.warnings))), tuple(lacking))


def _broken_references(form: TaggedForm, printed: str, deal: Deal) -> Iterator[Problem]:
    return references.faults(form.route, printed, deal.facts, _filled_parts(form.package).values(), form.name)


def _values(deal: Deal) -> Mapping[str, Any]:
    return {**deal.values, **deal.facts}


def _group_lacking(deal: Deal, path: str) -> str:
    """Return the group above a missing term that is not stated, such as `closing.wire`. Empty if its groups are."""
    value: Any = deal.values
    steps = path.split(".")
    for at, step in enumerate(steps[:-1], start=1):
        value = value.get(step) if isinstance(value, Mapping) else None
        if isinstance(value, Unstated):
            return ".".join(steps[:at])
    return ""


def _not_stated(form: TaggedForm, deal: Deal, path: str, line: int) -> Problem:
    what = f"is not stated, and {form.where(line)} of {form.name} prints it"
    return Problem("T204", what, f"State {path} in the term sheet.", deal.location_of(path), path)


def _empty(form: TaggedForm, deal: Deal, path: str, line: int) -> Problem:
    what = f"is empty, and {form.where(line)} of {form.name} prints nothing for it"
    hint = "State it. If the deal has none, put the loop of the form under a condition."
    return Problem("W313", what, hint, deal.location_of(path), path, Severity.WARNING)


class _TooLong(Exception):
    """The form goes round its loops too often."""


class _DryRunRenderer(Renderer):
    """Prints the tags of a form, and goes on if a value is missing or a filter is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.missing: dict[str, int] = {}
        self.empty: dict[str, int] = {}
        self.wrong: list[tuple[str, int]] = []
        self._steps = 0

    def instructions(self, entries: Iterable[Instruction], seen: Mapping[str, Any]) -> str:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise _TooLong
        return super().instructions(entries, seen)

    def loop(self, loop: Loop, seen: Mapping[str, Any]) -> str:
        return self._noted(super().loop, loop, seen)

    def turn(self, loop: Loop, seen: Mapping[str, Any]) -> str:
        return references.turn(loop.over.line, super().turn(loop, seen))

    def items(self, loop: Loop, seen: Mapping[str, Any]) -> list[Any]:
        items = super().items(loop, seen)
        if not items:
            self.empty.setdefault(_path(loop.over.names, seen), loop.over.line)
        return items

    def expression(self, asked: Lookup, seen: Mapping[str, Any]) -> str:
        return self._noted(super().expression, asked, seen)

    def _noted(
        self, printed: Callable[[Any, Mapping[str, Any]], str], asked: Instruction, seen: Mapping[str, Any]
    ) -> str:
        try:
            return printed(asked, seen)
        except NotStated as error:
            self.missing.setdefault(str(error), self.line)
        except WrongFilter as error:
            self.wrong.append((str(error), self.line))
        return ""


def _path(names: Sequence[str], seen: Mapping[str, Any]) -> str:
    """Return the path of a list. Any term of its group knows the path of the group."""
    name, *under = names
    if not under:
        return name
    group = seen.get(name)
    terms = group.values() if isinstance(group, Mapping) else ()
    known = next((term.path for term in terms if isinstance(term, Term)), name)
    return f"{known.rpartition('.')[0] or name}.{under[-1]}"


# Fill, and clean up


def fill(form: TaggedForm, deal: Deal, properties: package.Properties, file: str) -> bytes:
    """Fill a form for a deal that it was rehearsed for, as this file. The same arguments give the same bytes.

    Raises InputError if the file cannot be filled after all.
    """
    from assembler.word import filling

    prepared = _prepared(form.package)
    try:
        template = filling.FillTemplate.opened(prepared)
    except Exception as fault:  # noqa: BLE001  python-docx raises nine kinds of exception for a file it cannot read
        raise _unfit(form, "W301", f"the file cannot be opened as a Word document ({type(fault).__name__})") from None
    try:
        document = template.filled(_values(deal))
        parts = _settled([*document_parts.parts(document)])
        parts = [_cleaned(form, part, properties, file) if part.content_type in _FILLED else part for part in parts]
    except (etree.XMLSyntaxError, TemplateError, KeyError, ValueError, AttributeError) as error:
        raise _unfit(form, "W308", f"the form cannot be filled ({type(error).__name__}: {error})") from None
    return package.pack(parts, document_parts.main_part(document), properties)


def _settled(parts: Sequence[package.PackagePart]) -> Sequence[package.PackagePart]:
    """Return the filled parts, with the turns of the loops kept apart."""
    roots = {part.name: etree.fromstring(part.content) for part in parts if part.content_type.endswith("+xml")}
    by_kind = {etree.QName(root).localname: root for root in roots.values()}
    stories = [roots[part.name] for kind in _FILLED for part in parts if part.content_type == kind]
    notes = [by_kind[kind] for kind in ("footnotes", "endnotes") if kind in by_kind]
    turns.settle([*stories, *(root for root in notes if root not in stories)], notes, _lists(by_kind))
    changed = {id(root) for root in (*stories, *notes, by_kind.get("numbering"))}
    return [
        replace(part, content=_serialised(roots[part.name]).encode()) if id(roots.get(part.name)) in changed else part
        for part in parts
    ]


def _lists(by_kind: Mapping[str, etree._Element]) -> numbering.Lists:
    return numbering.Lists(by_kind.get("numbering"), by_kind.get("styles"))


def _prepared(opened: untrusted_docx.UntrustedPackage) -> bytes:
    """Return the file for docxtpl: each tag in one piece, no other brace, and no trace of who edited it."""
    content = dict(opened.parts)
    settings = {name: root for name, root in opened.parsed.items() if name.endswith("/settings.xml")}
    lists, loops = _lists({etree.QName(root).localname: root for root in opened.parsed.values()}), count()
    for name, parsed in {**_filled_parts(opened), **settings}.items():
        root = document_parts.with_prefix(deepcopy(parsed), "w", NAMESPACE)
        cleanup.forget(root)
        for text in root.iter(qualified("t")):
            # A line end in the XML is a blank. docxtpl would make a break of it.
            text.text = (text.text or "").translate(dict.fromkeys(map(ord, "\t\r\n"), " "))
            text.set(_SPACE, "preserve")
        turns.mark(root, lists, loops)
        tags.join(root)
        content[name] = _serialised(root).translate(_FOR_DOCXTPL).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _serialised(root: etree._Element) -> str:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True).decode()


def _cleaned(
    form: TaggedForm, part: package.PackagePart, properties: package.Properties, file: str
) -> package.PackagePart:
    """Return a filled part, mended. Raises InputError if a tag is left: docxtpl does not fill every header of every file."""
    root = etree.fromstring(part.content)
    cleanup.clean_up(root)
    traces.show_properties(root, properties, file)
    xml = _serialised(root)
    if tags.holds_tag(xml):
        raise _unfit(form, "W308", f"{part.name} still holds a tag after the form was filled")
    return package.PackagePart(part.name, part.content_type, xml.translate(_AS_FILLED).encode())


def _unfit(form: TaggedForm, code: str, what: str) -> InputError:
    return InputError([Problem(code, what, "Save it again from Word as a Word Document (.docx).", Location(form.name))])
