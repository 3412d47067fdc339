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
from assembler.redline.inline_tokens import BLANK, BLOCK, MARK, UNIT, WORD, Token

Pair = tuple[int, int]

_SMALL_WORD = 3  # letters: shorter words stand everywhere, and are alike by chance
_STRANGER = 0.25  # of the letters of the shorter paragraph: where fewer stay, all of it is replaced
_ISLAND = 5  # an island of equal words has a fifth of the words around it, or is none
_EACH_WITH_EACH = 10_000  # items by items that are compared each with each
_SENTENCE_ENDS = (".", ";", ":", "?", "!")


class Gap(Struct, frozen=True):
    """Tokens that go, from `start` to before `stop`, and those that come in their place. All others are the same, in order."""

    start: int
    stop: int
    new_start: int
    new_stop: int


Tokens = tuple[Sequence[Token], Sequence[Token]]  # of the older and the newer story


def aligned(old: Sequence[Token], new: Sequence[Token], *, last_stays: bool) -> list[Gap]:
    """Return the gaps between the tokens that are the same. With `last_stays`, the last marks of both are the same."""
    is_last = last_stays and bool(old) and bool(new) and old[-1].key == new[-1].key and old[-1].kind == MARK
    tokens = old, new
    found = [gap for between in _between_paragraphs(tokens, is_last=is_last) for gap in _within(tokens, between)]
    found = _without_strangers(tokens, found)
    found = _without_islands(tokens, found)
    found = [less for less in (_less_its_ends(tokens, gap) for gap in found) if not _is_empty(less)]
    found = _with_own_ends(tokens, found, is_last=is_last)
    found = _slid(tokens, found, is_last=is_last)
    has_block = any(token.kind == BLOCK for side in tokens for token in side)
    return _parted_by_blocks(tokens, found, is_last=is_last) if has_block else found


def counterparts(gaps: Sequence[Gap], new: int) -> dict[int, int]:
    """Return the places of the older tokens that are the same, by those of the newer ones, of which there are `new`."""
    found: dict[int, int] = {}
    start = new_start = 0
    for gap in [*gaps, Gap(0, 0, new, new)]:
        same = gap.new_start - new_start
        found.update(zip(range(new_start, gap.new_start), range(start, start + same), strict=True))
        start, new_start = gap.stop, gap.new_stop
    return found


def _is_empty(gap: Gap) -> bool:
    return gap.start == gap.stop and gap.new_start == gap.new_stop


def _over(first: Gap, last: Gap) -> Gap:
    """Return the gap from the start of one to the end of another."""
    return Gap(first.start, last.stop, first.new_start, last.new_stop)


def _add(gaps: list[Gap], gap: Gap) -> None:
    """Add a gap, as one with the last one where it touches that."""
    if gaps and (gaps[-1].stop, gaps[-1].new_stop) == (gap.start, gap.new_start):
        gaps[-1] = _over(gaps[-1], gap)
    elif not _is_empty(gap):
        gaps.append(gap)


def _between_paragraphs(tokens: Tokens, *, is_last: bool) -> Iterator[Gap]:
    """Yield the gaps between equal paragraphs."""
    old, new = (side[: len(side) - is_last] for side in tokens)
    ours, theirs = _paragraphs(old), _paragraphs(new)
    pairs = equal_paragraphs([key for key, _, _ in ours], [key for key, _, _ in theirs])
    at = at_new = 0
    for start, stop, new_start, new_stop in [
        *((*ours[one][1:], *theirs[other][1:]) for one, other in pairs),
        (len(old), len(old), len(new), len(new)),
    ]:
        gap = Gap(at, start, at_new, new_start)
        if not _is_empty(gap):
            yield gap
        at, at_new = stop, new_stop


def _paragraphs(tokens: Sequence[Token]) -> list[tuple[str, int, int]]:
    """Return the paragraphs and blocks of a stream: what each says, and where its tokens stand."""
    ends = [position for position, token in enumerate(tokens, start=1) if token.kind in (MARK, BLOCK)]
    ends += [len(tokens)] if tokens and ends[-1:] != [len(tokens)] else []
    bounds = pairwise([0, *ends])
    return [("".join([token.key for token in tokens[start:stop]]), start, stop) for start, stop in bounds]


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


