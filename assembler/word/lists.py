"""Word's lists: the list, level and style with which Word prints the number that each clause has.

Word counts by itself, so its counting is simulated here. Where it would print another number, the clause gets a new list
that starts with the right one. Examples are a departure's "(xvi)" after "(xiv)", and an "a." among "(a)".

Word counts all lists of one definition together, and so do recent versions of LibreOffice. Other programs count each
list alone. So a list continues only if both ways give the right number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from assembler.document import walk
from assembler.document.marks import Mark, letter, read_mark, roman
from assembler.document.numbering import Number, Numbers
from assembler.document.outline import run_in_child, typed_numbers
from assembler.document.tree import Clause, Document, Enumeration
from assembler.errors import InputError, Problem
from assembler.word.template_contract import ContractLevel, ContractList, TemplateContract

_FIGURES: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "lowerLetter": letter,
    "upperLetter": lambda number: letter(number).upper(),
}
_LITERAL = "literal"
_HIGHEST = 400  # the largest number tried when a number set by a departure is parsed


class NumberFormat(Struct, frozen=True):
    """The look of the numbers of a level: Word's name for the figures, and the text around them.

    With the figures "literal", `before` is the complete number, such as "15A.". A composed number, such as 6.1, begins
    with the numbers of the levels above.
    """

    figures: str
    before: str
    behind: str
    is_composed: bool = False

    def pattern(self, level: int) -> str:
        """Return the look in Word's notation, with %1 for the figures of the outermost level, %2 for the next."""
        if self.is_composed:
            return ".".join(f"%{above}" for above in range(1, level + 2))
        return self.before if self.figures == _LITERAL else f"{self.before}%{level + 1}{self.behind}"

    @property
    def word_figures(self) -> str:
        """Word's name for the figures. The pattern of a literal number does not print them."""
        return "decimal" if self.figures == _LITERAL else self.figures


class OwnList(Struct, frozen=True):
    """A list made from `base`, with another first number, and maybe another look, at one level."""

    base: str
    level: int
    start: int
    look: NumberFormat | None


class Placement(Struct, frozen=True):
    """The styles and lists of the paragraphs of a clause.

    `style` is that of its numbered paragraph, "" if Word does not count it. `text_style` is that of its other paragraphs.
    `typed` are the numbers typed at the head of that paragraph, if its own number is that of the clause `led_by`.
    `own_list` is an index into the plan's `own_lists`, None if the list of the style counts right. `enumerations` are the
    placements of the enumerations in the clause, in order.
    """

    style: str
    text_style: str
    level: int = 0
    own_list: int | None = None
    enumerations: tuple[Placement, ...] = ()
    led_by: str = ""
    typed: tuple[str, ...] = ()


class _Counting(Struct, frozen=True):
    """The counters of a list by level: for the list alone, and for all lists of its definition together."""

    looks: list[NumberFormat]
    alone: list[int]
    together: list[int]
    own_list: int | None = None

    def would_print(self, level: int, look: NumberFormat, number: int) -> bool:
        """Return True if both ways of counting give this number next at the level."""
        return self.looks[level] == look and self.alone[level] + 1 == self.together[level] + 1 == number

    def count(self, level: int, number: int) -> None:
        """Set the counters of the level to a printed number, and restart the levels below it."""
        for counted in (self.alone, self.together):
            counted[level:] = [number] + [0] * (len(counted) - level - 1)


class _ListScope(Struct, frozen=True):
    """The surroundings of a clause: the list and level of its siblings, and the style of unnumbered text."""

    text_style: str
    level: int = 0
    counting: _Counting | None = None
    list: ContractList | None = None


class Plan(Struct):
    """The placement of every clause, in the order of the document, and the lists made for them.

    `typed` are the numbers that Word does not count, by the label of their clause.
    """

    promises: TemplateContract
    text_style: str
    typed: Mapping[str, tuple[str, ...]] = {}
    placements: list[Placement] = []
    own_lists: list[OwnList] = []

    def add(self, own_list: OwnList) -> int:
        """Add a list, and return its index."""
        self.own_lists.append(own_list)
        return len(self.own_lists) - 1


