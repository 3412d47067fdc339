"""Problems: what is wrong, where, and what to do. They are values, and `InputError` carries all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    """An error stops the work; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Location(Struct, frozen=True, order=True):
    """A place in a file, from its first character to the end, which is behind its last one.

    Lines and columns count from 1 and columns count characters. 0 means unknown.
    """

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


class Fix(Struct, frozen=True):
    """A change to a file that is certain to remove a problem: `replacement` takes the place of the text at `place`."""

    place: Location
    replacement: str


class Problem(Struct, frozen=True):
    """One problem: a stable code, a message, a hint, and the place.

    `path` is the field of the term sheet it is about (`investors[3].amount`), or empty. `fix` is None where the user has
    to decide. `locations` are all places of a problem that has several, by their paths; `location` is the first of them.
    """

    code: str
    message: str
    hint: str
    location: Location
    path: str = ""
    severity: Severity = Severity.ERROR
    fix: Fix | None = None
    locations: tuple[tuple[str, Location], ...] = ()

    def __str__(self) -> str:
        subject = f"{self.path}: " if self.path else ""
        return f"{self.location}: {self.severity} {self.code} {subject}{self.message}\n    {self.hint}"


class InputError(Exception):
    """The input is wrong, and nothing was written. Carries every problem, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        return InputError, (self.problems,)  # from one process to another


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems sorted by file, line and column."""
    return tuple(sorted(problems, key=lambda problem: (problem.location, problem.path, problem.code)))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that stop the work."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]
