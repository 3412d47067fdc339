import sys
import unicodedata

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assembler.errors import InputError, Location, Problem
from assembler.termsheet import reader
from assembler.termsheet.reader import read
from assembler.termsheet.source import Source
from assembler.termsheet.yaml_text import quoted

PARSERS = [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)]


@pytest.fixture(params=PARSERS, ids=["python", "c"])
def _each_parser(request, monkeypatch):
    monkeypatch.setattr(reader, "_PARSER", request.param)


def accepted(text: str | bytes) -> Source:
    return read(text if isinstance(text, bytes) else text.encode(), "deal.yaml")


def refusals(text: str | bytes) -> list[str]:
    """Return the problems, as `line:column code message | hint`."""
    with pytest.raises(InputError) as refusal:
        accepted(text)
    return [
        f"{problem.location.line}:{problem.location.column} {problem.code} {problem.message} | {problem.hint}"
        for problem in refusal.value.problems
    ]


EMPTY = "1:1 Y112 the file is empty | Run `assembler new deal` for a term sheet to begin with, or copy one."
UTF_16 = "1:1 Y103 the file is UTF-16 or UTF-32 | Save it as UTF-8 (in Notepad: Save As, Encoding)."
A_LINE_ANEW = "Delete the line and type it again. Do not copy it: the copy has the character too."
NO_BREAK_SPACE = (
    "U+00A0 (no-break space) is a special space; YAML needs plain spaces | Delete it, and use the space bar."
)
SECOND_DOCUMENT = "a second document begins here; a term sheet has one document | Move what follows to another file, or delete this line."
COLON = "Y121 a colon and a space would begin another value here"
TAB = "Y110 a tab cannot indent a line | Use spaces, two for each level."
MISPLACED = (
    "Y127 this line is not indented like the lines it belongs to | "
    "Begin it below the first letter of the line it goes with."
)

GOES_ON = (
    "Y130 this line reads as part of the value above it | Indent it as the lines it goes with; or write the "
    "value on one line, or in quotation marks where it needs two."
)
NAME_COLON_VALUE = "Write a name, a colon and a space."

