"""What a redline and a draft have in common is put by and not taken apart, and the proof sees all the same."""

from __future__ import annotations

import io
import zipfile

import pytest

from assembler.compare import proof, redline
from assembler.compare.stretches import Stretches, abbreviated
from assembler.document.tree import Clause, Enumeration, Reference, Row, Table
from assembler.findings import Refused
from assembler.readers.package import open_package
from tests.compare import pairs
from tests.compare.test_redline import ASKED, as_drafted
from tests.writers.small import house, of, paragraph, text

MANY = 8


def page(number, amount):
    """A page like others, with a list of its own."""
    items = tuple((text(f"{words} {number}"),) for words in ("first", "second"))
    blocks = (paragraph(f"page {number} pays {amount} as in Section ", Reference("last")), Enumeration("I.", items))
    return Clause("page", blocks=blocks, subject=f"investors[{number}]", starts_page=True)


def drawn(changed=0):
    """A document of pages that are alike and a table, in which one amount may be another."""
    amounts = {number: "900" if number == changed else "100" for number in range(1, MANY)}
    rows = [Row("row", ((text(f"row {number}"),), (text(amount),))) for number, amount in amounts.items()]
    first = Clause("first", "1.", blocks=(paragraph("begins, as Section ", Reference("last"), " says"),))
    pages = [page(number, amount) for number, amount in amounts.items()]
    return pairs.drawn(of(first, *pages, Clause("sums", blocks=(Table(tuple(rows)),)), Clause("last", "1.", blocks=(paragraph("ends"),))))  # fmt: skip


def files():
    """A redline in which the page and the row of one are changed, and the drafts that it says."""
    here, there = drawn(), drawn(4)
    return redline.write(here, there, house(), ASKED).content, as_drafted(here, there)


def with_part(data, name, change):
    """The file with a part of it changed."""
    given, made = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for one in given.namelist():
            content = given.read(one)
            archive.writestr(one, change(content) if one == name else content)
    return made.getvalue()


def exchanged(one, other):
    def change(content):
        assert one in content
        assert other in content
        return content.replace(one, b"\0").replace(other, one).replace(b"\0", other)

    return change


def test_all_but_what_changes_or_is_referred_to_is_put_by():
    data, drafts = files()
    for how, draft in drafts.items():
        one, other = (parts["word/document.xml"] for parts in (open_package(data, "x").parts, draft))
        here, there = abbreviated(Stretches.of(one, ()), other)
        said = b"pays 100" if how == "rejected" else b"pays 900"
        assert b"page 1 " not in here
        assert b"row 7" not in here
        assert here.count(b"REF _Ref_last") == MANY
        assert said[-3:] in there
        assert here.count(b"<w:same ") == there.count(b"<w:same ") > 2
    assert not proof.differences(data, drafts)


def test_where_nothing_is_in_common_nothing_is_put_by():
    assert abbreviated(Stretches.of(b"<w:body><w:p>a</w:p></w:body>", ()), b"<w:body><w:p>b</w:p></w:body>") is None


def test_a_table_within_a_table_is_taken_apart():
    row = b"<w:tr><w:tc>%s</w:tc></w:tr>"
    nested = b"<w:body><w:tbl>" + row % (b"<w:tbl>" + row % b"" + b"</w:tbl>") + b"</w:tbl></w:body>"
    assert abbreviated(Stretches.of(nested, ()), nested) is None


@pytest.mark.parametrize("how", ["rejected", "accepted"])
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("document", exchanged(b"page 2 pays", b"page 3 pays")),
        ("document", exchanged(b"second 6", b"second 7")),
        ("document", exchanged(b"row 1<", b"row 2<")),
        ("document", lambda content: content.replace(b"page 1 pays", b"page 1 pay")),
        ("document", lambda content: content.replace(b'w:name="_Ref_last"', b'w:name="_Ref_other"')),
        ("document", lambda content: content.replace(b"REF _Ref_last", b"REF _Ref_other", 3)),
        ("document", lambda content: content.replace(b'"ScheduleTable"', b'"EntryTable"')),
        ("document", lambda content: content.replace(b"<w:cantSplit/></w:trPr>", b"<w:tblHeader/></w:trPr>", 1)),
        (
            "numbering",
            lambda content: content.replace(b'<w:startOverride w:val="1"/>', b'<w:startOverride w:val="3"/>', 1),
        ),
        ("styles", lambda content: content.replace(b"<w:numPr>", b"<w:was>").replace(b"</w:numPr>", b"</w:was>")),
    ],
)
def test_what_is_put_by_is_seen_where_it_is_not_as_it_was(how, name, change):
    data, drafts = files()
    spoiled = with_part(data, f"word/{name}.xml", change)
    assert how in proof.differences(spoiled, drafts)


def test_what_is_put_by_is_well_formed():
    data, drafts = files()
    with pytest.raises(Refused):
        proof.differences(with_part(data, "word/document.xml", lambda content: content.replace(b"row 7", b"row & 7")), drafts)  # fmt: skip


def test_a_redline_whose_columns_are_wider_says_the_same():
    data, drafts = files()
    assert not proof.differences(with_part(data, "word/document.xml", lambda content: content.replace(b'<w:tcW w:w="', b'<w:tcW w:w="1')), drafts)  # fmt: skip
