"""Why each difference is there: the term, option, departure or slip behind it, or that none is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from assembler.compare.align import Difference, Pair, Place, align, likeness
from assembler.compare.cause import Cause, Kind
from assembler.compare.changes import changes
from assembler.compare.errata import Side, Whole, form_of, slips
from assembler.compare.untracked import untracked
from assembler.compare.variants import Draft, Provisions, Variant
from assembler.readers.reading import Part, Provision, Reading, words_of

_EXPLAINED = 1 / 3  # of the words that differ, at most, may still differ in a variant that explains them
_TYPED = "typed in a departure"
_LINE = 4  # words, at most, of a term that is stated on a line of its own


class Explained(Struct, frozen=True):
    """A difference with its causes, the first of which counts, and the words around it.

    `untracked` where the other document tracks its changes, and not this one.
    """

    difference: Difference
    causes: tuple[Cause, ...]
    before: tuple[str, ...]
    behind: tuple[str, ...]
    untracked: bool = False

    @property
    def kind(self) -> Kind:
        """What it counts as."""
        return self.causes[0].kind


class ExplainedPair(Struct, frozen=True):
    """A provision and its counterpart with what differs."""

    pair: Pair
    differences: tuple[Explained, ...]


class Comparison(Struct, frozen=True):
    """Two documents compared; `parts` are pictures and the like that are not the same in both."""

    here: Reading
    there: Reading
    pairs: tuple[ExplainedPair, ...]
    parts: tuple[str, ...] = ()

    @property
    def differences(self) -> list[Explained]:
        """Every difference, in order."""
        return [one for pair in self.pairs for one in pair.differences]

    @property
    def counts(self) -> dict[Kind, int]:
        """How many differences there are of each kind that there are any of."""
        counted = Counter(one.kind for one in self.differences)
        return {kind: counted[kind] for kind in Kind if counted[kind]}


def compare(
    here: Reading, there: Reading, here_draft: Draft | None = None, there_draft: Draft | None = None
) -> Comparison:
    """Two readings compared and every difference explained, as far as their term sheets are known."""
    pairs = align(here, there)
    explainer = _Explainer(here, there, here_draft, there_draft)
    explained = [ExplainedPair(pair, tuple(explainer.pair(pair))) for pair in pairs]
    parts = (*_changed_parts(here.parts, there.parts), *_changed_looks(here.looks, there.looks))
    return Comparison(here, there, tuple(_of_one_mind(explained)), parts)


def _of_one_mind(pairs: Sequence[ExplainedPair]) -> Iterator[ExplainedPair]:
    """The same, with an option that could have two other values given the one that explains more of the document."""
    counted = Counter(
        cause for pair in pairs for one in pair.differences for cause in one.causes if cause.kind is Kind.OPTION
    )
    for pair in pairs if counted else ():
        yield replace(pair, differences=tuple(_with_one_option(one, counted) for one in pair.differences))
    if not counted:
        yield from pairs


def _with_one_option(one: Explained, counted: Counter[Cause]) -> Explained:
    options = [cause for cause in one.causes if cause.kind is Kind.OPTION]
    if len(options) < 2:
        return one
    chosen = max(options, key=lambda cause: counted[cause])
    return replace(one, causes=tuple(cause for cause in one.causes if cause.kind is not Kind.OPTION or cause is chosen))


def _changed_parts(here: Sequence[Part], there: Sequence[Part]) -> Iterator[str]:
    if not here or not there:
        return  # a text has no such parts, and says so by being a text
    ours, theirs = {part.name: part.digest for part in here}, {part.name: part.digest for part in there}
    for name in sorted(ours.keys() | theirs.keys()):
        if ours.get(name) != theirs.get(name):
            how = (
                "only in the original"
                if name not in theirs
                else "only in the new document"
                if name not in ours
                else "not the same"
            )
            yield f"{name}: {how}"


def _changed_looks(here: Mapping[str, str], there: Mapping[str, str]) -> Iterator[str]:
    """What looks otherwise and says the same."""
    changed = [words for words, look in here.items() if words in there and there[words] != look]
    if changed:
        others = f" and {len(changed) - 1} others" if len(changed) > 1 else ""
        yield f"formatting: not the same in the paragraph {' '.join(changed[0].split()[:8])!r}{others}"


class _Seen(Struct, frozen=True):
    """A pair, the same as it is seen from the other document, and what both sides of it are beside any difference."""

    pair: Pair
    mirrored: Pair
    sides: tuple[Side, Side]


class _Explainer:
    def __init__(self, here: Reading, there: Reading, here_draft: Draft | None, there_draft: Draft | None) -> None:
        self.here_draft, self.there_draft = here_draft, there_draft
        self.untracked = untracked(here, there)
        self.wholes = Whole(here), Whole(there)

    def pair(self, pair: Pair) -> Iterator[Explained]:
        if pair.place is Place.MOVED:
            cause = Cause(Kind.MOVED, "", pair.here[0].name, pair.there[0].name, "stands elsewhere in the new document")
            yield Explained(Difference((), (), 0, 0), (cause,), (), pair.here[0].words[:8])
        if not pair.differences:
            return
        seen = _Seen(pair, _mirrored(pair), (Side.of(pair.here, self.wholes[0]), Side.of(pair.there, self.wholes[1])))
        words = seen.sides[0].words or seen.sides[1].words
        for difference in pair.differences:
            causes = self.causes(seen, difference) or (Cause(Kind.UNEXPLAINED),)
            start, stop = difference.at, difference.at + len(difference.here)
            before, behind = words[max(start - 6, 0) : start], words[stop : stop + 6]
            yield Explained(difference, causes, before, behind, self.untracked.has(pair, difference))

    def causes(self, both: _Seen, difference: Difference) -> tuple[Cause, ...]:
        """Every cause of a difference that is known, the surest first."""
        pair, mirrored_pair = both.pair, both.mirrored
        form = form_of(difference, numbered=_are_numbers(pair, difference))
        if form and form.kind is Kind.LAYOUT:
            return (form,)
        mirrored = _mirrored_difference(difference)
        seen = [
            *_of_terms(pair, difference),
            *(cause.mirrored for cause in _of_terms(mirrored_pair, mirrored)),
        ]
        pure = [cause for cause in seen if not cause.remark]
        slipped = slips(difference, *both.sides)
        drafts = [*_of_draft(self.here_draft, pair, difference)] if not pure else []
        if not pure and not drafts:
            drafts = [cause.mirrored for cause in _of_draft(self.there_draft, mirrored_pair, mirrored)]
        numbered = [form] if form else []
        departed = [cause for cause in (*drafts, *self.recorded(pair)) if cause.kind is Kind.DEPARTURE]
        typed = self.typed(difference) if departed and not seen else []
        found = [*pure, *drafts, *departed, *typed, *slipped, *numbered, *(cause for cause in seen if cause.remark)]
        return tuple(dict.fromkeys(found))

    def recorded(self, pair: Pair) -> list[Cause]:
        """The departures of a provision that one document alone has: they show nowhere else."""
        if pair.place is Place.ONLY_HERE and self.here_draft:
            return self.here_draft.recorded(pair.here[0].label)
        if pair.place is Place.ONLY_THERE and self.there_draft:
            return [cause.mirrored for cause in self.there_draft.recorded(pair.there[0].label)]
        return []

    def typed(self, difference: Difference) -> Iterator[Cause]:
        """The terms whose values stand in the words that differ without being printed as such: a departure typed them."""
        here, there = " ".join(difference.here), " ".join(difference.there)
        if self.here_draft:
            for path, value in self.here_draft.typed(difference.here):
                yield Cause(Kind.TERM, path, value, there, _TYPED)
        if self.there_draft:
            for path, value in self.there_draft.typed(difference.there):
                yield Cause(Kind.TERM, path, here, value, _TYPED)


def _are_numbers(pair: Pair, difference: Difference) -> bool:
    """Whether the words here and those there are numbers of their provisions."""
    return _is_number(pair.here, difference.at, len(difference.here)) and _is_number(
        pair.there, difference.there_at, len(difference.there)
    )


def _is_number(provisions: Sequence[Provision], at: int, count: int) -> bool:
    start = 0
    for passage in (passage for provision in provisions for passage in provision.passages) if count else ():
        stop = start + len(passage.words)
        if start <= at and at + count <= stop:
            return passage.kind == "number"
        start = stop
    return False


def _mirrored(pair: Pair) -> Pair:
    place = {Place.ONLY_HERE: Place.ONLY_THERE, Place.ONLY_THERE: Place.ONLY_HERE}.get(pair.place, pair.place)
    return Pair(pair.there, pair.here, place, tuple(map(_mirrored_difference, pair.differences)))


def _mirrored_difference(one: Difference) -> Difference:
    return Difference(one.there, one.here, one.there_at, one.at)


# Terms


def _of_terms(pair: Pair, difference: Difference) -> Iterator[Cause]:
    """The terms whose words differ; with a remark where words that are no term's differ along with them."""
    start, stop = difference.at, difference.at + len(difference.here)
    terms = list(_terms(pair.here))
    touched = [
        term for term in terms
        if (term[0] < stop and start < term[1]) or (start == stop and term[0] < start < term[1])
    ]  # fmt: skip
    if not touched:
        return
    uncovered = any(all(not first <= at < last for first, last, _ in touched) for at in range(start, stop))
    remark = "with words around it" if uncovered or (not difference.there and pair.place is Place.BOTH) else ""
    words = words_of(pair.here)
    first, last = min(start, touched[0][0]), max(stop, touched[-1][1])
    there = " ".join(_counterpart(pair, first, last))
    for begins, ends, path in touched:
        yield Cause(Kind.TERM, path, " ".join(words[begins:ends]), there, remark)


