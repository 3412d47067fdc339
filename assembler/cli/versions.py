"""`assembler versions`: the versions of a set, with what changed from each to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

import typer
from msgspec import Struct

from assembler.actions.problems import as_data
from assembler.actions.set_states import state_of
from assembler.cli.options import SetFolder, TermSheetFile, folder_of
from assembler.cli.report import ExitCode, print_json, report_problems
from assembler.cli.send import as_version, in_words
from assembler.dealset.investor_matching import matches_between
from assembler.dealset.titles import TREE, documents, is_part, listed
from assembler.errors import InputError
from assembler.revise.term_changes import changes
from assembler.store import manifest
from assembler.store import versions as store
from assembler.store.folder import recover
from assembler.store.manifest import MANIFEST, Manifest, ManifestEntry
from assembler.store.versions import Version

_NONE = "The set has no version yet. `assembler send` freezes it as version 1."


def versions(
    termsheet: TermSheetFile,
    check: Annotated[bool, typer.Option("--check", help="Verify every file of every version.")] = False,
    output: SetFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the versions as JSON.")] = False,
) -> None:
    """List the versions of a set with their changes, or check them."""
    folder = folder_of(termsheet, output)
    report_problems(recover(folder))
    store.refuse_no_set(folder)
    problems = store.check_all(folder) if check else []
    # What cannot be read is among the problems of a check.
    known = () if problems else store.versions(folder)
    steps = [_Step(version, before) for version, before in zip(known, (None, *known), strict=False)]
    if as_json:
        print_json({"versions": [step.data() for step in steps], "problems": list(map(as_data, problems))})
    else:
        report_problems(problems)
        if not problems:
            _print(steps, is_checked=check)
    raise typer.Exit(ExitCode.NO if problems else ExitCode.DONE)


class _Step(Struct, frozen=True):
    """A version, and the one before it."""

    version: Version
    before: Version | None

    def data(self) -> dict[str, object]:
        """Return the version with what changed, as JSON has it."""
        changed = {"terms": self.terms(), "documents": self.documents()} if self.before else None
        return {**as_version(self.version), "changed": changed}

    def lines(self) -> Iterator[str]:
        """Yield the version as a line, and what changed below it."""
        yield in_words(self.version)
        if self.before is None:
            yield f"  {_count(self.version.files)}"
            return
        terms, told = self.terms(), self.documents()
        for line in terms:
            yield f"  {line}"
        for how, titles in told.items():
            for title in titles:
                yield f"  {how}: {title}"
        if not terms and not any(told.values()):
            yield f"  the same documents as version {self.before.number}"

    def terms(self) -> list[str]:
        """Return the changes of the term sheet in words, or a line that says why they are not known."""
        if self.before is None:
            return []
        before, now = state_of(self.before), state_of(self.version)
        try:
            old, new = before.terms(), now.terms()
        except InputError as unknown:
            return [f"changes of the term sheet are not known: {unknown.problems[0].message}"]
        matches = matches_between((before.manifest.numbers, old), (now.manifest.numbers, new))
        return list(map(str, changes(old, new, matches)))

    def documents(self) -> dict[str, list[str]]:
        """Return the documents in words, by how they changed."""
        old, new = (_documents(version) for version in (self.before, self.version))
        kinds = {
            "new": {name: entry for name, (_, entry) in new.items() if name not in old},
            "changed": {name: entry for name, (sha256, entry) in new.items() if name in old and old[name][0] != sha256},
            "no longer there": {name: entry for name, (_, entry) in old.items() if name not in new},
        }
        return {how: _titles(entries) for how, entries in kinds.items()}


def _documents(version: Version | None) -> Mapping[str, tuple[str, ManifestEntry]]:
    """Return the hash and the entry of each file of a version that a reader would open, by its path."""
    if version is None:
        return {}
    described = manifest.read(version.folder) or Manifest()
    records = {MANIFEST, *described.superseded, *(copy.kept for copy in described.inputs.values())}
    records |= {name for name, entry in described.files.items() if not is_part(entry) or name.endswith(TREE)}
    return {
        name: (sha256, described.files.get(name, ManifestEntry("")))
        for name, sha256 in version.files.items()
        if name not in records
    }


def _titles(entries: Mapping[str, ManifestEntry]) -> list[str]:
    """Return a line for each kind of document, and the path of each file of the user's own."""
    own = [name for name, entry in entries.items() if not entry.part]
    return [*listed(title for title, _ in documents({k: v for k, v in entries.items() if v.part})), *own]


def _print(steps: Sequence[_Step], *, is_checked: bool) -> None:
    for step in steps:
        for line in step.lines():
            typer.echo(line)
    if not steps:
        typer.echo(_NONE)
    elif is_checked:
        files = sum(len(step.version.files) for step in steps)
        typer.echo(f"Checked: all {files} files are as they were.")


def _count(files: Mapping[str, str]) -> str:
    return "1 file" if len(files) == 1 else f"{len(files)} files"
