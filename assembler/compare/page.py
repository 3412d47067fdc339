"""A comparison as one page of HTML: no server, nothing loaded from elsewhere; by mouse, keyboard, screen reader and in print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import chain, zip_longest

from assembler.compare.cause import Cause
from assembler.compare.explain import Comparison, Explained, ExplainedPair
from assembler.compare.page_look import SCRIPT, STYLE
from assembler.compare.report import UNTRACKED, cause_told, headline, pair_name, remarks, terms_that_differ
from assembler.readers.reading import words_of

_FEW = 20  # terms: a longer table is opened by who wants it


def page(comparison: Comparison) -> str:
    """The whole page."""
    title = f"{comparison.here.source} and {comparison.there.source}"
    sections = "".join(_section(pair, first) for pair, first in _counted(comparison))
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}: compared</title>'
        '<meta name="viewport" content="width=device-width">'
        f'<style>{STYLE}</style></head>\n<body class="inline"><a class="skip" id="skip" href="#differences">To the differences</a>'
        f'{_header(comparison, title)}<main id="differences" aria-label="Differences">'
        f"{_terms(comparison)}{sections}{_notes(comparison)}</main><script>{SCRIPT}</script></body></html>\n"
    )


def _counted(comparison: Comparison) -> Iterator[tuple[ExplainedPair, int]]:
    """Each provision with the number of its first difference in the whole document."""
    count = 1
    for pair in comparison.pairs:
        yield pair, count
        count += len(pair.differences)


def _header(comparison: Comparison, title: str) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="kind" value="{kind}" checked> {kind} ({count})</label>'
        for kind, count in comparison.counts.items()
    )
    return (
        f"<header><h1>{escape(title)}</h1><p>{escape(headline(comparison))}. "
        "<del>Only in the first</del>, <ins>only in the second</ins>.</p>"
        '<div class="bar"><button id="previous" aria-keyshortcuts="p">Previous (p)</button>'
        '<button id="next" aria-keyshortcuts="n">Next (n)</button>'
        '<fieldset><legend>Show</legend><label><input type="radio" name="view" value="inline" checked> in line</label>'
        '<label><input type="radio" name="view" value="side"> side by side</label>'
        '<label><input type="checkbox" id="whole"> equal clauses too</label></fieldset>'
        f"<fieldset><legend>Kinds</legend>{boxes}</fieldset>"
        '<span id="told" role="status"></span></div></header>'
    )


def _terms(comparison: Comparison) -> str:
    """A table of the terms that differ, with every place where one shows."""
    rows = [
        f'<tr><th scope="row">{escape(path)}</th><td><del>{escape(here)}</del></td><td><ins>{escape(there)}</ins></td>'
        f"<td>{escape(', '.join(dict.fromkeys(place['clause'] for place in places)))}</td></tr>"
        for path, places in terms_that_differ(comparison).items()
        for here, there in [_values(places)]
    ]
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{name}</th>' for name in ("term", "original", "new", "shows in"))
    opened = " open" if len(rows) <= _FEW else ""
    return (
        f'<details id="terms"{opened}><summary>Terms that differ: {len(rows)}</summary>'
        f"<table><tr>{head}</tr>{''.join(rows)}</table></details>\n"
    )


def _values(places: Sequence[Mapping[str, str]]) -> tuple[str, str]:
    """A term's value here and there, in the fewest words that it is printed in."""
    shortest = min(
        places, key=lambda place: (not place["here"] or not place["there"], len(place["here"] + place["there"]))
    )
    return shortest["here"], shortest["there"]


def _section(pair: ExplainedPair, first: int) -> str:
    name = escape(pair_name(pair))
    if not pair.differences:
        words = escape(" ".join(words_of(pair.pair.here)))
        return f'<section class="same-clause"><h2>{name}</h2><p class="same">{words}</p></section>\n'
    kinds = " ".join(dict.fromkeys(str(one.kind) for one in pair.differences))
    inline, left, right = _views(pair, first)
    return (
        f'<section data-kinds="{kinds}" aria-labelledby="clause-{first}"><h2 id="clause-{first}">{name}</h2>'
        f'<div><p class="inline">{inline}</p><div class="sides"><p>{left}</p><p>{right}</p></div></div>'
        f'<ol class="why" start="{first}">{"".join(_why(pair, first))}</ol></section>\n'
    )


def _views(pair: ExplainedPair, first: int) -> tuple[str, str, str]:
    """The words of a provision with its differences marked: of both sides in one, of this side, and of the other."""
    here, there = pair.pair.here, pair.pair.there
    spans = [(one.difference.at, len(one.difference.here)) for one in pair.differences]
    theirs = [(one.difference.there_at, len(one.difference.there)) for one in pair.differences]
    left, right = _between(words_of(here), spans), _between(words_of(there), theirs)
    changes = [_change(one, number) for number, one in enumerate(pair.differences, start=first)]
    inline, gone, came = zip(*changes, strict=True)
    return _woven(left if here else right, inline), _woven(left, gone), _woven(right, came)


def _between(words: Sequence[str], spans: Iterable[tuple[int, int]]) -> list[str]:
    """The words before each of some spans of them, and behind the last; those of a span are left out."""
    pieces, at = [], 0
    for start, count in spans:
        pieces.append(_plain(words[at:start]))
        at = max(start + count, at)
    return [*pieces, _plain(words[at:])]


def _woven(pieces: Sequence[str], changes: Sequence[str]) -> str:
    return "".join(chain.from_iterable(zip_longest(pieces, changes, fillvalue="")))


def _plain(words: Sequence[str]) -> str:
    return escape(" ".join(words)) + " " if words else ""


def _change(one: Explained, number: int) -> tuple[str, str, str]:
    """A difference marked: both sides of it, this side alone, and the other alone."""
    here, there = escape(" ".join(one.difference.here)), escape(" ".join(one.difference.there))
    gone, came = f"<del>{here}</del> " if here else "", f"<ins>{there}</ins> " if there else ""
    begins = (
        f'<span class="change {one.kind}" data-kind="{one.kind}" tabindex="0" role="group" '
        f'aria-label="{one.kind}: {here or "nothing"} in the original, {there or "nothing"} in the new document" aria-describedby="why-{number}">'
    )
    ends = f"<sup>{number}</sup></span> "
    return f"{begins}{gone}{came}{ends}", f"{begins}{gone}{ends}", f"{begins}{came}{ends}"


def _why(pair: ExplainedPair, first: int) -> Iterator[str]:
    for number, one in enumerate(pair.differences, start=first):
        told = "; ".join(_cause(cause) for cause in one.causes) + (f"; {UNTRACKED}" if one.untracked else "")
        yield f'<li id="why-{number}" data-kind="{one.kind}">{told}</li>'


def _cause(cause: Cause) -> str:
    told = cause_told(cause).removeprefix(cause.kind)
    return f'<span class="kind {cause.kind}">{cause.kind}</span>{escape(told)}'


def _notes(comparison: Comparison) -> str:
    notes = [*comparison.parts, *(f"{name}: {remark}" for name, remark in remarks(comparison))]
    if not notes:
        return ""
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return f'<section id="notes"><h2>Not words, or not compared</h2><ul class="wide">{items}</ul></section>'
