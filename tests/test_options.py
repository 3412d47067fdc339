"""Every option of a deal with every other: whatever is chosen, the set drafts, and a careful reader finds nothing in it.

Each option is set to each of its values alone in a worked deal, and every two values of two options stand together in at
least one deal of a covering array, of some hundred deals. Random combinations of all options meet in more than pairs. A
failure names the options that were set.

By hand, each value alone in every worked deal: EVERY_DEAL=1. More random combinations: RANDOM_COMBINATIONS=2000.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import pytest

from assembler.termsheet.fields import Field, fields
from assembler.termsheet.schema import TermSheet
from tests.option_findings import found
from tests.option_values import VALUES, Sheet
from tests.option_variants import DEALS, alone, read, variant

DEAL = "deal"  # the worked deal that a variant is made from
# Figures that are computed and checked, files, facts that no document prints, and departures from the form.
UNTRIED = (
    "form",
    "company.authorized_shares",
    "company.outstanding_shares",
    "offering.aggregate_amount",
    "offering.total_shares",
    "offering.maximum_shares",
    "use_of_proceeds.total",
    "warrants.provisions.call.call_price",
    "warrants.provisions.vesting[].number",
    "placement_agent_warrant.provisions.call.call_price",
    "placement_agent_warrant.provisions.vesting[].number",
    "annexes.",
    "cap_table.votes_per_share",
    # They are a copy of the provisions of all warrants, and named by the class.
    "warrants.classes[].provisions",
    "warrants.classes[].name",
    "execution.shell",
    "departures[]",
)


def pairs(values: Mapping[str, list[str]]) -> set[frozenset[tuple[str, str]]]:
    """Every two values of two options."""
    every = [(name, value) for name in values for value in values[name]]
    return {frozenset(two) for two in combinations(every, 2) if two[0][0] != two[1][0]}


def covering(values: Mapping[str, list[str]]) -> list[dict[str, str]]:
    """Few combinations in which all pairs stand: each begins with a pair that is left, and takes for every other
    option the value that meets most of those left."""  # fmt: skip
    left = pairs(values)
    rows: list[dict[str, str]] = []
    while left:
        row = dict(min(left, key=sorted))
        for name in values:
            if name not in row:
                row[name] = max(values[name], key=lambda value, name=name: _met(row, name, value, left))
        left -= {frozenset(two) for two in combinations(row.items(), 2)}
        rows.append(row)
    return rows


def _met(row: Mapping[str, str], name: str, value: str, left: set[frozenset[tuple[str, str]]]) -> int:
    return sum(frozenset(((name, value), one)) in left for one in row.items())


EVERYTHING = {DEAL: list(DEALS), **VALUES}
# Three choices that no pair brings together: a number without coverage or classes, in a deal up to a maximum.
UP_TO_A_NUMBER = {DEAL: "new-stock-and-warrants", "closings": "up to a maximum", "numbers of warrants": "total"}
ROWS = [*covering(EVERYTHING), UP_TO_A_NUMBER]
STEMS = DEALS if "EVERY_DEAL" in os.environ else ["new-stock-and-warrants"]
SEEDS = range(1, int(os.environ.get("RANDOM_COMBINATIONS", "100")) + 1)


def at_random(seed: int) -> dict[str, str]:
    """A value of every option: the same ones for the same seed."""
    dice = random.Random(seed)  # noqa: S311  it draws test cases
    return {name: dice.choice(values) for name, values in EVERYTHING.items()}


def made(choices: Mapping[str, str]) -> Sheet:
    """The deal that these choices name, with the other choices made in it."""
    return variant(choices[DEAL], {name: chosen for name, chosen in choices.items() if name != DEAL})


@pytest.mark.parametrize(("stem", "name", "value"), [case for case in alone(VALUES) if case[0] in STEMS])
def test_an_option_that_is_set_alone_leaves_nothing_to_be_found(stem, name, value):
    assert found(variant(stem, {name: value})) == []


@pytest.mark.parametrize("row", ROWS, ids=range(1, len(ROWS) + 1))
def test_options_that_are_set_together_leave_nothing_to_be_found(row):
    assert (found(made(row)), row) == ([], row)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_combinations_leave_nothing_to_be_found(seed):
    chosen = at_random(seed)
    assert (found(made(chosen)), seed, chosen) == ([], seed, chosen)


def test_a_random_combination_is_the_same_whenever_it_is_drawn():
    assert at_random(1) == at_random(1) != at_random(2)


def test_every_two_values_of_two_options_stand_together_somewhere():
    met = {frozenset(two) for row in ROWS for two in combinations(row.items(), 2)}
    assert pairs(EVERYTHING) - met == set()


def test_every_option_of_the_schema_is_tried():
    named = {field.path for field in fields(TermSheet) if is_option(field)}
    assert sorted(named - tried()) == []
    assert all(len(values) > 1 for values in VALUES.values())


def test_every_value_of_a_choice_of_the_schema_is_tried():
    named = {
        (field.path, one)
        for field in fields(TermSheet)
        if is_option(field)
        for one in field.choices
        if one != field.default
    }
    assert sorted(named - {(path, one) for sheet in map(made, ROWS) for path, one in leaves(sheet)}) == []


def is_option(field: Field) -> bool:
    """Return True for a field that a deal may leave out or choose, other than a label with a default."""
    is_label = field.kind == "text" and bool(field.default)
    is_chosen = not field.required or bool(field.choices)
    return not field.group and is_chosen and not is_label and not field.path.startswith(UNTRIED)


def tried() -> set[str]:
    """The fields whose values the tests change, alone or in the rows of the covering array."""
    drafted = [(row[DEAL], made(row)) for row in ROWS]
    drafted += [(stem, variant(stem, {name: value})) for stem, name, value in alone(VALUES) if stem in STEMS]
    changed = [set(leaves(sheet)) ^ set(leaves(read(stem))) for stem, sheet in drafted]
    return {path for leaf in changed for path, _ in leaf}


def leaves(tree: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every value of a term sheet, with the path of its field."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from leaves(value, f"{path}.{name}".removeprefix("."))
    elif isinstance(tree, list):
        for value in tree:
            yield from leaves(value, f"{path}[]" if isinstance(value, dict) else path)
    else:
        yield path, tree
