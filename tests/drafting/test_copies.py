"""A copy that is filled in equals the document that is drafted by itself, to the byte, whatever its values say.

By hand, all terms of all deals: ASSEMBLER_COPIES=10000.
"""

from __future__ import annotations

import json
import os
import random
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from assembler import pipeline
from assembler.dealset.build import SetRenderer, render_jobs
from assembler.dealset.documents import SetPart, instruments, warrant_document
from assembler.document.tree import Clause, Display, Document, Paragraph, Row, Table, Text, Value
from assembler.drafting import copies
from assembler.drafting.copies import Copier, Copy, Template, hole
from assembler.drafting.forms import WARRANT, Form, draft
from assembler.errors import InputError
from assembler.exports import text
from assembler.library import Library
from assembler.word import ooxml
from assembler.word import writer as word_writer
from tests import deals
from tests.cli.many import sheet
from tests.revise.test_every_term import cases
from tests.test_set import values
from tests.word import small

MANY = int(os.environ.get("ASSEMBLER_COPIES", "25"))
LIBRARY = Library.open()
WARRANT = Form.of(LIBRARY, WARRANT)
HOUSE = LIBRARY.shell("house")
STEMS = ("new-stock-and-warrants", "new-covenant-warrants")


def composed(yaml):
    return pipeline.draft_deal(yaml.encode(), "deal.yaml", LIBRARY, lambda _: b"")


def written(whole, pieces):
    """The files of some documents."""
    jobs = render_jobs(copies_of(whole, pieces), [piece.part for piece in pieces])
    _, files = SetRenderer(jobs, ("docx", "text"), HOUSE)(range(len(jobs)))
    return {name: parts(content) if name.endswith(".docx") else content for name, content in files}


def parts(content):
    with zipfile.ZipFile(BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def copies_of(whole, pieces):
    return replace(whole, documents=tuple(pieces))


def alone(whole):
    """The warrants of a deal, each drafted by itself."""
    for stem, instrument in instruments(whole.deal, whole.documents[0].numbers):
        drafted = draft(WARRANT, instrument.deal, (), instrument.path)
        yield warrant_document(stem, instrument, drafted, WARRANT)


def is_as_alone(whole):
    filled = [piece for piece in whole.documents if piece.part is piece.part.WARRANTS]
    by_itself = [replace(each, stem=piece.stem) for each, piece in zip(alone(whole), filled, strict=True)]
    assert [piece.document for piece in filled] == [piece.document for piece in by_itself]
    assert [piece.numbers for piece in filled] == [piece.numbers for piece in by_itself]
    assert written(whole, filled) == written(whole, by_itself)


@pytest.mark.parametrize("numbered", [(0,), (1, 2), (0, 1, 2, 3)])
def test_a_warrant_with_a_number_is_another_kind_than_one_without(numbered):
    yaml = json.loads(sheet(4))
    for index in numbered:
        yaml["investors"][index]["warrant_number"] = f"CSW-{index + 7}"
    whole = composed(json.dumps(yaml))
    is_as_alone(whole)
    assert [numbers_of(piece) for piece in whole.documents if piece.about.startswith("investors[") and piece.kind] == [
        *([f"CSW-{index + 7}"] * times if index in numbered else [] for times in (1, 3) for index in range(4)),
    ]


def numbers_of(piece):
    return [value.text for value in values(piece) if value.path.endswith(".warrant_number")]


@pytest.mark.parametrize("stem", STEMS)
def test_each_term_changed_by_itself_is_in_the_copies_as_in_a_draft(stem):
    changed = [*cases(deals.sheet(stem))]
    drafted = 0
    for yaml in random.Random(stem).sample(changed, min(MANY, len(changed))):  # noqa: S311  no secret, the same each time
        try:
            whole = composed(yaml)
        except InputError:
            continue
        if not whole.deal.departures:
            is_as_alone(whole)
            drafted += 1
    assert drafted > MANY // 5


names = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=30
).map(lambda name: f"A{name}B")


@settings(max_examples=15, deadline=None)
@given(st.lists(names, min_size=2, max_size=4, unique=True), st.booleans())
def test_any_names_are_in_the_copies_as_they_were_typed(holders, telephone):
    stated = json.loads(sheet(len(holders)))
    for investor, name in zip(stated["investors"], holders, strict=True):
        investor["name"] = name
        if telephone:
            investor["telephone"] = "212-555-0100"
    try:
        whole = composed(json.dumps(stated))
    except InputError:  # such as names that look alike
        return
    is_as_alone(whole)


def test_warrants_of_a_kind_share_a_template_and_others_have_their_own():
    whole = composed(sheet(6))
    kinds = [piece.content.template for piece in whole.documents if isinstance(piece.content, Copy)]
    assert len(kinds) == 7
    assert len(set(kinds)) == 3  # with a telephone, without, and the form with blanks


