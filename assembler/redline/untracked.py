"""Differences of two Word files that no tracked change can show: styles, settings and data behind controls."""

from __future__ import annotations

import collections
from collections.abc import Iterator

from lxml import etree

from assembler.readers.drawings import alternative_text
from assembler.readers.effective_formatting import Formatting, effective
from assembler.readers.elements import IMPORTS, R, W, child, value
from assembler.readers.list_numbering import Counter
from assembler.readers.number_looks import NumberLook, look_of_number
from assembler.readers.package import canonical
from assembler.readers.sections import document_settings
from assembler.redline.alignment import Item, paired
from assembler.redline.word_file import WordFile, words_of

_SETTINGS = {
    "documentProtection": "protection",
    "writeProtection": "the advice to open the file without changing it",
    "evenAndOddHeaders": "headers of even pages",
    "autoHyphenation": "hyphenation",
}
_MOST_NAMED = 5
_ALIKE = 0.3  # of the words of two comments
_TYPE = f"{W}type"


def untracked(old: WordFile, new: WordFile, looks: tuple[Formatting, Formatting]) -> Iterator[str]:
    """Yield what differs and is not in the redline; it has that of the newer file."""
    before, now = looks
    if (before.defaults.paragraph, before.defaults.run) != (now.defaults.paragraph, now.defaults.run):
        yield "the default formatting"
    names = [*_styles(before, now)]
    if names:
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        yield f"the styles {', '.join(names[:_MOST_NAMED])}{more}" if len(names) > 1 else f"the style {names[0]}"
    if _have_other_numbers(old, new, looks):
        yield "the look of the numbers of lists"
    ours, theirs = old.related_root("settings"), new.related_root("settings")
    for setting, called in _SETTINGS.items():
        here, there = (child(root, setting) for root in (ours, theirs))
        if (here is None) != (there is None) or (
            here is not None and there is not None and here.attrib != there.attrib
        ):
            yield called
    before_all, now_all = (
        document_settings(file.related_root("settings"), file.root(file.main)) for file in (old, new)
    )
    yield from (called for called in {**before_all, **now_all} if before_all.get(called) != now_all.get(called))
    yield from _of_comments(old, new)
    ours_described, theirs_described = (_described(file) for file in (old, new))
    if len(ours_described) == len(theirs_described) and ours_described != theirs_described:
        yield "the alternative text of pictures"
    if _imports(old) != _imports(new):
        yield "what is imported from other files"
    if _data(old) != _data(new):
        yield "the data behind content controls"


def _of_comments(old: WordFile, new: WordFile) -> Iterator[str]:
    if any(before.words != now.words for before, now in _comments(old, new)):
        yield "the words of comments"
    elif _authors(old) != _authors(new) and [words for words, _ in _authors(old)] == [
        words for words, _ in _authors(new)
    ]:
        yield "the authors of comments"


def _have_other_numbers(old: WordFile, new: WordFile, looks: tuple[Formatting, Formatting]) -> bool:
    """Return True if a paragraph of both files has a number that says the same and looks otherwise."""
    roots = [file.related_root("numbering") for file in (old, new)]
    ours, theirs = (etree.tostring(root) if root is not None else b"" for root in roots)
    if not ours or not theirs or ours == theirs:
        return False
    before, now = (dict(_numbers(file, look)) for file, look in zip((old, new), looks, strict=True))
    return any(
        said == now[words][0] and look != now[words][1] for words, (said, look) in before.items() if words in now
    )


def _numbers(
    file: WordFile, formatting: Formatting
) -> Iterator[tuple[tuple[str, ...], tuple[tuple[str, ...], NumberLook]]]:
    """Yield the words of each paragraph of a list, what its level counts in, and how its number looks."""
    counter = Counter(file.related_root("numbering"), file.related_root("styles"))
    for paragraph in file.body.iter(f"{W}p"):
        level = counter.level(child(paragraph, "pPr"))
        if level is not None:
            said = tuple(value(level, name) for name in ("numFmt", "lvlText", "start"))
            yield words_of(paragraph), (said, look_of_number(level, formatting))


def _authors(file: WordFile) -> list[tuple[str, str]]:
    """Return the words of the comments with their authors, sorted."""
    root = file.related_root("comments")
    return sorted((" ".join(words_of(one)), one.get(f"{W}author", "")) for one in (root if root is not None else ()))


def _described(file: WordFile) -> list[str]:
    """Return the alternative texts of the drawings of the text, in order."""
    return [alternative_text(drawing) for drawing in file.body.iter(f"{W}drawing")]


def _styles(before: Formatting, now: Formatting) -> Iterator[str]:
    """Yield the names of styles that are in both files and look otherwise."""
    ours = {(element.get(_TYPE, ""), value(element, "name")): identity for identity, element in before.elements.items()}
    for identity, element in now.elements.items():
        name = value(element, "name")
        other = ours.get((element.get(_TYPE, ""), name))
        if other is not None:
            one, two = before.style(other), now.style(identity)
            if (effective(one.paragraph), effective(one.run)) != (effective(two.paragraph), effective(two.run)):
                yield name


def _comments(old: WordFile, new: WordFile) -> Iterator[tuple[Item, Item]]:
    """Yield the comments of both files that are alike, as items."""
    roots = (old.related_root("comments"), new.related_root("comments"))
    ours, theirs = ([Item(words_of(comment)) for comment in (root if root is not None else ())] for root in roots)
    yield from ((ours[here], theirs[there]) for here, there in paired(ours, theirs, _ALIKE))


def _imports(file: WordFile) -> collections.Counter[bytes]:
    """Return the files that are shown in a document, as often as they are."""
    relationships = file.relationships(file.main)
    shown = (relationships.get(element.get(f"{R}id", "")) for element in file.body.iter(*IMPORTS))
    return collections.Counter(file.parts.get(one.target, one.target.encode()) for one in shown if one is not None)


def _data(file: WordFile) -> set[str]:
    """Return the custom XML of a file."""
    parts = (file.root(part) for part in file.related("customXml"))
    return {canonical(root) for root in parts if root is not None}
