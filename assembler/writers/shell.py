"""The house-style shell: a Word file filled by docxtpl, and fenced in, since docxtpl works on XML as on plain text.

A shell may hold nothing but the promised tags; values go in as character references, which cannot be taken for mark-up;
and what docxtpl makes is parsed strictly before it may mend anything, because it mends by losing words.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import lru_cache

from docx.document import Document as WordDocument
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from assembler.findings import Finding, Place, Refused
from assembler.writers.inspection import Inspection
from assembler.writers.ooxml import refuse_illegal
from assembler.writers.promises import Promises

_ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)

# docxtpl turns "{_{" into "{{", and line ends and tabs into elements, in values too; it does not see references.
_REFERENCES = str.maketrans({character: f"&#{ord(character)};" for character in "{}\n\t"})


def fill(shell: bytes, promises: Promises, name: str, values: Mapping[str, str]) -> WordDocument:
    """The shell with the values in place of its tags; `name` is the file it came from.

    Raises Refused when the shell breaks a promise, and ValueError when a value holds what no document can.
    """
    for value in values.values():
        refuse_illegal(value)
    findings = _inspect(shell, promises, name)
    if findings:
        raise Refused(findings)
    template = _Shell(io.BytesIO(shell))
    template.render({tag: _opaque(value) for tag, value in values.items()}, _ENVIRONMENT)
    filled: WordDocument = template.docx
    return filled


def _opaque(value: str) -> Markup:
    return Markup(str(escape(value)).translate(_REFERENCES))  # noqa: S704  # escaped on this line


@lru_cache(maxsize=8)
def _inspect(shell: bytes, promises: Promises, name: str) -> tuple[Finding, ...]:
    """Every promise that the shell breaks; found once for all the documents that are written in it."""
    template = _Shell(io.BytesIO(shell))
    try:
        template.init_docx()
        templates = dict(template.templates())
    except Exception as fault:  # noqa: BLE001  # python-docx has nine kinds of exception for a file it cannot read
        what = f"this is not a Word document that can be opened ({type(fault).__name__})"
        return (Finding("S201", what, "save it again from Word as a Word Document (.docx)", Place(name)),)
    return Inspection(template.docx, templates, _ENVIRONMENT, promises, name).findings()


class _Shell(DocxTemplate):  # type: ignore[misc]  # docxtpl carries no types
    """A template of docxtpl, made strict."""

    def fix_tables(self, xml: str) -> etree._Element:
        """The body, parsed: strictly first, since docxtpl's parser drops what it cannot read."""
        etree.fromstring(xml)
        return super().fix_tables(xml)  # type: ignore[no-any-return]  # docxtpl carries no types

    def render_properties(self, context: Mapping[str, str], jinja_env: object = None) -> None:
        """Nothing: the properties of a document are written anew when it is packed."""

    def templates(self) -> Iterator[tuple[str, str]]:
        """The name and text of every part that docxtpl fills, as Jinja will see it."""
        yield self.docx.part.partname.membername, self.patch_xml(self.get_xml())
        for kind in (self.HEADER_URI, self.FOOTER_URI):
            for _, part in self.get_headers_footers(kind):
                yield part.partname.membername, self.patch_xml(self.get_part_xml(part))
