"""The register of a set: numbers and file names for life, whatever becomes of the investors."""

from __future__ import annotations

import json
import random
import re
import shutil

import pytest
from msgspec.structs import replace

from assembler.dealset.documents import file_stem
from assembler.dealset.register import History, history_of, named
from assembler.store import manifest
from assembler.store.manifest import Manifest, ManifestEntry, NumberedParty
from assembler.termsheet.schema import Investor
from tests import deals
from tests.commands import run
from tests.dealset.sets import contents

AGENT = """placement_agent_warrant:
  holder: {{name: '{}', address_lines: [1 Quay Street]}}
  number: 37,500
  exercise_price: 2.97
  issue_date: 2026-09-17
  term_years: 5
  underlying_agreement: {{title: Placement Agency Agreement, date: 2026-08-03}}
"""
CLASSES = """  classes:
    - {name: Series A, coverage: 10%, exercise_price: 3.10, term_years: 5}
    - {name: Series B, coverage: 20%, exercise_price: 2.90, term_years: 3}
"""


def entry(name, closing=1, address="", amount="100,000"):
    lines = f"    address_lines: ['{address}']\n" if address else ""
    at = f"    closing: {closing}\n" if closing > 1 else ""
    return f"  - name: {json.dumps(name, ensure_ascii=False)}\n{lines}    amount: {amount}\n{at}"


def sheet(*investors, agent="", closings_stated=1):
    """A small deal with these investors, each a text of `entry`, in the order of their closings."""
    head, _, tail = deals.sheet("new-stock-and-warrants").partition("investors:\n")
    yaml = head + "investors:\n" + "".join(investors) + tail[tail.index("\n# Agreements") :]
    yaml = re.sub(r"^placement_agent_warrant:(\n  .*)*", "", yaml, flags=re.MULTILINE)
    yaml = re.sub(r"^  (?:aggregate_amount|total_shares|total_warrants):.*\n", "", yaml, flags=re.MULTILINE)
    more = "".join(f"    - date: 2026-{9 + number}-15\n" for number in range(1, closings_stated))
    if more:
        yaml = deals.replaced(
            yaml, "  unlegended_delivery_days: 2\n", f"  unlegended_delivery_days: 2\n  additional:\n{more}"
        )
    return yaml + (f"\n{AGENT.format(agent)}" if agent else "")


def stems(document_set):
    return [piece.stem for piece in document_set.documents if piece.series]


def after(yaml, *before):
    """The set of a term sheet, after those before it, each with the register of the one before."""
    described, kept = None, None
    for each in (*before, yaml):
        drafted = named(deals.compose_text(each), history_of(described, kept))
        described, kept = Manifest(numbers=drafted.numbers), drafted.latest
    return drafted


A, B, C, D = (entry(name) for name in ("Ash Fund LP", "Beech Capital LLC", "Cedar Partners Ltd.", "Dogwood Trust"))


def numbers(drafted):
    return {party.name: party.number for party in drafted.numbers}


def test_a_new_set_is_numbered_in_the_order_of_the_closings_with_the_agent_behind_the_investors():
    drafted = after(sheet(A, B, entry("Elm Inc.", 2), agent="Marlowe Securities", closings_stated=2))
    assert stems(drafted) == [
        "signature-page-01-ash-fund-lp",
        "signature-page-02-beech-capital-llc",
        "joinder-04-elm-inc",
        "warrant-01-ash-fund-lp",
        "warrant-02-beech-capital-llc",
        "warrant-03-marlowe-securities",
        "warrant-04-elm-inc",
    ]


def test_a_number_of_an_investor_who_left_is_not_given_again():
    assert numbers(after(sheet(A, C, D), sheet(A, B, C), sheet(A, C))) == {
        "Ash Fund LP": 1,
        "Beech Capital LLC": 2,
        "Cedar Partners Ltd.": 3,
        "Dogwood Trust": 4,
    }


def test_an_investor_who_comes_back_under_the_same_name_gets_the_old_number():
    drafted = after(sheet(A, C, B, D), sheet(A, B, C), sheet(A, C), sheet(C, A, D))
    assert {stem for stem in stems(drafted) if "beech" in stem} == {
        "signature-page-02-beech-capital-llc",
        "warrant-02-beech-capital-llc",
    }
    assert numbers(drafted)["Dogwood Trust"] == 4


