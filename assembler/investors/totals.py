"""Compare the totals at the end of a sheet with the rows above them, and ask about rows that look like totals or other figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from assembler.errors import Problem, Severity
from assembler.investors.cells import fault
from assembler.investors.class_columns import path_of
from assembler.investors.grid import GridRow
from assembler.investors.header import AN_INVESTOR, Header
from assembler.investors.rows import InvestorRows, is_figure, is_label_and_figures
from assembler.termsheet.quantities import NUMBER, shortened

# "Total Return Fund" is an investor, so only words of figures may follow.
_TOTAL = re.compile(
    r"(?:grand |sub-?)?totals?(?: (?:amount|commitments?|investors?|proceeds|purchase price|shares|warrants))?\s*[:.]?|sum\s*:?",
    re.IGNORECASE,
)
# A label of these words alone is no name: "Total raised", "TOTAL (2 investors)", "Summe". One of the first is needed.
_SUMS = r"(?:sub)?totals?|aggregate|sum|(?:zwischen)?summe|gesamt(?:summe|betrag)?|insgesamt|totale|somme|suma"
_OF_SUMS = (
    "all|amounts?|and|at|by|closing|combined|commitments?|committed|dollars|far|final|first|for|from|funds|grand"
    "|holders|in|initial|invest(?:ed|ing)|investment|investors?|lead|n|no|number|of|offering|on|others?|overall|paid"
    "|price|proceeds|purchased?|purchasers?|raised?|round|second|shares|so|sold|stock|sub|subscribe(?:d|rs)"
    "|subscriptions?|the|this|to|units|us|usd|warrants"
)
# Other figures that stand below a list: "Net proceeds", "Average", "Less: placement agent's fee (7%)".
_OTHERS = (
    "average|avg|balance|carried forward|commissions?|costs?|count|difference|discounts?|durchschnitt|expenses?|fees?"
    "|holdback|maximum|mean|median|minimum|mittelwert|moyenne|net|number|over-?allotment|per (?:investor|share|unit)"
    "|percent(?:age)?|proceeds|promedio|remainder|remaining|saldo|unallocated|unsold|variance"
)
_OF_OTHERS = (
    "to (?:the )?company|company (?:costs|counsel|expenses)|after|agents?|available|bank|be|before|brokers?"
    "|counsel|due|escrow|est|estimated|filing|finders?|gross|issuer|least|legal|less|minus|net|of|open|other|outstanding"
    "|per|placement|plus|s|share|transaction|transfer|wire"
)


def _label(*words: str, needed: str) -> re.Pattern[str]:
    """Return the pattern of a label that has these words only, and one of the needed ones."""
    # Without the atomic group, words that stand in two lists would be tried in all combinations.
    return re.compile(
        rf"(?=.*\b(?:{needed})\b)(?>[\W\d_]*\b(?:{'|'.join((needed, *words))})\b)+[\W\d_]*", re.IGNORECASE | re.DOTALL
    )


# "Net Investments" and "The Balance Group" are names.
_LABEL = _label(_OF_SUMS, "group|investments", needed=_SUMS)
_OTHER_LABEL = _label(_OF_OTHERS, _OF_SUMS, needed=_OTHERS)
_SUM = re.compile(rf"\b(?:{_SUMS})\b", re.IGNORECASE)
_ENTITY = re.compile(
    r"\b(?:l\.?\s?l?\.?\s?[pc]|inc|corp|co|ltd|limited|gmbh|ag|s\.?a|plc|n\.?v|b\.?v|fund|trust|partners|partnership|company|capital|ventures?|holdings?|bank)\b\.?",
    re.IGNORECASE,
)
_FEWEST_SUMMED = 2


def is_labelled(row: GridRow) -> bool:
    """Return True if a row is labelled as a total."""
    return any(_TOTAL.fullmatch(cell.text) for _, cell in row.filled())


def parted(rows: Sequence[GridRow], header: Header) -> tuple[Sequence[GridRow], Sequence[GridRow]]:
    """Return the rows of investors, and the rows of totals at the end, which have a label or figures only."""
    end = len(rows)
    while end and _is_total(rows[end - 1], header):
        end -= 1
    return rows[:end], rows[end:]


def _is_total(row: GridRow, header: Header) -> bool:
    read = set(header.read(row))
    return bool(read) and is_label_and_figures(read) and (is_labelled(row) or "name" not in read)


def about_totals(investors: InvestorRows, row: GridRow) -> Iterator[Problem]:
    """Yield a problem for each total that is not a number, or not the sum of the rows above it."""
    for term, cell in investors.header.read(row).items():
        if not is_figure(term):
            continue
        column = investors.header.terms[term]
        named, place = (
            investors.grid.named(row, column, investors.header.names[column]),
            investors.grid.place(row, column),
        )
        stated = _figure(cell.text)
        if wrong := fault(term, cell):
            yield Problem(wrong[0], f"{named}: {wrong[1]}", wrong[2], place, AN_INVESTOR)
        elif stated is None:
            what = f"{named}: {shortened(cell.text)} is not a number, in the row of totals"
            yield Problem("X117", what, "Write the total in figures, or delete the row.", place, AN_INVESTOR)
        elif (total := _sum(investors, term)) is not None and total != stated:
            what = f"{named}: {stated:,f} does not equal the {len(investors.rows)} rows above it, which add up to {total:,f}"
            hint = "Correct the rows or the total. If it is an investor, fill in its other columns."
            difference = f": a difference of {stated - total:+,f}"
            yield Problem("X117", f"{what}{difference}", hint, place, AN_INVESTOR)


def about_sums(investors: InvestorRows) -> Iterator[Problem]:
    """Yield the rows of a label and figures that may be totals: by the label, or since the rows above add up to them.

    Rows of other figures, such as net proceeds or an average, are known by their label only. Such a row is refused if its label says so, or if other rows have more columns. Otherwise a warning asks.
    """
    everything = {name for index in range(len(investors.entries)) for name in investors.stated(index)}
    others = not is_label_and_figures(everything - {"class_warrants"})
    above, since_totals = _Added(), _Added()
    for index in range(len(investors.entries)):
        stated = investors.stated(index)
        name, figures = stated.get("name"), _figures(investors, index)
        is_bare = isinstance(name, str) and is_label_and_figures({*stated} - {"class_warrants"})
        summed = is_bare and (above.come_to(figures) or since_totals.come_to(figures))
        labelled = is_bare and any(pattern.fullmatch(str(name)) for pattern in (_LABEL, _OTHER_LABEL))
        if labelled or (summed and (others or _SUM.search(str(name)) or not _ENTITY.search(str(name)))):
            yield _asked(investors, index, summed, Severity.ERROR if labelled or others else Severity.WARNING)
            since_totals = _Added()
        else:
            above.add(figures)
            since_totals.add(figures)


def _asked(investors: InvestorRows, index: int, summed: bool, severity: Severity) -> Problem:
    """Return the question about an investor that may be a row of totals."""
    name = investors.stated(index)["name"]
    place = investors.grid.place(investors.rows[index], investors.header.terms["name"])
    sums = ", and the rows above add up to its figures" if summed else ""
    is_other = not summed and not _LABEL.fullmatch(str(name))
    asked = "is it a figure about the round?" if is_other else "is it a row of totals?"
    what = f"{shortened(str(name))} is listed as an investor{sums}: {asked}"
    investor = "state its address as well" if severity is Severity.ERROR else "ignore this"
    way = "Delete the row" if is_other else "Write `Total` as its label, or delete the row"
    hint = f"{way}. If it is an investor, {investor}."
    return Problem("X125", what, hint, place, f"{AN_INVESTOR}[{index}].name", severity)


class _Added(Struct):
    """Figures added up over some rows, by term. A figure that is TBD or not a number makes the sum None."""

    rows: int = 0
    sums: dict[str, Decimal | None] = {}

    def add(self, figures: Mapping[str, Decimal | None]) -> None:
        self.rows += 1
        for term, figure in figures.items():
            added = self.sums.get(term, Decimal(0))
            self.sums[term] = None if figure is None or added is None else added + figure

    def come_to(self, figures: Mapping[str, Decimal | None]) -> bool:
        """Return True if these figures are the sums, of two rows at least."""
        known = all(figure is not None and figure == self.sums.get(term) for term, figure in figures.items())
        return known and bool(figures) and self.rows >= _FEWEST_SUMMED


def _figures(investors: InvestorRows, index: int) -> Mapping[str, Decimal | None]:
    """Return the figures of an investor by term, None for one that is TBD or not a number."""
    return {term: _figure(text) for term, text in investors.figures(index).items()}


def _sum(investors: InvestorRows, term: str) -> Decimal | None:
    """Return the sum of a column, or None if a value is TBD or not a number."""
    total = Decimal(0)
    for index in range(len(investors.entries)):
        typed = investors.figures(index).get(term)
        figure = _figure(typed) if typed is not None else Decimal(0)
        if figure is None or (AN_INVESTOR, index, *path_of(term)) in investors.troubled:
            return None
        total += figure
    return total


def _figure(typed: str) -> Decimal | None:
    written = NUMBER.fullmatch(typed)
    return Decimal(written["digits"].replace(",", "")) if written and not written["percent"] else None
