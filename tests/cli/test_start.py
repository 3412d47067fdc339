"""A command starts with what it uses: help, and what was asked wrongly, need nothing that is slow to load."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("docx", "docxtpl", "jinja2", "lxml", "openpyxl", "pydantic", "rapidfuzz", "rich", "yaml")
PROGRAM = """
import sys
from assembler.cli import main
try:
    main()
finally:
    print("loaded:", *[name for name in {heavy} if name in sys.modules], file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [("--help",), (), ("draft", "--help"), ("nothing",), ("draft", "--nothing"), ("draft",), ("compare", "--nothing")],
    ids=" ".join,
)
def test_help_and_a_wrong_use_load_nothing_that_is_slow(arguments):
    program = PROGRAM.format(heavy=HEAVY)
    told = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)
    assert told.stderr.rstrip().split("\n")[-1] == "loaded:"
