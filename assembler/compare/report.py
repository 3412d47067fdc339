"""The report of a comparison, as text for a terminal and as data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from assembler.compare.align import Presence
from assembler.compare.beside_words import PartChange, not_compared
from assembler.compare.explain import Comparison, Explained, ExplainedPair
from assembler.compare.reason import HARMLESS, Reason, ReasonKind
from assembler.compare.term_reasons import WITH_OTHER_WORDS
from assembler.document import labels

VERSION = 2
UNTRACKED = "made without tracking"
_LONGEST = 60  # words of a difference that a terminal shows
_PLACES = {
    Presence.ONLY_HERE: "only in the original",
    Presence.ONLY_THERE: "only in the new document",
    Presence.MOVED: "moved",
}
_IN_FIGURES = re.compile(r"\((\$?\d[\d,]*(?:\.\d+)?%?)\)")
FAIL_ON = {
    "unexplained": frozenset(ReasonKind) - HARMLESS,
    "term": frozenset(ReasonKind) - HARMLESS | {ReasonKind.TERM},
    "any": frozenset(ReasonKind),
}


def fails(comparison: Comparison, on: str) -> bool:
    """Return True if a difference is of a kind named by `--fail-on`, or if something was not compared.

    "unexplained" leaves out what has a reason or changes no meaning, "term" leaves out the same but for terms.
    """
    is_whole = not any(not_compared(comparison.here, comparison.there))
    return not is_whole or not FAIL_ON[on].isdisjoint(comparison.counts)


def text(comparison: Comparison) -> str:
    """Return the comparison for a reader: counts, then the differences by clause, then notes."""
    return "\n".join([*_head(comparison), *_clauses(comparison), *_foot(comparison)])


def headline(comparison: Comparison) -> str:
    """Return the number of differences, in all and of each kind."""
    count = sum(comparison.counts.values())
    if not count:
        is_whole = not any(not_compared(comparison.here, comparison.there))
        return "no differences" if is_whole else "no differences in what was compared; see below for what was not"
    kinds = ", ".join(kind.counted(number) for kind, number in comparison.counts.items())
    untracked = sum(difference.untracked for difference in comparison.differences)
    note = f"; {untracked} {UNTRACKED}" if untracked else ""
    return f"{count} difference{'s' if count != 1 else ''}: {kinds}{note}"


def likeness(comparison: Comparison) -> str:
    """Return how like the documents are, and whether they are on one form of ours, if that is known."""
    form = {
        None: "",
        True: "; the new document is on the form of the original",
        False: "; the new document is not on the form of the original, so no terms and options are told",
    }[comparison.on_form]
    return f"{comparison.alike}% of the words are the same{form}"


def named(source: str, kind: str) -> str:
    """Return the name of a document with its kind: "back.docx (Word file)"."""
    return f"{source} ({kind})" if kind else source


def _head(comparison: Comparison) -> Iterator[str]:
    yield f"original: {named(comparison.here.source, comparison.here.format)}"
    yield f"new:      {named(comparison.there.source, comparison.there.format)}"
    yield likeness(comparison)
    yield headline(comparison)


def _clauses(comparison: Comparison) -> Iterator[str]:
    for pair in comparison.pairs:
        if pair.differences:
            yield ""
            yield pair_name(pair)
            for difference in _without_repeated_terms(pair.differences):
                yield from (f"  {line}" for line in _lines(difference))


def _without_repeated_terms(differences: Sequence[Explained]) -> Iterator[Explained]:
    """Yield the differences, each term that changed alone only once: in figures rather than in words."""
    shortest: dict[str, Explained] = {}
    for difference in differences:
        if term := _lone_term(difference):
            known = shortest.get(term.path)
            if known is None or len("".join(_lines(difference))) < len("".join(_lines(known))):
                shortest[term.path] = difference
    for difference in differences:
        term = _lone_term(difference)
        if not term or shortest[term.path] is difference:
            yield difference


def _lone_term(difference: Explained) -> Reason | None:
    """Return the term of a difference that has no other cause and holds no other words, or None."""
    cause, *more = _causes(difference)
    is_alone = cause.kind is ReasonKind.TERM and cause.remark != WITH_OTHER_WORDS and not more
    return cause if is_alone and not difference.untracked else None


def _causes(difference: Explained) -> list[Reason]:
    """Return the causes of a difference, each term once: in figures rather than in words."""
    best: dict[str, Reason] = {}
    for cause in difference.reasons:
        if cause.kind is ReasonKind.TERM:
            known = best.get(cause.path, cause)
            best[cause.path] = min(known, cause, key=lambda each: (bool(each.remark), len(cause_detail(each))))
    return [cause for cause in difference.reasons if cause.kind is not ReasonKind.TERM or best[cause.path] is cause]


def _foot(comparison: Comparison) -> Iterator[str]:
    notes = [f"{name}: {remark}" for name, remark in remarks(comparison)]
    if notes or comparison.parts:
        yield ""
    yield from (part.line for part in comparison.parts)
    yield from notes


def remarks(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Yield notes about what was not read or not compared, each with its document."""
    for side in (comparison.here, comparison.there):
        yield from ((side.source, remark) for remark in side.remarks)
    yield from not_compared(comparison.here, comparison.there)


