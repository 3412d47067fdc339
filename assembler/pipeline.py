"""The order of work, from the bytes of a term sheet to the bytes of its documents."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assembler import __version__
from assembler.document.numbering import Numbers, number
from assembler.document.references import Dangling, resolve
from assembler.document.tree import Document
from assembler.drafting.departures import Unmet, depart
from assembler.drafting.plan import Planned, flattened, plan
from assembler.drafting.provisions import provide
from assembler.drafting.words import Wordsmith
from assembler.findings import Finding, Place, Refused, errors
from assembler.library import ClauseFile, Library
from assembler.termsheet.deal import Deal, establish
from assembler.termsheet.loading import Loaded, load, place_of

HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Draft:
    """An agreement ready to be written: its tree, its numbers, what it was made from, and what there is to say of it."""

    document: Document
    numbers: Numbers
    deal: Deal
    inputs: Mapping[str, str]
    warnings: tuple[Finding, ...]


def compose(data: bytes, file: str, library: Library) -> Draft:
    """The agreement of a term sheet; `file` is its name in messages.

    Refused, with every finding, where the term sheet or the form is at fault.
    """
    loaded = load(data, file)
    deal, findings = establish(loaded)
    form, clauses = library.form(deal.terms.form), library.clauses(deal.terms.form)
    planned = plan(form, clauses, deal)
    provisions = provide(planned, Wordsmith(deal))
    document, unmet = depart(provisions.document, deal.terms.departures)
    numbers = number(document)
    document, dangling = resolve(document, numbers)
    findings += _new_findings(provisions.findings, findings)
    findings += tuple(_unmet(one, loaded) for one in unmet if _clause_of(one, deal) not in provisions.failed)
    findings += tuple(_dangling(one, planned, clauses, loaded) for one in dangling)
    if errors(findings):
        raise Refused((*loaded.warnings, *findings))
    return Draft(document, numbers, deal, _inputs(data, form, clauses), (*loaded.warnings, *findings))


def write(draft: Draft, formats: Sequence[str], library: Library, told: Callable[[str], None]) -> Mapping[str, bytes]:
    """The files of the set by name, in the formats asked for ("docx", "text"), and the tree they were written from.

    `told` hears the name of each file before it is written. Refused where the shell breaks its promises.
    """
    from assembler.writers import text, tree_json

    files: dict[str, bytes] = {}
    if "text" in formats:
        told("agreement.txt")
        files["agreement.txt"] = text.write(draft.document, draft.numbers).encode()
    if "docx" in formats:
        told("agreement.docx")
        files["agreement.docx"] = _docx(draft, library)
    files["agreement.document.json"] = tree_json.write(draft.document, draft.numbers).encode()
    return files


def _docx(draft: Draft, library: Library) -> bytes:
    from assembler.writers import docx

    terms, shell = draft.deal.terms, library.shell(HOUSE)
    properties = docx.Properties(
        title=draft.document.title,
        subject=f"{terms.company.name}: {terms.investors[0].name}" if len(terms.investors) == 1 else terms.company.name,
        company=terms.company.name,
        author=terms.counsel.company.firm,
        status=terms.execution.status,
        as_of=terms.agreement.date,
        term_sheet_hash=draft.inputs["term_sheet"],
        form_version=draft.inputs["form"],
    )
    return docx.write(draft.document, draft.numbers, shell, properties)


def _new_findings(of_words: Sequence[Finding], of_figures: Sequence[Finding]) -> tuple[Finding, ...]:
    """What is wrong with the words, without what only follows from a figure that could not be computed."""
    return tuple(finding for finding in of_words if finding.code != "T204" or not errors(of_figures))


def _inputs(data: bytes, form: ClauseFile, clauses: Mapping[str, ClauseFile]) -> Mapping[str, str]:
    """What a draft is made from: hashes of the term sheet and of the words of the form, and the program's version."""
    words = "\0".join([form.text, *(f"{label}\0{clauses[label].text}" for label in sorted(clauses))])
    return {
        "term_sheet": hashlib.sha256(data).hexdigest(),
        "form": hashlib.sha256(words.encode()).hexdigest(),
        "assembler": __version__,
    }


def _clause_of(unmet: Unmet, deal: Deal) -> str:
    return deal.terms.departures[unmet.index].clause


def _unmet(unmet: Unmet, loaded: Loaded) -> Finding:
    path = f"departures[{unmet.index}].{unmet.field}"
    return Finding("D101", unmet.what, unmet.remedy, place_of(loaded.source, path), path)


def _dangling(
    dangling: Dangling, planned: Sequence[Planned], clauses: Mapping[str, ClauseFile], loaded: Loaded
) -> Finding:
    """A reference without a number: in which clause it stands, to which it goes, and which term took that one out."""
    origin, label = dangling.clause.label, dangling.label
    place = _place_in(clauses.get(origin), label)
    if dangling.reason == "parent":
        what = (
            f"the clause {origin!r} shortens its reference to {label!r}, which does not hang under the clause before it"
        )
        return Finding("R102", what, f"Write @{label}, without the ~.", place)
    target = next((one for one in flattened(planned) if one.label == label), None)
    if target is None:
        what = f"the clause {origin!r} refers to {label!r}, and the form has no clause of that label"
        return Finding("R101", what, _did_you_mean(label, [one.label for one in flattened(planned)]), place)
    decided = ", ".join(f"{path} ({place_of(loaded.source, path)})" for path in target.decided_by) or "a departure"
    what = f"the clause {origin!r} refers to {label!r}, which is left out of this deal by {decided}"
    return Finding("R103", what, f"Put {label!r} back, or change the words of {origin!r} by a departure.", place)


def _place_in(clause: ClauseFile | None, label: str) -> Place:
    """Where a clause file names a label."""
    for at, line in enumerate(clause.text.splitlines() if clause else (), start=1):
        for written in (f"@{label}", f"@~{label}"):
            if written in line:
                return Place(clause.name if clause else "", at, line.index(written) + 1)
    return Place(clause.name if clause else "the departures")


def _did_you_mean(label: str, labels: Sequence[str]) -> str:
    from rapidfuzz.process import extractOne

    near = extractOne(label, sorted(set(labels)), score_cutoff=60)
    return (
        f"Did you mean @{near[0]}?" if near else "Refer to a clause by its label: the name of its file, without .txt."
    )
