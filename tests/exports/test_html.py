"""A document as HTML: a sound page that loads nothing, in which each value knows its term."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from assembler.dealset import build
from assembler.dealset.documents import SetPart
from assembler.document import numbering
from assembler.document.tree import Clause, Document, Paragraph, Text, Value
from assembler.document.walk import clauses, passages
from assembler.exports import html
from tests import deals
from tests.word.small import HOSTILE, house

STEMS = sorted(path.stem for path in deals.TERMSHEETS.glob("*.yaml"))


def page(stem):
    piece = deals.draft(stem).documents[0]
    return piece.document, html.write(piece.document, piece.numbers)


def parsed(written):
    parser = etree.HTMLParser(encoding="utf-8")
    root = etree.fromstring(written.encode(), parser)
    # The parser of libxml2 does not know the elements of HTML 5.
    errors = [
        error.message for error in parser.error_log if not re.search("Tag (?:section|nav) invalid", error.message)
    ]
    return root, errors


@pytest.mark.parametrize("stem", STEMS)
def test_each_value_carries_the_path_of_its_term(stem):
    document, written = page(stem)
    values = [
        (inline.path, inline.text)
        for clause in clauses(document)
        for passage in passages(clause)
        for inline in passage
        if isinstance(inline, Value)
    ]
    shown = [(one.get("data-term"), one.text) for one in parsed(written)[0].iter("span") if one.get("data-term")]
    assert [value for value in values if value not in shown] == []
    assert len(shown) >= len(values) > 0


@pytest.mark.parametrize("stem", STEMS)
def test_a_page_is_sound_and_loads_nothing_and_its_links_have_targets(stem):
    root, errors = parsed(page(stem)[1])
    assert errors == []
    assert [one.tag for one in root.iter("script", "link", "img", "iframe")] == []
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert [one.get("href") for one in root.iter("a") if one.get("href")[1:] not in ids] == []


def test_nothing_in_a_value_is_markup():
    for hostile in (HOSTILE, "<script>alert(1)</script>", "a]]> &amp; </span>"):
        document = Document("Sale", (Clause("only", blocks=(Paragraph((Text("to "), Value(hostile, 'a"b'))),)),))
        root, _ = parsed(html.write(document, numbering.number(document)))
        (value,) = (one for one in root.iter("span"))
        assert (value.text, value.get("data-term")) == (hostile, 'a"b')


def test_a_set_has_a_page_for_each_document():
    written = build.write(deals.draft("new-stock-and-warrants"), ["html"], list(SetPart), house())
    pages = {name for name in written if name.endswith(".html")}
    assert pages == {name.replace(".document.json", ".html") for name in written if name.endswith(".document.json")}
    assert len(pages) > 3
