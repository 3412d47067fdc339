"""The option or departure of a draft that explains a difference: set otherwise or left out, the difference is gone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from assembler.compare.align import Difference, Presence, ProvisionPair, similarity
from assembler.compare.reason import Reason, ReasonKind
from assembler.compare.term_reasons import spans_of_terms
from assembler.compare.variants import DraftWithTerms, ProvisionsByKey, Variant
from assembler.compare.word_diff import changes
from assembler.readers.reading import Provision, words_of

_EXPLAINED = 1 / 3  # the largest share of differing words that may still differ in a variant that explains them
_LINE = 4  # the most words of a term that is stated on a line of its own


def of_draft(draft: DraftWithTerms | None, pair: ProvisionPair, difference: Difference) -> Iterator[Reason]:
    """Yield the departure or option of this draft that explains the difference: without it, or set otherwise, there is
    none.
    """
    if draft is None:
        return
    departures = list(_departures(draft, pair))
    reasons = (
        _explaining(departures, pair, difference)[:1]
        or _explaining(draft.options, pair, difference)
        or _explaining(draft.options_of_form, pair, difference)
        or _explaining(_whole_form(draft, pair), pair, difference)
        or [cause for variant in _flipped(draft) if (cause := _new_term(variant, pair, difference))][:1]
        or [variant.reason for variant in _flipped(draft) if _makes(variant, pair, difference)]
        or [variant.reason for variant in departures if _words_of_departure(variant, pair, difference)][:1]
        or _of_the_form(draft, pair)[:1]
    )
    yield from reasons


def _flipped(draft: DraftWithTerms) -> tuple[Variant, ...]:
    """Return the draft and the form with each option set otherwise. They are drafted when they are asked for."""
    return (*draft.options, *draft.options_of_form)


def _of_the_form(draft: DraftWithTerms, pair: ProvisionPair) -> list[Reason]:
    """Return the departures that replace a clause of the form, if the other document has the form's clause."""
    ours, theirs = ({provision.label for provision in side} for side in (pair.here, pair.there))
    if not ours or not theirs or "" in theirs or ours & theirs:
        return []
    return [cause for label in (*ours, *theirs) for cause in draft.recorded(label)]


def _explaining(variants: Iterable[Variant], pair: ProvisionPair, difference: Difference) -> list[Reason]:
    """Return the causes of the variants that agree with the other document, each once."""
    explains: Callable[[Variant, ProvisionPair, Difference], bool] = {
        Presence.ONLY_HERE: _leaves_out,
        Presence.ONLY_THERE: _brings,
    }.get(pair.presence, _says)
    labels = {provision.label for provision in pair.here}
    near = (variant for variant in variants if not labels or not labels.isdisjoint(variant.touched))
    explaining = [variant for variant in near if explains(variant, pair, difference)]
    # Where the other document has the clause, an option that leaves it out says least of why.
    keeping = [
        variant for variant in explaining if any(_key(provision) in variant.provisions for provision in pair.here)
    ]
    return list(dict.fromkeys(variant.reason for variant in keeping or explaining))


def _departures(draft: DraftWithTerms, pair: ProvisionPair) -> Iterator[Variant]:
    """Yield the draft without each departure about these provisions, or about a clause that only the other document
    has.
    """
    for label in dict.fromkeys(provision.label for provision in pair.here):
        yield from draft.without(label)
    if not pair.here:
        yield from draft.omissions


def _whole_form(draft: DraftWithTerms, pair: ProvisionPair) -> Iterator[Variant]:
    """Yield the clauses as the form has them, for several departures that differ only together."""
    for label in dict.fromkeys(provision.label for provision in pair.here):
        variant = draft.whole_form(label)
        if variant:
            yield variant


def _leaves_out(variant: Variant, pair: ProvisionPair, _: Difference) -> bool:
    return _key(pair.here[0]) not in variant.provisions


def _brings(variant: Variant, pair: ProvisionPair, _: Difference) -> bool:
    sought = pair.there[0]
    near = (provision for provision in variant.own if len(provision.words) > 2 and _may_be(provision, sought))
    return any(similarity(provision, sought) >= 0.6 for provision in near)


