"""The turns of a loop of a form: lists, bookmarks, notes, pictures and controls of each have their own numbers."""

from __future__ import annotations

import re
from io import BytesIO

import docx
import pytest
from lxml import etree

from assembler.word.ooxml import qualified
from tests import deals
from tests.word import office
from tests.wordforms import files as forms
from tests.wordforms.files import cell, form, paragraph, row, run, table
from tests.wordforms.test_references import FOR, NEXT, marked
from tests.wordforms.test_traces import field, filled, parts_of

needs_office = pytest.mark.skipif(bool(office.missing()), reason=office.missing() or "there")

INVESTORS = 5
LINES, ONE = "{%p for line in one.address_lines %}", "{{ one.name }}:"


@pytest.fixture(scope="module")
def whole():
    return deals.draft("new-stock-and-warrants")


def _level(depth, pattern, kind="decimal", start=1, style=""):
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{linked}'
        f'<w:lvlText w:val="{pattern}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="720"/></w:pPr></w:lvl>'
    )


def _definition(number, *levels):
    return f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{"".join(levels)}</w:abstractNum>'


def _list(number, definition, override=""):
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{override}</w:num>'


ANEW = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
# Lists 1 and 2 count together, 3 begins anew at 1. 4 has bullets, 5 is that of a style, and 6 starts at 4.
NUMBERING = (
    _definition(0, _level(0, "%1."), _level(1, "(%2)", "lowerLetter"))
    + _definition(1, _level(0, "-", "bullet"))
    + _definition(2, _level(0, "%1)", style="FormText"))
    + _definition(3, _level(0, "%1.", start=4))
    + _list(1, 0) + _list(2, 0) + _list(3, 0, ANEW) + _list(4, 1) + _list(5, 2) + _list(6, 3)
)  # fmt: skip


def item(*content, number=1, depth=0):
    """A numbered paragraph."""
    listed = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(f"<w:pPr>{listed}</w:pPr>", *content)


def listed(whole, *content, **parts):
    return filled(whole, form(*content, numbering=NUMBERING, **parts))


def numbers(content):
    """The numbers of the paragraphs, as Word counts them: those of the lists, "" for the others."""
    body = etree.fromstring(parts_of(content)["word/document.xml"].encode())
    lists = etree.fromstring(parts_of(content)["word/numbering.xml"].encode())
    nums = {each.get(qualified("numId")): each for each in lists.iter(qualified("num"))}
    counts, begun, shown = {}, set(), []
    for each in body.iter(qualified("p")):
        stated = each.find(f"{qualified('pPr')}/{qualified('numPr')}")
        if stated is None:
            shown.append("")
            continue
        number, depth = (stated.find(qualified(name)).get(qualified("val")) for name in ("numId", "ilvl"))
        definition = nums[number].find(qualified("abstractNumId")).get(qualified("val"))
        counter = counts.setdefault(definition, {})
        if number not in begun:
            begun.add(number)
            for override in nums[number].iter(qualified("lvlOverride")):
                counter[override.get(qualified("ilvl"))] = int(override[0].get(qualified("val"))) - 1
        counter[depth] = counter.get(depth, 0) + 1
        for deeper in [other for other in counter if int(other) > int(depth)]:
            del counter[deeper]
        shown.append(f"{counter[depth]}" if depth == "0" else chr(96 + counter[depth]))
    return shown


