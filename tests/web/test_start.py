"""The start page: the term sheets of the folder, a new deal, examples, and files that are dropped in."""

import sys

import pytest

from assembler.actions.new import problems_of_answers
from assembler.library import examples
from assembler.pipeline import load_term_sheet
from assembler.termsheet.starter import CHANGING
from tests import deals
from tests.commands import run
from tests.web.test_documents import finished

ANSWERS = {
    "agreement.date": "2026-12-01",
    "company.name": "ACME, INC.",
    "offering.price_per_share": "2.50",
    "warrants.coverage": "20%",
    "investors": [{"name": "Northgate Fund, LP", "amount": "1,250,000"}, {"name": "", "amount": ""}],
}


def test_the_term_sheets_of_the_folder_are_listed_with_their_companies(client, folder, deal):
    (folder / "other").mkdir()
    (folder / "other" / "b.yml").write_text("form: warrant\n", encoding="utf-8")
    (folder / "output").mkdir()
    (folder / "output" / "kept.yaml").write_text("form: warrant\n", encoding="utf-8")
    page = client.get("/").text
    assert '<a href="/deal?file=deal.yaml">deal.yaml</a> <span class="company">TIDEWELL SENSORS, INC.' in page
    assert "/deal?file=other/b.yml" in page
    assert "kept.yaml" not in page


def test_the_terms_that_change_with_every_deal_are_asked(client):
    page = client.get("/").text
    assert [path for path in CHANGING if f'name="{path}"' not in page] == []


def test_an_answer_is_checked_at_its_term(client):
    wrong = {**ANSWERS, "offering.price_per_share": "two", "investors": [{"name": "A", "amount": "x"}]}
    problems = client.post("/new/check", json=wrong).json()["problems"]
    assert [problem["path"] for problem in problems if problem["severity"] == "error"] == [
        "offering.price_per_share",
        "investors[0].amount",
    ]


def test_right_answers_have_no_problem(client):
    assert client.post("/new/check", json=ANSWERS).json()["problems"] == []
    assert client.post("/new/check", json={}).json()["problems"] == []


def test_a_new_deal_is_a_term_sheet_that_validates_with_the_answers_and_its_schema(client, folder):
    answer = client.post("/new", json={**ANSWERS, "name": "acme"})
    assert answer.json() == {"open": "/deal?file=acme.yaml"}
    loaded = load_term_sheet((folder / "acme.yaml").read_bytes(), "acme.yaml")
    assert (loaded.terms.company.name, str(loaded.terms.offering.price_per_share)) == ("ACME, INC.", "2.50")
    assert [investor.name for investor in loaded.terms.investors] == ["Northgate Fund, LP"]
    assert sorted(path.name for path in folder.iterdir()) == ["acme.yaml", "assembler.schema.json"]


@pytest.mark.parametrize("name", ["../acme", "a/../../b", "/x/y", "", ".", "   ", "con\0"])
def test_a_new_deal_stands_in_the_folder_itself(client, folder, name):
    client.post("/new", json={**ANSWERS, "name": name})
    assert [path.name for path in folder.parent.iterdir() if path.is_file()] == []
    assert [path for path in folder.iterdir() if path.is_dir()] == []


def test_a_new_deal_never_writes_over_a_file(client, folder, deal):
    before = deal.read_bytes()
    answer = client.post("/new", json={**ANSWERS, "name": "deal"})
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "Y004")
    assert deal.read_bytes() == before


def test_a_wrong_answer_writes_nothing(client, folder):
    answer = client.post("/new", json={**ANSWERS, "name": "acme", "agreement.date": "soon"})
    assert answer.status_code == 422
    assert list(folder.iterdir()) == []


def test_an_example_is_copied_into_the_folder(client, folder):
    name = next(iter(examples()))
    assert f'data-example="{name}"' in client.get("/").text
    client.post("/new", json={"example": name})
    assert (folder / f"{name}.yaml").read_bytes() == examples()[name].read_bytes()
    assert client.post("/new", json={"example": "../conftest"}).status_code == 422


def test_a_dropped_term_sheet_is_copied_into_the_folder(client, folder):
    data = deals.sheet("new-stock-only").encode()
    answer = client.post("/drop", params={"name": "C:\\fakepath\\../deal 2.yaml"}, content=data)
    (written,) = folder.iterdir()
    assert (written.read_bytes(), answer.status_code) == (data, 200)


def test_a_dropped_sheet_of_investors_begins_a_deal(client, folder):
    sheet = b"Name,Amount,Address\nNorthgate Fund LP,1250000,1 Main St\n"
    taken = client.post("/drop", params={"name": "round.csv"}, content=sheet).json()
    assert taken == {"investors_from": "round.csv"}
    answers = {key: value for key, value in ANSWERS.items() if key != "investors"}
    assert client.post("/new", json={**answers, **taken, "name": "acme"}).status_code == 200
    state = client.get("/deal/text?file=acme.yaml").json()
    assert "round.csv" in state["text"]
    assert all(problem["file"] != "round.csv" or problem["code"].startswith("V") for problem in state["problems"])


def test_a_dropped_document_finds_its_deal(client, folder, deal):
    (folder / "warrant.yaml").write_text(deals.sheet("focus-2001-12-warrant"), encoding="utf-8")
    shown = client.get("/deal/document?file=deal.yaml&show=agreement&as=txt").content.replace(b"Delaware", b"Nevada")
    result = finished(client, client.post("/drop", params={"name": "markup.txt"}, content=shown))
    assert result["is_done"], result
    assert result["open"].startswith("/deal?file=deal.yaml&compared=")


def test_a_dropped_document_of_no_deal_is_refused(client, deal):
    result = finished(
        client, client.post("/drop", params={"name": "recipe.txt"}, content=b"Two eggs and a cup of flour.\n" * 9)
    )
    assert (result["is_done"], result["problems"][0]["code"]) == (False, "G311")


def test_the_answers_of_the_command_line_are_checked_by_the_same_function():
    assert [problem.path for problem in problems_of_answers({"offering.price_per_share": "two"}, None)] == [
        "offering.price_per_share"
    ]


def test_without_its_packages_the_page_says_how_to_install_them(monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    code, out, shown = run("page")
    assert (code, out) == (4, "")
    assert shown == (
        "assembler page: error G312 the package uvicorn is not installed\n"
        f"    Install both of the page: python3 -m pip --python {sys.prefix} install starlette uvicorn\n"
    )
