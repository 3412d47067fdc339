"""The start page: the term sheets of the folder, a new deal, and files that are dropped in."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assembler.actions.problems import as_data
from assembler.compare import report
from assembler.library import examples
from assembler.web import comparisons, new_deal
from assembler.web.answers import comparisons_of, deals_of, jobs_of, page, uploaded
from assembler.web.form import every_term
from assembler.web.jobs import Job, Written
from assembler.web.workspace import TERM_SHEETS


def start(request: Request) -> Response:
    """Return the start page."""
    workspace = deals_of(request).workspace
    terms, of_investor = new_deal.questions()
    listed = list(new_deal.listed(workspace))
    labels = dict(every_term({}))
    values = {"terms": terms, "of_investor": of_investor, "labels": labels, "examples": examples()}
    return page(request, "start.html", folder=workspace.root.name, term_sheets=listed, **values)


async def check(request: Request) -> Response:
    """Return the problems of the answers so far."""
    problems = await run_in_threadpool(new_deal.check, await request.json())
    return JSONResponse({"problems": list(map(as_data, problems))})


async def new(request: Request) -> Response:
    """Write a new term sheet with the answers, or copy an example, and return the address of its page."""
    asked = await request.json()

    def create() -> Response:
        workspace = deals_of(request).workspace
        example = asked.get("example")
        name = new_deal.copied(example, workspace) if example else new_deal.create(asked["name"], asked, workspace)
        return JSONResponse({"open": _address(name)})

    return await run_in_threadpool(create)


async def drop(request: Request) -> Response:
    """Take a file: a term sheet or a sheet of investors is kept in the folder, and a document finds its deal."""
    name, data = await uploaded(request)
    end = PurePath(name).suffix.lower()

    def take() -> Response:
        if end in TERM_SHEETS:
            return JSONResponse({"open": _address(new_deal.write(name, data, deals_of(request).workspace))})
        if end in new_deal.SHEETS:
            return JSONResponse({"investors_from": new_deal.write(name, data, deals_of(request).workspace)})

        def find(_: Job) -> Written:
            deal, made = comparisons.nearest(deals_of(request), name, data)
            address = f"{_address(deal.name)}&compared={comparisons_of(request).keep(made)}"
            return Written([f"{report.headline(made.comparison)}."], open=address)

        return JSONResponse({"job": jobs_of(request).start(find)})

    return await run_in_threadpool(take)


def _address(name: str) -> str:
    return f"/deal?file={quote(name)}"


ROUTES = [
    Route("/", start),
    Route("/new", new, methods=["POST"]),
    Route("/new/check", check, methods=["POST"]),
    Route("/drop", drop, methods=["POST"]),
]
