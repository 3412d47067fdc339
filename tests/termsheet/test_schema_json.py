"""The JSON Schema says of a term sheet what the loader says, as far as an editor can."""

from __future__ import annotations

import json
import re
from typing import get_args

import pytest
import yaml
from jsonschema import Draft202012Validator

from assembler.termsheet.manual import json_schema
from assembler.termsheet.schema.parties import InvestorKind
from assembler.termsheet.starter import starter
from tests import deals
from tests.termsheet.sheets import SHEET, spoilt

FORMS = ["purchase-agreement", "warrant"]


class EditorsYaml(yaml.SafeLoader):
    """YAML 1.2 with its core schema, as the language server of editors reads it: dates and 0123 stay as they are typed."""


EditorsYaml.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("null", r"(?:~|null|Null|NULL|)$", "~nN"),
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
]:
    EditorsYaml.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))
EditorsYaml.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("$"), [""])
EditorsYaml.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node)))


def complaints(sheet):
    """Return what an editor underlines in a sheet: the path and the broken rule of the schema."""
    form = "warrant" if re.search("^form: warrant", sheet, re.MULTILINE) else "purchase-agreement"
    validator = Draft202012Validator(json.loads(json_schema(form)))
    read = yaml.load(sheet, EditorsYaml)  # noqa: S506  a loader without tags
    return sorted(
        (".".join(map(str, error.absolute_path)), error.validator) for error in _each(validator.iter_errors(read))
    )


def _each(errors):
    """Yield each error, and those within `anyOf` and `if`."""
    for error in errors:
        yield error
        yield from _each(error.context)


@pytest.mark.parametrize("form", FORMS)
def test_it_is_a_json_schema(form):
    Draft202012Validator.check_schema(json.loads(json_schema(form)))
    assert json.loads(json_schema(form))["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", sorted(deals.TERMSHEETS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_term_sheet_of_the_project_keeps_to_it(path):
    assert complaints(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("form", FORMS)
def test_the_starter_sheet_keeps_to_it(form):
    assert complaints(starter(form)) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("price_per_share: 1.10", "price_per_shere: 1.10"), ("offering", "additionalProperties")),
        (("price_per_share: 1.10", "price_per_share: a dollar"), ("offering.price_per_share", "pattern")),
        (("price_per_share: 1.10", "price_per_share: 0"), ("offering.price_per_share", "exclusiveMinimum")),
        (("amount: 1,100,000", "amount: 1,10,000"), ("investors.0.amount", "pattern")),
        (("date: 2003-07-01", "date: 7/1/2003"), ("agreement.date", "pattern")),
        (("majority_threshold: 51%", "majority_threshold: 51"), ("law.majority_threshold", "type")),
        (("  par_value: 0.01\n", ""), ("offering", "required")),
        (
            ("- name: White Investments Ltd.", "- name: White Investments Ltd.\n    kind: firm"),
            ("investors.0.kind", "enum"),
        ),
        (
            ("- name: White Investments Ltd.", "- name: White Investments Ltd.\n    signed: maybe"),
            ("investors.0.signed", "pattern"),
        ),
        (
            ("address_lines: [350 Fifth Avenue, 'New York, New York 10001']", "address_lines: 350 Fifth Avenue"),
            ("escrow.wire.address_lines", "type"),
        ),
        (("  agent: Grey LLP", "  agent:"), ("escrow.agent", "type")),
    ],
    ids=str,
)
def test_a_planted_mistake_is_underlined(change, expected):
    assert expected in complaints(spoilt(change))


