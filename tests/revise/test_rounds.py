"""Plan and result agree, whatever the change: what the plan names changes, and every other file keeps its bytes."""

from __future__ import annotations

import os
import random
import re

import pytest

from assembler.document import walk
from assembler.document.tree import Table
from assembler.document.walk import words_of
from assembler.revise.sections import says_the_same
from tests.revise import rounds

# A run by hand asks for more rounds of random changes, and gets each kind of change by itself on every deal.
ROUNDS = int(os.environ.get("ASSEMBLER_ROUNDS", "1"))
AT_ONCE = dict.fromkeys(rounds.DEALS, 5 if ROUNDS == 1 else 1) | {"new-stock-and-warrants": 1}


def agree(a_round, yaml):
    """Change the deal, plan, do, and compare; what was planned."""
    before = a_round.contents()
    looks = {path: path.stat().st_mtime_ns for path in a_round.set.iterdir()}
    a_round.change(yaml)
    plan = a_round.plan()
    assert a_round.contents() == before
    code, _, told = a_round.run("schedules")
    assert code == 0, told
    after = a_round.contents()
    written = {*plan["written"], *plan["records"]}
    changed = {name for name in after if before.get(name) != after[name]}
    moved = {f"superseded/{name}" for name in plan["superseded"]}
    assert written <= changed
    assert changed <= {*written, *plan["accompanying"], *moved} | {
        name for name in after if name.startswith("superseded/")
    }
    gone = {name for name in before if name not in after and not name.startswith("redlines/")}
    assert gone == set(plan["superseded"])
    assert all(after[name] == before[name] for name in plan["stays"])
    assert all(path.stat().st_mtime_ns == looks[path] for path in looks if path.name in plan["stays"])
    return plan


def is_as_drafted(a_round, there):
    """Whether every document says what it says in a draft of the term sheet, in the terms it has there."""
    here = a_round.trees()
    assert here.keys() == there.keys()
    assert all(says_the_same(here[key], there[key]) and here[key][0] == there[key][0] for key in here)


def foots(a_round):
    """Whether the columns of every schedule add up to their totals."""
    for document, _ in a_round.trees().values():
        tables = (block for clause in walk.clauses(document) for block in clause.blocks if isinstance(block, Table))
        for table in tables:
            columns = list(
                zip(*([figure(cell) for cell in row.cells] for row in table.rows if row.kind == "row"), strict=True)
            )
            totals = [[figure(cell) for cell in row.cells] for row in table.rows if row.kind == "total"]
            for total in totals:
                assert total[1:] == [sum(column) for column in columns[1:]]


def figure(cell):
    text = "".join(map(words_of, cell)).replace(",", "").lstrip("$")
    return round(float(text) * 100) if re.fullmatch(r"\d+(\.\d+)?", text) else 0


@pytest.mark.parametrize("stem", rounds.DEALS)
def test_what_the_plan_names_changes_and_nothing_else_for_every_kind_of_change(stem, tmp_path):
    yaml = rounds.sheet(stem)
    a_round = rounds.Round(tmp_path, yaml, "--format", "text")
    kinds, count = list(rounds.KINDS.items()), AT_ONCE[stem]
    for some in (kinds[at : at + count] for at in range(0, len(kinds), count)):
        changed = yaml
        for _, change in some:
            changed = change(changed)
        if changed != yaml:
            assert agree(a_round, changed)["terms"], some
            is_as_drafted(a_round, rounds.composed(changed))
            foots(a_round)
        yaml = changed
    assert a_round.run("schedules")[1].startswith("No changes")


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_any_changes_one_after_the_other_come_to_what_a_draft_says(seed, tmp_path):
    chance = random.Random(seed)  # noqa: S311  no secret, and the same each time
    yaml = rounds.sheet("new-stock-and-warrants")
    a_round = rounds.Round(tmp_path, yaml, "--format", "all" if seed % 4 == 1 else "text")
    for _ in range(2):
        for _ in range(chance.randint(1, 3)):
            yaml = any_change(yaml, chance)
        agree(a_round, yaml)
        is_as_drafted(a_round, rounds.composed(yaml))
        foots(a_round)


def any_change(yaml, chance):
    count = len(rounds.investors(yaml)[1])
    at = chance.randrange(count)
    changes = [
        lambda: rounds.amount(yaml, at, f"{chance.randint(20_000, 999_999):,}"),
        lambda: rounds.renamed(yaml, at, chance.choice("aeiou")),
        lambda: rounds.address(yaml, at, f"{chance.randint(1, 99)} Elsewhere Street"),
        lambda: rounds.removed(yaml, at) if count > 2 else yaml,
        lambda: rounds.added(yaml, at) if "Windrow" not in yaml else yaml,
        lambda: rounds.price(yaml, f"{chance.randint(50, 400) / 100:.2f}"),
        lambda: rounds.coverage(yaml, f"{chance.randint(5, 95)}%"),
        lambda: rounds.option(yaml),
    ]
    return chance.choice(changes)()


def words(trees):
    return {key: document for key, (document, _) in trees.items()}


def test_an_agreement_that_was_drafted_by_itself_of_another_term_sheet_is_drafted_whole(tmp_path):
    yaml = rounds.sheet("new-stock-and-warrants")
    one = rounds.Round(tmp_path, yaml)
    one.change(rounds.amount(yaml, 0))
    assert one.run("draft", "--only", "agreement")[0] == 0
    one.change(rounds.amount(yaml, 1))
    assert one.run("schedules")[0] == 0
    assert words(one.trees()) == words(rounds.composed(one.yaml))


def test_an_agreement_that_was_edited_as_a_tree_is_drafted_whole(tmp_path):
    yaml = rounds.sheet("new-stock-and-warrants")
    one = rounds.Round(tmp_path, yaml)
    tree = one.set / "agreement.document.json"
    tree.write_bytes(tree.read_bytes().replace(b"Purchase", b"Porchase"))
    one.change(rounds.amount(yaml, 1))
    plan = one.plan()
    assert "agreement.document.json" in [edited["file"].rpartition("/")[2] for edited in plan["edited"]]
    tree.unlink()
    assert one.run("schedules")[0] == 0
    assert words(one.trees()) == words(rounds.composed(one.yaml))
