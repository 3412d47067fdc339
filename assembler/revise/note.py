"""The note on a revision: what a reader of the deal has to know, in parts with lines.

Text and HTML print the same parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from assembler.dealset.documents import SetPart
from assembler.dealset.titles import Title, documents, format_of, in_order, listed, title_of
from assembler.revise.figures import Figure
from assembler.revise.plan import Plan
from assembler.revise.revision import Revision
from assembler.revise.sections import Section, SectionChange, Touched
from assembler.revise.set_changes import SetChanges
from assembler.revise.term_changes import TermChange
from assembler.store.manifest import ManifestEntry

NOTHING = "No changes: the set matches the term sheet."


class Line(Struct, frozen=True):
    """A line of a note, and the lines below it."""

    text: str
    below: tuple[str, ...] = ()


class Part(Struct, frozen=True):
    """A part of a note: its title and its lines."""

    title: str
    lines: Sequence[Line]


def heading(plan: Plan) -> str:
    """Return the heading of the note."""
    return NOTHING if plan.is_nothing else f"Changes since {plan.since}"


def parts(plan: Plan) -> list[Part]:
    """Return the parts that have lines: terms, figures, documents with their provisions, pages to sign, and files."""
    return [part for part in _parts(plan) if part.lines]


def _parts(plan: Plan) -> Iterator[Part]:
    changes, revision = plan.changes, plan.revision
    yield Part("Terms", [*terms(changes.terms, changes.figures)])
    yield Part("Figures", [*figures(figure for figure in changes.figures if figure.is_changed)])
    yield Part(f"Changes of the form since {plan.since}", [*_of_form(changes)])
    yield Part("Documents that change", [*_documents(plan)])
    yield Part("Documents that are no longer in the set", _by_kind(plan.gone))
    yield Part("Every page and file", [*_of_all(plan)])
    yield Part("Signature pages to sign again", [*_to_sign(changes)])
    yield Part("Moved to superseded/", [*_leaving(revision)])
    yield Part("Redlines", [*map(Line, listed(plan.redlines.values()))])
    if plan.is_since_version:
        nothing = [Line("none: the set matches the term sheet")] if revision.is_nothing else []
        yield Part("Documents written in this run", nothing or _by_kind(revision.written))
    yield Part("Documents that stay the same", [*_staying(plan)])


def terms(changes: Iterable[TermChange], known: Iterable[Figure]) -> Iterator[Line]:
    """Yield the changes of the term sheet that no figure tells."""
    told = {figure.path for figure in known if figure.is_changed}
    return (Line(str(change)) for change in changes if change.path not in told)


def figures(known: Iterable[Figure]) -> Iterator[Line]:
    """Yield the figures by whose they are."""
    for subject, group in groupby(known, lambda figure: figure.subject):
        lines = tuple(f"{figure}; {figure.rounding}" if figure.rounding else str(figure) for figure in group)
        yield from [Line(f"{subject[:1].upper()}{subject[1:]}", lines)] if subject else map(Line, lines)


def _of_form(changes: SetChanges) -> Iterator[Line]:
    for document in changes.touched:
        if document.of_form:
            yield Line(str(title(document)), provisions(document, document.of_form))


def _documents(plan: Plan) -> Iterator[Line]:
    """Yield the documents that change, those of one kind with the same provisions as one line with all holders."""
    alike: dict[tuple[str, str, tuple[str, ...]], list[Title]] = {}
    for name, files, document in changed_documents(plan):
        below = provisions(document, document.sections) if document and not document.is_new else ()
        how = ": new" if document and document.is_new else ""
        alike.setdefault((name.name, _formats(files) + how, below), []).append(name)
    for (_, said, below), titles in alike.items():
        yield from (Line(line + said, below) for line in listed(titles))


def _formats(files: Iterable[str]) -> str:
    formats = ", ".join(filter(None, in_order(format_of(file)[1] for file in files)))
    return f" ({formats})" if formats else ""


def changed_documents(plan: Plan) -> Iterator[tuple[Title, Sequence[str], Touched | None]]:
    """Yield each document that changes: its title, its files, and its provisions if it is drafted from the forms."""
    touched = {document.piece.stem: document for document in plan.changes.touched}
    for name, files in documents(plan.changed):
        stems = (file.partition(".")[0] for file in files)
        yield name, files, next((touched[stem] for stem in stems if stem in touched), None)


def _by_kind(entries: Mapping[str, ManifestEntry]) -> Sequence[Line]:
    return [*map(Line, listed(name for name, _ in documents(entries)))]


def title(document: Touched) -> Title:
    """Return the title of a document that changed."""
    return title_of(document.piece.stem, document.entry)


def provisions(document: Touched, sections: Sequence[Section]) -> tuple[str, ...]:
    """Return the provisions of a document. In the agreement, those of an investor are its signature page."""
    is_agreement = document.piece.part is SetPart.AGREEMENT
    pages: dict[str, set[SectionChange]] = {}
    for section in sections:
        if is_agreement and section.subject:
            pages.setdefault(section.subject, set()).add(section.change)
    others = dict.fromkeys(str(section) for section in sections if not (is_agreement and section.subject))
    return (*others, *_signature_pages(pages))


def _signature_pages(pages: Mapping[str, set[SectionChange]]) -> Iterator[str]:
    """Yield a line for the signature pages that changed, for those that are new, and for those that were removed."""
    for only, how in ((None, ""), (SectionChange.ADDED, " (new)"), (SectionChange.REMOVED, " (removed)")):
        of_kind = [investor for investor, found in pages.items() if _only(found) is only]
        yield from (f"{line}{how}" for line in listed(Title("signature page", investor) for investor in of_kind))


def _only(found: set[SectionChange]) -> SectionChange | None:
    """Return the change of a page of which all came or all went."""
    change = next(iter(found))
    return change if len(found) == 1 and change is not SectionChange.CHANGED else None


def _of_all(plan: Plan) -> Iterator[Line]:
    before, now = plan.changes.status
    if before != now:
        yield Line(f"the header: {before} → {now}")
    if plan.revision.is_other_look:
        yield Line("the style template, so every Word file is written again")


def _to_sign(changes: SetChanges) -> Iterator[Line]:
    for page in changes.to_sign:
        yield Line(f"{title(page)}{' (new)' if page.is_new else ''}")
    if changes.to_sign and any(_is_agreement(document) for document in changes.touched):
        yield Line("The agreement changed too. Ask counsel whether pages already signed can be kept.")


def _is_agreement(document: Touched) -> bool:
    return document.piece.part is SetPart.AGREEMENT and any(not section.subject for section in document.sections)


def _leaving(revision: Revision) -> Iterator[Line]:
    entries = {name: revision.sent[name] for name in revision.leaving}
    for name, files in documents(entries):
        yield Line(f"{name}{_formats(files)}: {revision.leaving[files[0]]}")


def _staying(plan: Plan) -> Iterator[Line]:
    revision = plan.revision
    entries = {name: revision.sent[name] for name in (*revision.stays, *revision.records) if name in revision.sent}
    changed = {name for name, _ in documents({**plan.changed, **revision.written})}
    return map(Line, listed(name for name, _ in documents(entries) if name not in changed))
