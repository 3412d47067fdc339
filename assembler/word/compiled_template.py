"""A style template ("shell") ready to write documents in: opened, inspected and filled by docxtpl once, then used as text.

That takes docxtpl, python-docx and a tenth of a second, and using the result takes neither. So the library keeps it for
the next run of the program.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from msgspec import Struct

from assembler.drafting.notation import VALUE_CLOSES, VALUE_OPENS
from assembler.word.ooxml import refuse_illegal
from assembler.word.reproducible_zip import Member
from assembler.word.template_contract import TemplateContract

# Stand-ins in the XML of a level: the number it begins with, its figures and its pattern.
START, FIGURES, PATTERN = "\ue0f1", "\ue0f2", "\ue0f3"

_TOKEN = re.compile(f"{VALUE_OPENS}(\\d+){VALUE_CLOSES}")
_BREAKS = str.maketrans(
    {"\n": '</w:t><w:br/><w:t xml:space="preserve">', "\t": '</w:t><w:tab/><w:t xml:space="preserve">'}
)

Needed = tuple[tuple[str, str], ...]


class TemplateStory(Struct, frozen=True):
    """A part that differs from document to document: its text with tokens for values, cut where something goes in."""

    name: str
    content_type: str
    pieces: tuple[str, ...]


class PageSetup(Struct, frozen=True):
    """The set-up of the pages of a kind, as XML: the first of them, and those behind pages of another kind."""

    first: str
    later: str


class NumberedList(Struct, frozen=True):
    """A list of the shell: the number of its definition, and the XML of each level, without the style it numbers."""

    definition: str
    levels: tuple[str, ...]


class CompiledTemplate(Struct, frozen=True):
    """A shell made ready.

    `document` is cut where the clauses go and at the end of the body, `numbering` behind the last list, and `relations`
    (of the document) at their end. `other_parts` are further parts with tags. `unchanging` parts are the same in every
    document. `listing` holds the name and content type of every part, and `tags` what the tokens stand for.
    """

    contract: TemplateContract
    document: TemplateStory
    numbering: TemplateStory
    relations: TemplateStory
    other_parts: tuple[TemplateStory, ...]
    unchanging: tuple[Member, ...]
    listing: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    lists: dict[str, NumberedList]
    pages: dict[str, PageSetup]
    text_width: int
    first_list: int
    first_bookmark: int

    def text(self, story: TemplateStory, goes_in: Sequence[str], values: Mapping[str, str]) -> bytes:
        """Return a story with what goes in at its cuts, and values in place of their tokens.

        Raises ValueError if a document cannot hold a value.
        """
        if len(story.pieces) != len(goes_in) + 1:
            raise ValueError(f"{story.name} is not cut where {len(goes_in)} things go in")
        pieces = self.pieces(story, values)
        return "".join(pair for both in zip(pieces, (*goes_in, ""), strict=True) for pair in both).encode()

    def pieces(self, story: TemplateStory, values: Mapping[str, str]) -> list[str]:
        """Return a story as it is cut, with values in place of their tokens. Raises ValueError as above."""
        printed = [_printed(values[tag]) for tag in self.tags]
        return [_TOKEN.sub(lambda token: printed[int(token[1])], piece) for piece in story.pieces]


def _printed(value: str) -> str:
    refuse_illegal(value)
    return escape(value, quote=False).translate(_BREAKS)
