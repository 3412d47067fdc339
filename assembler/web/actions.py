"""What the page does to the files of a deal: the same functions as on the command line, with the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec.structs import replace

from assembler.actions import summary
from assembler.actions.clock import today
from assembler.actions.draft import DraftOptions, Order, outcome_of_order
from assembler.actions.formats import Format
from assembler.actions.jobs import ALONE, JobOptions
from assembler.actions.redline import redline_set
from assembler.actions.restore import lines
from assembler.actions.send import send_set
from assembler.actions.set_update import SetUpdate, UpdateOrder
from assembler.dealset.register import restored_register
from assembler.errors import InputError
from assembler.redline.set_redlines import DEFAULT
from assembler.revise.note import NOTHING
from assembler.store import versions
from assembler.store.folder import recover
from assembler.store.restoring import restore as restore_set
from assembler.web.deal import OpenDeal
from assembler.web.jobs import Job, Written

Action = Callable[[OpenDeal, Mapping[str, str], Job], Written]

_FULL_DRAFT = DraftOptions(
    Format.all, None, strict=False, proof=False, shell=None, closing=None, templates=None, ancillary=None
)


def draft(deal: OpenDeal, _: Mapping[str, str], job: Job) -> Written:
    """Draft the set into its folder, as `assembler draft` does."""
    _save(deal)
    outcome = outcome_of_order(Order(Path(deal.name), _folder(deal), _FULL_DRAFT), _alone(job))
    if outcome.written is None:
        raise InputError(outcome.problems)
    lines = [*summary.superseded(outcome.written), *outcome.edited, *summary.as_text(outcome.written).splitlines()]
    return Written(lines, outcome.problems)


def schedules(deal: OpenDeal, _: Mapping[str, str], job: Job) -> Written:
    """Rewrite what the change touches, as `assembler schedules --into` does: edited Word files keep their edits."""
    _save(deal)
    folder = _folder(deal)
    job.found += recover(folder)
    update = SetUpdate(UpdateOrder(Path(deal.name), folder, deal.library, into=True))
    written = update.write(_alone(job))
    if written is None:
        return Written([NOTHING, *update.edited])
    refreshed = [f"Refreshed in place: {name}" for name in update.in_place]
    lines = [*summary.superseded(written), *refreshed, *update.edited]
    count = f"{folder.as_posix()}/: {summary.count_files(written)}"
    return Written([*lines, count], [*written.problems, *update.warnings])


def send(deal: OpenDeal, asked: Mapping[str, str], _: Job) -> Written:
    """Freeze the set as its next version, and list what to send, as `assembler send` does."""
    with deal.lock:
        data = deal.path.read_bytes() if deal.text.is_saved else deal.text.data
    sent = send_set(_folder(deal), today(), (Path(deal.name), data), asked.get("to", ""), asked.get("note", ""))
    return Written([*sent.edited, *sent.lines], sent.problems)


def restore(deal: OpenDeal, asked: Mapping[str, str], _: Job) -> Written:
    """Bring a version back, or undo the last change, as `assembler restore` does. The term sheet stays."""
    number = int(asked["version"]) if asked.get("version") else None
    restored = restore_set(_folder(deal), number, today(), restored_register)
    return Written(list(lines(restored, number, _folder(deal))), restored.problems)


def redline(deal: OpenDeal, asked: Mapping[str, str], job: Job) -> Written:
    """Write redlines of all documents since a version, with a comment at each change, as `assembler redline` does."""
    folder, options = _folder(deal), replace(DEFAULT, comments=True)
    job.found += recover(folder)
    made = redline_set(folder, (int(asked["version"]), None), options, deal.library, _alone(job))
    count = f"{(folder / made.place).as_posix()}/: {summary.count_files(made.written)}"
    return Written([*made.report.splitlines(), count], made.written.problems)


ACTIONS: Mapping[str, Action] = {
    "draft": draft,
    "schedules": schedules,
    "send": send,
    "restore": restore,
    "redline": redline,
}


def _alone(job: Job) -> JobOptions:
    """Return how the work is done: in this process, since one with threads must not fork. The job shows the progress."""
    return replace(ALONE, show=job.show)


def _save(deal: OpenDeal) -> None:
    """Save the text. Raises InputError if it has errors: they are shown already, and nothing is written."""
    with deal.lock:
        if deal.drafted.document_set is None:
            raise InputError(deal.drafted.problems)
        deal.text.save()


def _folder(deal: OpenDeal) -> Path:
    return Path(deal.workspace.name(deal.folder))


def zipped(deal: OpenDeal) -> bytes:
    """Return the set in its folder as a zip file, without versions and superseded files. Raises InputError if there is none."""
    versions.refuse_no_set(deal.folder)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in versions.working_files(deal.folder):
            archive.writestr(f"{deal.folder.name}/{name}", (deal.folder / name).read_bytes())
    return stream.getvalue()
