"""A comparison as one page of HTML, which loads nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import chain, zip_longest

from assembler.compare.beside_words import PartChange
from assembler.compare.explain import Comparison, Explained, ExplainedPair
from assembler.compare.reason import Reason
from assembler.compare.report import (
    UNTRACKED,
    cause_detail,
    elsewhere,
    headline,
    likeness,
    named,
    pair_name,
    remarks,
    terms_that_differ,
)
from assembler.readers.reading import words_of

STYLE = """
:root{color-scheme:light;--paper:#fff;--ink:#111;--soft:#555;--rule:#ddd;--edge:#767676;--focus:#06c;--open:#8a3b00;
--gone:#fdd;--gone-ink:#700;--came:#dfd;--came-ink:#040}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--paper:#24211e;--ink:#e9e4da;--soft:#a89f92;--rule:#3d3832;--edge:#7d7468;
--focus:#9cc3e2;--open:#e6bd6a;--gone:#4a2523;--gone-ink:#ffb3a9;--came:#1f3d28;--came-ink:#b5e3c0}}
body{font:16px/1.5 Georgia,serif;margin:0;color:var(--ink);background:var(--paper)}
header,h2,.why,details,.skip{font-family:sans-serif}
header{position:sticky;top:0;background:var(--paper);border-bottom:1px solid var(--edge);padding:.5rem 1rem;z-index:1}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.25rem;z-index:2}
h1{font-size:1.1rem;margin:0}h2{font-size:1rem;margin:0 0 .25rem}header p{margin:.25rem 0 .5rem}
main{padding:0 1rem 4rem;max-width:90rem}.bar{display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:center;font-size:.9rem}
button{font:inherit;padding:.15rem .6rem}
fieldset{border:0;padding:0;margin:0;display:flex;flex-wrap:wrap;gap:.5rem}legend{float:left;margin-right:.5rem;font-weight:bold}
section{display:grid;grid-template-columns:minmax(0,3fr) minmax(14rem,1fr);gap:.25rem 1.5rem;border-top:1px solid var(--rule);padding:.75rem 0}
section>h2,section>.wide{grid-column:1/-1}p{margin:0}
del{background:var(--gone);color:var(--gone-ink);text-decoration:line-through}ins{background:var(--came);color:var(--came-ink);text-decoration:underline}
sup{font:bold .7rem sans-serif;color:var(--soft);line-height:0}.sides{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem}
summary{font-weight:bold;padding:.75rem 0;cursor:pointer}.same{color:var(--soft)}.why{font-size:.85rem;line-height:1.35;margin:0;padding-left:1.5rem;overflow-wrap:anywhere}.why li+li{margin-top:.35rem}
.kind{font-weight:bold}.why .unexplained{color:var(--open)}.change:focus{outline:3px solid var(--focus);outline-offset:2px}
.change.unexplained del,.change.unexplained ins{outline:2px dotted var(--open)}
.change.quiet del,.change.quiet ins{background:none;opacity:.6}li.quiet,section.quiet{display:none}
table{border-collapse:collapse;font-size:.85rem}td:last-child{overflow-wrap:anywhere}th,td{text-align:left;vertical-align:top;padding:.15rem 1rem .15rem 0;border-bottom:1px solid var(--rule)}
body.inline .sides,body.side .inline{display:none}
.same-clause{display:none}body.whole .same-clause{display:block}
@media (max-width:50rem){section{display:block}header{position:static}}
@media print{body{font-size:10pt}header{position:static;padding:0}.bar>:not(#told),.skip{display:none}main{padding:0}
.change,h2,li,tr{break-inside:avoid}h2{break-after:avoid}del,ins{background:none;color:#000}.change.unexplained del,.change.unexplained ins{outline:1px dotted #000}}
"""

SCRIPT = """
const body=document.body,told=document.getElementById('told'),some=q=>[...document.querySelectorAll(q)];
const seen=()=>some('.change:not(.quiet)').filter(e=>e.offsetParent);
let at=-1;
function go(step){const all=seen();if(!all.length){told.textContent='Nothing to show.';return;}
at=at<0?(step>0?0:all.length-1):(at+step+all.length)%all.length;
all[at].focus({preventScroll:true});all[at].scrollIntoView({block:'center'});told.textContent=(at+1)+' of '+all.length;}
function filter(){at=-1;const on=new Set(some('[name=kind]:checked').map(b=>b.value));let hidden=0;
for(const e of some('[data-kind]')){const off=!on.has(e.dataset.kind);e.classList.toggle('quiet',off);hidden+=off&&e.tagName==='LI';}
for(const s of some('section[data-kinds]'))s.classList.toggle('quiet',!s.dataset.kinds.split(' ').some(k=>on.has(k)));
told.textContent=hidden?hidden+' differences of other kinds are hidden':'';}
document.getElementById('next').onclick=()=>go(1);document.getElementById('previous').onclick=()=>go(-1);
document.addEventListener('keydown',e=>{if(e.ctrlKey||e.metaKey||e.altKey)return;
if(e.key==='n'||e.key==='j')go(1);else if(e.key==='p'||e.key==='k')go(-1);});
document.addEventListener('focusin',e=>{const i=seen().indexOf(e.target);if(i>=0)at=i;});
for(const box of some('[name=kind]'))box.onchange=filter;
for(const radio of some('[name=view]'))radio.onchange=()=>{body.classList.remove('inline','side');body.classList.add(radio.value);at=-1;};
document.getElementById('whole').onchange=e=>body.classList.toggle('whole',e.target.checked);
filter();
"""

_FEW = 20  # terms: a longer table is closed at first


def page(
    comparison: Comparison, style: str = f"<style>{STYLE}</style>", script: str = f"<script>{SCRIPT}</script>"
) -> str:
    """Return the page as HTML. `style` and `script` are the elements that hold them, or name where they are."""
    title = " and ".join(named(side.source, side.format) for side in (comparison.here, comparison.there))
    sections = "".join(_section(pair, first) for pair, first in _counted(comparison))
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}: compared</title>'
        '<meta name="viewport" content="width=device-width">'
        f'{style}</head>\n<body class="inline"><a class="skip" id="skip" href="#differences">To the differences</a>'
        f'{_header(comparison, title)}<main id="differences" aria-label="Differences">'
        f"{_terms(comparison)}{sections}{_notes(comparison)}</main>{script}</body></html>\n"
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
        f"<header><h1>{escape(title)}</h1><p>{escape(likeness(comparison))}. {escape(headline(comparison))}. "
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
    spans = [(difference.difference.index, len(difference.difference.here)) for difference in pair.differences]
    spans_there = [
        (difference.difference.there_at, len(difference.difference.there)) for difference in pair.differences
    ]
    left, right = _between(words_of(here), spans), _between(words_of(there), spans_there)
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
        reasons = "; ".join(_cause(cause) for cause in difference.reasons) + (
            f"; {UNTRACKED}" if difference.untracked else ""
        )
        reasons += f"; {escape(elsewhere(difference))}" if difference.elsewhere else ""
        yield f'<li id="why-{number}" data-kind="{difference.kind}">{reasons}</li>'


def _cause(cause: Reason) -> str:
    return f'<span class="kind {cause.kind}">{cause.kind.label}</span> {escape(cause_detail(cause))}'.rstrip()


def _notes(comparison: Comparison) -> str:
    parts = "".join(_part(part) for part in comparison.parts)
    notes = "".join(f"<li>{escape(f'{name}: {remark}')}</li>" for name, remark in remarks(comparison))
    if not parts and not notes:
        return ""
    name = "Differences beside the words, and notes" if parts else "Notes"
    return f'<section id="notes"><h2>{name}</h2><ul class="wide">{parts}{notes}</ul></section>'


def _part(part: PartChange) -> str:
    kind = f'<span class="kind">{part.kind.label}</span>'
    return f'<li class="change" data-kind="{part.kind}" tabindex="0">{kind} {escape(part.line)}</li>'
