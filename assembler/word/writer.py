"""The document as a Word file: the style template, with the clauses in place of its anchor.

Numbers are Word's own lists and references are fields, so the file stays right when counsel edits it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from html import escape
from zlib import crc32

from msgspec import Struct

from assembler.document import references
from assembler.document.numbering import Numbers
from assembler.document.outline import has_contents, headings
from assembler.document.tree import Document
from assembler.library import StyleTemplate
from assembler.word import body, compiled_template, lists, ooxml, package, reproducible_zip
from assembler.word import contents as commenting
from assembler.word.runs import Runs
from assembler.word.template_cache import get_compiled_template

Properties = package.Properties

_TEXT_STYLE = "AgreementText"
_ENUMERATION = "enumeration"

# The promises that every style template must make.
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
    """The purpose of a Word file. The default is a file to be sent.

    `notes` are the lines of the comment on a clause, by label. `pages` are the pages that the contents show, by the label
    of a section. `to_print` leaves out the TOC field, since LibreOffice computes the pages of the contents only without
    it. `to_measure` also leaves out all references, so that the contents have the only links to places in the document.
    """

    notes: Mapping[str, Sequence[str]] = {}
    pages: Mapping[str, str] = {}
    to_print: bool = False
    to_measure: bool = False


SENT = Purpose()


def write(
    document: Document, numbers: Numbers, style_template: StyleTemplate, properties: Properties, purpose: Purpose = SENT
) -> bytes:
    """Return the document as a Word file, in the style template `style_template`. The same arguments give the same bytes.

    Raises InputError if the style template breaks a promise, ValueError if a value holds a character that XML cannot.
    """
    ready = get_compiled_template(style_template, NEEDED)
    laid = lay(document, numbers, ready, purpose)
    return pack(ready, "".join(piece.xml() for piece in laid.pieces), laid, properties)


class CopyWriter:
    """Writes the copies of a template. Everything but their values is written and compressed once.

    Raises what `write` raises.
    """

    def __init__(
        self, template: Document, numbers: Numbers, style_template: StyleTemplate, properties: Properties
    ) -> None:
        ready = get_compiled_template(style_template, NEEDED)
        laid = lay(template, numbers, ready, SENT)
        made, described = _made_parts(laid, ready, properties)
        self._name = ready.document.name
        self._text = ooxml.TextWithHoles(
            _main_part(ready, "".join(piece.xml() for piece in laid.pieces), laid, properties)
        )
        self._before, self._behind = _other_members(ready, made, described)

    def write(self, values: Sequence[str]) -> bytes:
        """Return the Word file of a copy with the texts of its values."""
        text = reproducible_zip.member(self._name, self._text.filled(values).encode())
        return reproducible_zip.archive([*self._before, text, *self._behind])


class LaidOutDocument(Struct, frozen=True):
    """A document in layout: its paragraphs and tables, the section properties of its last pages, its own lists.

    `comments` are the lines of each comment, with its number.
    """

    pieces: Sequence[ooxml.Placed]
    last_pages: str
    own_lists: Sequence[lists.OwnList]
    comments: Sequence[tuple[int, Sequence[str]]] = ()


def lay(
    document: Document, numbers: Numbers, ready: compiled_template.CompiledTemplate, purpose: Purpose = SENT
) -> LaidOutDocument:
    """Return the layout of a document for a style template."""
    plan = lists.plan(document, numbers, ready.contract, _TEXT_STYLE, _ENUMERATION)
    listed = {heading.label: heading for heading in headings(document, numbers)} if has_contents(document) else {}
    laid = body.Body(
        document,
        plan,
        _runs(document, numbers, listed, plan.typed, has_references=not purpose.to_measure),
        first_list=ready.first_list,
        first_bookmark=ready.first_bookmark,
        width=ready.text_width,
        end_of=_end_of(ready.pages),
        headings=listed,
        pages=purpose.pages,
        is_field=not (purpose.to_print or purpose.to_measure),
        notes=purpose.notes,
    )
    pieces, last_pages = laid.laid()
    return LaidOutDocument(pieces, last_pages, plan.own_lists, laid.comments)


def pack(
    ready: compiled_template.CompiledTemplate, clauses: str, laid: LaidOutDocument, properties: Properties
) -> bytes:
    """Return the file with these clauses in the style template. New lists start at the first free number."""
    ooxml.refuse_illegal(clauses)
    made, described = _made_parts(laid, ready, properties)
    before, behind = _other_members(ready, made, described)
    text = reproducible_zip.member(ready.document.name, _main_part(ready, clauses, laid, properties).encode())
    return reproducible_zip.archive([*before, text, *behind])


def parts(
    ready: compiled_template.CompiledTemplate, clauses: str, laid: LaidOutDocument, properties: Properties
) -> Mapping[str, bytes]:
    """Return the parts of that file by name, before they are packed."""
    made, _ = _made_parts(laid, ready, properties)
    unchanging = {member.name: reproducible_zip.unpacked(member) for member in ready.unchanging}
    return {**unchanging, **made, ready.document.name: _main_part(ready, clauses, laid, properties).encode()}


def _main_part(
    ready: compiled_template.CompiledTemplate, clauses: str, laid: LaidOutDocument, properties: Properties
) -> str:
    """Return the part that holds the text."""
    head, between, behind = ready.pieces(ready.document, _values(properties))
    return f"{head}{clauses}{between}{laid.last_pages}{behind}"


def _other_members(
    ready: compiled_template.CompiledTemplate, made: Mapping[str, bytes], described: Sequence[package.PackagePart]
) -> tuple[Sequence[reproducible_zip.Member], Sequence[reproducible_zip.Member]]:
    """Return the members of the file before and behind the part that holds the text."""
    members = [*ready.unchanging, *(reproducible_zip.member(name, content) for name, content in made.items())]
    listing = (*ready.listing, *((part.name, part.content_type) for part in described))
    in_order = package.ordered(members, listing, ready.document.name)
    index = 1 + sum(member.name < ready.document.name for member in in_order[1:])  # the list of parts comes first
    return in_order[:index], in_order[index:]


def _made_parts(
    laid: LaidOutDocument, ready: compiled_template.CompiledTemplate, properties: Properties
) -> tuple[Mapping[str, bytes], Sequence[package.PackagePart]]:
    """Return the parts that differ from file to file, without the text, and the parts that the template lacks."""
    own_lists = "".join(_own_list(each, ready, number) for number, each in enumerate(laid.own_lists, ready.first_list))
    relation, described = "", [*package.property_parts(properties)]
    if laid.comments:
        described.append(commenting.part(ready.document.name, laid.comments, properties.author, properties.dated))
        relation = commenting.RELATION
    values = _values(properties)
    made = {
        ready.numbering.name: ready.text(ready.numbering, (own_lists,), values),
        ready.relations.name: ready.text(ready.relations, (relation,), values),
        **{story.name: ready.text(story, (), values) for story in ready.other_parts},
        **{part.name: part.content for part in described},
    }
    return made, described


def _values(properties: Properties) -> Mapping[str, str]:
    return {"title": properties.title, "status": properties.status}


def _end_of(pages: Mapping[str, compiled_template.PageSetup]) -> Callable[[str], str]:
    """Return a function that gives the section properties for the next pages of a kind.

    A kind that the style template lacks is laid out like the body.
    """
    begun: set[str] = set()

    def end_of(kind: str) -> str:
        # Only the first section of a kind restarts page numbers and has a title page.
        is_later = kind in begun or kind not in pages
        begun.add(kind)
        set_up = pages.get(kind, pages[""])
        return set_up.later if is_later else set_up.first

    return end_of


def _runs(
    document: Document, numbers: Numbers, listed: Iterable[str], typed: Collection[str], *, has_references: bool
) -> Runs:
    """Return the writer of passages, with a bookmark for every clause that a reference or the contents need.

    A typed number has none, since a field would print the number of its paragraph. Without `has_references`, references
    are plain words.
    """
    chains = lists.chains(document)
    targets = {reference.label for _, reference in references.references(document)}
    referred = {label for target in targets for label in chains.get(target, ())}
    return Runs(
        numbers,
        chains if has_references else {},
        {label: _bookmark(label) for label in chains if label in referred.union(listed).difference(typed)},
    )


def _bookmark(label: str) -> str:
    """Return the name of a clause's bookmark. Word hides names with a leading underscore from the user."""
    name = f"_Ref_{label}"
    if len(name) <= _BOOKMARK_LENGTH:
        return name
    return f"{name[: _BOOKMARK_LENGTH - 9]}_{crc32(label.encode()):08x}"


def _own_list(own_list: lists.OwnList, ready: compiled_template.CompiledTemplate, number: int) -> str:
    """Return a list instance with its own first number, and with another look if it has one."""
    base = ready.lists[own_list.base]
    look = own_list.look
    level = "" if look is None else _own_level(base.levels[own_list.level], own_list.start, look, own_list.level)
    start = f'<w:startOverride w:val="{own_list.start}"/>'
    override = f'<w:lvlOverride w:ilvl="{own_list.level}">{start}{level}</w:lvlOverride>'
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{base.definition}"/>{override}</w:num>'


def _own_level(level: str, start: int, look: lists.NumberFormat, position: int) -> str:
    """Return a level of the base list with another look."""
    values = {
        compiled_template.START: str(start),
        compiled_template.FIGURES: look.word_figures,
        compiled_template.PATTERN: look.pattern(position),
    }
    return level.translate({ord(placeholder): escape(text) for placeholder, text in values.items()})
