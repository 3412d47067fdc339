"""A comparison as one page of HTML: no server, nothing loaded from elsewhere; by mouse, keyboard, screen reader and in print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from assembler.compare.cause import Kind
from assembler.compare.explain import Comparison, Explained, ExplainedPair
from assembler.compare.report import cause_told, headline, pair_name, remarks

_STYLE = """
:root{color-scheme:light}
body{font:16px/1.5 Georgia,serif;margin:0;color:#111;background:#fff}
header{position:sticky;top:0;background:#fff;border-bottom:1px solid #999;padding:.5rem 1rem;font-family:sans-serif;z-index:1}
h1{font-size:1.1rem;margin:0}h2{font-size:1rem;font-family:sans-serif;margin:1.5rem 0 .25rem}
main{padding:0 1rem 4rem}.bar{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;font-size:.9rem}
fieldset{border:0;padding:0;margin:0;display:flex;flex-wrap:wrap;gap:.5rem}legend{float:left;margin-right:.5rem}
del{background:#fdd;color:#700;text-decoration:line-through}ins{background:#dfd;color:#040;text-decoration:underline}
.sides{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem}.sides p{margin:0}.same{color:#555}
.why{font:.85rem sans-serif;margin:.25rem 0 0;padding-left:1.25rem}
.change:focus{outline:3px solid #06c}.unexplained del,.unexplained ins{outline:2px dotted #b50}
body.inline .sides,body.side .inline{display:none}.quiet{display:none}
body.whole .same-clause{display:block}body:not(.whole) .same-clause{display:none}
@media print{header .bar{display:none}header{position:static}.change{break-inside:avoid}del{background:none}ins{background:none}}
"""

_SCRIPT = """
const body=document.body,all=()=>[...document.querySelectorAll('.change')].filter(e=>!e.closest('.quiet')&&e.offsetParent);
let at=-1;const told=document.getElementById('told');
function go(step){const some=all();if(!some.length)return;at=(at+step+some.length)%some.length;if(at<0)at=0;
some[at].focus();some[at].scrollIntoView({block:'center'});told.textContent=(at+1)+' of '+some.length+': '+some[at].getAttribute('aria-label');}
document.getElementById('next').onclick=()=>go(1);document.getElementById('previous').onclick=()=>go(at<0?0:-1);
document.addEventListener('keydown',e=>{if(e.target.matches('input,select')||e.ctrlKey||e.metaKey||e.altKey)return;
if(e.key==='n'||e.key==='j')go(1);if(e.key==='p'||e.key==='k')go(at<0?0:-1);});
for(const box of document.querySelectorAll('[name=kind]'))box.onchange=()=>{at=-1;
const shown=new Set([...document.querySelectorAll('[name=kind]:checked')].map(b=>b.value));
for(const s of document.querySelectorAll('section[data-kinds]'))
s.classList.toggle('quiet',!s.dataset.kinds.split(' ').some(k=>shown.has(k)));};
for(const radio of document.querySelectorAll('[name=view]'))radio.onchange=()=>{body.classList.remove('inline','side');body.classList.add(radio.value);at=-1;};
document.getElementById('whole').onchange=e=>body.classList.toggle('whole',e.target.checked);
"""


def page(comparison: Comparison) -> str:
    """The whole page."""
    title = f"{comparison.here.source} and {comparison.there.source}"
    sections = "".join(_section(pair) for pair in comparison.pairs)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}: compared</title>'
        '<meta name="viewport" content="width=device-width">'
        f'<style>{_STYLE}</style></head>\n<body class="inline">{_header(comparison, title)}'
        f"<main>{sections}{_notes(comparison)}</main><script>{_SCRIPT}</script></body></html>\n"
    )


def _header(comparison: Comparison, title: str) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="kind" value="{kind}" checked> {kind} ({count})</label>'
        for kind, count in comparison.counts.items()
    )
    return (
        f"<header><h1>{escape(title)}</h1><p>{escape(headline(comparison))}. "
        "<del>Only in the first</del>, <ins>only in the second</ins>.</p>"
        f'<div class="bar"><button id="previous" accesskey="p">Previous (p)</button>'
        f'<button id="next" accesskey="n">Next (n)</button>'
        '<fieldset><legend>Show</legend><label><input type="radio" name="view" value="inline" checked> in line</label>'
        '<label><input type="radio" name="view" value="side"> side by side</label>'
        '<label><input type="checkbox" id="whole"> equal clauses too</label></fieldset>'
        f"<fieldset><legend>Kinds</legend>{boxes}</fieldset>"
        '<span id="told" role="status" aria-live="polite"></span></div></header>'
    )


def _section(pair: ExplainedPair) -> str:
    name = escape(pair_name(pair))
    if not pair.differences:
        words = escape(" ".join(_words(pair, there=False)))
        return f'<section class="same-clause"><h2>{name}</h2><p class="same">{words}</p></section>\n'
    kinds = " ".join(dict.fromkeys(str(one.kind) for one in pair.differences))
    inline, left, right = ("".join(_passage(pair, which)) for which in ("inline", "here", "there"))
    return (
        f'<section data-kinds="{kinds}"><h2>{name}</h2><p class="inline">{inline}</p>'
        f'<div class="sides"><p>{left}</p><p>{right}</p></div><ul class="why">{"".join(_why(pair))}</ul></section>\n'
    )


def _words(pair: ExplainedPair, *, there: bool) -> list[str]:
    return [word for one in (pair.pair.there if there else pair.pair.here) for word in one.words]


def _passage(pair: ExplainedPair, which: str) -> Iterator[str]:
    """The words of a provision with its differences marked: of both sides in one, or of one side."""
    is_there = which == "there"
    words, at = _words(pair, there=is_there), 0
    for one in pair.differences:
        start = one.difference.there_at if is_there else one.difference.at
        yield _plain(words[at:start])
        yield _change(one, which)
        at = max(start + len(one.difference.there if is_there else one.difference.here), at)
    yield _plain(words[at:])


def _plain(words: Sequence[str]) -> str:
    return escape(" ".join(words)) + " " if words else ""


def _change(one: Explained, which: str) -> str:
    here, there = escape(" ".join(one.difference.here)), escape(" ".join(one.difference.there))
    gone = f"<del>{here}</del> " if here and which != "there" else ""
    came = f"<ins>{there}</ins> " if there and which != "here" else ""
    label = escape(
        f"{one.kind}: {' '.join(one.difference.here) or 'nothing'} here, {' '.join(one.difference.there) or 'nothing'} there"
    )
    why = escape("; ".join(map(cause_told, one.causes)))
    return f'<span class="change {one.kind}" tabindex="0" aria-label="{label}" title="{why}">{gone}{came}</span>'


def _why(pair: ExplainedPair) -> Iterator[str]:
    for one in pair.differences:
        told = "; ".join(map(cause_told, one.causes))
        yield (
            f"<li>{escape(told)}</li>" if one.kind is not Kind.UNEXPLAINED else "<li><strong>unexplained</strong></li>"
        )


def _notes(comparison: Comparison) -> str:
    notes = [*comparison.parts, *(f"{name}: {remark}" for name, remark in remarks(comparison))]
    if not notes:
        return ""
    return (
        "<section><h2>Not words, or not compared</h2><ul>"
        + "".join(f"<li>{escape(note)}</li>" for note in notes)
        + "</ul></section>"
    )
