"""The starter sheet and the page of all fields are made from the schema, and are true."""

from __future__ import annotations

import json
import re

import pytest
from pydantic import TypeAdapter, ValidationError

from assembler import pipeline
from assembler.actions.new import Style, style_tree
from assembler.errors import Severity
from assembler.pipeline import load_term_sheet
from assembler.termsheet import scalars
from assembler.termsheet.fields import example_of, fields
from assembler.termsheet.manual import page
from assembler.termsheet.reader import read
from assembler.termsheet.schema import SHEETS, TermSheet
from assembler.termsheet.starter import CHANGING, starter
from tests import deals

FORMS = sorted(SHEETS)


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize(("form", "codes"), [("purchase-agreement", {"T301", "C119"}), ("warrant", {"T301", "T424"})])
def test_the_starter_sheet_of_each_style_drafts_and_all_it_says_is_what_is_open(form, codes, style):
    composed = deals.compose_text(starter(form, style_tree(style)))
    problems = (*composed.warnings, *pipeline.check(composed), *pipeline.check_days(composed))
    assert {problem.severity for problem in problems} == {Severity.WARNING}
    assert {problem.code for problem in problems} == codes


def leaves(tree, above=""):
    """The values of a tree by path; a list is a value."""
    if not isinstance(tree, dict):
        return {above: tree}
    return {path: value for name, below in tree.items() for path, value in leaves(below, f"{above}.{name}").items()}


@pytest.mark.parametrize("style", Style)
def test_the_starter_sheet_states_each_line_of_its_style(style):
    stated = leaves(read(starter("purchase-agreement", style_tree(style)).encode(), "deal.yaml").tree)
    for path, value in leaves(style_tree(style)).items():
        assert stated.get(path) == value, path


def test_the_terms_that_change_with_every_deal_stand_above_the_line():
    above, line, below = starter("purchase-agreement").partition("# ---- The rest has defaults")
    assert line
    tree = leaves(read(above.encode(), "deal.yaml").tree)
    assert [path for path in CHANGING if f".{path}" not in tree] == []
    assert [text for text in below.splitlines()[1:] if text and not text.startswith("#")] == []


@pytest.mark.parametrize("form", FORMS)
def test_each_field_of_a_group_above_the_line_can_be_moved_there(form):
    """State each field below the line alone, in the group that stands above it."""
    tree = read(starter(form).encode(), "deal.yaml").tree
    for field in fields(SHEETS[form]):
        group, _, name = field.path.rpartition(".")
        into = tree
        for step in filter(None, group.split(".")):
            into = into.get(step.removesuffix("[]")) if isinstance(into, dict) else None
            into = into[0] if isinstance(into, list) and step.endswith("[]") else into
        if not isinstance(into, dict) or name in into or field.group:
            continue
        into[name] = as_example(field)
        load_term_sheet(json.dumps(tree).encode(), "deal.yaml")
        del into[name]


def as_example(field):
    typed = [unquoted_yaml(text) for text in example_of(field.info)]
    return typed if field.is_list else typed[0]


def unquoted_yaml(text):
    return read(f"value: {text}\n".encode(), "value.yaml").tree["value"]


@pytest.mark.parametrize("form", FORMS)
def test_the_starter_sheet_has_every_field_with_its_description(form):
    sheet = starter(form)
    words = " ".join(sheet.replace("#", " ").split())
    for field in fields(SHEETS[form]):
        assert field.name == "form" or " ".join(field.description.split()) in words, field.path
        assert re.search(rf"^[# -]*{field.name}:", sheet, re.MULTILINE), field.path


@pytest.mark.parametrize("form", FORMS)
def test_each_term_that_is_commented_out_can_be_stated(form):
    """State each field alone, without its # and the #s of its groups."""
    sheet = starter(form).splitlines()
    for index, line in enumerate(sheet):
        if re.fullmatch(r" *# [a-z_]+: .+", line) and "such as" not in line:
            stated = line.replace("# ", "", 1)
            load_term_sheet("\n".join([*sheet[:index], stated, *sheet[index + 1 :]]).encode(), "deal.yaml")