@pytest.mark.parametrize(
    ("content", "turn"),
    [
        ((FOR, ONE, item("a"), item("b"), NEXT), ["", "1", "2"]),
        ((item("before"), FOR, ONE, item("a", number=3), item("b"), NEXT), ["", "1", "2"]),
        ((FOR, ONE, item("a"), item("b"), NEXT, item("behind", number=3)), ["", "1", "2"]),
        ((FOR, ONE, item("a"), item("b"), "And", item("c", number=3), item("d"), NEXT), ["", "1", "2", "", "1", "2"]),
        ((FOR, ONE, item("a"), item("x", depth=1), item("y", depth=1), item("b"), NEXT), ["", "1", "a", "b", "2"]),
        ((item("before"), FOR, ONE, item("x", depth=1), item("y", depth=1), NEXT, item("behind")), ["", "a", "b"]),
        ((FOR, ONE, item("a"), item("b", number=2), NEXT), ["", "1", "2"]),
        ((FOR, ONE, "{%p if one.is_individual %}", item("a"), "{%p else %}", item("b"), "{%p endif %}", item("c"), NEXT), ["", "1", "2"]),
        ((FOR, ONE, item("a", number=3), item("b", number=3), NEXT), ["", "1", "2"]),
    ],
)  # fmt: skip
def test_a_list_within_a_loop_begins_anew_in_each_turn(whole, content, turn):
    shown = numbers(listed(whole, *content))
    begin = 1 if content[0] != FOR else 0
    assert shown[begin : begin + INVESTORS * len(turn)] == turn * INVESTORS


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ((item("before"), FOR, ONE, item("a"), item("b"), NEXT), ["1", "", "2", "3", "", "4", "5", "", "6", "7"]),
        ((item("before", number=3), FOR, ONE, item("a"), item("b"), NEXT), ["1", "", "2", "3", "", "4", "5"]),
        ((FOR, ONE, item("a"), item("b"), NEXT, item("behind")), ["", "1", "2", "", "3", "4", "", "5", "6", ""]),
        ((FOR, item(ONE), NEXT), ["1", "2", "3", "4", "5"]),
        ((FOR, item(ONE), "x", item("b", depth=1), NEXT), ["1", "", "a", "2", "", "a", "3", "", "a", "4"]),
        ((FOR, "No.", item(ONE), NEXT), ["", "1", "", "2", "", "3", "", "4", "", "5"]),
    ],
)
def test_a_list_that_began_before_or_that_counts_the_turns_goes_on(whole, content, shown):
    assert numbers(listed(whole, *content))[: len(shown)] == shown


def test_the_list_of_a_loop_within_a_loop_begins_anew_in_the_turns_of_the_outer_one(whole):
    shown = numbers(listed(whole, FOR, ONE, LINES, item("{{ line }}"), NEXT, NEXT))
    assert shown == ["", "1", "2", "3", "", "1", "2", "", "1", "2", "3", "", "1", "2", "", "1", "2"]


def test_both_loops_begin_their_lists_anew(whole):
    inner = (LINES, "To {{ line }}", item("x", depth=1), item("y", depth=1), NEXT)
    shown = [each for each in numbers(listed(whole, FOR, ONE, item("a"), item("b"), *inner, NEXT)) if each]
    assert shown[:14] == ["1", "2", "a", "b", "a", "b", "a", "b", "1", "2", "a", "b", "a", "b"]


def test_a_list_in_a_row_of_a_table_begins_anew(whole):
    rows = (row("{%tr for one in investors %}"), row(ONE, cell(item("a"), item("b"))), row("{%tr endfor %}"))
    assert numbers(listed(whole, table(*rows))) == ["", "1", "2"] * INVESTORS


def test_a_list_of_a_style_begins_anew_and_keeps_the_indent_of_the_style(whole):
    styles = forms.part("word/styles.xml").replace(
        "</w:styles>",
        '<w:style w:type="paragraph" w:styleId="Numbered"><w:name w:val="Numbered"/><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr>'
        '<w:ind w:left="99"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Closer"><w:name w:val="Closer"/>'
        '<w:basedOn w:val="Numbered"/></w:style></w:styles>',
    )
    numbered = paragraph('<w:pPr><w:pStyle w:val="Closer"/><w:keepNext/><w:jc w:val="left"/></w:pPr>', "a")
    content = listed(whole, FOR, ONE, numbered, numbered, NEXT, changed={"word/styles.xml": styles})
    body = parts_of(content)["word/document.xml"]
    anew = '<w:pStyle w:val="Closer"/><w:keepNext/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr><w:ind w:left="99"/><w:jc w:val="left"/>'
    assert [body.count(anew.format(number)) for number in range(6, 12)] == [0, 2, 2, 2, 2, 0]


def test_a_list_begins_anew_with_its_own_first_number_and_bullets_are_left_alone(whole):
    content = parts_of(
        listed(
            whole, FOR, ONE, item("a", number=6), item("b", number=6), item("c", number=4), item("d", number=4), NEXT
        )
    )
    assert content["word/numbering.xml"].count('<w:startOverride w:val="4"/>') == INVESTORS - 1
    assert content["word/document.xml"].count('<w:numId w:val="4"/>') == 2 * INVESTORS


@needs_office
def test_libre_office_counts_the_lists_of_a_loop_alike(whole, tmp_path):
    inner = (LINES, item("{{ line }}", depth=1), NEXT)
    content = listed(whole, item("first"), FOR, ONE, item("a", number=3), item("b", number=3), *inner, NEXT, "end")
    read = office.text_of(content, tmp_path).splitlines()
    assert [line.split()[0] for line in read if line.endswith((" a", " b"))] == ["1.", "2."] * INVESTORS


