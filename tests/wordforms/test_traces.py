"""What a form knows of an earlier matter: taken out without a word, or refused with its place."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from assembler.dealset import wordforms as forms_of_set
from assembler.errors import InputError
from tests import deals
from tests.word import office
from tests.wordforms import files as forms
from tests.wordforms.files import form, paragraph, run

needs_office = pytest.mark.skipif(bool(office.missing()), reason=office.missing() or "there")

OLD = "OLD HARBOR TRADING CO."
STORE = "{6B0F1C2E-0000-4000-8000-0000000000AA}"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"


@pytest.fixture(scope="module")
def whole():
    return deals.draft("new-stock-and-warrants")


def control(*content, path="/x:deal[1]/x:client[1]", store=STORE, kind="w:dataBinding", more=""):
    """A content control within a paragraph that is bound to data of the file."""
    bound = f'<{kind} xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" w:xpath="{path}" w:storeItemID="{store}"/>'
    inside = "".join(item if item.startswith("<") else run(item) for item in content)
    return f"<w:sdt><w:sdtPr>{bound}{more}<w:text/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def with_store(*content, value=OLD, links="", **parts):
    """A form with a part of custom XML, its properties, and further links of the body."""
    rels = forms.part("word/_rels/document.xml.rels")
    link = f'<Relationship Id="rId90" Type="{forms.RELATIONSHIP}/customXml" Target="../customXml/item1.xml"/>{links}'
    to_properties = f'<Relationship Id="rId1" Type="{forms.RELATIONSHIP}/customXmlProps" Target="itemProps1.xml"/>'
    changed = {
        "word/_rels/document.xml.rels": rels.replace("</Relationships>", f"{link}</Relationships>"),
        "customXml/item1.xml": f'<x:deal xmlns:x="urn:deal"><x:client>{value}</x:client></x:deal>',
        "customXml/itemProps1.xml": f'<d:datastoreItem xmlns:d="urn:d" d:itemID="{STORE}"/>',
        "customXml/_rels/item1.xml.rels": f'<Relationships xmlns="{forms.PACKAGE}">{to_properties}</Relationships>',
    }
    return form(*content, changed=changed | parts.pop("changed", {}), **parts)


def filled(whole, file):
    ready, _ = forms_of_set.prepare(whole, [file])
    return forms_of_set.write(whole, ready)["certificate.docx"]


def refused(whole, file):
    with pytest.raises(InputError) as error:
        forms_of_set.prepare(whole, [file])
    return [f"{problem.code} {problem.message}" for problem in error.value.problems]


def parts_of(content):
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def knows(content, words):
    return [name for name, part in parts_of(content).items() if words in part or words in re.sub("<[^>]*>", "", part)]


TAG = "{{ company.name }}"


def bound_everywhere():
    note = f'<w:footnote w:id="2">{paragraph("Of ", control(TAG))}</w:footnote>'
    box = forms.text_box(paragraph("Box: ", control(TAG)))
    row = forms.table(forms.row(forms.cell(paragraph(control(TAG, kind="w15:dataBinding"))), "x"))
    number = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    link = f'<Relationship Id="rId92" Type="{forms.RELATIONSHIP}/footnotes" Target="footnotes.xml"/>'
    link = f'<Relationship Id="rId92" Type="{forms.RELATIONSHIP}/footnotes" Target="footnotes.xml"/>'
    body = paragraph("Body: ", control(TAG), number)
    return with_store(body, box, row, links=link, header=paragraph("Head: ", control(TAG)), footnotes=note)


def test_a_bound_control_prints_its_tag_in_every_story_and_its_data_stay_behind(whole):
    content = filled(whole, bound_everywhere())
    assert knows(content, "dataBinding") == knows(content, OLD) == knows(content, "customXml") == []
    assert sorted(knows(content, "TIDEWELL SENSORS, INC.")) == [
        *("docProps/app.xml", "docProps/core.xml", "word/document.xml", "word/footnotes.xml", "word/header1.xml")
    ]
    assert parts_of(content)["word/document.xml"].count("TIDEWELL SENSORS, INC.") == 3


@needs_office
def test_libre_office_shows_the_new_name_in_a_bound_control(whole, tmp_path):
    read = office.text_of(filled(whole, bound_everywhere()), tmp_path)
    assert "Body: TIDEWELL SENSORS, INC." in office.plain(read)
    assert OLD not in read


def test_a_tag_that_word_copied_from_a_bound_control_into_its_data_is_no_tag_of_the_form(whole):
    core = f'<c:coreProperties xmlns:c="{_CORE}" xmlns:dc="urn:dc"><dc:title>{TAG}</dc:title></c:coreProperties>'
    file = with_store(
        paragraph(control(TAG, path="/ns1:coreProperties[1]/ns0:title[1]")),
        value=TAG,
        changed={"docProps/core.xml": core},
    )
    assert knows(filled(whole, file), TAG) == []


@pytest.mark.parametrize(
    "path", ["/x:deal[1]/x:client[1]", "/ns1:coreProperties[1]/ns0:creator[1]", "/ns0:Properties[1]/ns0:Company[1]"]
)
def test_a_bound_control_that_shows_words_of_another_matter_is_refused_with_its_paragraph(whole, path):
    assert refused(whole, with_store("x", paragraph("For ", control(OLD, path=path)))) == [
        f"W203 paragraph 2 'For {OLD}' holds a content control that is bound to data of the form, and shows '{OLD}'"
    ]


def test_a_control_that_is_not_bound_or_is_empty_is_left_alone(whole):
    free = "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>" + run("as agreed") + "</w:sdtContent></w:sdt>"
    content = filled(whole, with_store(paragraph(free, control("<w:r/>"))))
    assert "as agreed" in parts_of(content)["word/document.xml"]


def settings(inside):
    return {"word/settings.xml": forms.part("word/settings.xml").replace("<w:zoom", f"{inside}<w:zoom")}


def also_linked(kind, target, content, name="word/_rels/document.xml.rels"):
    link = f'<Relationship Id="rId91" Type="{forms.RELATIONSHIP}/{kind}" Target="{target}"/></Relationships>'
    folder = "" if name.startswith("_rels") else "word/"
    return {name: forms.part(name).replace("</Relationships>", link), f"{folder}{target}": content}


DATED = '<w:date w:fullDate="1999-01-02T00:00:00Z"><w:dateFormat w:val="M/d/yyyy"/></w:date>'


@pytest.mark.parametrize(
    ("content", "changed", "trace"),
    [
        ("x", settings(f'<w:docVars><w:docVar w:name="Client" w:val="{OLD}"/></w:docVars>'), OLD),
        ("x", settings(f'<w:mailMerge><w:mainDocumentType w:val="formLetters"/><w:query w:val="{OLD}"/></w:mailMerge>'), OLD),
        ("x", also_linked("glossaryDocument", "glossary/document.xml", f"<w:glossaryDocument {forms.NAMESPACES}><w:t>{OLD}</w:t></w:glossaryDocument>"), OLD),
        ("x", also_linked("custom-ui", "customUI.xml", f"<a>{OLD}</a>", "_rels/.rels"), OLD),
        (paragraph(f'<w:smartTag w:element="name"><w:smartTagPr><w:attr w:name="who" w:val="{OLD}"/></w:smartTagPr>{run("x")}</w:smartTag>'), {}, OLD),
        (paragraph(f'<w:sdt><w:sdtPr><w:dropDownList w:lastValue="{OLD}"/></w:sdtPr><w:sdtContent>{run("x")}</w:sdtContent></w:sdt>'), {}, OLD),
        (paragraph(f"<w:sdt><w:sdtPr>{DATED}</w:sdtPr><w:sdtContent>{run('x')}</w:sdtContent></w:sdt>"), {}, "1999-01-02"),
        (paragraph(f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:textInput><w:default w:val="{OLD}"/></w:textInput></w:ffData></w:fldChar></w:r>', '<w:r><w:instrText> FORMTEXT </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'), {}, OLD),
    ],
)  # fmt: skip
def test_what_the_file_keeps_of_another_matter_stays_behind(whole, content, changed, trace):
    file = form(content, "{{ company.name }}", changed=changed)
    assert knows(file.docx, trace)
    assert knows(filled(whole, file), trace) == []


def field(code, shown):
    """A field with its result."""
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f'{begin}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{middle}{run(shown)}{end}'


@pytest.mark.parametrize(
    "code",
    [
        *(
            "DOCVARIABLE Client",
            'DOCPROPERTY "Client no."',
            "MERGEFIELD Client",
            "CITATION Old99 \\l 1033",
            "FILENAME \\p",
        ),
        *("KEYWORDS", "TEMPLATE", "INFO Comments", 'INCLUDETEXT "C:\\\\old.docx"', "PRINTDATE"),
    ],
)
def test_a_field_that_prints_data_of_the_form_is_refused(whole, code):
    file = form(paragraph("Ref: ", field(code, "old")))
    said = " ".join(code.split())
    assert refused(whole, file) == [f"W204 paragraph 1 'Ref: old' holds a field that prints data of the form: {said!r}"]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("DOCPROPERTY Company \\* MERGEFORMAT", "TIDEWELL SENSORS, INC."),
        ("TITLE", "Certificate"),
        ("AUTHOR", "Breck &amp; Ostrander LLP"),
        ("FILENAME", "certificate.docx"),
        ('INFO "Subject"', "TIDEWELL SENSORS, INC."),
    ],
)
def test_a_field_that_prints_a_property_prints_that_of_the_document(whole, code, shown):
    simple = f'<w:fldSimple w:instr="{code.replace(chr(34), "&quot;")}">{run(OLD)}</w:fldSimple>'
    content = filled(whole, form(paragraph(field(code, OLD)), header=paragraph(simple)))
    for part in ("word/document.xml", "word/header1.xml"):
        assert f">{shown}<" in parts_of(content)[part]
    assert knows(content, OLD) == []


@pytest.mark.parametrize(
    ("kind", "what"),
    [("package", "an embedded file"), ("oleObject", "an embedded object"), ("aFChunk", "another document")],
)
def test_an_embedded_file_is_refused_with_its_name(whole, kind, what):
    file = form("x", changed=also_linked(kind, "embeddings/sheet.bin", "old"))
    assert refused(whole, file) == [f"W205 the form holds {what} that is delivered and not read: embeddings/sheet.bin"]


def test_hidden_words_are_refused_with_their_paragraph(whole):
    hidden = run("ask the old client", "<w:vanish/>")
    assert refused(whole, form(paragraph("Shown ", hidden))) == [
        "W206 paragraph 1 'Shown ask the old client' holds hidden words, which would be delivered: 'ask the old client'"
    ]
    entry = '<w:r><w:rPr><w:vanish/></w:rPr><w:instrText> TC "Entry" </w:instrText></w:r>'
    filled(whole, form(paragraph("Shown ", entry, run(" ", "<w:vanish/>"), run("x", '<w:vanish w:val="0"/>'))))