FAULTS = [
    ("Y04 an empty file", "", [EMPTY]),
    ("Y04 only comments", "# nothing\n# here\n", [EMPTY]),
    ("Y04 only a beginning", "---\n", [EMPTY]),
    (
        "Y05 50 MB",
        b"x" * 50_000_000,
        [
            (
                "1:1 Y101 the file has 50,000,000 bytes; a term sheet has at most 4,000,000 | "
                "Check that this is the term sheet. If it is, list the investors in a sheet: "
                "`investors: {from: investors.xlsx}`."
            )
        ],
    ),
    ("Y06 UTF-16", "name: x".encode("utf-16"), [UTF_16]),
    ("Y06 UTF-16 without its mark", "name: x".encode("utf-16-le"), [UTF_16]),
    ("Y06 UTF-32", "name: x".encode("utf-32"), [UTF_16]),
    (
        "Y07 Windows-1252",
        b"a: x\nname: Soci\xe9t\xe9\nb: \x81",
        [
            "2:11 Y104 byte E9 is not UTF-8; as Windows-1252 it is 'é' | Save the file as UTF-8 (in Notepad: Save As, Encoding), and type the letter again.",
            "2:13 Y104 byte E9 is not UTF-8; as Windows-1252 it is 'é' | Save the file as UTF-8 (in Notepad: Save As, Encoding), and type the letter again.",
            "3:4 Y104 byte 81 is not UTF-8; it is undefined in Windows-1252 too | Save the file as UTF-8 (in Notepad: Save As, Encoding), and type the letter again.",
        ],
    ),
    (
        "Y10 a DOCX",
        b"PK\x03\x04\x14\x00",
        [
            (
                "1:1 Y102 the file is a ZIP or Office file, such as a Word document; a term sheet is plain text | "
                "Name the .yaml file of the deal."
            )
        ],
    ),
    (
        "Y10 an old Word file",
        b"\xd0\xcf\x11\xe0\xa1\xb1",
        [
            (
                "1:1 Y102 the file is an old Office file, such as a Word document; a term sheet is plain text | "
                "Name the .yaml file of the deal."
            )
        ],
    ),
    (
        "Y11 NUL and BEL",
        "name: a\x00\nb: \x07",
        [
            f"1:8 Y105 U+0000 is a character that documents cannot show | {A_LINE_ANEW}",
            f"2:4 Y105 U+0007 is a character that documents cannot show | {A_LINE_ANEW}",
        ],
    ),
    (
        "Y11 a noncharacter",
        "a: \ufffe",
        [f"1:4 Y105 U+FFFE is a character that documents cannot show | {A_LINE_ANEW}"],
    ),
    (
        "Y11 a lost letter",
        "a: Soci\ufffdt",
        ["1:8 Y105 U+FFFD marks a letter that another program lost | Type the letter again."],
    ),
    (
        "Y12 an escaped control character",
        'a: x\nb: "\\x0b"',
        [
            "2:4 Y109 an escape in this text stands for U+000B, which documents cannot show | Delete the backslash and the code after it."
        ],
    ),
    (
        "Y12 an escaped line separator",
        'b: "\\L"',
        [
            (
                "1:4 Y109 an escape in this text stands for U+2028 (line separator), which documents cannot show | "
                "Delete the backslash and the code after it."
            )
        ],
    ),
    (
        "Y13 U+0085 and U+2028",
        "a: x\u0085b: 1\nc: y\u2028z",
        [
            f"1:5 Y106 U+0085 begins a new line for some programs only | {A_LINE_ANEW}",
            f"2:5 Y106 U+2028 (line separator) begins a new line for some programs only | {A_LINE_ANEW}",
        ],
    ),
    (
        "Y14 a zero width space in a key and a value",
        "pri\u200bce: x\nname: A\u200b",
        [
            f"1:4 Y107 U+200B (zero width space) is invisible and makes two names of one | {A_LINE_ANEW}",
            f"2:8 Y107 U+200B (zero width space) is invisible and makes two names of one | {A_LINE_ANEW}",
        ],
    ),
    (
        "Y14 a joiner between Latin letters",
        "name: A\u200dB",
        [f"1:8 Y107 U+200D (zero width joiner) is invisible and makes two names of one | {A_LINE_ANEW}"],
    ),
    (
        "Y15 a reversal of the reading direction",
        "name: \u202eemca",
        [f"1:7 Y108 U+202E (right-to-left override) can reverse the reading direction | {A_LINE_ANEW}"],
    ),
    ("Y16 a tab below a name", "a:\n\tb: 1", [f"2:1 {TAB}"]),
    ("Y16 a tab below a value", "a: b\n\tc: d", [f"2:1 {TAB}"]),
    ("Y16 a tab behind a space", "a: x\n \tc: y", [f"2:2 {TAB}"]),
    ("Y17 the first line", "\u00a0\u00a0a: b", [f"1:1 Y111 {NO_BREAK_SPACE}"]),
    ("Y17 a line of its own", "a:\n  b: 1\n\u00a0\u00a0c: 2", [f"3:1 Y111 {NO_BREAK_SPACE}"]),
    ("Y17 behind spaces", "a:\n  b: 1\n  \u00a0c: 2", [f"3:3 Y111 {NO_BREAK_SPACE}"]),
    ("Y17 behind a dash", "a:\n  -\u00a0b\n  - c", [f"2:3 Y111 {NO_BREAK_SPACE}"]),
    ("Y17 behind a colon", "a:\u00a0x\nb: c", [f"1:3 Y111 {NO_BREAK_SPACE}"]),
    ("Y18 a second document", "a: b\n---\nc: d", [f"2:1 Y113 {SECOND_DOCUMENT}"]),
    ("Y18 text behind the end", "a: b\n...\nc: d", [f"3:1 Y113 {SECOND_DOCUMENT}"]),
    (
        "Y18 a directive",
        "%YAML 1.1\n---\na: b",
        ["1:1 Y114 % begins a directive, which a term sheet does not need | Delete the line."],
    ),
    (
        "Y18 an unknown directive",
        "%HOUSE x\n---\na: b",
        ["1:1 Y114 % begins a directive, which a term sheet does not need | Delete the line."],
    ),
    (
        "Y19 2,000 nested lists",
        "[" * 2_000 + "]" * 2_000,
        ["1:41 Y123 nested deeper than 40 levels | A term sheet needs five. Look for a bracket that is not closed."],
    ),
    (
        "Y21 a tag that runs a program",
        "a: !!python/object/apply:os.system [x]",
        [
            "1:4 Y117 ! begins a tag, and is not read as text | Write it in quotation marks: '!!python/object/apply:os.system [x]'"
        ],
    ),
    (
        "V01 a key twice",
        "a: 1\nprice: 2\nprice: 3",
        ["3:1 Y119 `price` appears twice; the first is at line 2, column 1 | Delete one of the two."],
    ),
    (
        "V02 a key once composed, once decomposed",
        "caf\u00e9: 1\ncafe\u0301: 2",
        ["2:1 Y119 `caf\u00e9` appears twice; the first is at line 1, column 1 | Delete one of the two."],
    ),
    (
        "V03 &",
        "name: &Co Ventures",
        ["1:7 Y115 & begins an anchor, and is not read as text | Write it in quotation marks: '&Co Ventures'"],
    ),
    (
        "V03 & and a space",
        "name: & Co # sons",
        ["1:7 Y115 & begins an anchor, and is not read as text | Write it in quotation marks: '& Co'"],
    ),
    (
        "V04 *",
        "name: *Star Ventures",
        [
            "1:7 Y116 * begins a reference to an anchor, and is not read as text | Write it in quotation marks: '*Star Ventures'"
        ],
    ),
    (
        "V04 * as a name",
        "*a : b",
        ["1:1 Y116 * begins a reference to an anchor, and is not read as text | Write it in quotation marks: '*a : b'"],
    ),
    (
        "V05 !",
        "name: !Acme",
        ["1:7 Y117 ! begins a tag, and is not read as text | Write it in quotation marks: '!Acme'"],
    ),
    (
        "V05 ! with a handle",
        "name: !f!b x",
        ["1:7 Y117 ! begins a tag, and is not read as text | Write it in quotation marks: '!f!b x'"],
    ),
    (
        "V06 #1",
        "name: A #1 Ventures",
        [
            (
                "1:9 Y120 `#1 Ventures` is read as a comment and would be lost | "
                "Write it in quotation marks: 'A #1 Ventures'. A comment has a space after the #."
            )
        ],
    ),
    (
        "V06 # first",
        "- name: #1 Ventures",
        [
            (
                "1:1 Y126 expected names and values, found other text | "
                "Write one `name: value` a line, with a space after the colon."
            ),
            (
                "1:9 Y120 `#1 Ventures` is read as a comment and would be lost | "
                "Write it in quotation marks: '#1 Ventures'. A comment has a space after the #."
            ),
        ],
    ),
    ("V07 a colon", "a: b\nname: Foo: Bar", [f"2:10 {COLON} | Write the value in quotation marks: 'Foo: Bar'"]),
    ("V07 a colon at the end", "name: Attn:", [f"1:11 {COLON} | Write the value in quotation marks: 'Attn:'"]),
    (
        "V08 @, ` and %",
        "a: @x\nb: `x`\nc: %x",
        [
            "1:4 Y122 @ cannot begin a value | Write it in quotation marks: '@x'",
            "2:4 Y122 ` cannot begin a value | Write it in quotation marks: '`x`'",
            "3:4 Y122 % cannot begin a value | Write it in quotation marks: '%x'",
        ],
    ),
    (
        "V08 other beginnings",
        "a: | x\nb: - x\nc: ? x\nd: , x\ne: {% raw %}\nf: [x, , y]",
        [
            "1:4 Y122 | or > begins a text of several lines | Write it in quotation marks: '| x'",
            "2:4 Y122 - cannot begin a value | Write it in quotation marks: '- x'",
            "3:4 Y122 ? cannot begin a value | Write it in quotation marks: '? x'",
            "4:4 Y122 , cannot begin a value | Write it in quotation marks: ', x'",
            "5:5 Y122 % cannot begin a value | Write it in quotation marks: '{% raw %}'",
            "6:8 Y122 , cannot begin a value | Delete the ,",
        ],
    ),
    (
        "V34 braces without quotation marks",
        "name: {{ x }}",
        [
            (
                "1:8 Y125 a bracket begins a group, and a group cannot be a name | "
                "Write the text it is part of in quotation marks: '{{ x }}'"
            )
        ],
    ),
    (
        "V33 a quoted beginning",
        "name: \"Acme\" Ventures\nb: 'x'",
        [
            '1:14 Y129 the value begins with ", and goes on behind the end of that | Write all of it in quotation marks: \'"Acme" Ventures\''
        ],
    ),
    (
        "V33 an apostrophe",
        "name: 'O'Brien'",
        [
            "1:10 Y129 the value begins with ', and goes on behind the end of that | Write all of it in quotation marks: 'O''Brien'"
        ],
    ),
    (
        "a quotation mark that is not closed",
        'a: x\nb: "x\nc: y',
        [
            (
                "2:4 Y129 the quotation mark that opens here is never closed | Close it; within single quotation marks write '' for one."
            )
        ],
    ),
    (
        "a quotation mark that is closed by the next",
        "a: 'x\nb: 'y'",
        ["2:5 Y129 the quotation marks before this place do not pair | Look above for one that is never closed."],
    ),
    (
        "a bracket that is not closed",
        "a: [x, y",
        [
            (
                "1:4 Y129 the bracket that opens here is never closed, or a comma is missing | "
                "Close it, or put the whole value in single quotation marks."
            )
        ],
    ),
    ("a merge key", "<<: {a: b}", ["1:1 Y118 << merges another group into this one | Write the terms out."]),
    (
        "an empty key",
        "'': x",
        ["1:1 Y125 a name is missing before the colon | Write `name: value`."],
    ),
    (
        "a list as the top",
        "- a",
        [
            (
                "1:1 Y126 expected names and values, found other text | "
                "Write one `name: value` a line, with a space after the colon."
            )
        ],
    ),
    (
        "a line below a value",
        "a: b\n c: d",
        [
            (
                "2:2 Y127 this line is indented below `a`, which has a value on its own line | "
                "Begin it below the first letter of `a`; or take the value behind `a:` away."
            )
        ],
    ),
    ("a line too deep", "a: 'b'\n c", [f"2:2 {MISPLACED}"]),
    ("an entry too deep", "a:\n  - b\n    - c\nd: e", [f"3:5 {GOES_ON}"]),
    ("a term too deep, without its colon", "a: b\n\n  c 5\nd: e", [f"3:3 {GOES_ON}"]),
    (
        "an equals sign",
        "a:\n  b = 5\n  # c\n  d: e",
        ["2:3 Y127 this line has no colon after its name | " + NAME_COLON_VALUE],
    ),
    (
        "another dash",
        "a:\n  - b: c\n  \u2013 b: d",
        ["3:3 Y128 an entry of a list begins with - and a space, and not with \u2013 | Write `- b: d`."],
    ),
    (
        "no space behind a dash",
        "a:\n  - b: c\n  -b: d",
        ["3:3 Y128 a space is missing behind the dash | Write `- b: d`."],
    ),
    ("a line between two depths", "a:\n   b: 1\n  c: 2", [f"3:3 {MISPLACED}"]),
    (
        "a line without a colon",
        "a: b\nc\nd: e",
        ["2:1 Y127 this line has no colon after its name | Write a name, a colon and a space."],
    ),
]


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize(("_", "text", "expected"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_what_yaml_would_read_otherwise_than_it_was_meant_is_refused(_, text, expected):
    assert refusals(text) == expected


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('a: "\\ud800"', "1 Y109"),
        ('a: "\\U00110000"', "1 Y109"),
        ('a: "\\q"', "1 Y109"),
        ("%YAML 2.0\n---\na: b", "1 Y114"),
        ("a: b\nname:Acme\nc: d", "2 Y128"),
    ],
)
def test_what_the_two_parsers_place_differently_has_the_same_code_on_the_same_line(text, code):
    (problem,) = refusals(text)
    line, rest = problem.split(":", 1)
    assert f"{line} {rest.split()[1]}" == code


