"""Small sets to write, and what is in a folder."""

from __future__ import annotations

from assembler.closing.folder import write_set
from assembler.closing.manifest import Entry, Manifest, inputs_of


def write(folder, files, supersede=(), sheet=b"deal: one", **entries):
    """Write a set of files, drafted from a term sheet; `entries` say what there is to say of some of them."""
    inputs, copies = inputs_of([("term_sheet", "deal.yaml", sheet)])
    described = Manifest(
        as_of="2003-07-01",
        inputs=inputs,
        files={name: entries.get(name, Entry("", "agreement")) for name in files},
    )
    return write_set(folder, {**files, **copies}, described, supersede)


def contents(folder):
    """Every file in a folder and below it, a link as where it leads; None where there is no such folder."""
    if not folder.is_dir():
        return None
    return {
        path.relative_to(folder).as_posix(): path.readlink() if path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def codes(refused):
    """The codes of a refusal."""
    return [finding.code for finding in refused.value.findings]