def _terms(provisions: Sequence[Provision]) -> Iterator[tuple[int, int, str]]:
    """Where the words of each term begin and end; neighbours of one term are one."""
    start = 0
    for provision in provisions:
        yield from ((start + term.start, start + term.stop, term.path) for term in provision.terms)
        start += len(provision.words)


def _counterpart(pair: Pair, start: int, stop: int) -> list[str]:
    """What stands there in the place of some words here."""
    return words_of(pair.there)[_place_there(pair, start, is_end=False) : _place_there(pair, stop, is_end=True)]


def _place_there(pair: Pair, at: int, *, is_end: bool) -> int:
    shift = 0
    for difference in pair.differences:
        end = difference.at + len(difference.here)
        if end < at or (end == at and is_end) or (end <= at and difference.at < at):
            shift = difference.there_at + len(difference.there) - end
        elif difference.at < at < end:
            return difference.there_at + (len(difference.there) if is_end else 0)
    return at + shift


# Options and departures


def _of_draft(draft: Draft | None, pair: Pair, difference: Difference) -> Iterator[Cause]:
    """The departure or option of the draft here without which, or set otherwise, the difference would not be there."""
    if draft is None:
        return
    departures, options = list(_departures(draft, pair)), draft.options
    found = (
        _explaining(departures, pair, difference)[:1]
        or _explaining(options, pair, difference)
        or _explaining(draft.options_of_form, pair, difference)
        or _explaining(_whole_form(draft, pair), pair, difference)
        or [cause for variant in (*options, *draft.options_of_form) if (cause := _new_term(variant, pair, difference))][
            :1
        ]
        or [variant.cause for variant in (*options, *draft.options_of_form) if _makes(variant, pair, difference)]
        or [variant.cause for variant in departures if _words_of_departure(variant, pair, difference)][:1]
        or _of_the_form(draft, pair)[:1]
    )
    yield from found


