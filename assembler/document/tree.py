"""The document as a tree of clauses, before and after it is numbered; every reader and writer meets here."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Node(Struct, frozen=True, tag_field="is", tag=True, omit_defaults=True):
    """What a tree is made of. As JSON it says what it is, and leaves out what is as it mostly is."""


class Text(Node, frozen=True):
    """Words of the form, or of a departure."""

    text: str


class Value(Node, frozen=True):
    """Words that come from the term sheet.

    `path` names the term (`investors[0].name`); `text` is what is printed. Nothing in it is mark-up.
    """

    text: str
    path: str


class Definition(Node, frozen=True):
    """The place that defines a term; printed within quotation marks, bold in Word. `term` is without the marks."""

    term: str


class Reference(Node, frozen=True):
    """The number of another clause.

    `short` prints the last part only, "(c)" for "5(c)". `number` is empty until `references.resolve` has run.
    """

    label: str
    short: bool = False
    number: str = ""


class Blank(Node, frozen=True):
    """A blank to be filled in by hand, `width` underscores wide."""

    width: int


class Series(Node, frozen=True):
    """A list inside a sentence: "(i) one, (ii) two and (iii) three".

    `mark` is the first number of the list as the form shows it ("(i)", "(w)"); `between` and `last` are what joins
    the items ("," and " and" for the example above, without the blank before the number).
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
    """A line in the middle of the page, such as a title."""

    inlines: Inlines


class Lines(Node, frozen=True):
    """Lines that are not filled up, such as an address."""

    lines: tuple[Inlines, ...]


class Entry(Node, frozen=True):
    """A label on the left and its lines on the right, such as a notice address."""

    label: Inlines
    lines: tuple[Inlines, ...]


class SignatureLine(Node, frozen=True):
    """A line to sign on: what stands upon it, and the lines under it."""

    inlines: Inlines
    lines: tuple[Inlines, ...]


class Enumeration(Node, frozen=True):
    """A list whose items are paragraphs of their own: I., II.; each item is a paragraph and the lines under it."""

    mark: str
    items: tuple[tuple[Inlines, ...], ...]


class Row(Node, frozen=True):
    """A row of a table: each cell has one line or more. `kind` is head, row or total."""

    kind: str
    cells: tuple[tuple[Inlines, ...], ...]


class Table(Node, frozen=True):
    """A table; its head rows are repeated on every page."""

    rows: tuple[Row, ...]


class Contents(Node, frozen=True):
    """The table of contents; what it lists is found in the document by `outline.headings`."""


Block = Paragraph | Quotation | Display | Lines | Entry | SignatureLine | Enumeration | Table | Contents


class State(StrEnum):
    """How a clause stands in a document."""

    PRESENT = "present"
    RESERVED = "reserved"  # keeps its number, prints [RESERVED]
    ELSEWHERE = "elsewhere"  # has a number to refer to; its words are in a document of its own
    OMITTED = "omitted"  # has no number; a reference to it is a fault


class Clause(Node, frozen=True):
    """One provision with what hangs under it.

    `mark` is the first number of its kind ("1.", "(a)", "(i)", "A.", "Annex I") or empty; the numbers themselves stand
    in the table that `numbering.number` makes. `number_as` is set by a departure only: the number printed in place of
    the computed one. `subject` tells copies of a repeated clause apart (`investors[0]` on that investor's signature
    page) and is empty elsewhere. `pages` is the kind of pages it stands on, where they are set up in a way of their own:
    "cover" or "signatures".
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
    """A whole document: its title, and its clauses in order."""

    title: str
    clauses: tuple[Clause, ...]