def _within(tokens: Tokens, gap: Gap) -> Iterator[Gap]:
    """Yield the gaps between equal words of a gap. Blanks are no words: those that differ are gaps of their own."""
    old, new = tokens[0][gap.start : gap.stop], tokens[1][gap.new_start : gap.new_stop]
    keys, new_keys = [token.key for token in old], [token.key for token in new]
    ours = [position for position, token in enumerate(old) if token.kind != BLANK]
    theirs = [position for position, token in enumerate(new) if token.kind != BLANK]
    at = at_new = here = there = 0
    differing = changes([keys[position] for position in ours], [new_keys[position] for position in theirs])
    for start, stop, new_start, new_stop in [*differing, (len(ours), len(ours), len(theirs), len(theirs))]:
        for begins, ends, new_begins, new_ends in _equal_runs(
            keys, new_keys, ours[here:start], theirs[there:new_start]
        ):
            if begins > at or new_begins > at_new:
                yield Gap(gap.start + at, gap.start + begins, gap.new_start + at_new, gap.new_start + new_begins)
            at, at_new = ends, new_ends
        here, there = stop, new_stop
    if at < len(old) or at_new < len(new):
        yield Gap(gap.start + at, gap.stop, gap.new_start + at_new, gap.new_stop)


def _equal_runs(
    keys: Sequence[str], new_keys: Sequence[str], words: Sequence[int], new_words: Sequence[int]
) -> list[tuple[int, int, int, int]]:
    """Return the runs of equal words and blanks, from place to place in both. `words` are the places of equal words."""
    if not words:
        return []
    whole = words[0], words[-1] + 1, new_words[0], new_words[-1] + 1
    if keys[whole[0] : whole[1]] == new_keys[whole[2] : whole[3]]:
        return [whole]
    return [(one, one + 1, other, other + 1) for one, other in zip(words, new_words, strict=True)]


def _without_strangers(tokens: Tokens, gaps: Sequence[Gap]) -> list[Gap]:
    """Return the gaps, with one gap for all between two matched marks where too little is the same."""
    kept: list[Gap] = []
    for region, inner in _regions(tokens, gaps):
        kept += [region] if _is_strange(tokens, region, inner) else inner
    return kept


def _regions(tokens: Tokens, gaps: Sequence[Gap]) -> Iterator[tuple[Gap, list[Gap]]]:
    """Yield what stands between two matched marks, with the gaps in it."""
    old, new = tokens
    start = new_start = 0
    inner: list[Gap] = []
    for gap, following in pairwise([Gap(0, 0, 0, 0), *gaps, Gap(len(old), len(old), len(new), len(new))]):
        inner += [] if _is_empty(gap) else [gap]
        marks = [position for position in range(gap.stop, following.start) if old[position].kind == MARK]
        if marks:
            if inner:
                shift = gap.new_stop - gap.stop
                yield Gap(start, marks[0], new_start, marks[0] + shift), inner
            start, new_start, inner = marks[-1] + 1, marks[-1] + 1 + gap.new_stop - gap.stop, []
    if inner:
        yield Gap(start, len(old), new_start, len(new)), inner


def _is_strange(tokens: Tokens, region: Gap, gaps: Sequence[Gap]) -> bool:
    """Return True if too few letters of the shorter paragraph are the same, and no field goes on from it or to it."""
    old, new = tokens
    left = min(
        sum(_letters(token) for gap in gaps for token in old[gap.start : gap.stop]),
        sum(_letters(token) for gap in gaps for token in new[gap.new_start : gap.new_stop]),
    )
    same = 0
    bounds = [region.start, *(place for gap in gaps for place in (gap.start, gap.stop)), region.stop]
    for start, stop in zip(bounds[::2], bounds[1::2], strict=True):
        for token in old[start:stop]:
            same += _letters(token)
            if _is_in_open_field(token) or same >= _STRANGER * (same + left):
                return False
    return True