def plan(document: Document, numbers: Numbers, promises: TemplateContract, text_style: str, enumeration: str) -> Plan:
    """Return the placement of every clause in the promised lists. Raises InputError if a list has too few levels."""
    result = Plan(promises, text_style, typed_numbers(document, numbers))
    lists = [promise for promise in promises.lists if promise.name != enumeration]
    countings = {promise.name: _counting(promise) for promise in lists}
    _ListPlanner(result, numbers, countings, lists).place(document.clauses, _ListScope(text_style))
    enumerated = promises.list_named(enumeration)
    for index, clause in enumerate(walk.clauses(document)):
        marks = [block.mark for block in clause.blocks if isinstance(block, Enumeration)]
        if marks:
            within = tuple(_enumerated(mark, enumerated, result) for mark in marks)
            result.placements[index] = replace(result.placements[index], enumerations=within)
    return result


def _enumerated(mark: str, promise: ContractList, result: Plan) -> Placement:
    """Return the placement of an enumeration, which is a new list whose first number is the mark."""
    look, start = _numeral(read_mark(mark), 1)
    is_usual = look == number_format_of(promise.levels[0].mark)
    own_list = result.add(OwnList(promise.name, 0, start, None if is_usual else look))
    return Placement(promise.levels[0].style, promise.levels[0].text_style, 0, own_list)


def _counting(promise: ContractList) -> _Counting:
    looks = [number_format_of(level.mark) for level in promise.levels]
    return _Counting(looks, [0] * len(looks), [0] * len(looks))


class _ListPlanner(Struct, frozen=True):
    """Places the clauses in document order. `countings` are the counters of the style template's lists, by name."""

    plan: Plan
    numbers: Numbers
    countings: dict[str, _Counting]
    lists: list[ContractList]

    def place(self, clauses: tuple[Clause, ...], scope: _ListScope) -> None:
        """Place siblings and their children."""
        begun: dict[str, _Counting] = {}
        for clause in clauses:
            if not clause.mark or read_mark(clause.mark).is_named:  # Word does not count "ANNEX I", which is text
                self.plan.placements.append(Placement("", scope.text_style))
                self.place(clause.children, scope if not clause.mark else _ListScope(self.plan.text_style))
            else:
                self._place_numbered(clause, scope, begun)

    def _place_numbered(self, clause: Clause, scope: _ListScope, begun: dict[str, _Counting]) -> None:
        promise = scope.list or self._list_for(clause.mark)
        level = self._level(clause, promise, scope)
        counting = self._count(clause, promise, scope, begun)
        placement = Placement(level.style, level.text_style, scope.level, counting.own_list)
        self._place_with_children(clause, placement, _ListScope(level.text_style, scope.level + 1, counting, promise))

    def _place_with_children(self, clause: Clause, placement: Placement, within: _ListScope) -> None:
        """Place a clause and its children. A number without words is that of its first child's paragraph."""
        child = run_in_child(clause)
        if child is None:
            self.plan.placements.append(placement)
            self.place(clause.children, within)
            return
        self.plan.placements.append(Placement("", placement.text_style))
        level = self._level(child, within.list, within) if child.mark and within.list else None
        text_style = level.text_style if level else within.text_style
        led = replace(
            placement,
            text_style=text_style,
            led_by=placement.led_by or clause.label,
            typed=self.plan.typed[child.label],
        )
        deeper = replace(within, text_style=text_style, level=within.level + bool(level))
        self._place_with_children(child, led, deeper)
        # Word did not count the child, so the list of its siblings begins anew.
        self.place(clause.children[1:], within)

    def _level(self, clause: Clause, promise: ContractList, scope: _ListScope) -> ContractLevel:
        if scope.level >= len(promise.levels):
            raise InputError([_too_deep(clause, scope.level, promise, self.plan.promises)])
        return promise.levels[scope.level]

    def _list_for(self, mark: str) -> ContractList:
        """Return the list whose first level has such a mark, or the first list."""
        look = number_format_of(mark)
        return next(
            (promise for promise in self.lists if number_format_of(promise.levels[0].mark) == look), self.lists[0]
        )

    def _count(
        self, clause: Clause, promise: ContractList, scope: _ListScope, begun: dict[str, _Counting]
    ) -> _Counting:
        """Return the list in which Word prints the number of the clause, after counting it there."""
        counting = begun.get(promise.name) or scope.counting or self.countings[promise.name]
        look, number = _required_format(clause, self.numbers[clause.label])
        if not counting.would_print(scope.level, look, number):
            counting = self._begin(promise, scope.level, look, number)
        counting.count(scope.level, number)
        begun[promise.name] = counting
        return counting

    def _begin(self, promise: ContractList, level: int, look: NumberFormat, start: int) -> _Counting:
        is_usual = look == number_format_of(promise.levels[level].mark)
        own_list = self.plan.add(OwnList(promise.name, level, start, None if is_usual else look))
        base = self.countings[promise.name]
        looks = [*base.looks]
        looks[level] = look
        # The new list shares the common counters of its definition, and has its own beside them.
        return _Counting(looks, [0] * len(looks), base.together, own_list)


