"""What goes with a revision: each changed Word document as a redline against what was sent, and the schedule of changes."""

from __future__ import annotations

from collections.abc import Mapping

from assembler.compare import redline
from assembler.library import Shell
from assembler.readers import files
from assembler.readers.reading import Tree
from assembler.schedules import report, workbook
from assembler.schedules.into import InPlace
from assembler.schedules.revision import SCHEDULE_OF_CHANGES, Revision, Touched

_ASKED = redline.Asked("Assembler")


def accompanying(revision: Revision, in_place: Mapping[str, InPlace], house: Shell) -> Mapping[str, bytes]:
    """The redlines and the schedule of changes, by their paths in the set; `in_place` are the files that were refreshed.

    `house` is the look. A redline bears no date, so that the same change gives the same bytes.
    """
    redlines = {
        name: _redline(one, in_place.get(f"{one.piece.stem}.docx"), house) for name, one in revision.redlined.items()
    }
    told = report.changes(revision).encode(), workbook.write(revision.terms, revision.figures)
    return {**redlines, **dict(zip(SCHEDULE_OF_CHANGES, told, strict=True))}


def _redline(one: Touched, in_place: InPlace | None, house: Shell) -> bytes:
    """The redline of a document; of one that was refreshed in place, against what stood in the file."""
    name = one.piece.stem
    if in_place:
        before, now = (files.read(content, name) for content in (in_place.edited, in_place.content))
        return redline.write(before, now, house, _ASKED).content
    assert one.tree is not None  # noqa: S101  as its caller asked
    trees = Tree(*one.tree), Tree(one.piece.document, one.piece.numbers)
    sent, drafted = (redline.Drawn(name, tree) for tree in trees)
    return redline.between(sent, drafted, house, _ASKED).content
