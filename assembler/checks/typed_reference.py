"""C105: a reference typed into the words instead of made from a label.

A typed number is right on the day it is typed. A clause goes in before it, and "Section 4(n)" names something else; a
sentence comes over from another form, and "Schedule A" names nothing.

    each of the Investors listed on Schedule A hereto

    preamble: "Schedule A" is typed, and nothing has that number: "the Investors listed on Schedule A hereto"

A warning, with or without a target: the words may speak of another document. References to a statute, and to a
section "of the" other instrument that is named behind it, are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assembler.checks.subject import Passage, Subject
from assembler.findings import Finding

CODE = "C105"

_NUMBER = r"(?:\d+(?:\.\d+)*|[IVXLC]+|[A-Z])(?:\([0-9A-Za-z]{1,5}\))*(?!\w)"
_TYPED = re.compile(
    rf"\b(?P<kind>Section|Article|Annex|Schedule|Exhibit|Appendix|Paragraph|Clause)(?:e?s)? (?P<first>{_NUMBER})"
    rf"(?:(?:,| and|, and| or) {_NUMBER})*"
    r"|\b(?:paragraph|clause|sub-?section|sub-?paragraph|sub-?clause)s? \([0-9A-Za-z]{1,5}\)"
)
_OF_ANOTHER = re.compile(r",? (?:of|to|under) (?:the|such|said|that|its|any) ")


def check(subject: Subject) -> Iterator[Finding]:
    """One finding for each place."""
    targets = _targets(subject)
    for passage in subject.typed_passages:
        for found in typed_references(passage):
            yield _finding(subject, passage, found, targets)


def typed_references(passage: Passage) -> Iterator[re.Match[str]]:
    """Every typed reference of a passage that points into the document; `kind` and `first` are empty for "clause (ii)"."""
    for found in _TYPED.finditer(passage.typed):
        if not _OF_ANOTHER.match(passage.words, found.end()):
            yield found


def _targets(subject: Subject) -> Mapping[str, str]:
    """The label of each number as it is referred to: "Section 3(k)", "Annex VI"."""
    sections = {f"Section {number.full}": label for label, number in subject.numbers.items()}
    return sections | {own: label for label, own in subject.annexes.items()}


def _finding(subject: Subject, passage: Passage, found: re.Match[str], targets: Mapping[str, str]) -> Finding:
    target = targets.get(f"{found['kind']} {found['first']}", "")
    what = f'"{found.group()}" is typed, {_leads(subject, found, target)}: {passage.quoted(*found.span())}'
    remedy = (
        f"Write {found['kind']} @{target}."
        if target
        else "Refer to the clause by its label, as in Section @notices_lead."
    )
    if _is_not_there(subject, target):
        remedy = f"Attach it and write {found['kind']} @{target}, or say where its contents stand."
    return subject.warning(CODE, passage.clause, what, remedy)


def _leads(subject: Subject, found: re.Match[str], target: str) -> str:
    """Where the number leads today."""
    if not found["kind"]:
        return "and will not follow its list"
    if _is_not_there(subject, target):
        return f"and {target}, which has that number, is not there"
    return f"and today that is {target}" if target else "and nothing has that number"


def _is_not_there(subject: Subject, target: str) -> bool:
    return target in subject.annexes and target not in subject.annexes_there
