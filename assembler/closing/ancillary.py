"""The ancillary forms of a set: check those that the deal has, and fill them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from assembler.closing.manifest import digest
from assembler.closing.names import file_stem
from assembler.closing.pieces import DealSet
from assembler.closing.writing import properties_of
from assembler.findings import Finding, Place, Refused, Severity, errors
from assembler.library import WordForm
from assembler.writers import ancillary
from assembler.writers.ancillary import Form


class Ready(Struct, frozen=True):
    """A form that the deal has, read and rehearsed: its stem in the set, its title, and the hash of its file."""

    stem: str
    title: str
    version: str
    form: Form


def prepare(whole: DealSet, files: Iterable[WordForm]) -> tuple[tuple[Ready, ...], tuple[Finding, ...]]:
    """Return the forms that the deal has, and what there is to say of them.

    A form of a group that is not stated is left out. Refused with everything that is wrong with any form.
    """
    ready: list[Ready] = []
    findings: list[Finding] = []
    for file in files if whole.has_forms else ():
        try:
            form = ancillary.read(file.docx, file.name, whole.deal)
        except Refused as refused:
            findings += refused.findings
            continue
        rehearsal = ancillary.rehearse(form, whole.deal)
        findings += [_not_drafted(group, form, whole) for group in rehearsal.lacking] or rehearsal.findings
        if not rehearsal.lacking:
            findings += _own_properties(form)
            ready.append(Ready(file_stem(file.stem), _title(file.stem), digest(file.docx), form))
    findings += _same_names(ready, whole)
    if errors(findings):
        raise Refused(findings)
    return tuple(ready), tuple(findings)


def write(whole: DealSet, ready: Sequence[Ready]) -> Mapping[str, bytes]:
    """Return the files of the forms by name. Refused if a form cannot be filled after all."""
    return {
        f"{form.stem}.docx": ancillary.fill(form.form, whole.deal, properties_of(whole, form.title, form.version))
        for form in ready
    }


def refuse_copies(whole: DealSet) -> None:
    """Refuse to write forms for a copy, or for a warrant alone."""
    if not whole.has_forms:
        what = "has no ancillary forms: only a draft or an execution version of an agreement has them"
        remedy = "Set execution.status to draft or execution, or leave --only ancillary out."
        raise Refused([Finding("W312", what, remedy, whole.deal.place_of("execution.status"), "execution.status")])


def _title(stem: str) -> str:
    return stem.replace("-", " ").replace("_", " ").title()


def _not_drafted(group: str, form: Form, whole: DealSet) -> Finding:
    what = f"is not stated, and {form.name} prints it, so the form is not drafted"
    remedy = f"State {group} in the term sheet to draft the form."
    return Finding("W309", what, remedy, whole.deal.place_of(group), group, Severity.WARNING)


def _own_properties(form: Form) -> Iterator[Finding]:
    if form.own_properties:
        what = f"the form carries what is not delivered: {', '.join(form.own_properties)}"
        remedy = "The draft leaves it out. To be spared this line, take it out with File > Info > Inspect Document."
        yield Finding("W310", what, remedy, Place(form.name), severity=Severity.WARNING)


def _same_names(ready: Sequence[Ready], whole: DealSet) -> Iterator[Finding]:
    """Yield the forms whose file would have the name of another document of the set."""
    taken = {part.stem: "a document of the set" for part in whole.pieces}
    for form in ready:
        if form.stem in taken:
            what = f"the form would be written as {form.stem}.docx, the name of {taken[form.stem]}"
            yield Finding("W311", what, "Give the file of the form another name.", Place(form.form.name))
        taken[form.stem] = form.form.name
