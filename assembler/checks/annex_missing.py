"""C111: an annex that is referred to but not attached.

"In the form annexed hereto", and nothing is annexed. At the closing the parties find two forms of warrant in two
mailboxes.

    "Warrants" means warrants in the form attached hereto as Annex VI.

    Section A(xiii) (def_warrants): Annex VI (annex_warrant) is referred to but not attached

An error in an execution version, and a warning before, since the annex may be on its way from another firm. A form
has no annexes: its list says "Not Included".
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.checks.annex_references import referring
from assembler.checks.context import CheckContext, joined
from assembler.errors import Problem

CODE = "C111"


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem for each annex, at the first clause that refers to it."""
    if subject.status == "form":
        return
    for label, clauses in referring(subject).items():
        if label not in subject.annexes_there:
            also = f", also in {joined([subject.name_of(clause) for clause in clauses[1:]])}" if clauses[1:] else ""
            what = f"{subject.annexes[label]} ({label}) is referred to but not attached{also}"
            yield subject.before_signing(
                CODE, clauses[0], what, f"{_how(label, subject)}, or change the words that refer to it."
            )


def _how(label: str, subject: CheckContext) -> str:
    """Return how the annex gets there: an agreement without its annexes takes no files."""
    if label in subject.annex_terms and subject.status != "conformed":
        return f"Write `annex_list: text` below options.clauses, and name the file under {subject.annex_terms[label]}"
    return "Attach it"
