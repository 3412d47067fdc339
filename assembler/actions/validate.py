"""Find all problems of a term sheet, of its set, and of what the set needs."""

from __future__ import annotations

from pathlib import Path

from assembler import pipeline
from assembler.actions.build import load_style_template
from assembler.actions.files import attached, name_of, read, read_sibling
from assembler.dealset.documents import DocumentSet, attachments
from assembler.dealset.wordforms import prepare
from assembler.errors import InputError, Problem, errors, in_order
from assembler.library import Library


def problems_of(termsheet: Path, library: Library, ancillary: Path | None = None) -> tuple[Problem, ...]:
    """Return the warnings about a term sheet, its set and its days, in order. Raises InputError if there is an error."""
    document_set = pipeline.draft_deal(read(termsheet), name_of(termsheet), library, read_sibling(termsheet))
    problems = problems_of_set(document_set, termsheet.parent, library, ancillary)
    if errors(problems):
        raise InputError(problems)
    return problems


def problems_of_set(
    document_set: DocumentSet, folder: Path, library: Library, ancillary: Path | None = None
) -> tuple[Problem, ...]:
    """Return the problems of a set and of what it needs, in order. `folder` is that of the term sheet."""
    problems = [*document_set.warnings, *pipeline.check_closely(document_set)]

    def check_annexes() -> tuple[Problem, ...]:
        attached(attachments(document_set), document_set, folder)
        return ()

    def check_style_template() -> tuple[Problem, ...]:
        load_style_template(None, document_set.deal, folder, library)
        return ()

    for check in (
        check_style_template,
        check_annexes,
        lambda: prepare(document_set, library.ancillary(ancillary))[1],
        lambda: pipeline.check(document_set),
    ):
        try:
            problems += check()
        except InputError as error:
            problems += error.problems
    return in_order(problems)
