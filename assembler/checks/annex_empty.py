"""C119: an annex that the agreement uses, and that has no content.

The agreement calls an annex "in the form annexed hereto", makes it a condition, or joins the parties to it. A title over
an empty page is none of these, and what was meant can be argued later.

    Section 8(e) asks for an opinion in the form of Annex III, which is a page with the words OPINION OF COUNSEL.

    annexes: Annex III has no content, and the agreement uses it

An error in an execution version, and a warning before. Content is a file under `annexes`, or words: those of the form, or
of a departure. Forms leave their annexes out, and conformed copies stay as signed.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.checks.annex_references import referring
from assembler.checks.context import CheckContext
from assembler.document import walk
from assembler.document.tree import Block, Display, Document
from assembler.document.walk import words_of
from assembler.errors import Location, Problem, Severity

CODE = "C119"


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem that names all empty annexes."""
    if subject.status in ("form", "conformed"):
        return
    used = referring(subject)
    # In the order of their numbers.
    empty = [label for label in subject.annexes if label in used and _is_empty(label, subject)]
    if not empty:
        return
    names = " and ".join(filter(None, (", ".join(_names(subject, empty[:-1])), *_names(subject, empty[-1:]))))
    what = f"{names} {'has' if len(empty) == 1 else 'have'} no content, and the agreement uses {'it' if len(empty) == 1 else 'them'}"
    severity = Severity.ERROR if subject.status == "execution" else Severity.WARNING
    yield Problem(CODE, what, _hint(subject, empty), _place(subject), "annexes", severity)


def _place(subject: CheckContext) -> Location:
    """Return the place of the annexes, or of the status that asks for them in a term sheet that names none."""
    if not subject.place_of:
        return Location("")
    top, place = subject.place_of(""), subject.place_of("annexes")
    is_stated = (place.line, place.column) != (top.line, top.column)
    return place if is_stated else subject.place_of("execution.status")


def _names(subject: CheckContext, labels: list[str]) -> list[str]:
    return [subject.annexes[label] for label in labels]


def _hint(subject: CheckContext, empty: list[str]) -> str:
    """Return what to write. An annex that only a form of the firm has takes words, no file."""
    terms = [subject.annex_terms[label].removeprefix("annexes.") for label in empty if label in subject.annex_terms]
    if not terms:
        return "Add a clause with its words behind its title, by a departure with `add` and `after`."
    files = "its file" if len(terms) == 1 else "their files"
    return f"Name {files} below `annexes:` ({', '.join(terms)}), or add words by departures."


def _is_empty(label: str, subject: CheckContext) -> bool:
    """Return True if an annex stands in the document, has no words but its title, and comes with no file."""
    if label in subject.attached or subject.annex_terms.get(label) in subject.open_terms:
        return False
    pages = subject.annex_pages(label)
    words = (clause for page in pages for clause in walk.clauses(Document("", (page,))))
    return bool(pages) and all(_is_title(block) for clause in words for block in clause.blocks)


def _is_title(block: Block) -> bool:
    return isinstance(block, Display) and words_of(block.inlines).isupper()
