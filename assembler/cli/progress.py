"""A progress bar on the terminal."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

_DELAY = 1.0  # seconds before the bar is shown


class Progress:
    """A context manager that shows a bar on a terminal, once the work has taken a second.

    `total` counts the steps, and `doing` names the work.
    """

    def __init__(self, total: int, doing: str = "drafting") -> None:
        self._total, self._done, self._watched = total, 0, sys.stderr.isatty()
        self._doing = doing
        self._begun = time.monotonic()
        self._bar: Bar | None = None

    def __call__(self, done: int) -> None:
        """Add finished steps."""
        self._done += done
        if self._watched and time.monotonic() - self._begun > _DELAY:
            self._bar = self._bar or _bar(self._doing, self._total)
            self._bar.update(self._bar.task_ids[0], completed=self._done, refresh=True)

    def clear(self) -> None:
        """Remove the bar from the terminal until the next step is done."""
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
    # Without a thread to refresh it: a process with threads must not fork.
    bar = Bar(*columns, console=console, transient=True, auto_refresh=False)
    bar.add_task("", total=total)
    bar.start()
    return bar
