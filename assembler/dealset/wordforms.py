"""The ancillary forms of a set: check those that the deal has, and fill them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from assembler.dealset.build import properties_of
from assembler.dealset.documents import DocumentSet, closing_suffix, file_stem
from assembler.dealset.joinders import purchases_of_last_closing
from assembler.errors import InputError, Location, Problem, Severity, errors
from assembler.library import WordForm
from assembler.store.manifest import digest
from assembler.termsheet.closings import INITIAL
from assembler.termsheet.deal import Deal
from assembler.wordforms import forms
from assembler.wordforms.forms import TaggedForm


class PreparedForm(Struct, frozen=True):
    """A form that the deal has, read and rehearsed: its stem in the set, its title, and the hash of its file.

    `deal` is the deal that fills it: the purchases of one closing.
    """

    stem: str
    title: str
    version: str
    form: TaggedForm
    deal: Deal


def stems(document_set: DocumentSet, file: WordForm) -> tuple[str, ...]:
    """Return the stems of the files that a form is written as, one for each closing."""
    closings = _closings(document_set) if document_set.has_forms else ()
    return tuple(f"{file_stem(file.stem)}{suffix}" for suffix, _ in closings)


def prepare(
    document_set: DocumentSet, files: Iterable[WordForm]
) -> tuple[tuple[PreparedForm, ...], tuple[Problem, ...]]:
    """Return the forms that the deal has, and what there is to say of them.

    A form is filled once for each closing. One of a group that is not stated is left out. Raises InputError with everything that is wrong with any form.
    """
    ready: list[PreparedForm] = []
    problems: list[Problem] = []
    closings = list(_closings(document_set)) if document_set.has_forms else []
    for file in files if closings else ():
        try:
            form = forms.read(file.docx, file.name, document_set.deal)
        except InputError as error:
            problems += error.problems
            continue
        rehearsals = [(suffix, deal, forms.dry_run(form, deal)) for suffix, deal in closings]
        # A group that is not stated is so at every closing.
        lacking = rehearsals[0][2].lacking
        problems += [_not_drafted(group, form, document_set) for group in lacking]
        if not lacking:
            problems += dict.fromkeys(problem for _, _, rehearsal in rehearsals for problem in rehearsal.problems)
            problems += _own_properties(form)
            stem, title, version = file_stem(file.stem), _title(file.stem), digest(file.docx)
            ready += [PreparedForm(f"{stem}{suffix}", title, version, form, deal) for suffix, deal, _ in rehearsals]
    problems += _same_names(ready, document_set)
    if errors(problems):
        raise InputError(problems)
    return tuple(ready), tuple(problems)


def _closings(document_set: DocumentSet) -> Iterator[tuple[str, Deal]]:
    """Yield each closing at which somebody buys: the suffix of its file names, and the deal with its purchases alone."""
    yield "", document_set.deal
    for closing, deal in enumerate(document_set.additional, start=INITIAL + 1):
        if bought := purchases_of_last_closing(deal):
            yield closing_suffix(closing), bought


def write(document_set: DocumentSet, ready: Sequence[PreparedForm]) -> Mapping[str, bytes]:
    """Return the files of the forms by name. Raises InputError if a form cannot be filled after all."""
    return {
        f"{form.stem}.docx": forms.fill(
            form.form, form.deal, properties_of(document_set, form.title, form.version), f"{form.stem}.docx"
        )
        for form in ready
    }


def refuse_copies(document_set: DocumentSet) -> None:
    """Refuse to write forms for a copy, or for a warrant alone."""
    if not document_set.has_forms:
        what = "has no ancillary forms: only a draft or an execution version of an agreement has them"
        hint = "Set execution.status to draft or execution, or leave --only ancillary out."
        raise InputError(
            [Problem("W312", what, hint, document_set.deal.location_of("execution.status"), "execution.status")]
        )


def _title(stem: str) -> str:
    return stem.replace("-", " ").replace("_", " ").title()


def _not_drafted(group: str, form: TaggedForm, document_set: DocumentSet) -> Problem:
    what = f"the term sheet does not state it, so {form.name} is not drafted"
    hint = f"Add `{group}` to the term sheet if you need this form. Otherwise ignore this."
    return Problem("W309", what, hint, document_set.deal.location_of(group), group, Severity.WARNING)


def _own_properties(form: TaggedForm) -> Iterator[Problem]:
    if form.own_properties:
        what = f"the form carries what is not delivered: {', '.join(form.own_properties)}"
        hint = "The draft leaves it out. To be spared this line, take it out with File > Info > Inspect Document."
        yield Problem("W310", what, hint, Location(form.name), severity=Severity.WARNING)


def _same_names(ready: Sequence[PreparedForm], document_set: DocumentSet) -> Iterator[Problem]:
    """Yield the forms whose file would have the name of another document of the set."""
    taken = {part.stem: "a document of the set" for part in document_set.documents}
    for form in ready:
        if form.stem in taken:
            what = f"the form would be written as {form.stem}.docx, the name of {taken[form.stem]}"
            yield Problem("W311", what, "Give the file of the form another name.", Location(form.form.name))
        taken[form.stem] = form.form.name
