"""Why two documents differ at one place."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a difference comes from."""

    TERM = "term"
    OPTION = "option"
    DEPARTURE = "departure"
    ERRATUM = "erratum"
    NUMBERING = "numbering"
    LAYOUT = "layout"
    MOVED = "moved"
    UNEXPLAINED = "unexplained"


class Cause(Struct, frozen=True, order=True):
    """One reason: the path of the term, option or departure, or empty; what it is here and there; and a remark."""

    kind: Kind
    path: str = ""
    here: str = ""
    there: str = ""
    remark: str = ""

    @property
    def mirrored(self) -> Cause:
        """The same reason, seen from the other document."""
        return Cause(self.kind, self.path, self.there, self.here, self.remark)
