"""The registry of codes and the code that uses them say the same."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from assembler import checks
from assembler.cli.report import ExitCode, code_of
from assembler.codes import registry
from assembler.errors import InputError, Location, Problem, Severity
from assembler.explain import explain
from assembler.library import Library
from assembler.termsheet import rules
from assembler.termsheet.rules import business_day, kind_not_stated
from tests import deals

CODES = registry()
_CODE = re.compile(r"[A-Z]\d{3}")
_MODULES = sorted(path for path in (deals.ROOT / "assembler").rglob("*.py"))


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def codes_in(path):
    constants = (node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str) and _CODE.fullmatch(value)}


def own_code(path):
    """The CODE of a module that is one rule, or nothing."""
    for node in tree(path).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "CODE":
            return node.value.value
    return ""


def severity_of(call):
    """How severe the problem is that a call makes; nothing where it depends on the case."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in {"error", "warning"}:
        return call.func.attr
    named = [keyword.value for keyword in call.keywords if keyword.arg == "severity"]
    (value,) = named or call.args[5:6] or [None]
    if value is None:
        return "error"
    return value.attr.lower() if isinstance(value, ast.Attribute) else None


def severities():
    """The code and the severity of every problem whose code stands in the call that makes it."""
    for path in _MODULES:
        for call in (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and node.args):
            match call.args[0]:
                case ast.Constant(str(code)) if _CODE.fullmatch(code):
                    yield code, severity_of(call)
                case ast.Name("CODE"):
                    yield own_code(path), severity_of(call)


def test_every_code_that_is_used_is_registered():
    assert {code: path.name for path in _MODULES for code in codes_in(path) if code not in CODES} == {}


def test_the_registry_lists_codes_in_their_order():
    assert [*CODES] == sorted(
        CODES, key=lambda code: ([*dict.fromkeys(each[0] for each in CODES)].index(code[0]), code)
    )


def test_every_registered_code_is_used():
    assert set(CODES) - {code for path in _MODULES for code in codes_in(path)} == set()


def test_every_problem_is_as_severe_as_its_code():
    found = set(severities())
    assert {(code, severity) for code, severity in found if CODES[code].severity not in {severity, "varies"}} == set()
    assert {code for code, severity in found if severity is None} <= {
        code for code in CODES if CODES[code].severity == "varies"
    }
    assert len({code for code, _ in found}) > 150


def test_every_rule_is_run_and_has_a_severity_in_the_registry():
    written = {path.stem: own_code(path) for path in _MODULES if own_code(path)}
    run = {
        check.__module__.rpartition(".")[2]
        for check in (*checks.RULES, *rules.RULES, *rules.BEFORE_SIGNING, business_day.check, kind_not_stated.check)
    }
    assert written.keys() == run
    assert set(written.values()) <= {code for code, _ in severities()}


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_explained(code):
    what, why, to_do = explain(code.lower(), Library.open()).split("\n\n")
    assert what == f"{code}: {CODES[code].message}"
    assert why == CODES[code].reason
    assert to_do == f"What to do: {CODES[code].hint}\n"


@pytest.mark.parametrize("code", CODES)
def test_the_words_about_a_code_are_sentences(code):
    for text in (CODES[code].message, CODES[code].reason, CODES[code].hint):
        assert re.fullmatch(r"[A-Z`].*[.`]", text)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("S308", ExitCode.ENVIRONMENT_ERROR), ("S301", ExitCode.INPUT_ERROR), ("T104", ExitCode.INPUT_ERROR)],
)
def test_the_exit_code_follows_from_the_code(code, expected):
    assert code_of(InputError([Problem(code, "x", "y", Location("deal.yaml"))])) == expected


def test_the_severities_of_the_registry_are_those_of_a_problem():
    assert {entry.severity for entry in CODES.values()} == {*Severity, "varies"}
