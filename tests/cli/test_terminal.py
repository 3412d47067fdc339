"""Problems on a terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from assembler.cli.terminal import show
from assembler.errors import Fix, Location, Problem, Severity

FINDING = Problem(
    "T106", "'0' is not above 0", "Write a price.", Location("deal.yaml", 34, 20), "offering.price_per_share"
)


def shown(finding=FINDING, line="  price_per_share: 0", *, width=80, **console):
    """What a terminal of that width is sent."""
    file = io.StringIO()
    show([finding], lambda _: line, Console(file=file, width=width, force_terminal=True, **console))
    return file.getvalue()


def plain(*arguments, **options):
    return shown(*arguments, **options, no_color=True, color_system=None).splitlines()


def test_the_line_is_shown_with_a_caret_under_the_place():
    assert plain() == [
        "deal.yaml:34:20: error T106 offering.price_per_share: '0' is not above 0",
        "      34 |   price_per_share: 0",
        "         |                    ^",
        "    Write a price.",
    ]


def test_the_line_is_underlined_from_the_start_of_the_place_to_its_end():
    place = Location("a", 1, 10, 1, 15)
    assert plain(Problem("T104", "x", "y", place), "  price: 1 000 # x")[2] == "         |          ^^^^^"


def test_a_place_of_several_lines_is_underlined_to_the_end_of_its_first():
    assert (
        plain(Problem("T104", "x", "y", Location("a", 1, 10, 3, 4)), "  price: [1,  ")[2] == "         |          ^^^"
    )


@pytest.mark.parametrize(
    ("column", "end", "replacement", "words"),
    [
        (10, 15, "1,000", "fix: replace `1 000` by `1,000`"),
        (10, 15, "", "fix: delete `1 000`"),
        (15, 15, "%", "fix: insert `%`"),
    ],
)
def test_a_fix_is_said_under_the_hint(column, end, replacement, words):
    place = Location("a", 1, column, 1, end)
    problem = Problem("T104", "x", "Write it.", place, fix=Fix(place, replacement))
    assert plain(problem, "  price: 1 000")[-2:] == ["    Write it.", f"    {words}"]


def test_an_error_is_red_and_a_warning_yellow():
    from msgspec.structs import replace

    assert "\x1b[1;31m" in shown(color_system="standard")
    assert "\x1b[1;33m" in shown(replace(FINDING, severity=Severity.WARNING), color_system="standard")


def test_no_color_leaves_the_colours_out(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    sent = shown(color_system="standard")
    assert "\x1b[1;31m" not in sent
    assert "\x1b[31m" not in sent


def test_the_caret_stands_under_the_place_behind_wide_letters():
    *_, code, caret, _ = plain(line="  name: 北京 a\x1b[2J", finding=Problem("Y105", "x", "y", Location("a", 1, 12)))
    assert code.endswith("name: 北京 a\ufffd[2J")
    assert caret.index("^") - caret.index("|") == len("|   name: xxxx ")


def test_a_long_line_is_cut_around_the_place():
    line = "departures: " + "x" * 300 + "HERE" + "y" * 300
    *_, code, caret, _ = plain(line=line, finding=Problem("Y105", "x", "y", Location("a", 1, 313)))
    assert len(code) <= 80
    assert code[caret.index("^") :].startswith("HERE")


def test_a_place_without_a_line_shows_none():
    assert plain(Problem("Y001", "there is no such file", "Check the name.", Location("deal.yaml"))) == [
        "deal.yaml: error Y001 there is no such file",
        "    Check the name.",
    ]


def test_what_a_name_holds_is_no_mark_up():
    assert "[bold]x[/bold]" in plain(line="name: [bold]x[/bold]")[1]
