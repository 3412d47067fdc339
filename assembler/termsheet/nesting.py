"""Find brackets that are nested too deeply, before a parser reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BLOCK_TEXT = re.compile(r"(?:^|[:-])[ ]+[|>][-+0-9]*(?:[ \t]+#.*)?$")
_VALUE_IN_BRACKETS = re.compile(r"[ ]*(?:-[ ]+)*(?:[^\s:'\"#\[{][^:]*:[ \t]+)?(?=[\[{])")
_TOKEN = re.compile(
    r"""(?P<open>[\[{]) | (?P<close>[\]}])
    | (?<![^\s,:\[\]{}]) (?: '(?:[^']|'')*' | "(?:[^"\\]|\\[\s\S])*" | \#.* )
    | [^\s,\[\]{}'"\#]+ | [\s\S]""",
    re.VERBOSE,
)


def end_of_depth(text: str, depth: int) -> int | None:
    """Return the index behind the bracket that opens this level of nesting, or None."""
    # Most term sheets have few brackets, and need no scan.
    if text.count("[") + text.count("{") < depth:
        return None
    behind = 0
    for begin in _values_in_brackets(text):
        if begin < behind:
            continue
        levels = 0
        for token in _TOKEN.finditer(text, begin):
            behind = token.end()
            levels += (token.lastgroup == "open") - (token.lastgroup == "close")
            if levels == depth:
                return behind
            if levels == 0:
                break
    return None


def _values_in_brackets(text: str) -> Iterator[int]:
    """Yield the index of each bracket that begins a value, outside block scalars."""
    index, text_indent = 0, None
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        if text_indent is not None and line.strip() and indent <= text_indent:
            text_indent = None
        if text_indent is None:
            if value := _VALUE_IN_BRACKETS.match(line):
                yield index + value.end()
            elif _BLOCK_TEXT.search(line):
                text_indent = indent
        index += len(line) + 1