def _of_the_form(draft: Draft, pair: Pair) -> list[Cause]:
    """The departures that put a clause of the deal's own in the place of the form's, where the other document has that."""
    ours, theirs = ({one.label for one in some} for some in (pair.here, pair.there))
    if not ours or not theirs or "" in theirs or ours & theirs:
        return []
    return [cause for label in (*ours, *theirs) for cause in draft.recorded(label)]


def _explaining(variants: Iterable[Variant], pair: Pair, difference: Difference) -> list[Cause]:
    """The causes of the variants that say what the other document says; each once."""
    explains: Callable[[Variant, Pair, Difference], bool] = {
        Place.ONLY_HERE: _leaves_out,
        Place.ONLY_THERE: _brings,
    }.get(pair.place, _says)
    labels = {provision.label for provision in pair.here}
    near = (variant for variant in variants if not labels or not labels.isdisjoint(variant.touched))
    found = [variant for variant in near if explains(variant, pair, difference)]
    # Where the other document has the clause, an option that leaves it out says least of why.
    keeping = [variant for variant in found if any(_key(one) in variant.provisions for one in pair.here)]
    return list(dict.fromkeys(variant.cause for variant in keeping or found))


def _departures(draft: Draft, pair: Pair) -> Iterator[Variant]:
    """The draft without each departure in turn that is about the provisions here, or that took out the one there."""
    for label in dict.fromkeys(provision.label for provision in pair.here):
        yield from draft.without(label)
    if not pair.here:
        yield from draft.omissions


