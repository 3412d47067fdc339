"""Changes of a term sheet in the words of the deal: investors who joined or left, and terms that changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from msgspec import Struct
from pydantic import BaseModel

from assembler.dealset.investor_matching import Match
from assembler.drafting.departures import described
from assembler.termsheet.instruments import plain_name
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import AnyTermSheet, Departure, Investor

NOT_STATED = "not stated"
_COUNTED = re.compile(r"\[(\d+)\]")


class TermChangeKind(StrEnum):
    """The kind of change to a term."""

    ADDED = "investor added"
    REMOVED = "investor removed"
    RENAMED = "investor renamed"
    REORDERED = "order of the investors"
    CHANGED = "changed"
    DEPARTURE_ADDED = "departure added"
    DEPARTURE_REMOVED = "departure removed"


class TermChange(Struct, frozen=True):
    """One change: its kind, the path of the term, the investor if it is an investor's, and the old and new values.

    `remark` says how a renamed investor was matched.
    """

    kind: TermChangeKind
    path: str
    subject: str = ""
    before: str = ""
    now: str = ""
    remark: str = ""

    @property
    def term(self) -> str:
        """Return the term in words, after the investor if it is an investor's: "company, signatory, name"."""
        path = self.path.partition("].")[2] if self.subject else self.path
        words = ", ".join(path.replace("_", " ").split("."))
        # Lists are counted from 0 in a path, and from 1 in words.
        return _COUNTED.sub(lambda count: f" {int(count[1]) + 1}", words)

    def __str__(self) -> str:
        """Return the change as a line for a reader."""
        match self.kind:
            case TermChangeKind.ADDED:
                return f"{self.subject} joins"
            case TermChangeKind.REMOVED:
                return f"{self.subject} leaves"
            case TermChangeKind.RENAMED:
                return f"{self.before} is now {self.now} (matched by {self.remark})"
            case TermChangeKind.REORDERED:
                return "the investors stand in another order"
            case TermChangeKind.CHANGED:
                whose = f"{self.subject}, " if self.subject else ""
                return f"{whose}{self.term}: {self.before} → {self.now}"
            case _:
                return f"{self.kind}: {self.before or self.now}"


def changes(before: AnyTermSheet, now: AnyTermSheet, matches: Sequence[Match]) -> tuple[TermChange, ...]:
    """Return every change between two term sheets as stated: the investors first, then the terms in order."""
    of_investors = _investors(getattr(before, "investors", ()), getattr(now, "investors", ()), matches)
    names = list(dict.fromkeys([*type(now).model_fields, *type(before).model_fields]))
    # Investors are matched by name, and departures by content. Everything else has a fixed path.
    of_terms = (
        change
        for name in names
        if name not in ("investors", "departures")
        for change in _differences(getattr(before, name, None), getattr(now, name, None), name)
    )
    return (*of_investors, *of_terms, *_departures(before.departures, now.departures))


def _investors(before: Sequence[Investor], now: Sequence[Investor], matches: Sequence[Match]) -> Iterator[TermChange]:
    for pair in matches:
        if pair.before is None and pair.now is not None:
            investor = now[pair.now]
            path, name = f"investors[{pair.now}]", plain_name(investor.name)
            yield TermChange(TermChangeKind.ADDED, path, name, now=_bought(investor))
        elif pair.now is None and pair.before is not None:
            investor = before[pair.before]
            path, name = f"investors[{pair.before}]", plain_name(investor.name)
            yield TermChange(TermChangeKind.REMOVED, path, name, _bought(investor))
        elif pair.before is not None and pair.now is not None:
            yield from _of_investor(before[pair.before], now[pair.now], f"investors[{pair.now}]", pair.known_by)
    stayed = [pair.before for pair in matches if pair.before is not None and pair.now is not None]
    if stayed != sorted(stayed):
        yield TermChange(TermChangeKind.REORDERED, "investors")


def _bought(investor: Investor) -> str:
    """Return what an investor buys, as stated: dollars, or shares."""
    if investor.amount is None and investor.shares is not None:
        return f"{shown(investor.shares)} shares"
    return shown(investor.amount)


def _of_investor(before: Investor, now: Investor, path: str, known_by: str) -> Iterator[TermChange]:
    name = plain_name(now.name)
    for change in _differences(before, now, path, name):
        if change.path == f"{path}.name":
            yield TermChange(TermChangeKind.RENAMED, change.path, name, change.before, change.now, known_by)
        else:
            yield change


def _differences(before: Any, now: Any, path: str, subject: str = "") -> Iterator[TermChange]:
    # 1.5 and 1.50 are equal but print differently.
    if before == now and type(before) is type(now) and shown(before) == shown(now):
        return
    if isinstance(before, BaseModel) and isinstance(now, BaseModel) and type(before) is type(now):
        for name in type(now).model_fields:
            yield from _differences(getattr(before, name), getattr(now, name), f"{path}.{name}", subject)
    elif _is_list_of_groups(before) and _is_list_of_groups(now):
        for index in range(max(len(before), len(now))):
            old, new = (groups[index] if index < len(groups) else None for groups in (before, now))
            yield from _differences(old, new, f"{path}[{index}]", subject)
    else:
        yield TermChange(TermChangeKind.CHANGED, path, subject, shown(before), shown(now))


def _is_list_of_groups(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(item, BaseModel) for item in value)


def _departures(before: Sequence[Departure], now: Sequence[Departure]) -> Iterator[TermChange]:
    """Yield added and removed departures. Their order in the list does not matter."""
    if before == now:
        return

    for what, listed, compared in (
        (TermChangeKind.DEPARTURE_REMOVED, before, now),
        (TermChangeKind.DEPARTURE_ADDED, now, before),
    ):
        for index, departure in enumerate(listed):
            if departure not in compared:
                yield TermChange(what, f"departures[{index}]", now=described(departure))


def shown(value: Any) -> str:
    """Return a term as a term sheet states it."""
    match value:
        case None:
            return NOT_STATED
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
        case date():
            return value.isoformat()
        case OpenPoint():
            return value.printed
        case tuple():
            return "; ".join(map(shown, value)) or "none"
        case BaseModel():
            stated = {name: getattr(value, name) for name in type(value).model_fields}
            return ", ".join(
                f"{name.replace('_', ' ')} {shown(field)}" for name, field in stated.items() if field is not None
            )
        case _:
            return str(value)
