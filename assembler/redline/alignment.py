"""Which tokens, and which tables, rows and notes, of two stories are the same.

Of tokens, whole paragraphs are paired first, then words, without those that are alike by chance. Tables, rows and notes are
paired that say the same, and between them those that are most alike, in order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from msgspec import Struct

from assembler.compare.word_diff import changes, increasing
from assembler.redline.inline_tokens import BLANK, BLOCK, MARK, WORD, Token

Pair = tuple[int, int]

_SMALL_WORD = 3  # letters: shorter words stand everywhere, and are alike by chance
_STRANGER = 0.25  # of the letters of the shorter paragraph: where fewer stay, all of it is replaced
_ISLAND = 5  # an island of equal words has a fifth of the words around it, or is none
_EACH_WITH_EACH = 10_000  # items by items that are compared each with each
_SENTENCE_ENDS = (".", ";", ":", "?", "!")


class Gap(Struct, frozen=True):
    """Tokens that go, from `start` to before `stop`, and those that come in their place."""

    start: int
    stop: int
    new_start: int
    new_stop: int


def aligned(old: Sequence[Token], new: Sequence[Token], *, last_stays: bool) -> list[Pair]:
    """Return the pairs of tokens that are the same, in order. With `last_stays`, the last marks of both are a pair."""
    is_last = last_stays and bool(old) and bool(new) and old[-1].key == new[-1].key and old[-1].kind == MARK
    here, there = (old[:-1], new[:-1]) if is_last else (old, new)
    pairs: list[Pair] = []
    for gap in _between_paragraphs(here, there, pairs):
        pairs += _within(here, there, gap)
    pairs.sort()
    if is_last:
        pairs.append((len(here), len(there)))
    pairs = _without_strangers(old, new, pairs)
    pairs = _without_islands(old, new, pairs)
    pairs = _filled(old, new, pairs)
    return _slid(old, new, pairs, is_last=is_last)


def gaps(pairs: Sequence[Pair], old: int, new: int) -> Iterator[Gap]:
    """Yield the gaps between pairs, in streams of these lengths."""
    for (here, there), (here_next, there_next) in pairwise([(-1, -1), *pairs, (old, new)]):
        if here_next - here > 1 or there_next - there > 1:
            yield Gap(here + 1, here_next, there + 1, there_next)


def _between_paragraphs(old: Sequence[Token], new: Sequence[Token], pairs: list[Pair]) -> Iterator[Gap]:
    """Add the tokens of equal paragraphs to the pairs, and yield the gaps between them."""
    ours, theirs = _paragraphs(old), _paragraphs(new)
    at = at_new = 0
    for first, second in equal_paragraphs([key for key, _, _ in ours], [key for key, _, _ in theirs]):
        _, start, stop = ours[first]
        new_start = theirs[second][1]
        if start > at or new_start > at_new:
            yield Gap(at, start, at_new, new_start)
        pairs += [(start + count, new_start + count) for count in range(stop - start)]
        at, at_new = stop, new_start + stop - start
    if at < len(old) or at_new < len(new):
        yield Gap(at, len(old), at_new, len(new))


def _paragraphs(tokens: Sequence[Token]) -> list[tuple[str, int, int]]:
    """Return the paragraphs and blocks of a stream: what each says, and where its tokens stand."""
    found: list[tuple[str, int, int]] = []
    start = 0
    for position, token in enumerate(tokens, start=1):
        if token.kind in (MARK, BLOCK) or position == len(tokens):
            found.append(("".join(token.key for token in tokens[start:position]), start, position))
            start = position
    return found


def equal_paragraphs(ours: Sequence[str], theirs: Sequence[str]) -> list[Pair]:
    """Return the pairs of equal paragraphs: those that stand once in both, and equal ones that begin, end or neighbour them.

    What stands behind a NUL in a key tells paragraphs apart, and counts for no words.
    """
    first = 0
    while first < min(len(ours), len(theirs)) and ours[first] == theirs[first]:
        first += 1
    last = 0
    while last < min(len(ours), len(theirs)) - first and ours[-1 - last] == theirs[-1 - last]:
        last += 1
    here, there = _once(ours, first, len(ours) - last), _once(theirs, first, len(theirs) - last)
    anchors = increasing((position, there[said]) for said, position in here.items() if said in there)
    ends = [(len(ours) - last + count, len(theirs) - last + count) for count in range(last)]
    pairs = [(count, count) for count in range(first)]
    for anchor in [*anchors, (len(ours) - last, len(theirs) - last)]:
        grown = _grown(ours, theirs, pairs[-1] if pairs else (-1, -1), anchor)
        pairs += grown
        if anchor[0] < len(ours) - last:
            pairs.append(anchor)
    return [*pairs, *ends]


def _grown(ours: Sequence[str], theirs: Sequence[str], before: Pair, after: Pair) -> list[Pair]:
    """Return the equal paragraphs that follow a pair directly, and those that stand directly before the next one."""
    following: list[Pair] = []
    here, there = before[0] + 1, before[1] + 1
    while here < after[0] and there < after[1] and ours[here] == theirs[there]:
        following.append((here, there))
        here, there = here + 1, there + 1
    leading: list[Pair] = []
    last, last_there = after[0] - 1, after[1] - 1
    while last >= here and last_there >= there and ours[last] == theirs[last_there]:
        leading.append((last, last_there))
        last, last_there = last - 1, last_there - 1
    return [*following, *reversed(leading)]


def _once(said: Sequence[str], start: int, stop: int) -> dict[str, int]:
    """Return the paragraphs that stand once between two places, with their places; blank ones say nothing."""
    places: dict[str, int] = {}
    often: set[str] = set()
    for position in range(start, stop):
        if said[position] in places:
            often.add(said[position])
        places[said[position]] = position
    return {
        key: position
        for key, position in places.items()
        if key not in often and key.partition("\0")[0].strip("\n\t ¶§")
    }


def _within(old: Sequence[Token], new: Sequence[Token], gap: Gap) -> list[Pair]:
    """Return the pairs of equal words in a gap; blanks between words follow later."""
    ours = [position for position in range(gap.start, gap.stop) if old[position].kind != BLANK]
    theirs = [position for position in range(gap.new_start, gap.new_stop) if new[position].kind != BLANK]
    here = there = 0
    pairs: list[Pair] = []
    differing = changes([old[position].key for position in ours], [new[position].key for position in theirs])
    for start, stop, new_start, new_stop in [*differing, (len(ours), len(ours), len(theirs), len(theirs))]:
        pairs += zip(ours[here:start], theirs[there:new_start], strict=True)
        here, there = stop, new_stop
    return pairs


def _without_strangers(old: Sequence[Token], new: Sequence[Token], pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs without those between two matched marks where too little is the same."""
    kept: list[Pair] = []
    start = new_start = 0
    region: list[Pair] = []
    ours, theirs = ([_letters(token) for token in tokens] for tokens in (old, new))
    for pair in [*pairs, (len(old), len(new))]:
        if pair[0] < len(old) and old[pair[0]].kind != MARK:
            region.append(pair)
            continue
        same = sum(ours[here] for here, _ in region)
        if same >= _STRANGER * min(sum(ours[start : pair[0]]), sum(theirs[new_start : pair[1]])):
            kept += region
        if pair[0] < len(old):
            kept.append(pair)
        start, new_start, region = pair[0] + 1, pair[1] + 1, []
    return kept


