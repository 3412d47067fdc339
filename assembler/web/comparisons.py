"""The comparisons that the page made: with an earlier version, or with a file that was dropped in."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from assembler.actions import comparing
from assembler.actions.comparing import Side
from assembler.actions.set_states import state_of
from assembler.compare import drafts, explain
from assembler.compare.explain import Comparison
from assembler.dealset.documents import DocumentSet, SetDocument
from assembler.errors import InputError, Location, Problem
from assembler.readers import files
from assembler.readers.reading import Reading
from assembler.redline.engine import RedlineOptions
from assembler.store import versions
from assembler.web.deal import OpenDeal
from assembler.web.deals import Deals
from assembler.web.plan import PreviousDraft

NOW, DRAFTED = "now", "drafted"
"""What a file can be compared with, besides a version: the terms as they are, and the set that was drafted last."""

_AUTHOR = "Assembler"
_MOST_KEPT = 20


class Made(NamedTuple):
    """A comparison with its sides."""

    comparison: Comparison
    before: Side
    after: Side


class Comparisons:
    """The last comparisons, by name."""

    def __init__(self) -> None:
        self._made: dict[str, Made] = {}

    def keep(self, made: Made) -> str:
        """Keep a comparison, and return its name."""
        name = secrets.token_hex(8)
        self._made[name] = made
        for oldest in list(self._made)[:-_MOST_KEPT]:
            del self._made[oldest]
        return name

    def of(self, name: str) -> Made:
        """Return a comparison by its name. Raises InputError if it is not kept any more."""
        if name not in self._made:
            raise InputError(
                [Problem("G306", "this comparison is not kept any more", "Compare again.", Location(name))]
            )
        return self._made[name]


def bases(deal: OpenDeal) -> Sequence[tuple[str, str]]:
    """Return what can be compared with, each with its name in the page: the last version sent comes first."""
    sent = sorted(
        versions.versions(deal.folder), key=lambda version: (version.kept_by == versions.SEND, version.number)
    )
    listed = [(str(version.number), f"version {version.number} of {version.date}") for version in reversed(sent)]
    drafted = [(DRAFTED, "the set drafted last")] if deal.previous else []
    return [*listed, *drafted, (NOW, "the terms as they are")]


def with_file(deal: OpenDeal, base: str, name: str, data: bytes) -> Made:
    """Return the comparison of a draft with a file that came back. The draft is the original.

    Raises InputError if the file cannot be read.
    """
    document_set, source = _base(deal, base)
    reading = files.read(data, name, near=partial(drafts.nearness_of, document_set))
    after = comparing.of_file(reading, data, deal.library)
    draft = drafts.as_reading(document_set, source, after.reading)
    before = comparing.of_draft(draft, document_set, deal.path.parent, deal.library)
    return _made(comparing.as_read(before, after), after)


def since(deal: OpenDeal, base: str, stem: str) -> Made:
    """Return the comparison of a document with what it was. Raises InputError if it was not there."""
    document_set, source = _base(deal, base)
    now, _ = _base(deal, NOW)
    piece = next((piece for piece in now.documents if piece.stem == stem), now.documents[0])
    earlier = _same(piece, document_set)
    if earlier is None:
        what, hint = f"there was no {piece.stem} then", "Choose another document, or another version."
        raise InputError([Problem("G307", what, hint, Location(source))])
    before, after = (
        comparing.of_draft(drafts.of_piece(whole, each, name), whole, deal.path.parent, deal.library)
        for whole, each, name in ((document_set, earlier, source), (now, piece, deal.name))
    )
    return _made(before, after)


def _same(piece: SetDocument, document_set: DocumentSet) -> SetDocument | None:
    """Return the document that was this one: of the same party, or of the same file name."""
    of_part = [each for each in document_set.documents if each.part is piece.part]
    by_party = (
        each
        for each in of_part
        if piece.investor and (each.investor, each.warrant_class) == (piece.investor, piece.warrant_class)
    )
    return next(by_party, None) or next((each for each in of_part if each.stem == piece.stem), None)


def _base(deal: OpenDeal, base: str) -> tuple[DocumentSet, str]:
    """Return the documents that are compared with, and their name. Raises InputError if there are none."""
    if base == NOW:
        with deal.lock:
            drafted = deal.drafted
        if drafted.document_set is None:
            raise InputError(drafted.problems)
        return drafted.document_set, deal.name
    if base == DRAFTED:
        previous, name = deal.previous, "the set drafted last"
    else:
        version = versions.version_of(deal.folder, int(base) if base.isdecimal() else 0)
        previous, name = PreviousDraft.of(state_of(version), deal.library), f"version {version.number}"
    if previous is None:
        what, hint = "there is no such set to compare with", "Draft the set first."
        raise InputError([Problem("G307", what, hint, Location(deal.workspace.name(deal.folder)))])
    return previous.document_set, name


def _made(before: Side, after: Side) -> Made:
    return Made(explain.compare(before.reading, after.reading, before.draft, after.draft), before, after)


def redline(made: Made, deal: OpenDeal) -> bytes:
    """Return the redline of a comparison, with a comment at each change whose reason is known."""
    reasons = comparing.reasons(made.comparison, made.before, made.after)
    asked = RedlineOptions(_AUTHOR, comments=True, reasons=reasons)
    return comparing.redlined(made.before, made.after, "accepted", asked, deal.library).content


def nearest(deals: Deals, name: str, data: bytes) -> tuple[OpenDeal, Made]:
    """Return the deal of the folder that a document belongs to, with their comparison.

    Raises InputError if the document cannot be read, or if no deal is near.
    """
    drafted = list(_drafted(deals))

    def nearest_deal(reading: Reading) -> float:
        return max((drafts.nearness_of(document_set, reading) for _, document_set in drafted), default=0)

    reading = files.read(data, name, near=nearest_deal)
    near = [(drafts.nearness_of(document_set, reading), deal) for deal, document_set in drafted]
    share, deal = max(near, key=lambda each: each[0], default=(0, None))
    if deal is None or not share:
        what = "this document is on the form of no deal of the folder"
        hint = "Open the deal, and drop the file on the tab Compare."
        raise InputError([Problem("G311", what, hint, Location(name))])
    return deal, with_file(deal, bases(deal)[0][0], name, data)


def _drafted(deals: Deals) -> Iterator[tuple[OpenDeal, DocumentSet]]:
    """Yield the deals of the folder whose terms have no errors, with their documents."""
    for name in deals.workspace.term_sheets():
        with suppress(InputError):
            deal = deals.open(name)
            with deal.lock:
                drafted = deal.drafted
            if drafted.document_set:
                yield deal, drafted.document_set
