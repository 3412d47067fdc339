"""The house-style shell: a Word file that docxtpl fills with nothing but the tags that the shell promises.

| code | what is wrong | what to do |
|---|---|---|
| S201 | a shell that is no Word document | save it again from Word as a Word Document (.docx) |
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from docx.document import Document as WordDocument

from assembler.drafting import syntax
from assembler.findings import Finding, Place, Refused
from assembler.termsheet.wording import Term
from assembler.writers.filling import Template
from assembler.writers.inspection import Inspection
from assembler.writers.ooxml import refuse_illegal
from assembler.writers.opaque import put_in
from assembler.writers.promises import Promises


def fill(shell: bytes, promises: Promises, name: str, values: Mapping[str, str]) -> WordDocument:
    """The shell with the values in place of its tags; `name` is the file it came from.

    Raises Refused when the shell breaks a promise, and ValueError when a value holds what no document can.
    """
    for value in values.values():
        refuse_illegal(value)
    findings = _inspect(shell, promises, name)
    if findings:
        raise Refused(findings)
    template, printing = Template.opened(shell), syntax.Printing()
    seen = {tag: Term(value, tag) for tag, value in values.items()}
    filled = template.filled(lambda source: printing.several(syntax.parse(source).body, seen))
    for story in template.stories():
        put_in(story, printing.values, {})
    return filled


@lru_cache(maxsize=8)
def _inspect(shell: bytes, promises: Promises, name: str) -> tuple[Finding, ...]:
    """Every promise that the shell breaks; found once for all the documents that are written in it."""
    try:
        template = Template.opened(shell)
        templates = dict(template.templates())
    except Exception as fault:  # noqa: BLE001  # python-docx has nine kinds of exception for a file it cannot read
        what = f"this is not a Word document that can be opened ({type(fault).__name__})"
        return (Finding("S201", what, "save it again from Word as a Word Document (.docx)", Place(name)),)
    return Inspection(template.docx, templates, promises, name).findings()
