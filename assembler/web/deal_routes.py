"""The routes of an open deal: its page, its text and its documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assembler.web import edits, replay
from assembler.web.answers import deal_of, page
from assembler.web.deal import OpenDeal
from assembler.web.termsheet_text import differing


def show(request: Request) -> Response:
    """Return the page of a deal."""
    deal = deal_of(request)
    return page(request, "deal.html", name=deal.name, text=deal.text.text)


def text(request: Request) -> Response:
    """Return the text of the term sheet as it was typed, with the state of the deal."""
    deal = deal_of(request)
    with deal.lock:
        return JSONResponse(_with_text(deal, request))


async def edit(request: Request) -> Response:
    """Change the text: as a whole, or by a change that `edits` knows. Return the new state."""
    return await run_in_threadpool(_edit, request, await request.json())


def _edit(request: Request, change: Mapping[str, Any]) -> Response:
    deal = deal_of(request)
    with deal.lock:
        if change["revision"] != deal.text.revision:
            # Another window changed the text: this window takes that first, and asks again.
            return JSONResponse(_with_text(deal, request), 409)
        made = replay.on_newest(deal.text.text, change, deal.name)
        deal.text.change(edits.changed(deal.text.text, made, deal.name), change.get("where", ""))
        if change.get("text") == deal.text.text:
            return JSONResponse(deal.state(*_shown(request)))
        return JSONResponse({**_with_text(deal, request), "at": made.get("set")})


def undo(request: Request) -> Response:
    """Undo the last change, and return the new state with the text."""
    deal = deal_of(request)
    return _after(request, deal, deal.text.undo)


def redo(request: Request) -> Response:
    """Do again what was undone, and return the new state with the text."""
    deal = deal_of(request)
    return _after(request, deal, deal.text.redo)


def save(request: Request) -> Response:
    """Write the text into its file, and return the new state."""
    deal = deal_of(request)
    return _after(request, deal, deal.text.save)


def disk(request: Request) -> Response:
    """Return if another program changed the file, with the lines that differ, and the revision.

    A sheet of investors that another program changed makes a new revision.
    """
    deal = deal_of(request)
    with deal.lock:
        deal.look_beside()
        is_changed = deal.text.disk_changed()
        lines = deal.text.difference() if is_changed else []
        return JSONResponse({"revision": deal.text.revision, "is_changed": is_changed, "difference": lines})


async def difference(request: Request) -> Response:
    """Return the lines that differ between the text and what was typed in a window."""
    asked = await request.json()

    def compare() -> Response:
        deal = deal_of(request)
        with deal.lock:
            return JSONResponse({"difference": differing(deal.text.text, asked["typed"], "in another window")})

    return await run_in_threadpool(compare)


async def take(request: Request) -> Response:
    """Settle a change by another program: take the file, or keep what was typed."""
    asked = await request.json()
    deal = deal_of(request)

    settle = deal.text.take_disk if asked["take"] == "file" else deal.text.keep_typed
    return await run_in_threadpool(_after, request, deal, settle)


def _after(request: Request, deal: OpenDeal, act: Callable[[], None]) -> Response:
    """Return the state after an action. `was` is the revision before: another window may have changed the text."""
    with deal.lock:
        was = deal.text.revision
        act()
        return JSONResponse({**_with_text(deal, request), "was": was})


def _shown(request: Request) -> tuple[str, str]:
    """Return the document that the page shows, and the digest of what it has of it."""
    return request.query_params.get("show", ""), request.query_params.get("has", "")


def _with_text(deal: OpenDeal, request: Request) -> Mapping[str, Any]:
    return {**deal.state(*_shown(request)), "text": deal.text.text}


ROUTES = [
    Route("/deal", show),
    Route("/deal/text", text),
    Route("/deal/edit", edit, methods=["POST"]),
    Route("/deal/undo", undo, methods=["POST"]),
    Route("/deal/redo", redo, methods=["POST"]),
    Route("/deal/save", save, methods=["POST"]),
    Route("/deal/difference", difference, methods=["POST"]),
    Route("/deal/disk", disk),
    Route("/deal/disk", take, methods=["POST"]),
]