def pair_name(pair: ExplainedPair) -> str:
    """Return the heading of a provision, with its place in the other document if that differs."""
    name, how = pair.pair.name, _standing(pair)
    provision = (pair.pair.here or pair.pair.there)[0]
    words = labels.in_words(provision.label)
    if provision.label and not provision.number and words != provision.label:
        name = f"{words} ({name})"
    return f"{name}: {how}" if how else name


def _standing(pair: ExplainedPair) -> str:
    presence, here, there = pair.pair.presence, pair.pair.here, pair.pair.there
    if presence is not Presence.BOTH:
        return _PLACES[presence]
    # Lines without a number are told apart by layout alone, and say nothing of a clause split or merged.
    if (
        all(provision.number for provision in (*here, *there))
        and len(here) != len(there)
        and 1 in (len(here), len(there))
    ):
        return f"split into {len(there)}" if len(here) == 1 else f"merged from {len(here)}"
    return f"now {there[0].number}" if pair.pair.is_renumbered and there[0].number else ""


def _lines(difference: Explained) -> Iterator[str]:
    causes = _causes(difference)
    for index, cause in enumerate(causes):
        yield f"{'and ' if index else ''}{_cause(cause)}"
    if difference.untracked:
        yield UNTRACKED
    if difference.elsewhere:
        yield elsewhere(difference)
    # The line of a term or a move says it all.
    if any(
        cause.kind not in (ReasonKind.TERM, ReasonKind.MOVED) or cause.remark == WITH_OTHER_WORDS for cause in causes
    ):
        yield f"    {marked(difference)}"


def elsewhere(difference: Explained) -> str:
    """Return where the other document says the words that it lacks in this place."""
    other = "new document" if difference.difference.here else "original"
    return f"the {other} says it elsewhere: {difference.elsewhere}"


def _cause(cause: Reason) -> str:
    detail = cause_detail(cause)
    if cause.kind is ReasonKind.TERM or detail.startswith(cause.kind.label):
        return detail  # "options.edition: ..." and "departures[1]" name their kind
    return f"{cause.kind.label}: {detail}" if detail else cause.kind.label


def cause_detail(cause: Reason) -> str:
    """Return a cause in a line, without its kind: "total shares: 2,200,000 → 2,434,490"."""
    before, after = _values(cause.here, cause.there)
    match cause.kind:
        case ReasonKind.TERM:
            return f"{_in_words(cause.path)}: {before} → {after}" + (f" ({cause.remark})" if cause.remark else "")
        case ReasonKind.OPTION:
            return f"{cause.path}: {before} → {after}"
        case ReasonKind.DEPARTURE:
            return f"{cause.path} ({cause.remark})" if cause.remark else cause.path
        case ReasonKind.NUMBERING | ReasonKind.MOVED:
            return f"{before} → {after}"
        case _:
            return cause.remark


