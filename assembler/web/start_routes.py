"""The start page: the term sheets of the folder, and a new deal."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assembler.web.answers import deals_of, page


def start(request: Request) -> Response:
    """Return the start page."""
    workspace = deals_of(request).workspace
    return page(request, "start.html", folder=workspace.root.name, term_sheets=workspace.term_sheets())


ROUTES = [Route("/", start)]
