"""Values put into a filled Word file in place of their tokens, so that whatever filled it never saw one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from assembler.document.tree import Value
from assembler.drafting.notation import VALUE_CLOSES, VALUE_OPENS
from assembler.writers.ooxml import qualified, refuse_illegal

_TOKEN = re.compile(f"{VALUE_OPENS}(\\d+){VALUE_CLOSES}")
_BREAKS = re.compile("([\n\t])")
_BREAK = {"\n": "br", "\t": "tab"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def put_in(root: etree._Element, values: Sequence[Value], stand_ins: Mapping[int, str]) -> None:
    """Put the values in place of their tokens, and the characters in place of their stand-ins; line ends become breaks.

    Raises ValueError where a value holds what no document can.
    """
    for text in list(root.iter(qualified("t"))):
        said = (text.text or "").translate(stand_ins)
        said = _TOKEN.sub(lambda token: _legal(values[int(token[1])].text), said)
        if said != text.text:
            text.set(_SPACE, "preserve")
            _say(text, said)


def _legal(text: str) -> str:
    refuse_illegal(text)
    return text


def _say(text: etree._Element, said: str) -> None:
    """The text element says so, with line breaks and tabs as elements beside it."""
    first, *others = _BREAKS.split(said)
    text.text = first
    for piece in others:
        if piece in _BREAK:
            made = etree.Element(qualified(_BREAK[piece]))
        else:
            made = etree.Element(qualified("t"), {_SPACE: "preserve"})
            made.text = piece
        text.addnext(made)
        text = made
