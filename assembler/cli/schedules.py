"""`assembler schedules`: report what a change of the term sheet touches in its set, and rewrite that."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from msgspec.structs import replace

from assembler import pipeline
from assembler.cli import build, summary
from assembler.cli.files import attached, read, read_sibling
from assembler.cli.jobs import JobOptions, job_options
from assembler.cli.options import (
    AncillaryFolder,
    Commented,
    EngineName,
    Jobs,
    Quiet,
    SetFolder,
    ShellOption,
    Summarized,
    TemplatesFolder,
    TermSheetFile,
    folder_of,
    refuse_both,
)
from assembler.cli.progress import Progress
from assembler.cli.report import as_data, edits_named, report_problems, with_edits
from assembler.cli.set_states import SetState, files_after, state_of
from assembler.dealset.build import ContentsPages, contents_pages, write
from assembler.dealset.documents import DocumentSet, SetPart, attachments
from assembler.dealset.proof import write_proof
from assembler.dealset.record import Sources, record
from assembler.dealset.sheets import write_sheets
from assembler.errors import InputError, Location, Problem, Severity
from assembler.library import Library
from assembler.merge.refresh import InPlace, refresh
from assembler.readers.package import open_package
from assembler.redline.engine import RedlineOptions
from assembler.redline.set_redlines import (
    DEFAULT,
    LENGTH,
    Explainer,
    RedlineJob,
    SetFiles,
    begin,
    collect,
    paired,
    redline_jobs,
)
from assembler.revise import report
from assembler.revise.plan import LAST_DRAFT, KeptFiles, Plan
from assembler.revise.revision import CHANGES, Revision, SetWriters, revise
from assembler.revise.set_changes import SetChanges, changes_since
from assembler.store import manifest
from assembler.store.folder import WrittenSet, recover, write_set
from assembler.store.manifest import Manifest, ManifestEntry, digest, inputs_of
from assembler.store.versions import Version, last_sent, version_of

_NOTE = "NOTE: {} was edited by hand. This text is drafted from the term sheet, and lacks those edits.\n\n"


def schedules(
    termsheet: TermSheetFile,
    plan: Annotated[bool, typer.Option("--plan", help="Report what would change, and write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Also write the report as a page of HTML.")
    ] = None,
    into: Annotated[
        bool,
        typer.Option("--into", help="In edited Word files, update only what the change touches, and keep the edits."),
    ] = False,
    with_comments: Commented = False,
    with_summary: Summarized = False,
    output: SetFolder = None,
    against: Annotated[
        int | None,
        typer.Option(
            "--against", metavar="N", help="The version to compare with. Default: the last one sent, or the last draft."
        ),
    ] = None,
    closing: Annotated[
        int | None,
        typer.Option(
            "--closing",
            metavar="N",
            help="The last closing; 1 is the initial closing. Default: that of the last draft.",
        ),
    ] = None,
    shell: ShellOption = None,
    templates: TemplatesFolder = None,
    ancillary: AncillaryFolder = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Rewrite the documents that a changed term sheet touches."""
    refuse_both(quiet=quiet, as_json=as_json)
    folder = folder_of(termsheet, output)
    job = _Job(termsheet, folder, Library.open(templates), shell, ancillary, closing, into=into)
    in_place = job.in_place() if into else {}
    shared = job_options(jobs, EngineName.processes, None)
    asked = replace(DEFAULT, comments=with_comments, summary=with_summary)
    since = job.baseline(against)
    redlines = job.redline_jobs(since, in_place, asked)
    planned = job.plan(since, in_place, redlines)
    written = None if plan or planned.is_nothing else job.write(planned, in_place, redlines, shared)
    obstacles = job.obstacles(in_place) if plan else ()
    report_problems([replace(problem, severity=Severity.WARNING) for problem in obstacles])
    report_problems([problem for result in in_place.values() for problem in result.warnings])
    if html:
        html.write_text(report.html(planned), encoding="utf-8")
    if as_json:
        _print_data(planned, obstacles, in_place)
    elif not quiet:
        _print_report(job, planned, written, in_place)


