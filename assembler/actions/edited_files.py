"""The files of a set that a change touches and that somebody edited by hand since they were drafted."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import cached_property

from assembler.actions.hand_edits import with_edits
from assembler.actions.set_states import SetState
from assembler.errors import InputError, Location, Problem
from assembler.merge.refresh import InPlace, refresh
from assembler.readers.package import open_package
from assembler.revise.revision import Revision
from assembler.revise.sections import Touched
from assembler.store import manifest


class EditedFiles:
    """The edited files of a set before a revision of it."""

    def __init__(self, state: SetState, revision: Revision) -> None:
        self._state, self._revision = state, revision
        self._touched = {f"{document.piece.stem}.docx": document for document in revision.changes.touched}

    @cached_property
    def names(self) -> Sequence[str]:
        """The edited files that the change touches."""
        revision = self._revision
        names = {*self._touched, *revision.files, *revision.leaving}
        return manifest.edited(self._state.folder, self._state.manifest, names)

    def refreshed(self) -> Mapping[str, InPlace]:
        """Return the edited Word files with what the change touches refreshed in them.

        Raises InputError where the change and the edits overlap.
        """
        refreshed: dict[str, InPlace] = {}
        problems: list[Problem] = []
        for name in self.names:
            if document := self._drafted(name):
                try:
                    refreshed[name] = refresh(self._state.read(name) or b"", self._place(name), document)
                except InputError as error:
                    problems += error.problems
        if problems:
            raise InputError(problems)
        return refreshed

    def obstacles(self, refreshed: Container[str]) -> Sequence[Problem]:
        """Return a problem for each edited file that the change would overwrite or drop."""
        revision = self._revision
        names = (name for name in self.names if name in revision.files or name in revision.leaving)
        return with_edits((self._obstacle(name) for name in names if name not in refreshed), self._state.folder)

    def _obstacle(self, name: str) -> Problem:
        becomes = "is no longer part of the deal" if name in self._revision.leaving else "the change touches it"
        what = f"this file was edited since it was drafted, and {becomes}"
        hint = "Move the file away, or draft into another folder with --output."
        if self._can_be_refreshed(name):
            hint = "Run again with --into, which updates what the change touches and keeps the edits. Or move the file away."
        return Problem("S302", what, hint, Location(self._place(name)))

    def _can_be_refreshed(self, name: str) -> bool:
        """Return True if `--into` can update a file: a document of the forms, saved as a Word file."""
        if not self._drafted(name) or name not in self._revision.files:
            return False
        try:
            open_package(self._state.read(name) or b"", name)
        except InputError:
            return False
        return True

    def _drafted(self, name: str) -> Touched | None:
        """Return the document that changed in a file, None if it is new, or not drafted from the forms."""
        document = self._touched.get(name)
        return document if document and document.tree is not None else None

    def _place(self, name: str) -> str:
        return (self._state.folder / name).as_posix()
