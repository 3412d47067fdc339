"""Values put into a filled Word file in place of their tokens, so that whatever filled it never saw one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from assembler.document.tree import Value
from assembler.drafting.notation import VALUE_CLOSES, VALUE_OPENS
from assembler.writers.ooxml import refuse_illegal

_TOKEN = re.compile(f"{VALUE_OPENS}(\\d+){VALUE_CLOSES}")
_EMPTY = re.compile(r'<((?:[\w.-]+:)?t) xml:space="preserve"/>')
_BREAKS = re.compile("([\n\t])")
_BREAK = {"\n": "br", "\t": "tab"}


def put_in(xml: str, values: Sequence[Value], stand_ins: Mapping[str, str]) -> str:
    """A part with the values in place of their tokens, and the characters in place of their stand-ins; line ends become breaks.

    Raises ValueError where a value holds what no document can.
    """
    # Written like a text that holds a value, so that whether one is empty shows nowhere else in the file.
    xml = _EMPTY.sub(r'<\1 xml:space="preserve"></\1>', xml)
    for stand_in, character in stand_ins.items():
        xml = xml.replace(stand_in, character)

    def said(token: re.Match[str]) -> str:
        text = values[int(token[1])].text
        refuse_illegal(text)
        # A carriage return as such would be read as a line end.
        escaped = escape(text, quote=False).replace("\r", "&#13;")
        return _broken(escaped, xml, token.start()) if "\n" in text or "\t" in text else escaped

    return _TOKEN.sub(said, xml)


def _broken(text: str, xml: str, at: int) -> str:
    """A text with its line ends and tabs as elements beside the text element around that place of a part."""
    name = re.split("[ >]", xml[xml.rindex("<", 0, at) + 1 : at], maxsplit=1)[0]
    prefix = name.removesuffix("t")
    return "".join(
        f'</{name}><{prefix}{_BREAK[part]}/><{name} xml:space="preserve">' if part in _BREAK else part
        for part in _BREAKS.split(text)
    )
