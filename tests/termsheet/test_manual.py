"""The starter sheet and the page of all fields are made from the schema, and are true."""

from __future__ import annotations

import re

import pytest

from assembler import pipeline
from assembler.errors import Severity
from assembler.pipeline import load_term_sheet
from assembler.termsheet.fields import fields
from assembler.termsheet.manual import page, starter
from assembler.termsheet.schema import SHEETS
from tests import deals

FORMS = sorted(SHEETS)


@pytest.mark.parametrize(("form", "codes"), [("purchase-agreement", {"T301", "T417"}), ("warrant", {"T301"})])
def test_the_starter_sheet_validates_as_it_stands_and_all_it_says_is_what_is_open(form, codes):
    whole = deals.compose_text(starter(form))
    problems = (*whole.warnings, *pipeline.check(whole), *pipeline.check_days(whole))
    assert {one.severity for one in problems} == {Severity.WARNING}
    assert {one.code for one in problems} == codes


@pytest.mark.parametrize("form", FORMS)
def test_the_starter_sheet_has_every_field_with_its_description(form):
    sheet = starter(form)
    words = " ".join(sheet.replace("#", " ").split())
    for field in fields(SHEETS[form]):
        assert field.name == "form" or " ".join(field.description.split()) in words, field.path
        assert re.search(rf"^[# -]*{field.name}:", sheet, re.MULTILINE), field.path


@pytest.mark.parametrize("form", FORMS)
def test_each_term_that_is_commented_out_can_be_stated(form):
    """Each is put in by itself, without its # and the #s before what it stands under."""
    sheet = starter(form).splitlines()
    for at, line in enumerate(sheet):
        if re.fullmatch(r" *# [a-z_]+: .+", line) and "such as" not in line:
            stated = line.replace("# ", "", 1)
            load_term_sheet("\n".join([*sheet[:at], stated, *sheet[at + 1 :]]).encode(), "deal.yaml")


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


@pytest.mark.parametrize("form", FORMS)
def test_the_page_has_a_row_for_every_field(form):
    text = page()
    for field in fields(SHEETS[form]):
        assert f"| `{field.path}` |" in text


@pytest.mark.parametrize("form", FORMS)
def test_the_starter_sheet_fits_the_page(form):
    assert max(map(len, starter(form).splitlines())) <= 120
    assert [line for line in starter(form).splitlines() if "\0" in line] == []


def test_warrants_are_on_in_the_starter_sheet():
    terms = load_term_sheet(starter("purchase-agreement").encode(), "deal.yaml").terms
    assert terms.warrants.mode == "integrated"
    assert terms.warrants.model_fields_set == {"mode", "coverage", "exercise_price", "term_years"}