@pytest.mark.parametrize(
    "change",
    [
        ("price_per_share: 1.10", "price_per_share: $1.10"),
        ("price_per_share: 1.10", "price_per_share: TBD"),
        ("amount: 1,100,000", "amount: 1100000"),
        ("amount: 1,100,000", "amount: TBD (at the closing)"),
        ("date: 2003-07-01", "date: '2003-07-01'"),
        ("name: White Investments Ltd.", "name: 1492"),
        ("name: White Investments Ltd.", "name: true"),
        ("zip: 02139", "zip: 12345"),
        ("price_per_share: 1.10", "price_per_share: US$ 1.10 per share"),
        ("amount: 1,100,000", "amount: $1.1 Million"),
        ("amount: 1,100,000", "amount: tbd"),
        ("date: 2003-07-01", "date: July 1, 2003"),
        ("date: 2003-07-01", "date: 13/7/2003"),
        ("date: 2003-07-01", "date: 2003/07/01\n  investor_signature_date: June 2003"),
        ("majority_threshold: 51%", "majority_threshold: 51 Percent"),
        ("law:\n", "options: {patriot_act: Yes, proceeds_restriction: Loan or Investment}\nlaw:\n"),
        ("law:\n", "closing: {unlegended_delivery_days: 2 business days}\nlaw:\n"),
        ("agreement:\n", "form: Purchase Agreement\nagreement:\n"),
    ],
    ids=str,
)
def test_what_the_loader_takes_is_not_underlined(change):
    assert complaints(spoilt(change)) == []


INVESTORS = "investors:\n  - name: White Investments Ltd.\n    amount: 1,100,000\n"


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("{from: investors.xlsx}", []),
        ("{from: investors.xlsx, sheet: Round, columns: {name: Investor, address_1: Street}}", []),
        ("{from: 2026.csv, sheet: 2026}", []),
        ("{sheet: Round}", [("investors", "required")]),
        ("{from: a.csv, form: a}", [("investors", "additionalProperties")]),
        ("{from: a.csv, columns: {nam: Investor}}", [("investors.columns", "additionalProperties")]),
        ("{from: [a.csv]}", [("investors.from", "type")]),
        ("a.csv", [("investors", "type")]),
        ("[]", [("investors", "minItems")]),
    ],
)
def test_the_file_that_lists_the_investors_may_stand_in_their_place(listed, expected):
    assert complaints(spoilt((INVESTORS, f"investors: {listed}\n"))) == expected


def test_the_small_sheet_keeps_to_it():
    assert complaints(SHEET) == []


@pytest.mark.parametrize("form", FORMS)
def test_every_group_is_closed_and_every_field_described(form):
    for group in groups(json.loads(json_schema(form))):
        assert group["additionalProperties"] is False
        # A group whose field says no more than the group does is described there.
        assert all({"description", "$ref"} & field.keys() for field in group["properties"].values())


@pytest.mark.parametrize("form", FORMS)
def test_every_option_may_be_typed_in_any_letters(form):
    for group in groups(json.loads(json_schema(form))):
        assert [name for name, field in group["properties"].items() if "enum" in field] == []


def groups(node):
    if isinstance(node, dict):
        if "properties" in node and node.get("type") == "object":
            yield node
        for value in node.values():
            yield from groups(value)
    elif isinstance(node, list):
        for value in node:
            yield from groups(value)


def test_enumerations_defaults_and_examples_are_in_it():
    definitions = json.loads(json_schema("purchase-agreement"))["$defs"]
    assert definitions["Investor"]["properties"]["kind"]["anyOf"][0]["enum"] == list(get_args(InvestorKind))
    assert definitions["Closing"]["properties"]["unlegended_delivery_days"]["default"] == 3
    assert definitions["Offering"]["properties"]["price_per_share"]["examples"] == ["1.00", "1.1296"]
    assert definitions["Investor"]["properties"]["signed"]["examples"] == [True]
    assert "null" not in json_schema("purchase-agreement")


def test_words_for_the_numbers_of_classes_are_no_error():
    sheet = SHEET.replace(
        "    amount: 1,100,000\n",
        "    amount: 1,100,000\n    warrants: none\n    class_warrants: [computed, none, 7]\n    class_warrant_numbers: [A-1, none, 12]\n",
    )
    assert complaints(sheet) == []
    assert complaints(sheet.replace("computed", "derived"))
