"""The routes of comparisons: what changed in a document, and a file that came back."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from assembler.compare import html_page, report
from assembler.web import comparisons
from assembler.web.answers import comparisons_of, deal_of, download, jobs_of, uploaded
from assembler.web.comparisons import Made
from assembler.web.jobs import Job, Written

_STYLE = '<link rel="stylesheet" href="/comparison.css">'
_SCRIPT = '<script src="/comparison.js"></script>'


def bases(request: Request) -> Response:
    """Return what a document can be compared with."""
    known = comparisons.bases(deal_of(request))
    return JSONResponse({"bases": [{"base": base, "name": name} for base, name in known]})


def changes(request: Request) -> Response:
    """Start the comparison of a document with an earlier version, and return the name of the job."""
    deal, query = deal_of(request), request.query_params

    def compare(_: Job) -> Written:
        return _told(request, comparisons.since(deal, query.get("base", ""), query.get("show", "")))

    return JSONResponse({"job": jobs_of(request).start(compare)})


async def compare(request: Request) -> Response:
    """Start the comparison of a draft with the file in the body, and return the name of the job."""
    name, data = await uploaded(request)

    def begin() -> Response:
        deal, base = deal_of(request), request.query_params.get("base", comparisons.NOW)

        def compare(_: Job) -> Written:
            return _told(request, comparisons.with_file(deal, base, name, data))

        return JSONResponse({"job": jobs_of(request).start(compare)})

    return await run_in_threadpool(begin)


def _told(request: Request, made: Made) -> Written:
    """Return the head of a comparison, and its address."""
    lines = [f"{report.headline(made.comparison)}.", f"{report.likeness(made.comparison)}."]
    return Written(lines, open=comparisons_of(request).keep(made))


def compared(request: Request) -> Response:
    """Return a comparison as a page of its own, which stands in a frame."""
    made = comparisons_of(request).of(request.query_params.get("id", ""))
    return HTMLResponse(html_page.page(made.comparison, _STYLE, _SCRIPT))


def redline(request: Request) -> Response:
    """Return the redline of a comparison as a Word file."""
    made = comparisons_of(request).of(request.query_params.get("id", ""))
    content = comparisons.redline(made, deal_of(request))
    return download(content, "redline.docx")


def style(_: Request) -> Response:
    """Return the style of the page of a comparison."""
    return Response(html_page.STYLE, media_type="text/css")


def script(_: Request) -> Response:
    """Return the script of the page of a comparison."""
    return Response(html_page.SCRIPT, media_type="text/javascript")


ROUTES = [
    Route("/deal/bases", bases),
    Route("/deal/changes", changes, methods=["POST"]),
    Route("/deal/compare", compare, methods=["POST"]),
    Route("/deal/compared", compared),
    Route("/deal/redline", redline),
    Route("/comparison.css", style),
    Route("/comparison.js", script),
]
