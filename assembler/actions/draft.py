"""Draft a set from its term sheet, and write it into its folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from assembler import pipeline
from assembler.actions import build, hand_edits
from assembler.actions.files import attached, name_of, read, read_sibling, refuse_changed
from assembler.actions.formats import WRITTEN_FORMATS, Format, Only
from assembler.actions.hand_edits import edits_named
from assembler.actions.jobs import JobOptions
from assembler.actions.problems import as_errors, environment_problem
from assembler.dealset.build import begin, collect, contents_pages, render_jobs
from assembler.dealset.documents import Attachment, DocumentSet, SetPart, attachments
from assembler.dealset.proof import write_proof
from assembler.dealset.record import Sources, outdated, part_of, record
from assembler.dealset.register import History, history_of, named, refuse_other_deal, similar_names
from assembler.dealset.sheets import write_sheets
from assembler.errors import InputError, Location, Problem, Severity
from assembler.library import Library, StyleTemplate
from assembler.store import manifest
from assembler.store.changes import DesiredFiles
from assembler.store.folder import WrittenSet, kept_inputs, recover, write_set
from assembler.store.manifest import Manifest, inputs_of


class DraftOptions(Struct, frozen=True):
    """The options that hold for every set."""

    written_as: Format
    only: Only | None
    strict: bool
    proof: bool
    shell: str | None
    closing: int | None
    templates: Path | None
    ancillary: Path | None

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats to write, before LibreOffice makes PDF."""
        return WRITTEN_FORMATS[self.written_as]

    @property
    def parts(self) -> Sequence[SetPart]:
        """The parts of the set whose documents are drafted."""
        if self.written_as is Format.sheets:
            return []
        return [SetPart(self.only.value)] if self.only else list(SetPart)

    @property
    def recorded(self) -> Mapping[str, object]:
        """The options that decide which files there are, for the manifest."""
        return {
            "formats": [*self.formats, *(["pdf"] if self.written_as is Format.pdf else [])],
            "only": self.only.value if self.only else None,
            "proof": self.proof,
            "closing": self.closing,
        }

    @property
    def is_part(self) -> bool:
        """Return True if only a part of the set is drafted."""
        return self.only is not None or self.closing is not None or self.written_as is Format.sheets


class Order(Struct, frozen=True):
    """A set to draft: its term sheet, its folder and the options."""

    termsheet: Path
    folder: Path
    asked: DraftOptions


class Outcome(Struct, frozen=True):
    """The result of an order: the set on disk, or None if it was refused, and the problems found.

    `edited` has a line for each Word file of the set that was edited by hand.
    """

    written: WrittenSet | None
    problems: Sequence[Problem]
    edited: Sequence[str] = ()


def outcome_of_order(order: Order, shared: JobOptions, found: list[Problem] | None = None) -> Outcome:
    """Draft a set, and return the result as a value, which a worker can send back.

    The problems are also added to `found`, so that the caller has them if an interrupt ends the draft.
    """
    problems = [] if found is None else found
    try:
        written = _draft(order, shared, problems)
        described = manifest.read(order.folder)
        return Outcome(written, problems, edited=hand_edits.lines(order.folder, described))
    except InputError as refused:
        return Outcome(None, [*problems, *refused.problems])
    except OSError as error:
        return Outcome(None, [*problems, environment_problem(error)])


def _draft(order: Order, shared: JobOptions, problems: list[Problem]) -> WrittenSet:
    """Draft a set and write it, and add its problems to `problems`.

    Raises InputError, with nothing written, if the input is wrong.
    """
    asked, termsheet = order.asked, order.termsheet
    library, data, lists = Library.open(asked.templates), read(termsheet), dict[str, bytes]()
    problems += recover(order.folder)
    history = _history(order.folder, problems)
    document_set = pipeline.draft_deal(data, name_of(termsheet), library, read_sibling(termsheet, lists), asked.closing)
    document_set = named(document_set, history)
    refuse_other_deal(document_set, history)
    style_template = build.load_style_template(asked.shell, document_set.deal, termsheet.parent, library)
    made = _made(order, document_set, library, style_template, shared)
    refuse_changed(termsheet, data)
    inputs, copies = inputs_of(build.inputs(termsheet, data, lists, made.named, made.annexes))
    sources = Sources(inputs, style_template.digest, asked.recorded, made.versions, made.annexes)
    described = record(document_set, made.files, sources)
    problems += [*made.problems, *similar_names(document_set, history)]
    return _write(order, made.files, copies, described, problems)