def _too_deep(clause: Clause, level: int, promise: ContractList, promises: TemplateContract) -> Problem:
    return Problem(
        "S208",
        f"clause {clause.label} is at level {level + 1}, but list {promise.name} of the style template has {len(promise.levels)} levels",
        f"Add a level to the list in the template, and the line 'level {clause.mark} ...' to its promises.",
        promises.location(promise.levels[-1].line),
    )


def number_format_of(mark: str) -> NumberFormat:
    """Return the look of a list whose first number is the mark."""
    return _numeral(read_mark(mark), 1)[0]


def _numeral(mark: Mark, ordinal: int) -> tuple[NumberFormat, int]:
    """Return the look of a list, and the number of its item with this ordinal."""
    if mark.first == "1":
        return NumberFormat("decimal", mark.before, mark.behind, mark.is_composed), ordinal
    case = "upper" if mark.first.isupper() else "lower"
    if mark.first in "iI":  # a list that starts at "i" is Roman, and one that starts at another letter is not
        return NumberFormat(f"{case}Roman", mark.before, mark.behind), ordinal
    return NumberFormat(f"{case}Letter", mark.before, mark.behind), ordinal + ord(mark.first.lower()) - ord("a")


def _required_format(clause: Clause, number: Number) -> tuple[NumberFormat, int]:
    look, value = _numeral(read_mark(clause.mark), number.ordinal)
    if not clause.number_as:
        return look, value
    return next(_readings(clause.number_as, look.figures), (NumberFormat(_LITERAL, clause.number_as, ""), 1))


def _readings(printed: str, figures_first: str) -> Iterator[tuple[NumberFormat, int]]:
    """Yield the readings of a printed number, those in the figures of its list first. Among (iv) and (vi), "(v)" is 5."""
    bare = printed.strip("(). ")
    before, behind = printed[: printed.index(bare)], printed[printed.index(bare) + len(bare) :]
    # False sorts before True, so the figures of the list come first.
    for figures in sorted(_FIGURES, key=lambda name: name != figures_first):
        for number in range(1, _HIGHEST):
            if _FIGURES[figures](number) == bare:
                yield NumberFormat(figures, before, behind), number


def chains(document: Document) -> dict[str, tuple[str, ...]]:
    """Map the label of every clause to the labels whose numbers make up its full number, the clause itself last.

    A composed number includes those above it, so 7.2(a) is made of the numbers of 7.2 and of (a).
    """
    by_label: dict[str, tuple[str, ...]] = {}

    def follow(clauses: tuple[Clause, ...], above: tuple[str, ...]) -> None:
        for clause in clauses:
            is_composed = bool(clause.mark) and read_mark(clause.mark).is_composed
            chain = (*(() if is_composed else above), clause.label) if clause.mark else above
            by_label.setdefault(clause.label, chain)
            follow(clause.children, chain)

    follow(document.clauses, ())
    return by_label
