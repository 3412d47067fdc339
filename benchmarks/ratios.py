"""A measurement as ratios: what was done, beside what, and the limit that it is to keep."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

# The rows of the front page: job and what it stands beside.
HIGHLIGHTS = (
    ("an agreement, as a cold process: times as long", "importing the libraries"),
    ("a warrant of a thousand: times as fast", "docxtpl"),
    ("one of 10 investors changed: times as long", "drafting all"),
    ("the diff of two agreements: times as fast", "difflib"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A job beside another, as many ratios as there were rounds.

    `at_most` and `at_least` are limits of the median, in the direction in which the ratio is said; a row without one is
    there to be known.
    """

    job: str
    beside: str
    ratios: Sequence[float]
    at_most: float | None = None
    at_least: float | None = None

    @property
    def median(self) -> float:
        """The ratio in the middle of the rounds."""
        return statistics.median(self.ratios)

    @property
    def is_met(self) -> bool:
        """Return True if the limit is kept, or there is none."""
        return (self.at_most is None or self.median <= self.at_most) and (
            self.at_least is None or self.median >= self.at_least
        )

    @property
    def limit(self) -> str:
        """The limit in words."""
        if self.at_most is not None:
            return f"at most {self.at_most:g}"
        return "" if self.at_least is None else f"at least {self.at_least:g}"


def faster(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Return the ratio of their times to ours, round by round."""
    return [their / our for our, their in zip(ours, theirs, strict=False)]


def slower(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Return the ratio of our times to theirs, round by round."""
    return [our / their for our, their in zip(ours, theirs, strict=False)]


def exponent(seconds: Mapping[int, Sequence[float]], least: int = 100) -> float:
    """To which power of the number of things time grows, from `least` on: 1 is as the number itself."""
    points = [(log(size), log(min(rounds))) for size, rounds in seconds.items() if size >= least]
    return statistics.linear_regression(*zip(*points, strict=True)).slope if len(points) > 1 else float("nan")


def table(rows: Iterable[Row]) -> str:
    """The rows as a table of Markdown: minimum, median and maximum of the ratios, and the limit of the median."""
    lines = ["| job | beside | min | median | max | limit | |", "|---|---|---:|---:|---:|---|---|"]
    for row in rows:
        low, middle, high = (_figure(one) for one in (min(row.ratios), row.median, max(row.ratios)))
        said = "" if not row.limit else "met" if row.is_met else "**not met**"
        lines.append(f"| {row.job} | {row.beside} | {low} | {middle} | {high} | {row.limit} | {said} |")
    return "\n".join(lines)


def highlights(shown: str) -> str:
    """Return the medians of the chosen rows of a table of Markdown as a list of sentences."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in shown.splitlines() if line.startswith("| ")
    ]
    medians = {(job, beside): median for job, beside, _, median, *_ in rows}
    sentences = []
    for job, beside in HIGHLIGHTS:
        subject, _, ratio = job.partition(": ")
        sentences.append(f"- {subject[0].upper()}{subject[1:]}: {medians[job, beside]} {ratio} as {beside}.")
    return "\n".join(sentences)


def _figure(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.1f}" if ratio >= 10 else f"{ratio:.2f}"
