"""A comparison told: to a terminal, and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from assembler.compare.align import Place
from assembler.compare.cause import Cause, Kind
from assembler.compare.explain import Comparison, Explained, ExplainedPair

VERSION = 1
UNTRACKED = "made without tracking"
_LONGEST = 60  # words of a difference that a terminal shows
FAIL_ON = {"unexplained": (Kind.UNEXPLAINED,), "term": (Kind.UNEXPLAINED, Kind.TERM), "any": tuple(Kind)}


def fails(comparison: Comparison, on: str) -> bool:
    """Whether there is a difference of a kind that was not to be: unexplained, a term's (or unexplained), or any."""
    return any(one.kind in FAIL_ON[on] for one in comparison.differences) or (on == "any" and bool(comparison.parts))


def text(comparison: Comparison) -> str:
    """The comparison for a reader: counts first, then what differs, clause by clause, then what was not compared."""
    return "\n".join([*_head(comparison), *_clauses(comparison), *_foot(comparison)])


def headline(comparison: Comparison) -> str:
    """How many differences there are, and of which kinds."""
    count = len(comparison.differences)
    if not count:
        return "no differences in words"
    kinds = ", ".join(f"{kind} {number}" for kind, number in comparison.counts.items())
    untracked = sum(one.untracked for one in comparison.differences)
    made = f"; {untracked} {UNTRACKED}" if untracked else ""
    return f"{count} difference{'s' if count != 1 else ''}: {kinds}{made}"


def _head(comparison: Comparison) -> Iterator[str]:
    yield f"original: {comparison.here.source}"
    yield f"new:      {comparison.there.source}"
    yield headline(comparison)


def _clauses(comparison: Comparison) -> Iterator[str]:
    for pair in comparison.pairs:
        if pair.differences:
            yield ""
            yield pair_name(pair)
            for one in pair.differences:
                yield from (f"  {line}" for line in _told(one))


def _foot(comparison: Comparison) -> Iterator[str]:
    notes = [f"{name}: {remark}" for name, remark in remarks(comparison)]
    if notes or comparison.parts:
        yield ""
    yield from (f"not words: {part}" for part in comparison.parts)
    yield from notes


def remarks(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """What was not read or not compared, with the document it was not read in."""
    for side in (comparison.here, comparison.there):
        yield from ((side.source, remark) for remark in side.remarks)


def pair_name(pair: ExplainedPair) -> str:
    """A provision as a heading calls it, and how it stands in the other document."""
    name, how = pair.pair.name, _standing(pair)
    return f"{name}: {how}" if how else name


def _standing(pair: ExplainedPair) -> str:
    place, here, there = pair.pair.place, pair.pair.here, pair.pair.there
    if place is not Place.BOTH:
        return place.value
    # Lines without a number are told apart by layout alone, and say nothing of a clause split or merged.
    if all(one.number for one in (*here, *there)) and len(here) != len(there) and 1 in (len(here), len(there)):
        return (
            f"split into {len(there)} in the new document"
            if len(here) == 1
            else f"merged from {len(here)} in the new document"
        )
    return f"{there[0].number} in the new document" if pair.pair.is_renumbered and there[0].number else ""


def _told(one: Explained) -> Iterator[str]:
    for index, cause in enumerate(one.causes):
        yield f"{'and ' if index else ''}{cause_told(cause)}"
    if one.untracked:
        yield UNTRACKED
    yield f"    {marked(one)}"


def cause_told(cause: Cause) -> str:
    """A cause in a line."""
    said = f"{cause.kind}"
    if cause.path:
        said += f" {cause.path}"
    if cause.here or cause.there:
        said += f": {_short(cause.here) or '(nothing)'} in the original, {_short(cause.there) or '(nothing)'} in the new document"
    return f"{said} ({cause.remark})" if cause.remark else said


def marked(one: Explained) -> str:
    """The difference among the words around it: [-here-] {+there+}."""
    gone = [f"[-{_cut(one.difference.here)}-]"] if one.difference.here else []
    came = [f"{{+{_cut(one.difference.there)}+}}"] if one.difference.there else []
    return " ".join([*one.before, *gone, *came, *one.behind])


def _cut(words: Sequence[str]) -> str:
    if len(words) <= _LONGEST:
        return " ".join(words)
    half = _LONGEST // 2
    return f"{' '.join(words[:half])} ... {len(words) - _LONGEST} words ... {' '.join(words[-half:])}"


def _short(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:97]}..."


def data(comparison: Comparison) -> dict[str, Any]:
    """The comparison as data; the envelope keeps its version until a name in it changes."""
    return {
        "version": VERSION,
        "here": comparison.here.source,
        "there": comparison.there.source,
        "equal": not comparison.differences and not comparison.parts,
        "counts": {str(kind): comparison.counts.get(kind, 0) for kind in Kind},
        "terms": [{"path": path, "places": places} for path, places in terms_that_differ(comparison).items()],
        "differences": [_as_data(pair, one) for pair in comparison.pairs for one in pair.differences],
        "parts": list(comparison.parts),
        "remarks": [{"document": name, "remark": remark} for name, remark in remarks(comparison)],
    }


def terms_that_differ(comparison: Comparison) -> dict[str, list[dict[str, str]]]:
    """Each term that differs by its path, in order, with every place where it shows: the clause, and the values there."""
    shown: dict[str, list[dict[str, str]]] = {}
    for pair in comparison.pairs:
        for one in pair.differences:
            for cause in one.causes:
                if cause.kind is Kind.TERM:
                    place = {"clause": pair.pair.name, "here": cause.here, "there": cause.there}
                    shown.setdefault(cause.path, []).append(place)
    return dict(sorted(shown.items()))


def _as_data(pair: ExplainedPair, one: Explained) -> dict[str, Any]:
    provision = (pair.pair.here or pair.pair.there)[0]
    return {
        "clause": pair.pair.name,
        "number": provision.number,
        "label": provision.label,
        "stands": pair.pair.place.value,
        "kind": str(one.kind),
        "at": one.difference.at,
        "there_at": one.difference.there_at,
        "before": " ".join(one.before),
        "here": " ".join(one.difference.here),
        "there": " ".join(one.difference.there),
        "behind": " ".join(one.behind),
        "untracked": one.untracked,
        "causes": [
            {
                "kind": str(cause.kind),
                "path": cause.path,
                "here": cause.here,
                "there": cause.there,
                "remark": cause.remark,
            }
            for cause in one.causes
        ],
    }
