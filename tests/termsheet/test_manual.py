"""The starter sheet and the page of all fields are made from the schema, and are true."""

from __future__ import annotations

import re

import pytest
from pydantic import TypeAdapter, ValidationError

from assembler import pipeline
from assembler.errors import Severity
from assembler.pipeline import load_term_sheet
from assembler.termsheet import scalars
from assembler.termsheet.fields import fields
from assembler.termsheet.manual import page, starter
from assembler.termsheet.schema import SHEETS
from tests import deals

FORMS = sorted(SHEETS)


@pytest.mark.parametrize(
    ("form", "codes"), [("purchase-agreement", {"T301", "T417", "C119"}), ("warrant", {"T301", "T424"})]
)
def test_the_starter_sheet_validates_as_it_stands_and_all_it_says_is_what_is_open(form, codes):
    composed = deals.compose_text(starter(form))
    problems = (*composed.warnings, *pipeline.check(composed), *pipeline.check_days(composed))
    assert {problem.severity for problem in problems} == {Severity.WARNING}
    assert {problem.code for problem in problems} == codes


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
