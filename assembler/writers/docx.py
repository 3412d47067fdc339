"""The document in Word: the shell with the clauses in place of its anchor, numbered by Word's own lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any
from zlib import crc32

from msgspec import Struct

from assembler.document import references, walk
from assembler.document.numbering import Numbers
from assembler.document.outline import has_contents, headings
from assembler.document.tree import Document
from assembler.library import Shell
from assembler.writers import archive, body, lists, ooxml, package, shell
from assembler.writers.refilling import Standing
from assembler.writers.runs import Runs
from assembler.writers.stretches import Stretches

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
    """Writes documents like one: numbered as it is, and different in little but values.

    What they share is found once: lists, references, the paragraphs of clauses that are the same object in both.
    Refused where the shell breaks a promise.
    """

    def __init__(self, like: Document, numbers: Numbers, house: Shell) -> None:
        self._ready = shell.ready(house, NEEDED)
        self._deflate = archive.compressor(house.compressor)
        self._begun = _begun(_ById(like), _ById(numbers), _ById(self._ready))
        self._title = like.title
        self._last: _Written | None = None

    def write(self, document: Document, properties: Properties, purpose: Purpose = SENT) -> bytes:
        """The document as a Word file. ValueError where a value holds what no document can."""
        last, self._last = self._last, None  # what was refilled by half, as something was refused, is not used again
        if last is None or not last.refilled(document, properties, purpose):
            last = self._whole(document, properties, purpose)
        self._last = last
        return last.packed()

    def _whole(self, document: Document, properties: Properties, purpose: Purpose) -> _Written:
        layout = self._begun.layout
        known = {} if layout.listed or document.title != self._title else self._begun.written
        of_body = layout.set_out(document, self._ready, purpose, known)
        laid = layout.lay(of_body)
        around = _Around.of(laid, self._ready, properties, self._deflate)
        pieces = [*laid.pieces]
        text = Stretches(around.head, pieces, around.tail, self._deflate)
        return _Written((properties, purpose), Standing(of_body, pieces), around, text)


class _Written:
    """The last document that was written, which the next one can take the place of."""

    def __init__(
        self, written_for: tuple[Properties, Purpose], standing: Standing, around: _Around, text: Stretches
    ) -> None:
        self._for = written_for
        self._standing = standing
        self._around = around
        self._text = text

    def refilled(self, document: Document, properties: Properties, purpose: Purpose) -> bool:
        """Whether the document has taken the place of the last; it has not where it is laid out in another way."""
        if self._for != (properties, purpose):
            return False
        changed = self._standing.refill(document)
        if changed:
            self._text.change(self._standing.pieces, changed)
        return changed is not None

    def packed(self) -> bytes:
        return self._around.with_text(self._text.member(self._around.name))


class Laid(Struct, frozen=True):
    """A document laid out for a shell, before it is put in: its pieces, the set-up of the last pages, the lists made for it."""

    pieces: Sequence[ooxml.Placed]
    last_pages: str
    own_lists: Sequence[lists.OwnList]
    comments: Sequence[tuple[int, Sequence[str]]] = ()


def lay(documents: Sequence[tuple[Document, Numbers]], ready: shell.Ready, purpose: Purpose = SENT) -> list[Laid]:
    """Documents laid out as each of them is by itself; a clause that is the same object in two of them is laid out once."""
    begun = [_begun(_ById(document), _ById(numbers), _ById(ready)) for document, numbers in documents]
    titles = {document.title for document, _ in documents}
    if len(titles) == 1 and all(one.layout == begun[0].layout for one in begun):
        begun = [max(begun, key=lambda one: len(one.written))] * len(begun)
    return [
        one.layout.lay(one.layout.set_out(document, ready, purpose, {} if one.layout.listed else one.written))
        for one, (document, _) in zip(begun, documents, strict=True)
    ]


class _Layout(Struct, frozen=True):
    """What documents that are alike share: where their clauses go, and what is referred to; whether they have contents."""

    numbers: Numbers
    plan: lists.Plan
    runs: Runs
    listed: bool

    def set_out(
        self, document: Document, ready: shell.Ready, purpose: Purpose, known: dict[tuple[str, str], body.Written]
    ) -> body.Body:
        return body.Body(
            document,
            self.plan,
            self.runs,
            first_list=ready.first_list,
            first_bookmark=ready.first_bookmark,
            width=ready.text_width,
            end_of=_end_of(ready.pages),
            headings={one.label: one for one in headings(document, self.numbers)} if self.listed else {},
            is_field=not purpose.to_print,
            notes=purpose.notes,
            known=known,
        )

    def lay(self, of_body: body.Body) -> Laid:
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
    deflate: archive.Deflate = archive.deflated,
) -> bytes:
    """The file with these clauses in the shell; its lists begin at the first number that is free there."""
    around = _Around.of(laid, ready, properties, deflate)
    ooxml.refuse_illegal(clauses)
    return around.with_text(archive.member(around.name, f"{around.head}{clauses}{around.tail}".encode(), deflate))


def parts(ready: shell.Ready, clauses: str, laid: Laid, properties: Properties) -> Mapping[str, bytes]:
    """The parts of that file by name, as they are before they are packed."""
    made, _ = _parts(laid, ready, properties)
    head, tail = _around(laid, ready, properties)
    unchanging = {one.name: archive.unpacked(one) for one in ready.unchanging}
    return {**unchanging, **made, ready.document.name: f"{head}{clauses}{tail}".encode()}


class _Around(Struct, frozen=True):
    """A file but for its clauses: the name of the part that these stand in, what stands around them, and the other members."""

    name: str
    head: str
    tail: str
    before: Sequence[archive.Member]
    behind: Sequence[archive.Member]

    @classmethod
    def of(
        cls,
        laid: Laid,
        ready: shell.Ready,
        properties: Properties,
        deflate: archive.Deflate,
    ) -> _Around:
        """The file around a document that is laid out."""
        name = ready.document.name
        parts, described = _parts(laid, ready, properties)
        made = [*ready.unchanging, *(archive.member(part, content, deflate) for part, content in parts.items())]
        listing = (*ready.listing, *((part.name, part.content_type) for part in described))
        members = package.ordered(made, listing, name)
        at = 1 + sum(one.name < name for one in members[1:])  # the list of the parts comes first
        return cls(name, *_around(laid, ready, properties), members[:at], members[at:])

    def with_text(self, text: archive.Member) -> bytes:
        """The file with that part of it."""
        return archive.archive([*self.before, text, *self.behind])


def _parts(
    laid: Laid, ready: shell.Ready, properties: Properties
) -> tuple[Mapping[str, bytes], Sequence[package.Part]]:
    """The parts that differ from file to file, but for that of the clauses; and those of them that the shell does not list."""
    own_lists = "".join(_own_list(one, ready, number) for number, one in enumerate(laid.own_lists, ready.first_list))
    relation, described = "", [*package.property_parts(properties)]
    if laid.comments:
        from assembler.writers import comments as commenting

        described.append(commenting.part(ready.document.name, laid.comments, properties.author, properties.as_of))
        relation = commenting.RELATION
    values = _values(properties)
    made = {
        ready.numbering.name: ready.text(ready.numbering, (own_lists,), values),
        ready.relations.name: ready.text(ready.relations, (relation,), values),
        **{story.name: ready.text(story, (), values) for story in ready.others},
        **{part.name: part.content for part in described},
    }
    return made, described


def _around(laid: Laid, ready: shell.Ready, properties: Properties) -> tuple[str, str]:
    """What stands before the clauses, and behind them."""
    head, between, behind = ready.pieces(ready.document, _values(properties))
    return head, between + laid.last_pages + behind


def _values(properties: Properties) -> Mapping[str, str]:
    return {"title": properties.title, "status": properties.status}


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
    saying_other_words = {walk.said_by(clause): clause for clause in walk.clauses(document)}.values()
    to = {reference.label for clause in saying_other_words for reference in references.of_clause(clause)}
    referred = {label for one in to for label in chains.get(one, ())}
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
