"""Add the edited provisions to a problem about an edited file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from assembler.findings import Finding, Refused

EDITED = "S302"


@contextmanager
def edits_named(folder: Path) -> Iterator[None]:
    """Add the edited provisions to every problem about an edited file of the set in `folder`."""
    try:
        yield
    except Refused as refused:
        if all(finding.code != EDITED for finding in refused.findings):
            raise
        raise Refused(with_edits(refused.findings, folder)) from None


def with_edits(findings: Iterable[Finding], folder: Path) -> list[Finding]:
    """Return the problems; those about an edited file of the set in `folder` name the edited provisions."""
    return [_named(finding, folder) for finding in findings]


def _named(finding: Finding, folder: Path) -> Finding:
    from assembler.closing import manifest

    described, path = manifest.read(folder), Path(finding.place.file)
    entry = described.files.get(path.relative_to(folder).as_posix()) if described and finding.code == EDITED else None
    tree = folder / entry.document if entry and entry.document else None
    if described is None or tree is None or not tree.is_file():
        return finding
    if manifest.digest(tree.read_bytes()) != described.files[tree.name].sha256:
        return finding
    from assembler.compare import edits

    return replace(
        finding, what=f"{finding.what}; edited: {edits.described(tree.read_bytes(), path.read_bytes(), path.name)}"
    )