def _is_in_open_field(token: Token) -> bool:
    """Return True for the beginning of a field that ends in another paragraph, and for its end: both have to stay."""
    return token.kind == UNIT and token.key.startswith(("\nopen ", "\nbegin ", "\nend "))


def _letters(token: Token) -> int:
    """Return the number of letters of a word that is not alike by chance, or 0."""
    return (len(token.text) or 1) if token.kind != BLANK and _is_telling(token) else 0


def _is_telling(token: Token) -> bool:
    if token.kind == WORD:
        return len(token.text) > _SMALL_WORD or (not token.text.isalpha() and any(map(str.isdigit, token.text)))
    return token.kind not in (BLANK, MARK)


def _without_islands(tokens: Tokens, gaps: Sequence[Gap]) -> list[Gap]:
    """Return the gaps, with one in place of two around a short run of words in the midst of much that changed."""
    kept: list[Gap] = []
    before: tuple[int, Gap, int] | None = None  # where the last gap with words stands, the gap, and its words
    for gap in gaps:
        words = _word_count(tokens, gap)
        if before and words and _is_island(tokens[0], (before[1], gap), (before[2], words)):
            kept[before[0] :] = [_over(kept[before[0]], gap)]
        else:
            kept.append(gap)
        before = (len(kept) - 1, gap, words) if words else before
    return kept


def _word_count(tokens: Tokens, gap: Gap) -> int:
    old, new = tokens
    inner = *old[gap.start : gap.stop], *new[gap.new_start : gap.new_stop]
    return sum(token.kind != BLANK for token in inner)


def _is_island(old: Sequence[Token], around: tuple[Gap, Gap], changed: tuple[int, int]) -> bool:
    """Return True if what is the same between two gaps is an island; `changed` are the words of both."""
    run = old[around[0].stop : around[1].start]
    if (
        around[0].start == 0
        or around[1].stop == len(old)
        or any(token.kind == MARK or _is_in_open_field(token) for token in run)
    ):
        return False
    said = sum(token.kind != BLANK for token in run)
    tells = any(map(_is_telling, run))
    return min(changed) > _ISLAND * said or (not tells and min(changed) > said and sum(changed) > _ISLAND)


def _less_its_ends(tokens: Tokens, gap: Gap) -> Gap:
    """Return a gap without what is equal at its beginning and its end."""
    old, new = tokens
    start, new_start, stop, new_stop = gap.start, gap.new_start, gap.stop, gap.new_stop
    while start < stop and new_start < new_stop and old[start].key == new[new_start].key:
        start, new_start = start + 1, new_start + 1
    while stop > start and new_stop > new_start and old[stop - 1].key == new[new_stop - 1].key:
        stop, new_stop = stop - 1, new_stop - 1
    return Gap(start, stop, new_start, new_stop)


def _with_own_ends(tokens: Tokens, gaps: Sequence[Gap], *, is_last: bool) -> list[Gap]:
    """Return the gaps so that a paragraph keeps its own end, where that of another one behind it says no more."""
    old, new = tokens
    ends = (len(old), len(new)) if is_last else (-1, -1)
    kept: list[Gap] = []
    for gap, following in pairwise([*gaps, Gap(len(old), len(old), len(new), len(new))]):
        parts = _ended(tokens, gap, following.start, ends[0])
        if parts == [gap]:
            mirrored = _ended((new, old), _mirrored(gap), following.new_start, ends[1])
            parts = [_mirrored(part) for part in mirrored]
        for part in parts:
            _add(kept, part)
    return kept


def _mirrored(gap: Gap) -> Gap:
    return Gap(gap.new_start, gap.new_stop, gap.start, gap.stop)


