"""The answers of the page: pages from templates, and data."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from assembler.web.deal import OpenDeal
from assembler.web.deals import Deals


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