def test_one_who_comes_back_is_not_taken_for_another_of_a_similar_name():
    old, near = entry("Larch Capital Partners LP"), entry("Larch Capital Partners LLC")
    drafted = after(sheet(A, old), sheet(A, old), sheet(A, near), sheet(A, B))
    assert numbers(drafted)["Larch Capital Partners LP"] == 2
    # The one of the similar name is there, and the one that left comes back.
    drafted = after(sheet(A, old), sheet(old, A), sheet(A), sheet(A, D, near))
    assert numbers(drafted) == {
        "Larch Capital Partners LP": 1,
        "Ash Fund LP": 2,
        "Dogwood Trust": 3,
        "Larch Capital Partners LLC": 4,
    }


def test_a_renamed_investor_keeps_the_number_and_the_file_names():
    drafted = after(sheet(A, entry("Beach Capital LLC")), sheet(A, B))
    assert numbers(drafted) == {"Ash Fund LP": 1, "Beach Capital LLC": 2}
    assert stems(drafted)[1] == "signature-page-02-beech-capital-llc"


def test_two_who_swap_their_places_keep_their_names():
    assert sorted(stems(after(sheet(B, A), sheet(A, B)))) == sorted(stems(after(sheet(A, B))))


def test_an_investor_who_buys_again_has_a_number_for_each_purchase():
    again = entry("Ash Fund LP", 2)
    drafted = after(sheet(B, A, again, closings_stated=2), sheet(A, B), sheet(A, B, again, closings_stated=2))
    assert [stem for stem in stems(drafted) if "ash" in stem] == [
        "signature-page-01-ash-fund-lp",
        "joinder-03-ash-fund-lp",
        "warrant-01-ash-fund-lp",
        "warrant-03-ash-fund-lp",
    ]
    # The first purchase is cancelled, and the second keeps its number.
    assert [
        stem
        for stem in stems(after(sheet(B, again, closings_stated=2), sheet(A, B, again, closings_stated=2)))
        if "ash" in stem
    ] == [
        "joinder-03-ash-fund-lp",
        "warrant-03-ash-fund-lp",
    ]


def test_an_investor_and_an_agent_of_one_name_are_two_parties():
    drafted = after(sheet(B, A, agent="Ash Fund LP"), sheet(A, B, agent="Ash Fund LP"))
    assert [stem for stem in stems(drafted) if stem.startswith("warrant")] == [
        "warrant-02-beech-capital-llc",
        "warrant-01-ash-fund-lp",
        "warrant-03-ash-fund-lp",
    ]


def test_an_investor_without_warrants_has_the_number_all_the_same():
    none = entry("Beech Capital LLC").replace("100,000\n", "100,000\n    warrants: 0\n")
    yaml = re.sub(r"^  coverage: .*\n", "", sheet(A, none, C), flags=re.MULTILINE)
    yaml = yaml.replace("    amount: 100,000\n", "    amount: 100,000\n    warrants: 5,000\n").replace(
        "    warrants: 5,000\n    warrants: 0\n", "    warrants: 0\n"
    )
    assert [stem for stem in stems(deals.compose_text(yaml)) if "warrant" in stem] == [
        "warrant-01-ash-fund-lp",
        "warrant-03-cedar-partners-ltd",
    ]


def holder(name, **stated):
    return Investor.model_validate({"name": name, "amount": "100,000", **stated})


# Sets of older versions


def older(version, *names, superseded=(), **whose):
    files = {
        name: ManifestEntry("x", "warrants", investor=whose.get(name.partition(".")[0].replace("-", "_"), ""))
        for name in names
    }
    gone = {
        f"superseded/{name}": ManifestEntry(
            "x", "warrants", investor=whose.get(name.partition(".")[0].replace("-", "_"), "")
        )
        for name in superseded
    }
    return Manifest(files=files, superseded=gone, version=version)


def registered(described):
    return [
        (party.number, party.name or party.file, dict(party.others), party.left)
        for party in history_of(described, None).parties
    ]


def test_a_set_of_version_2_gets_a_register_from_its_file_names():
    described = older(
        2,
        *("signature-page-01-a.docx", "joinder-02-b.txt", "warrant-01-a.docx", "warrant-02-agent.docx", "warrant-03-b.docx"),
        superseded=["warrant-04-gone.docx", "warrant-03-moved.docx"],
        signature_page_01_a="A", joinder_02_b="B", warrant_01_a="A", warrant_02_agent="Agent", warrant_03_b="B", warrant_04_gone="Gone", warrant_03_moved="Moved",
    )  # fmt: skip
    assert registered(described) == [
        (1, "A", {}, False),
        (2, "B", {"warrant": 3}, False),
        (5, "Agent", {"warrant": 2}, False),
        (4, "Gone", {}, True),
    ]


