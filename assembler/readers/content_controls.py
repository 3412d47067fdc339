"""What a content control is: its title, its kind, how it is locked, its choices and the data that it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from lxml import etree

from assembler.readers.elements import W, child, value

CONTROL = "content control"
_KINDS = {
    "text": "plain text", "dropDownList": "drop-down list", "comboBox": "combo box", "date": "date",
    "checkbox": "check box", "picture": "picture", "docPartList": "building blocks",
    "group": "group", "citation": "citation", "bibliography": "bibliography", "equation": "equation",
    "repeatingSection": "repeating section", "repeatingSectionItem": "repeated item",
}  # fmt: skip
_LOCKS = {"sdtLocked": "cannot be deleted", "contentLocked": "cannot be edited", "sdtContentLocked": "cannot be deleted or edited"}  # fmt: skip


TRACKED_CONTROLS = {"accepted": ("Del", "MoveFrom"), "rejected": ("Ins", "MoveTo")}
"""The kinds of tracked changes by which a control goes that are accepted, and by which it came that are rejected."""


def is_tracked(control: etree._Element, kinds: Sequence[str]) -> bool:
    """Return True if a tracked change of these kinds made a control come or go.

    Word lets a range begin before the control and end first in it, with other marks between.
    """
    marks = {f"{W}customXml{kind}RangeEnd" for kind in kinds}
    content = child(control, "sdtContent")
    leading = takewhile(lambda inner: str(inner.tag).endswith(("Start", "End")), content if content is not None else ())
    return any(inner.tag in marks for inner in leading)


def described(control: etree._Element) -> str:
    """Return what a content control is, in words: "Price, plain text, cannot be deleted".

    Its tag is for programs, and some of them drop it.
    """
    properties = child(control, "sdtPr")
    return ", ".join(_said(properties) if properties is not None else ["rich text"])


def is_building_block(control: etree._Element) -> bool:
    """Return True if a control only lets Word replace what stands in it, such as a table of contents, by another."""
    properties = child(control, "sdtPr")
    return properties is not None and properties.find(f"{W}docPartObj") is not None


def _said(properties: etree._Element) -> Iterator[str]:
    yield from filter(None, [value(properties, "alias")])
    inner = {etree.QName(element).localname: element for element in properties}
    yield next((_KINDS[kind] for kind in inner if kind in _KINDS), "rich text")
    lock = value(properties, "lock")
    if lock in _LOCKS:
        yield _LOCKS[lock]
    choices = [item.get(f"{W}displayText", "") or item.get(f"{W}value", "") for item in properties.iter(f"{W}listItem")]
    if choices:
        yield f"choices {'; '.join(choices)}"
    for binding in (element for kind, element in inner.items() if kind == "dataBinding"):
        yield f"bound to {binding.get(f'{W}xpath', '')}"
