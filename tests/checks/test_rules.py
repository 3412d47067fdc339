"""The rules as a set: each file is a rule or says whom it serves, and each rule is run."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from assembler import checks
from assembler.checks import check
from tests.checks.subjects import subject

_SERVING = {"context", "proper_names", "vocabulary", "annex_references"}
_MODULES = [
    importlib.import_module(f"assembler.checks.{found.name}")
    for found in pkgutil.iter_modules(checks.__path__)
    if found.name not in _SERVING
]


def test_every_rule_is_run_in_the_order_of_the_codes():
    by_code = sorted(_MODULES, key=lambda module: module.CODE)
    assert [module.check for module in by_code] == list(checks.RULES)
    assert [module.CODE for module in by_code] == [f"C{number}" for number in range(101, 101 + len(by_code))]


@pytest.mark.parametrize("module", _MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_a_rule_says_its_code_why_it_matters_an_example_and_its_severity(module):
    first_line, *rest = module.__doc__.splitlines()
    assert first_line.startswith(f"{module.CODE}: ")
    assert len([line for line in rest if line.startswith("    ")]) >= 2
    assert any(line.startswith(("A warning", "An error")) for line in rest)


def test_a_document_without_fault_has_no_finding():
    assert check(subject('The Company (the "*Company*") shall pay. The Company shall go.')) == ()


def test_copies_of_a_clause_say_their_fault_once():
    assert len(check(subject("It pays .", "It pays ."))) == 2
    assert len(check(subject(*[subject("It pays .").document.clauses[0]] * 2))) == 1
