"""A deal that is drafted, changed and brought up to date, as a user would, in a folder of its own."""

from __future__ import annotations

import json
import re

from assembler import pipeline
from assembler.document import json as document_json
from assembler.library import Library
from tests import deals
from tests.commands import run
from tests.dealset.sets import contents

DEALS = ("new-stock-only", "new-covenant-warrants", "new-stock-and-warrants", "focus-2003-07")
_STATED = r"^ +(?:aggregate_amount|aggregate_issuance_shares|total_shares|total_warrants|shares|warrants): [\d,]+\n"


def sheet(stem):
    """A term sheet without the figures that it states and need not, and without departures from words with figures."""
    return re.sub(_STATED, "", deals.without_departures(deals.sheet(stem)), flags=re.MULTILINE)


class Round:
    """A set in a folder, and its term sheet beside."""

    def __init__(self, folder, yaml, *asked):
        self.termsheet, self.set = folder / "deal.yaml", folder / "set"
        self.change(yaml)
        assert self.run("draft", *asked)[0] == 0

    def change(self, yaml):
        self.termsheet.write_text(yaml, encoding="utf-8")

    @property
    def yaml(self):
        return self.termsheet.read_text(encoding="utf-8")

    def run(self, command, *options):
        """The exit code, what was said on standard output, and what on standard error."""
        return run(command, self.termsheet, "--output", self.set, *options)

    def plan(self, *options):
        code, out, err = self.run("schedules", "--plan", "--json", *options)
        assert code == 0, err
        return json.loads(out)

    def contents(self):
        """The bytes of every file of the set by its path; the manifest and the copies of the inputs left out."""
        return {
            name: data
            for name, data in contents(self.set).items()
            if name != "manifest.json" and not name.startswith("inputs/")
        }

    def trees(self):
        """The tree of every document of the set, by its part and whose it is."""
        files = json.loads((self.set / "manifest.json").read_bytes())["files"]
        return {
            (entry["part"], entry.get("investor", "") or name): document_json.load((self.set / name).read_bytes(), name)
            for name, entry in files.items()
            if name.endswith(".document.json")
        }


def composed(yaml):
    """What a draft of the term sheet says, by part and whose it is, as `trees` has it."""
    whole = pipeline.draft_deal(yaml.encode(), "deal.yaml", Library.open())
    return {
        (piece.part.value, piece.investor or f"{piece.stem}.document.json"): (piece.document, piece.numbers)
        for piece in whole.documents
    }


# Kinds of change


def investors(yaml):
    """The term sheet before, between and behind its investors, each of them by itself."""
    before, found, rest = yaml.partition("\ninvestors:\n")
    block = re.match(r"(?:(?: .*)?\n)+", rest)[0]
    entries = [f"  - name:{entry}" for entry in re.split(r"^  - name:", block, flags=re.MULTILINE)[1:]]
    return before + found, entries, rest[len(block) :]


def with_investors(yaml, entries):
    before, _, behind = investors(yaml)
    return before + "".join(entry.rstrip("\n") + "\n" for entry in entries) + "\n" + behind


NEW = """  - name: Windrow & Sons Capital LP
    address_lines:
      - 1 Field Road
      - Denver, Colorado 80202
    telephone: (303) 555-0101
    facsimile: (303) 555-0102
    amount: 340,000
    signatory: Ada Field
    signatory_title: Partner
"""


def added(yaml, at=None):
    entries = investors(yaml)[1]
    at = len(entries) if at is None else at
    return with_investors(yaml, [*entries[:at], NEW, *entries[at:]])


def removed(yaml, at=0):
    entries = investors(yaml)[1]
    return with_investors(yaml, [*entries[:at], *entries[at + 1 :]])


def renamed(yaml, at=0, letter="z"):
    entries = investors(yaml)[1]
    entries[at] = re.sub(r"(- name: \w\w)\w", rf"\1{letter}", entries[at])
    return with_investors(yaml, entries)


def amount(yaml, at=0, to="345,600"):
    entries = investors(yaml)[1]
    entries[at] = re.sub(r"amount: .*", f"amount: {to}", entries[at])
    return with_investors(yaml, entries)


def address(yaml, at=0, to="77 Elsewhere Street"):
    entries = investors(yaml)[1]
    entries[at] = re.sub(r"(address_lines:\n)      - .*\n", rf"\1      - {to}\n      - Second Floor\n", entries[at])
    return with_investors(yaml, entries)


def price(yaml, to="1.25"):
    return re.sub(r"price_per_share: .*", f"price_per_share: {to}", yaml)


def digits(yaml):
    """The same price, written with a digit more: it is printed as it is written."""
    return re.sub(r"(price_per_share: \d+\.\d+)", r"\g<1>0", yaml)


def coverage(yaml, to="33%"):
    return re.sub(r"  coverage: .*", f"  coverage: {to}", yaml)


def date(yaml):
    day = re.search(r"^  date: (\d{4}-\d{2})-(\d{2})", yaml, re.MULTILINE)
    return yaml.replace(
        day[0], f"  date: {day[1]}-{int(day[2]) - 1:02}" if int(day[2]) > 1 else f"  date: {day[1]}-02", 1
    )


def option(yaml):
    now = re.search(r"anti_hedging: (\w+)", yaml)[1]
    return yaml.replace(f"anti_hedging: {now}", f"anti_hedging: {'false' if now == 'true' else 'true'}")


def departure(yaml):
    one = "  - {clause: pronouns, state: reserved, why: negotiated}\n"
    return (
        yaml.replace("\ndepartures:\n", f"\ndepartures:\n{one}")
        if "\ndepartures:\n" in yaml
        else f"{yaml}\ndepartures:\n{one}"
    )


KINDS = {
    "investor added": added,
    "investor removed": removed,
    "investor renamed": renamed,
    "amount": amount,
    "price": price,
    "digits of the price": digits,
    "coverage": coverage,
    "date": date,
    "address": address,
    "option": option,
    "departure": departure,
}
