"""The routes of what the page does: actions with their progress, and files to take away."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assembler.errors import InputError, Location, Problem
from assembler.exports.pdf import is_installed
from assembler.store import versions
from assembler.web import actions, exports
from assembler.web.answers import deal_of, download, jobs_of, rendered
from assembler.web.jobs import Job, Written


async def do(request: Request) -> Response:
    """Start an action, and return the name of its job."""
    asked = await request.json()
    action = actions.ACTIONS.get(request.path_params["action"])
    if action is None:
        raise HTTPException(404)

    def begin() -> Response:
        deal = deal_of(request)

        def act(job: Job) -> Written:
            return action(deal, asked, job)

        return JSONResponse({"job": jobs_of(request).start(act)})

    return await run_in_threadpool(begin)


def job(request: Request) -> Response:
    """Return how far a job is, with its result once it is finished."""
    state = jobs_of(request).state(request.query_params.get("id", ""))
    if state is None:
        raise HTTPException(404)
    return JSONResponse(state)


def files(request: Request) -> Response:
    """Return the tab of the set on disk as HTML: its files, its versions, and what can be done."""
    deal = deal_of(request)
    kept = versions.versions(deal.folder)
    names = list(versions.working_files(deal.folder)) if deal.previous else []
    values = {
        "folder": deal.workspace.name(deal.folder),
        "versions": kept[::-1],
        "names": names,
        "has_pdf": is_installed(),
    }
    return JSONResponse({"html": rendered(request, "versions.html", file=deal.name, **values)})


def file(request: Request) -> Response:
    """Return a file of the set in its folder, or of a version."""
    deal = deal_of(request)
    name = request.query_params.get("name", "")
    path = deal.workspace.path(f"{deal.workspace.name(deal.folder)}/{name}")
    if not path.is_relative_to(deal.folder) or not path.is_file():
        raise InputError([Problem("G309", "there is no such file in the set", "Reload the page.", Location(name))])
    return download(path.read_bytes(), path.name)


def whole_set(request: Request) -> Response:
    """Return the set in its folder as a zip file."""
    deal = deal_of(request)
    return download(actions.zipped(deal), f"{deal.folder.name}.zip", "application/zip")


def document(request: Request) -> Response:
    """Return a document as the terms on the page make it: as Word, PDF, text or a web page."""
    query = request.query_params
    name, content = exports.document(deal_of(request), query.get("show", ""), query.get("as", "docx"))
    return download(content, name)


ROUTES = [
    Route("/deal/do/{action}", do, methods=["POST"]),
    Route("/job", job),
    Route("/deal/versions", files),
    Route("/deal/file", file),
    Route("/deal/set.zip", whole_set),
    Route("/deal/document", document),
]
