"""What a bad term sheet must get: each row of the table of faults, through the command line, with its exact words.

The words stand in `fault-table.txt`: for each row its title, the exit code of `assembler validate` and what it says.
`python -m tests.test_fault_table` writes them anew: read them as the lawyer who typed the term sheet would.
"""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assembler import pipeline
from tests import deals
from tests.commands import run
from tests.word.soundness import breaches

EXPECTED = Path(__file__).parent / "fault-table.txt"
# A conformed copy needs no files of its annexes.
SHEET = deals.sheet("new-stock-only").replace("status: draft", "status: conformed")
NAME, CITY, AMOUNT = "Sable & Finch Partners LLC", "city: Dublin", "amount: 1,230,000"
FILED, COUNTY = "filed_on: 2027-01-15", "forum_county: New York County"


def changed(old: str, new: str, *more: str) -> bytes:
    """The sheet with each first text replaced by the next one."""
    sheet = deals.replaced(SHEET, old, new)
    return changed_further(sheet, *more).encode("utf-8", "surrogateescape")


def changed_further(sheet: str, *more: str) -> str:
    for old, new in zip(more[::2], more[1::2], strict=True):
        sheet = deals.replaced(sheet, old, new)
    return sheet


def named(name: str) -> bytes:
    """The sheet with another name for its second investor."""
    return changed(NAME, name)


def amount(typed: str) -> bytes:
    return changed(AMOUNT, f"amount: {typed}")


def word_file() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return stream.getvalue()


INVESTOR = f"  - name: {NAME}\n    address_lines:\n      - 233 Copperworks Street, 9th Floor\n      - Chicago, Illinois 60606\n"
BOMB = "a: &a [x, x, x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
TWELVE = (
    *("date: 2027-02-08", "date: 02/08/2027", "short_name:", "shortname:", "    city: Dublin\n", ""),
    *("jurisdiction: Ohio", "jurisdiction: ' '", "price_per_share: 4.10", "price_per_share: 4,10"),
    *("par_value: 0.01", "par_value: 00.01", "amount: 2,050,000", "amount: -5", AMOUNT, "amount: five"),
    *("account_number: 00-7719-4402", "account_number:", "majority_threshold: 66.67%", "majority_threshold: 66.67"),
    *("last_audited_date: 2025-12-31", "last_audited_date: 2025-12-32", "anti_hedging: true", "anti_hedging: maybe"),
)

WITHOUT_TOTALS = (
    *("  aggregate_amount: 3,997,500\n", "", "  total_shares: 975,000\n", ""),
    *(
        "  aggregate_issuance_shares: 1,250,000\n",
        "",
        "aggregate_issuance_sentence: true",
        "aggregate_issuance_sentence: false",
    ),
)

