"""A change of each kind, and its reverse: the redline shows it, and settled either way it is the file of that side.

The settled redline is compared with the file by a redline of its own, which has no change.
"""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from lxml import etree

from assembler.readers.elements import W
from assembler.redline import engine
from tests.redline import rich_file as rich
from tests.redline.own_changes import CHANGES, NO_CHANGES, PAGES, changed
from tests.redline.rich_file import BODY, rich_file
from tests.word import office
from tests.word.soundness import breaches

ASKED = engine.RedlineOptions("A")
_MARK = re.compile(r"<w:(ins|del|moveFrom|moveTo|[a-zA-Z]+Change|cellIns|cellDel|cellMerge)\b")
IN_LIBREOFFICE = [
    "a run is bold", "cells are merged", "a nested table goes", "the words of a note change", "a link becomes words",
    "a picture goes", "the words of a text box change", "an empty paragraph comes", "the last paragraph goes",
    "a line breaks",
]  # fmt: skip


def redlined(old, new):
    sources = (engine.RedlineSource(name, data) for name, data in (("old.docx", old), ("new.docx", new)))
    made = engine.redline(*sources, ASKED)
    assert {*breaches(made.content)} <= {*breaches(old), *breaches(new)}
    return made


def kinds(data):
    """The kinds of tracked changes in a file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {kind for name in archive.namelist() if name.endswith(".xml") for kind in _MARK.findall(archive.read(name).decode())}  # fmt: skip


def still_differs(file, redline, *, is_rejected):
    """What a redline of a file and of a settled redline marks."""
    settled = engine.RedlineSource("redline.docx", redline, is_rejected)
    return kinds(engine.redline(engine.RedlineSource("file.docx", file), settled, ASKED).content)


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_shown_and_settles_both_ways(what):
    replaced, shown = CHANGES[what]
    old, new = rich_file(), changed(replaced)
    mirrored = shown if "ins" in shown and "del" in shown else {"ins": "del", "del": "ins"}.get(shown, shown)
    for here, there, wanted in ((old, new, shown), (new, old, mirrored)):
        made = redlined(here, there)
        if shown == "remark":
            assert kinds(made.content) == set()
            assert any("cannot track" in remark for remark in made.remarks)
            continue
        assert kinds(made.content) - {"pPrChange"} == {*wanted.split()} - {"pPrChange"}
        assert still_differs(here, made.content, is_rejected=True) == set()
        assert still_differs(there, made.content, is_rejected=False) == set()


def test_the_last_mark_of_a_story_never_comes_or_goes():
    """Word cannot settle it: the paragraph before gives its mark instead."""
    for old, new in ((BODY, [*BODY, rich.paragraph("A last one.")]), ([*BODY, rich.paragraph("A last one.")], BODY)):
        made = redlined(rich_file(old), rich_file(new)).content
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            body = etree.fromstring(archive.read("word/document.xml"))[0]
        last, before = (
            [mark.tag for mark in paragraph.iterfind(f"{W}pPr/{W}rPr/*")] for paragraph in (body[-2], body[-3])
        )
        assert (last, len(before)) == ([], 1)


@pytest.mark.parametrize("what", NO_CHANGES)
def test_what_another_program_writes_otherwise_is_no_change(what):
    old, new = rich_file(), changed(NO_CHANGES[what])
    assert kinds(redlined(old, new).content) == set()
    assert kinds(redlined(new, old).content) == set()


@pytest.mark.parametrize("where", PAGES)
def test_a_break_of_pages_is_no_change_where_the_paragraph_begins_the_page_itself(where):
    old, new = map(changed, PAGES[where])
    assert kinds(redlined(old, new).content) == kinds(redlined(new, old).content) == set()
    assert "ins" in kinds(redlined(rich_file(), new).content)


def words(text):
    """The words of a text, without the reference whose number LibreOffice computes anew."""
    return re.sub(r"in Section .{1,40}? of this", "in Section of this", office.plain(text))


@pytest.mark.skipif(bool(office.missing_uno()), reason=office.missing_uno() or "python3-uno is there")
def test_libreoffice_settles_them_to_the_words_of_both(tmp_path):
    pairs = [(rich_file(), changed(CHANGES[what][0])) for what in IN_LIBREOFFICE]
    settled = office.settled([redlined(old, new).content for old, new in pairs], tmp_path)
    read = office.texts_of([file for pair in pairs for file in pair], tmp_path)
    for what, (rejected, accepted), old, new in zip(IN_LIBREOFFICE, settled, read[::2], read[1::2], strict=True):
        assert (what, words(rejected), words(accepted)) == (what, words(old), words(new))