@pytest.mark.usefixtures("_each_parser")
def test_a_missing_space_behind_a_colon_is_shown_with_it():
    assert refusals("- name:Acme\n  amount: 5") == [
        "1:7 Y128 a space is missing behind the colon | Write `name: Acme`."
    ]


def test_all_faults_of_a_sheet_are_found_in_one_run():
    text = "name: *Star\nb: @x\nc: Foo: Bar\nd: !t x\ne: & x\nf: > x\ng: A #1\nb: y\u200b\n"
    assert [problem.split()[1] for problem in refusals(text)] == [
        "Y116",
        "Y122",
        "Y121",
        "Y117",
        "Y115",
        "Y122",
        "Y120",
        "Y119",
        "Y107",
    ]


def test_odd_characters_before_a_syntax_error_are_reported_with_it():
    assert [problem.split()[:2] for problem in refusals("a: \x07\nb: [x\n")] == [["1:4", "Y105"], ["2:4", "Y129"]]


def test_a_file_of_noise_is_answered_with_the_first_hundred_of_a_kind_and_a_count():
    problems = refusals("a: " + "\x07" * 1_234)
    assert len(problems) == 101
    assert problems[-1].startswith("1:104 Y105 and 1,134 more of this kind after this place")


def test_y20_an_alias_bomb_is_refused_at_its_first_anchor():
    levels = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    problems = refusals("\n".join(levels))
    assert (
        problems[0]
        == "1:5 Y115 & begins an anchor, and is not read as text | Write it in quotation marks: '&a0 [x, x]'"
    )