# Bookmarks, notes, pictures


def test_a_reference_in_a_loop_means_the_paragraph_of_its_turn(whole):
    target, see = paragraph(marked("_Duty", "pays")), paragraph("see ", field("REF _Duty \\r \\h", "1"))
    to = paragraph(f'<w:hyperlink w:anchor="_Duty">{run("there")}</w:hyperlink>')
    body = parts_of(filled(whole, form(FOR, target, see, to, NEXT)))["word/document.xml"]
    names = re.findall('w:name="(_Duty[^"]*)"', body)
    assert len(set(names)) == INVESTORS
    assert re.findall(r"REF (\S+) ", body) == re.findall('w:anchor="([^"]*)"', body) == names
    starts = re.findall('<w:bookmarkStart [^>]*w:id="([0-9]+)"', body)
    assert starts == re.findall('<w:bookmarkEnd w:id="([0-9]+)"', body)
    assert len(set(starts)) == INVESTORS


def test_a_reference_to_a_paragraph_outside_of_the_loop_is_left_alone(whole):
    body = parts_of(
        filled(whole, form(paragraph(marked("_Duty", "pays")), FOR, paragraph(field("REF _Duty", "1")), NEXT))
    )
    assert re.findall(r"REF (\S+) ", body["word/document.xml"]) == ["_Duty"] * INVESTORS


def test_a_reference_in_an_inner_loop_means_the_paragraph_of_the_outer_turn(whole):
    content = (FOR, paragraph(marked("_Duty", "pays")), LINES, paragraph(field("REF _Duty", "1")), NEXT, NEXT)
    body = parts_of(filled(whole, form(*content)))["word/document.xml"]
    targets = re.findall(r'w:name="(_Duty[^"]*)"|REF (\S+) ', body)
    current, meant = "", []
    for name, reference in targets:
        current = name or current
        meant.append(not reference or reference == current)
    assert all(meant)
    assert len(targets) == INVESTORS + 12


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_in_a_loop_is_there_once_in_each_turn_and_one_that_goes_leaves_nothing(whole, kind):
    mark = f'<w:r><w:{kind}Reference w:id="{{}}"/></w:r>'.format
    note = f'<w:{kind} w:id="{{}}">{{}}</w:{kind}>'.format
    notes = (
        f'<w:{kind} w:type="separator" w:id="-1"><w:p/></w:{kind}>'
        + note(2, paragraph("kept"))
        + note(3, paragraph("gone"))
    )
    gone = ("{%p if warrants_covenanted %}", paragraph("x", mark(3)), "{%p endif %}")
    content = parts_of(filled(whole, form(FOR, paragraph("y", mark(2)), NEXT, *gone, **{f"{kind}s": notes})))
    used = re.findall(f'<w:{kind}Reference w:id="([^"]*)"', content["word/document.xml"])
    held = content[f"word/{kind}s.xml"]
    assert len(set(used)) == INVESTORS
    assert re.findall(f'<w:{kind} w:id="([^"]*)"', held) == used
    assert (held.count("kept"), held.count("gone"), held.count("separator")) == (INVESTORS, 0, 1)


def test_pictures_have_a_number_each_in_a_header_too(whole):
    picture = '<w:r><w:drawing><wp:inline><wp:docPr id="1001" name="Seal"/></wp:inline></w:drawing></w:r>'
    rows = table(row("{%tr for one in investors %}"), row(cell(paragraph("x", picture))), row("{%tr endfor %}"))
    content = parts_of(filled(whole, form(paragraph(picture), header=f"{rows}<w:p/>")))
    found = re.findall('docPr id="([0-9]+)"', content["word/document.xml"] + content["word/header1.xml"])
    assert len(set(found)) == len(found) == INVESTORS + 1


def test_controls_of_a_loop_have_no_number_twice_and_no_marker_is_left(whole):
    control = f'<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent>{run("{{ one.name }}")}</w:sdtContent></w:sdt>'
    words = paragraph("{% for one in investors %}", run("{{ one.name }}"), run("; {% endfor %}"))
    content = filled(whole, form(FOR, paragraph(control), NEXT, words))
    body = parts_of(content)["word/document.xml"]
    assert body.count('<w:id w:val="7"/>') == 1
    assert "urn:assembler" not in body
    assert docx.Document(BytesIO(content)).paragraphs[-1].text.count(";") == INVESTORS