# What is refused, and what is accepted with a warning: the file of each row.
ROWS: dict[str, bytes] = {
    "Y04 an empty file": b"",
    "Y04 only comments": b"# to be typed\n",
    "Y05 50 MB": b"x" * 50_000_000,
    "Y06 UTF-16": SHEET.encode("utf-16"),
    "Y07 Windows-1252": named("Soci\udce9t\udce9"),
    "Y10 a Word file": word_file(),
    "Y11 NUL and BEL": changed(CITY, "city: Dub\x00lin\x07"),
    "Y12 escapes": changed(CITY, 'city: "a\\x0bb"', COUNTY, 'forum_county: "\\ud800"'),
    "Y13 U+0085 and U+2028": changed(CITY, "city: Dub\x85lin", COUNTY, "forum_county: New\u2028York"),
    "Y14 a zero width space": changed("short_name:", "short\u200b_name:", CITY, "city: Dub\u200blin"),
    "Y15 a reversal of the reading direction": named("Sable \u202eLLC"),
    "Y16 a tab": changed("  jurisdiction:", "\tjurisdiction:"),
    "Y17 a special space": changed("  jurisdiction:", "  \u00a0jurisdiction:"),
    "Y18 a second document": changed("escrow:\n", "---\nescrow:\n"),
    "Y19 2,000 nested lists": changed(CITY, f"city: {'[' * 2_000}{']' * 2_000}"),
    "Y20 an alias bomb": BOMB.encode(),
    "Y21 a tag that runs a program": changed(CITY, "city: !!python/object/apply:os.system [ls]"),
    "V01 a name twice": changed("  par_value: 0.01", "  price_per_share: 4.20\n  par_value: 0.01"),
    "V02 a name twice, composed and decomposed": b"caf\xc3\xa9: 1\ncafe\xcc\x81: 2\n",
    "V03 &": named("&Co Ventures"),
    "V04 *": named("*Star Ventures"),
    "V05 !": named("!Acme"),
    "V06 #1": named("A #1 Ventures"),
    "V07 a colon": named("Foo: Bar"),
    "V08 @, ` and %": changed(NAME, "@x", CITY, "city: `x`", COUNTY, "forum_county: %x"),
    "V11 over the limit": amount("12345678901234567.89"),
    "V12 commas in the wrong places": amount("1,10,000"),
    "V13 a European number": amount("1.100.000,00"),
    "V14 a zero in front": amount("0123"),
    "V15 a power": amount("1e6"),
    "V15 infinity": amount(".inf"),
    "V15 not a number": amount(".nan"),
    "V15 hexadecimal": amount("0x1F"),
    "V15 underscores": amount("1_000"),
    "V16 below 0": amount("-5"),
    "V16 no shares": changed("total_shares: 975,000", "total_shares: 0"),
    "V17 m": amount("5m"),
    "V17 mio": amount("$5 mio"),
    "V18 Arabic-Indic digits": amount("\u0661\u0662\u0663"),
    "V18 full-width digits": amount("\uff11\uff12\uff13"),
    "V19 a day that there is not": changed(FILED, "filed_on: 2026-02-30"),
    "V20 a date of two meanings": changed(FILED, "filed_on: 01/02/2026"),
    "V22 an unknown name": changed("\ninvestors:", "\ninvesters:"),
    "V23 a name that is missing": changed(f"    {AMOUNT}\n", ""),
    "V24 a list where names and values are due": changed("company:\n", "company: []\nissuer:\n"),
    "V24 text where a list is due": changed("\n      - 1 Harbor Arcade\n      - Cleveland, Ohio 44114", " 1 Harbor Arcade"),
    "V25 twelve faults": changed(*TWELVE),
    "V26 two investors of one name": changed("Kestrel Point Trust Company", "sable & finch  Partners LLC"),
    "V27 totals that do not add up": changed("aggregate_amount: 3,997,500", "aggregate_amount: 3,979,500", "total_shares: 975,000", "total_shares: 957,000"),
    "V28 a percentage over 100": changed("majority_threshold: 66.67%", "majority_threshold: 150%"),
    "V30 a name of 5,000 characters": named("x" * 5_000),
    "V31 an empty name": named(""),
    "V31 a blank name": named("' '"),
    "V32 letters of two alphabets": named("\u0410cme Partners LLC"),
    "V36 a value with a tab": named('"Sable\\tFinch\\x07"'),
}  # fmt: skip

# What is right though it is strange: the name of an investor as it is typed, and as it must be printed.
NAMES = {
    "V09 NO": ("NO", "NO"),
    "V09 Null": ("Null", "Null"),
    "V09 True": ("True", "True"),
    "V09 ON": ("ON", "ON"),
    "V21 a time": ("22:22", "22:22"),
    "V33 &, < and >": ("A & B <Ltd>", "A & B <Ltd>"),
    "V33 quotation marks": ('O\'Brien "X"', 'O\'Brien "X"'),
    "V34 a value of Jinja": ("'{{ x }}'", "{{ x }}"),
    "V34 a tag of Jinja": ("'{% raw %}'", "{% raw %}"),
    "V34 an escape of docxtpl": ("'{_{ x }_}'", "{_{ x }_}"),
    "V35 Arabic": ("شركة النيل", "شركة النيل"),
    "V35 Hebrew": ("קרן הים", "קרן הים"),
    "V35 Chinese": ("株式会社 海", "株式会社 海"),
    "V35 an emoji": ("👨\u200d👩\u200d👧 Fund", "👨\u200d👩\u200d👧 Fund"),
    "V35 a combining mark": ("Z\u0336ero Fund", "Z\u0336ero Fund"),
    "V36 blanks at the end": ("'Fund   '", "Fund   "),
}


