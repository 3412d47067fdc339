"""Changes of the small Word file, each of one kind, as pieces of its XML that stand in place of others."""

from __future__ import annotations

import io
import zipfile

from assembler.word.reproducible_zip import zipped
from tests.redline import rich_file as rich
from tests.redline.rich_file import rich_file

_D = "document"
_STORIES = '<w:headerReference w:type="default" r:id="rId12"/><w:footerReference w:type="default" r:id="rId14"/>'
_TITLE = '<w:pStyle w:val="Title"/>'
_HEADING = '<w:pStyle w:val="Heading1"/>'
_ROW = "<w:tr><w:tc>"
_LAST = '<w:p><w:r><w:t xml:space="preserve">IN WITNESS WHEREOF, the parties have signed.</w:t></w:r></w:p>'
_ALDER = f"{rich.cell('Alder Fund LP')}{rich.cell('100,000')}"
_HEADING_STYLE = '<w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr>'
_BLOCK_CONTROL = '<w:sdt><w:sdtPr><w:tag w:val="closing"/></w:sdtPr><w:sdtContent>'
_END_OF_CONTROL = "A certificate of good standing.</w:t></w:r></w:p>"


def _in_run(content):
    return (_D, "IN WITNESS WHEREOF, the", f'IN WITNESS WHEREOF,</w:t>{content}<w:t xml:space="preserve">the')


def _titled(properties):
    return [(_D, _TITLE, _TITLE + properties)]


