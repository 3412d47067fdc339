"""The routes of the documents of a deal: findings and plan, the schedule, and files to take away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assembler.actions.problems import as_data
from assembler.dealset.sheets import schedule_sheet
from assembler.errors import InputError
from assembler.revise import report
from assembler.revise.plan import Plan
from assembler.termsheet.schema import TermSheet
from assembler.web import terms
from assembler.web.answers import deal_of, rendered
from assembler.web.deal import Drafted, OpenDeal, title_of_piece


def findings(request: Request) -> Response:
    """Return every problem of the text, and the plan as HTML. An answer for a text that changed is empty."""
    deal = deal_of(request)
    drafted = deal.drafted_apart()
    if str(drafted.revision) != request.query_params.get("revision"):
        return JSONResponse({"revision": drafted.revision, "problems": [], "plan": ""})
    problems = list(map(as_data, deal.findings(drafted)))
    plan = rendered(request, "plan.html", **_plan(deal, drafted))
    told = {"is_current": drafted.document_set is not None, "documents": deal.listed()}
    return JSONResponse({"revision": drafted.revision, "problems": problems, "plan": plan, **told})


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
    revision = previous.revision(drafted.document_set)
    # The report lists the documents by the files to write, and the plan writes none.
    documents = [
        {
            "stem": item.piece.stem,
            "title": title_of_piece(item.piece),
            "is_new": item.is_new,
            "sections": item.sections,
        }
        for item in revision.changes.touched
    ]
    return {"why": "", "plan": {**report.data(Plan.of_documents(revision)), "documents": documents}, "folder": folder}


def term(request: Request) -> Response:
    """Return where a term prints, and the terms that it was computed from."""
    deal, path = deal_of(request), request.query_params.get("path", "")
    with deal.lock:
        good = deal.last_good
    if good is None or good.document_set is None:
        return JSONResponse({"path": path, "count": 0, "places": [], "computed_from": []})
    return JSONResponse(terms.about(path, good.document_set, deal.printed(good)))


_TERM_OF_COLUMN = {
    "Registered Name": "name",
    "Address": "address_lines",
    "Shares": "shares",
    "Units": "shares",
    "Warrants": "warrants",
    "Amount": "amount",
    "Certificate No.": "certificate_number",
    "Warrant No.": "warrant_number",
    "Closing": "closing",
}


def schedule(request: Request) -> Response:
    """Return the schedule of investors as a table, as of the last closing."""
    deal = deal_of(request)
    with deal.lock:
        good = deal.last_good
    latest = (good.document_set.deal, *good.document_set.additional)[-1].terms if good and good.document_set else None
    sheet = schedule_sheet(latest) if isinstance(latest, TermSheet) else None
    table = rendered(request, "schedule.html", sheet=sheet, term_of=_TERM_OF_COLUMN)
    return JSONResponse({"html": table})


ROUTES = [
    Route("/deal/term", term),
    Route("/deal/schedule", schedule),
    Route("/deal/findings", findings),
]
