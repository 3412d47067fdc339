"""Long work of the page: it runs in a thread, and tells how far it is."""

from __future__ import annotations

import secrets
import traceback
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from msgspec import Struct

from assembler.actions.problems import as_data
from assembler.errors import InputError, Location, Problem

_MOST_KEPT = 50


class Written(Struct, frozen=True):
    """The result of an action: what it did, in lines, and the problems found. `open` is an address to go on with."""

    lines: Sequence[str]
    problems: Sequence[Problem] = ()
    open: str = ""


class Job:
    """An action that runs. `total` is the number of its steps, 0 while it is unknown."""

    def __init__(self) -> None:
        self.done, self.total = 0, 0
        self._result: Mapping[str, Any] | None = None

    def progress(self, done: int, total: int) -> None:
        """Tell that steps are done."""
        self.done, self.total = done, total

    def run(self, action: Callable[[Job], Written]) -> None:
        """Run the action, and keep its result: what it wrote, or why it was refused."""
        try:
            written = action(self)
            problems = list(map(as_data, written.problems))
            self._result = {"is_done": True, "lines": list(written.lines), "problems": problems, "open": written.open}
        except InputError as refused:
            self._result = _not_done(refused.problems)
        except OSError as error:
            hint = "Correct this and try again. Nothing was changed."
            place = Location(str(error.filename or "the disk"))
            self._result = _not_done([Problem("S102", error.strerror or str(error), hint, place)])
        except Exception:
            self._result = {
                "is_done": False,
                "lines": ["An internal error. The terminal shows it."],
                "problems": [],
                "open": "",
            }
            traceback.print_exc()
            raise

    @property
    def state(self) -> Mapping[str, Any]:
        """The steps that the job has done, and its result once it is finished."""
        return {"done": self.done, "total": self.total, "result": self._result}


def _not_done(problems: Sequence[Problem]) -> Mapping[str, Any]:
    return {"is_done": False, "lines": ["Nothing was written."], "problems": list(map(as_data, problems)), "open": ""}


class Jobs:
    """The jobs of the page, one after another."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._thread = ThreadPoolExecutor(1, "job")

    def start(self, action: Callable[[Job], Written]) -> str:
        """Start an action, and return the name of its job."""
        name, job = secrets.token_hex(8), Job()
        self._jobs[name] = job
        for oldest in list(self._jobs)[:-_MOST_KEPT]:
            del self._jobs[oldest]
        self._thread.submit(job.run, action)
        return name

    def state(self, name: str) -> Mapping[str, Any] | None:
        """Return the state of a job, or None if there is none of this name."""
        job = self._jobs.get(name)
        return job.state if job else None
