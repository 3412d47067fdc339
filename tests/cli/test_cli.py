"""The command line as a person uses it: exit codes, what goes to which stream, and what is never touched."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys

import pytest

import assembler
from assembler import cli
from tests import deals
from tests.dealset.sets import contents

SHEET = deals.TERMSHEETS / "focus-2003-07.yaml"


def test_a_draft_goes_into_a_folder_named_like_the_term_sheet(run, here):
    code, out, err = run("draft", SHEET)
    assert (code, err) == (0, "")
    assert out == "output/focus-2003-07/\n  agreement  Word, text\n3 files written.\n"
    assert {f"agreement.{kind}" for kind in ("txt", "docx", "document.json")} < {
        *contents(here / "output/focus-2003-07")
    }


def test_one_format_writes_that_format(run, here):
    run("draft", SHEET, "--format", "text", "--output", "set")
    drafted = ["agreement.document.json", "agreement.txt", "inputs/focus-2003-07.yaml", "manifest.json"]
    assert sorted(contents(here / "set")) == drafted


def test_a_wrong_use_ends_in_2_with_a_line_of_help(run, here):
    assert run("draft")[0] == 2
    assert run("draft", SHEET, "--format", "pdf2")[0] == 2
    code, _, err = run("draft", SHEET, "--colour")
    assert code == 2
    assert "--colour" in err


def test_a_file_that_is_not_there_ends_in_3_and_the_nearest_is_named(run, here):
    (here / "deal.yaml").write_text("")
    code, _, err = run("validate", "deel.yaml")
    assert code == 3
    assert err == "deel.yaml: error Y001 there is no such file\n    Did you mean deal.yaml?\n"


def test_a_folder_in_the_place_of_a_term_sheet_ends_in_3(run, here):
    code, _, err = run("validate", here)
    assert code == 3
    assert "found a folder" in err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_ends_in_4(run, here):
    (here / "deal.yaml").write_text("")
    (here / "deal.yaml").chmod(0)
    assert run("validate", "deal.yaml")[0] == 4


def test_a_wrong_term_sheet_writes_nothing_and_leaves_an_earlier_draft_as_it_is(run, here):
    (here / "deal.yaml").write_text(deals.sheet("focus-2003-07"))
    run("draft", "deal.yaml")
    before = contents(here / "output")
    (here / "deal.yaml").write_text(
        deals.replaced(deals.sheet("focus-2003-07"), "price_per_share: 1.00", "price_per_share: 0")
    )
    code, out, err = run("draft", "deal.yaml")
    assert (code, out) == (3, "")
    assert "deal.yaml:34:20: error T106 offering.price_per_share" in err
    assert contents(here / "output") == before


def test_an_edited_file_is_not_overwritten(run, here):
    run("draft", SHEET, "--format", "text", "--output", "set")
    (here / "set/agreement.txt").write_text("edited")
    code, _, err = run("draft", SHEET, "--format", "text", "--output", "set")
    assert code == 3
    assert "S302 this file was edited since it was drafted" in err
    assert (here / "set/agreement.txt").read_text() == "edited"


def test_validate_has_warnings_about_what_was_filed_and_no_error(run):
    code, out, err = run("validate", *sorted(deals.TERMSHEETS.glob("focus-*.yaml")))
    assert code == 0
    names = [path.as_posix() for path in sorted(deals.TERMSHEETS.glob("focus-*.yaml"))]
    said = dict(line.split(": ") for line in out.splitlines())
    assert list(said) == names
    assert all(re.fullmatch(r"no errors, \d+ warnings", verdict) for verdict in said.values())
    assert ": warning C" in err
    assert ": error " not in err


def test_validate_as_json_is_data_on_standard_output(run, here):
    (here / "deal.yaml").write_text(deals.replaced(deals.sheet("focus-2003-07"), "coverage: 20%", "coverage: 20"))
    code, out, err = run("validate", "--json", "deal.yaml")
    (problem,) = json.loads(out)["problems"]
    assert (code, err) == (3, "")
    assert (problem["code"], problem["file"], problem["line"], problem["column"]) == ("T104", "deal.yaml", 43, 13)
    assert (problem["path"], problem["severity"]) == ("warrants.coverage", "error")


def test_a_fault_of_ours_shows_a_traceback_and_ends_in_5(run, here, monkeypatch):
    from assembler import pipeline

    monkeypatch.setattr(pipeline, "draft_deal", lambda *_: 1 / 0)
    code, _, err = run("draft", SHEET)
    assert code == 5
    assert "ZeroDivisionError" in err
    assert "This is an internal error, not an error in your term sheet." in err


def test_stopping_ends_in_130(run, here, monkeypatch):
    from assembler import pipeline

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "draft_deal", stop)
    assert run("draft", SHEET)[0] == 130


@pytest.mark.parametrize(
    ("number", "said"),
    [(5, "error S102 Input/output error"), (28, "error S311 the disk is full"), (13, "error S312 you have no right")],
)
def test_a_disk_that_fails_ends_in_4_without_a_traceback(run, here, monkeypatch, number, said):
    from assembler.store import disk

    def fail(path, _):
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(disk, "write_through", fail)
    code, _, err = run("draft", SHEET, "--output", "set")
    assert code == 4
    assert said in err
    assert "Traceback" not in err
    assert contents(here) == {}


@pytest.mark.skipif(os.name != "posix", reason="Windows deletes no folder that somebody works in")
def test_a_terminal_whose_folder_is_gone_is_told_to_enter_it_again(run, here, monkeypatch):
    (here / "gone").mkdir()
    monkeypatch.chdir(here / "gone")
    (here / "gone").rmdir()
    code, _, err = run("draft", SHEET.resolve(), "--output", "set")
    assert code == 4
    assert "error S102 the folder that you work in is gone" in err
    assert 'cd "$PWD"' in err


def test_a_firms_own_templates_are_used_where_they_are_named(run, here):
    import shutil

    shutil.copytree(deals.ROOT / "templates", here / "ours")
    clause = here / "ours/clauses/purchase-agreement/pronouns.txt"
    clause.write_text(clause.read_text().replace("neuter", "neutral"))
    run("draft", SHEET, "--templates", "ours", "--format", "text", "--output", "set")
    assert "neutral" in (here / "set/agreement.txt").read_text()
    assert run("draft", SHEET, "--templates", "theirs")[0] == 3


def test_the_same_term_sheet_gives_the_same_bytes_in_another_folder_time_zone_and_locale(here):
    program = [sys.executable, "-c", "from assembler.cli import main; main()", "draft", str(SHEET), "--output"]
    settings = [{"TZ": "UTC", "PYTHONHASHSEED": "1"}, {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "2", "LC_ALL": "C"}]
    for index, setting in enumerate(settings):
        environment = {**os.environ, "PYTHONPATH": str(deals.ROOT), **setting}
        subprocess.run([*program, str(here / f"folder {index}")], env=environment, check=True, capture_output=True)
    assert contents(here / "folder 0") == contents(here / "folder 1")


def test_a_reader_that_goes_away_is_no_fault(here):
    program = (
        f'"{sys.executable}" -c "from assembler.cli import main; main()" draft "{SHEET}" --format text --output set'
    )
    piped = subprocess.run(
        ["bash", "-c", f"{program} | true; exit ${{PIPESTATUS[0]}}"],
        env={**os.environ, "PYTHONPATH": str(deals.ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert piped.returncode in (0, 141)
    assert "Traceback" not in piped.stderr


def attaching(here, *lines, status="draft"):
    """A deal of our own beside which a file lies, with these lines under `annexes`."""
    yaml = deals.sheet("new-stock-only").replace("status: draft", f"status: {status}")
    (here / "deal.yaml").write_text(yaml + "annexes:\n" + "".join(f"  {line}\n" for line in lines))


def test_an_annex_can_be_a_file_of_ones_own(run, here):
    (here / "opinion.DOCX").write_bytes(b"the opinion")
    attaching(here, "opinion: opinion.DOCX")
    code, out, _ = run("draft", "deal.yaml", "--format", "text", "--output", "set")
    assert code == 0
    assert "  annex-iii-opinion-of-counsel.docx goes behind the page of Annex III\n" in out
    assert (here / "set/annex-iii-opinion-of-counsel.docx").read_bytes() == b"the opinion"


def test_an_annex_file_that_is_not_there_is_named_with_its_line(run, here):
    attaching(here, "opinion: nowhere.docx", "use_of_proceeds: neither.xlsx")
    code, _, err = run("validate", "deal.yaml")
    assert code == 3
    assert err.count("Y003") == 2
    assert "annexes.opinion: there is no file nowhere.docx" in err


def test_an_annex_that_is_open_is_said_to_be_and_not_looked_for(run, here):
    attaching(here, "opinion: TBD (with counsel)")
    code, _, err = run("draft", "deal.yaml", "--format", "text", "--output", "set")
    assert code == 0
    assert "warning T301 annexes.opinion: is still TBD" in err
    assert not list((here / "set").glob("annex-iii*"))


def test_a_file_for_an_annex_that_the_deal_does_not_have_is_refused(run, here):
    (here / "opinion.docx").write_bytes(b"the opinion")
    attaching(here, "opinion: opinion.docx", status="form")
    code, _, err = run("draft", "deal.yaml", "--output", "set")
    assert code == 3
    assert "T205 annexes.opinion: a file is attached for an annex that this deal does not have" in err


def test_the_departures_of_a_deal_can_be_printed(run, here):
    code, out, _ = run("draft", SHEET, "--departures")
    assert code == 0
    assert (
        "preamble: as filed (E02)\n"
        "    form: listed on Annex @annex_i_schedule hereto\n"
        "    here: listed on Annex A hereto\n"
    ) in out
    assert not (here / "output").exists()


def test_new_writes_a_term_sheet_that_validates_and_its_schema(run, here):
    code, out, _ = run("new", "deal")
    assert (code, out.split()) == (0, ["deal.yaml", "assembler.schema.json"])
    assert (here / "deal.yaml").read_text().startswith("# yaml-language-server: $schema=./assembler.schema.json\n")
    code, _, err = run("validate", "deal.yaml")
    assert code == 0
    assert ": error " not in err
    assert run("schema")[1] == (here / "assembler.schema.json").read_text()


def test_new_writes_a_warrant_by_itself(run, here):
    code, out, _ = run("new", "warrant.yaml", "--form", "warrant")
    assert (code, out.split()) == (0, ["warrant.yaml", "assembler-warrant.schema.json"])
    assert run("validate", "warrant.yaml")[0] == 0
    assert run("schema", "--form", "warrant")[1] == (here / "assembler-warrant.schema.json").read_text()


def test_new_writes_over_nothing(run, here):
    (here / "deal.yaml").write_text("mine")
    code, out, err = run("new", "deal")
    assert (code, out) == (3, "")
    assert "deal.yaml: error Y004 this file exists already" in err
    assert contents(here) == {"deal.yaml": b"mine"}


def test_new_leaves_a_schema_that_is_there(run, here):
    (here / "assembler.schema.json").write_text("mine")
    assert run("new", "deal")[1].split() == ["deal.yaml"]
    assert (here / "assembler.schema.json").read_text() == "mine"


def test_new_in_a_folder_that_is_not_there_is_refused(run, here):
    code, _, err = run("new", "nowhere/deal")
    assert code == 3
    assert "nowhere/deal.yaml: error Y005 there is no folder nowhere" in err


def test_explain_prints_on_standard_output(run, here):
    code, out, err = run("explain", "T104")
    assert (code, err) == (0, "")
    assert out.startswith("T104: The value is not a number of the expected kind.\n")
    code, out, _ = run("explain", "3(e)", SHEET)
    assert code == 0
    assert f"options.anti_hedging: {SHEET}" in out


def test_explain_of_what_there_is_not_ends_in_3(run, here):
    code, out, err = run("explain", "offering.price_per_shere")
    assert (code, out) == (3, "")
    assert "Did you mean offering.price_per_share" in err


def test_strict_makes_every_warning_an_error(run, here):
    sheet = deals.replaced(deals.sheet("new-stock-and-warrants"), "date: 2026-09-14", "date: 2026-09-12")
    (here / "deal.yaml").write_text(sheet)
    assert run("validate", "deal.yaml")[0] == 0
    code, _, err = run("validate", "deal.yaml", "--strict")
    assert code == 3
    assert "deal.yaml:9:9: error T410 agreement.date: September 12, 2026 is a Saturday" in err
    code, out, err = run("draft", "deal.yaml", "--strict")
    assert (code, out) == (3, "")
    assert "error T410" in err
    assert not (here / "output").exists()


def test_strict_lets_pass_what_has_no_warning(run, here):
    (here / "deal.yaml").write_text(deals.without_findings(deals.sheet("new-stock-and-warrants")))
    code, _, err = run("draft", "deal.yaml", "--strict", "--format", "text", "--only", "agreement")
    assert (code, err) == (0, "")


def test_the_data_of_a_problem_has_these_names(run, here):
    (here / "deal.yaml").write_text(deals.replaced(deals.sheet("focus-2003-07"), "coverage: 20%", "coverage: 20"))
    data = json.loads(run("validate", "--json", "deal.yaml")[1])
    assert list(data) == ["version", "problems"]
    assert data["version"] == 2
    (problem,) = data["problems"]
    assert problem == {
        "code": "T104",
        "severity": "error",
        "message": "'20' is not a percentage: the % sign is missing",
        "hint": "Write 20%.",
        "file": "deal.yaml",
        "line": problem["line"],
        "column": 13,
        "end_line": problem["line"],
        "end_column": 15,
        "path": "warrants.coverage",
        "fix": {
            "start": {"line": problem["line"], "column": 13},
            "end": {"line": problem["line"], "column": 15},
            "replacement": "20%",
        },
        "locations": [],
    }
    assert (here / "deal.yaml").read_text().splitlines()[problem["line"] - 1] == "  coverage: 20"


def test_on_a_terminal_the_line_is_shown(run, here, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    (here / "deal.yaml").write_text(
        deals.replaced(deals.sheet("focus-2003-07"), "price_per_share: 1.00", "price_per_share: 0")
    )
    _, _, err = run("validate", "deal.yaml")
    assert "      34 |   price_per_share: 0\n         |                    ^\n" in err
    assert "\x1b[3" not in err


def listing(here, listed="investors.csv"):
    """A deal whose investors stand in a file beside it."""
    head, _, tail = deals.sheet("new-stock-and-warrants").partition("investors:\n")
    behind = tail[tail.index("\n# Agreements") :]
    (here / "deals").mkdir()
    (here / "deals/deal.yaml").write_text(f"{head}investors: {{from: {listed}}}\n{behind}")
    (here / "deals/investors.csv").write_text('name,address_1,amount,signatory\nAcme Fund,1 Road,"1,100",Jane Doe\n')


def test_investors_of_a_file_beside_the_term_sheet_are_drafted(run, here):
    listing(here)
    assert run("validate", "deals/deal.yaml")[0] == 0
    assert run("draft", "deals/deal.yaml", "--format", "text", "--output", "set")[0] == 0
    assert "Acme Fund" in (here / "set/annex-i-schedule-of-investors.txt").read_text()
    assert contents(here / "set")["inputs/investors.csv"] == contents(here)["deals/investors.csv"]


def test_a_mistake_in_the_list_is_said_with_its_line(run, here):
    listing(here)
    (here / "deals/investors.csv").write_text("name,amount\nAcme Fund,1.100.000\n")
    code, _, err = run("validate", "deals/deal.yaml")
    assert code == 3
    assert err.startswith(
        "deals/investors.csv:2:11: error T104 investors[0].amount: column 'amount': '1.100.000' is not"
    )


def test_what_may_be_done_about_a_column_and_a_cell_is_said_in_the_words_of_a_sheet(run, here):
    listing(here)
    (here / "deals/investors.csv").write_text("name,Adress,amount,Notes\nAcme Fund,1 Road,5000,x\n")
    code, _, err = run("validate", "deals/deal.yaml")
    assert code == 0
    assert (
        "deals/investors.csv:1:6: warning X110 the column 'Adress' is not a field of an investor and is not read. Did you mean "
        "`address_1`?\n    Name it `address_1`, or write `columns: {address_1: Adress}` below `investors`. Otherwise ignore this.\n"
        "deals/investors.csv:1:20: warning X110 the column 'Notes' is not a field of an investor and is not read\n"
        "    If it holds a field, name it below `investors`, as in `columns: {telephone: Notes}`.\n"
        "deals/investors.csv:2:1: warning T417 investors[0].address_lines: this investor has no address; the "
        "agreement sends notices to the address in Annex I\n"
        "    Fill in the columns address_1, address_2 and so on.\n"
    ) in err


@pytest.mark.parametrize(
    ("listed", "why"), [("nowhere.csv", "does not exist"), (".", "is a folder"), ("/dev/zero", "cannot be read")]
)
def test_a_list_that_cannot_be_read_is_said_where_the_term_sheet_names_it(run, here, listed, why):
    listing(here, listed)
    code, _, err = run("draft", "deals/deal.yaml", "--output", "set")
    assert code == 3
    assert f"error X101 investors.from: {listed} {why}" in err
    assert not (here / "set").exists()


@pytest.mark.parametrize("name", ["investors.xlsx", "investors.csv"])
def test_new_writes_the_sheet_to_list_investors_in(run, here, name):
    code, out, _ = run("new", "--investors-sheet", name)
    assert (code, out.split()) == (0, [name])
    assert sorted(contents(here)) == [name]
    assert run("new", "--investors-sheet", name)[0] == 3


def test_new_needs_a_name_or_a_sheet_of_a_kind_it_can_write(run, here):
    assert run("new")[0] == 2
    assert run("new", "--investors-sheet", "investors.ods")[0] == 2
    assert contents(here) == {}


# The front door


def as_program(*arguments, module=False, **settings):
    """The command line in a process of its own."""
    program = ["-m", "assembler"] if module else ["-c", "from assembler.cli import main; main()"]
    environment = {**os.environ, "PYTHONPATH": str(deals.ROOT), **settings.pop("environment", {})}
    command = [sys.executable, *program, *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, **settings)


@pytest.fixture
def typed(monkeypatch):
    """Give the command line this text as standard input."""

    def typed(text):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    return typed


def test_the_version_is_data_on_standard_output(run):
    assert run("--version") == (0, f"assembler {assembler.__version__}\n", "")


def test_python_runs_the_package_under_its_name():
    assert as_program("--version", module=True).stdout == f"assembler {assembler.__version__}\n"
    assert as_program("-h", module=True).stdout.startswith("Usage: assembler [OPTIONS]")


@pytest.mark.parametrize("command", [[], *([name] for name in cli.COMMANDS)], ids=" ".join)
def test_h_prints_the_help_of_every_command(run, command):
    code, out, err = run(*command, "-h")
    assert (code, err) == (0, "")
    assert out == run(*command, "--help")[1]
    assert out.startswith(f"Usage: {' '.join(['assembler', *command])} ")


def test_a_command_without_arguments_is_a_wrong_use_and_says_so_on_standard_error(run):
    for command in ("draft", "validate", "compare"):
        code, out, err = run(command)
        assert (code, out) == (2, "")
        assert f"Usage: assembler {command}" in err


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("assembler dr", ["draft"]),
        ("assembler draft --for", ["--format"]),
        ("assembler draft --format s", ["sheets"]),
        ("assembler validate --js", ["--json"]),
    ],
)
def test_bash_completes_commands_options_and_choices(words, offered):
    asked = {"_ASSEMBLER_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    told = as_program(environment=asked)
    assert (told.returncode, told.stdout.split(), told.stderr) == (0, offered, "")


def in_bash(script, home):
    """What bash says of a script, with `assembler` on its path."""
    program = home / "assembler"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m assembler "$@"\n')
    program.chmod(0o755)
    surroundings = {
        **os.environ,
        "PYTHONPATH": str(deals.ROOT),
        "HOME": str(home),
        "PATH": f"{home}{os.pathsep}{os.environ['PATH']}",
    }
    # A command behind it keeps bash from giving its process to the program, which asks which shell has started it.
    command = ["bash", "--noprofile", "--norc", "-c", f"{script}\ntrue"]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True)


needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
COMPLETE = "COMP_WORDS=(assembler dr); COMP_CWORD=1; _assembler_completion assembler; echo ${COMPREPLY[@]}"


@needs_bash
def test_the_completion_that_is_shown_completes_in_bash(here):
    assert in_bash(f'eval "$(assembler --show-completion; true)"\n{COMPLETE}', here).stdout == "draft\n"


@needs_bash
def test_the_completion_that_is_installed_completes_in_bash(here):
    told = in_bash("assembler --install-completion", here)
    assert "completion installed" in told.stdout
    assert in_bash(f'source "$HOME/.bashrc"\n{COMPLETE}', here).stdout == "draft\n"


# A term sheet from standard input


def test_a_term_sheet_from_standard_input_is_validated_and_named(run, here, typed):
    typed(deals.without_findings(deals.sheet("new-stock-only")))
    assert run("validate", "-") == (0, "no problems\n", "")
    typed(deals.replaced(deals.sheet("new-stock-only"), "price_per_share: 4.10", "price_per_share: 4,10"))
    code, out, err = run("validate", "-", "--json")
    (problem,) = json.loads(out)["problems"]
    assert (code, err) == (3, "")
    assert (problem["file"], problem["path"]) == ("<stdin>", "offering.price_per_share")


def test_standard_input_can_be_named_once(run, here, typed):
    typed(deals.sheet("new-stock-only"))
    for command in ("validate", "draft"):
        code, out, err = run(command, "-", "-")
        assert (code, out) == (2, "")
        assert "standard input can be read once" in err


def test_a_term_sheet_from_standard_input_that_is_too_large_is_refused(run, here, typed):
    typed("#" * 4_000_001)
    code, _, err = run("validate", "-")
    assert code == 3
    assert err.startswith("<stdin>:1:1: error Y101 the file has 4,000,001 bytes")


def test_a_term_sheet_from_standard_input_is_drafted_as_from_a_file(run, here, typed):
    sheet = deals.without_findings(deals.sheet("new-stock-only"))
    (here / "term-sheet.yaml").write_text(sheet)
    run("draft", "term-sheet.yaml", "--output", "from a file", "--format", "text")
    typed(sheet)
    code, out, err = run("draft", "-", "--output", "from standard input", "--format", "text")
    assert (code, err) == (0, "")
    assert out.startswith("from standard input/\n  agreement ")
    assert contents(here / "from standard input") == contents(here / "from a file")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["-"], "with --output DIR"), (["-", "deal.yaml", "--output", "sets"], "must be the only one")],
)
def test_a_draft_from_standard_input_says_what_it_needs(run, here, typed, arguments, said):
    typed(deals.sheet("new-stock-only"))
    code, out, err = run("draft", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert contents(here) == {}


def test_what_a_term_sheet_from_standard_input_names_is_looked_for_in_the_current_folder(run, here, typed):
    sheet = deals.sheet("new-stock-only")
    typed(f"{sheet}\nannexes:\n  opinion: opinion.docx\n")
    code, _, err = run("validate", "-")
    assert code == 3
    assert "error Y003 annexes.opinion: there is no file opinion.docx" in err
    (here / "opinion.docx").write_bytes(b"PK")
    typed(f"{sheet}\nannexes:\n  opinion: opinion.docx\n")
    assert run("validate", "-")[0] == 0


def test_the_departures_of_a_term_sheet_from_standard_input_are_printed(run, here, typed):
    typed(SHEET.read_text())
    code, out, err = run("draft", "-", "--departures")
    assert (code, err) == (0, "")
    assert out == run("draft", SHEET, "--departures")[1]


def test_a_set_of_version_0_1_is_read_as_any_other(run, here, monkeypatch):
    from assembler import pipeline

    (here / "deal.yaml").write_text(deals.sheet("new-stock-only"))
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "__version__", "0.1.0")
        run("draft", "deal.yaml", "--format", "text", "--output", "set")
    drafted = contents(here / "set")
    assert json.loads(drafted["manifest.json"])["assembler"] == "0.1.0"
    code, out, _ = run("schedules", "deal.yaml", "--output", "set", "--plan")
    assert (code, out) == (0, "No changes: the set matches the term sheet.\n")
    assert run("draft", "deal.yaml", "--format", "text", "--output", "set")[0] == 0
    drafted_again = contents(here / "set")
    assert json.loads(drafted_again.pop("manifest.json"))["assembler"] == assembler.__version__
    drafted.pop("manifest.json")
    assert drafted_again == drafted


def test_a_style_template_that_does_not_exist_is_found_by_validate_as_by_draft(run, here):
    sheet = deals.replaced(deals.sheet("new-stock-only"), "execution:\n", "execution:\n  shell: fancy\n")
    (here / "deal.yaml").write_text(sheet)
    validated, drafted = run("validate", "deal.yaml"), run("draft", "deal.yaml")
    assert validated[0] == drafted[0] == 3
    assert "error W101 there is no style template 'fancy'" in drafted[2]
    assert "error W101 there is no style template 'fancy'" in validated[2]
