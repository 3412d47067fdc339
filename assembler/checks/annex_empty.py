"""C119: an annex that the agreement uses, and that has no content.

The agreement calls an annex "in the form annexed hereto", makes it a condition, or joins the parties to it. A title over
an empty page is none of these, and what was meant can be argued later.

    Section 8(e) asks for an opinion in the form of Annex III, which is a page with the words OPINION OF COUNSEL.

    annexes: an annex that the agreement uses has no content:
        Annex III, used in Section 8(e) (inv_cond_opinion): `opinion: FILE`

An error in an execution version, and a warning before. Content is a file under `annexes`, or words: those of the form, or
of a departure. Forms leave their annexes out, and conformed copies stay as signed.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.checks.annex_references import referring
from assembler.checks.context import CheckContext, joined
from assembler.document import walk
from assembler.document.tree import Clause, Display, Document
from assembler.errors import Location, Problem, Severity

CODE = "C119"

_HINT = (
    "Write each line below `annexes:`, with the path of the file in place of FILE. Or add the words of the annex by a "
    "departure."
)


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem that lists all empty annexes."""
    if subject.status in ("form", "conformed"):
        return
    empty = {label: clauses for label, clauses in referring(subject).items() if _is_empty(label, subject)}
    if not empty:
        return
    # In the order of their numbers.
    lines = [_line(subject, label, empty[label]) for label in subject.annexes if label in empty]
    count = (
        "an annex that the agreement uses has"
        if len(lines) == 1
        else f"{len(lines)} annexes that the agreement uses have"
    )
    severity = Severity.ERROR if subject.status == "execution" else Severity.WARNING
    place = subject.place_of("annexes") if subject.place_of else Location("")
    yield Problem(CODE, f"{count} no content:{''.join(lines)}", _HINT, place, "annexes", severity)


def _is_empty(label: str, subject: CheckContext) -> bool:
    """Return True if an annex stands in the document, has no words but its title, and comes with no file."""
    if label in subject.attached or subject.annex_terms.get(label) in subject.open_terms:
        return False
    pages = subject.annex_pages(label)
    words = (clause for page in pages for clause in walk.clauses(Document("", (page,))))
    return bool(pages) and all(isinstance(block, Display) for clause in words for block in clause.blocks)


def _line(subject: CheckContext, label: str, clauses: list[Clause]) -> str:
    used = joined([subject.name_of(clause) for clause in clauses])
    term = subject.annex_terms.get(label, "").removeprefix("annexes.")
    return f"\n        {subject.annexes[label]}, used in {used}" + (f": `{term}: FILE`" if term else "")