def answer(data: bytes, command: str = "validate") -> str:
    """What the command says of a term sheet in an empty folder: its exit code, and what it says."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("deal.yaml").write_bytes(data)
        code, out, err = run(command, "deal.yaml")
        assert (out == "") == (code != 0)
        assert [path.name for path in Path().iterdir()] == ["deal.yaml"]
        assert Path("deal.yaml").read_bytes() == data
    return f"exit {code}\n{err}"


def expected() -> dict[str, str]:
    """What each row must get."""
    rows = re.split(r"^## (.+)\n", EXPECTED.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {title: said.rstrip("\n") + "\n" for title, said in zip(rows[::2], rows[1::2], strict=True)}


@pytest.mark.parametrize("row", ROWS)
def test_a_bad_term_sheet_gets_these_words(row):
    assert answer(ROWS[row]) == expected()[row]


def test_every_row_has_its_words_and_all_words_their_row():
    assert list(expected()) == list(ROWS)


# What is not in the file


def test_y01_a_file_that_is_not_there_is_said_with_the_nearest_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("deal.yaml").write_text(SHEET)
    assert run("validate", "deel.yaml") == (
        3,
        "",
        "deel.yaml: error Y001 there is no such file\n    Did you mean deal.yaml?\n",
    )


def test_y02_a_folder_in_its_place_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("deal").mkdir()
    said = "deal: error Y002 expected a term sheet, found a folder\n    Name the file in it.\n"
    assert run("validate", "deal") == (3, "", said)


def test_y03_a_file_that_may_not_be_read_ends_in_4(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "deal.yaml")

    monkeypatch.setattr(Path, "open", refuse)
    said = "deal.yaml: error S101 this file may not be read\n    Ask for the right to read it.\n"
    assert run("validate", "deal.yaml") == (4, "", said)


def test_y05_no_more_of_a_file_is_read_than_a_term_sheet_has():
    code, _, err = run("validate", "/dev/zero")
    assert code == 3
    assert "/dev/zero:1:1: error Y101 the file has 4,000,001 bytes" in err


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["Y08 without a mark", "Y08 with a byte order mark"])
def test_y08_y09_a_byte_order_mark_and_any_line_end_are_taken_and_places_are_right(mark, end):
    assert answer(mark + SHEET.replace("\n", end).encode()) == "exit 0\n"
    assert answer(mark + amount("5m").decode().replace("\n", end).encode()) == expected()["V17 m"]


def test_y22_a_term_sheet_that_changes_while_it_is_drafted_is_not_drafted(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("deal.yaml").write_text(SHEET)
    compose: Callable[..., object] = pipeline.draft_deal

    def compose_while_it_changes(*arguments: object) -> object:
        Path("deal.yaml").write_bytes(amount("5"))
        return compose(*arguments)

    monkeypatch.setattr(pipeline, "draft_deal", compose_while_it_changes)
    code, out, err = run("draft", "deal.yaml", "--format", "text")
    assert (code, out) == (4, "")
    assert err == (
        "deal.yaml: error S103 the term sheet was changed while it was drafted; nothing is written\n    Run again.\n"
    )
    assert [path.name for path in Path().iterdir()] == ["deal.yaml"]


# What is right, and strange


@pytest.mark.parametrize("row", NAMES)
def test_a_strange_name_is_no_fault(row):
    assert answer(named(NAMES[row][0])) == "exit 0\n"


def test_v10_v11_a_price_and_an_amount_are_exact(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("deal.yaml").write_bytes(
        changed("price_per_share: 4.10", "price_per_share: 1.1296", AMOUNT, "amount: 999999999999.99", *WITHOUT_TOTALS)
    )
    assert run("draft", "deal.yaml", "--format", "text", "--output", "set")[0] == 0
    annex = Path("set/annex-i-schedule-of-investors.txt").read_text(encoding="utf-8")
    assert "$999,999,999,999.99" in annex
    assert "885,269,121,813" in annex


def test_v09_v21_v33_v34_v35_v36_strange_names_stand_in_text_and_word_as_they_were_typed(tmp_path, monkeypatch):
    import docx

    monkeypatch.chdir(tmp_path)
    many = "".join(f"  - name: {typed}\n    amount: 41\n    address_lines: [a]\n" for typed, _ in NAMES.values())
    Path("deal.yaml").write_bytes(changed("investors:\n", f"investors:\n{many}", *WITHOUT_TOTALS))
    code, out, _ = run("draft", "deal.yaml", "--output", "set", "--only", "schedule")
    assert code == 0
    text = Path("set/annex-i-schedule-of-investors.txt").read_text(encoding="utf-8")
    word = Path("set/annex-i-schedule-of-investors.docx")
    cells = [cell.text for table in docx.Document(str(word)).tables for row in table.rows for cell in row.cells]
    for _, printed in NAMES.values():
        assert printed.rstrip() in text
        assert any(cell.startswith(printed) for cell in cells), printed
    # What looks like a tag that was forgotten is a name here.
    assert breaches(word.read_bytes()) == ["word/document.xml holds '{{'"]
    assert out.endswith("\n5 files written.\n")


def rewrite() -> None:
    """Write what is said of every row anew."""
    EXPECTED.write_text("\n".join(f"## {row}\n{answer(data)}" for row, data in ROWS.items()), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