def test_y08_a_byte_order_mark_is_taken_and_places_are_right():
    sheet = accepted(b"\xef\xbb\xbfname: x")
    assert sheet.tree == {"name": "x"}
    assert sheet.keys["name",] == Location("deal.yaml", 1, 1, 1, 5)


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_y09_places_are_right_with_every_line_end(end):
    sheet = accepted(end.join(["a: 1", "b:", "  - x", "  - c: y"]))
    assert sheet.tree == {"a": "1", "b": ["x", {"c": "y"}]}
    assert sheet.places["b", 1, "c"] == Location("deal.yaml", 4, 8, 4, 9)
    assert sheet.lines == ("a: 1", "b:", "  - x", "  - c: y")


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize(
    ("text", "path", "typed"),
    [
        ("a: plain  # comment", "a", "plain"),
        ("a: 'it''s'  # comment", "a", "'it''s'"),
        ('a: "é\\n"', "a", '"é\\n"'),
        ("a: 'two\n  lines'\nb: 1", "a", "'two\n  lines'"),
        ("a: |\n  one\n\n  two\n\n\nb: 1", "a", "|\n  one\n\n  two"),
        ("a: >-\n  one", "a", ">-\n  one"),
        ("a: {b: [1, 2], c: 3} # x", "a", "{b: [1, 2], c: 3}"),
        ("a:\n  - b: 1\n    c: two \n\nd: 3", "a", "- b: 1\n    c: two"),
        ("a:\nb: 1", "a", ""),
    ],
)
def test_a_place_spans_what_was_typed(text, path, typed):
    place = accepted(text).places[path,]
    lines = text.split("\n")[place.line - 1 : place.end_line]
    lines[-1] = lines[-1][: place.end_column - 1]
    assert "\n".join(lines)[place.column - 1 :] == typed


