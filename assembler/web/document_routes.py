"""The routes of the documents of a deal: findings and plan, the schedule, and files to take away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assembler.cli.report import as_data
from assembler.errors import InputError
from assembler.revise import report
from assembler.web.answers import deal_of, rendered
from assembler.web.deal import Drafted, OpenDeal


def findings(request: Request) -> Response:
    """Return every problem of the text, and the plan as HTML. An answer for a text that changed is empty."""
    deal = deal_of(request)
    with deal.lock:
        drafted = deal.drafted
    # Without the lock: the next key stroke is more urgent, and makes this answer useless.
    if str(drafted.revision) != request.query_params.get("revision"):
        return JSONResponse({"revision": drafted.revision, "problems": [], "plan": ""})
    problems = list(map(as_data, deal.findings(drafted)))
    plan = rendered(request, "plan.html", **_plan(deal, drafted))
    return JSONResponse({"revision": drafted.revision, "problems": problems, "plan": plan})


def _plan(deal: OpenDeal, drafted: Drafted) -> Mapping[str, Any]:
    """Return the plan: what the text changes in the set that was drafted last. `why` says why there is none."""
    folder = deal.workspace.name(deal.folder)
    if drafted.document_set is None:
        return {"why": "The terms have errors. The plan follows when they are mended.", "plan": None, "folder": folder}
    try:
        previous = deal.previous
    except InputError as refused:
        return {"why": " ".join(problem.message for problem in refused.problems), "plan": None, "folder": folder}
    if previous is None:
        return {"why": "Nothing is drafted yet.", "plan": None, "folder": folder}
    return {"why": "", "plan": report.data(previous.revision(drafted.document_set)), "folder": folder}


ROUTES = [
    Route("/deal/findings", findings),
]
