"""Word's lists: which list, level and style makes Word count each clause exactly as the table of numbers does.

Word counts by itself; here its counting is foreseen, and where it would print another number than ours
(a departure's "(xvi)" behind "(xiv)", an "a." among "(a)", a list that begins anew) the clause gets a list of its own
that begins with the right one. Word counts all lists that are made from one definition together, and so does
LibreOffice of late; other programs count each alone. So a list goes on only where both ways give the right number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from assembler.document import walk
from assembler.document.marks import Mark, letter, read_mark, roman
from assembler.document.numbering import Number, Numbers
from assembler.document.tree import Clause, Document, Enumeration
from assembler.findings import Finding, Refused
from assembler.writers.promises import ListPromise, Promises

_FIGURES: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "lowerLetter": letter,
    "upperLetter": lambda number: letter(number).upper(),
}
_LITERAL = "literal"
_HIGHEST = 400  # of the numbers that are tried when one set by a departure is read back


class Look(Struct, frozen=True):
    """How the numbers of a level look: Word's name for the figures, and what stands around them.

    The figures "literal" are none: `before` is then the whole number, such as "15A.". A composed number begins with
    those of the levels above it: 6.1.
    """

    figures: str
    before: str
    behind: str
    is_composed: bool = False

    def pattern(self, level: int) -> str:
        """The look as Word writes it, with %1 for the figures of the outermost level, %2 for the next."""
        if self.is_composed:
            return ".".join(f"%{above}" for above in range(1, level + 2))
        return self.before if self.figures == _LITERAL else f"{self.before}%{level + 1}{self.behind}"

    @property
    def word_figures(self) -> str:
        """The name that Word has for the figures; a literal number prints none of them."""
        return "decimal" if self.figures == _LITERAL else self.figures


class OwnList(Struct, frozen=True):
    """A list that begins with a number of its own: made from `base`, different at one level."""

    base: str
    level: int
    start: int
    look: Look | None


class Placement(Struct, frozen=True):
    """How the paragraphs of a clause are set.

    `style` is that of its numbered paragraph, and empty where Word does not count it; `text_style` that of the others.
    `own_list` is the place in the plan's `own_lists`, and None where the style's own list counts right. `enumerations`
    are the placements of the lists of paragraphs within the clause, in their order.
    """

    style: str
    text_style: str
    level: int = 0
    own_list: int | None = None
    enumerations: tuple[Placement, ...] = ()


class _Counting(Struct, frozen=True):
    """What was counted so far at each level of one list: in it alone, and in all lists of its definition together."""

    looks: list[Look]
    alone: list[int]
    together: list[int]
    own_list: int | None = None

    def would_print(self, level: int, look: Look, number: int) -> bool:
        """Whether the next number at the level is this one, counted either way."""
        return self.looks[level] == look and self.alone[level] + 1 == self.together[level] + 1 == number

    def count(self, level: int, number: int) -> None:
        """A number was printed at the level, so that the levels under it begin anew."""
        for counted in (self.alone, self.together):
            counted[level:] = [number] + [0] * (len(counted) - level - 1)


class _Scope(Struct, frozen=True):
    """Where a clause stands: the list and level its siblings are counted in, and the style of text around it."""

    text_style: str
    level: int = 0
    counting: _Counting | None = None
    list: ListPromise | None = None


class Plan(Struct):
    """The placement of every clause, in the order of the document, and the lists that had to be made for them."""

    promises: Promises
    text_style: str
    placements: list[Placement] = []
    own_lists: list[OwnList] = []

    def add(self, own_list: OwnList) -> int:
        """The place of a list that had to be made."""
        self.own_lists.append(own_list)
        return len(self.own_lists) - 1


def plan(document: Document, numbers: Numbers, promises: Promises, text_style: str, enumeration: str) -> Plan:
    """Where every clause goes in the lists that the shell promises; Refused where it promises too few levels."""
    made = Plan(promises, text_style)
    lists = [one for one in promises.lists if one.name != enumeration]
    _Planner(made, numbers, {one.name: _counting(one) for one in lists}, lists).place(
        document.clauses, _Scope(text_style)
    )
    enumerated = promises.list_named(enumeration)
    for at, clause in enumerate(walk.clauses(document)):
        marks = [block.mark for block in clause.blocks if isinstance(block, Enumeration)]
        within = tuple(_enumerated(mark, enumerated, made) for mark in marks)
        made.placements[at] = replace(made.placements[at], enumerations=within) if within else made.placements[at]
    return made


def _enumerated(mark: str, one: ListPromise, made: Plan) -> Placement:
    """The placement of a new list of paragraphs within a clause, whose first number is the mark."""
    look, start = _numeral(read_mark(mark), 1)
    usual = look == look_of(one.levels[0].mark)
    own_list = made.add(OwnList(one.name, 0, start, None if usual else look))
    return Placement(one.levels[0].style, one.levels[0].text_style, 0, own_list)


def _counting(one: ListPromise) -> _Counting:
    looks = [look_of(level.mark) for level in one.levels]
    return _Counting(looks, [0] * len(looks), [0] * len(looks))


class _Planner(Struct, frozen=True):
    """The walk over the clauses, with what was counted in the shell's own lists."""

    plan: Plan
    numbers: Numbers
    countings: dict[str, _Counting]
    lists: list[ListPromise]

    def place(self, clauses: tuple[Clause, ...], scope: _Scope) -> None:
        """Places siblings and what hangs under them."""
        begun: dict[str, _Counting] = {}
        for clause in clauses:
            if not clause.mark or read_mark(clause.mark).is_named:
                self.plan.placements.append(Placement("", scope.text_style))
                self.place(clause.children, scope if not clause.mark else _Scope(self.plan.text_style))
            else:
                self._place_numbered(clause, scope, begun)

    def _place_numbered(self, clause: Clause, scope: _Scope, begun: dict[str, _Counting]) -> None:
        one = scope.list or self._list_for(clause.mark)
        if scope.level >= len(one.levels):
            raise Refused([_too_deep(clause, scope.level, one, self.plan.promises)])
        level = one.levels[scope.level]
        counting = self._count(clause, one, scope, begun)
        self.plan.placements.append(Placement(level.style, level.text_style, scope.level, counting.own_list))
        self.place(clause.children, _Scope(level.text_style, scope.level + 1, counting, one))

    def _list_for(self, mark: str) -> ListPromise:
        """The list that begins with such a mark, or the first."""
        return next((one for one in self.lists if look_of(one.levels[0].mark) == look_of(mark)), self.lists[0])

    def _count(self, clause: Clause, one: ListPromise, scope: _Scope, begun: dict[str, _Counting]) -> _Counting:
        """The list in which Word prints the clause's number, which is counted there."""
        counting = begun.get(one.name) or scope.counting or self.countings[one.name]
        look, number = _wanted(clause, self.numbers[clause.label])
        if not counting.would_print(scope.level, look, number):
            counting = self._begin(one, scope.level, look, number)
        counting.count(scope.level, number)
        begun[one.name] = counting
        return counting

    def _begin(self, one: ListPromise, level: int, look: Look, start: int) -> _Counting:
        usual = look == look_of(one.levels[level].mark)
        own_list = self.plan.add(OwnList(one.name, level, start, None if usual else look))
        shells_own = self.countings[one.name]
        looks = [*shells_own.looks]
        looks[level] = look
        return _Counting(looks, [0] * len(looks), shells_own.together, own_list)


