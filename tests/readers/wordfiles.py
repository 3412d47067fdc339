"""Word files made by hand, as small as they can be."""

from __future__ import annotations

import io
import warnings
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def part(name, inner):
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {W} {MORE}>{inner}</w:{name}>'


RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KINDS = (
    "numbering",
    "styles",
    "footnotes",
    "endnotes",
    "settings",
    "comments",
    "header",
    "footer",
    "customXml",
    "image",
    "theme",
)


def word(body, **more):
    """A Word file with this body; further parts by their path under word/, `__` for a slash, without .xml."""
    return packed(parts_of(body, {f"{name.replace('__', '/')}.xml": content for name, content in more.items()}))


def parts_of(body, more, main="document.xml"):
    """The parts of a Word file by name. A further part is related to the main part as its name says."""
    ids = {name: f"rId{number}" for number, name in enumerate(more, start=1)}
    kinds = {name: next((kind for kind in KINDS if kind in name), "other") for name in more}
    references = "".join(
        f'<w:{kind}Reference w:type="default" r:id="{ids[name]}"/>'
        for name, kind in kinds.items()
        if kind in ("header", "footer")
    )
    section = f"<w:sectPr>{references}</w:sectPr>" if references else ""
    return [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", relationships({"rId1": ("officeDocument", f"word/{main}")})),
        (f"word/{main}", part("document", f"<w:body>{body}{section}</w:body>")),
        (f"word/_rels/{main}.rels", relationships({ids[name]: (kinds[name], name) for name in more})),
        *((f"word/{name}", content) for name, content in more.items()),
    ]


def relationships(targets):
    """A part of relationships: the kind and the target by identity. A target with a colon is outside."""
    inside = "".join(
        f'<Relationship Id="{name}" Type="{RELATED}/{kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if ":" in target else ""}/>'
        for name, (kind, target) in targets.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )


def packed(parts):
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # two entries of one name are wanted here
        for name, content in parts:
            archive.writestr(name, content)
    return stream.getvalue()


def p(text, properties=""):
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{r(text) if text else ''}</w:p>"


def r(text, properties=""):
    return f'<w:r>{properties and f"<w:rPr>{properties}</w:rPr>"}<w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(text, level, instance="1"):
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{instance}"/></w:numPr>')


def numbering(*levels, instances='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'):
    """A list whose levels count in these figures with these patterns."""
    described = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{figures}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for at, (figures, pattern) in enumerate(levels)
    )
    return part("numbering", f'<w:abstractNum w:abstractNumId="0">{described}</w:abstractNum>{instances}')


def lines(comparison):
    """What differs beside the words, a line each."""
    return [part.line for part in comparison.parts]
