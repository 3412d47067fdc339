"""The three agreements against each other: every place where they differ is found, and no other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from assembler.compare import report
from assembler.compare.align import Presence
from assembler.compare.reason import ReasonKind
from tests.compare.documents import compared, drawn, original, with_original

STEMS = ("focus-2003-07", "focus-2002-01", "focus-2002-11")
PAIRS = [(0, 1), (0, 2), (1, 2)]
IDS = ["2003-07 and 2002-01", "2003-07 and 2002-11", "2002-01 and 2002-11"]


# The agreement of November 2002 keeps the letter of this clause by a clause of another label.
SAME = {"cov_reserved_n": "cov_investor_warrants"}


@dataclass(frozen=True)
class Locus:
    name: str
    kind: str
    clause: str
    at: str
    readings: tuple[str, ...]
    path: str

    def differs(self, one, other):
        return self.readings[one] != self.readings[other]


def table():
    lines = (Path(__file__).parent / "loci.txt").read_text().splitlines()
    fields = [line.split(" | ") for line in lines if not line.startswith("#")]
    return [Locus(f[0], f[1], f[2], f[3], tuple(f[4:7]), f[7] if len(f) > 7 else "") for f in fields]


LOCI = table()


def words(reading):
    return [] if reading.startswith("(") else reading.split()


def offsets(document):
    """Where each locus stands in a document: words from the beginning of its clause there."""
    found = {}
    for clause in dict.fromkeys(locus.clause for locus in LOCI):
        own = [locus for locus in LOCI if locus.clause == clause and locus.at != "whole"]
        base = min((i for locus in own for i in range(3) if locus.readings[i] != "(absent)"), default=0)
        shift = 0
        for locus in sorted(own, key=lambda one: int(one.at)):
            found[locus] = int(locus.at) + shift
            shift += len(words(locus.readings[document])) - len(words(locus.readings[base]))
    return found


def spans(comparison):
    """Every difference with the clauses it touches: label, from and to, in words of that clause, and which side."""
    for pair in comparison.pairs:
        for one in pair.differences:
            difference = one.difference
            yield (
                one,
                [
                    *within(pair.pair.here, difference.index, len(difference.here), "here"),
                    *within(pair.pair.there, difference.there_at, len(difference.there), "there"),
                ],
            )


def within(provisions, at, count, side):
    start = 0
    for provision in provisions:
        stop = start + len(provision.words)
        if at <= stop and start <= at + count:
            yield SAME.get(provision.label, provision.label), max(at - start, 0), min(at + count, stop) - start, side
        start = stop


def touched(comparison, here, there):
    """The differences that touch each locus that differs between two documents."""
    at = {"here": offsets(here), "there": offsets(there)}
    document = {"here": here, "there": there}
    # What each investor's page says of its own has a place on each of three pages.
    loci = [locus for locus in LOCI if locus.differs(here, there)]
    touching = {locus: [] for locus in loci}
    strays = []
    for one, where in spans(comparison):
        met = [locus for locus in loci if any(meets(locus, span, at, document) for span in where)]
        for locus in met:
            touching[locus].append(one)
        if not met and not is_of_a_page(where):
            strays.append(one)
    return touching, strays


def is_of_a_page(where):
    return any(label.startswith(("sig_", "remainder")) for label, *_ in where)


def meets(locus, span, at, document):
    label, start, stop, side = span
    if label != locus.clause and not (label.startswith("sig_") and locus.clause.startswith("sig_")):
        return label == locus.clause
    if locus.at == "whole" or label.startswith("sig_"):
        return True
    begins = at[side][locus]
    return start <= begins + len(words(locus.readings[document[side]])) + 1 and begins <= stop + 1


@pytest.mark.parametrize(("here", "there"), PAIRS, ids=IDS)
def test_every_locus_is_found(here, there):
    touching, _ = touched(compared(STEMS[here], STEMS[there]), here, there)
    assert [locus.name for locus, found in touching.items() if not found] == []


@pytest.mark.parametrize(("here", "there"), PAIRS, ids=IDS)
def test_no_difference_is_found_where_there_is_no_locus(here, there):
    _, strays = touched(compared(STEMS[here], STEMS[there]), here, there)
    assert [one.difference for one in strays] == []


@pytest.mark.parametrize(("here", "there"), PAIRS, ids=IDS)
def test_the_differences_put_into_one_document_make_the_words_of_the_other(here, there):
    comparison = compared(STEMS[here], STEMS[there])
    for pair in comparison.pairs:
        ours = [word for one in pair.pair.here for word in one.words]
        made, at = [], 0
        for one in pair.differences:
            if one.kind is ReasonKind.MOVED:
                continue
            made += [*ours[at : one.difference.index], *one.difference.there]
            at = one.difference.index + len(one.difference.here)
        if pair.pair.presence is not Presence.ONLY_THERE:
            made += ours[at:]
        assert made == [word for one in pair.pair.there for word in one.words]


@pytest.mark.parametrize(("here", "there"), PAIRS, ids=IDS)
def test_a_strangers_text_differs_in_the_same_words_as_its_draft(here, there):
    def said(comparison):
        return Counter(w for one in comparison.differences for w in (*one.difference.here, "/", *one.difference.there))

    of_text = said(with_original(STEMS[here], STEMS[there]))
    of_draft = said(compared(STEMS[here], STEMS[there]))
    assert (of_text - of_draft).total() + (of_draft - of_text).total() <= 70


@pytest.mark.parametrize("stem", STEMS)
def test_a_draft_says_the_words_of_its_original_and_nothing_differs(stem):
    assert with_original(stem, stem).differences == []
    assert drawn(stem)[0].words == original(stem).words


def explained(locus, found, here, there):
    """Whether the differences at a locus come with the cause that its class asks for."""
    causes = [cause for one in found for cause in one.reasons]
    if locus.kind == "P":
        return any(cause.kind is ReasonKind.TERM and fits(cause.path, locus.path) for cause in causes) and all(
            any(shares_words(value, locus.readings[side]) for value in values)
            for side, values in ((here, [c.here for c in causes]), (there, [c.there for c in causes]))
        )
    if locus.kind == "V":
        return any(cause.kind in (ReasonKind.OPTION, ReasonKind.DEPARTURE) for cause in causes)
    if locus.kind == "E":
        return any(cause.kind in (ReasonKind.ERRATUM, ReasonKind.DEPARTURE) for cause in causes)
    return any(cause.kind in (ReasonKind.LAYOUT, ReasonKind.OPTION, ReasonKind.DEPARTURE) for cause in causes)


def shares_words(value, reading):
    """Whether a cause names the value that a document has at a locus; where it has none, there is none to name."""
    ours, theirs = ({word.strip(".,;:()") for word in words(text)} for text in (value, reading))
    return theirs <= {"the"} or bool(ours & theirs)


def fits(path, field):
    plain = "".join("" if character.isdigit() else character for character in path)
    return not field or plain == field or plain.split(".")[0] == field.split(".")[0]


# Loci whose class says nothing of these two documents: two variants that differ here in a figure (L022) or a blank
# (L035) alone, and a total of a table that neither document has (L145).
OF_ANOTHER_CLASS = {(0, 2): {"L035", "L145"}, (1, 2): {"L022"}}


@pytest.mark.parametrize("kind", "PVEL")
@pytest.mark.parametrize(("here", "there"), PAIRS, ids=IDS)
def test_a_locus_comes_with_the_cause_of_its_class(here, there, kind):
    touching, _ = touched(compared(STEMS[here], STEMS[there]), here, there)
    of_class = {locus: found for locus, found in touching.items() if locus.kind == kind}
    silent = {locus.name for locus, found in of_class.items() if not explained(locus, found, here, there)}
    assert silent - OF_ANOTHER_CLASS.get((here, there), set()) == set()


@pytest.mark.parametrize(("here", "there"), PAIRS, ids=IDS)
def test_with_both_term_sheets_nothing_is_unexplained(here, there):
    assert [
        one.difference for one in compared(STEMS[here], STEMS[there]).differences if one.kind is ReasonKind.UNEXPLAINED
    ] == []


@pytest.mark.parametrize(
    ("here", "there", "counts"),
    [
        (0, 1, {"term": 23, "option": 52, "departure": 36, "layout": 1}),
        (0, 2, {"term": 19, "option": 60, "departure": 29, "typography": 1, "layout": 22}),
        (1, 2, {"term": 27, "option": 18, "departure": 17, "layout": 21}),
    ],
    ids=IDS,
)
def test_the_report_says_how_many_there_are_of_each_kind(here, there, counts):
    assert report.data(compared(STEMS[here], STEMS[there]))["counts"] == {
        **dict.fromkeys(map(str, ReasonKind), 0),
        **counts,
    }


@pytest.mark.parametrize(("here", "there", "most"), [(0, 1, 18), (0, 2, 17), (1, 2, 5)], ids=IDS)
def test_with_one_term_sheet_few_differences_are_unexplained(here, there, most):
    assert with_original(STEMS[here], STEMS[there]).counts.get(ReasonKind.UNEXPLAINED, 0) <= most
