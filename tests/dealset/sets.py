"""Helpers that write small sets and read folders."""

from __future__ import annotations

from assembler.store.folder import write_set
from assembler.store.manifest import Manifest, ManifestEntry, inputs_of
from assembler.store.transaction import UNDO


def write(folder, files, supersede=(), sheet=b"deal: one", **entries):
    """Write a set of files, drafted from the term sheet `sheet`. `entries` are manifest entries by file name."""
    inputs, copies = inputs_of([("term_sheet", "deal.yaml", sheet)])
    described = Manifest(
        as_of="2003-07-01",
        inputs=inputs,
        files={name: entries.get(name, ManifestEntry("", "agreement")) for name in files},
    )
    return write_set(folder, {**files, **copies}, described, supersede)


def contents(folder):
    """Return the content of every file below a folder, and the target of every link. None if it does not exist.

    The undo of a set is left out.
    """
    if not folder.is_dir():
        return None
    return {
        path.relative_to(folder).as_posix(): path.readlink() if path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
        if (path.is_symlink() or path.is_file()) and UNDO not in path.parts
    }


def codes(refused):
    """Return the codes of the problems of a caught `InputError`."""
    return [problem.code for problem in refused.value.problems]