def test_a_party_of_an_older_set_never_gets_a_number_that_another_has_in_a_kind():
    parties = (
        NumberedParty(1, "A", "a", "investors[0]"),
        NumberedParty(3, "Agent", "agent", "placement_agent_warrant", others={"warrant": 1}),
    )
    history = History(parties, {"investors[0]": holder("A")})
    yaml = sheet(entry("A"), agent="Agent")
    drafted = named(deals.compose_text(yaml), replace(history, holders={**history.holders}))
    assert sorted(stems(drafted)) == ["signature-page-01-a", "warrant-01-agent", "warrant-04-a"]
    assert (
        named(deals.compose_text(yaml), history_of(Manifest(numbers=drafted.numbers), drafted.latest)).numbers
        == drafted.numbers
    )


# Both commands


class Deal:
    """A deal drafted into a folder by one command or the other."""

    def __init__(self, folder, yaml):
        self.termsheet, self.set = folder / "deal.yaml", folder / "set"
        folder.mkdir()
        self.write("draft", yaml)

    def write(self, command, yaml, *options):
        self.termsheet.write_text(yaml, encoding="utf-8")
        formats = ("--format", "text") if command == "draft" else ()
        code, out, told = run(command, self.termsheet, "--output", self.set, *formats, *options)
        assert code == 0, told
        return out + told

    def documents(self):
        """The bytes of every document, by name."""
        names = (path for path in self.set.iterdir() if path.is_file() and path.name != "manifest.json")
        return {path.name: path.read_bytes() for path in names if not path.name.startswith("changes")}

    def numbers(self):
        return manifest.read(self.set).numbers


NAMES = [
    "Ash Fund LP",
    "Ash Fund II LP",
    "Beech Capital LLC",
    "Beach Capital LLC",
    "Cedar & Co.",
    "CEDAR & CO",
    "Dogwood Trust",
    "Elm/Elm Inc.",
]


def any_deal(chance):
    """A random deal: who is in it, in which order, who buys again, an agent, classes of warrants."""
    first = [
        entry(name, amount=f"{chance.randint(100, 900)},000") for name in chance.sample(NAMES, chance.randint(2, 4))
    ]
    later = [entry(name, 2) for name in chance.sample(NAMES, chance.randint(0, 2))]
    agent = chance.choice(["", "Marlowe Securities", "Ash Fund LP"])
    yaml = sheet(*first, *later, agent=agent, closings_stated=2)
    of_one_class = r"^  (?:coverage|exercise_price_percentage|exercise_price|term_years): .*\n"
    head, warrants, tail = yaml.partition("\nwarrants:\n")
    classes = (
        head
        + warrants
        + CLASSES
        + re.sub(of_one_class, "", tail.partition("placement_agent_warrant:")[0], flags=re.MULTILINE)
    )
    agents = "".join(tail.partition("placement_agent_warrant:")[1:])
    return classes + agents if chance.random() < 0.3 else yaml


@pytest.mark.parametrize("seed", range(3))
def test_draft_and_schedules_give_the_same_bytes_for_the_same_term_sheet_and_history(seed, tmp_path):
    chance = random.Random(seed)  # noqa: S311  no secret, and the same each time
    yaml = any_deal(chance)
    drafted, revised = Deal(tmp_path / "drafted", yaml), Deal(tmp_path / "revised", yaml)
    for _ in range(3):
        yaml, known = any_deal(chance), {party.number: party.file for party in drafted.numbers()}
        drafted.write("draft", yaml)
        revised.write("schedules", yaml)
        assert drafted.documents() == revised.documents()
        assert drafted.numbers() == revised.numbers()
        assert {party.number: party.file for party in drafted.numbers()}.items() >= known.items()
    before = drafted.documents()
    drafted.write("draft", yaml)
    assert drafted.documents() == before


def test_a_match_by_a_similar_name_is_reported_by_both(tmp_path):
    yaml = sheet(A, B)
    drafted, revised = Deal(tmp_path / "drafted", yaml), Deal(tmp_path / "revised", yaml)
    changed = sheet(A, entry("Beach Capital LLC"))
    said = "Beach Capital LLC is taken for Beech Capital LLC, matched by similar name, and keeps its documents\n"
    assert said in drafted.write("draft", changed)
    assert "  Beech Capital LLC is now Beach Capital LLC (matched by similar name)\n" in revised.write(
        "schedules", changed
    )
    assert "is taken for" not in drafted.write("draft", changed)


