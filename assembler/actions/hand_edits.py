"""Word files of a set that somebody edited by hand: find them, name the edits, and write what stands beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from assembler.actions import build
from assembler.dealset.titles import PROOF, TREE
from assembler.errors import InputError, Location, Problem
from assembler.store import manifest
from assembler.store.manifest import Manifest, digest, drafted_tree

if TYPE_CHECKING:
    from assembler.merge.refresh import InPlace
    from assembler.merge.standing_edits import EditedWord
    from assembler.store.changes import DesiredFiles

_EDITED = ("S302", "S352")


def edited_words(folder: Path, described: Manifest) -> tuple[str, ...]:
    """Return the Word files of documents in the set that somebody edited."""
    words = {name for name, entry in described.files.items() if entry.document and _is_word(name)}
    return manifest.edited(folder, described, words)


def lines(folder: Path, described: Manifest | None) -> list[str]:
    """Return a line for each Word file that was edited by hand, which names the edited provisions."""
    return [_line(folder, described, name) for name in edited_words(folder, described)] if described else []


def _line(folder: Path, described: Manifest, name: str) -> str:
    kept = drafted_tree(folder, described, described.files[name].document)
    if kept is None:
        return f"{name} was edited by hand"
    from assembler.compare import edits  # loads the readers, which a set without edits does not need

    told = edits.described(kept, (folder / name).read_bytes(), name)
    return f"{name} was edited by hand{': ' if told.startswith(edits.NO_PROVISION) else ' in '}{told}"


def following(
    folder: Path, earlier: Manifest, given: DesiredFiles, in_place: Mapping[str, InPlace] | None = None
) -> DesiredFiles:
    """Return the files to write so that they agree with the Word files that keep edits by hand.

    `in_place` are those that are updated, by name. Raises InputError if the draft changes what a Word
    file says, and does not write that file.
    """
    names = edited_words(folder, earlier)
    if not names:
        return given
    from assembler.merge.standing_edits import follow

    words = [*_standing(folder, earlier, given, names, in_place or {})]
    return follow(given, words, earlier, manifest.edited(folder, earlier, earlier.files), build.print_pdf)


def behind(folder: Path, described: Manifest) -> Sequence[str]:
    """Return the documents and sheets of a set that do not agree with its Word files that keep edits by hand."""
    names = edited_words(folder, described)
    if not names:
        return []
    from assembler.merge.standing_edits import follow
    from assembler.store.changes import DesiredFiles

    given = DesiredFiles({}, replace(described, files={}, superseded={}))
    edited = manifest.edited(folder, described, described.files)
    try:
        # PDF files take seconds to print, and are behind if the record of their document is.
        now = follow(given, [*_standing(folder, described, given, names, {})], described, edited, lambda _: {})
    except InputError:  # the line for the Word file says that it cannot be read
        return []
    hashes = manifest.hashes_of(folder, now.files)
    behind = {name for name, content in now.files.items() if name in hashes and digest(content) != hashes[name]}
    left = {name for name in now.supersede if not name.endswith(TREE)}
    pdf = {f"{name.removesuffix(TREE)}.pdf" for name in now.supersede} & described.files.keys()
    return sorted(behind | left | pdf)


def _standing(
    folder: Path, earlier: Manifest, given: DesiredFiles, names: Sequence[str], in_place: Mapping[str, InPlace]
) -> Iterator[EditedWord]:
    """Yield the Word files that keep their edits. The store refuses to write or to move the others."""
    from assembler.merge.standing_edits import EditedWord

    for name in names:
        entry, content = earlier.files[name], (folder / name).read_bytes()
        kept = drafted_tree(folder, earlier, entry.document)
        now = given.files.get(entry.document, kept)
        if name in in_place:
            # Not what is on the disk by now: the store refuses to write over what somebody saved since the merge.
            merged = in_place[name]
            yield EditedWord(name, given.described.files[name], merged.edited, merged.content, now)
        elif name in given.supersede or (name in given.files and digest(given.files[name]) != entry.sha256):
            continue
        elif name not in given.files and now and not _says_the_same(kept, now, name):
            what = "this Word file was edited by hand, and the draft changes what it says"
            hint = "Update it with `assembler schedules --into`, which keeps the edits. Or move the file away."
            raise InputError([Problem("S352", what, hint, Location((folder / name).as_posix()))])
        else:
            yield EditedWord(name, entry, content, content, now)


def _says_the_same(kept: bytes | None, now: bytes, name: str) -> bool:
    from assembler.document import json
    from assembler.revise.sections import says_the_same

    return kept is None or kept == now or says_the_same(json.load(kept, name), json.load(now, name))


def _is_word(name: str) -> bool:
    return name.endswith(".docx") and not name.endswith(PROOF)


@contextmanager
def edits_named(folder: Path) -> Iterator[None]:
    """Add the edited provisions to every problem about an edited file of the set in `folder`."""
    try:
        yield
    except InputError as error:
        if all(problem.code not in _EDITED for problem in error.problems):
            raise
        raise InputError(with_edits(error.problems, folder)) from None


def with_edits(problems: Iterable[Problem], folder: Path) -> list[Problem]:
    """Return the problems; those about an edited file of the set in `folder` name the edited provisions."""
    return [_with_edits_named(problem, folder) for problem in problems]


def _with_edits_named(problem: Problem, folder: Path) -> Problem:
    described, path = manifest.read(folder), Path(problem.location.file)
    entry = described.files.get(path.relative_to(folder).as_posix()) if described and problem.code in _EDITED else None
    tree = manifest.drafted_tree(folder, described, entry.document) if described and entry and entry.document else None
    if tree is None:
        return problem
    from assembler.compare import edits

    return replace(
        problem,
        message=f"{problem.message}; edited: {edits.described(tree, path.read_bytes(), path.name)}",
    )
