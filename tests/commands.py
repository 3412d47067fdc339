"""The command line, run in this process."""

from __future__ import annotations

import contextlib
import io
import sys
from unittest.mock import patch

import pytest

from assembler import cli


def run(*arguments: object) -> tuple[int, str, str]:
    """The exit code of the command line, its standard output and standard error."""
    out, err = io.StringIO(), io.StringIO()
    with (
        patch.object(sys, "argv", ["assembler", *map(str, arguments)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.raises(SystemExit) as ended,
    ):
        cli.main()
    return int(ended.value.code or 0), out.getvalue(), err.getvalue()


def run_merged(*arguments: object) -> tuple[int, str]:
    """The exit code of the command line, and what a terminal shows: both of its streams in the order of writing."""
    shown = io.StringIO()
    with (
        patch.object(sys, "argv", ["assembler", *map(str, arguments)]),
        contextlib.redirect_stdout(shown),
        contextlib.redirect_stderr(shown),
        pytest.raises(SystemExit) as ended,
    ):
        cli.main()
    return int(ended.value.code or 0), shown.getvalue()
