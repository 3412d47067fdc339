"""The routes of the page. Each answers from the functions that the command line calls too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from assembler.actions.problems import as_data, environment_problem
from assembler.errors import InputError
from assembler.exports.sheet import CellValue, ColumnKind
from assembler.library import Library
from assembler.web import action_routes, compare_routes, deal_routes, document_routes, form_routes, start_routes
from assembler.web.comparisons import Comparisons
from assembler.web.deals import Deals
from assembler.web.jobs import Jobs
from assembler.web.security import Guard
from assembler.web.workspace import Workspace

_STATIC = Path(__file__).parent / "static"


def create_app(workspace: Workspace, library: Library, token: str, port: int) -> Starlette:
    """Return the page over a folder, for whoever has the token, at a port of this machine."""
    app = Starlette(
        routes=[
            *start_routes.ROUTES,
            *deal_routes.ROUTES,
            *document_routes.ROUTES,
            *form_routes.ROUTES,
            *compare_routes.ROUTES,
            *action_routes.ROUTES,
            Mount("/static", StaticFiles(directory=_STATIC), name="static"),
        ],
        middleware=[Middleware(Guard, token=token, port=port)],
        exception_handlers={InputError: _refused, OSError: _failed},
    )
    app.state.token, app.state.deals = token, Deals(workspace, library)
    app.state.jobs, app.state.comparisons = Jobs(), Comparisons()
    app.state.templates = Environment(
        loader=PackageLoader("assembler.web", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    app.state.templates.filters |= {"figure": _figure, "cell": _cell}
    return app


def _refused(_: Request, refused: Exception) -> Response:
    """Return the problems of a refusal, as the command line prints them with `--json`."""
    assert isinstance(refused, InputError)  # noqa: S101  the handler is registered for it
    return JSONResponse({"problems": list(map(as_data, refused.problems))}, 422)


def _failed(_: Request, failure: Exception) -> Response:
    """Return the problem of a disk or a permission, such as that of a term sheet that cannot be saved."""
    assert isinstance(failure, OSError)  # noqa: S101  the handler is registered for it
    return JSONResponse({"problems": [as_data(environment_problem(failure))]}, 422)


def _figure(value: object) -> str:
    """Return a figure with commas, and a missing one as a dash."""
    return "\u2013" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def _cell(value: CellValue, kind: ColumnKind) -> str:
    """Return a cell of a table of figures: dollars with cents, and numbers with commas."""
    if value is None or isinstance(value, str | date):
        return str(value or "")
    return f"${value:,.2f}" if kind is ColumnKind.DOLLARS else f"{value:,}"
