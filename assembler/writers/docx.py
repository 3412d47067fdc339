"""The document in Word: the shell with the clauses in place of its anchor, numbered by Word's own lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any
from zlib import crc32

from msgspec import Struct

from assembler.document import references
from assembler.document.numbering import Numbers
from assembler.document.outline import has_contents, headings
from assembler.document.tree import Document
from assembler.library import Shell
from assembler.writers import body, lists, ooxml, package, shell
from assembler.writers.archive import Member, member
from assembler.writers.runs import Runs

Properties = package.Properties

_TEXT_STYLE = "AgreementText"
_ENUMERATION = "enumeration"

# What no document can be written without: the promises of a shell must name each of it.
NEEDED = (
    ("anchor", "body"),
    ("tag", "title"),
    ("tag", "status"),
    ("list", "agreement"),
    ("list", _ENUMERATION),
    *(("paragraph", style) for style in body.PARAGRAPH_STYLES),
    *(("character", style) for style in body.CHARACTER_STYLES),
    *(("table", style) for style in body.TABLE_STYLES),
)

_BOOKMARK_LENGTH = 40  # Word's limit


class Purpose(Struct, frozen=True):
    """What a Word file is for, beside being sent.

    `notes` are the lines of a comment in the margin of a clause, by its label. A table of contents is a field that Word
    makes anew, unless the file is `to_print` by LibreOffice, which computes the pages of a table that is none.
    """

    notes: Mapping[str, Sequence[str]] = {}
    to_print: bool = False


SENT = Purpose()


def write(document: Document, numbers: Numbers, house: Shell, properties: Properties, purpose: Purpose = SENT) -> bytes:
    """The document as a Word file, in the shell of a house.

    Raises Refused when the shell breaks a promise. The same arguments give the same bytes.
    """
    return Writer(document, numbers, house).write(document, properties, purpose)


class Writer:
    """Writes documents like one: with its numbers, and different in nothing but values.

    What they share is found once: lists, references, the paragraphs of clauses that are the same object in both.
    Refused where the shell breaks a promise.
    """

    def __init__(self, like: Document, numbers: Numbers, house: Shell) -> None:
        self._ready = shell.ready(house, NEEDED)
        begun = _begun(_ById(like), _ById(numbers), _ById(self._ready))
        self._layout, self._written = begun.layout, begun.written
        self._title = like.title
        self._members: dict[str, tuple[bytes, Member]] = {}

    def write(self, document: Document, properties: Properties, purpose: Purpose = SENT) -> bytes:
        """The document as a Word file. ValueError where a value holds what no document can."""
        if document.title != self._title:  # what is set as the title is
            self._title, self._written = document.title, {}
        written = {} if self._layout.listed else self._written
        laid = self._layout.lay(document, self._ready, self._ready.first_list, purpose, written)
        return pack(self._ready, laid.body, laid, properties, self._member)

    def _member(self, name: str, content: bytes) -> Member:
        """A part, compressed; most are as they were in the document before."""
        known = self._members.get(name)
        if known is None or known[0] != content:
            known = self._members[name] = content, member(name, content)
        return known[1]


class Laid(Struct, frozen=True):
    """A document laid out for a shell, before it is put in: its pieces, the set-up of the last pages, the lists made for it."""

    pieces: Sequence[ooxml.Paragraph | ooxml.Table]
    last_pages: str
    own_lists: Sequence[lists.OwnList]
    comments: Sequence[tuple[int, Sequence[str]]] = ()

    @property
    def body(self) -> str:
        """The pieces as they stand in the file."""
        return "".join(piece.xml() for piece in self.pieces)


def lay(documents: Sequence[tuple[Document, Numbers]], ready: shell.Ready, purpose: Purpose = SENT) -> list[Laid]:
    """Documents laid out as each of them is by itself; a clause that is the same object in two of them is laid out once."""
    begun = [_begun(_ById(document), _ById(numbers), _ById(ready)) for document, numbers in documents]
    titles = {document.title for document, _ in documents}
    if len(titles) == 1 and all(one.layout == begun[0].layout for one in begun):
        begun = [max(begun, key=lambda one: len(one.written))] * len(begun)
    return [
        one.layout.lay(document, ready, ready.first_list, purpose, {} if one.layout.listed else one.written)
        for one, (document, _) in zip(begun, documents, strict=True)
    ]


class _Layout(Struct, frozen=True):
    """What documents that are alike share: where their clauses go, and what is referred to; whether they have contents."""

    numbers: Numbers
    plan: lists.Plan
    runs: Runs
    listed: bool

    def lay(
        self,
        document: Document,
        ready: shell.Ready,
        first_list: int,
        purpose: Purpose,
        written: dict[tuple[str, str], body.Written],
    ) -> Laid:
        of_body = body.Body(
            document,
            self.plan,
            self.runs,
            first_list=first_list,
            first_bookmark=ready.first_bookmark,
            width=ready.text_width,
            end_of=_end_of(ready.pages),
            headings={one.label: one for one in headings(document, self.numbers)} if self.listed else {},
            is_field=not purpose.to_print,
            notes=purpose.notes,
            written=written,
        )
        pieces, last_pages = of_body.laid()
        return Laid(pieces, last_pages, self.plan.own_lists, of_body.comments)


class _Begun(Struct, frozen=True):
    """The layout of a document, and what of it was written so far."""

    layout: _Layout
    written: dict[tuple[str, str], body.Written]


class _ById:
    """Something that nobody changes, known by which one it is: to compare two documents takes long."""

    def __init__(self, one: Any) -> None:
        self.one = one

    def __hash__(self) -> int:
        return id(self.one)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and self.one is other.one


@lru_cache(maxsize=16)  # a document is laid out for the set, and once more for its redline
def _begun(like: _ById, numbers: _ById, ready: _ById) -> _Begun:
    return _Begun(_layout(like.one, numbers.one, ready.one), {})


def _layout(like: Document, numbers: Numbers, ready: shell.Ready) -> _Layout:
    plan = lists.plan(like, numbers, ready.promises, _TEXT_STYLE, _ENUMERATION)
    listed = has_contents(like)
    runs = _runs(like, numbers, {one.label for one in headings(like, numbers)} if listed else ())
    return _Layout(numbers, plan, runs, listed)


def pack(
    ready: shell.Ready,
    clauses: str,
    laid: Laid,
    properties: Properties,
    compressed: Callable[[str, bytes], Member] = member,
) -> bytes:
    """The file with these clauses in the shell; its lists begin at the first number that is free there."""
    ooxml.refuse_illegal(clauses)
    own_lists = "".join(_own_list(one, ready, number) for number, one in enumerate(laid.own_lists, ready.first_list))
    relation, described = "", [*package.property_parts(properties)]
    if laid.comments:
        from assembler.writers import comments as commenting

        described.append(commenting.part(ready.document.name, laid.comments, properties.author, properties.as_of))
        relation = commenting.RELATION
    changed = (
        (ready.document, (clauses, laid.last_pages)),
        (ready.numbering, (own_lists,)),
        (ready.relations, (relation,)),
    )
    values = {"title": properties.title, "status": properties.status}
    parts = {story.name: ready.text(story, goes_in, values) for story, goes_in in changed}
    parts |= {story.name: ready.text(story, (), values) for story in ready.others}
    parts |= {part.name: part.content for part in described}
    members = [*ready.unchanging, *(compressed(name, content) for name, content in parts.items())]
    listing = (*ready.listing, *((part.name, part.content_type) for part in described))
    return package.packed_with(members, listing, ready.document.name)


def _end_of(pages: Mapping[str, shell.Pages]) -> Callable[[str], str]:
    """Gives the properties that end some pages of a kind; pages of a kind that the shell does not have are those of its body."""
    begun: set[str] = set()

    def end_of(kind: str) -> str:
        kind = kind if kind in pages else ""
        set_up = pages[kind].later if kind in begun else pages[kind].first
        begun.add(kind)
        return set_up

    return end_of


def _runs(document: Document, numbers: Numbers, listed: Iterable[str]) -> Runs:
    """The writer of passages, which knows a bookmark for every clause that a reference or a table of contents needs."""
    chains = lists.chains(document)
    referred = {label for _, reference in references.references(document) for label in chains.get(reference.label, ())}
    return Runs(numbers, chains, {label: _bookmark(label) for label in chains if label in referred.union(listed)})


def _bookmark(label: str) -> str:
    """The name of a clause's bookmark; Word hides those that begin with an underscore from its list."""
    name = f"_Ref_{label}"
    if len(name) <= _BOOKMARK_LENGTH:
        return name
    return f"{name[: _BOOKMARK_LENGTH - 9]}_{crc32(label.encode()):08x}"


def _own_list(own_list: lists.OwnList, ready: shell.Ready, number: int) -> str:
    """A list made from another: begun with a number of its own, and with another look where it has one."""
    base = ready.lists[own_list.base]
    look = own_list.look
    level = "" if look is None else _own_level(base.levels[own_list.level], own_list.start, look, own_list.level)
    start = f'<w:startOverride w:val="{own_list.start}"/>'
    override = f'<w:lvlOverride w:ilvl="{own_list.level}">{start}{level}</w:lvlOverride>'
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{base.definition}"/>{override}</w:num>'


def _own_level(level: str, start: int, look: lists.Look, position: int) -> str:
    """The level of the base with another look."""
    said = {shell.START: str(start), shell.FIGURES: look.word_figures, shell.PATTERN: look.pattern(position)}
    return level.translate({ord(stands_for): escape(text) for stands_for, text in said.items()})
