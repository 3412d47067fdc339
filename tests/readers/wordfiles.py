"""Word files made by hand, as small as they can be."""

from __future__ import annotations

import io
import warnings
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def part(name, inner):
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {W} {MORE}>{inner}</w:{name}>'


def word(body, **more):
    """A Word file with this body; further parts by their path under word/, `__` for a slash, without .xml."""
    parts = [("[Content_Types].xml", TYPES), ("word/document.xml", part("document", f"<w:body>{body}</w:body>"))]
    parts += [(f"word/{name.replace('__', '/')}.xml", content) for name, content in more.items()]
    return packed(parts)


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
