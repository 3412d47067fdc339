"""Write values as YAML that the reader of term sheets reads back as they are."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from assembler.errors import InputError
from assembler.termsheet.reader import read
from assembler.termsheet.source import SourceTree, normal
from assembler.termsheet.yaml_text import quoted

INDENT = 2
_LONGEST_BRACKET = 60

# No sign of these words means anything to YAML, in brackets or not.
_PLAIN = re.compile(r"[A-Za-z0-9(](?:[A-Za-z0-9 ./%&()$'@-]*[A-Za-z0-9./%&()$'@])?")
# Term sheets state numbers, dates and flags without quotation marks.
_PLAIN_IN_TERM_SHEETS = re.compile(r"[0-9][0-9,]*(?:\.[0-9]*)?|[0-9]{4}-[0-9]{2}-[0-9]{2}|true|false")
_RESOLVER: Any = yaml.SafeLoader("")
_TEXT_TAG = "tag:yaml.org,2002:str"


def scalar(text: str, like: str = "", *, within_brackets: bool = False) -> str:
    """Return a text as a value on one line, in the quotation marks of `like` if these were typed without need.

    Raise `InputError` if it holds characters that no term sheet may hold.
    """
    style = {"'": (quoted, _escaped), '"': (_escaped, quoted)}.get(like[:1])
    if style and not _may_be_plain(like[1:-1], within_brackets=within_brackets):
        style = None
    if not style and _is_safe(text):
        return text
    refusal: InputError | None = None
    for write in style or (_plain, quoted, _escaped):
        try:
            if _reads_as(text, written := write(text), within_brackets=within_brackets):
                return written
        except InputError as error:
            refusal = error
    raise refusal or ValueError(text)


def literal(text: str, column: int) -> str | None:
    """Return a text as a literal block whose lines begin at a column, counted from 0, or None if that cannot hold it."""
    body = text.rstrip("\n")
    ends = {0: "-", 1: ""}.get(len(text) - len(body), "+")
    lines = [f"{' ' * column}{line}" if line else "" for line in body.split("\n")]
    sample = "\n".join(["a: |" + ends, *(f"  {line}" if line else "" for line in body.split("\n"))])
    try:
        is_right = ends != "+" and read(sample.encode(), "").tree == {"a": normal(text)}
    except InputError:
        is_right = False
    return "\n".join(["|" + ends, *lines]) if is_right else None


def in_brackets(value: SourceTree) -> str:
    """Return a value on one line, groups and lists in brackets."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key_of(name)}: {in_brackets(item)}'.rstrip() for name, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(in_brackets(item) for item in value)}]"
    return "" if value is None else scalar(value, within_brackets=True)


def block(value: dict[str, SourceTree] | list[SourceTree], column: int, step: int = INDENT) -> list[str]:
    """Return the lines of a group or a list, at a column counted from 0."""
    pad = " " * column
    if isinstance(value, list):
        return [line for item in value for line in item_of(item, column, step)]
    lines: list[str] = []
    for name, item in value.items():
        if isinstance(item, dict | list) and not _is_short(item):
            lines += [f"{pad}{key_of(name)}:", *block(item, column + step, step)]
        else:
            lines.append(f"{pad}{key_of(name)}: {on_one_line(item)}".rstrip())
    return lines


def item_of(item: SourceTree, column: int, step: int = INDENT) -> list[str]:
    """Return the lines of an entry of a list, whose dash stands at a column."""
    pad = " " * column
    if isinstance(item, dict) and item:
        first, *rest = block(item, column + len("- "), step)
        return [f"{pad}- {first.lstrip(' ')}", *rest]
    return [f"{pad}- {in_brackets(item) if isinstance(item, list) else on_one_line(item)}".rstrip()]


def on_one_line(value: SourceTree) -> str:
    """Return a value that stands behind a colon or a dash."""
    return scalar(value) if isinstance(value, str) else in_brackets(value)


def key_of(name: str) -> str:
    """Return the name of a field as it is typed."""
    return name if re.fullmatch(r"[A-Za-z][\w-]*", name) else quoted(name)


def _is_short(value: dict[str, SourceTree] | list[SourceTree]) -> bool:
    """Return True if a group or list stands in brackets: an empty one, or a list of a few words without quotation."""
    if not value:
        return True
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return False
    written = in_brackets(value)
    return len(written) <= _LONGEST_BRACKET and not {"'", '"'} & set(written)


def _plain(text: str) -> str:
    return text if _is_text(text) else quoted(text)


def _is_safe(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text)) and _is_text(text)


def _may_be_plain(text: str, *, within_brackets: bool) -> bool:
    try:
        return _is_safe(text) or (_is_text(text) and _reads_as(text, text, within_brackets=within_brackets))
    except InputError:
        return False


def _is_text(text: str) -> bool:
    """Return True if no program reads a plain value as null, a number in another notation, or the like."""
    is_stated_so = _PLAIN_IN_TERM_SHEETS.fullmatch(text)
    return bool(is_stated_so) or bool(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == _TEXT_TAG)


def _escaped(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _reads_as(text: str, written: str, *, within_brackets: bool) -> bool:
    """Return True if the reader reads the text back. Raise `InputError` if it refuses the characters."""
    read_back = normal(text)
    samples: list[tuple[str, SourceTree]] = [(f"a: {written}", read_back), (f"a:\n- {written}", [read_back])]
    if within_brackets:
        samples = [(f"a: [{written}, b]", [read_back, "b"]), (f"a: {{b: {written}}}", {"b": read_back})]
    return all(read(sample.encode("utf-8", "surrogatepass"), "").tree == {"a": tree} for sample, tree in samples)
