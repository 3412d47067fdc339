"""The deals that are open in the page."""

from __future__ import annotations

from threading import Lock

from assembler.library import Library
from assembler.web.deal import OpenDeal
from assembler.web.workspace import Workspace


class Deals:
    """The open deals by the names of their term sheets. Each is opened once."""

    def __init__(self, workspace: Workspace, library: Library) -> None:
        self.workspace, self.library = workspace, library
        self._open: dict[str, OpenDeal] = {}
        self._lock = Lock()

    def open(self, name: str) -> OpenDeal:
        """Return the deal of a term sheet. Raises InputError if there is no such file in the folder."""
        name = self.workspace.name(self.workspace.path(name))
        with self._lock:
            if name not in self._open:  # an open one may be gone from the disk, and what was typed is still here
                self.workspace.term_sheet(name)
                self._open[name] = OpenDeal(name, self.workspace, self.library)
            return self._open[name]
