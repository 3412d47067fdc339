"""Long work of the page: it runs in a thread, and tells how far it is."""

from __future__ import annotations

import secrets
import traceback
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from msgspec import Struct

from assembler.actions.problems import as_data, environment_problem
from assembler.errors import InputError, Problem

_MOST_KEPT = 50
_NOTHING = ("Nothing was written.",)


class Written(Struct, frozen=True):
    """The result of an action: what it did, in lines, and the problems found. `open` is an address to go on with."""

    lines: Sequence[str]
    problems: Sequence[Problem] = ()
    open: str = ""


class Job:
    """An action that runs.

    `doing` names its work, such as "drafting", and `total` is the number of steps, 0 while it is unknown. `found` are
    problems that are told even if the action is refused.
    """

    def __init__(self) -> None:
        self.done, self.total, self.doing = 0, 0, ""
        self.found: list[Problem] = []
        self._result: Mapping[str, Any] | None = None

    def show(self, total: int, doing: str) -> AbstractContextManager[Callable[[int], None]]:
        """Begin work of `total` steps. The context is called with the number of finished steps."""
        self.done, self.total, self.doing = 0, total, doing
        return nullcontext(self._add)

    def _add(self, done: int) -> None:
        self.done += done

    def run(self, action: Callable[[Job], Written]) -> None:
        """Run the action, and keep its result: what it wrote, or why it was refused."""
        try:
            written = action(self)
            self._result = self._told(written.lines, written.problems, written.open, is_done=True)
        except InputError as refused:
            self._result = self._told(_NOTHING, refused.problems)
        except OSError as error:
            self._result = self._told(_NOTHING, [environment_problem(error)])
        except Exception:
            self._result = self._told(["An internal error. The terminal shows it."])
            traceback.print_exc()
            raise

    def _told(
        self, lines: Sequence[str], problems: Sequence[Problem] = (), address: str = "", *, is_done: bool = False
    ) -> Mapping[str, Any]:
        """Return a result as the page gets it."""
        problems = [*self.found, *problems]
        return {"is_done": is_done, "lines": list(lines), "problems": list(map(as_data, problems)), "open": address}

    @property
    def state(self) -> Mapping[str, Any]:
        """The steps that the job has done, and its result once it is finished."""
        return {"doing": self.doing, "done": self.done, "total": self.total, "result": self._result}


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
