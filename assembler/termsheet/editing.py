"""Edit the text of a term sheet in place: comments, order, layout and line ends stay.

Each edit reads the text, changes the characters concerned, and reads the result. The result must hold the values of
before with that change and no other.

| code | what is wrong | what to do |
|---|---|---|
| G320 | a value that stands where it cannot be changed by itself | change it in the text |
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from assembler.errors import InputError, Location, Problem
from assembler.termsheet.messages import MessageWriter, path_text
from assembler.termsheet.reader import read
from assembler.termsheet.schema import SHEETS, TermSheet
from assembler.termsheet.source import Source, SourceTree, TermPath, normal, place_of
from assembler.termsheet.validation import is_within_brackets
from assembler.termsheet.yaml_writing import INDENT, block, in_brackets, item_of, key_of, literal, on_one_line, scalar

_LINE_END = re.compile("\r\n|\r|\n")
_TRAILING_COMMENT = re.compile(r"[ \t]+#[ \t].*$")
_BYTE_ORDER_MARK = "\ufeff"


class Edit(Struct, frozen=True):
    """A change of a text: `replacement` takes the place of the characters from `start` to before `end`."""

    start: int
    end: int
    replacement: str


class CannotEdit(Exception):
    """A value stands where it cannot be changed by itself."""


def set_term(text: str, path: TermPath, value: SourceTree, file: str = "") -> str:
    """Return the text with another value at a path. Groups that are missing above it are added.

    None leaves the name without a value. A term that stands behind a # in its place loses the #.
    """
    sheet = _SheetText.of(text, file)
    expected = deepcopy(sheet.source.tree)
    value = _normal(value)
    if not _put(expected, path, value):
        raise _refusal(sheet.source, path)
    return sheet.first_right(expected, path, sheet.ways_to_set(path, value))


def delete_term(text: str, path: TermPath, file: str = "") -> str:
    """Return the text without the value at a path, an entry of a list included. A group that held nothing else is `{}`."""
    sheet = _SheetText.of(text, file)
    expected = deepcopy(sheet.source.tree)
    group: Any = _at(expected, path[:-1])
    if path not in sheet.source.places or group is None:
        raise _refusal(sheet.source, path)
    del group[path[-1]]
    return sheet.first_right(expected, path, [lambda: sheet.delete(path)])


def insert_entry(text: str, path: TermPath, value: SourceTree, file: str = "") -> str:
    """Return the text with a new entry of a list at a path such as `("investors", 2)`."""
    sheet = _SheetText.of(text, file)
    expected = deepcopy(sheet.source.tree)
    *above, index = path
    entries = _at(expected, tuple(above))
    if not isinstance(entries, list) or not isinstance(index, int) or index > len(entries):
        return set_term(text, path, value, file)
    value = _normal(value)
    entries.insert(index, value)
    return sheet.first_right(expected, path, [lambda: sheet.insert(tuple(above), index, value)])


def move_entry(text: str, path: TermPath, index: int, file: str = "") -> str:
    """Return the text with the entry of a list at a path moved to another index. Comments between entries go along."""
    sheet = _SheetText.of(text, file)
    entries = _at(sheet.source.tree, path[:-1])
    old = path[-1]
    if not isinstance(entries, list) or not isinstance(old, int) or not 0 <= index < len(entries):
        raise _refusal(sheet.source, path)
    order = [*range(len(entries))]
    order.insert(index, order.pop(old))
    return arranged(text, path[:-1], order, file)


def arranged(text: str, path: TermPath, order: Sequence[int], file: str = "") -> str:
    """Return the text with the entries of a list in another order: the new first entry is that at `order[0]`."""
    sheet = _SheetText.of(text, file)
    expected = deepcopy(sheet.source.tree)
    entries = _at(expected, path)
    if not isinstance(entries, list):
        raise _refusal(sheet.source, path)
    entries[:] = [entries[index] for index in order]
    return sheet.first_right(expected, path, [lambda: sheet.arrange(path, order)])


def delete_entries(text: str, paths: Sequence[TermPath], file: str = "") -> str:
    """Return the text without the values at several paths, none of which holds another."""
    sheet = _SheetText.of(text, file)
    expected = deepcopy(sheet.source.tree)
    backwards = sorted(paths, key=lambda path: sheet.start(sheet.source.places[path]), reverse=True)
    for path in backwards:
        group: Any = _at(expected, path[:-1])
        del group[path[-1]]
    try:
        return sheet.first_right(expected, (), [lambda: [edit for path in backwards for edit in sheet.delete(path)]])
    except InputError:
        for path in backwards:  # neighbours in brackets share a comma
            text = delete_term(text, path, file)
        return text


def set_terms(text: str, terms: Sequence[tuple[TermPath, SourceTree]], file: str = "") -> str:
    """Return the text with values at several paths. An entry behind the last of a list is added to it."""
    sheet = _SheetText.of(text, file)
    expected = deepcopy(sheet.source.tree)
    terms = [(path, _normal(value)) for path, value in terms]
    for path, value in terms:
        if not _put(expected, path, value):
            raise _refusal(sheet.source, path)

    def edits() -> list[Edit]:
        return [edit for path, value in terms for edit in sheet.set(path, value)]

    return sheet.first_right(expected, (), [edits])


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with edits that do not overlap. Of two insertions at one place, the earlier stays before."""
    pieces, position = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < position:
            raise CannotEdit
        pieces += [text[position : edit.start], edit.replacement]
        position = edit.end
    return "".join([*pieces, text[position:]])


