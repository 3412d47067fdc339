"""Fill Word files with docxtpl. No other module imports it.

docxtpl renders the XML of each part with Jinja2. By itself it drops XML that it cannot parse, prints a missing value as
nothing and evaluates any expression. Here Jinja2 is sandboxed, strict and escaping, and its result is parsed strictly.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

from docx.document import Document as WordDocument
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, pass_context
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from assembler.drafting.rendering import look_up
from assembler.termsheet.formats import FILTERS, OF_STOCK, PrintedText, Words, print_plainly
from assembler.word.ooxml import refuse_illegal
from assembler.word.tags import BRACES

_IN_TEXT = str.maketrans("{}", BRACES) | {  # docxtpl would read `{_{` as an escaped tag
    ord("\n"): '</w:t><w:br/><w:t xml:space="preserve">',
    ord("\t"): '</w:t><w:tab/><w:t xml:space="preserve">',
    ord("\r"): "&#13;",  # as such it would be read as the end of a line
}


class FillTemplate(DocxTemplate):  # type: ignore[misc]  # docxtpl carries no types
    """A template of docxtpl, made strict."""

    @classmethod
    def opened(cls, content: bytes) -> FillTemplate:
        """Open the template of a Word file. python-docx raises nine kinds of exception if it cannot read it."""
        template = cls(io.BytesIO(content))
        template.init_docx()
        return template

    def filled(self, values: Mapping[str, Any]) -> WordDocument:
        """Return the document with these values and facts in place of its tags.

        Raises lxml.etree.XMLSyntaxError if the result is not XML, and jinja2.TemplateError if a tag cannot be rendered.
        """
        self.render(values, _Environment())
        document: WordDocument = self.docx
        return document

    def templates(self) -> Iterator[tuple[str, str]]:
        """Yield the name and text of the body, headers and footers, as Jinja2 will see them."""
        yield self.docx.part.partname.membername, self.patch_xml(self.get_xml())
        for kind in (self.HEADER_URI, self.FOOTER_URI):
            for _, part in self.get_headers_footers(kind):
                yield part.partname.membername, self.patch_xml(self.get_part_xml(part))

    def fix_tables(self, xml: str) -> etree._Element:
        """Parse the body strictly, and leave the columns of its tables alone."""
        return etree.fromstring(xml)

    def render_properties(self, context: Mapping[str, str], jinja_env: object = None) -> None:
        """Do nothing: the properties of a document are written when it is packed."""


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja2 with our filters and nothing else: no global, no test, no attribute of a Python object."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True, finalize=_printed)
        self.globals, self.tests = {}, {}
        self.filters = {**FILTERS, **{name: _of_stock(name) for name in OF_STOCK}}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return the term of that name in a group, or `loop.first` and `loop.last`."""
        if isinstance(obj, LoopContext):
            return super().getattr(obj, attribute)
        return look_up(("group", attribute), {"group": obj})


def _of_stock(name: str) -> Callable[[Context, Any], PrintedText | Words]:
    """Return the filter that takes the words for the deal's stock from what is filled in."""
    return pass_context(lambda context, count: OF_STOCK[name](count, context["stock"]))


def _printed(value: Any) -> Markup:
    """Return a value as XML that may stand in a `w:t` element.

    Raises ValueError if a document cannot hold it, and NotStated or WrongFilter as for a clause.
    """
    text = (value if isinstance(value, PrintedText) else print_plainly(value)).text
    refuse_illegal(text)
    if any(character in text for character in BRACES):
        raise ValueError("a value holds U+FDD0 or U+FDD1")
    return Markup(escape(text, quote=False).translate(_IN_TEXT))  # noqa: S704  it is escaped