# The changes, and the kinds of tracked changes that show each.
CHANGES = {
    # Look of runs
    "a run is bold": ([(_D, '<w:u w:val="single"/>', '<w:b/><w:u w:val="single"/>')], "rPrChange"),
    "a run is hidden": ([(_D, '<w:u w:val="single"/>', '<w:vanish/><w:u w:val="single"/>')], "rPrChange"),
    "a run is struck": ([(_D, '<w:u w:val="single"/>', '<w:strike/><w:u w:val="single"/>')], "rPrChange"),
    "a run has another font": ([(_D, "<w:b/>", '<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:b/>')], "rPrChange"),
    "a run is shaded": ([(_D, "<w:b/>", '<w:b/><w:shd w:val="clear" w:fill="FFFF00"/>')], "rPrChange"),
    "a run has another size": ([(_D, "<w:b/>", '<w:b/><w:sz w:val="40"/>')], "rPrChange"),
    # Look of paragraphs
    "a paragraph is kept with the next": ([(_D, _TITLE, f"{_TITLE}<w:keepNext/>")], "pPrChange"),
    "a paragraph has a border": (
        _titled('<w:pBdr><w:top w:val="single" w:sz="4"/></w:pBdr>'),
        "pPrChange",
    ),
    "a paragraph has a tab stop": (_titled('<w:tabs><w:tab w:val="right" w:pos="9000"/></w:tabs>'), "pPrChange"),
    "a paragraph is indented": (_titled('<w:ind w:left="720" w:hanging="360"/>'), "pPrChange"),
    "a paragraph stands in a frame": (_titled('<w:framePr w:w="2000"/>'), "pPrChange"),
    "a paragraph runs from right to left": (_titled("<w:bidi/>"), "pPrChange"),
    "a paragraph has another style": ([(_D, _TITLE, _HEADING)], "pPrChange"),
    "the mark of a paragraph is small": (_titled('<w:rPr><w:sz w:val="8"/></w:rPr>'), "rPrChange"),
    # Lists
    "a paragraph leaves its list": ([(_D, _HEADING, f'{_HEADING}<w:numPr><w:numId w:val="0"/></w:numPr>')], "pPrChange"),
    "a list begins anew": (
        [
            ("numbering", "</w:numbering>", '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>'),
            (_D, _HEADING, f'{_HEADING}<w:numPr><w:numId w:val="2"/></w:numPr>'),
        ],
        "pPrChange",
    ),
    "a list counts in Roman figures": ([("numbering", '"decimal"', '"upperRoman"')], "pPrChange"),
    "a list has another text": ([("numbering", "%1.", "Section %1")], "pPrChange"),
    # Styles
    "a style is kept with the next": ([("styles", _HEADING_STYLE, f"{_HEADING_STYLE}<w:keepNext/>")], "remark"),
    "a style is centred no longer": ([("styles", '<w:pPr><w:jc w:val="center"/></w:pPr>', "")], "remark"),
    # Tables
    "columns have other widths": ([(_D, '<w:gridCol w:w="3000"/><w:gridCol w:w="3000"/>', '<w:gridCol w:w="1000"/><w:gridCol w:w="5000"/>')], "tblGridChange"),
    "two columns change their widths": ([(_D, '<w:gridCol w:w="3000"/><w:gridCol w:w="3000"/>', '<w:gridCol w:w="5000"/><w:gridCol w:w="1000"/>')], "tblGridChange"),
    "cells are merged": ([(_D, _ALDER, rich.cell("Alder Fund LP holds 100,000", '<w:gridSpan w:val="2"/>'))], "del ins"),
    "cells are merged downwards no longer": ([(_D, '<w:vMerge w:val="restart"/>', ""), (_D, "<w:vMerge/>", "")], "tcPrChange"),
    "a cell has another colour": ([(_D, 'w:fill="DDDDDD"', 'w:fill="FF0000"')], "tcPrChange"),
    "a cell is turned": ([(_D, '</w:tcPr><w:p><w:r><w:t xml:space="preserve">Shares<', '<w:textDirection w:val="btLr"/></w:tcPr><w:p><w:r><w:t xml:space="preserve">Shares<')], "tcPrChange"),
    "a row is a header": ([(_D, _ROW, "<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>")], "trPrChange"),
    "a row has margins of its own": ([(_D, _ROW, '<w:tr><w:tblPrEx><w:jc w:val="center"/></w:tblPrEx><w:trPr><w:cantSplit/></w:trPr><w:tc>')], "tblPrExChange trPrChange"),
    "a table has a style": (
        [
            (_D, "<w:tblPr>", '<w:tblPr><w:tblStyle w:val="Grid"/>'),
            ("styles", "</w:styles>", '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/></w:style></w:styles>'),
        ],
        "tblPrChange",
    ),
    "a nested table goes": ([(_D, rich.table((rich.cell("Trust A"), rich.cell("10"))), "")], "del"),
    # Sections, headers and footers
    "the last section is in landscape": ([(_D, '<w:pgSz w:w="12240" w:h="15840"/></w:sectPr></w:body>', '<w:pgSz w:w="15840" w:h="12240" w:orient="landscape"/></w:sectPr></w:body>')], "sectPrChange"),
    "a break of sections goes": ([(_D, rich.SECTION.format("rId13"), "")], "del ins"),
    "the last section has another footer": ([(_D, _STORIES, _STORIES.replace("rId14", "rId13"))], "del ins"),
    "a section shows its header on the first page, too": ([(_D, _STORIES, f'<w:headerReference w:type="first" r:id="rId12"/>{_STORIES}')], "ins"),
    "a section has no header": ([(_D, '<w:headerReference w:type="default" r:id="rId12"/>', "")], "del"),
    "the words of a header change": ([("header1", "Draft of May 1", "Draft of May 2")], "del ins"),
    # Notes
    "the words of a note change": ([("footnotes", "New York", "Delaware")], "del ins"),
    "a note has another paragraph": ([("footnotes", "in New York.</w:t></w:r></w:p>", f"in New York.</w:t></w:r></w:p>{rich.paragraph('Or in Boston.')}")], "ins"),
    # Fields, links, controls
    "a field goes": ([(_D, rich.field("REF _Ref_price \\n \\h", "1"), "")], "del ins"),
    "a field becomes words": ([(_D, rich.field("REF _Ref_price \\n \\h", "1"), rich.run("1"))], "del ins"),
    "a reference leads elsewhere": ([(_D, "REF _Ref_price", "REF _Ref_other")], "del ins"),
    "a reference shows another number": ([(_D, rich.field("REF _Ref_price \\n \\h", "1"), rich.field("REF _Ref_price \\n \\h", "2"))], "del ins"),
    "a link becomes words": ([(_D, rich.LINK, rich.run("the data policy"))], "del ins"),
    "the words of a link change": ([(_D, "the data policy", "the privacy policy")], "del ins"),
    "a link leads into the file": ([(_D, '<w:hyperlink r:id="rId10">', '<w:hyperlink w:anchor="x">')], "del ins"),
    "a control becomes words": ([(_D, rich.CONTROL, rich.run("Delaware"))], "del ins"),
    "a control around paragraphs goes": ([(_D, _BLOCK_CONTROL, ""), (_D, f"{_END_OF_CONTROL}</w:sdtContent></w:sdt>", _END_OF_CONTROL)], "del ins"),
    # Pictures, boxes, formulas
    "a picture is cropped": ([(_D, '<a:blip r:embed="rId11"/>', '<a:blip r:embed="rId11"/><a:srcRect l="25000"/>')], "del ins"),
    "a picture is turned": ([(_D, "<pic:spPr/>", '<pic:spPr><a:xfrm rot="5400000"/></pic:spPr>')], "del ins"),
    "a picture is larger": ([(_D, 'cx="360000"', 'cx="720000"')], "del ins"),
    "a picture leads to a page": ([(_D, '<pic:cNvPr id="1" name="seal.png"/>', '<pic:cNvPr id="1" name="seal.png"><a:hlinkClick r:id="rId10"/></pic:cNvPr>')], "del ins"),
    "a picture goes": ([(_D, rich.PICTURE, "")], "del"),
    "a text box goes": ([(_D, rich.BOX, "")], "del"),
    "the words of a text box change": ([(_D, "Strictly confidential", "Confidential")], "del ins"),
    "a formula goes": ([(_D, rich.FORMULA, "")], "del ins"),  # with a blank on both sides
    "a formula is struck": ([(_D, "<m:r><m:t>P=A/B", "<m:r><w:rPr><w:strike/></w:rPr><m:t>P=A/B")], "del ins"),
    "a formula changes": ([(_D, "P=A/B", "P=A/C")], "del ins"),
    # Signs and paragraphs
    "a tab stands for a space": ([_in_run("<w:tab/>")], "del ins"),
    "a line breaks": ([_in_run("<w:br/>")], "del ins"),
    "a page breaks": ([_in_run('<w:br w:type="page"/>')], "del ins"),
    "a symbol stands for a space": ([_in_run('<w:sym w:font="Wingdings" w:char="F0FE"/>')], "del ins"),
    "capitals become small letters": ([(_D, "IN WITNESS WHEREOF", "In Witness Whereof")], "del ins"),
    "an empty paragraph comes": ([(_D, _LAST, f"<w:p/>{_LAST}")], "ins"),
    "the last paragraph goes": ([(_D, _LAST, "<w:p/>")], "del"),
    "all paragraphs behind the first table go": ([(_D, _LAST, ""), (_D, rich.BODY[6], "")], "del"),
}  # fmt: skip

