"""How far a long work has come, shown on a terminal and nowhere else."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

_SOON = 1.0  # seconds for which nobody needs to be told


class Progress:
    """A bar that is shown once a work of so many parts has taken a second, on a terminal. To be entered, and left at the end.

    One that is not `watched` shows nothing: the work is a part of another that is. `doing` is what is done.
    """

    def __init__(self, total: int, *, watched: bool = True, doing: str = "drafting") -> None:
        self._total, self._done, self._watched = total, 0, watched and sys.stderr.isatty()
        self._doing = doing
        self._begun = time.monotonic()
        self._bar: Bar | None = None

    def __call__(self, done: int) -> None:
        """So many parts more are done."""
        self._done += done
        if self._watched and time.monotonic() - self._begun > _SOON:
            self._bar = self._bar or _bar(self._doing, self._total)
            self._bar.update(self._bar.task_ids[0], completed=self._done, refresh=True)

    def clear(self) -> None:
        """Take the bar off the terminal, until the next part is done."""
        if self._bar:
            self._bar.stop()
            self._bar = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()


def _bar(doing: str, total: int) -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True, color_system=None if os.environ.get("NO_COLOR") else "auto")
    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # Without a thread of its own, which a process that is copied must not have.
    bar = Bar(*columns, console=console, transient=True, auto_refresh=False)
    bar.add_task("", total=total)
    bar.start()
    return bar