@pytest.mark.parametrize("form", FORMS)
def test_each_group_that_is_commented_out_can_be_stated(form):
    sheet = starter(form)
    groups = re.findall(r"(?:^# [a-z_]+:\n(?:^#  .*\n)+)", sheet, re.MULTILINE)
    assert groups
    for group in groups:
        stated = re.sub(r"^# ", "", group, flags=re.MULTILINE)
        load_term_sheet(sheet.replace(group, stated).encode(), "deal.yaml")


@pytest.mark.parametrize("form", FORMS)
def test_the_starter_sheet_begins_with_the_line_that_editors_look_for(form):
    assert re.match(r"# yaml-language-server: \$schema=\./assembler[a-z-]*\.schema\.json\n", starter(form))


def test_the_page_of_all_fields_is_current():
    """`python -m assembler.termsheet.manual > termsheets/README.md` makes it so."""
    assert (deals.TERMSHEETS / "README.md").read_text(encoding="utf-8") == page()


def test_the_page_says_type_meaning_default_and_example_of_every_field():
    items = items_of_page()
    # A field of both forms is described as the agreement has it.
    described = {field.path: field for form in ("warrant", "purchase-agreement") for field in fields(SHEETS[form])}
    for field in described.values():
        group = field.path.removesuffix(field.name).removesuffix(".")
        item = items[f"`{group}`" if group else "At the left margin", field.name]
        assert item.startswith(f"({field.kind}{', required' if field.required else ''}): {field.description}")
        assert ("Default: `" in item) == bool(field.default)
        assert not field.default or f" Default: `{field.default}`." in item
        assert not field.example or item.endswith(f" Example: `{field.example}`.")


def items_of_page():
    """Return the text of every list item of the page, by its heading and the name of its field."""
    sections = re.split(r"^## (.*)$", page(), flags=re.MULTILINE)[1:]
    return {
        (heading, name): " ".join(text.split())
        for heading, section in zip(sections[::2], sections[1::2], strict=True)
        for name, text in re.findall(r"^- \*\*`(\w+)`\*\* (.*(?:\n  .*)*)", section, re.MULTILINE)
    }


TYPES = {
    "dollars": [scalars.Amount],
    "a price": [scalars.Price],
    "a count": [scalars.Count],
    "a percentage": [scalars.Percentage],
    "days, years": [scalars.Days, scalars.BusinessDays, scalars.TradingDays, scalars.Years],
    "a date": [scalars.IsoDate],
    "true or false": [scalars.Flag],
    "TBD": [scalars.TermText],
}


def test_the_page_says_truly_which_spellings_are_taken():
    rows = [line.strip("| ").split(" | ") for line in page().splitlines() if line.startswith("| ")]
    spellings = {row[0]: [re.findall("`([^`]*)`", cell) for cell in row[1:]] for row in rows}
    for value, types in TYPES.items():
        taken, refused = spellings[value]
        assert taken
        assert refused
        assert [text for text in taken if not any(_is_read(text, one) for one in types)] == []
        assert [text for text in refused if any(_is_read(text, one) for one in types)] == []


def _is_read(text, annotation):
    try:
        TypeAdapter(annotation).validate_python(text)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("form", FORMS)
def test_the_starter_sheet_fits_the_page(form):
    assert max(map(len, starter(form).splitlines())) <= 120
    assert [line for line in starter(form).splitlines() if "\0" in line] == []


def test_warrants_are_on_in_the_starter_sheet():
    terms = load_term_sheet(starter("purchase-agreement").encode(), "deal.yaml").terms
    assert terms.warrants.mode == "integrated"
    assert terms.warrants.model_fields_set == {"mode", "coverage", "exercise_price", "term_years"}


@pytest.mark.parametrize("form", FORMS)
def test_no_field_is_described_by_the_number_of_a_section(form):
    numbered = re.compile(r"(?:^|[\s(])(?:Section )?[0-9]{1,2}(?:\([a-z]+\))+(?![\w(])")
    described = {field.path: field.description for field in fields(SHEETS[form])}
    # The law is called by its numbers: rules and items of the SEC, sections 13 and 16 of the Exchange Act.
    assert [
        path
        for path, text in described.items()
        if numbered.search(re.sub(r"(?:Rule|Item) \S+|1[36]\([a-z]\)", "", text))
    ] == []


def test_an_option_is_described_in_a_sentence_or_more():
    options = [field for field in fields(TermSheet) if field.path.startswith("options.") and not field.group]
    assert [field.path for field in options if len(field.description.split()) < 10] == []