def test_every_value_and_every_key_has_a_place():
    sheet = accepted("deal:\n  parts: [a, b]\n  price: 1.00\n")
    assert {path: (place.line, place.column) for path, place in sheet.places.items()} == {
        (): (1, 1),
        ("deal",): (2, 3),
        ("deal", "parts"): (2, 10),
        ("deal", "parts", 0): (2, 11),
        ("deal", "parts", 1): (2, 14),
        ("deal", "price"): (3, 10),
    }
    assert len(sheet.keys) == 3
    assert sheet.keys["deal", "price"] == Location("deal.yaml", 3, 3, 3, 8)


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize(
    "text",
    [
        *(
            "NO",
            "Null",
            "~",
            "True",
            "ON",
            "0123",
            "1e3",
            "22:22",
            "1.10",
            ".nan",
            "2026-02-30",
            "1_000",
            "0x1F",
            "=",
            "1,100,000",
        ),
        *("A & B <Ltd>", 'O\'Brien "X"', "A*B", "C#1", "a:b", "x@y", "(a) [b] {c}", "Attn:\u00a0Bob"),
        *(
            "شركة النيل",
            "חברה",
            "株式会社",
            "👨\u200d👩\u200d👧 ❤️",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "ÅŹ",
            "e̱",
        ),
    ],
)
def test_v09_v21_v33_v35_a_plain_value_stays_the_text_that_was_typed(text):
    assert accepted(f"name: {text} # a comment").tree == {"name": unicodedata.normalize("NFC", text)}


