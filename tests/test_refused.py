"""What must not draft: each file of `refused/` is a change to a good term sheet and the exact words of its refusal.

A case has a title that is a sentence, then parts that begin with a line of dashes and a word:
`replace` and `with` (as often as needed) change the term sheet of July 1, 2003, or the one that `sheet NAME` names before them; `template NAME` changes a clause file by the
`replace` and `with` behind it; `refused` is what is said, be it warnings only. `python -m tests.test_refused` writes that part anew: read it as opposing counsel would.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from assembler import pipeline
from assembler.errors import InputError
from assembler.library import Library
from assembler.termsheet import rules
from tests import deals

CASES = sorted((Path(__file__).parent / "refused").glob("*.txt"))
_PART = re.compile(r"^--- (?P<kind>sheet|replace|with|template|refused)(?: (?P<name>\S+))?\n", re.MULTILINE)

_CODE = re.compile(r"(?:error|warning) (T[0-9]{3}) ")


def parts(case: str) -> list[tuple[str, str, str]]:
    """The parts of a case: kind, name, text."""
    found = list(_PART.finditer(case))
    ends = [*(one.start() for one in found[1:]), len(case)]
    return [(one["kind"], one["name"] or "", case[one.end() : end]) for one, end in zip(found, ends, strict=True)]


def refusal(case: str, folder: Path) -> str:
    """What is said of a case, one problem after the other."""
    shutil.copytree(deals.ROOT / "templates", folder / "templates")
    target, old = folder / "deal.yaml", ""
    target.write_text(deals.sheet("focus-2003-07"), encoding="utf-8")
    for kind, name, text in parts(case):
        if kind == "sheet":
            target.write_text(deals.sheet(name), encoding="utf-8")
        elif kind == "template":
            target = folder / name
        elif kind == "replace":
            old = text.removesuffix("\n")
        elif kind == "with":
            changed = deals.replaced(target.read_text(encoding="utf-8"), old, text.removesuffix("\n"))
            target.write_text(changed, encoding="utf-8")
    try:
        yaml = (folder / "deal.yaml").read_text(encoding="utf-8")
        whole = deals.compose_text(yaml, Library.open(folder / "templates"))
    except InputError as error:
        return f"{error}\n"
    said = (*whole.warnings, *pipeline.check_closely(whole))
    return "".join(f"{problem}\n" for problem in said) or "nothing\n"


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_case_is_refused_in_exactly_these_words(case, tmp_path):
    text = case.read_text(encoding="utf-8")
    assert refusal(text, tmp_path) == parts(text)[-1][2]


def test_every_rule_over_the_terms_has_a_case_that_shows_its_code():
    modules = (import_module(f"{rules.__name__}.{module.name}") for module in iter_modules(rules.__path__))
    codes = {module.CODE for module in modules if hasattr(module, "CODE")}
    shown = {code for case in CASES for code in _CODE.findall(parts(case.read_text(encoding="utf-8"))[-1][2])}
    assert sorted(codes - shown) == []


def rewrite() -> None:
    """Write the refusal of every case anew."""
    for case in CASES:
        text = case.read_text(encoding="utf-8")
        kept = text[: text.index("--- refused\n")] if "--- refused\n" in text else text
        with tempfile.TemporaryDirectory() as folder:
            case.write_text(f"{kept}--- refused\n{refusal(text, Path(folder))}", encoding="utf-8")


if __name__ == "__main__":
    rewrite()
