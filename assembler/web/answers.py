"""The answers of the page: pages from templates, and data."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from assembler.errors import InputError, Location, Problem
from assembler.web.comparisons import Comparisons
from assembler.web.deal import OpenDeal
from assembler.web.deals import Deals
from assembler.web.jobs import Jobs


def page(request: Request, template: str, **values: Any) -> HTMLResponse:
    """Return a page made from a template of `pages/`. Everything that is put in is escaped."""
    return HTMLResponse(rendered(request, template, token=request.app.state.token, **values))


def rendered(request: Request, template: str, **values: Any) -> str:
    """Return HTML made from a template of `pages/`. Everything that is put in is escaped."""
    html: str = request.app.state.templates.get_template(template).render(**values)
    return html


def deals_of(request: Request) -> Deals:
    """Return the open deals."""
    deals: Deals = request.app.state.deals
    return deals


def deal_of(request: Request) -> OpenDeal:
    """Return the deal that the address names by `file`."""
    return deals_of(request).open(request.query_params.get("file", ""))


def jobs_of(request: Request) -> Jobs:
    """Return the jobs that run, and the last ones that ran."""
    jobs: Jobs = request.app.state.jobs
    return jobs


def comparisons_of(request: Request) -> Comparisons:
    """Return the comparisons that were made."""
    comparisons: Comparisons = request.app.state.comparisons
    return comparisons


_LARGEST_UPLOAD = 100_000_000


async def uploaded(request: Request) -> tuple[str, bytes]:
    """Return the name and the bytes of the file in the body. Raises InputError if it is too large."""
    name = PurePath(request.query_params.get("name", "")).name or "file"
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > _LARGEST_UPLOAD:
            what, hint = "this file has more than 100 MB", "Use the command line for it."
            raise InputError([Problem("G308", what, hint, Location(name))])
    return name, bytes(data)


def download(content: bytes, name: str, kind: str = "application/octet-stream") -> Response:
    """Return a file for the browser to save, and never to show."""
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(content, media_type=kind, headers=headers)
