"""What changed in a term sheet, in the words of the deal: who came, who left, which term is another one now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from msgspec import Struct
from pydantic import BaseModel

from assembler.schedules.investors import Match
from assembler.termsheet.instruments import plain_name
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import Departure, Investor, Sheet

NOT_STATED = "not stated"


class What(StrEnum):
    """What happened to a term."""

    ADDED = "investor added"
    REMOVED = "investor removed"
    RENAMED = "investor renamed"
    REORDERED = "order of the investors"
    CHANGED = "changed"
    DEPARTURE_ADDED = "departure added"
    DEPARTURE_REMOVED = "departure taken out"


class TermChange(Struct, frozen=True):
    """One change: of which investor, of which term, from what to what; `path` is where it stands in the term sheet.

    `remark` says by what an investor of another name was known.
    """

    what: What
    path: str
    subject: str = ""
    before: str = ""
    now: str = ""
    remark: str = ""

    @property
    def term(self) -> str:
        """The term in words: "price per share"."""
        return self.path.rpartition("].")[2].rpartition(".")[2].replace("_", " ")

    def __str__(self) -> str:
        """The change in a line, as the plan says it."""
        match self.what:
            case What.ADDED | What.REMOVED:
                return f"{self.what}: {self.subject}, {self.now or self.before}"
            case What.RENAMED:
                return f"{self.what}: {self.before} -> {self.now} (known by {self.remark})"
            case What.CHANGED:
                whose = f"{self.subject}: {self.term}" if self.subject else f"{self.term} ({self.path})"
                return f"{whose} {self.before} -> {self.now}"
            case _:
                return f"{self.what}: {self.before or self.now}" if self.before or self.now else str(self.what)


def changes(before: Sheet, now: Sheet, matches: Sequence[Match]) -> tuple[TermChange, ...]:
    """Every change between two term sheets as they are stated: the investors first, then the terms in their order."""
    of_investors = _investors(getattr(before, "investors", ()), getattr(now, "investors", ()), matches)
    names = list(dict.fromkeys([*type(now).model_fields, *type(before).model_fields]))
    others = (
        change
        for name in names
        if name not in ("investors", "departures")
        for change in _differences(getattr(before, name, None), getattr(now, name, None), name)
    )
    return (*of_investors, *others, *_departures(before.departures, now.departures))


def _investors(before: Sequence[Investor], now: Sequence[Investor], matches: Sequence[Match]) -> Iterator[TermChange]:
    for one in matches:
        if one.before is None and one.now is not None:
            who = now[one.now]
            yield TermChange(What.ADDED, f"investors[{one.now}]", plain_name(who.name), now=shown(who.amount))
        elif one.now is None and one.before is not None:
            who = before[one.before]
            yield TermChange(What.REMOVED, f"investors[{one.before}]", plain_name(who.name), shown(who.amount))
        elif one.before is not None and one.now is not None:
            yield from _of_investor(before[one.before], now[one.now], f"investors[{one.now}]", one.known_by)
    stayed = [one.before for one in matches if one.before is not None and one.now is not None]
    if stayed != sorted(stayed):
        yield TermChange(What.REORDERED, "investors")


def _of_investor(before: Investor, now: Investor, path: str, known_by: str) -> Iterator[TermChange]:
    name = plain_name(now.name)
    for change in _differences(before, now, path, name):
        if change.path == f"{path}.name":
            yield TermChange(What.RENAMED, change.path, name, change.before, change.now, known_by)
        else:
            yield change


def _differences(before: Any, now: Any, path: str, subject: str = "") -> Iterator[TermChange]:
    if before == now and type(before) is type(now) and shown(before) == shown(now):
        return
    if isinstance(before, BaseModel) and isinstance(now, BaseModel) and type(before) is type(now):
        for name in type(now).model_fields:
            yield from _differences(getattr(before, name), getattr(now, name), f"{path}.{name}", subject)
    elif _is_list_of_groups(before) and _is_list_of_groups(now):
        for index in range(max(len(before), len(now))):
            was, is_now = (some[index] if index < len(some) else None for some in (before, now))
            yield from _differences(was, is_now, f"{path}[{index}]", subject)
    else:
        yield TermChange(What.CHANGED, path, subject, shown(before), shown(now))


def _is_list_of_groups(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(one, BaseModel) for one in value)


def _departures(before: Sequence[Departure], now: Sequence[Departure]) -> Iterator[TermChange]:
    """Departures are the same where they say the same, wherever in the list they stand."""
    if before == now:
        return
    from assembler.drafting.departures import described

    for what, ones, others in ((What.DEPARTURE_REMOVED, before, now), (What.DEPARTURE_ADDED, now, before)):
        for index, one in enumerate(ones):
            if one not in others:
                yield TermChange(what, f"departures[{index}]", now=described(one))


def shown(value: Any) -> str:
    """A term as a term sheet states it."""
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
                f"{name.replace('_', ' ')} {shown(one)}" for name, one in stated.items() if one is not None
            )
        case _:
            return str(value)