def test_a_part_that_is_drafted_alone_registers_who_is_new_and_keeps_the_rest(tmp_path):
    deal = Deal(tmp_path / "deal", sheet(A, B))
    deal.write("draft", sheet(B, D), "--only", "warrants")
    assert [(party.name, party.left) for party in deal.numbers()] == [
        ("Ash Fund LP", False),
        ("Beech Capital LLC", False),
        ("Dogwood Trust", True),
    ]
    deal.write("draft", sheet(D, C, A))
    assert {party.name: party.number for party in deal.numbers()} == {
        "Ash Fund LP": 1,
        "Beech Capital LLC": 2,
        "Dogwood Trust": 3,
        "Cedar Partners Ltd.": 4,
    }


def as_version(deal, version):
    """Make the manifest of a set one of an older version."""
    path = deal.set / "manifest.json"
    outline = json.loads(path.read_text())
    del outline["numbers"]
    outline["version"] = version
    if version == 1:
        outline = {
            "version": 1,
            "files": {name: {"sha256": one["sha256"], "drafted_from": {}} for name, one in outline["files"].items()},
        }
        shutil.rmtree(deal.set / "inputs")
    path.write_text(json.dumps(outline))


@pytest.mark.parametrize("command", ["draft", "schedules"])
def test_a_set_of_version_2_keeps_its_numbers_and_names(command, tmp_path):
    deal = Deal(tmp_path / "deal", sheet(A, B, C))
    as_version(deal, 2)
    deal.write(command, sheet(C, A, D))
    assert {stem for stem in map(file_stem, deal.documents()) if stem.startswith("warrant")} == {
        file_stem(f"warrant-{stem}{end}")
        for stem in ("01-ash-fund-lp", "03-cedar-partners-ltd", "04-dogwood-trust")
        for end in (".txt", ".document.json")
    }
    assert manifest.read(deal.set).version == 3


def test_a_set_of_version_1_keeps_its_numbers_and_names(tmp_path):
    deal = Deal(tmp_path / "deal", sheet(A, entry("O'Hara, Pi\u00f1a & Sons"), C))
    as_version(deal, 1)
    deal.write("draft", sheet(entry("O'Hara, Pi\u00f1a & Sons"), C, D))
    assert {party.name: (party.number, party.left) for party in deal.numbers()} == {
        "": (1, True),
        "O'Hara, Pi\u00f1a & Sons": (2, False),
        "Cedar Partners Ltd.": (3, False),
        "Dogwood Trust": (4, False),
    }


@pytest.mark.parametrize("harm", ["missing", "changed", "refused"])
def test_a_set_whose_kept_term_sheet_cannot_be_used_is_drafted_by_names_and_that_is_said(harm, tmp_path):
    deal = Deal(tmp_path / "deal", sheet(A, B, C))
    kept = deal.set / "inputs" / "deal.yaml"
    if harm == "missing":
        kept.unlink()
    else:
        kept.write_text("nothing: 1\n")
    if harm == "refused":  # as by a rule of a newer program
        described = manifest.read(deal.set)
        inputs = {
            name: replace(copy, sha256=manifest.digest(kept.read_bytes())) for name, copy in described.inputs.items()
        }
        (deal.set / "manifest.json").write_bytes(manifest.as_bytes(replace(described, inputs=inputs)))
    if harm == "changed":
        kept.unlink()  # an edited copy is never overwritten
    said = deal.write("draft", sheet(C, D, B))
    assert "warning S350 the term sheet of the last draft cannot be used" in said
    assert {party.name: party.number for party in deal.numbers()} == {
        "Ash Fund LP": 1,
        "Beech Capital LLC": 2,
        "Cedar Partners Ltd.": 3,
        "Dogwood Trust": 4,
    }


@pytest.mark.parametrize("command", ["draft", "schedules"])
def test_the_set_of_another_deal_is_refused_and_one_of_a_renamed_company_is_not(tmp_path, command):
    yaml, other = sheet(A, B), deals.sheet("new-stock-only")
    company = deals.compose_text(yaml).latest.company.name

    def drafted(yaml, command):
        (tmp_path / "deal.yaml").write_text(yaml)
        return run(command, tmp_path / "deal.yaml", "--output", tmp_path / "set")

    assert drafted(yaml, "draft")[0] == 0
    before = contents(tmp_path / "set")
    code, _, told = drafted(other, command)
    assert (code, "error S315 company.name: the folder has the set of another deal, that of" in told) == (3, True)
    assert contents(tmp_path / "set") == before
    assert drafted(deals.replaced(yaml, f"name: {company}\n", "name: RENAMED, INC.\n"), command)[0] == 0
