"""The note on a revision: what a reader of the deal has to know, in parts with lines.

Text and HTML print the same parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from assembler.dealset.documents import SetPart
from assembler.dealset.titles import Title, documents, format_of, in_order, listed, title_of
from assembler.revise.figures import Figure
from assembler.revise.revision import Revision
from assembler.revise.sections import Section, Touched
from assembler.revise.term_changes import TermChange

NOTHING = "No changes: the set matches the term sheet."


class Line(Struct, frozen=True):
    """A line of a note, and the lines below it."""

    text: str
    below: tuple[str, ...] = ()


class Part(Struct, frozen=True):
    """A part of a note: its title and its lines."""

    title: str
    lines: Sequence[Line]


def parts(revision: Revision) -> list[Part]:
    """Return the parts that have lines: terms, figures, documents with their provisions, pages to sign, and files."""
    return [part for part in _parts(revision) if part.lines]


def _parts(revision: Revision) -> Iterator[Part]:
    yield Part("Terms", [*terms(revision.terms, revision.figures)])
    yield Part("Figures", [*figures(figure for figure in revision.figures if figure.is_changed)])
    yield Part("Changes of the form since the last draft", [*_of_form(revision)])
    yield Part("Documents that change", [*_documents(revision)])
    yield Part("Every page and file", [*_of_all(revision)])
    yield Part("Signature pages to sign again", [*_to_sign(revision)])
    yield Part("Moved to superseded/", [*_leaving(revision)])
    yield Part("Written to show the changes", [*_accompanying(revision)])
    yield Part("Documents that stay the same", [*_staying(revision)])


def terms(changes: Iterable[TermChange], known: Iterable[Figure]) -> Iterator[Line]:
    """Yield the changes of the term sheet that no figure tells."""
    told = {figure.path for figure in known if figure.is_changed}
    return (Line(str(change)) for change in changes if change.path not in told)


def figures(known: Iterable[Figure]) -> Iterator[Line]:
    """Yield the figures by whose they are."""
    for subject, group in groupby(known, lambda figure: figure.subject):
        lines = tuple(f"{figure}; {figure.rounding}" if figure.rounding else str(figure) for figure in group)
        yield from [Line(f"{subject[:1].upper()}{subject[1:]}", lines)] if subject else map(Line, lines)


def _of_form(revision: Revision) -> Iterator[Line]:
    for document in revision.touched:
        if document.of_form:
            yield Line(str(title(document)), provisions(document, document.of_form))


def _documents(revision: Revision) -> Iterator[Line]:
    touched = {document.piece.stem: document for document in revision.touched}
    for name, files in documents(revision.changed):
        document = next((touched[stem] for stem in (file.partition(".")[0] for file in files) if stem in touched), None)
        formats = ", ".join(filter(None, in_order(format_of(file)[1] for file in files)))
        heading = f"{name} ({formats})" if formats else str(name)
        if document is None:
            yield Line(heading)
        elif document.tree is None:
            yield Line(f"{heading}: new")
        else:
            yield Line(heading, provisions(document, document.sections))


def title(document: Touched) -> Title:
    """Return the title of a document that changed."""
    return title_of(document.piece.stem, document.entry)


def provisions(document: Touched, sections: Sequence[Section]) -> tuple[str, ...]:
    """Return the provisions of a document. In the agreement, those of an investor are its signature page."""
    is_agreement = document.piece.part is SetPart.AGREEMENT
    pages = list(dict.fromkeys(section.subject for section in sections if is_agreement and section.subject))
    others = dict.fromkeys(str(section) for section in sections if not (is_agreement and section.subject))
    return (*others, *listed(Title("signature page", investor) for investor in pages))


def _of_all(revision: Revision) -> Iterator[Line]:
    before, now = revision.status
    if before != now:
        yield Line(f"the header: {before} → {now}")
    if revision.is_other_look:
        yield Line("the style template, so every Word file is written again")


def _to_sign(revision: Revision) -> Iterator[Line]:
    for page in revision.to_sign:
        yield Line(f"{title(page)}{' (new)' if page.tree is None else ''}")
    if revision.to_sign and any(_is_agreement(document) for document in revision.touched):
        yield Line("The agreement changed too. Ask counsel whether pages already signed can be kept.")


def _is_agreement(document: Touched) -> bool:
    return document.piece.part is SetPart.AGREEMENT and any(not section.subject for section in document.sections)


def _leaving(revision: Revision) -> Iterator[Line]:
    entries = {name: revision.sent[name] for name in revision.leaving}
    for name, files in documents(entries):
        formats = ", ".join(filter(None, in_order(format_of(file)[1] for file in files)))
        yield Line(f"{name} ({formats}): {revision.leaving[files[0]]}")


def _accompanying(revision: Revision) -> Iterator[Line]:
    redlines = tuple(listed(map(title, revision.redlined.values())))
    if redlines:
        yield Line("redlines/, a redline of each of these", redlines)
    yield Line("changes.txt and changes.xlsx, the schedule of changes")


def _staying(revision: Revision) -> Iterator[Line]:
    entries = {name: revision.sent[name] for name in (*revision.stays, *revision.records) if name in revision.sent}
    changed = {name for name, _ in documents(revision.changed)}
    return map(Line, listed(name for name, _ in documents(entries) if name not in changed))
