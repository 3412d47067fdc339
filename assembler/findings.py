"""Problems: what is wrong, where, and what to do. They are values, and `Refused` carries all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    """An error stops the work; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Place(Struct, frozen=True, order=True):
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

    place: Place
    replacement: str


class Finding(Struct, frozen=True):
    """One problem: a stable code, a message, a hint, and the place.

    `path` is the field of the term sheet it is about (`investors[3].amount`), or empty. `fix` is None where the user has
    to decide. `locations` are all places of a problem that has several, by their paths; `place` is the first of them.
    """

    code: str
    what: str
    remedy: str
    place: Place
    path: str = ""
    severity: Severity = Severity.ERROR
    fix: Fix | None = None
    locations: tuple[tuple[str, Place], ...] = ()

    def __str__(self) -> str:
        subject = f"{self.path}: " if self.path else ""
        return f"{self.place}: {self.severity} {self.code} {subject}{self.what}\n    {self.remedy}"


class Refused(Exception):
    """The input is wrong, and nothing was written. Carries every problem, sorted by place."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = in_order(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))

    def __reduce__(self) -> tuple[type[Refused], tuple[tuple[Finding, ...]]]:
        return Refused, (self.findings,)  # from one process to another


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the problems sorted by file, line and column."""
    return tuple(sorted(findings, key=lambda finding: (finding.place, finding.path, finding.code)))


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the problems that stop the work."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]
