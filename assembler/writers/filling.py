"""The door to docxtpl, which fills Word files: nothing else imports it, and it never sees a value.

docxtpl works on XML as on plain text: by itself it drops what it cannot parse, prints what is missing as nothing and
runs the Python of a template. Here the words of each part come from somebody who answers for them, what docxtpl makes
of them is parsed strictly, and values are put in afterwards, in place of tokens.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from docx.document import Document as WordDocument
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

Words = Callable[[str], str]


class Template(DocxTemplate):  # type: ignore[misc]  # docxtpl carries no types
    """A template of docxtpl, made strict."""

    @classmethod
    def opened(cls, content: bytes) -> Template:
        """The template of a Word file; python-docx has nine kinds of exception for one that it cannot read."""
        template = cls(io.BytesIO(content))
        template.init_docx()
        return template

    def filled(self, words: Words) -> WordDocument:
        """The document with the words in place of the XML of each of its parts, which `words` is given.

        Raises lxml.etree.XMLSyntaxError where that is no XML.
        """
        self.render({}, _Environment(words))
        document: WordDocument = self.docx
        return document

    def stories(self) -> Iterator[etree._Element]:
        """The root of every part that was filled, the notes apart."""
        yield self.docx.element
        for kind in (self.HEADER_URI, self.FOOTER_URI):
            for _, part in self.get_headers_footers(kind):
                yield part.element

    def fix_tables(self, xml: str) -> etree._Element:
        """The body, parsed strictly: docxtpl's parser drops what it cannot read. The columns of tables stay as they are."""
        return etree.fromstring(xml)

    def render_properties(self, context: Mapping[str, str], jinja_env: object = None) -> None:
        """Nothing: the properties of a document are written anew when it is packed."""

    def templates(self) -> Iterator[tuple[str, str]]:
        """The name and text of every part that docxtpl fills, as Jinja will see it."""
        yield self.docx.part.partname.membername, self.patch_xml(self.get_xml())
        for kind in (self.HEADER_URI, self.FOOTER_URI):
            for _, part in self.get_headers_footers(kind):
                yield part.partname.membername, self.patch_xml(self.get_part_xml(part))


class _Environment(ImmutableSandboxedEnvironment):
    """What docxtpl takes for Jinja: it asks it for the words of each part, and no Python is made of any.

    It is a sandbox all the same, strict and escaping, should docxtpl come to ask for more.
    """

    def __init__(self, words: Words) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self._words = words

    def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Any:  # noqa: A002, ARG002  as Jinja calls them
        return _Part(self._words(source))


class _Part:
    """The words of one part, as docxtpl asks for them."""

    def __init__(self, words: str) -> None:
        self._words = words

    def render(self, _: object) -> str:
        return self._words