def _too_deep(clause: Clause, level: int, one: ListPromise, promises: Promises) -> Finding:
    return Finding(
        "S208",
        f"clause {clause.label} stands at level {level + 1}; list {one.name} of the shell has {len(one.levels)} levels",
        f"add a level to the list in the shell, and the line 'level {clause.mark} ...' to its promises",
        promises.place(one.levels[-1].line),
    )


def look_of(mark: str) -> Look:
    """How the numbers of a list look whose first number is the mark."""
    return _numeral(read_mark(mark), 1)[0]


def _numeral(mark: Mark, ordinal: int) -> tuple[Look, int]:
    """The look of a list, and the number of its ordinal-th member."""
    if mark.first == "1":
        return Look("decimal", mark.before, mark.behind, mark.is_composed), ordinal
    case = "upper" if mark.first.isupper() else "lower"
    if mark.first in "iI":
        return Look(f"{case}Roman", mark.before, mark.behind), ordinal
    return Look(f"{case}Letter", mark.before, mark.behind), ordinal + ord(mark.first.lower()) - ord("a")


def _wanted(clause: Clause, number: Number) -> tuple[Look, int]:
    look, value = _numeral(read_mark(clause.mark), number.ordinal)
    if not clause.number_as:
        return look, value
    return next(_readings(clause.number_as, look.figures), (Look(_LITERAL, clause.number_as, ""), 1))


def _readings(printed: str, figures_first: str) -> Iterator[tuple[Look, int]]:
    """The ways to read a printed number, those in the figures of its list first: "(v)" is five among (iv) and (vi)."""
    bare = printed.strip("(). ")
    before, behind = printed[: printed.index(bare)], printed[printed.index(bare) + len(bare) :]
    for figures in sorted(_FIGURES, key=lambda name: name != figures_first):
        for number in range(1, _HIGHEST):
            if _FIGURES[figures](number) == bare:
                yield Look(figures, before, behind), number


def chains(document: Document) -> dict[str, tuple[str, ...]]:
    """For the label of every clause with a number: the labels of the clauses its number is made of, its own the last.

    A composed number holds those above it: 7.2(a) is made of the numbers of 7.2 and of (a).
    """
    found: dict[str, tuple[str, ...]] = {}

    def follow(clauses: tuple[Clause, ...], above: tuple[str, ...]) -> None:
        for clause in clauses:
            is_composed = bool(clause.mark) and read_mark(clause.mark).is_composed
            chain = (*(() if is_composed else above), clause.label) if clause.mark else above
            found.setdefault(clause.label, chain)
            follow(clause.children, chain)

    follow(document.clauses, ())
    return found