def _history(folder: Path, problems: list[Problem]) -> History:
    """Return the history of the set in `folder`, and add a warning if its kept term sheet cannot be used."""
    earlier = manifest.read(folder)
    if earlier is None or not earlier.inputs:
        return history_of(earlier, None)
    try:
        kept = kept_inputs(folder, earlier)
        kept_as = (folder / earlier.inputs[kept.name].kept).as_posix()
        return history_of(earlier, pipeline.kept_terms(earlier, kept, kept_as))
    except InputError as error:
        what = "the term sheet of the last draft cannot be used, so investors are known by their names only"
        hint = f"Compare the numbers of those who were renamed. ({error.problems[0].message})"
        problems.append(Problem("S350", what, hint, Location(folder.as_posix()), severity=Severity.WARNING))
        return history_of(earlier, None)


class _Made(Struct, frozen=True):
    """The files of a set, with the annexes and forms that they were made from, and their problems."""

    files: Mapping[str, bytes]
    named: Sequence[Attachment]
    annexes: Mapping[str, bytes]
    versions: Mapping[str, str]
    problems: Sequence[Problem]


def _made(
    order: Order,
    document_set: DocumentSet,
    library: Library,
    style_template: StyleTemplate,
    shared: JobOptions,
) -> _Made:
    """Return the files of a set. While workers write the documents, this process does the rest."""
    asked, parts = order.asked, order.asked.parts
    pages, unmeasured = contents_pages(document_set, parts, style_template) if "docx" in asked.formats else ({}, ())
    jobs = render_jobs(document_set, parts, pages)
    with shared.pool(len(jobs)) as pool, shared.show(len(jobs), "drafting") as progress:
        batches = begin(jobs, asked.formats, style_template, pool)
        problems = [*unmeasured, *document_set.warnings, *pipeline.check_unsigned(document_set)]
        named = attachments(document_set)
        annexes = attached(named, document_set, order.termsheet.parent)
        forms, versions, form_problems = build.forms(
            document_set, library.ancillary(asked.ancillary), asked.only, asked.formats
        )
        problems += [*form_problems, *(pipeline.check_closely(document_set) if asked.strict else ())]
        if asked.strict and problems:
            raise InputError(as_errors(problems))
        sheets = write_sheets(document_set, asked.only, asked.formats)
        files = collect(batches, progress)
    files = {**files, **forms}
    printed = build.print_pdf(files) if asked.written_as is Format.pdf else {}
    proof = write_proof(document_set, style_template, pages) if asked.proof else {}
    files = {**files, **sheets, **printed, **({} if asked.only else annexes), **proof}
    return _Made(files, named, annexes, versions, problems)


def _write(
    order: Order,
    files: Mapping[str, bytes],
    copies: Mapping[str, bytes],
    described: Manifest,
    problems: list[Problem],
) -> WrittenSet:
    """Write the set, or the part of it that was asked for, and add the problems to `problems`."""
    folder = order.folder
    earlier = manifest.read(folder)
    if order.asked.is_part:
        described, copies = part_of(earlier, described), copies if earlier is None else {}
    gone = outdated(folder, earlier, files, described) if earlier and not order.asked.is_part else ()
    given = DesiredFiles({**files, **copies}, described, gone)
    with edits_named(folder):
        given = hand_edits.following(folder, earlier, given) if earlier else given
        written = write_set(folder, given.files, given.described, given.supersede, given.refreshed)
    problems += written.problems
    return written
