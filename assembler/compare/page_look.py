"""The style sheet of a comparison's page for screen and print, and the script of its buttons, boxes and keys."""

from __future__ import annotations

STYLE = """
:root{color-scheme:light;--gone:#fdd;--came:#dfd}
body{font:16px/1.5 Georgia,serif;margin:0;color:#111;background:#fff}
header,h2,.why,details,.skip{font-family:sans-serif}
header{position:sticky;top:0;background:#fff;border-bottom:1px solid #767676;padding:.5rem 1rem;z-index:1}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:#fff;padding:.25rem;z-index:2}
h1{font-size:1.1rem;margin:0}h2{font-size:1rem;margin:0 0 .25rem}header p{margin:.25rem 0 .5rem}
main{padding:0 1rem 4rem;max-width:90rem}.bar{display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:center;font-size:.9rem}
button{font:inherit;padding:.15rem .6rem}
fieldset{border:0;padding:0;margin:0;display:flex;flex-wrap:wrap;gap:.5rem}legend{float:left;margin-right:.5rem;font-weight:bold}
section{display:grid;grid-template-columns:minmax(0,3fr) minmax(14rem,1fr);gap:.25rem 1.5rem;border-top:1px solid #ddd;padding:.75rem 0}
section>h2,section>.wide{grid-column:1/-1}p{margin:0}
del{background:var(--gone);color:#700;text-decoration:line-through}ins{background:var(--came);color:#040;text-decoration:underline}
sup{font:bold .7rem sans-serif;color:#444;line-height:0}.sides{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem}
summary{font-weight:bold;padding:.75rem 0;cursor:pointer}.same{color:#555}.why{font-size:.85rem;line-height:1.35;margin:0;padding-left:1.5rem;overflow-wrap:anywhere}.why li+li{margin-top:.35rem}
.kind{font-weight:bold}.why .unexplained{color:#8a3b00}.change:focus{outline:3px solid #06c;outline-offset:2px}
.change.unexplained del,.change.unexplained ins{outline:2px dotted #8a3b00}
.change.quiet del,.change.quiet ins{background:none;opacity:.6}li.quiet,section.quiet{display:none}
table{border-collapse:collapse;font-size:.85rem}th,td{text-align:left;vertical-align:top;padding:.15rem 1rem .15rem 0;border-bottom:1px solid #ddd}
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
