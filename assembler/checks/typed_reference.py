"""C105: a reference that is typed instead of made from a label.

A typed number is right on the day it is typed. Then a clause is added before it, and "Section 4(n)" names another
clause. Or a sentence is copied from another form, and "Schedule A" names nothing.

    each of the Investors listed on Schedule A hereto

    preamble: "Schedule A" is typed, and nothing has that number: "the Investors listed on Schedule A hereto"

A warning, with or without a target: the words may mean another document. References to a statute, or to a section "of
the" instrument named after it, are not reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assembler.checks.context import CheckContext, CheckedPassage, matches
from assembler.errors import Problem

CODE = "C105"

_NUMBER = r"(?:\d+(?:\.\d+)*|[IVXLC]+|[A-Z])(?:\([0-9A-Za-z]{1,5}\))*(?!\w)"
_TYPED = re.compile(
    rf"\b(?P<kind>Section|Article|Annex|Schedule|Exhibit|Appendix|Paragraph|Clause)(?:e?s)? (?P<first>{_NUMBER})"
    rf"(?:(?:,| and|, and| or) {_NUMBER})*"
    r"|\b(?:paragraph|clause|sub-?section|sub-?paragraph|sub-?clause)s? \([0-9A-Za-z]{1,5}\)"
)
# "Section 5 of the Escrow Agreement" is a section of another document.
_OF_ANOTHER = re.compile(r",? (?:of|to|under) (?:the|such|said|that|its|any) ")


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem for each place."""
    targets = _targets(subject)
    for passage in subject.typed_passages:
        for match in typed_references(passage):
            yield _problem(subject, passage, match, targets)


def typed_references(passage: CheckedPassage) -> Iterator[re.Match[str]]:
    """Yield every typed reference of a passage into this document. `kind` and `first` are None for "clause (ii)"."""
    for match in matches(_TYPED, passage.typed):
        if not _OF_ANOTHER.match(passage.words, match.end()):
            yield match


def _targets(subject: CheckContext) -> Mapping[str, str]:
    """Return the label of each number in citations: "Section 3(k)", "Annex VI"."""
    sections = {f"Section {number.full}": label for label, number in subject.numbers.items()}
    return sections | {name: label for label, name in subject.annexes.items()}


def _problem(
    subject: CheckContext, passage: CheckedPassage, match: re.Match[str], targets: Mapping[str, str]
) -> Problem:
    target = targets.get(f"{match['kind']} {match['first']}", "")
    what = f'"{match.group()}" is typed, {_leads(subject, match, target)}: {passage.quoted(*match.span())}'
    hint = (
        f"Write {match['kind']} @{target}."
        if target
        else "Refer to the clause by its label, as in Section @notices_lead."
    )
    if _is_not_there(subject, target):
        hint = f"Attach the annex and write {match['kind']} @{target}, or change the words."
    return subject.warning(CODE, passage.clause, what, hint)


def _leads(subject: CheckContext, match: re.Match[str], target: str) -> str:
    """Return words about the clause that now has the number."""
    if not match["kind"]:
        return "and will not follow its list"
    if _is_not_there(subject, target):
        return f"and {target}, which has that number, is not attached"
    return f"and today it names {target}" if target else "and nothing has that number"


def _is_not_there(subject: CheckContext, target: str) -> bool:
    return target in subject.annexes and target not in subject.annexes_there