def _values(before: str, after: str) -> tuple[str, str]:
    """Return two values to print. Of "Ten Thousand (10,000)", the figures are enough if they differ."""
    figures = [_IN_FIGURES.findall(text) for text in (before, after)]
    if len(figures[0]) == len(figures[1]) == 1 and figures[0] != figures[1]:
        return figures[0][0], figures[1][0]
    return _short(before) or "nothing", _short(after) or "nothing"


def _in_words(path: str) -> str:
    """Return the path of a term in words: "total shares", "investor 3 amount"."""
    counted = re.sub(r"s?\[(\d+)\]", lambda index: f" {int(index[1]) + 1}", path)
    return re.sub(r"[._]", " ", counted.removeprefix("offering."))


def marked(difference: Explained) -> str:
    """Return the difference among the words around it: [-original-] {+new+}."""
    gone = [f"[-{_cut(difference.difference.here)}-]"] if difference.difference.here else []
    came = [f"{{+{_cut(difference.difference.there)}+}}"] if difference.difference.there else []
    return " ".join([*difference.before, *gone, *came, *difference.behind])


def _cut(words: Sequence[str]) -> str:
    if len(words) <= _LONGEST:
        return " ".join(words)
    half = _LONGEST // 2
    return f"{' '.join(words[:half])} ... {len(words) - _LONGEST} words ... {' '.join(words[-half:])}"


def _short(text: str) -> str:
    text = text.rstrip(",;:")
    return text if len(text) <= 100 else f"{text[:97]}..."


def data(comparison: Comparison) -> dict[str, Any]:
    """Return the comparison as data. `version` changes only if a name in it changes."""
    return {
        "version": VERSION,
        "here": comparison.here.source,
        "there": comparison.there.source,
        "here_format": comparison.here.format,
        "there_format": comparison.there.format,
        "alike": comparison.alike,
        "on_form": comparison.on_form,
        "equal": not comparison.counts and not any(not_compared(comparison.here, comparison.there)),
        "counts": {str(kind): comparison.counts.get(kind, 0) for kind in ReasonKind},
        "terms": [{"path": path, "places": places} for path, places in terms_that_differ(comparison).items()],
        "differences": [_as_data(pair, difference) for pair in comparison.pairs for difference in pair.differences],
        "parts": [_part_as_data(part) for part in comparison.parts],
        "remarks": [{"document": name, "remark": remark} for name, remark in remarks(comparison)],
        "not_compared": [
            {"document": name, "remark": remark} for name, remark in not_compared(comparison.here, comparison.there)
        ],
    }


def _part_as_data(part: PartChange) -> dict[str, str]:
    return {
        "kind": str(part.kind),
        "name": part.name,
        "place": part.place,
        "here": part.here,
        "there": part.there,
        "how": part.how,
    }


def terms_that_differ(comparison: Comparison) -> dict[str, list[dict[str, str]]]:
    """Return the differing terms by path, each with every place that prints it: the clause and both values."""
    shown: dict[str, list[dict[str, str]]] = {}
    for pair in comparison.pairs:
        for difference in pair.differences:
            for cause in difference.reasons:
                if cause.kind is ReasonKind.TERM:
                    place = {"clause": pair.pair.name, "here": cause.here, "there": cause.there}
                    shown.setdefault(cause.path, []).append(place)
    return dict(sorted(shown.items()))


def _as_data(pair: ExplainedPair, difference: Explained) -> dict[str, Any]:
    provision = (pair.pair.here or pair.pair.there)[0]
    return {
        "clause": pair.pair.name,
        "number": provision.number,
        "label": provision.label,
        "stands": pair.pair.presence.value,
        "kind": str(difference.kind),
        "at": difference.difference.index,
        "there_at": difference.difference.there_at,
        "before": " ".join(difference.before),
        "here": " ".join(difference.difference.here),
        "there": " ".join(difference.difference.there),
        "behind": " ".join(difference.behind),
        "untracked": difference.untracked,
        "elsewhere": difference.elsewhere,
        "causes": [
            {
                "kind": str(cause.kind),
                "path": cause.path,
                "here": cause.here,
                "there": cause.there,
                "remark": cause.remark,
            }
            for cause in difference.reasons
        ],
    }