def _letters(token: Token) -> int:
    """Return the number of letters of a word that is not alike by chance, or 0."""
    return (len(token.text) or 1) if token.kind != BLANK and _is_telling(token) else 0


def _is_telling(token: Token) -> bool:
    if token.kind == WORD:
        return len(token.text) > _SMALL_WORD or (not token.text.isalpha() and any(map(str.isdigit, token.text)))
    return token.kind not in (BLANK, MARK)


def _without_islands(old: Sequence[Token], new: Sequence[Token], pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs without short runs of words in the midst of much that changed."""
    words = _word_counts(old), _word_counts(new)
    runs = [*_runs(words, pairs)]
    kept: list[Pair] = []
    for position, run in enumerate(runs):
        before, after = runs[position - 1] if position else [], runs[position + 1] if position + 1 < len(runs) else []
        if not before or not after or any(old[here].kind == MARK for here, _ in run):
            kept += run
            continue
        said = sum(old[here].kind != BLANK for here, _ in run)
        around = [_changed(words, left, right) for left, right in ((before[-1], run[0]), (run[-1], after[0]))]
        tells = any(_is_telling(old[here]) for here, _ in run)
        is_island = min(around) > _ISLAND * said or (not tells and min(around) > said and sum(around) > _ISLAND)
        if not is_island:
            kept += run
    return kept


def _word_counts(tokens: Sequence[Token]) -> list[int]:
    """Return how many words stand before each token, and in all."""
    return [*accumulate((token.kind != BLANK for token in tokens), initial=0)]


def _runs(words: tuple[list[int], list[int]], pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    """Yield the runs of pairs with nothing but blanks between them."""
    run: list[Pair] = []
    for pair in pairs:
        if run and _changed(words, run[-1], pair):
            yield run
            run = []
        run.append(pair)
    if run:
        yield run


def _changed(words: tuple[list[int], list[int]], left: Pair, right: Pair) -> int:
    """Return the number of words between two pairs."""
    ours, theirs = words
    return ours[right[0]] - ours[left[0] + 1] + theirs[right[1]] - theirs[left[1] + 1]


def _filled(old: Sequence[Token], new: Sequence[Token], pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs with what is equal at the beginning and the end of each gap."""
    filled = [*pairs]
    for gap in gaps(pairs, len(old), len(new)):
        start, new_start, stop, new_stop = gap.start, gap.new_start, gap.stop, gap.new_stop
        while start < stop and new_start < new_stop and old[start].key == new[new_start].key:
            filled.append((start, new_start))
            start, new_start = start + 1, new_start + 1
        while stop > start and new_stop > new_start and old[stop - 1].key == new[new_stop - 1].key:
            stop, new_stop = stop - 1, new_stop - 1
            filled.append((stop, new_stop))
    return sorted(filled)


def _slid(old: Sequence[Token], new: Sequence[Token], pairs: Sequence[Pair], *, is_last: bool) -> list[Pair]:
    """Return the pairs so that what comes or goes alone begins where a reader would say: a paragraph, a sentence, a word."""
    matched = dict(pairs)
    end = len(old) - is_last
    for gap in gaps(pairs, len(old), len(new)):
        if (gap.start == gap.stop) == (gap.new_start == gap.new_stop):
            continue
        tokens, start, stop = (old, gap.start, gap.stop) if gap.stop > gap.start else (new, gap.new_start, gap.new_stop)
        shift = _best_shift(tokens, start, stop, _room(matched, gap, end))
        for count in range(1, abs(shift) + 1):
            if shift < 0:
                matched.pop(gap.start - count)
                matched[gap.stop - count] = gap.new_stop - count
            else:
                matched.pop(gap.stop + count - 1)
                matched[gap.start + count - 1] = gap.new_start + count - 1
    return sorted(matched.items())


def _room(matched: dict[int, int], gap: Gap, end: int) -> Pair:
    """Return by how many tokens a gap may slide to the left and to the right, over pairs that touch it."""
    left = right = 0
    while matched.get(gap.start - left - 1, -2) == gap.new_start - left - 1:
        left += 1
    while gap.stop + right < end and matched.get(gap.stop + right, -2) == gap.new_stop + right:
        right += 1
    return left, right


def _best_shift(tokens: Sequence[Token], start: int, stop: int, room: Pair) -> int:
    """Return how far a gap slides; to where it begins best."""
    best, shift = _beginning(tokens, start), 0
    for count in range(1, room[0] + 1):
        if tokens[start - count].key != tokens[stop - count].key:
            break
        if _beginning(tokens, start - count) > best:
            best, shift = _beginning(tokens, start - count), -count
    for count in range(1, room[1] + 1):
        if tokens[start + count - 1].key != tokens[stop + count - 1].key:
            break
        if _beginning(tokens, start + count) > best:
            best, shift = _beginning(tokens, start + count), count
    return shift


def _beginning(tokens: Sequence[Token], position: int) -> int:
    """Return how well a gap begins at a place."""
    before = tokens[position - 1] if position else None
    if before is None or before.kind in (MARK, BLOCK):
        return 3
    if before.kind != BLANK:
        return 0
    return 2 if position > 1 and tokens[position - 2].text in _SENTENCE_ENDS else 1


class Item(Struct, frozen=True, eq=False):
    """A table, row or note to be paired: its words and its kind. Only items of one kind are counterparts."""

    words: tuple[str, ...]
    kind: str = ""

    @property
    def key(self) -> str:
        """The kind and the words as one."""
        return f"{self.kind}\0{' '.join(self.words)}"


def paired(old: Sequence[Item], new: Sequence[Item], alike: float) -> list[tuple[int, int]]:
    """Return the pairs of counterparts in order; `alike` is the share of common words that makes two counterparts."""
    pairs: list[tuple[int, int]] = []
    differing = changes([item.key for item in old], [item.key for item in new])
    here = there = 0
    for start, stop, new_start, new_stop in [*differing, (len(old), len(old), len(new), len(new))]:
        pairs += zip(range(here, start), range(there, new_start), strict=True)
        here, there = start, new_start
        if (stop - here) * (new_stop - there) <= _EACH_WITH_EACH:
            pairs += [
                (here + one, there + other) for one, other in _likeliest(old[here:stop], new[there:new_stop], alike)
            ]
        here, there = stop, new_stop
    return pairs


def between(pairs: Sequence[tuple[int, int]], old: int, new: int) -> Iterator[tuple[range, range]]:
    """Yield what stands before, between and behind pairs in both sequences, of these lengths."""
    for (here, there), (here_next, there_next) in pairwise([(-1, -1), *pairs, (old, new)]):
        yield range(here + 1, here_next), range(there + 1, there_next)


def _likeliest(old: Sequence[Item], new: Sequence[Item], alike: float) -> Sequence[tuple[int, int]]:
    """Return the pairs that are most alike, taken together."""
    ours, theirs = ([Counter(item.words) for item in items] for items in (old, new))
    # The best that can be had of what stands before each place of both: how alike in sum, and the pairs.
    above: list[tuple[float, tuple[tuple[int, int], ...]]] = [(0.0, ())] * (len(new) + 1)
    for here, item in enumerate(old):
        row = [above[0]]
        for there, other in enumerate(new):
            best = max(above[there + 1], row[there], key=lambda pair: pair[0])
            share = _share(ours[here], theirs[there]) if item.kind == other.kind else 0.0
            if share >= alike and above[there][0] + share > best[0]:
                best = (above[there][0] + share, (*above[there][1], (here, there)))
            row.append(best)
        above = row
    return above[-1][1]


def _share(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)
