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
    BLANK = "blank"
    CASE = "case"
    TYPOGRAPHY = "typography"
    LOOKALIKE = "lookalike"
    NUMBERING = "numbering"
    LAYOUT = "layout"
    MOVED = "moved"
    FORMULA = "formula"
    CHECKBOX = "checkbox"
    CONTROL = "control"
    HIDDEN = "hidden"
    PICTURE = "picture"
    LINK = "link"
    FIELD = "field"
    NOTE = "note"
    HEADER = "header"
    TABLE = "table"
    PARAGRAPH = "paragraph"
    COMMENT = "comment"
    PROTECTION = "protection"
    IMPORTED = "imported"
    CONTENTS = "contents"
    FORMATTING = "formatting"
    PAGE = "page"
    BREAK = "break"
    UNEXPLAINED = "unexplained"

    @property
    def label(self) -> str:
        """Return the kind in words: "slip" for an erratum."""
        return _LABELS.get(self, self.value)

    def counted(self, count: int) -> str:
        """Return a number of differences of this kind in words: "2 slips"."""
        if count == 1 or self in _WITHOUT_PLURAL:
            return f"{count} {self.label}"
        return f"{count} {_PLURALS.get(self, f'{self.label}s')}"


_LABELS = {
    ReasonKind.ERRATUM: "slip",
    ReasonKind.CASE: "upper or lower case",
    ReasonKind.LOOKALIKE: "look-alike letter",
    ReasonKind.CONTROL: "content control",
    ReasonKind.HEADER: "header or footer",
    ReasonKind.HIDDEN: "hidden or struck text",
    ReasonKind.PARAGRAPH: "paragraph division",
    ReasonKind.IMPORTED: "imported file",
    ReasonKind.CONTENTS: "table of contents",
    ReasonKind.PAGE: "page setup",
    ReasonKind.BREAK: "break of a page or section",
    ReasonKind.UNEXPLAINED: "other change",
}
_PLURALS = {
    ReasonKind.CHECKBOX: "checkboxes",
    ReasonKind.HEADER: "headers or footers",
    ReasonKind.BREAK: "breaks of pages or sections",
}
_WITHOUT_PLURAL = frozenset(
    [
        ReasonKind.CASE, ReasonKind.TYPOGRAPHY, ReasonKind.NUMBERING, ReasonKind.LAYOUT, ReasonKind.MOVED, ReasonKind.HIDDEN,
        ReasonKind.PROTECTION, ReasonKind.CONTENTS, ReasonKind.FORMATTING, ReasonKind.PAGE,
    ]
)  # fmt: skip
HARMLESS = frozenset(
    [
        ReasonKind.TERM, ReasonKind.OPTION, ReasonKind.DEPARTURE, ReasonKind.ERRATUM, ReasonKind.TYPOGRAPHY,
        ReasonKind.NUMBERING, ReasonKind.LAYOUT, ReasonKind.MOVED, ReasonKind.CONTENTS, ReasonKind.FORMATTING,
        ReasonKind.PAGE, ReasonKind.BREAK,
    ]
)  # fmt: skip
"""The kinds of differences that have a reason, or that change no meaning."""


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