def _ended(tokens: Tokens, gap: Gap, stop: int, end: int) -> list[Gap]:
    """Return a gap so that the older paragraph in which it begins keeps its own end.

    Behind the gap, all is the same up to `stop`. The mark before `end` has to stay.
    """
    old, new = tokens
    mark, last = _mark(old, gap.start, gap.stop), _mark(old, gap.stop, stop)
    is_within = gap.start > 0 < gap.new_start and old[gap.start - 1].kind not in (MARK, BLOCK)
    if mark is None or last is None or not is_within or _mark(new, gap.new_start, gap.new_stop) is not None:
        return [gap]
    words = last - gap.stop
    run, own = ([token.key for token in old[at - words : at + 1]] for at in (last, mark))
    is_same = mark - words >= gap.start and run == own
    if not is_same and (any(map(_is_telling, old[gap.stop : last])) or old[mark].key != old[last].key):
        return [gap]
    new_mark = gap.new_stop + words
    kept = words if is_same else 0
    before = _less_its_ends(tokens, Gap(gap.start, mark - kept, gap.new_start, new_mark - kept))
    goes = int(last + 1 != end)  # the mark that has to stay is the last one, and the own one goes in its place
    return [before, Gap(mark + goes, last + goes, new_mark + goes, new_mark + goes)]


def _mark(tokens: Sequence[Token], start: int, stop: int) -> int | None:
    """Return the place of the first mark between two places."""
    return next((position for position in range(start, stop) if tokens[position].kind == MARK), None)


def _slid(tokens: Tokens, gaps: Sequence[Gap], *, is_last: bool) -> list[Gap]:
    """Return the gaps so that what comes or goes alone begins where a reader would say: a paragraph, a sentence, a word."""
    old, new = tokens
    slid: list[Gap] = []
    for gap, following in pairwise([*gaps, Gap(len(old) - is_last, len(old), len(new) - is_last, len(new))]):
        before = slid[-1] if slid else Gap(0, 0, 0, 0)
        room = gap.start - before.stop, following.start - gap.stop
        shift = 0
        if gap.start == gap.stop:
            shift = _best_shift(new, gap.new_start, gap.new_stop, room)
        elif gap.new_start == gap.new_stop:
            shift = _best_shift(old, gap.start, gap.stop, room)
        _add(slid, Gap(gap.start + shift, gap.stop + shift, gap.new_start + shift, gap.new_stop + shift))
    return slid


def _parted_by_blocks(tokens: Tokens, gaps: Sequence[Gap], *, is_last: bool) -> list[Gap]:
    """Return the gaps so that no paragraph keeps words from before and from behind a table or a control.

    They would join over what comes or goes between them. What says most stays, and the last marks have to.
    """
    pairs = [(here, there) for there, here in counterparts(gaps, len(tokens[1])).items()]
    ends = [*pairs[-1:] * is_last, (len(tokens[0]), len(tokens[1]))]
    for side in (0, 1):
        blocks = [*accumulate(token.kind == BLOCK for token in tokens[side])]
        paragraphs: dict[int, dict[int, list[Pair]]] = {}
        for pair in pairs:
            parts = paragraphs.setdefault(id(tokens[1 - side][pair[1 - side]].holder), {})
            parts.setdefault(blocks[pair[side]], []).append(pair)
        pairs = [pair for parts in paragraphs.values() for pair in _told_most(tokens, [*parts.values()])]
    kept = [(-1, -1), *(pair for pair in pairs if pair[0] < ends[0][0] and pair[1] < ends[0][1]), *ends]
    found = (Gap(before[0] + 1, after[0], before[1] + 1, after[1]) for before, after in pairwise(kept))
    return [gap for gap in found if not _is_empty(gap)]


def _told_most(tokens: Tokens, parts: Sequence[list[Pair]]) -> list[Pair]:
    """Return the part that says most. Where others stood behind it, the paragraphs of both files end with it."""
    best = max(parts, key=lambda part: sum(_letters(tokens[0][here]) for here, _ in part))
    if best is parts[-1]:
        return best
    here, there = (next(at for at in range(pair, len(side)) if side[at].kind in (MARK, BLOCK)) for pair, side in zip(best[-1], tokens, strict=True))  # fmt: skip
    is_end = tokens[0][here].key == tokens[1][there].key and (here, there) not in best
    return [*best, (here, there)] if is_end else best


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
