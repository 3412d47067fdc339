"""The routes of the form: its fields, the places of its terms in the text, and a table before it is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assembler.actions.problems import as_data
from assembler.errors import InputError
from assembler.investors.pasting import compared
from assembler.termsheet.messages import path_text
from assembler.termsheet.reader import read
from assembler.termsheet.source import Source, SourceTree
from assembler.web.answers import deal_of, rendered
from assembler.web.deal import OpenDeal
from assembler.web.form import REST, every_term, parts


def form(request: Request) -> Response:
    """Return the parts of the form of the text, with its revision. While the text is not right YAML there are none.

    A part that the page has is sent without its HTML. `has` are the digests of those.
    """
    opened = frozenset(request.query_params.get("open", "").split())
    known = set(request.query_params.get("has", "").split())
    revision, source = _source(request)
    if source is None:
        return JSONResponse({"revision": revision, "parts": None})
    made = _parts_made(request, source.tree, opened)
    sent = [{"digest": digest, "html": None if digest in known else html} for digest, html in made]
    return JSONResponse({"revision": revision, "parts": sent})


def _parts_made(request: Request, tree: Mapping[str, SourceTree], opened: AbstractSet[str]) -> list[tuple[str, str]]:
    """Return the digest and the HTML of each part of the form. A part whose key stayed is not made again."""
    deal = deal_of(request)
    made = []
    for part in parts(tree, opened):
        key, digest, html = deal.form_parts.get(part.name, (None, "", ""))
        if key != part.key:
            html = rendered(request, "form.html", form=part.make(), is_rest=part.name == REST)
            digest = f"{part.name}-{hash(html):x}"
            deal.form_parts[part.name] = part.key, digest, html
        made.append((digest, html))
    return made


def terms(request: Request) -> Response:
    """Return the path and the full label of every term."""
    _, source = _source(request)
    return JSONResponse({"terms": list(every_term(source.tree if source else {}))})


def places(request: Request) -> Response:
    """Return the line and the columns of every value of the text, by its path."""
    _, source = _source(request)
    stated = source.places.items() if source else ()
    return JSONResponse({"places": {path_text(path): _span(place) for path, place in stated if path}})


async def table(request: Request) -> Response:
    """Return what a pasted table would do to the investors, and the warnings about it."""
    asked = await request.json()
    return await run_in_threadpool(_with_deal, request, lambda deal: _compared(deal, asked["table"]))


def _compared(deal: OpenDeal, pasted: str) -> Response:
    who, warnings = compared(deal.text.text, pasted, deal.name)
    return JSONResponse({**who, "problems": list(map(as_data, warnings))})


def _with_deal(request: Request, answer: Callable[[OpenDeal], Response]) -> Response:
    deal = deal_of(request)
    with deal.lock:
        return answer(deal)


def _source(request: Request) -> tuple[int, Source | None]:
    """Return the revision of the text, and its source: None while it is not right YAML."""
    deal = deal_of(request)
    with deal.lock:
        text, revision = deal.text.text, deal.text.revision
    try:
        return revision, read(text.encode("utf-8", "surrogatepass"), deal.name)
    except InputError:
        return revision, None


def _span(place: Any) -> list[int]:
    return [place.line, place.column, place.end_line, place.end_column]


ROUTES = [
    Route("/deal/form", form),
    Route("/deal/terms", terms),
    Route("/deal/places", places),
    Route("/deal/table", table, methods=["POST"]),
]
