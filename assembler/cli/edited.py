"""What was edited in a file that a run would have overwritten, said with the finding that it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from assembler.findings import Finding, Refused

EDITED = "S302"


@contextmanager
def edits_named(folder: Path) -> Iterator[None]:
    """A refusal over edited files of the set in `folder` says which provisions of each of them were edited."""
    try:
        yield
    except Refused as refused:
        if all(finding.code != EDITED for finding in refused.findings):
            raise
        raise Refused(with_edits(refused.findings, folder)) from None


def with_edits(findings: Iterable[Finding], folder: Path) -> list[Finding]:
    """The findings, those over an edited file of the set in `folder` with the provisions that were edited."""
    return [_named(finding, folder) for finding in findings]


def _named(finding: Finding, folder: Path) -> Finding:
    from assembler.closing import manifest

    whole, path = manifest.read(folder), Path(finding.place.file)
    entry = whole.files.get(path.relative_to(folder).as_posix()) if whole and finding.code == EDITED else None
    tree = folder / entry.document if entry and entry.document else None
    if whole is None or tree is None or not tree.is_file():
        return finding
    if manifest.digest(tree.read_bytes()) != whole.files[tree.name].sha256:
        return finding
    from assembler.compare import edits

    return replace(
        finding, what=f"{finding.what}; edited: {edits.described(tree.read_bytes(), path.read_bytes(), path.name)}"
    )
