"""Fixes: each one removes its problem, and puts no other one in its place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assembler.errors import Fix, InputError, Problem
from assembler.pipeline import load_term_sheet
from tests import deals
from tests.termsheet.sheets import SHEET, spoilt
from tests.test_fault_table import ROWS

SHEETS = [SHEET, *(path.read_text(encoding="utf-8") for path in sorted(deals.TERMSHEETS.glob("*.yaml")))]


def problems(text: str) -> tuple[Problem, ...]:
    try:
        return load_term_sheet(text.encode("utf-8", "surrogateescape"), "deal.yaml").warnings
    except InputError as refusal:
        return refusal.problems


def applied(text: str, fix: Fix) -> str:
    """The text with the fix in it."""
    lines, place = text.split("\n"), fix.place
    before = "\n".join([*lines[: place.line - 1], lines[place.line - 1][: place.column - 1]])
    behind = "\n".join([lines[place.end_line - 1][place.end_column - 1 :], *lines[place.end_line :]])
    return before + fix.replacement + behind


def starts(text: str, stage: str) -> set[tuple[int, int]]:
    """The places of all problems of a stage, which the first letter of a code tells."""
    return {
        (problem.location.line, problem.location.column) for problem in problems(text) if problem.code.startswith(stage)
    }


def fixes(text: str) -> list[str]:
    """Return the fixes of a text as `old -> new`."""
    found = []
    for problem in problems(text):
        if problem.fix:
            place = problem.fix.place
            found.append(
                f"{text.split(chr(10))[place.line - 1][place.column - 1 : place.end_column - 1]} -> {problem.fix.replacement}"
            )
    return found


def check_each_fix(text: str) -> int:
    """Check the fix of each problem by itself; how many there are.

    A sheet that cannot be read is not looked at by the schema, which may find the value wrong when it can be.
    """
    found = [problem for problem in problems(text) if problem.fix]
    for problem in found:
        assert (problem.location.line, problem.location.column) not in starts(
            applied(text, problem.fix), problem.code[0]
        ), problem
    return len(found)


def one_by_one(text: str) -> str:
    """The text with every fix in it, each made after the one before."""
    for _ in range(100):
        fix = next((problem.fix for problem in problems(text) if problem.fix), None)
        if fix is None:
            return text
        text = applied(text, fix)
    raise AssertionError("there is always one more")


@pytest.mark.parametrize("row", [row for row in ROWS if len(ROWS[row]) < 100_000 and not row.startswith("Y06")])
def test_each_fix_of_the_fault_table_removes_its_problem(row):
    check_each_fix(ROWS[row].decode("utf-8", "surrogateescape"))


# Mistakes, and what their fixes write

FIXED = {
    "short_name: ACME": {
        "shortname: ACME": "shortname -> short_name",
        "'shortname': ACME": "'shortname' -> short_name",
        "short_name:ACME": ": -> : ",
        "short_name: &ACME": "&ACME -> '&ACME'",
        "short_name: *ACME": "*ACME -> '*ACME'",
        "short_name: !ACME": "!ACME -> '!ACME'",
        "short_name: @ACME": "@ACME -> '@ACME'",
        "short_name: ACME #1": "ACME #1 -> 'ACME #1'",
        "short_name: ACME: one # two": "ACME: one -> 'ACME: one'",
        "short_name: AC\u200bME": "\u200b -> ",
        "short_name: \u00a0ACME": "\u00a0 -> ",
        "short_name:\u00a0ACME": "\u00a0 ->  ",
    },
    "amount: 1,100,000": {
        "amount: 1.100.000": None,
        "amount: 1.100.000,00": "1.100.000,00 -> 1,100,000.00",
        "amount: 1 100 000": "1 100 000 -> 1,100,000",
        "amount: 1.1 mio": "1.1 mio -> 1,100,000",
        "amount: 1.1m": None,
        "amount: 01,100,000": "01,100,000 -> 1,100,000",
        "amount: 1,10,000": None,
        "amount: 4,10": None,
        "amount: EUR 5,000": None,
        "amount: about 5,000": None,
        "amount: 5,000.123 USD": None,
    },
    "date: 2003-07-01": {
        "date: Jully 1, 2003": "Jully 1, 2003 -> 2003-07-01",
        "date: 7/13/03": "7/13/03 -> 2003-07-13",
        "date: 01/07/2003": None,
    },
    "majority_threshold: 51%": {
        "majority_threshold: 51": "51 -> 51%",
        "majority_threshold: 0.51": None,
    },
    "      - 39 Broadway": {"      \u2013 39 Broadway": None, "      -39 Broadway": None},
    "  - name: White Investments Ltd.\n": {
        "  \u2013 name: White Investments Ltd.\n": None,
        "  - name: Black LP\n    amount: 1\n  \u2013 name: White\n": "\u2013  -> - ",
        "  - name: Black LP\n    amount: 1\n  -name: White\n": "- -> - ",
    },
    "    address_lines:\n      - 39 Broadway": {
        "    address_lines: 39 Broadway": "39 Broadway -> ['39 Broadway']",
        "    address_lines: 39 Broadway, New York": None,
    },
    "law:\n": {
        "warrants: {mode: integratd}\nlaw:\n": "integratd -> integrated",
        "options: {patriot_act: 1}\nlaw:\n": "1 -> true",
        "warrants: {mode: covenant, coverage: 20, exercise_price: 1.000.000,00}\nlaw:\n": "20 -> 20%",
    },
}  # fmt: skip


@pytest.mark.parametrize(("good", "bad"), [(good, bad) for good, all_bad in FIXED.items() for bad in all_bad])
def test_a_mistake_with_one_reading_has_this_fix(good, bad):
    text, expected = spoilt((good, bad)), FIXED[good][bad]
    assert problems(text)
    assert fixes(text)[:1] == ([expected] if expected else [])
    assert check_each_fix(text) == len(fixes(text))


def test_a_name_that_is_stated_already_is_no_fix():
    assert fixes(spoilt(("short_name: ACME", "short_name: ACME\n  shortname: ACME"))) == []


# Mistakes at random

_MISTAKES = [
    lambda line, index: line[:index] + line[index + 1 :],
    lambda line, index: line[:index] + line[index] + line[index:],
    lambda line, index: line[:index] + line[index].swapcase() + line[index + 1 :],
    *(
        lambda line, index, sign=sign: line[:index] + sign + line[index:]
        for sign in "&*!@%#:-{['\" \u00a0\u200b\u2013$%km"
    ),
    lambda line, _: re.sub(",", ".", line),
    lambda line, _: line + " dollars",
    lambda line, _: line + " shares",
    lambda line, _: re.sub(r": (\w+)$", r": [\1]", line),
]


@settings(max_examples=150, deadline=None)
@given(sheet=st.sampled_from(SHEETS), data=st.data())
def test_each_fix_of_a_mistake_at_random_removes_its_problem(sheet, data):
    lines = sheet.split("\n")
    number = data.draw(st.integers(0, len(lines) - 1))
    if lines[number]:
        index = data.draw(st.integers(0, len(lines[number]) - 1))
        lines[number] = data.draw(st.sampled_from(_MISTAKES))(lines[number], index)
    text = "\n".join(lines)
    check_each_fix(text)
    one_by_one(text)