def test_a_warrant_for_one_share_is_right_among_copies_for_more():
    stated = json.loads(sheet(3))
    stated["investors"][1]["amount"] = "7.50"  # three shares, of which 35% is one warrant
    whole = composed(json.dumps(stated))
    is_as_alone(whole)
    warrants = [piece for piece in whole.documents if piece.about.startswith("inv") and piece.part == "warrants"]
    said = [" ".join(text.write(piece.document, piece.numbers).split()) for piece in warrants]
    assert warrants[1].kind != warrants[2].kind  # the noun is a word of the form
    assert "ONE (1) fully paid and nonassessable share of" in said[1]
    assert ") fully paid and nonassessable shares of" in said[2]


def test_another_number_of_address_lines_is_another_kind():
    stated = json.loads(sheet(2))
    stated["investors"][0]["telephone"] = "212-555-0100"
    stated["investors"][1] |= {
        "telephone": "212-555-0101",
        "address_lines": ["1 Main Street", "Boston, Massachusetts 02110"],
    }
    first, second = (
        piece
        for piece in composed(json.dumps(stated)).documents
        if piece.about.startswith("inv") and piece.part == "warrants"
    )
    assert first.kind != second.kind
    assert "Boston" in text.write(second.document, second.numbers)


def test_with_a_departure_from_its_warrants_a_deal_has_no_copies():
    departure = {"clause": "w_headings", "form": "headings", "here": "titles", "why": "negotiated"}
    whole = composed(json.dumps({**json.loads(sheet(3)), "departures": [departure]}))
    assert not any(isinstance(piece.content, Copy) for piece in whole.documents)


def copier_for(document, monkeypatch):
    """A copier whose form prints one document, whatever the deal."""
    monkeypatch.setattr(copies, "draft_plan", lambda *_: small_draft(document))
    return Copier(WARRANT, ())


def small_draft(document):
    from assembler.drafting.forms import DraftedForm

    return DraftedForm(document, {}, (), {})


@pytest.mark.parametrize(
    "document",
    [
        Document(f"For {hole(0)}", (Clause("w_title", blocks=(Display((Value(hole(0), ""),)),)),)),
        Document("T", (Clause("w_table", blocks=(Table((Row("row", (((Value(hole(0), ""),),),)),)),)),)),
    ],
    ids=["in its title", "in a table"],
)
def test_a_document_whose_look_depends_on_a_value_is_drafted_by_itself(document, monkeypatch):
    whole = composed(sheet(2))
    instrument = next(instruments(whole.deal, whole.documents[0].numbers))[1]
    _, copy = copier_for(document, monkeypatch).draft(instrument.deal)
    assert copy is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"))), min_size=1, max_size=4))
def test_a_template_takes_any_values_as_they_are(words):
    values = tuple(Value(word, f"terms[{index}]") for index, word in enumerate(words))
    inlines = tuple(
        part for index in range(len(words)) for part in (Text(' says "'), Value(hole(index), ""), Text('". '))
    )
    template = Template(("", ()), Document("T", (Clause("one", blocks=(Paragraph(inlines),)), Clause("two"))))
    filled = template.filled(values)
    assert filled.clauses[1] is template.document.clauses[1]
    by_itself = tuple(part for value in values for part in (Text(' says "'), value, Text('". ')))
    assert filled == Document("T", (Clause("one", blocks=(Paragraph(by_itself),)), Clause("two")))
    writer = word_writer.CopyWriter(template.document, {}, small.house(), small.PROPERTIES)
    copy = parts(writer.write([value.text for value in values]))
    assert copy == parts(word_writer.write(filled, {}, small.house(), small.PROPERTIES))


def test_a_value_that_no_xml_can_hold_is_an_error_of_ours():
    writer = ooxml.TextWithHoles(ooxml.run(hole(0)))
    with pytest.raises(ValueError, match=r"U\+0001 cannot stand in a document"):
        writer.filled(["\x01"])


def test_a_hole_that_is_no_run_is_an_error_of_ours():
    with pytest.raises(ValueError, match="a value is not in a run of text"):
        ooxml.TextWithHoles(f"<w:instrText>{hole(0)}</w:instrText>")


def test_a_departure_for_one_holder_changes_that_warrant_alone():
    departure = {
        "clause": "w_headings",
        "subject": "investors[1]",
        "form": "headings",
        "here": "titles",
        "why": "negotiated",
    }
    document_set = composed(json.dumps({**json.loads(sheet(3)), "departures": [departure]}))
    warrants = [each for each in document_set.documents if each.part is SetPart.WARRANTS]
    changed = [each.about for each in warrants if "titles" in text.write(each.document, each.numbers)]
    assert changed == ["investors[1]"]
    assert len(warrants) == 4  # of three holders, and the form with blanks