def _may_be(left: Provision, provision: Provision) -> bool:
    """Return True if a provision can be the one of the other document: by its label, otherwise by its number or
    heading.
    """
    if provision.label:
        return left.label == provision.label
    return left.number == provision.number or left.heading == provision.heading


def _says(variant: Variant, pair: ProvisionPair, difference: Difference) -> bool:
    """Return True if the variant agrees with the other document at the place of the difference, apart from terms."""
    provisions = [variant.provisions[key] for key in map(_key, pair.here) if key in variant.provisions]
    if _beside_terms(provisions) == _beside_terms(pair.here):
        return False
    words, words_there = words_of(provisions), words_of(pair.there)
    first, last = difference.there_at, difference.there_at + len(difference.there)
    of_terms = {index for begin, end, _ in spans_of_terms(provisions) for index in range(begin, end)}
    still = 0
    for change in changes(words, words_there):
        if change.right_start <= last and first <= change.right_stop:
            inside = min(change.right_stop, last) - max(change.right_start, first)
            plain = [index for index in range(change.start, change.stop) if index not in of_terms]
            is_filled = change.stop > change.start and not plain
            still += len(plain) + (0 if is_filled else max(inside, 0))
    return still <= _EXPLAINED * (len(difference.here) + len(difference.there))


def _beside_terms(provisions: Sequence[Provision]) -> list[str]:
    """Return the words of provisions with an empty one in place of each term: an option that changes figures says no more."""
    words = list(words_of(provisions))
    for begin, end, _ in reversed(list(spans_of_terms(provisions))):
        words[begin:end] = [""]
    return words


def _makes(variant: Variant, pair: ProvisionPair, difference: Difference) -> bool:
    """Return True if the option makes the same change, where departures hide the agreement with the other document."""
    keys = [key for key in map(_key, pair.here) if key[0] in variant.touched]
    words = words_of([variant.base[key] for key in keys if key in variant.base])
    other = words_of([variant.provisions[key] for key in keys if key in variant.provisions])
    sought = _core(difference.here, difference.there)
    if pair.presence is not Presence.BOTH or words == other:
        return False
    return any(
        _core(words[change.start : change.stop], other[change.right_start : change.right_stop]) == sought
        for change in changes(words, other)
    )


def _new_term(variant: Variant, pair: ProvisionPair, difference: Difference) -> Reason | None:
    """Return the term that only the other document states, on a line of its own, or None."""
    if difference.here or difference.index or len(difference.there) > _LINE:
        return None
    for provision, behind in variant.new:
        paths = [path for _, _, path in spans_of_terms([provision])]
        if len(provision.words) == 1 and paths and _heads(pair, variant.base, behind):
            return Reason(ReasonKind.TERM, paths[0], "", " ".join(difference.there))
    return None


def _heads(pair: ProvisionPair, form: ProvisionsByKey, after: tuple[str, str]) -> bool:
    """Return True if a pair begins with the clause of this key, or comes before every clause if that is the first."""
    return _key(pair.here[0]) == after if pair.here else next(iter(form), None) == after


def _core(here: Sequence[str], there: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the differing words without punctuation, articles, and common words at both ends."""
    plain = ([re.sub(r"[^\w$%&/]+", "", word) for word in words] for words in (here, there))
    ours, theirs = ([word for word in words if word not in ("the", "a", "an")] for words in plain)
    while ours and theirs and ours[0] == theirs[0]:
        ours, theirs = ours[1:], theirs[1:]
    while ours and theirs and ours[-1] == theirs[-1]:
        ours, theirs = ours[:-1], theirs[:-1]
    return ours, theirs


def _words_of_departure(variant: Variant, pair: ProvisionPair, difference: Difference) -> bool:
    """Return True if a departure put these words here, whatever the other document has in their place."""
    provisions = [variant.provisions[key] for key in map(_key, pair.here) if key in variant.provisions]
    start, stop = difference.index, difference.index + len(difference.here)
    word_changes = changes(words_of(pair.here), words_of(provisions))
    return start < stop and any(change.start <= start and stop <= change.stop for change in word_changes)


def _key(provision: Provision) -> tuple[str, str]:
    return provision.label, provision.subject