def _whole_form(draft: Draft, pair: Pair) -> Iterator[Variant]:
    """The clauses as the form has them, where it is several departures together that make one differ."""
    for label in dict.fromkeys(provision.label for provision in pair.here):
        variant = draft.whole_form(label)
        if variant:
            yield variant


def _leaves_out(variant: Variant, pair: Pair, _: Difference) -> bool:
    return _key(pair.here[0]) not in variant.provisions


def _brings(variant: Variant, pair: Pair, _: Difference) -> bool:
    there = pair.there[0]
    near = (one for one in variant.own if len(one.words) > 2 and _may_be(one, there))
    return any(likeness(one, there) >= 0.6 for one in near)


def _may_be(one: Provision, other: Provision) -> bool:
    """Whether a provision can be that of the other document: by its label, else by its number or heading."""
    if other.label:
        return one.label == other.label
    return one.number == other.number or one.heading == other.heading


def _says(variant: Variant, pair: Pair, difference: Difference) -> bool:
    """Whether the variant says, at the place of the difference, what the other document says there, terms apart."""
    others = [variant.provisions.get(_key(provision)) for provision in pair.here]
    provisions = [one for one in others if one]
    words, ours = words_of(provisions), words_of(pair.here)
    if words == ours:
        return False
    there = words_of(pair.there)
    first, last = difference.there_at, difference.there_at + len(difference.there)
    of_terms = {at for begin, end, _ in _terms(provisions) for at in range(begin, end)}
    still = 0
    for change in changes(words, there):
        if change.there_start <= last and first <= change.there_stop:
            inside = min(change.there_stop, last) - max(change.there_start, first)
            plain = [at for at in range(change.start, change.stop) if at not in of_terms]
            is_filled = change.stop > change.start and not plain
            still += len(plain) + (0 if is_filled else max(inside, 0))
    return still <= _EXPLAINED * (len(difference.here) + len(difference.there))


def _makes(variant: Variant, pair: Pair, difference: Difference) -> bool:
    """Whether the option makes the same change, where departures stand between it and the other document."""
    keys = [key for key in map(_key, pair.here) if key[0] in variant.touched]
    words = words_of([variant.base[key] for key in keys if key in variant.base])
    other = words_of([variant.provisions[key] for key in keys if key in variant.provisions])
    sought = _core(difference.here, difference.there)
    if pair.place is not Place.BOTH or words == other:
        return False
    return any(
        _core(words[change.start : change.stop], other[change.there_start : change.there_stop]) == sought
        for change in changes(words, other)
    )


def _new_term(variant: Variant, pair: Pair, difference: Difference) -> Cause | None:
    """The term that the other document states on a line of its own and that is not stated here, if it is one."""
    if difference.here or difference.at or len(difference.there) > _LINE:
        return None
    for own, behind in variant.new:
        paths = [path for _, _, path in _terms([own])]
        if len(own.words) == 1 and paths and _heads(pair, variant.base, behind):
            return Cause(Kind.TERM, paths[0], "", " ".join(difference.there))
    return None


def _heads(pair: Pair, form: Provisions, after: tuple[str, str]) -> bool:
    """Whether a pair begins with the clause of this key, or comes before every clause where that is the first."""
    return _key(pair.here[0]) == after if pair.here else next(iter(form), None) == after


def _core(here: Sequence[str], there: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words that differ beside their marks and articles."""
    plain = ([re.sub(r"[^\w$%&/]+", "", word) for word in words] for words in (here, there))
    ours, theirs = ([word for word in words if word not in ("the", "a", "an")] for words in plain)
    while ours and theirs and ours[0] == theirs[0]:
        ours, theirs = ours[1:], theirs[1:]
    while ours and theirs and ours[-1] == theirs[-1]:
        ours, theirs = ours[:-1], theirs[:-1]
    return ours, theirs


def _words_of_departure(variant: Variant, pair: Pair, difference: Difference) -> bool:
    """Whether the words here are there by a departure, whatever stands in their place in the other document."""
    others = [variant.provisions[_key(provision)] for provision in pair.here if _key(provision) in variant.provisions]
    start, stop = difference.at, difference.at + len(difference.here)
    found = changes(words_of(pair.here), words_of(others))
    return start < stop and any(change.start <= start and stop <= change.stop for change in found)


def _key(provision: Provision) -> tuple[str, str]:
    return provision.label, provision.subject
