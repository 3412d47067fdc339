"""Helpers that build small documents and write them in the house style template."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec.structs import replace

from assembler.document import numbering, references
from assembler.document.tree import Block, Clause, Document, Inline, Inlines, Paragraph, Text, Value
from assembler.library import Library, StyleTemplate
from assembler.word import writer

ROOT = Path(__file__).parent.parent.parent
HOSTILE = 'Smith & Jones <LP>, "A" {{ x }} @b [c] *d*'
PROPERTIES = writer.Properties(
    title="Stock Purchase Agreement",
    subject="Acme and Smith",
    company="ACME, INC.",
    author="Doe & Roe LLP",
    status="Draft of July 1, 2003",
    dated=date(2003, 7, 1),
    form_version="7",
)


def house() -> StyleTemplate:
    return Library.open(ROOT / "templates").shell("house")


def text(words: str) -> Inlines:
    return (Text(words),)


def paragraph(*inlines: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(inline) if isinstance(inline, str) else inline for inline in inlines))


def value(words: str) -> Value:
    return Value(words, "a.term")


def said(label: str, mark: str, *children: Clause, **settings: object) -> Clause:
    """Return a clause whose text is its own label."""
    return replace(Clause(label, mark, blocks=(paragraph(f"says {label}"),), children=children), **settings)


def of(*clauses: Clause) -> Document:
    return Document("Stock Purchase Agreement", clauses)


def one(*blocks: Block) -> Document:
    return of(Clause("only", blocks=blocks))


def written(
    document: Document, shell: StyleTemplate | None = None, properties: writer.Properties = PROPERTIES
) -> bytes:
    numbers = numbering.number(document)
    resolved, dangling = references.resolve(document, numbers)
    assert not dangling
    return writer.write(resolved, numbers, shell or house(), properties)
