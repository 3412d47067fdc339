"""The folder of a set: written whole or not at all, and never over what a person has edited.

| code | what is wrong | what to do |
|---|---|---|
| S301 | a file in the way that is not of an earlier draft | move it away, or draft into another folder with --output |
| S302 | a file that somebody edited since it was drafted | move it away, or draft into another folder with --output |
| S303 | a manifest that cannot be read | move the folder away, or draft into another one |
| S304 | a file where the folder of the set is to be | move it away |
| S305 | a link or a folder where a file of the set is to be | move it away |
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assembler.findings import Finding, Place, Refused

MANIFEST = "manifest.json"


def write_set(folder: Path, files: Mapping[str, bytes], inputs: Mapping[str, str]) -> tuple[Path, ...]:
    """Write the files of a set and its manifest into `folder`, which is made where it is not there.

    Everything is written beside the folder's files first and put in place when all of it stands; a file that is the
    same already is left as it is. `inputs` say what the set was drafted from, by name. Returns the paths of the set.
    Refused, with nothing written, where a file there was edited since it was drafted, or is not of an earlier draft.
    OSError where the disk fails.
    """
    earlier = _read_manifest(folder)
    findings = list(_in_the_way(folder, files, earlier))
    if findings:
        raise Refused(findings)
    folder.mkdir(parents=True, exist_ok=True)
    staged = dict(files) | {MANIFEST: _manifest(files, inputs, earlier)}
    staging = Path(tempfile.mkdtemp(prefix=".drafting-", dir=folder))
    try:
        for name, content in staged.items():
            _write_through(staging / name, content)
        for name in sorted(staged, key=lambda name: (name == MANIFEST, name)):
            _put_in_place(staging / name, folder / name)
        _sync_folder(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return tuple(folder / name for name in files)


def _read_manifest(folder: Path) -> Mapping[str, Any]:
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        return {name: entry["sha256"] and entry for name, entry in manifest["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        what = "this manifest cannot be read, so it cannot be told which files of the folder were edited"
        remedy = "Move the folder away, or draft into another one with --output."
        raise Refused([Finding("S303", what, remedy, Place(path.as_posix()))]) from None


def _in_the_way(folder: Path, files: Mapping[str, bytes], earlier: Mapping[str, Any]) -> Iterator[Finding]:
    """What stands in the folder under a name of the set and may not be overwritten."""
    if folder.exists() and not folder.is_dir():
        yield Finding(
            "S304", "a file stands where the folder of the set is to be", "Move it away.", Place(folder.as_posix())
        )
        return
    for name, content in files.items():
        path = folder / name
        place = Place(path.as_posix())
        if path.is_symlink() or (path.exists() and not path.is_file()):
            yield Finding("S305", "a link or a folder stands where a file of the set is to be", "Move it away.", place)
        elif path.is_file() and (found := _hash(path.read_bytes())) != _hash(content):
            if name not in earlier:
                what = "this file is not of an earlier draft, and would be overwritten"
                yield Finding("S301", what, "Move it away, or draft into another folder with --output.", place)
            elif found != earlier[name]["sha256"]:
                what = "this file was edited since it was drafted, and would be overwritten"
                yield Finding(
                    "S302", what, "Keep it under another name, or draft into another folder with --output.", place
                )


def _manifest(files: Mapping[str, bytes], inputs: Mapping[str, str], earlier: Mapping[str, Any]) -> bytes:
    """What the set holds; a file of an earlier draft that is not drafted again keeps its entry and its inputs."""
    entries = dict(earlier) | {
        name: {"sha256": _hash(content), "drafted_from": dict(inputs)} for name, content in files.items()
    }
    return (json.dumps({"version": 1, "files": dict(sorted(entries.items()))}, indent=2) + "\n").encode()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write_through(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(staged: Path, path: Path) -> None:
    if not path.is_file() or path.read_bytes() != staged.read_bytes():
        staged.replace(path)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
