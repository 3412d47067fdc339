"""A file that differs from another in one thing: the comparison tells it by its kind, once."""

from __future__ import annotations

import pytest

from assembler.compare.explain import compare
from assembler.readers import files
from tests.redline import rich_file as rich
from tests.redline.own_changes import changed
from tests.redline.rich_file import rich_file

_D = "document"
_BLIP, _PLAIN = '<a:blip r:embed="rId11"/>', "<pic:spPr/>"
_EMPTY_BOX = '<w:r><w:pict><v:rect style="width:90pt"/></w:pict></w:r>'


def _toned(tone):
    return [(_D, _BLIP, f'<a:blip r:embed="rId11">{tone}</a:blip>')]


def _formed(properties):
    return [(_D, _PLAIN, f"<pic:spPr>{properties}</pic:spPr>")]


def _linked(attributes):
    return [(_D, '<w:hyperlink r:id="rId10">', f'<w:hyperlink r:id="rId10" {attributes}>')]


# Changes of the small file, and the kind of each.
SINGLE = {
    # Pictures
    "a picture is cropped": ([(_D, _BLIP, f'{_BLIP}<a:srcRect t="30000"/>')], "picture"),
    "a picture is turned": (_formed('<a:xfrm rot="2700000"/>'), "picture"),
    "a picture is mirrored": (_formed('<a:xfrm flipV="1"/>'), "picture"),
    "a picture is round": (_formed('<a:prstGeom prst="ellipse"/>'), "picture"),
    "a picture has a frame": (_formed('<a:ln w="25400"><a:solidFill><a:srgbClr val="0000FF"/></a:solidFill></a:ln>'), "picture"),
    "a picture is twice as high": ([(_D, 'cy="360000"', 'cy="720000"')], "picture"),
    "a picture is grey": (_toned("<a:grayscl/>"), "picture"),
    "a picture is transparent": (_toned('<a:alphaModFix amt="0"/>'), "picture"),
    "a picture cannot be seen": ([(_D, '<wp:docPr id="1" name="Seal"/>', '<wp:docPr id="1" name="Seal" hidden="1"/>')], "picture"),
    "a picture has an alternative text": ([(_D, '<wp:docPr id="1" name="Seal"/>', '<wp:docPr id="1" name="Seal" descr="The seal"/>')], "picture"),
    "a picture leads to a page": ([(_D, '<pic:cNvPr id="1" name="seal.png"/>', '<pic:cNvPr id="1" name="seal.png"><a:hlinkClick r:id="rId10"/></pic:cNvPr>')], "link"),
    "a box without words comes": ([(_D, rich.BOX, rich.BOX + _EMPTY_BOX)], "picture"),
    # Links
    "a link leads to a place in a page": (_linked('w:anchor="fees"'), "link"),
    "a field leads to a place in a page": ([(_D, rich.LINK, rich.field('HYPERLINK "https://example.com/policy" \\l "fees"', "the data policy"))], "link"),
}  # fmt: skip


def told(replaced):
    """How many differences of each kind a comparison of the small file with a changed one counts, and the other way round."""
    old, new = (files.read(data, "letter.docx") for data in (rich_file(), changed(replaced)))
    return [{str(kind): count for kind, count in compare(*pair).counts.items()} for pair in ((old, new), (new, old))]


@pytest.mark.parametrize("what", SINGLE)
def test_a_single_change_is_one_difference_of_its_kind(what):
    replaced, kind = SINGLE[what]
    assert told(replaced) == [{kind: 1}, {kind: 1}]
