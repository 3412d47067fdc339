"""Term sheets broken at random: a mistake is reported on its line, and nothing but a refusal comes of any of them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Any, get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assembler.errors import InputError
from assembler.pipeline import load_term_sheet
from assembler.termsheet.messages import MessageWriter, path_text
from assembler.termsheet.schema import SHEETS, TermSheet, WarrantSheet
from assembler.termsheet.source import Source
from tests import deals, fuzz_termsheets
from tests.termsheet.sheets import SHEET, refused, spoilt

TYPED = [SHEET, *(path.read_text(encoding="utf-8") for path in sorted(deals.TERMSHEETS.glob("*.yaml")))]


def problems_of(yaml):
    try:
        return load_term_sheet(yaml.encode(), "deal.yaml").warnings
    except InputError as refusal:
        return refusal.problems


def said_on(yaml, line):
    return [problem for problem in problems_of(yaml) if problem.location.line == line]


def with_line(yaml, line, text):
    lines = yaml.split("\n")
    lines[line - 1] = text
    return "\n".join(lines)


# Mistakes planted at random


@cache
def keys(sheet):
    """Return the names of a sheet: the line, and the columns at which the name begins and ends."""
    name = re.compile(r"(?:^ *(?:- )?\{?|[{,] *)(\w+):(?: |$)")
    lines = enumerate(TYPED[sheet].split("\n"), 1)
    return [
        (line, found.start(1), found.end(1))
        for line, text in lines
        if not text.lstrip().startswith("#")
        for found in name.finditer(text)
    ]


@settings(max_examples=150, deadline=None)
@given(data=st.data(), sheet=st.integers(0, len(TYPED) - 1))
def test_a_misspelt_name_is_reported_on_its_line(data, sheet):
    line, begin, end = data.draw(st.sampled_from(keys(sheet)))
    text = TYPED[sheet].split("\n")[line - 1]
    index = data.draw(st.integers(begin, end - 1))
    slip = data.draw(st.sampled_from([text[index] * 2, "", "x", "q"]))
    misspelt = text[begin:index] + slip + text[index + 1 : end]
    assume(misspelt and misspelt not in known_names())
    found = said_on(with_line(TYPED[sheet], line, text[:begin] + misspelt + text[end:]), line)
    assert any(problem.code == "T101" and f"`{misspelt}`" in problem.message for problem in found)


@cache
def known_names():
    return {name for group in groups(TermSheet) | groups(WarrantSheet) for name in group.model_fields} | {"from"}


def groups(group):
    found = {group}
    for info in group.model_fields.values():
        for part in parts(info.annotation):
            if isinstance(part, type) and hasattr(part, "model_fields"):
                found |= groups(part)
    return found


def parts(annotation) -> list[Any]:
    return [annotation, *(inner for part in get_args(annotation) for inner in parts(part))]


@cache
def values(sheet) -> tuple[Source, list[Any]]:
    """The source of a sheet, and the paths of its single values that stand on one line, with what they may hold."""
    loaded = load_term_sheet(TYPED[sheet].encode(), "deal.yaml")
    writer = MessageWriter(type(loaded.terms))
    paths = []
    for path in loaded.source.places:
        typed = value_at(loaded.source, path)
        place = loaded.source.places[path]
        if (
            isinstance(typed, str)
            and typed
            and loaded.source.lines[place.line - 1][place.column - 1 :].startswith(typed)
        ):
            paths.append((path, typed, parts(writer._field_at(path).annotation)))
    return loaded.source, paths


def value_at(source, path):
    node: Any = source.tree
    for step in path:
        node = node[step]
    return node


@settings(max_examples=200, deadline=None)
@given(data=st.data(), sheet=st.integers(0, len(TYPED) - 1), wrong=st.sampled_from(["[x]", "{x: y}", "~soon"]))
def test_a_value_of_the_wrong_kind_is_reported_on_its_line(data, sheet, wrong):
    source, paths = values(sheet)
    path, typed, kinds = data.draw(st.sampled_from(paths))
    # Text may be any text, but no list and no group.
    assume(wrong != "~soon" or str not in kinds)
    assume(path != ("form",))
    place = source.places[path]
    text = source.lines[place.line - 1]
    line = text[: place.column - 1] + wrong + text[place.column - 1 + len(typed) :]
    found = said_on(with_line(TYPED[sheet], place.line, line), place.line)
    # A number of a list is as well a place as the list.
    assert any(path_text(path).startswith(problem.path) and problem.path for problem in found)


# Figures that are stated


@cache
def stated():
    """A term sheet that states every figure which could be computed, and the lines of these figures."""
    yaml = deals.sheet("new-stock-and-warrants")
    terms = deals.draft("new-stock-and-warrants").deal.terms
    for investor in terms.investors:
        amount = f"    amount: {investor.amount:,f}\n"
        assert yaml.count(amount) == 1
        yaml = yaml.replace(amount, f"{amount}    shares: {investor.shares:,}\n    warrants: {investor.warrants:,}\n")
    totals = (
        f"  aggregate_amount: {terms.offering.aggregate_amount:,f}\n  total_shares: {terms.offering.total_shares:,}\n"
    )
    yaml = deals.replaced(yaml, "offering:\n", f"offering:\n{totals}")
    yaml = deals.replaced(
        yaml, "warrants:\n  mode", f"warrants:\n  total_warrants: {terms.warrants.total_warrants:,}\n  mode"
    )
    figure = re.compile(r" +(?:shares|warrants|aggregate_amount|total_shares|total_warrants): [\d,.]+$")
    return yaml, [line for line, text in enumerate(yaml.split("\n"), 1) if figure.match(text)]


def composed(yaml):
    try:
        return deals.compose_text(yaml).warnings
    except InputError as refusal:
        return refusal.problems


def test_the_sheet_that_states_every_figure_has_no_error():
    yaml, lines = stated()
    assert len(lines) == 13
    assert [problem for problem in composed(yaml) if problem.severity == "error"] == []


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_digit_swapped_in_a_stated_figure_is_reported_on_its_line(data):
    yaml, lines = stated()
    line = data.draw(st.sampled_from(lines))
    text = yaml.split("\n")[line - 1]
    digits = [position for position, character in enumerate(text) if character.isdigit()]
    first, second = data.draw(st.sampled_from([(a, b) for a in digits for b in digits if a < b and text[a] != text[b]]))
    swapped = text[:first] + text[second] + text[first + 1 : second] + text[first] + text[second + 1 :]
    assume(not re.search(": 0", swapped))
    assert [problem.code for problem in composed(with_line(yaml, line, swapped)) if problem.location.line == line] == [
        "T201"
    ]


@settings(max_examples=15, deadline=None)
@given(data=st.data(), index=st.integers(0, 4))
def test_a_digit_swapped_in_an_amount_is_reported_at_what_follows_from_it(data, index):
    yaml, _ = stated()
    lines = yaml.split("\n")
    line = [number for number, text in enumerate(lines, 1) if text.startswith("    amount: ")][index]
    text = lines[line - 1]
    digits = [position for position, character in enumerate(text) if character.isdigit()]
    first, second = data.draw(st.sampled_from([(a, b) for a in digits for b in digits if a < b and text[a] != text[b]]))
    swapped = text[:first] + text[second] + text[first + 1 : second] + text[first] + text[second + 1 :]
    assume(not re.search(": 0", swapped))
    found = [
        (problem.code, problem.path, problem.location.line) for problem in composed(with_line(yaml, line, swapped))
    ]
    assert ("T201", "offering.aggregate_amount", 1 + lines.index("  aggregate_amount: 3,025,937.50")) in found
    # A few cents may buy no share more.
    dollars = [abs(Decimal(line_of_amount[12:].replace(",", ""))) for line_of_amount in (text, swapped)]
    assert ("T201", f"investors[{index}].shares", line + 1) in found or abs(dollars[0] - dollars[1]) < Decimal("2.375")


@pytest.mark.parametrize("index", range(5))
def test_an_investor_that_is_removed_is_reported_at_every_total_that_is_stated(index):
    yaml, _ = stated()
    head, _, tail = yaml.partition("investors:\n")
    entries, rest = tail[: tail.index("\n# Agreements")], tail[tail.index("\n# Agreements") :]
    each = re.split(r"^(?=  - name:)", entries, flags=re.MULTILINE)
    each = [each[0] + each[1], *each[2:]] if not each[0].strip() else each
    assert len(each) == 5
    del each[index]
    found = composed(f"{head}investors:\n{''.join(each)}{rest}")
    totals = {problem.path: problem.location.line for problem in found if problem.code == "T201"}
    lines = {
        path: number for number, text in enumerate(head.split("\n"), 1) for path in TOTALS if path.split(".")[1] in text
    }
    assert {path: totals.get(path) for path in TOTALS} == lines


TOTALS = ("offering.aggregate_amount", "offering.total_shares", "warrants.total_warrants")


# Mistakes of those who do not know YAML


def test_a_comma_between_braces_is_explained():
    entry = "- name: White Investments Ltd.\n    amount: 1,100,000"
    found = refused(spoilt((entry, "- {name: White, Black & Co., amount: 1,100}")))
    assert {str(problem) for problem in found} == {
        (
            "deal.yaml:21:19: error T101 investors[0].Black & Co.: within braces a comma begins another field, and this is not one\n"
            "    Put the value that holds the comma in single quotation marks."
        ),
        (
            "deal.yaml:21:42: error T101 investors[0].100: within braces a comma begins another field, and this is not one\n"
            "    Put the value that holds the comma in single quotation marks."
        ),
    }


# Anything at all


def test_broken_term_sheets_are_drafted_or_refused_with_a_place():
    result = fuzz_termsheets.run(300, 7, timed=False)
    assert [fault for fault, _ in result.failures] == []
    assert {kind for kind, outcome in result.outcomes if outcome == "refused"} == {
        "bytes",
        "lines",
        "listed",
        "noise",
        "structure",
        "terms",
        "values",
    }


def test_a_sheet_that_states_every_term_is_broken_too_and_drafts_when_whole():
    for form in SHEETS:
        assert (
            fuzz_termsheets.complaint(fuzz_termsheets.Case("whole", fuzz_termsheets._every_term(form).encode()))[0]
            == ""
        )


@pytest.mark.parametrize("fault", [ValueError("x"), RecursionError(), InputError([])])
def test_the_fuzzer_notices_what_is_no_refusal(fault, monkeypatch):
    def fail(*_):
        raise fault

    monkeypatch.setattr(fuzz_termsheets, "problems_of", fail)
    assert len(fuzz_termsheets.run(3, 1).failures) == 3


def test_the_amounts_of_a_sheet_are_those_of_a_typed_term_sheet():
    """A deal whose investors a list holds is drafted as if they were typed."""
    from tests.investors.lists import workbook

    yaml = deals.sheet("new-stock-and-warrants")
    terms = deals.draft("new-stock-and-warrants").deal.terms
    names = [name for name in type(terms.investors[0]).model_fields if name not in ("shares", "warrants")]
    rows = [[held(getattr(investor, name)) for name in names] for investor in terms.investors]
    head, _, tail = yaml.partition("investors:\n")
    listed = f"{head}investors:\n  from: investors.xlsx\n{tail[tail.index(chr(10) + '# Agreements') :]}"
    from assembler.library import Library
    from assembler.pipeline import draft_deal

    imported = draft_deal(listed.encode(), "deal.yaml", Library.open(), lambda _: workbook(names, *rows))
    typed = deals.draft("new-stock-and-warrants")
    assert [document.stem for document in imported.documents] == [document.stem for document in typed.documents]
    assert [document.document for document in imported.documents] == [document.document for document in typed.documents]
    assert set(imported.inputs) - set(typed.inputs) == {"investors"}


def held(value):
    if isinstance(value, tuple):
        return "\n".join(value)
    return float(value) if isinstance(value, Decimal) else value
