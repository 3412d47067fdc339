"""Comments in the margin of a redline: why each change was made."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from assembler.readers.elements import Element, W
from assembler.redline.change_groups import ChangeGroup
from assembler.redline.word_file import WordFile, without_illegal

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


class Comments:
    """Writes comments of one author into a file."""

    def __init__(self, file: WordFile, author: str, date: str) -> None:
        self._author, self._date = without_illegal(author), date
        self._root = file.made_root("comments", _TYPE)
        taken = (comment.get(f"{W}id", "") for comment in self._root.iterchildren(f"{W}comment"))
        self._next = max((int(number) for number in taken if number.isdigit()), default=-1) + 1

    def add(self, group: ChangeGroup, lines: Sequence[str]) -> None:
        """Add a comment on the changes of a group that stand in its first paragraph."""
        identity, self._next = str(self._next), self._next + 1
        here = [change for change in group.changes if next(change.iterancestors(f"{W}p")) is group.paragraph]
        _surround(here, identity)
        self._root.append(self._comment(identity, lines))

    def _comment(self, identity: str, lines: Sequence[str]) -> Element:
        initials = "".join(word[0] for word in self._author.split() if word[0].isalpha())
        made = etree.Element(f"{W}comment", {f"{W}id": identity, f"{W}author": self._author, f"{W}initials": initials})
        if self._date:
            made.set(f"{W}date", self._date)
        for index, line in enumerate(lines):
            paragraph = etree.SubElement(made, f"{W}p")
            if not index:
                etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}annotationRef")
            text = etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t")
            text.text = without_illegal(line)
        return made


def _surround(changes: Sequence[Element], identity: str) -> None:
    """Put the range of a comment around changes, and its reference behind them."""
    changes[0].addprevious(etree.Element(f"{W}commentRangeStart", {f"{W}id": identity}))
    end = etree.Element(f"{W}commentRangeEnd", {f"{W}id": identity})
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}commentReference", {f"{W}id": identity})
    if len({change.tag for change in changes}) == 1:
        # The comment goes with the words: LibreOffice keeps a paragraph in which an unmarked reference stands.
        changes[-1].append(end)
        changes[-1].append(run)
    else:
        changes[-1].addnext(run)
        changes[-1].addnext(end)