@pytest.mark.parametrize(
    "text", ["{{ x }}", "{% raw %}", "{_{ x }_}", "&Co", "#1", "a: b", " x ", "\ttab", "- x", "''", "C:\\new"]
)
def test_v34_v36_a_quoted_value_stays_the_text_that_was_typed(text):
    assert accepted(f"name: {quoted(text)}").tree == {"name": text}


def test_v36_line_breaks_blanks_and_tabs_of_a_block_stay():
    assert accepted("name: |\n  one \n  \ttwo\n\n  three\n").tree == {"name": "one \n\ttwo\n\nthree\n"}


def test_text_is_in_normal_form_c():
    assert accepted("cafe\u0301: e\u0301").tree == {"caf\u00e9": "\u00e9"}


def test_an_empty_value_is_none_and_an_empty_text_is_text():
    assert accepted("a:\nb: ''\nc: [x,]\n").tree == {"a": None, "b": "", "c": ["x"]}


def test_forty_levels_are_allowed():
    accepted("a: " + "[" * 39 + "]" * 39)


def test_more_than_two_million_values_are_refused(monkeypatch):
    monkeypatch.setattr(reader, "MOST_VALUES", 10)
    assert refusals("a: [" + "x, " * 20 + "]") == [
        "1:29 Y124 more than 10 values | Split the deal into two term sheets."
    ]


def test_the_long_way_through_faults_ends():
    assert len(refusals("\n".join(f"a{n}: @x" for n in range(2_000)))) == 22


def test_the_recursion_limit_is_never_met():
    depth = sys.getrecursionlimit() * 5
    assert len(refusals("a:\n" + "".join(f"{' ' * level}- \n" for level in range(1, 300)) + "{" * depth)) == 1


PIECES = st.sampled_from(
    [
        *(
            "a",
            "b: ",
            "- ",
            "  ",
            "\t",
            "\n",
            "\r",
            ":",
            " #",
            "# ",
            "&x ",
            "*x",
            "!t ",
            "!",
            "'",
            '"',
            "[",
            "]",
            "{",
            "}",
        ),
        *(
            ", ",
            "|",
            ">",
            "%",
            "@",
            "`",
            "?",
            "---\n",
            "...\n",
            "<<",
            "\\",
            "\\x0b",
            "\\ud800",
            "\\U99999999",
            "%YAML 9.9\n",
        ),
        *("\u00a0", "\u200b", "\u2028", "\u0085", "\x00", "\ufeff", "é", "e\u0301", "\ud7ff", "😀"),
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


@pytest.mark.parametrize("parser", PARSERS)
@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=200) | TEXTS.map(str.encode) | TEXTS.map(lambda text: text.encode("utf-16")))
@example(data=b": x")
@example(data=b"&\x00 [")
@example(data=b"\xc2\xa0\n\xc2\xa0")
@example(data=b"a: &\x01 {")
@example(data=b"\x00\n\xc2\xa0")
@example(data=b'"\\U99999999"')
@example(data=b"%YAML 9" + b"9" * 5_000 + b".1\n---\na: b")
def test_any_bytes_are_read_or_refused_with_lines(parser, data):
    before = reader._PARSER
    reader._PARSER = parser
    try:
        places, complaints = _outcome(data)
    finally:
        reader._PARSER = before
    assert places or complaints
    assert all(place.line > 0 and place.column > 0 for place in places)
    assert all(problem.message and problem.hint for problem in complaints)


def _outcome(data: bytes) -> tuple[list[Location], tuple[Problem, ...]]:
    """Return every place and every problem of the bytes."""
    try:
        sheet = read(data, "deal.yaml")
    except InputError as refusal:
        return [problem.location for problem in refusal.problems], refusal.problems
    return [*sheet.places.values(), *sheet.keys.values()], ()


@given(
    text=st.text(
        st.characters(
            codec="utf-8",
            categories=["L", "N", "P", "S", "Zs"],
            max_codepoint=0xFFF,
            min_codepoint=0x20,
            exclude_characters="\u00ad",
        ),
        max_size=40,
    )
)
@settings(max_examples=300, deadline=None)
def test_a_text_in_single_quotation_marks_comes_back_as_it_is(text):
    assert accepted(f"name: {quoted(text)}").tree == {"name": unicodedata.normalize("NFC", text)}
