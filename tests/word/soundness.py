"""Rules for a valid Word file, without a schema. Each rule yields its violations.

LibreOffice opens nearly every file, so these rules cover what Word refuses, repairs or shows as an error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"

_LEFT_OVER = re.compile(r"\{\{|\{%|\{#|\[\[|[\ue000-\uf8ff]")
_REVISIONS = ("ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart", "rPrChange", "pPrChange")
# The order that the schema prescribes for the properties that Assembler writes.
_ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr tabs spacing ind contextualSpacing jc rPr sectPr pPrChange",
    "rPr": "ins del moveFrom moveTo rStyle rFonts b bCs i caps vanish color sz szCs u lang rPrChange",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
}


def breaches(document: bytes) -> list[str]:
    """Return all violations in a Word file. A valid file has none."""
    with ZipFile(BytesIO(document)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    twice = [f"{name} stands twice in the package" for name, count in Counter(names).items() if count > 1]
    trees, broken = {}, []
    for name, content in parts.items():
        if not name.endswith((".xml", ".rels")):
            trees[name] = etree.Element("binary")
            continue
        try:
            trees[name] = etree.fromstring(content)
        except etree.XMLSyntaxError as error:
            broken.append(f"{name}: {error}")
    if twice or broken:
        return twice + broken
    rules = (
        _types,
        _relations,
        _left_over,
        _bookmarks,
        _fields,
        _tables,
        _order,
        _styles,
        _lists,
        _comments,
        _sections,
        _revisions,
    )
    return [breach for rule in rules for breach in rule(trees)]


def _types(trees) -> Iterator[str]:
    typed = [element.get("PartName").lstrip("/") for element in trees["[Content_Types].xml"].iter(f"{TYPES}Override")]
    yield from (f"{name} has a type and is not there" for name in {*typed} - {*trees})
    endings = tuple(f".{element.get('Extension')}" for element in trees["[Content_Types].xml"].iter(f"{TYPES}Default"))
    untyped = {name for name in trees if not name.endswith((".rels", *endings))} - {"[Content_Types].xml", *typed}
    yield from (f"{name} has no type" for name in untyped)


def _relations(trees) -> Iterator[str]:
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        folder = PurePosixPath(name).parent.parent
        given = [element.get("Id") for element in tree.iter(f"{PACKAGE}Relationship")]
        yield from (f"{name}: {identifier} stands twice" for identifier, count in Counter(given).items() if count > 1)
        for element in tree.iter(f"{PACKAGE}Relationship"):
            if str(folder / element.get("Target")) not in trees:
                yield f"{name}: {element.get('Target')} is not there"
        source = str(folder / PurePosixPath(name).name.removesuffix(".rels"))
        elements = trees[source].iter() if source in trees else ()  # the relationships of the package belong to no part
        used = {value for element in elements for key, value in element.items() if key == f"{R}id"}
        yield from (f"{source}: {identifier} leads nowhere" for identifier in used if identifier not in given)


def _left_over(trees) -> Iterator[str]:
    for name, tree in trees.items():
        words = "".join(tree.itertext())
        attributes = " ".join(value for element in tree.iter() for value in element.attrib.values())
        match = _LEFT_OVER.search(words) or _LEFT_OVER.search(attributes)
        if match:
            yield f"{name} holds {match[0]!r}"


def _bookmarks(trees) -> Iterator[str]:
    body = trees["word/document.xml"]
    starts = list(body.iter(f"{W}bookmarkStart"))
    names = [element.get(f"{W}name") for element in starts]
    begun, ended = (
        [element.get(f"{W}id") for element in body.iter(W + tag)] for tag in ("bookmarkStart", "bookmarkEnd")
    )
    noted = [element.get(f"{W}id") for element in body.iter(f"{W}commentReference")]
    yield from (f"the number {number} stands twice" for number, count in Counter([*begun, *noted]).items() if count > 1)
    yield from (f"the bookmark {name} stands twice" for name, count in Counter(names).items() if count > 1)
    yield from (f"the bookmark {name} is too long for Word" for name in names if len(name) > 40)
    if sorted(begun) != sorted(ended):
        yield "a bookmark is begun and not ended"
    instructions = "".join(element.text or "" for element in body.iter(f"{W}instrText"))
    asked = {*re.findall(r"(?:REF|PAGEREF) (\w+)", instructions)}
    asked |= {element.get(f"{W}anchor") for element in body.iter(f"{W}hyperlink")}
    yield from (f"a field looks for {target}, which is not there" for target in asked - {*names})


def _fields(trees) -> Iterator[str]:
    for name, tree in trees.items():
        open_fields: list[str] = []
        for element in tree.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
            kind = element.get(f"{W}fldCharType")
            if kind == "begin":
                open_fields.append("code")
            elif kind and not open_fields:
                yield f"{name}: a field that was not begun"
            elif kind == "separate":
                open_fields[-1] = "result"
            elif kind == "end":
                open_fields.pop()
            elif element.tag == f"{W}instrText" and open_fields[-1:] != ["code"]:
                yield f"{name}: code outside of a field"
            elif element.tag == f"{W}t" and open_fields[-1:] == ["code"]:
                yield f"{name}: text within the code of a field"
        if open_fields:
            yield f"{name}: a field is not ended"


def _tables(trees) -> Iterator[str]:
    for name, tree in trees.items():
        for cell in tree.iter(f"{W}tc"):
            if not len(cell) or cell[-1].tag != f"{W}p":
                yield f"{name}: a cell does not end in a paragraph"
        for row in tree.iter(f"{W}tr"):
            grid = row.getparent().find(f"{W}tblGrid")
            if len(row.findall(f"{W}tc")) != len(grid.findall(f"{W}gridCol")):
                yield f"{name}: a row has not as many cells as its table has columns"
        for table in tree.iter(f"{W}tbl"):
            following = table.getnext()
            if table.find(f"{W}tr") is None:
                yield f"{name}: a table has no row"
            if following is None or following.tag != f"{W}p":
                yield f"{name}: no paragraph stands behind a table"


def _order(trees) -> Iterator[str]:
    for name, tree in trees.items():
        for group, order in _ORDER.items():
            for element in tree.iter(W + group):
                children = [etree.QName(child).localname for child in element.iterchildren(etree.Element)]
                known = [order.split().index(child) for child in children if child in order.split()]
                single = [child for child in children if not child.endswith("Reference")]
                if known != sorted(known) or len(single) != len({*single}):
                    yield f"{name}: the properties {' '.join(children)} are not in order"


def _styles(trees) -> Iterator[str]:
    defined = {
        (element.get(f"{W}type"), element.get(f"{W}styleId")) for element in trees["word/styles.xml"].iter(f"{W}style")
    }
    for name, tree in trees.items():
        for tag, kind in (("pStyle", "paragraph"), ("rStyle", "character"), ("tblStyle", "table")):
            used = {element.get(f"{W}val") for element in tree.iter(W + tag)}
            yield from (f"{name}: there is no {kind} style {style}" for style in used if (kind, style) not in defined)


def _lists(trees) -> Iterator[str]:
    numbering = trees["word/numbering.xml"]
    defined = {element.get(f"{W}numId") for element in numbering.iter(f"{W}num")}
    for name in ("word/document.xml", "word/styles.xml"):
        used = {element.get(f"{W}val") for element in trees[name].iter(f"{W}numId")}
        yield from (f"{name}: there is no list {number}" for number in used - defined)
    tags = [etree.QName(element).localname for element in numbering]
    if tags != sorted(tags):
        yield "a definition of a list stands behind a list"


def _comments(trees) -> Iterator[str]:
    body, part = trees["word/document.xml"], trees.get("word/comments.xml")
    written = [] if part is None else [element.get(f"{W}id") for element in part.iter(f"{W}comment")]
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        if sorted(element.get(f"{W}id") for element in body.iter(W + tag)) != sorted(written):
            yield f"there is not one {tag} for each comment"


def _sections(trees) -> Iterator[str]:
    body = trees["word/document.xml"].find(f"{W}body")
    if body[-1].tag != f"{W}sectPr":
        yield "the body does not end with the set-up of its last pages"
    for section in body.iter(f"{W}sectPr"):
        if section.find(f"{W}pgSz") is None or section.find(f"{W}pgMar") is None:
            yield "a section has no page"


def _revisions(trees) -> Iterator[str]:
    for name, tree in trees.items():
        changes = [element for tag in _REVISIONS for element in tree.iter(W + tag)]
        yield from (f"{name}: a change without an author" for element in changes if not element.get(f"{W}author"))
        numbers = [element.get(f"{W}id") for element in (*changes, *tree.iter(f"{W}bookmarkStart"))]
        yield from (
            f"{name}: the number {number} stands twice" for number, count in Counter(numbers).items() if count > 1
        )
        for element in tree.iter(f"{W}t", f"{W}delText", f"{W}instrText", f"{W}delInstrText"):
            is_deleted = any(above.tag == f"{W}del" for above in element.iterancestors())
            if is_deleted is not element.tag.startswith(f"{W}del"):
                yield f"{name}: {element.text!r} is in the wrong element for text that is or is not deleted"
        for element in tree.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"):
            within = etree.QName(element.getparent()).localname
            if within not in ("p", "hyperlink", "sdtContent", "smartTag", "bdo", "dir", "ins", "rPr", "trPr"):
                yield f"{name}: a change stands in {within}"
        for row in tree.iter(f"{W}tr"):
            for how in ("ins", "del"):
                if row.find(f"{W}trPr/{W}{how}") is not None:
                    marks = [element.find(f"{W}pPr/{W}rPr/{W}{how}") for element in row.iter(f"{W}p")]
                    kept = [element for element in row.iter(f"{W}r") if element.getparent().tag != W + how]
                    if None in marks or kept:
                        yield f"{name}: a row is inserted or deleted, but its content is not"
