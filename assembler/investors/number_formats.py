"""Say how Excel shows a number or a text in a number format such as `#,##0.00;[Red]-#,##0.00`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

# _x is a space as wide as x, *x fills the cell with x, and [Red] or [$-409] is no text of the cell.
_TOKEN = re.compile(
    r"\"(?P<quoted>[^\"]*)\"?|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General)"
    r"|(?P<exponent>E[+-])|(?P<digit>[0#?])|(?P<sign>[.,%/@])|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(r"(?:\"[^\"]*\"?|\\.|_.|\*.|\[[^\]]*\]|[^;\"\\_*\[]|.)", re.DOTALL)
_CONDITION = re.compile(r"(?P<than>[<>]=?|=|<>)(?P<limit>-?[0-9.]+)")
_CURRENCY = re.compile(r"\$(?P<sign>[^-]*)")
# 1,250 "k" is read as 1,250,000.
_MAGNITUDE = re.compile(
    r"(?:k|m|mm|mn|mio|mil|b|bn|t|tsd|thousand|thousands|million|millions|billion|billions|000s?)\.?", re.IGNORECASE
)
_SEPARATORS = " \u00a0\u202f'\u2019"
_TEXT_SECTION = 4
_MOST_DIGITS = 18


class _Section(Struct):
    """A section of a format: the words before and behind its digits, and the digits that it shows.

    `between` is True if words stand among the digits. `holds_text` is True if the section shows a text, by `@`.
    """

    before: str = ""
    behind: str = ""
    whole: str = ""
    decimals: str = ""
    thousands: int = 0
    percents: int = 0
    general: bool = False
    special: bool = False
    between: bool = False
    holds_text: bool = False


def shown_otherwise(number: Decimal, code: str) -> str | None:
    """Return what a cell shows if that is another number than it holds, else None. It may show nothing: ""."""
    if number == 0 or number.adjusted() > _MOST_DIGITS:
        return None  # many formats show zero as a dash, and no figure of a deal is that large
    section, own_sign = _section_of(number, _sections(code))
    read = _read(section)
    if read.general or read.holds_text:
        return None if _harmless(read) else f"{read.before}{number:,f}{read.behind}"
    if not (read.whole or read.decimals):
        return read.before.strip()
    scaled = abs(number) * 100**read.percents / 1000**read.thousands
    value = scaled.quantize(Decimal(1).scaleb(-len(read.decimals)), ROUND_HALF_UP)
    sign = "-" if number < 0 and not own_sign else ""
    signed = "-" in f"{sign}{read.before}" or "(" in read.before
    if read.special or read.between:
        return "it in another notation"
    if value == abs(number) and signed == (number < 0) and _harmless(read):
        return None
    digits = f"{value:,f}" if "," in read.whole else f"{value:f}"
    return f"{sign}{read.before}{digits}{read.behind}".strip()


def text_shown_otherwise(text: str, code: str) -> str | None:
    """Return what a cell with a text shows if that is something else, else None."""
    sections = _sections(code)
    own = [section for section in sections if _read(section).holds_text]
    if len(sections) < _TEXT_SECTION and not own:
        return None
    read = _read(sections[3] if len(sections) >= _TEXT_SECTION else own[-1])
    shown = f"{read.before}{text}{read.behind}" if read.holds_text else read.before
    return None if shown.strip() == text else shown.strip()


def _harmless(read: _Section) -> bool:
    """Return True if the words around the digits do not make another number of them."""
    words = f"{read.before} {read.behind}"
    return not (any(each.isdigit() for each in words) or any(map(_MAGNITUDE.fullmatch, words.split())))


def _sections(code: str) -> list[str]:
    sections = [""]
    for match in _SECTION.finditer(code):
        if match[0] == ";":
            sections.append("")
        else:
            sections[-1] += match[0]
    return sections


def _section_of(number: Decimal, sections: Sequence[str]) -> tuple[str, bool]:
    """Return the section that shows a number, and True if the section writes the minus itself."""
    numbers = sections[: _TEXT_SECTION - 1]
    if len(numbers) == 1:
        return numbers[0], False
    for position, section in enumerate(numbers[:2]):
        condition = next(
            filter(None, (_CONDITION.fullmatch(each) for each in re.findall(r"\[([^\]]*)\]", section))), None
        )
        if condition:
            if _holds(number, condition):
                return section, False
        elif (number > 0 or (number == 0 and len(numbers) < _TEXT_SECTION - 1)) if position == 0 else number < 0:
            return section, position == 1
    return numbers[-1], False


def _holds(number: Decimal, condition: re.Match[str]) -> bool:
    limit = Decimal(condition["limit"])
    held = {
        "<": number < limit,
        "<=": number <= limit,
        ">": number > limit,
        ">=": number >= limit,
        "=": number == limit,
        "<>": number != limit,
    }
    return held[condition["than"]]


def _read(section: str) -> _Section:
    read, words, in_decimals = _Section(), "", False
    for match in _TOKEN.finditer(section):
        sign = match["digit"] or match["sign"] or ""
        if match["general"] or sign == "@":
            read.general, read.holds_text = read.general or bool(match["general"]), read.holds_text or sign == "@"
            read.before, words = words, ""
        elif match["exponent"] or sign == "/":
            read.special = True
        elif match["digit"]:
            if not (read.whole or read.decimals):
                read.before, words = words, ""
            read.between, words = read.between or bool(words.strip(_SEPARATORS)), ""
            if in_decimals:
                read.decimals += sign
            else:
                read.whole += "," * read.thousands + sign
                read.thousands = 0
        elif sign == "," and read.whole:
            read.thousands += 1
        elif sign == "." and not in_decimals:
            in_decimals = True
        else:
            read.percents += sign == "%"
            words += _words(match)
    read.before, read.behind = (read.before, words) if _shows_value(read) else (words, "")
    return read


def _shows_value(read: _Section) -> bool:
    return bool(read.whole or read.decimals or read.general or read.holds_text)


def _words(match: re.Match[str]) -> str:
    """Return the words that a token adds to the cell."""
    if match["bracket"] is not None:
        currency = _CURRENCY.match(match["bracket"])
        return currency["sign"] if currency else ""
    return next((match[name] for name in ("quoted", "escaped", "sign", "plain") if match[name] is not None), "")
