"""A small Word file with everything that a redline has to carry: notes, lists, pictures, boxes, fields, tables, sections."""

from __future__ import annotations

from assembler.redline.word_file import OFFICE
from assembler.word.reproducible_zip import zipped

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{OFFICE[:-1]}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_KINDS = {"header1": "header", "footer1": "footer", "footer2": "footer"}


def run(text, look=""):
    """A run of words."""
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content, properties=""):
    """A paragraph of runs, or of plain words."""
    runs = content if content.startswith("<") or not content else run(content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def field(code, result):
    """A complex field."""
    chars = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f'{chars[0]}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{chars[1]}{run(result)}{chars[2]}'


def cell(content, properties=""):
    """A cell of a table."""
    inner = content if content.startswith(("<w:p>", "<w:tbl>")) else paragraph(content)
    return f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/>{properties}</w:tcPr>{inner}</w:tc>'


def table(*rows, columns=2):
    """A table of rows of cells."""
    grid = '<w:gridCol w:w="3000"/>' * columns
    made = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>'


LIST = '<w:pStyle w:val="Heading1"/>'
LINK = f'<w:hyperlink r:id="rId10">{run("the data policy")}</w:hyperlink>'
NOTE = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="360000" cy="360000"/><wp:docPr id="1" name="Seal"/><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="1" name="seal.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId11"/></pic:blipFill>'
    "<pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
BOX = f'<w:r><w:pict><v:shape id="box"><v:textbox><w:txbxContent>{paragraph("Strictly confidential")}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>'
FORMULA = "<m:oMath><m:r><m:t>P=A/B</m:t></m:r></m:oMath>"
CONTROL = f'<w:sdt><w:sdtPr><w:tag w:val="state"/></w:sdtPr><w:sdtContent>{run("Delaware")}</w:sdtContent></w:sdt>'
SIMPLE = f'<w:fldSimple w:instr=" DOCPROPERTY Title ">{run("Agreement")}</w:fldSimple>'
SECTION = '<w:sectPr><w:headerReference w:type="default" r:id="rId12"/><w:footerReference w:type="default" r:id="{}"/><w:pgSz w:w="12240" w:h="15840"/></w:sectPr>'

BODY = (
    paragraph("STOCK PURCHASE AGREEMENT", '<w:pStyle w:val="Title"/>'),
    paragraph(run("Purchase of the Shares.", "<w:b/>") + run(" The Company shall issue ______ Shares at $[__] per Share."), LIST),
    paragraph(run("The Purchaser shall pay the Purchase Price at the Closing") + NOTE + run(" by wire transfer of immediately available funds."), LIST),
    paragraph(run("The Purchaser shall ") + run("not", '<w:u w:val="single"/>') + run(" transfer the Shares except under ") + LINK + run(".")),
    paragraph(run("The adjusted price is ") + FORMULA + run(" as stated in Section ") + field("REF _Ref_price \\n \\h", "1") + run(" of this ") + SIMPLE + run(".")),
    table(
        (cell("Name", '<w:shd w:val="clear" w:fill="DDDDDD"/>'), cell("Shares")),
        (cell("Alder Fund LP"), cell("100,000")),
        (cell("Birch Partners LLC"), cell("250,000")),
        (cell(paragraph("Holders in trust") + table((cell("Trust A"), cell("10"))) + paragraph("")), cell("35,000")),
    ),
    paragraph(run("This Agreement is governed by the law of ") + CONTROL + run(", without regard to conflicts."), LIST),
    paragraph(PICTURE + run(" Seal of the Company") + BOX, f'<w:jc w:val="center"/>{SECTION.format("rId13")}'),
    f'<w:sdt><w:sdtPr><w:tag w:val="closing"/></w:sdtPr><w:sdtContent>{paragraph("Closing deliveries of the Company")}{paragraph("A certificate of good standing.")}</w:sdtContent></w:sdt>',
    table((cell("By:"), cell("Name and title", '<w:vMerge w:val="restart"/>')), (cell("Its:"), cell("", "<w:vMerge/>"))),
    paragraph("IN WITNESS WHEREOF, the parties have signed."),
)  # fmt: skip

_STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
)
_NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_NOTES = (
    '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    f'<w:footnote w:id="2">{paragraph("<w:r><w:footnoteRef/></w:r>" + run(" The Closing takes place in New York."))}</w:footnote>'
)


def rich_file(
    body=BODY, *, header="Draft of May 1, 2026", picture=b"seal", link="https://example.com/policy", notes=_NOTES
):
    """The file with this body."""
    parts = {
        "document": f"<w:document {_NAMESPACES}><w:body>{''.join(body)}{SECTION.format('rId14')}</w:body></w:document>",
        "styles": f"<w:styles {_NAMESPACES}>{_STYLES}</w:styles>",
        "numbering": f"<w:numbering {_NAMESPACES}>{_NUMBERING}</w:numbering>",
        "footnotes": f"<w:footnotes {_NAMESPACES}>{notes}</w:footnotes>",
        "header1": f"<w:hdr {_NAMESPACES}>{paragraph(header)}</w:hdr>",
        "footer1": f"<w:ftr {_NAMESPACES}>{paragraph(run('Page ') + field('PAGE', '1'))}</w:ftr>",
        "footer2": f"<w:ftr {_NAMESPACES}>{paragraph('Signature page')}</w:ftr>",
    }
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}{"document.main" if name == "document" else _KINDS.get(name, name)}+xml"/>'
        for name in parts
    )
    related = [("styles", "styles.xml"), ("numbering", "numbering.xml"), ("footnotes", "footnotes.xml")]
    rels = [(f"rId{count}", kind, target, "") for count, (kind, target) in enumerate(related, 1)]
    rels += [("rId10", "hyperlink", link, ' TargetMode="External"'), ("rId11", "image", "media/seal.png", "")]
    rels += [("rId12", "header", "header1.xml", ""), ("rId13", "footer", "footer1.xml", ""), ("rId14", "footer", "footer2.xml", "")]  # fmt: skip
    content = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>{types}</Types>',
        "_rels/.rels": _relationships([("rId1", "officeDocument", "word/document.xml", "")]),
        **{f"word/{name}.xml": _HEAD + written for name, written in parts.items()},
        "word/_rels/document.xml.rels": _relationships(rels),
    }
    return zipped({**{name: written.encode() for name, written in content.items()}, "word/media/seal.png": picture})


def _relationships(rels):
    lines = "".join(
        f'<Relationship Id="{identity}" Type="{OFFICE}{kind}" Target="{target}"{mode}/>'
        for identity, kind, target, mode in rels
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )
