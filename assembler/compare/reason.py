"""The reason for one difference between two documents."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class ReasonKind(StrEnum):
    """The kind of reason. Its value is the name in JSON, and `label` the name for a reader."""

    TERM = "term"
    OPTION = "option"
    DEPARTURE = "departure"
    ERRATUM = "erratum"
    NUMBERING = "numbering"
    LAYOUT = "layout"
    MOVED = "moved"
    UNEXPLAINED = "unexplained"

    @property
    def label(self) -> str:
        """Return the kind in words: "slip" for an erratum."""
        return {ReasonKind.ERRATUM: "slip", ReasonKind.UNEXPLAINED: "other change"}.get(self, self.value)

    def counted(self, count: int) -> str:
        """Return a number of differences of this kind in words: "2 slips"."""
        plural = self not in (ReasonKind.NUMBERING, ReasonKind.LAYOUT, ReasonKind.MOVED) and count != 1
        return f"{count} {self.label}{'s' if plural else ''}"


class Reason(Struct, frozen=True, order=True):
    """One reason: the path of the term, option or departure (or ""), its values on both sides, and a remark."""

    kind: ReasonKind
    path: str = ""
    here: str = ""
    there: str = ""
    remark: str = ""

    @property
    def mirrored(self) -> Reason:
        """Return the same reason, seen from the other document."""
        return Reason(self.kind, self.path, self.there, self.here, self.remark)
