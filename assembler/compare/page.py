"""The comparison as one HTML page that loads nothing, for mouse, keyboard, screen reader and print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import chain, zip_longest

from assembler.compare.cause import Cause
from assembler.compare.explain import Comparison, Explained, ExplainedPair
from assembler.compare.page_look import SCRIPT, STYLE
from assembler.compare.report import UNTRACKED, cause_detail, headline, pair_name, remarks, terms_that_differ
from assembler.readers.reading import words_of

_FEW = 20  # terms: a longer table is closed at first


def page(comparison: Comparison) -> str:
    """Return the page as HTML."""
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
    """Yield each provision with the number of its first difference in the document."""
    count = 1
    for pair in comparison.pairs:
        yield pair, count
        count += len(pair.differences)


def _header(comparison: Comparison, title: str) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="kind" value="{kind}" checked> {kind.label} ({count})</label>'
        for kind, count in comparison.counts.items()
    )
    return (
        f"<header><h1>{escape(title)}</h1><p>{escape(headline(comparison))}. "
        "<del>Only in the original</del>, <ins>only in the new document</ins>.</p>"
        '<div class="bar"><button id="previous" aria-keyshortcuts="p">Previous (p)</button>'
        '<button id="next" aria-keyshortcuts="n">Next (n)</button>'
        '<fieldset><legend>Show</legend><label><input type="radio" name="view" value="inline" checked> inline</label>'
        '<label><input type="radio" name="view" value="side"> side by side</label>'
        '<label><input type="checkbox" id="whole"> unchanged clauses too</label></fieldset>'
        f"<fieldset><legend>Kinds</legend>{boxes}</fieldset>"
        '<span id="told" role="status"></span></div></header>'
    )


def _terms(comparison: Comparison) -> str:
    """Return a table of the terms that differ, with every clause that prints one."""
    rows = [
        f'<tr><th scope="row">{escape(path)}</th><td><del>{escape(here)}</del></td><td><ins>{escape(there)}</ins></td>'
        f"<td>{escape(', '.join(dict.fromkeys(place['clause'] for place in places)))}</td></tr>"
        for path, places in terms_that_differ(comparison).items()
        for here, there in [_values(places)]
    ]
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{name}</th>' for name in ("term", "original", "new", "printed in"))
    opened = " open" if len(rows) <= _FEW else ""
    return (
        f'<details id="terms"{opened}><summary>Terms that differ: {len(rows)}</summary>'
        f"<table><tr>{head}</tr>{''.join(rows)}</table></details>\n"
    )


def _values(places: Sequence[Mapping[str, str]]) -> tuple[str, str]:
    """Return both values of a term, from the place that prints it in the fewest words."""
    shortest = min(
        places, key=lambda place: (not place["here"] or not place["there"], len(place["here"] + place["there"]))
    )
    return shortest["here"], shortest["there"]


def _section(pair: ExplainedPair, first: int) -> str:
    name = escape(pair_name(pair))
    if not pair.differences:
        words = escape(" ".join(words_of(pair.pair.here)))
        return f'<section class="same-clause"><h2>{name}</h2><p class="same">{words}</p></section>\n'
    kinds = " ".join(dict.fromkeys(str(difference.kind) for difference in pair.differences))
    inline, left, right = _views(pair, first)
    return (
        f'<section data-kinds="{kinds}" aria-labelledby="clause-{first}"><h2 id="clause-{first}">{name}</h2>'
        f'<div><p class="inline">{inline}</p><div class="sides"><p>{left}</p><p>{right}</p></div></div>'
        f'<ol class="why" start="{first}">{"".join(_why(pair, first))}</ol></section>\n'
    )


def _views(pair: ExplainedPair, first: int) -> tuple[str, str, str]:
    """Return the words of a provision with its differences marked: both sides in one, the original alone, the new
    alone.
    """
    here, there = pair.pair.here, pair.pair.there
    spans = [(difference.difference.at, len(difference.difference.here)) for difference in pair.differences]
    theirs = [(difference.difference.there_at, len(difference.difference.there)) for difference in pair.differences]
    left, right = _between(words_of(here), spans), _between(words_of(there), theirs)
    changes = [_change(difference, number) for number, difference in enumerate(pair.differences, start=first)]
    inline, gone, came = zip(*changes, strict=True)
    return _woven(left if here else right, inline), _woven(left, gone), _woven(right, came)


def _between(words: Sequence[str], spans: Iterable[tuple[int, int]]) -> list[str]:
    """Return the words before each of the spans, and after the last, without the words of the spans."""
    pieces, position = [], 0
    for start, count in spans:
        pieces.append(_plain(words[position:start]))
        position = max(start + count, position)
    return [*pieces, _plain(words[position:])]


def _woven(pieces: Sequence[str], changes: Sequence[str]) -> str:
    return "".join(chain.from_iterable(zip_longest(pieces, changes, fillvalue="")))


def _plain(words: Sequence[str]) -> str:
    return escape(" ".join(words)) + " " if words else ""


def _change(difference: Explained, number: int) -> tuple[str, str, str]:
    """Return a marked difference: both sides of it, the original alone, the new alone."""
    here, there = escape(" ".join(difference.difference.here)), escape(" ".join(difference.difference.there))
    gone, came = f"<del>{here}</del> " if here else "", f"<ins>{there}</ins> " if there else ""
    begins = (
        f'<span class="change {difference.kind}" data-kind="{difference.kind}" tabindex="0" role="group" '
        f'aria-label="{difference.kind.label}: original {here or "nothing"}, new {there or "nothing"}" aria-describedby="why-{number}">'
    )
    ends = f"<sup>{number}</sup></span> "
    return f"{begins}{gone}{came}{ends}", f"{begins}{gone}{ends}", f"{begins}{came}{ends}"


def _why(pair: ExplainedPair, first: int) -> Iterator[str]:
    for number, difference in enumerate(pair.differences, start=first):
        reasons = "; ".join(_cause(cause) for cause in difference.causes) + (
            f"; {UNTRACKED}" if difference.untracked else ""
        )
        yield f'<li id="why-{number}" data-kind="{difference.kind}">{reasons}</li>'


def _cause(cause: Cause) -> str:
    return f'<span class="kind {cause.kind}">{cause.kind.label}</span> {escape(cause_detail(cause))}'.rstrip()


def _notes(comparison: Comparison) -> str:
    notes = [*comparison.parts, *(f"{name}: {remark}" for name, remark in remarks(comparison))]
    if not notes:
        return ""
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return (
        f'<section id="notes"><h2>Differences outside the text, and notes</h2><ul class="wide">{items}</ul></section>'
    )
