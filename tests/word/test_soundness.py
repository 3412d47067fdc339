"""The rules for a valid Word file find violations: each is tested with a file that breaks it."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from assembler.document import numbering, references
from assembler.document.tree import Clause, Reference, Row, Table
from assembler.word import writer
from tests.word import small
from tests.word.small import of, paragraph, said, text
from tests.word.soundness import breaches

DOCUMENT = of(
    said("one", "1.", heading=text("One."), runs_in=True),
    Clause("two", "1.", blocks=(paragraph("see ", Reference("one")), Table((Row("row", ((text("x"),),)),)))),
)

BREAKS = [
    ("word/document.xml", "<w:body>", "<w:body><", "StartTag"),
    ("word/document.xml", '<w:bookmarkEnd w:id="4"/>', "", "a bookmark is begun and not ended"),
    ("word/document.xml", "REF _Ref_one", "REF _Ref_none", "a field looks for _Ref_none"),
    ("word/document.xml", 'w:fldCharType="end"', 'w:fldCharType="separate"', "a field is not ended"),
    ("word/document.xml", 'w:val="TableCell"', 'w:val="Cell"', "there is no paragraph style Cell"),
    ("word/document.xml", '<w:pStyle w:val="Section"/>', '<w:keepNext/><w:pStyle w:val="Section"/>', "not in order"),
    ("word/document.xml", "</w:tc>", "<w:tbl><w:tblGrid/></w:tbl></w:tc>", "a cell does not end in a paragraph"),
    ("word/document.xml", "</w:tr>", "<w:tc><w:p/></w:tc></w:tr>", "not as many cells"),
    ("word/document.xml", '<w:commentRangeEnd w:id="5"/>', "", "not one commentRangeEnd"),
    ("word/document.xml", "<w:pgMar ", "<w:pgMargins ", "a section has no page"),
    ("word/document.xml", 'w:id="5"', 'w:id="4"', "the number 4 stands twice"),
    ("word/document.xml", ">One.<", ">{{ One }}<", "holds '{{'"),
    ("word/styles.xml", 'numId w:val="1"', 'numId w:val="99"', "there is no list 99"),
    ("word/_rels/document.xml.rels", "footer1.xml", "footer9.xml", "footer9.xml is not there"),
    ("[Content_Types].xml", "/word/comments.xml", "/word/remarks.xml", "word/comments.xml has no type"),
]


@pytest.fixture(scope="module")
def sound():
    numbers = numbering.number(DOCUMENT)
    resolved, _ = references.resolve(DOCUMENT, numbers)
    return writer.write(resolved, numbers, small.house(), small.PROPERTIES, writer.Purpose({"one": ("a note",)}))


def test_a_document_as_it_is_written_breaks_no_rule(sound):
    assert breaches(sound) == []


@pytest.mark.parametrize(("part", "before", "after", "breach"), BREAKS, ids=[case[-1] for case in BREAKS])
def test_a_document_that_breaks_a_rule_is_found(sound, part, before, after, breach):
    made = BytesIO()
    with ZipFile(BytesIO(sound)) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            assert name != part or before in content
            new.writestr(name, content.replace(before, after) if name == part else content)
    assert any(breach in found for found in breaches(made.getvalue())), breaches(made.getvalue())
