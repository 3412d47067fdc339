"""The document as a tree of clauses. Every reader and writer of documents uses it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Node(Struct, frozen=True, tag_field="is", tag=True, omit_defaults=True):
    """Base of all nodes of the tree. Its JSON holds the kind of node in `is` and leaves out default values."""


class Text(Node, frozen=True):
    """Words of the form or of a departure."""

    text: str


class Value(Node, frozen=True):
    """Words from the term sheet.

    `path` names the term (`investors[0].name`) and `text` is what is printed. Nothing in `text` is mark-up.
    """

    text: str
    path: str


class Definition(Node, frozen=True):
    """The words that define a term, printed in quotation marks and in bold in Word. `term` has no quotation marks."""

    term: str


class Reference(Node, frozen=True):
    """The number of another clause.

    `short` prints only the last part: "(c)" for "5(c)". `number` is empty until `references.resolve` has run.
    """

    label: str
    short: bool = False
    number: str = ""


class Blank(Node, frozen=True):
    """A blank to be filled in by hand, `width` underscores wide."""

    width: int


class Series(Node, frozen=True):
    """A list inside a sentence: "(i) shares, (ii) warrants and (iii) cash".

    `mark` is the first number as the form shows it ("(i)", "(w)"). `between` and `last` join the items: "," and " and"
    here, without the space before the number.
    """

    mark: str
    between: str
    last: str
    items: tuple[Inlines, ...]


Inline = Text | Value | Definition | Reference | Blank | Series
Inlines = tuple[Inline, ...]


class Paragraph(Node, frozen=True):
    """Running text."""

    inlines: Inlines


class Quotation(Node, frozen=True):
    """A block set apart from the text, such as a legend."""

    inlines: Inlines


class Display(Node, frozen=True):
    """A centred line, such as a title."""

    inlines: Inlines


class Lines(Node, frozen=True):
    """Lines that are not filled, such as an address."""

    lines: tuple[Inlines, ...]


class Entry(Node, frozen=True):
    """A label on the left and its lines on the right, such as a notice address."""

    label: Inlines
    lines: tuple[Inlines, ...]


class SignatureLine(Node, frozen=True):
    """A line to sign on: the words on the line, and the lines below it."""

    inlines: Inlines
    lines: tuple[Inlines, ...]


class Enumeration(Node, frozen=True):
    """A list whose items are paragraphs: I., II. The first run of words of an item is its paragraph, the rest are
    lines.
    """

    mark: str
    items: tuple[tuple[Inlines, ...], ...]


class Row(Node, frozen=True):
    """A row of a table. Each cell has one or more lines. `kind` is "head", "row" or "total"."""

    kind: str
    cells: tuple[tuple[Inlines, ...], ...]


class Table(Node, frozen=True):
    """A table. Its head rows are repeated on every page."""

    rows: tuple[Row, ...]


class Contents(Node, frozen=True):
    """The table of contents. `outline.headings` returns its entries."""


Block = Paragraph | Quotation | Display | Lines | Entry | SignatureLine | Enumeration | Table | Contents


class State(StrEnum):
    """The state of a clause in a document."""

    PRESENT = "present"
    RESERVED = "reserved"  # keeps its number, prints [RESERVED]
    ELSEWHERE = "elsewhere"  # has a number to cite, and its words are in a document of their own
    OMITTED = "omitted"  # has no number, so a reference to it is an error


class Clause(Node, frozen=True):
    """One provision with its children.

    `mark` is the first number of its kind ("1.", "(a)", "(i)", "A.", "Annex I") or empty. The numbers themselves are in
    the table that `numbering.number` returns. `runs_in` means that text follows the heading on its line. Only a
    departure sets `number_as`, the number printed in place of the computed one. `subject` tells copies of a repeated
    clause apart (`investors[0]` on that investor's signature page). `pages` is "cover", "contents" or "signatures" for
    pages with a layout of their own.
    """

    label: str
    mark: str = ""
    state: State = State.PRESENT
    heading: Inlines = ()
    runs_in: bool = False
    blocks: tuple[Block, ...] = ()
    children: tuple[Clause, ...] = ()
    starts_page: bool = False
    pages: str = ""
    subject: str = ""
    number_as: str = ""


class Document(Node, frozen=True):
    """A document: its title, and its clauses in order."""

    title: str
    clauses: tuple[Clause, ...]