_PAGE = '<w:r><w:br w:type="page"/></w:r>'

# What another program writes otherwise, and what is no change.
NO_CHANGES = {
    "a text is empty": [(_D, "<w:p><w:r><w:t", "<w:p><w:r><w:t/></w:r><w:r><w:t")],
    "a picture is rounded": [(_D, 'cx="360000"', 'cx="377900"')],
    "a name that is no address is declared": [(_D, "<w:document ", '<w:document xmlns:own="own" ')],
    "a comment of XML stands in properties": [(_D, "<w:pPr>", "<w:pPr><!-- here -->"), (_D, _ROW, "<w:tr><!-- there --><w:tc>")],
    "properties of a row are empty": [(_D, _ROW, "<w:tr><w:trPr/><w:tc>")],
    "a formula is split into runs": [(_D, "<m:t>P=A/B</m:t>", "<m:t>P=</m:t></m:r><m:r><m:t>A/B</m:t>")],
    "a picture is told to be for print": [(_D, '<a:blip r:embed="rId11"/>', '<a:blip r:embed="rId11" cstate="print"/>')],
    "a picture has a crop of nothing": [(_D, '<a:blip r:embed="rId11"/>', '<a:blip r:embed="rId11"/><a:srcRect/>')],
    "runs are split": [(_D, " is governed by", ' is</w:t></w:r><w:r><w:t xml:space="preserve"> governed by')],
    "the number of a revision is kept": [(_D, "<w:p><w:r><w:t", '<w:p w:rsidR="00AA11BB"><w:r w:rsidRPr="00AA11BC"><w:t')],
}  # fmt: skip


# A page that begins with a paragraph: as a property of it, and as another program writes it.
_PAYS, _WITNESS = '<w:r><w:t xml:space="preserve">The Purchaser shall pay', '<w:r><w:t xml:space="preserve">IN WITNESS'
_SHARES = "at $[__] per Share.</w:t></w:r>"
PAGES = {
    "at the end of the paragraph before": ([(_D, f"</w:pPr>{_PAYS}", f"<w:pageBreakBefore/></w:pPr>{_PAYS}")], [(_D, _SHARES, f"{_SHARES}{_PAGE}")]),
    "at the beginning of the paragraph": ([(_D, _WITNESS, f"<w:pPr><w:pageBreakBefore/></w:pPr>{_WITNESS}")], [(_D, _WITNESS, f"{_PAGE}{_WITNESS}")]),
}  # fmt: skip


def changed(replaced, data=None):
    """The small file with pieces of its XML replaced, which must be there."""
    with zipfile.ZipFile(io.BytesIO(data or rich_file())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for part, was, becomes in replaced:
        name = f"word/{part}.xml"
        assert was.encode() in parts[name], was
        parts[name] = parts[name].replace(was.encode(), becomes.encode(), 1)
    return zipped(parts)
