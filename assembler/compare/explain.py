"""The reason for each difference: the term, option, departure or slip behind it, if one is known."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from assembler.compare.align import Difference, Presence, ProvisionPair, align
from assembler.compare.beside_words import PartChange, changes_beside_words
from assembler.compare.columns import with_columns
from assembler.compare.draft_reasons import of_draft
from assembler.compare.likeness import ON_THE_FORM, per_cent
from assembler.compare.reason import Reason, ReasonKind
from assembler.compare.term_reasons import of_terms
from assembler.compare.typos import TypoDocument, TypoSide, typos_in
from assembler.compare.untracked_changes import find_untracked
from assembler.compare.variants import DraftWithTerms
from assembler.compare.whereabouts import Whereabouts
from assembler.compare.word_kinds import kind_in_words
from assembler.readers.reading import Provision, Reading

_TYPED = "typed in a departure"
_SPACED_OUT = 8  # letters: fewer are the same by chance
_SPACES = "same letters, different spaces"
_AROUND_NUMBERS = ".,;:"
_PHRASE = 6  # words: fewer stand elsewhere by chance


class Explained(Struct, frozen=True):
    """A difference with its causes, the first of which counts, and the words around it.

    `untracked` is True if the other document tracks its changes, but not this one. `elsewhere` names the provision of
    the other document that says the words which are missing here.
    """

    difference: Difference
    reasons: tuple[Reason, ...]
    before: tuple[str, ...]
    behind: tuple[str, ...]
    untracked: bool = False
    elsewhere: str = ""

    @property
    def kind(self) -> ReasonKind:
        """Return the kind of its first cause."""
        return self.reasons[0].kind


class ExplainedPair(Struct, frozen=True):
    """A provision and its counterpart with their differences."""

    pair: ProvisionPair
    differences: tuple[Explained, ...]


class Comparison(Struct, frozen=True):
    """The comparison of two documents.

    `parts` lists what differs beside the words. `alike` is the per cent of words that are the same. `on_form` tells if
    both documents are on one form of ours, and is None if neither is known to be.
    """

    here: Reading
    there: Reading
    pairs: tuple[ExplainedPair, ...]
    parts: tuple[PartChange, ...] = ()
    alike: int = 100
    on_form: bool | None = None

    @property
    def differences(self) -> list[Explained]:
        """Return every difference of words, in order."""
        return [difference for pair in self.pairs for difference in pair.differences]

    @property
    def counts(self) -> dict[ReasonKind, int]:
        """Return the number of differences of each kind that occurs."""
        counted = Counter([*(each.kind for each in self.differences), *(each.kind for each in self.parts)])
        return {kind: counted[kind] for kind in ReasonKind if counted[kind]}


def compare(
    here: Reading, there: Reading, here_draft: DraftWithTerms | None = None, there_draft: DraftWithTerms | None = None
) -> Comparison:
    """Compare two readings and explain every difference, as far as their term sheets are known."""
    pairs = align(here, there)
    alike = per_cent(pairs)
    is_ours = any(provision.label for side in (here, there) for provision in side.provisions)
    on_form = alike >= ON_THE_FORM if is_ours else None
    explainer = _Explainer(here, there, *((here_draft, there_draft) if on_form else (None, None)))
    explainer.guesses = on_form is not False
    explained = _with_renumbered([ExplainedPair(pair, tuple(explainer.pair(pair))) for pair in pairs])
    parts = tuple(changes_beside_words(here, there, pairs))
    return Comparison(here, there, tuple(_with_moved(_respaced(list(_of_one_mind(explained))))), parts, alike, on_form)


def _respaced(pairs: Sequence[ExplainedPair]) -> list[ExplainedPair]:
    """Return the pairs, with words that went and came side by side as one difference, if only their spaces differ.

    A program that takes the text from a page may put letters that are spaced out into one word.
    """
    told = list(pairs)
    for at, pair in enumerate(pairs):
        near = [explained for other in pairs[max(at - 1, 0) : at + 2] for explained in other.differences]
        gone = {"".join(one.difference.here): one for one in near if _is_open(one) and not one.difference.there}
        for came in pair.differences:
            letters = "".join(came.difference.there)
            if came.difference.here or not _is_open(came) or letters not in gone or len(letters) < _SPACED_OUT:
                continue
            went = gone[letters]
            here, there = went.difference.here, came.difference.there
            if here != there:
                shown = Reason(ReasonKind.TYPOGRAPHY, "", " ".join(here), " ".join(there), _SPACES)
                one = replace(came, difference=replace(came.difference, here=here), reasons=(shown,), elsewhere="")
                told = [_exchanged(each, {id(went): None, id(came): one}) for each in told]
    return told


def _is_open(explained: Explained) -> bool:
    return explained.kind is ReasonKind.UNEXPLAINED


def _exchanged(pair: ExplainedPair, by: Mapping[int, Explained | None]) -> ExplainedPair:
    """Return a pair with other differences in place of some, or with none."""
    changed = [by.get(id(explained), explained) for explained in pair.differences]
    return replace(pair, differences=tuple(explained for explained in changed if explained))


def _with_renumbered(pairs: Sequence[ExplainedPair]) -> list[ExplainedPair]:
    """Return the pairs. A reference follows the number of its provision."""
    both = [
        (pair.pair.here[0].number, pair.pair.there[0].number) for pair in pairs if pair.pair.here and pair.pair.there
    ]
    numbers = {before: now for before, now in both if before and now and before != now}
    if not numbers:
        return list(pairs)
    return [replace(pair, differences=tuple(_renumbered(each, numbers) for each in pair.differences)) for pair in pairs]


def _renumbered(explained: Explained, numbers: Mapping[str, str]) -> Explained:
    sides = explained.difference.here, explained.difference.there
    before, now = (" ".join(words).strip(_AROUND_NUMBERS) for words in sides)
    if explained.kind is not ReasonKind.UNEXPLAINED or not before or numbers.get(before) != now:
        return explained
    return replace(explained, reasons=(Reason(ReasonKind.NUMBERING, "", before, now, "number of a provision"),))


def _with_moved(pairs: Sequence[ExplainedPair]) -> Iterator[ExplainedPair]:
    """Yield the pairs. Words that went in one place and came in another have moved, which is one difference."""
    gone, came = (_once(_alone(pairs, is_gone=is_gone)) for is_gone in (True, False))
    moved = gone.keys() & came.keys()
    for pair in pairs:
        yield replace(pair, differences=tuple(_moved(pair, gone, came))) if moved else pair


def _once(alone: Iterable[tuple[tuple[str, ...], ExplainedPair]]) -> dict[tuple[str, ...], ExplainedPair]:
    """Return the words that stand alone once, with their pairs."""
    listed = list(alone)
    counted = Counter(words for words, _ in listed)
    return {words: pair for words, pair in listed if counted[words] == 1}


def _alone(pairs: Sequence[ExplainedPair], *, is_gone: bool) -> Iterator[tuple[tuple[str, ...], ExplainedPair]]:
    """Yield the words without a reason that only went or only came, each with its pair."""
    for pair in pairs:
        for explained in pair.differences:
            words, other = explained.difference.here, explained.difference.there
            words, other = (words, other) if is_gone else (other, words)
            if len(words) >= _PHRASE and not other and explained.kind is ReasonKind.UNEXPLAINED:
                yield words, pair


def _moved(
    pair: ExplainedPair,
    gone: Mapping[tuple[str, ...], ExplainedPair],
    came: Mapping[tuple[str, ...], ExplainedPair],
) -> Iterator[Explained]:
    """Yield the differences of a pair. What moved is told where it came, and not again where it went."""
    for explained in pair.differences:
        words = explained.difference.here or explained.difference.there
        is_alone = not (explained.difference.here and explained.difference.there)
        if not is_alone or explained.kind is not ReasonKind.UNEXPLAINED or words not in gone or words not in came:
            yield explained
        elif explained.difference.there:
            ours, theirs = gone[words].pair, came[words].pair
            names = (ours.here or ours.there)[0].name, (theirs.there or theirs.here)[0].name
            yield replace(explained, reasons=(Reason(ReasonKind.MOVED, "", *names, "in another place"),), elsewhere="")


def _of_one_mind(pairs: Sequence[ExplainedPair]) -> Iterator[ExplainedPair]:
    """Yield the pairs. If two values of an option explain a difference, keep the value that explains more differences."""
    counted = Counter(
        cause
        for pair in pairs
        for difference in pair.differences
        for cause in difference.reasons
        if cause.kind is ReasonKind.OPTION
    )
    for pair in pairs if counted else ():
        yield replace(pair, differences=tuple(_with_one_option(difference, counted) for difference in pair.differences))
    if not counted:
        yield from pairs


def _with_one_option(explained_difference: Explained, counted: Counter[Reason]) -> Explained:
    options = [cause for cause in explained_difference.reasons if cause.kind is ReasonKind.OPTION]
    if len(options) < 2:
        return explained_difference
    chosen = max(options, key=lambda cause: counted[cause])
    return replace(
        explained_difference,
        reasons=tuple(
            cause for cause in explained_difference.reasons if cause.kind is not ReasonKind.OPTION or cause is chosen
        ),
    )


class _Seen(Struct, frozen=True):
    """A pair, the same pair seen from the other document, and both sides of its differences."""

    pair: ProvisionPair
    mirrored: ProvisionPair
    sides: tuple[TypoSide, TypoSide]


class _Explainer:
    def __init__(
        self, here: Reading, there: Reading, here_draft: DraftWithTerms | None, there_draft: DraftWithTerms | None
    ) -> None:
        self.here_draft, self.there_draft = here_draft, there_draft
        self.guesses = True
        self.untracked = find_untracked(here, there)
        self.wholes = TypoDocument(here), TypoDocument(there)
        self.places = Whereabouts(here), Whereabouts(there)
        self.formulas = frozenset(_words_of_formulas(here, there))

    def pair(self, pair: ProvisionPair) -> Iterator[Explained]:
        if pair.presence is Presence.MOVED:
            cause = Reason(ReasonKind.MOVED, "", pair.here[0].name, pair.there[0].name, "in another place")
            yield Explained(Difference((), (), 0, 0), (cause,), (), pair.here[0].words[:8])
        if not pair.differences:
            return
        seen = _Seen(
            pair, _mirrored(pair), (TypoSide.of(pair.here, self.wholes[0]), TypoSide.of(pair.there, self.wholes[1]))
        )
        words = seen.sides[0].words or seen.sides[1].words
        for difference, shown in with_columns(pair):
            causes = ((shown,) if shown else self.reasons(seen, difference)) or (Reason(ReasonKind.UNEXPLAINED),)
            start, stop = difference.index, difference.index + len(difference.here)
            before, behind = words[max(start - 6, 0) : start], words[stop : stop + 6]
            untracked = self.untracked.has(pair, difference)
            yield Explained(difference, causes, before, behind, untracked, self.elsewhere(pair, difference, causes))

    def elsewhere(self, pair: ProvisionPair, difference: Difference, causes: Sequence[Reason]) -> str:
        """Return where the other document says the words that it lacks in this place, or ""."""
        if difference.here and difference.there:
            return ""
        place = self.places[1] if difference.here else self.places[0]
        words = difference.here or difference.there
        provision = (pair.here or pair.there)[0]
        phrases = [words] if pair.presence is Presence.BOTH else [provision.content, _without_heading(provision)]
        sought: list[Sequence[str]] = [phrase for phrase in phrases if len(phrase) >= _PHRASE]
        terms = {
            cause.path: (cause.here if difference.here else cause.there).split()
            for cause in causes
            if cause.kind is ReasonKind.TERM
        }
        # A term that is all that is missing is looked for as it is, and one among other words is named.
        if len(terms) == 1 and len(next(iter(terms.values()))) >= len(words):
            sought += terms.values()
        whole = next(filter(None, map(place.find, sought)), "")
        found = {path: place.find(value) for path, value in terms.items() if _is_telling(value)}
        return whole or "; ".join(f"{path} in {name}" for path, name in found.items() if name)

    def reasons(self, both: _Seen, difference: Difference) -> tuple[Reason, ...]:
        """Return every known cause of a difference, the surest first."""
        pair, mirrored_pair = both.pair, both.mirrored
        shown = kind_in_words(difference, numbered=_are_numbers(pair, difference), formulas=self.formulas)
        shown = shown or _hidden(pair, difference)
        if shown and shown.kind in (ReasonKind.LAYOUT, ReasonKind.TYPOGRAPHY):
            return (shown,)
        mirrored = _mirrored_difference(difference)
        seen = (
            [
                *of_terms(pair, difference),
                *(cause.mirrored for cause in of_terms(mirrored_pair, mirrored)),
            ]
            if self.guesses
            else []
        )
        pure = [cause for cause in seen if not cause.remark]
        ours, others = self.here_draft, self.there_draft
        drafts = _not_shared(of_draft(ours, pair, difference), ours, others) if not pure else []
        if not pure and not drafts:
            found = _not_shared(of_draft(others, mirrored_pair, mirrored), others, ours)
            drafts = [cause.mirrored for cause in found]
        departed = [cause for cause in (*drafts, *self.recorded(pair)) if cause.kind is ReasonKind.DEPARTURE]
        typed = self.typed(difference) if departed and not seen else []
        # A number out of order is a slip. What its words show to be of another kind is none.
        slips = typos_in(difference, *both.sides) if not shown or shown.kind is ReasonKind.NUMBERING else []
        own = [*slips, *([shown] if shown else [])]
        reasons = [*pure, *drafts, *departed, *typed, *own, *(cause for cause in seen if cause.remark)]
        return tuple(dict.fromkeys(reasons))

    def recorded(self, pair: ProvisionPair) -> list[Reason]:
        """Return the departures of a provision that only one document has."""
        if pair.presence is Presence.ONLY_HERE and self.here_draft:
            return self.here_draft.recorded(pair.here[0].label)
        if pair.presence is Presence.ONLY_THERE and self.there_draft:
            return [cause.mirrored for cause in self.there_draft.recorded(pair.there[0].label)]
        return []

    def typed(self, difference: Difference) -> Iterator[Reason]:
        """Yield the terms whose values a departure typed into the differing words."""
        here, there = " ".join(difference.here), " ".join(difference.there)
        if self.here_draft:
            for path, value in self.here_draft.typed(difference.here):
                yield Reason(ReasonKind.TERM, path, value, there, _TYPED)
        if self.there_draft:
            for path, value in self.there_draft.typed(difference.there):
                yield Reason(ReasonKind.TERM, path, here, value, _TYPED)


def _is_telling(words: Sequence[str]) -> bool:
    """Return True if words stand in a document by chance hardly: several ones, or a figure."""
    return len(words) > 1 or any(word[-1].isdigit() for word in words)


def _without_heading(provision: Provision) -> tuple[str, ...]:
    passages = (passage.words for passage in provision.passages if passage.kind not in ("number", "heading"))
    return tuple(itertools.chain.from_iterable(passages))


def _not_shared(reasons: Iterable[Reason], draft: DraftWithTerms | None, other: DraftWithTerms | None) -> list[Reason]:
    """Return the reasons of a draft without options and departures that the other draft has too: they explain nothing."""
    return [cause for cause in reasons if not draft or not other or draft.differs(other, cause)]


def _words_of_formulas(*readings: Reading) -> Iterator[str]:
    for part in (part for reading in readings for part in reading.parts or () if part.name == "formula"):
        yield from part.shown.split()


def _hidden(pair: ProvisionPair, difference: Difference) -> Reason | None:
    """Return the reason of a difference in words that one of the documents hides, or None."""
    spans = (
        (pair.here, difference.index, len(difference.here)),
        (pair.there, difference.there_at, len(difference.there)),
    )
    if not any(_kind_at(*span) == "hidden" for span in spans):
        return None
    return Reason(ReasonKind.HIDDEN, "", " ".join(difference.here), " ".join(difference.there))


def _are_numbers(pair: ProvisionPair, difference: Difference) -> bool:
    """Return True if the differing words are numbers of provisions. One side may have none."""
    spans = (
        (pair.here, difference.index, len(difference.here)),
        (pair.there, difference.there_at, len(difference.there)),
    )
    is_paired = pair.presence in (Presence.BOTH, Presence.MOVED)
    return is_paired and all(_kind_at(*span) == "number" for span in spans if span[2])


def _kind_at(provisions: Sequence[Provision], index: int, count: int) -> str:
    """Return the kind of the passage that holds these words, or ""."""
    start = 0
    for passage in (passage for provision in provisions for passage in provision.passages) if count else ():
        stop = start + len(passage.words)
        if start <= index and index + count <= stop:
            return passage.kind
        start = stop
    return ""


def _mirrored(pair: ProvisionPair) -> ProvisionPair:
    place = {Presence.ONLY_HERE: Presence.ONLY_THERE, Presence.ONLY_THERE: Presence.ONLY_HERE}.get(
        pair.presence, pair.presence
    )
    return ProvisionPair(pair.there, pair.here, place, tuple(map(_mirrored_difference, pair.differences)))


def _mirrored_difference(difference: Difference) -> Difference:
    return Difference(difference.there, difference.here, difference.there_at, difference.index)