def _refusal(source: Source, path: TermPath) -> InputError:
    what = f"`{path_text(path)}` stands where it cannot be changed by itself"
    hint = "Change it in the text of the term sheet."
    return InputError([Problem("G320", what, hint, place_of(source, path), path_text(path))])


def _line_starts(text: str) -> list[int]:
    """Return the index of the first character of each line. A byte order mark is before the first."""
    return [len(text) - len(text.removeprefix(_BYTE_ORDER_MARK)), *(end.end() for end in _LINE_END.finditer(text))]


# Trees


def _normal(value: SourceTree) -> SourceTree:
    """Return a value with its text in normal form C, as the reader gives it."""
    if isinstance(value, dict):
        return {name: _normal(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_normal(item) for item in value]
    return value and normal(value)


def _at(tree: SourceTree, path: TermPath) -> SourceTree:
    """Return the value at a path, or None."""
    for step in path:
        if isinstance(tree, dict):
            tree = tree.get(str(step))
        elif isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
        else:
            return None
    return tree


def _put(tree: SourceTree, path: TermPath, value: SourceTree) -> bool:
    """Put a value into a tree, with the groups above it. Return False if a text stands in its way."""
    holder: Any = tree
    for step, below in pairwise((*path, None)):
        new: Any = value if below is None else [] if isinstance(below, int) else {}
        if isinstance(holder, list):
            if not isinstance(step, int) or step > len(holder):
                return False
            if step == len(holder):
                holder.append(None)
        elif not isinstance(holder, dict) or not isinstance(step, str):
            return False
        if below is None or _at(holder, (step,)) is None:
            holder[step] = new
        holder = _at(holder, (step,))
    return True


def _wrapped(steps: TermPath, value: SourceTree) -> SourceTree:
    """Return a value with the groups of the steps around it."""
    for step in reversed(steps):
        value = [value] if isinstance(step, int) else {step: value}
    return value


# Texts


class _SheetText(Struct):
    """The text of a term sheet with its source. `starts` are the indexes of its lines."""

    text: str
    source: Source
    starts: list[int]

    @classmethod
    def of(cls, text: str, file: str) -> _SheetText:
        """Raise `InputError` if the text is not right YAML."""
        return cls(text, read(text.encode("utf-8", "surrogatepass"), file), _line_starts(text))

    def first_right(self, expected: SourceTree, path: TermPath, ways: Iterable[Callable[[], list[Edit]]]) -> str:
        """Return the text after the first way of editing that gives the expected tree."""
        for way in ways:
            try:
                text = applied(self.text, way())
                if read(text.encode("utf-8", "surrogatepass"), self.source.file).tree == expected:
                    return text
            except CannotEdit:
                continue
            except InputError as error:
                if any(problem.code.startswith("Y10") for problem in error.problems):
                    raise self.about_characters(error, path) from None
        raise _refusal(self.source, path)

    def about_characters(self, error: InputError, path: TermPath) -> InputError:
        """Return the refusal of characters, at the place of the term."""
        place = place_of(self.source, path)
        return InputError([replace(each, location=place, path=path_text(path), fix=None) for each in error.problems])

    # Places

    def start(self, place: Location) -> int:
        return self.starts[place.line - 1] + place.column - 1

    def end(self, place: Location) -> int:
        return self.starts[place.end_line - 1] + place.end_column - 1

    def span(self, path: TermPath) -> tuple[int, int]:
        place = self.source.places[path]
        return self.start(place), self.end(place)

    def line_end(self, line: int) -> int:
        """Return the index behind the last character of a line, counted from 1."""
        return self.starts[line - 1] + len(self.source.lines[line - 1])

    def line_behind(self, line: int) -> int:
        """Return the index of the line below, or of the end of the text."""
        return self.starts[line] if line < len(self.starts) else len(self.text)

    @property
    def newline(self) -> str:
        found = _LINE_END.search(self.text)
        return found[0] if found else "\n"

    def is_bracket(self, path: TermPath) -> bool:
        """Return True if the group or list at a path stands in brackets of its own."""
        return self.text[self.start(self.source.places[path])] in "[{"

    def in_brackets(self, path: TermPath) -> bool:
        """Return True if the value at a path stands within brackets."""
        return bool(path) and is_within_brackets(self.source, path)

    def key_column(self, path: TermPath) -> int:
        """Return the column of the names of a group that is not in brackets, counted from 0."""
        group = _at(self.source.tree, path)
        if not isinstance(group, dict) or not group:
            raise CannotEdit
        return self.source.keys[*path, next(iter(group))].column - 1

    def colon(self, path: TermPath) -> int:
        """Return the index behind the colon of a field, or behind the dash of an entry."""
        if isinstance(path[-1], int):
            return self.dash(path) + 1
        key = self.source.keys[path]
        found = re.compile(r"[ \t]*:").match(self.text, self.end(key))
        if not found:
            raise CannotEdit
        return found.end()

    def dash(self, path: TermPath) -> int:
        """Return the index of the dash of an entry of a list."""
        place = self.source.places[path]
        column = self.source.places[path[:-1]].column - 1
        for line in range(place.line, 0, -1):
            text = self.source.lines[line - 1]
            if text[column : column + 1] == "-" and (line < place.line or column < place.column):
                return self.starts[line - 1] + column
            if line < place.line and text.strip() and not text.lstrip().startswith("#"):
                break
        raise CannotEdit

    def line_of(self, index: int) -> int:
        """Return the number of the line of an index, counted from 1."""
        return max(1, bisect_right(self.starts, index))

    def step(self) -> int:
        """Return by how many columns the sheet indents a group."""
        columns = (key.column for path, key in self.source.keys.items() if len(path) == 2 and isinstance(path[1], str))
        return next((column - 1 for column in columns if 1 < column <= 9), INDENT)

    def list_step(self) -> int:
        """Return by how many columns the sheet indents the dashes of a list."""
        for path, key in self.source.keys.items():
            if isinstance(_at(self.source.tree, path), list) and not self.in_brackets(path):
                place = self.source.places[path]
                if place.line > key.line and not self.is_bracket(path):
                    return place.column - key.column
        return self.step()

    def block(self, value: SourceTree, column: int) -> list[str]:
        """Return the lines of a group or list below a name at a column."""
        if not isinstance(value, dict | list) or not value:
            raise CannotEdit
        indent = self.list_step() if isinstance(value, list) else self.step()
        return block(value, column + indent, self.step())

    def entry(self, name: str, value: SourceTree, column: int) -> list[str]:
        """Return the lines of a field at a column."""
        first, *rest = block({name: value}, column, self.step())
        if not rest:
            return [first]
        return [first, *self.block(value, column)]

    # Set

    def ways_to_set(self, path: TermPath, value: SourceTree) -> Iterator[Callable[[], list[Edit]]]:
        """Yield the ways to set a value, the best first."""
        if path in self.source.places:
            yield lambda: self.replace(path, value)
            return
        above = next(
            path[:size] for size in range(len(path) - 1, -1, -1) if not size or path[:size] in self.source.places
        )
        step, wrapped = path[len(above)], _wrapped(path[len(above) + 1 :], value)
        group = _at(self.source.tree, above)
        if isinstance(group, list):
            yield lambda: self.insert(above, len(group), wrapped)
        elif not group:
            yield lambda: self.replace(above, _wrapped((step,), wrapped))
        elif isinstance(step, str):
            yield lambda: self.uncomment(above, path, value)
            yield lambda: self.add(above, step, wrapped)

    def set(self, path: TermPath, value: SourceTree) -> list[Edit]:
        """Return the edits of the last way to set a value, which takes no # away."""
        return [*self.ways_to_set(path, value)][-1]()

    def replace(self, path: TermPath, value: SourceTree) -> list[Edit]:
        """Return the edits that put another value in place of that at a path."""
        old = _at(self.source.tree, path)
        if isinstance(old, dict | list) and old and not self.is_bracket(path) and not self.in_brackets(path):
            return self.replace_block(path, value)
        if isinstance(value, dict | list) and value and not self.in_brackets(path):
            lines = block({"x": value}, 0)
            if len(lines) > 1:
                return self.widen(path, value)
        return self.replace_inline(path, value)

    def replace_inline(self, path: TermPath, value: SourceTree) -> list[Edit]:
        start, end = self.span(path)
        within = self.in_brackets(path)
        if _at(self.source.tree, path) is None:
            written = in_brackets(value) if within else on_one_line(value)
            index = self.colon(path) if not within or start == end else start
            return [Edit(index, index, f" {written}" if written else "")]
        if value is None:
            blanks = len(self.text[:start]) - len(self.text[:start].rstrip(" \t"))
            return [Edit(start - (0 if within else blanks), end, "")]
        if isinstance(value, str):
            return [Edit(start, end, self.like(path, value, self.text[start:end]))]
        return [Edit(start, end, in_brackets(value))]

    def like(self, path: TermPath, value: str, old: str) -> str:
        """Return a text in the quotation marks, or the kind of block, of the value it replaces."""
        if old[:1] in "|>" and "\n" in value:
            body = self.source.lines[self.source.places[path].line]
            column = len(body) - len(body.lstrip(" ")) if body.strip() else self.source.keys[path].column + 1
            if written := literal(value, column):
                return written.replace("\n", self.newline)
        return scalar(value, old, within_brackets=self.in_brackets(path))

    def replace_block(self, path: TermPath, value: SourceTree) -> list[Edit]:
        """Return the edits that replace a group or list of several lines."""
        place = self.source.places[path]
        colon = self.colon(path)
        on_same_line = place.line == self.line_of(colon)
        if isinstance(value, dict | list) and value:
            column = place.column - 1
            key = self.source.keys.get(path)
            if isinstance(value, dict) and key and column < key.column:  # a list may stand as far left as its name
                column = key.column - 1 + self.step()
            lines = block(value, column, self.step())
            written = self.newline.join(lines)[place.column - 1 :]
            return [Edit(self.start(place), self.line_end(place.end_line), written)]
        written = on_one_line(value)
        if on_same_line:
            return [Edit(self.start(place), self.line_end(place.end_line), written)]
        first = self.starts[place.line - 1]
        return [
            Edit(colon, colon, f" {written}" if written else ""),
            Edit(first, self.line_behind(place.end_line), ""),
        ]

    def widen(self, path: TermPath, value: SourceTree) -> list[Edit]:
        """Return the edits that put lines below a name, or behind a dash, in place of a value on its line."""
        start, end = self.span(path)
        colon = self.colon(path)
        if self.line_of(colon) != self.line_of(start) or not isinstance(value, dict | list):
            raise CannotEdit
        if isinstance(path[-1], int):
            column = self.source.places[path[:-1]].column - 1
            return [Edit(colon - 1, end, self.newline.join(item_of(value, column, self.step())).lstrip(" "))]
        lines = self.block(value, self.source.keys[path].column - 1)
        behind = self.line_end(self.line_of(end))
        # The comment of the line stays with the name.
        return [Edit(colon, end, ""), Edit(behind, behind, "".join(f"{self.newline}{line}" for line in lines))]

    # Add

    def add(self, group: TermPath, name: str, value: SourceTree) -> list[Edit]:
        """Return the edits that add a field to a group that has others."""
        before = self.before(group, name)
        is_bracket = self.is_bracket(group)
        if is_bracket or self.in_brackets(group):
            written = f"{key_of(name)}: {in_brackets(value)}"
            opening, closing = ("", "") if is_bracket else ("{", "}")
            start, end = self.span(group)
            if not is_bracket:  # one name and value of a list in brackets: [a: b]
                return [Edit(start, start, opening), Edit(end, end, f", {written}{closing}")]
            if before:
                behind = self.end(self.source.places[before])
                return [Edit(behind, behind, f", {written}")]
            first = self.start(self.source.keys[self.first_of(group)])
            return [Edit(first, first, f"{written}, ")]
        column = self.key_column(group)
        lines = self.entry(name, value, column)
        if not before:
            first = self.start(self.source.keys[self.first_of(group)])
            written = self.newline.join(lines).lstrip(" ")
            return [Edit(first, first, f"{written}{self.newline}{' ' * column}")]
        last = self.source.places[before].end_line
        behind = self.line_end(last)
        is_apart = not group and last < len(self.source.lines) and not self.source.lines[last].strip()
        # Groups that are apart from each other by an empty line stay so.
        gap = self.newline if is_apart and isinstance(value, dict | list) and len(lines) > 1 else ""
        return [Edit(behind, behind, gap + "".join(f"{self.newline}{line}" for line in lines))]

    def first_of(self, group: TermPath) -> TermPath:
        return *group, next(iter(self.children(group)))

    def children(self, group: TermPath) -> dict[str, SourceTree]:
        tree = _at(self.source.tree, group)
        if not isinstance(tree, dict):
            raise CannotEdit
        return tree

    def before(self, group: TermPath, name: str) -> TermPath | None:
        """Return the path of the field behind which a new one belongs, or None if it comes first."""
        stated = [*self.children(group)]
        order = self.order(group)
        if name not in order:
            return *group, stated[-1]
        known = [other for other in stated if other in order]
        earlier = [other for other in known if order.index(other) < order.index(name)]
        if not earlier and known:
            return None
        return *group, (max(earlier, key=order.index) if earlier else stated[-1])

    def order(self, group: TermPath) -> list[str]:
        """Return the names of the fields of a group, in the order of the schema. Empty if it has no such group."""
        form = self.source.tree.get("form")
        sheet = SHEETS.get(form, TermSheet) if isinstance(form, str) else TermSheet
        try:
            return MessageWriter(sheet).names_at(group)
        except KeyError:
            return []

    def uncomment(self, above: TermPath, path: TermPath, value: SourceTree) -> list[Edit]:
        """Return the edits that take the # from the line of a term, and from the lines of its groups."""
        if self.in_brackets(above) or (above and self.is_bracket(above)):
            raise CannotEdit
        names = path[len(above) :]
        column = self.key_column(above)
        number = self.commented(str(names[0]), column, self.lines_within(above))
        if number is None:
            raise CannotEdit
        edits, depth = [], 0
        while depth + 1 < len(names) and (
            below := self.commented_below(number, str(names[depth + 1]), column, depth + 1)
        ):
            edits.append(self.bared(number, f"{' ' * (column + INDENT * depth)}{key_of(str(names[depth]))}:"))
            number, depth = below, depth + 1
        lines = block({str(names[depth]): _wrapped(names[depth + 1 :], value)}, column + INDENT * depth)
        return [*edits, self.bared(number, self.newline.join(lines))]

    def lines_within(self, group: TermPath) -> range:
        """Return the numbers of the lines of a group, with the comments and empty lines behind it."""
        if not group:
            return range(1, len(self.source.lines) + 1)
        place = self.source.places[group]
        last = place.end_line
        while last < len(self.source.lines) and re.match(r"[ \t]+#|[ \t]*$", self.source.lines[last]):
            last += 1
        return range(place.line, last + 1)

    def commented(self, name: str, column: int, numbers: range) -> int | None:
        """Return the number of the line that is a term behind a # at a column."""
        pattern = re.compile(rf" {{{column}}}# {re.escape(name)}:(?: |$)")
        return next((number for number in numbers if pattern.match(self.source.lines[number - 1])), None)

    def commented_below(self, number: int, name: str, column: int, depth: int) -> int | None:
        """Return the number of the line of a term in a group that stands behind #."""
        is_comment = re.compile(rf" {{{column}}}#")
        # A term of such a group may have another #.
        pattern = re.compile(rf" {{{column}}}# {{{1 + INDENT * depth}}}(?:# )?{re.escape(name)}:(?: |$)")
        while number < len(self.source.lines) and is_comment.match(line := self.source.lines[number]):
            number += 1
            if pattern.match(line):
                return number
            if re.match(rf" {{{column}}}# \S", line):
                break
        return None

    def bared(self, number: int, written: str) -> Edit:
        """Return the edit that puts a term in place of a line, and keeps the comment at its end."""
        line = self.source.lines[number - 1]
        comment = _TRAILING_COMMENT.search(line, line.index(":"))
        end = self.line_end(number) - (len(comment[0]) if comment and self.newline not in written else 0)
        return Edit(self.starts[number - 1], end, written)

    # Lists

    def insert(self, path: TermPath, index: int, value: SourceTree) -> list[Edit]:
        """Return the edits that insert an entry into a list."""
        entries = _at(self.source.tree, path)
        if not isinstance(entries, list):
            raise CannotEdit
        if not entries:
            return self.replace(path, [value])
        if self.is_bracket(path) or self.in_brackets(path):
            written = in_brackets(value)
            if index:
                behind = self.end(self.source.places[*path, index - 1])
                return [Edit(behind, behind, f", {written}")]
            first = self.start(self.source.places[*path, 0])
            return [Edit(first, first, f"{written}, ")]
        column = self.source.places[path].column - 1
        lines = item_of(value, column, self.step())
        if index:
            behind = self.line_end(self.source.places[*path, index - 1].end_line)
            return [Edit(behind, behind, "".join(f"{self.newline}{line}" for line in lines))]
        first = self.dash((*path, 0))
        return [Edit(first, first, f"{self.newline.join(lines).lstrip(' ')}{self.newline}{' ' * column}")]

    def arrange(self, path: TermPath, order: Sequence[int]) -> list[Edit]:
        """Return the edits that put the entries of a list into another order."""
        if self.is_bracket(path) or self.in_brackets(path):
            spans = [self.span((*path, index)) for index in range(len(order))]
            return [Edit(*span, self.text[slice(*spans[index])]) for span, index in zip(spans, order, strict=True)]
        ends = [self.source.places[*path, index].end_line for index in range(len(order))]
        # Comments above an entry go with it.
        begins = [end + 1 for end in (self.line_of(self.colon(path)), *ends[:-1])]
        slots = [(self.starts[begin - 1], self.line_end(end)) for begin, end in zip(begins, ends, strict=True)]
        return [Edit(*slot, self.text[slice(*slots[index])]) for slot, index in zip(slots, order, strict=True)]

    # Delete

    def delete(self, path: TermPath) -> list[Edit]:
        """Return the edits that delete a field or an entry."""
        above = path[:-1]
        group = _at(self.source.tree, above)
        if not isinstance(group, dict | list) or (len(group) == 1 and not above):
            raise CannotEdit
        if len(group) == 1:
            return self.replace(above, {} if isinstance(group, dict) else [])
        steps: list[Any] = [*group] if isinstance(group, dict) else [*range(len(group))]
        position = steps.index(path[-1])
        following = (*above, steps[position + 1]) if position + 1 < len(steps) else None
        if self.is_bracket(above):
            return self.delete_in_brackets(path, (*above, steps[position - 1]) if position else None, following)
        if self.in_brackets(above):
            raise CannotEdit
        return self.delete_lines(path, following)

    def beginning(self, path: TermPath) -> int:
        """Return the index of the name of a field, or of the dash of an entry."""
        return self.dash(path) if isinstance(path[-1], int) else self.start(self.source.keys[path])

    def delete_lines(self, path: TermPath, following: TermPath | None) -> list[Edit]:
        start, last = self.beginning(path), self.source.places[path].end_line
        first = self.line_of(start)
        if not self.text[self.starts[first - 1] : start].strip():
            # Of the empty lines around it, one is enough.
            first -= self.is_empty(first - 1) and self.is_empty(last + 1)
            return [Edit(self.starts[first - 1], self.line_behind(last), "")]
        # It stands behind the dash of its entry, where the next field takes its place.
        if following and not self.text[self.line_end(last) : self.beginning(following)].strip():
            return [Edit(start, self.beginning(following), "")]
        dash = len(self.text[:start].rstrip(" "))
        return [Edit(dash, self.line_end(last), "")]

    def is_empty(self, line: int) -> bool:
        """Return True if a line is empty, or behind the end of the text."""
        return line > 0 and not "".join(self.source.lines[line - 1 : line]).strip()

    def delete_in_brackets(self, path: TermPath, before: TermPath | None, following: TermPath | None) -> list[Edit]:
        start = self.start(self.source.keys.get(path, self.source.places[path]))
        end = self.end(self.source.places[path])
        if following:
            behind = self.start(self.source.keys.get(following, self.source.places[following]))
            gap = self.text[end:behind]
            if "#" not in gap:
                return [Edit(start, behind, "")]
            comma = end + gap.index(",")
            return [Edit(start, end, ""), Edit(comma, comma + 1, "")]
        if not before:
            raise CannotEdit
        begin = self.end(self.source.places[before])
        gap = self.text[begin:start]
        if "#" not in gap:
            return [Edit(begin, end, "")]
        comma = begin + gap.index(",")
        return [Edit(comma, comma + 1, ""), Edit(start, end, "")]
