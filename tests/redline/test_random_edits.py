"""Random edits of Word files: rejecting all of a redline gives the file before, accepting all the file behind.

`EDITS=10000 python -m pytest tests/redline/test_random_edits.py` tries as many; every day it is a few.
"""

from __future__ import annotations

import os
from functools import cache
from random import Random

import pytest

from assembler.redline import engine
from assembler.redline.layout import as_drafted
from tests.compare.documents import drawn
from tests.redline.random_edits import edited
from tests.redline.rich_file import rich_file
from tests.word.small import house

SEEDS = range(int(os.environ.get("EDITS", "200")))
SOURCES = ("rich", "rich", "rich", "focus-2001-12-warrant")


@cache
def source(name):
    return rich_file() if name == "rich" else as_drafted(drawn(name)[0].tree, house())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_redline_of_randomly_edited_files_holds(seed):
    dice = Random(seed)  # noqa: S311  the same edits for the same seed
    data = source(dice.choice(SOURCES))
    old, new = edited(data, 2 * seed, dice.randrange(4)), edited(data, 2 * seed + 1, dice.randrange(1, 7))
    sources = (engine.RedlineSource(name, content) for name, content in (("old.docx", old), ("new.docx", new)))
    assert engine.redline(*sources, engine.RedlineOptions("A")).content  # it verifies itself, or raises
