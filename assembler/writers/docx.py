"""The document in Word: the shell with the clauses in place of its anchor, numbered by Word's own lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from zlib import crc32

from msgspec import Struct

from assembler.document import references
from assembler.document.numbering import Numbers
from assembler.document.outline import has_contents, headings
from assembler.document.tree import Document
from assembler.library import Shell
from assembler.writers import body, lists, ooxml, package, shell
from assembler.writers.archive import member
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
    ready = shell.ready(house, NEEDED)
    laid = lay(document, numbers, ready, ready.first_list, purpose)
    return pack(ready, "".join(piece.xml() for piece in laid.pieces), laid, properties)


class Laid(Struct, frozen=True):
    """A document laid out for a shell, before it is put in: its pieces, the set-up of the last pages, the lists made for it."""

    pieces: Sequence[ooxml.Paragraph | ooxml.Table]
    last_pages: str
    own_lists: Sequence[lists.OwnList]
    comments: Sequence[tuple[int, Sequence[str]]] = ()


def lay(document: Document, numbers: Numbers, ready: shell.Ready, first_list: int, purpose: Purpose = SENT) -> Laid:
    """The document laid out; `first_list` is the number of the first list that is made for it."""
    plan = lists.plan(document, numbers, ready.promises, _TEXT_STYLE, _ENUMERATION)
    listed = {one.label: one for one in headings(document, numbers)} if has_contents(document) else {}
    written = body.Body(
        document,
        plan,
        _runs(document, numbers, listed),
        first_list=first_list,
        first_bookmark=ready.first_bookmark,
        width=ready.text_width,
        end_of=_end_of(ready.pages),
        headings=listed,
        is_field=not purpose.to_print,
        notes=purpose.notes,
    )
    pieces, last_pages = written.laid()
    return Laid(pieces, last_pages, plan.own_lists, written.comments)


def pack(ready: shell.Ready, clauses: str, laid: Laid, properties: Properties) -> bytes:
    """The file with these clauses in the shell; its lists begin at the first number that is free there."""
    ooxml.refuse_illegal(clauses)
    own_lists = "".join(_own_list(one, ready, number) for number, one in enumerate(laid.own_lists, ready.first_list))
    changed = [(ready.document, (clauses, laid.last_pages)), (ready.numbering, (own_lists,))]
    changed += [(story, ()) for story in ready.others]
    return _packed(ready, changed, laid.comments, properties)


_Changed = Sequence[tuple[shell.Story, Sequence[str]]]


def _packed(
    ready: shell.Ready, changed: _Changed, comments: Sequence[tuple[int, Sequence[str]]], properties: Properties
) -> bytes:
    """The file of what every document in the shell has, of what changed, and of comments where there are any."""
    values = {"title": properties.title, "status": properties.status}
    members, listing = [*ready.unchanging], ready.listing
    relation = ""
    if comments:
        from assembler.writers import comments as commenting

        part = commenting.part(ready.document.name, comments, properties.author, properties.as_of)
        members, listing = [*members, member(part.name, part.content)], (*listing, (part.name, part.content_type))
        relation = commenting.RELATION
    for story, goes_in in (*changed, (ready.relations, (relation,))):
        members.append(member(story.name, ready.text(story, goes_in, values)))
    return package.packed_with(members, listing, ready.document.name, properties)


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
