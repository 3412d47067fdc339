"""Each term of a term sheet changed by itself, in ways that look like nothing: the set says what a draft of it says.

By hand, all of them, some six hundred a deal: ASSEMBLER_TERMS=1000.
"""

from __future__ import annotations

import os
import random
import re
from datetime import date

import pytest

from assembler.errors import InputError
from tests.revise import rounds
from tests.revise.test_rounds import is_as_drafted

MANY = int(os.environ.get("ASSEMBLER_TERMS", "6"))
TERM = re.compile(r"^(?P<before>\s*(?:- )?[a-z_0-9]+: )(?P<value>[^\s\[{|>\"'&*!].*?)(?P<behind>\s+#.*)?$")
FIGURE = re.compile(r"(?P<whole>-?[\d,]+)(?P<point>\.\d+)?(?P<unit>%?)")
OTHER = {"true": "false", "false": "true"}


def otherwise(value):
    """Other ways to write the value of a term, or values near it."""
    if value in OTHER:
        return [OTHER[value]]
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        day = date.fromisoformat(value)
        return [day.replace(day=day.day % 28 + 1).isoformat(), f"{day:%B} {day.day}, {day.year}"]
    if figure := FIGURE.fullmatch(value):
        whole, point, unit = figure["whole"], figure["point"] or "", figure["unit"]
        return [
            f"{whole}{point + '0' if point else '.00'}{unit}",
            f"{whole.replace(',', '')}{point}{unit}",
            f"{whole[:-1]}{(int(whole[-1]) + 1) % 10}{point}{unit}",
        ]
    return [f"{value} x", value.upper(), f'"{value}"', value.replace(" ", "  ", 1), "TBD"]


def cases(yaml):
    """Term sheets in which one term is written otherwise, or not at all."""
    lines = yaml.split("\n")
    for at, line in enumerate(lines):
        if term := TERM.match(line):
            changed = [f"{term['before']}{value}{term['behind'] or ''}" for value in otherwise(term["value"])]
            left_out = [] if term["before"].lstrip().startswith("- ") else [""]
            for one in (*changed, *left_out):
                yield "\n".join([*lines[:at], one, *lines[at + 1 :]])


@pytest.mark.parametrize("stem", rounds.DEALS)
def test_a_term_that_is_written_otherwise_is_in_the_set_what_a_draft_makes_of_it(stem, tmp_path):
    yaml = rounds.sheet(stem)
    a_round = rounds.Round(tmp_path, yaml, "--format", "text")
    some = [*cases(yaml)]
    for changed in random.Random(stem).sample(some, min(MANY, len(some))):  # noqa: S311  no secret, the same each time
        before = a_round.contents()
        a_round.change(changed)
        code, _, err = a_round.run("schedules")
        try:
            drafted = rounds.composed(changed)
        except InputError:
            assert (code, a_round.contents()) == (3, before)
            continue
        assert code == 0, err
        is_as_drafted(a_round, drafted)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("2.50", ["2.500", "2.50", "3.50"]),
        ("1,250,000", ["1,250,000.00", "1250000", "1,250,001"]),
        ("35%", ["35.00%", "35%", "36%"]),
        ("true", ["false"]),
        ("2026-09-14", ["2026-09-15", "September 14, 2026"]),
    ],
)
def test_a_value_is_written_otherwise(value, written):
    assert otherwise(value) == written
