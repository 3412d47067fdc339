"""The document as one page of HTML, which loads nothing. Each value carries the path of its term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from msgspec import Struct

from assembler.document.marks import read_mark
from assembler.document.numbering import Numbers
from assembler.document.outline import headings
from assembler.document.tree import (
    Blank,
    Block,
    Clause,
    Contents,
    Definition,
    Display,
    Document,
    Entry,
    Enumeration,
    Inline,
    Inlines,
    Lines,
    Paragraph,
    Quotation,
    Reference,
    Row,
    Series,
    SignatureLine,
    State,
    Table,
    Text,
    Value,
)
from assembler.document.walk import series_parts, words_of

_STYLE = """
body{font:12pt/1.4 Georgia,"Times New Roman",serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
h1,h2,h3,h4,p{font-size:1em;font-weight:normal;margin:0 0 .8em}h1,.display{text-align:center;margin-bottom:.2em}h1,b,dfn{font-weight:bold;font-style:normal}
section section{margin-left:2rem}blockquote,.lines{margin:0 2rem .8em}a{color:inherit;text-decoration:none}
table{border-collapse:collapse;width:100%;margin-bottom:1em}th,td{padding:.2rem .6rem .4rem 0;vertical-align:top;text-align:left;font-weight:normal}
th{border-bottom:1px solid}th+th,td+td{text-align:right}.total td{border-top:1px solid}.entry td+td{text-align:left;width:55%}
.signature{margin-left:50%}.rule{display:inline-block;width:100%;border-bottom:1px solid;height:1em}.page{break-before:page;margin-top:3rem}
@media print{body{margin:0;max-width:none}.page{margin-top:0}}
"""
_DEEPEST = 4  # the level of the smallest heading


def write(document: Document, numbers: Numbers) -> str:
    """Return the document as a page of HTML. The path of a term stands in the attribute `data-term` of its value."""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(document.title)}</title><style>{_STYLE}</style></head>\n<body>\n"
        f"{fragment(document, numbers)}</body></html>\n"
    )


def fragment(document: Document, numbers: Numbers, prefix: str = "") -> str:
    """Return the document as HTML for a page that has other content too. Each id is a label behind the prefix."""
    page = _Page(document, numbers, frozenset(_printed(document.clauses)), prefix)
    return "".join(page.clauses(document.clauses, 0))


def _printed(clauses: Iterable[Clause]) -> Iterator[str]:
    """Yield the labels of the clauses that print something, by themselves or by their children."""
    for clause in clauses:
        below = list(_printed(clause.children))
        if below or _has_words(clause):
            yield clause.label
        yield from below


def _has_words(clause: Clause) -> bool:
    return bool(clause.heading or clause.blocks or clause.state is State.RESERVED)


class _Page(Struct):
    """Writes the clauses of a document. `targets` are the labels of those that print something. `ids` are the labels
    written so far: a label repeats, an id must not.
    """

    document: Document
    numbers: Numbers
    targets: frozenset[str]
    prefix: str = ""
    ids: set[str] = set()
    has_title: bool = False

    def clauses(self, clauses: Iterable[Clause], level: int, before: str = "") -> Iterator[str]:
        """Yield the clauses of a level. `before` is the number of a parent without words."""
        for index, clause in enumerate(clauses):
            yield from self.clause(clause, level, "" if index else before)

    def clause(self, clause: Clause, level: int, before: str) -> Iterator[str]:
        number = f"{before} {self.printed_number(clause)}".strip()
        has_words = _has_words(clause)
        own = "".join(self.own_words(clause, number, level)) if has_words else ""
        deeper = level + bool(self.printed_number(clause))
        children = "".join(self.clauses(clause.children, deeper, "" if has_words else number))
        if own or children:
            yield f"<section{self.attributes(clause)}>\n{own}{children}</section>\n"

    def attributes(self, clause: Clause) -> str:
        name = "" if clause.label in self.ids else f' id="{self.prefix}{escape(clause.label)}"'
        self.ids.add(clause.label)
        return name + (' class="page"' if clause.starts_page else "")

    def printed_number(self, clause: Clause) -> str:
        if not clause.mark or read_mark(clause.mark).is_named or clause.label not in self.numbers:
            return ""
        return self.numbers[clause.label].own

    def own_words(self, clause: Clause, number: str, level: int) -> Iterator[str]:
        """Yield number, heading and blocks of a clause. A heading on a line of its own is a heading of the page."""
        blocks = list(clause.blocks)
        heading = f"<b>{self.passage(clause.heading)}</b>" if clause.heading else ""
        lead = [escape(number), heading]
        if clause.state is State.RESERVED:
            lead[1] = "[RESERVED]"
        elif blocks and isinstance(blocks[0], Paragraph) and (clause.runs_in or not heading):
            lead.append(self.passage(blocks.pop(0).inlines))  # type: ignore[union-attr]  # a Paragraph, as tested above
        tag = f"h{min(level + 2, _DEEPEST)}" if heading and len(lead) == 2 else "p"
        if any(lead):
            yield f"<{tag}>{' '.join(filter(None, lead))}</{tag}>\n"
        for block in blocks:
            yield self.block(block)

    def block(self, block: Block) -> str:
        match block:
            case Paragraph(inlines):
                return f"<p>{self.passage(inlines)}</p>\n"
            case Quotation(inlines):
                return f"<blockquote><p>{self.passage(inlines)}</p></blockquote>\n"
            case Display(inlines):
                return self.display(inlines)
            case Lines(lines):
                return f'<p class="lines">{self.lines(lines)}</p>\n'
            case Entry(label, lines):
                return f'<table class="entry"><tr><td>{self.passage(label)}</td><td>{self.lines(lines)}</td></tr></table>\n'
            case SignatureLine(inlines, lines):
                return f'<p class="signature">{self.passage(inlines)}<span class="rule"></span><br>{self.lines(lines)}</p>\n'
            case Enumeration(mark, items):
                return "".join(
                    self.item(read_mark(mark).printed(ordinal), item) for ordinal, item in enumerate(items, 1)
                )
            case Table(rows):
                return f"<table>\n{''.join(map(self.row, rows))}</table>\n"
            case Contents():
                return self.contents()

    def display(self, inlines: Inlines) -> str:
        is_title = not self.has_title and words_of(inlines).casefold() == self.document.title.casefold()
        self.has_title = self.has_title or is_title
        return (
            f"<h1>{self.passage(inlines)}</h1>\n" if is_title else f'<p class="display">{self.passage(inlines)}</p>\n'
        )

    def contents(self) -> str:
        entries = (
            f'<p><a href="#{self.prefix}{escape(heading.label)}">{escape(f"{heading.number} {heading.title}", quote=False)}</a></p>\n'
            for heading in headings(self.document, self.numbers)
        )
        return f'<nav role="doc-toc">\n{"".join(entries)}</nav>\n'

    def passage(self, inlines: Inlines) -> str:
        return "".join(map(self.inline, inlines))

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text(text):
                return escape(text, quote=False)
            case Value(text, path):
                return f'<span data-term="{escape(path)}">{escape(text, quote=False)}</span>'
            case Definition(term):
                return f'"<dfn>{escape(term, quote=False)}</dfn>"'
            case Reference(label=label, number=number):
                shown = escape(number, quote=False)
                return f'<a href="#{self.prefix}{escape(label)}">{shown}</a>' if label in self.targets else shown
            case Blank(width):
                return "_" * width
            case Series():
                return "".join(map(self.passage, series_parts(inline)))

    def lines(self, lines: Sequence[Inlines]) -> str:
        return "<br>\n".join(map(self.passage, lines))

    def item(self, number: str, item: Sequence[Inlines]) -> str:
        return f'<p class="lines">{escape(number)} {self.lines(item)}</p>\n'

    def row(self, row: Row) -> str:
        tag = 'th scope="col"' if row.kind == "head" else "td"
        cells = "".join(f"<{tag}>{self.lines(cell)}</{tag[:2]}>" for cell in row.cells)
        return f"<tr{' class=total' if row.kind == 'total' else ''}>{cells}</tr>\n"
