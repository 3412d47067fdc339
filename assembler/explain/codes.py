"""The codes of all findings, read where they are written: in the docstring of the module that finds it.

A module lists its codes in a table, `| T104 | what is wrong | what to do |`; the last column may be left out. A module
with one code begins with it: "C113: a signature on another day", and says why it matters below.
"""

from __future__ import annotations

import ast
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.abc import InspectLoader
from importlib.machinery import ModuleSpec
from inspect import cleandoc

from msgspec import Struct

import assembler

# Why the findings of a family matter, by the beginning of their codes; those of one rule a file say it themselves.
_WHY = {
    "Y0": "Without the file there is nothing to do.",
    "Y1": "YAML reads some text otherwise than the person who typed it: a name loses what stands behind #, NO becomes false, "
    "0123 becomes 83. Whatever could be read in two ways is refused, so that what is typed is what is printed.",
    "X1": "A list of investors in a sheet is read as strictly as one that is typed: what cannot be told for sure is refused.",
    "T1": "What is not understood for sure would be printed as it stands, or not at all: a wrong figure in an agreement, or a clause "
    "that is not there. So it is refused.",
    "T2": "What can be computed is computed, and printed in many places; a figure beside it that says otherwise is the "
    "contradiction that a lawsuit is about.",
    "T3": "An open point prints as a bracket in a draft, and may not stand in what is signed.",
    "W1": "The outline and the files of a form must fit together, or a clause would be lost.",
    "W2": "A clause file may print values and ask facts, and nothing else; so it can be read aloud, and cannot print a blank.",
    "W3": "A form that somebody else owns is filled only where it says exactly what is to stand there.",
    "D1": "A departure records what was negotiated. One that does not match any more would be lost without a word.",
    "R1": 'A reference without a number prints as "Error! Reference source not found".',
    "S1": "Nothing is left half written: what was there before is as it was.",
    "S2": "The shell is the look of the firm; what it does not promise cannot be relied on in any document.",
    "S3": "What a person has edited is never overwritten, and a set changes as a whole or not at all.",
    "S5": "Work that is shared gives what one process gives, to the byte, or nothing.",
    "K1": "A document that cannot be read for sure cannot be compared.",
    "K2": "A redline that does not give back both documents would have somebody agree to words that nobody wrote.",
}
_ROW = re.compile(r"^\| (?P<code>[A-Z][0-9]{3}) \| (?P<what>[^|]+?) \|(?: (?P<remedy>[^|]+?) \|)?$", re.MULTILINE)
_OWN_CODE = re.compile(r"^(?P<code>[A-Z][0-9]{3}): ")


class Explanation(Struct, frozen=True):
    """What a code means: `text` says what is found, why it matters and what to do."""

    code: str
    text: str
    module: str


def explain_code(code: str) -> str:
    """What a code means and which module finds it; empty where there is none such."""
    found = explained_codes().get(code.upper())
    return f"{found.text}\n\nFound by {found.module.replace('.', '/')}.py\n" if found else ""


@cache
def explained_codes() -> Mapping[str, Explanation]:
    """Every code that a module explains, in the order of the codes."""
    found = {one.code: one for spec in _modules(assembler.__path__, "assembler.") for one in _explained_in(spec)}
    return dict(sorted(found.items()))


def _modules(folders: Iterable[str], prefix: str) -> Iterator[ModuleSpec]:
    """All modules, found and not imported: some load slowly, and a docstring can be read without."""
    for module in pkgutil.iter_modules(folders, prefix):
        spec = module.module_finder.find_spec(module.name, None)
        if spec:
            yield spec
            yield from _modules(spec.submodule_search_locations or (), f"{spec.name}.")


def _explained_in(spec: ModuleSpec) -> Iterator[Explanation]:
    loader = spec.loader
    source = loader.get_source(spec.name) if isinstance(loader, InspectLoader) else None
    docstring = cleandoc(ast.get_docstring(ast.parse(source or "")) or "")
    if own := _OWN_CODE.match(docstring):
        yield Explanation(own["code"], docstring, spec.name)
    for row in _ROW.finditer(docstring):
        parts = (
            f"{row['code']}: {row['what']}",
            _WHY.get(row["code"][:2], ""),
            row["remedy"] and f"What to do: {row['remedy']}.",
        )
        yield Explanation(row["code"], "\n\n".join(filter(None, parts)), spec.name)