class _Job:
    """A run over a set: the inputs of its last draft, and the set that its term sheet makes now."""

    def __init__(
        self,
        termsheet: Path,
        folder: Path,
        library: Library,
        shell: str | None,
        ancillary: Path | None,
        closing: int | None,
        *,
        into: bool,
    ) -> None:
        self.termsheet, self.folder, self.library, self.ancillary = termsheet, folder, library, ancillary
        self.into = into
        report_problems(recover(folder))
        self.earlier = _earlier(folder, termsheet)
        self.state = SetState(folder, self.earlier, "before", LAST_DRAFT)
        until = self.earlier.asked.get("closing")
        self.asked = {**self.earlier.asked, "closing": until if closing is None else closing}
        before = self.state.draft(library)
        self.data, self.lists = read(termsheet), dict[str, bytes]()
        given = read_sibling(termsheet, self.lists)
        now = pipeline.draft_deal(self.data, termsheet.as_posix(), library, given, self.asked["closing"])
        self.style_template = build.load_style_template(shell, now.deal, termsheet.parent, library)
        self.problems: list[Problem] = []
        self.versions: Mapping[str, str] = {}
        self.annexes: Mapping[str, bytes] = {}
        self.before = before
        self.revision = self._revised(before, now)

    def _revised(self, before: DocumentSet, now: DocumentSet) -> Revision:
        writers = SetWriters(self._pieces, self._beside, self.style_template.digest)
        return revise(self.state.previous, before, now, self.state.tree, writers)

    def baseline(self, against: int | None) -> _Baseline:
        """Return the state that changes are told since: a version, or the set as it is if none was sent."""
        version = last_sent(self.folder) if against is None else version_of(self.folder, against)
        if version is None:
            return _Baseline(self.state, self.before, self.revision.changes, None)
        state = state_of(version)
        if not state.manifest.term_sheet:
            what = f"version {version.number} kept no copy of its term sheet, so the changes since then are not known"
            hint = (
                "`assembler redline` writes redlines against it. For the changes, name a later version with --against."
            )
            raise InputError([Problem("S361", what, hint, Location(version.folder.as_posix()))])
        before = state.draft(self.library)
        changes = changes_since(state.previous, before, self.revision.changes.document_set, state.tree)
        return _Baseline(state, before, changes, version)

    def files_after(self, in_place: Mapping[str, InPlace]) -> SetFiles:
        """Return the files of the set as they are after the run."""
        revision = self.revision
        contents = {**revision.files, **{name: result.content for name, result in in_place.items()}}
        return files_after(self.state, self._described(), contents, revision.leaving)

    def redline_jobs(
        self, since: _Baseline, in_place: Mapping[str, InPlace], asked: RedlineOptions
    ) -> Sequence[RedlineJob]:
        """Return the redlines to write."""
        old, new = since.state.files, self.files_after(in_place)
        explainer = Explainer(since.changes, since.before) if asked.comments or asked.summary else None
        return redline_jobs(old, new, paired(old.entries, new.entries, since.changes.renamed), asked, explainer)

    def plan(self, since: _Baseline, in_place: Mapping[str, InPlace], redlines: Sequence[RedlineJob]) -> Plan:
        """Return the plan of the run."""
        titles = {f"redlines/{job.pair.path}": job.pair.title for job in redlines}
        if since.version is None:
            return Plan(self.revision, since.changes, self.revision.written, since.state.told, redlines=titles)
        after, kept = self.files_after(in_place), since.version.files
        version = KeptFiles(since.state.told, since.state.manifest.files, lambda name: kept.get(name, ""))
        now = KeptFiles(after.name, after.entries, lambda name: digest(after.read(name) or b""))
        return Plan.since_version(self.revision, since.changes, version, now, titles)

    def _pieces(self, document_set: DocumentSet, formats: Sequence[str]) -> Mapping[str, bytes]:
        pages = self._measured(document_set) if "docx" in formats else {}
        files = write(document_set, formats, list(SetPart), self.style_template, pages)
        texts = {name: self._noted(name, content) for name, content in files.items()}
        return {**texts, **(build.print_pdf(files) if "pdf" in formats else {})}

    def _noted(self, name: str, content: bytes) -> bytes:
        """Return a text with a note in front if the Word file beside it has edits that it lacks."""
        stem, _, suffix = name.rpartition(".")
        if suffix != "txt" or not self._is_edited(f"{stem}.docx"):
            return content
        note, path = _NOTE.format(f"{stem}.docx").encode(), self.folder / name
        # A run without `--into` keeps a note that stands there.
        is_noted = self.into or (path.is_file() and path.read_bytes().startswith(note))
        return note + content if is_noted else content

    def _is_edited(self, name: str) -> bool:
        entry, path = self.earlier.files.get(name), self.folder / name
        return entry is not None and path.is_file() and digest(path.read_bytes()) != entry.sha256

    def _measured(self, document_set: DocumentSet) -> ContentsPages:
        pages, problems = contents_pages(document_set, list(SetPart), self.style_template)
        self.problems += [problem for problem in problems if problem not in self.problems]
        return pages

    def _beside(self, document_set: DocumentSet) -> Mapping[str, bytes]:
        """Return the files beside the documents, as the last draft asked: annexes, ancillary forms, sheets and the proof."""
        asked = self.asked
        only, formats = asked["only"], asked["formats"]
        self.annexes = {} if only else attached(attachments(document_set), document_set, self.termsheet.parent)
        forms, self.versions, problems = build.forms(
            document_set, self.library.ancillary(self.ancillary), only, formats
        )
        self.problems += problems
        sheets = write_sheets(document_set, only, formats)
        proof = write_proof(document_set, self.style_template, self._measured(document_set)) if asked["proof"] else {}
        return {
            **forms,
            **sheets,
            **self.annexes,
            **proof,
        }

    def check(self) -> None:
        """Check the words of the documents, and add the problems. Raises InputError if one is an error."""
        document_set = self.revision.changes.document_set
        self.problems += [*document_set.warnings, *(() if document_set.is_copy else pipeline.check(document_set))]

    @cached_property
    def edited(self) -> Sequence[str]:
        """The files that the change touches and somebody edited since the last draft."""
        touched = {f"{document.piece.stem}.docx" for document in self.revision.changes.touched}
        return manifest.edited(self.folder, self.earlier, touched.union(self.revision.files, self.revision.leaving))

    def in_place(self) -> Mapping[str, InPlace]:
        """The Word files that were edited, with what the change touches refreshed in them. Raises InputError where edits overlap."""
        touched = {f"{document.piece.stem}.docx": document for document in self.revision.changes.touched}
        refreshed: dict[str, InPlace] = {}
        problems: list[Problem] = []
        for name in self.edited:
            if name in touched and touched[name].tree is not None:
                path = self.folder / name
                try:
                    refreshed[name] = refresh(path.read_bytes(), path.as_posix(), touched[name])
                except InputError as error:
                    problems += error.problems
        if problems:
            raise InputError(problems)
        return refreshed

    def obstacles(self, in_place: Collection[str]) -> Sequence[Problem]:
        """Return a problem for each edited file that the change would overwrite or drop."""
        names = [name for name in self.edited if name in self.revision.files or name in self.revision.leaving]
        return with_edits((self._edited(name) for name in names if name not in in_place), self.folder)

    def _edited(self, name: str) -> Problem:
        becomes = "is no longer part of the deal" if name in self.revision.leaving else "the change touches it"
        what = f"this file was edited since it was drafted, and {becomes}"
        hint = "Move the file away, or draft into another folder with --output."
        if self._can_be_refreshed(name):
            hint = "Run again with --into, which updates what the change touches and keeps the edits. Or move the file away."
        return Problem("S302", what, hint, Location((self.folder / name).as_posix()))

    def _can_be_refreshed(self, name: str) -> bool:
        """Return True if `--into` can update a file: a document of the forms, saved as a Word file."""
        drafted = {
            f"{document.piece.stem}.docx" for document in self.revision.changes.touched if document.tree is not None
        }
        if name not in drafted or name not in self.revision.files:
            return False
        try:
            open_package((self.folder / name).read_bytes(), name)
        except InputError:
            return False
        return True

    def write(
        self, plan: Plan, in_place: Mapping[str, InPlace], redlines: Sequence[RedlineJob], shared: JobOptions
    ) -> WrittenSet:
        """Write the files of the revision with its redlines: all of them or none."""
        obstacles = self.obstacles(in_place)
        if obstacles:
            raise InputError(obstacles)
        with Progress(len(redlines), doing="redlining") as progress, shared.pool(len(redlines) * LENGTH) as pool:
            begun = begin(redlines, pool)
            self.check()  # while workers redline
            made = {f"redlines/{path}": redline.content for path, redline in collect(redlines, begun, progress).items()}
        beside = {**made, **report.schedule_of_changes(plan)}
        described = self._described()
        described = replace(
            described, files={**described.files, **{name: ManifestEntry("", CHANGES) for name in beside}}
        )
        files = {**self.revision.files, **{name: result.content for name, result in in_place.items()}}
        stale = [name for name, entry in self.earlier.files.items() if entry.part == CHANGES and name not in beside]
        refreshed = {name: digest((self.folder / name).read_bytes()) for name in in_place}
        with edits_named(self.folder):
            written = write_set(
                self.folder, {**files, **beside, **self.copies}, described, [*self.revision.leaving, *stale], refreshed
            )
        report_problems([*self.problems, *written.problems])
        return written

    def _described(self) -> Manifest:
        """Return the manifest of the files to write, with the forms of documents that are not drafted again."""
        document_set = self.revision.changes.document_set
        named = attachments(document_set) if self.annexes else ()
        inputs, self.copies = inputs_of(build.inputs(self.termsheet, self.data, self.lists, named, self.annexes))
        sources = Sources(inputs, self.style_template.digest, self.asked, self.versions, self.annexes)
        described = record(document_set, self.revision.files, sources)
        # A file refreshed in place gets the hash of the draft without the edits, so it still counts as edited.
        files = {
            name: replace(entry, sha256=digest(self.revision.files[name])) for name, entry in described.files.items()
        }
        return replace(described, forms={**self.earlier.forms, **described.forms}, files=files)


