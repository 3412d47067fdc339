"""A deal without a Registration Rights Agreement: whatever else it chooses, no document names one."""

from __future__ import annotations

import re

import pytest
import yaml

from assembler.exports import text
from assembler.pipeline import check, draft_deal
from tests import deals
from tests.dealset.closings import CLOSING
from tests.dealset.test_additional_closings import BY_AMENDMENT, allowing, signed
from tests.option_findings import LIBRARY
from tests.option_values import VALUES
from tests.option_variants import alone, variant

STEM = "new-stock-and-warrants"
WITHOUT = {"options.registration_rights": "false"}
# The option itself, and the provision of a warrant that contradicts it.
OTHERS = {
    name: values
    for name, values in VALUES.items()
    if name not in ("options.registration_rights", "warrants.provisions.registration_rights")
}
NAMED = re.compile(r"registration rights agreement|registrable|party to the registration", re.IGNORECASE)


def named_in(document_set):
    """Return the words around each mention, in every document but the placement agent's own warrant."""
    for piece in document_set.documents:
        if piece.about != "placement_agent_warrant":
            words = " ".join(text.write(piece.document, piece.numbers).split())
            yield from (words[max(0, at.start() - 60) : at.end()] for at in NAMED.finditer(words))


def drafted(sheet):
    return draft_deal(yaml.safe_dump(sheet, allow_unicode=True).encode(), "deal.yaml", LIBRARY)


@pytest.mark.parametrize("stem", [STEM, "new-stock-only", "new-covenant-warrants"])
def test_no_document_names_an_agreement_that_the_deal_has_not(stem):
    assert list(named_in(drafted(variant(stem, {})))) != []
    assert list(named_in(drafted(variant(stem, WITHOUT)))) == []


@pytest.mark.parametrize(("name", "chosen"), [(name, chosen) for stem, name, chosen in alone(OTHERS) if stem == STEM])
def test_no_option_brings_it_back(name, chosen):
    assert list(named_in(drafted(variant(STEM, {**WITHOUT, name: chosen})))) == []


def without(yaml_text, warrants=""):
    """Return a deal whose option takes the agreement away, and what its warrants say of it."""
    yaml_text = deals.replaced(yaml_text, "options:\n", "options:\n  registration_rights: false\n")
    return deals.replaced(yaml_text, "    registration_rights: true\n", warrants)


@pytest.mark.parametrize("yaml_text", [allowing(), signed(), signed(closing=BY_AMENDMENT), allowing(closing=CLOSING)])
def test_no_joinder_names_it(yaml_text):
    document_set = deals.compose_text(without(yaml_text.replace("status: execution", "status: draft")))
    assert any(piece.stem.startswith("joinder") for piece in document_set.documents)
    assert list(named_in(document_set)) == []


def test_the_annexes_move_up_and_no_check_misses_one():
    document_set = deals.compose_text(without(deals.sheet(STEM)))
    assert document_set.documents[0].numbers["annex_warrant"].full == "V"
    assert {one.code for one in check(document_set)} == {"C119"}


def test_a_warrant_that_states_such_rights_is_found():
    stated = deals.compose_text(without(deals.sheet(STEM), "    registration_rights: true\n"))
    assert [(one.path, one.message) for one in stated.warnings if one.code == "T424"] == [
        (
            "warrants.provisions.registration_rights",
            "the warrants give registration rights, but the deal has no Registration Rights Agreement",
        )
    ]
