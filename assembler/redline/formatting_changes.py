"""The earlier formatting of runs and paragraphs, where they look otherwise by more than their styles."""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from assembler.readers.effective_formatting import Formatting
from assembler.readers.elements import Element, W, child, properties_of, remove_children, value
from assembler.redline.carried_content import CarriedContent, order_properties
from assembler.redline.revision_marks import Marks


class Sides(Struct, frozen=True, eq=False):
    """The two parts of a story, and what writes into the newer one."""

    old_part: str
    new_part: str
    old_look: Formatting
    new_look: Formatting
    marks: Marks
    carried: CarriedContent

    def copy(self, element: Element) -> Element:
        """Return a copy of an element of the older part that can stand in the newer one."""
        return self.carried.copy(element, self.old_part, self.new_part)


class FormattingChanges:
    """Marks what looks otherwise in the newer part of a story."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._same: dict[bytes, Element] = {}  # equal properties once, so that one change covers them

    def look_before(self, before: Element | None, now: Element | None, old: Element, new: Element) -> Element | None:
        """Return the properties that a run had, where it looks otherwise now by more than its styles."""
        sides = self._sides
        if before is not None and now is not None and etree.tostring(before) == etree.tostring(now):
            return None
        ours, theirs = sides.old_look.direct(before), sides.new_look.direct(now)
        is_direct = ours != theirs or sides.carried.style(value(before, "rStyle")) != value(now, "rStyle")
        if not is_direct or sides.old_look.run(old, before) == sides.new_look.run(new, now):
            return None
        carried = sides.copy(before) if before is not None else etree.Element(f"{W}rPr")
        return self._same.setdefault(etree.tostring(carried), carried)

    def say_before(self, old: Element, new: Element) -> None:
        """Say what the properties of a paragraph were, where they are others now."""
        sides = self._sides
        before, now = child(old, "pPr"), child(new, "pPr")
        if before is None and now is None:
            return
        self._say_mark_before(old, new)
        if self.differs(before, now):
            carried = sides.copy(before) if before is not None else etree.Element(f"{W}pPr")
            sides.marks.formatted(new, "pPr", bare(carried))

    def _say_mark_before(self, old: Element, new: Element) -> None:
        before, now = old.find(f"{W}pPr/{W}rPr"), new.find(f"{W}pPr/{W}rPr")
        changed = self.look_before(before, now, old, new)
        if changed is None:
            return
        properties = properties_of(new, "pPr")
        self._sides.marks.formatted(properties, "rPr", changed)
        order_properties(properties)

    def differs(self, before: Element | None, now: Element | None) -> bool:
        """Return True if a paragraph looks or is numbered otherwise, by more than its style."""
        sides = self._sides
        ours, theirs = sides.old_look, sides.new_look
        named = value(before, "pStyle"), value(now, "pStyle")
        is_plain = not named[0] and named[1] in ("", theirs.default)
        is_other = not is_plain and sides.carried.style(named[0] or ours.default) != (named[1] or theirs.default)
        was, shown = ours.numbering(before), theirs.numbering(now)
        if was[1] != shown[1] or not sides.carried.lists.is_same(was[0], shown[0]):
            return True
        is_direct = ours.direct(before) != theirs.direct(now)
        return is_other or (is_direct and ours.paragraph(before) != theirs.paragraph(now))


def bare(properties: Element) -> Element:
    """Return properties of a paragraph without what a record of them may not hold."""
    for name in ("rPr", "sectPr", "pPrChange"):
        remove_children(properties, name)
    return properties