class _Baseline(NamedTuple):
    """The state that changes are told since, its documents, and the changes. `version` if it is one."""

    state: SetState
    before: DocumentSet
    changes: SetChanges
    version: Version | None


def _earlier(folder: Path, termsheet: Path) -> Manifest:
    """Return the manifest of the set. Raises InputError if there is no set, or if it has no copy of its inputs."""
    earlier = manifest.read(folder)
    place = Location((folder / manifest.MANIFEST).as_posix())
    if earlier is None:
        what = "this folder has no set yet, so there is nothing to update"
        hint = f"Draft first: assembler draft {termsheet.as_posix()}. Or name the folder of the set with --output."
        raise InputError([Problem("S321", what, hint, Location(folder.as_posix()))])
    if earlier.version == 1:
        what = "an older version drafted this set and kept no copy of its term sheet, so the changes are not known"
        hint = "Draft it again with `assembler draft`, which does not overwrite edited files. Later changes are then known."
        raise InputError([Problem("S322", what, hint, place)])
    return earlier


def _print_data(plan: Plan, obstacles: Sequence[Problem], in_place: Mapping[str, InPlace]) -> None:
    refreshed = {name: result.proof for name, result in in_place.items()}
    data = {**report.data(plan), "edited": list(map(as_data, obstacles)), "in_place": refreshed}
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _print_report(job: _Job, plan: Plan, written: WrittenSet | None, in_place: Mapping[str, InPlace]) -> None:
    """Print what changes, which files are updated in place, and how many files were written."""
    typer.echo(report.text(plan))
    for name, result in in_place.items():
        typer.echo(f"\n{'Refreshed' if written else 'To be refreshed'} in place: {name}\n  {result.proof}")
        stem = name.removesuffix(".docx")
        others = [f"{stem}.{suffix}" for suffix in ("txt", "pdf") if f"{stem}.{suffix}" in job.revision.files]
        if others:
            typer.echo(f"  Your edits are not in {' and '.join(others)}: the term sheet does not have them.")
    before, now = job.revision.changes.status
    if in_place and before != now:
        typer.echo(f'  its header still says "{before}": change it by hand')
    if written:
        for line in summary.superseded(written):
            typer.echo(line, err=True)
        typer.echo(f"\n{job.folder.as_posix()}/: {summary.count_files(written)}")
