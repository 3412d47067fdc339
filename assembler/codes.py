"""The registry of all codes: what each problem is, why it matters, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct


class Code(Struct, frozen=True, forbid_unknown_fields=True):
    """Explain one code.

    `severity` is that of every problem with this code, or "varies" if it depends on the case. `environment` is True if
    the machine, the disk or another program failed and the input may be right: the exit code is then 4.
    """

    message: str
    reason: str
    hint: str
    severity: Literal["error", "warning", "varies"] = "error"
    environment: bool = False


class _Registry(Struct, forbid_unknown_fields=True):
    reasons: Mapping[str, str]
    codes: Mapping[str, Code]


@cache
def registry() -> Mapping[str, Code]:
    """Return every code with its explanation, in the order of the codes. They stand in codes.toml."""
    content = Path(__file__).with_suffix(".toml").read_bytes()
    read = msgspec.toml.decode(content, type=_Registry)
    return {code: _with_reason(read.codes[code], read.reasons) for code in sorted(read.codes)}


def explain_code(code: str) -> str:
    """Return the explanation of a code, as the command line prints it. Raises KeyError if there is none."""
    entry = registry()[code]
    return f"{code}: {entry.message}\n\n{entry.reason}\n\nWhat to do: {entry.hint}\n"


def _with_reason(entry: Code, reasons: Mapping[str, str]) -> Code:
    """Return the entry with the words of its reason, which many codes share."""
    return msgspec.structs.replace(entry, reason=reasons.get(entry.reason, entry.reason))
