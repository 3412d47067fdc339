"""The right side: documents, findings, plan, schedule, comparisons, and what the page writes."""

import io
import re
import shutil
import time
import zipfile

import pytest

from assembler import cli
from assembler.actions.problems import as_data
from assembler.actions.validate import problems_of
from assembler.library import Library
from assembler.readers import files as readers
from tests import deals
from tests.web.test_text import PRICE, state, type_text

NEW_PRICE = PRICE.replace("2.375", "2.40")
office = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not there")


def finished(client, started):
    """The result of a job."""
    assert started.status_code == 200, started.text
    until = time.monotonic() + 120
    while time.monotonic() < until:
        told = client.get("/job", params={"id": started.json()["job"]}).json()
        if told["result"]:
            return told["result"]
        time.sleep(0.02)
    raise AssertionError("the job does not end")


def act(client, action, **asked):
    return finished(client, client.post(f"/deal/do/{action}?file=deal.yaml", json=asked))


def with_new_price(client):
    return type_text(client, state(client)["text"].replace(PRICE, NEW_PRICE))


def findings(client):
    return client.get("/deal/findings", params={"file": "deal.yaml", "revision": state(client)["revision"]}).json()


def command(monkeypatch, *arguments):
    """Run the command line in this process and in this folder."""
    monkeypatch.setattr("sys.argv", ["assembler", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code


def folder_of(path):
    """The files below a folder. What a set keeps to undo its last change knows the times of its files."""
    names = (file for file in path.rglob("*") if file.is_file() and ".undo" not in file.parts)
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in names}


def test_the_documents_of_the_set_are_listed_by_their_titles(client, deal):
    titles = [document["title"] for document in state(client)["documents"]]
    assert titles[:2] == ["Agreement", "Schedule of investors"]
    assert "Warrant of Ostara Opportunity Fund Ltd." in titles


def test_a_figure_of_the_document_knows_its_term_and_a_clause_the_terms_that_put_it_there(client, deal):
    shown = state(client)["shown"]
    assert '<span data-term="offering.price_per_share">$2.375</span>' in shown["html"]
    labels = set(re.findall(r'id="clause-(\w+)"', shown["html"]))
    assert labels & set(shown["decided_by"])


def test_a_change_gives_the_new_document_at_once(client, deal):
    assert '<span data-term="offering.price_per_share">$2.40</span>' in with_new_price(client)["shown"]["html"]


def test_a_document_that_did_not_change_is_not_sent_again(client, deal):
    before = state(client)
    text = before["text"] + "# a comment\n"
    values = {"file": "deal.yaml", "show": before["shown"]["stem"], "has": before["shown"]["digest"]}
    answer = client.post("/deal/edit", params=values, json={"revision": before["revision"], "text": text}).json()
    assert (answer["is_current"], answer["shown"]["html"]) == (True, None)


def test_while_the_terms_are_broken_the_last_good_document_stays_marked_as_such(client, deal):
    good = state(client)
    broken = type_text(client, good["text"].replace(PRICE, "  price_per_share: 2,375 dollars or so"))
    assert (broken["is_current"], broken["shown"]["html"]) == (False, good["shown"]["html"])
    (problem,) = (problem for problem in broken["problems"] if problem["severity"] == "error")
    assert problem["path"] == "offering.price_per_share"
    mended = type_text(client, good["text"])
    assert mended["is_current"]


def test_a_deal_that_never_was_good_shows_its_problems(client, deal):
    deal.write_text("form: purchase-agreement\n", encoding="utf-8")
    answer = state(client)
    assert (answer["is_current"], answer["shown"], answer["documents"]) == (False, None, [])
    assert answer["problems"]


def test_the_findings_are_those_of_validate(client, deal):
    data = deal.read_text(encoding="utf-8").replace("    kind: limited_partnership\n", "")
    deal.write_text(data, encoding="utf-8")
    expected = list(map(as_data, problems_of(deal, Library.open())))
    found = findings(client)["problems"]
    assert len(found) > 1
    assert list(map(told, found)) == list(map(told, expected))


def told(problem):
    """A problem without the path of its file."""
    return [problem[name] for name in ("code", "severity", "message", "line", "column", "path", "fix")]


def test_a_sheet_of_investors_that_changes_on_disk_is_read_again(client, folder, deal):
    text = deal.read_text("utf-8")
    head, _, rest = text.partition("\ninvestors:\n")
    after = re.sub(r"(?ms)^(  .*?)?(?=^\S|\Z)", "", rest, count=1)
    deal.write_text(f"{head}\ninvestors:\n  from: buyers.csv\n{after}", encoding="utf-8")
    sheet = folder / "buyers.csv"
    sheet.write_text("name,amount\nFern Fund,500000\n", encoding="utf-8")
    before = state(client)
    told = client.get("/deal/disk?file=deal.yaml").json()
    assert (told["revision"], "Fern Fund" in str(before["documents"])) == (before["revision"], True)
    sheet.write_text("name,amount\nMoss Partners,500000\n", encoding="utf-8")
    assert client.get("/deal/disk?file=deal.yaml").json()["revision"] == before["revision"] + 1
    now = state(client)
    assert "Moss Partners" in str(now["documents"])
    assert client.get("/deal/disk?file=deal.yaml").json()["revision"] == now["revision"]
    sheet.unlink()
    client.get("/deal/disk?file=deal.yaml")
    assert not state(client)["is_current"]


def test_an_answer_for_a_text_that_changed_meanwhile_is_empty(client, deal):
    assert client.get("/deal/findings?file=deal.yaml&revision=99").json()["plan"] == ""


def test_a_term_says_where_it_prints_and_a_figure_what_it_was_computed_from(client, deal):
    told = client.get("/deal/term?file=deal.yaml&path=investors[0].shares").json()
    assert told["computed_from"] == ["investors[0].amount", "offering.price_per_share"]
    assert told["count"] == sum(place["count"] for place in told["places"]) > 1
    agreement = next(place["count"] for place in told["places"] if place["stem"] == "agreement")
    assert state(client)["shown"]["html"].count('data-term="investors[0].shares"') == agreement


def test_the_schedule_is_a_table_whose_cells_know_their_terms(client, deal):
    table = client.get("/deal/schedule?file=deal.yaml").json()["html"]
    assert 'data-term="investors[0].amount">$1,250,000.00</button>' in table
    assert 'data-term="investors[4].shares">42,500</button>' in table


def test_a_warrant_alone_has_no_schedule(client, folder, deal):
    deal.write_text(deals.sheet("focus-2001-12-warrant"), encoding="utf-8")
    assert "no schedule" in client.get("/deal/schedule?file=deal.yaml").json()["html"]
    assert client.get("/deal/term?file=deal.yaml&path=warrant.shares").json()["computed_from"] == []


def test_a_set_drafted_by_the_page_has_the_bytes_of_one_drafted_by_the_command_line(client, folder, deal, monkeypatch):
    with_new_price(client)
    result = act(client, "draft")
    assert result["is_done"], result
    by_page = folder_of(folder / "output" / "deal")
    shutil.rmtree(folder / "output")
    command(monkeypatch, "draft", "deal.yaml", "--quiet")
    by_command = folder_of(folder / "output" / "deal")
    assert by_page == by_command
    assert NEW_PRICE in deal.read_text("utf-8")


def test_schedules_by_the_page_has_the_bytes_of_the_command(client, folder, deal, monkeypatch):
    act(client, "draft")
    shutil.copytree(folder / "output", folder / "kept")
    with_new_price(client)
    assert act(client, "schedules")["is_done"]
    by_page = folder_of(folder / "output" / "deal")
    shutil.rmtree(folder / "output")
    (folder / "kept").rename(folder / "output")
    command(monkeypatch, "schedules", "deal.yaml", "--into", "--quiet")
    assert by_page == folder_of(folder / "output" / "deal")


def test_an_action_says_what_it_wrote(client, deal):
    lines = act(client, "draft")["lines"]
    assert lines[0] == "output/deal/"
    assert re.fullmatch(r"\d+ files written\.", lines[-1])


def test_an_action_tells_how_many_documents_it_has_written(client, deal):
    started = client.post("/deal/do/draft?file=deal.yaml", json={})
    assert finished(client, started)["is_done"]
    told = client.get("/job", params={"id": started.json()["job"]}).json()
    documents = sum(document["part"] != "ancillary" for document in state(client)["documents"])
    assert (told["doing"], told["done"], told["total"]) == ("drafting", documents, documents)


def test_sending_says_what_the_command_says_and_leaves_the_line_ends_of_the_file(client, deal, monkeypatch, capsys):
    deal.write_bytes(deal.read_bytes().replace(b"\n", b"\r\n"))
    act(client, "draft")
    command(monkeypatch, "send", "deal.yaml", "--to", "Counsel")
    by_page = act(client, "send", to="Counsel")
    assert by_page["problems"] == []
    assert (
        by_page["lines"] == capsys.readouterr().out.replace("ersion 1", "ersion 2").replace("/1/", "/2/").splitlines()
    )


def test_an_action_with_broken_terms_writes_nothing(client, folder, deal):
    type_text(client, "form: x\n")
    result = act(client, "draft")
    assert (result["is_done"], result["lines"]) == (False, ["Nothing was written."])
    assert result["problems"]
    assert not (folder / "output").exists()
    assert deal.read_text("utf-8") != "form: x\n"


def test_an_action_never_writes_over_a_file_that_somebody_edited(client, folder, deal):
    act(client, "draft")
    text = folder / "output" / "deal" / "agreement.txt"
    text.write_text("edited by hand", encoding="utf-8")
    with_new_price(client)
    result = act(client, "draft")
    assert not result["is_done"]
    assert "S302" in [problem["code"] for problem in result["problems"]]
    assert text.read_text("utf-8") == "edited by hand"


def test_an_unknown_action_is_refused(client, deal):
    assert client.post("/deal/do/anything?file=deal.yaml", json={}).status_code == 404


def test_the_plan_names_terms_figures_provisions_and_pages_and_writes_nothing(client, folder, deal):
    assert "Nothing is drafted yet" in findings(client)["plan"]
    act(client, "draft")
    before = folder_of(folder / "output")
    assert "No changes" in findings(client)["plan"]
    with_new_price(client)
    plan = findings(client)["plan"]
    for words in (
        'data-term="offering.price_per_share"',
        "526,315",
        "520,833",
        'data-clause="',
        "Signature pages to sign",
    ):
        assert words in plan
    assert folder_of(folder / "output") == before


def test_an_investor_who_leaves_is_in_the_plan_with_the_files_that_leave(client, deal):
    act(client, "draft")
    text = state(client)["text"]
    entries = re.split(r"(?m)^(?=  - name:)", text[text.index("\ninvestors:") :])
    type_text(client, text.replace(entries[2], ""))
    plan = findings(client)["plan"]
    assert "investor removed: Quillfeather" in plan
    assert re.search(r"warrant-02-quillfeather[a-z-]*\.docx", plan)


def test_the_changes_since_the_last_draft_are_explained_and_redlined(client, deal):
    act(client, "draft")
    with_new_price(client)
    result = finished(client, client.post("/deal/changes?file=deal.yaml&base=drafted&show=agreement", json={}))
    assert result["is_done"], result
    page = client.get("/deal/compared", params={"file": "deal.yaml", "id": result["open"]}).text
    assert "offering.price_per_share" in page
    assert "<style>" not in page
    assert "<script>" not in page
    redline = client.get("/deal/redline", params={"file": "deal.yaml", "id": result["open"]}).content
    assert "$2.375" in " ".join(readers.read(redline, "redline.docx", "rejected").words)
    assert "$2.40" in " ".join(readers.read(redline, "redline.docx", "accepted").words)


def test_a_file_that_came_back_is_compared_with_the_last_version_sent(client, folder, deal):
    act(client, "draft")
    assert act(client, "send", to="Investors' counsel", note="first turn")["problems"] == []
    bases = [base["base"] for base in client.get("/deal/bases?file=deal.yaml").json()["bases"]]
    assert bases == ["1", "drafted", "now"]
    text = (folder / "output" / "deal" / "agreement.txt").read_bytes().replace(b"Delaware", b"Nevada")
    result = finished(client, client.post("/deal/compare?file=deal.yaml&base=1&name=markup.txt", content=text))
    assert result["is_done"], result
    page = client.get("/deal/compared", params={"file": "deal.yaml", "id": result["open"]}).text
    assert "Nevada" in page
    with_new_price(client)
    assert [problem["code"] for problem in act(client, "send")["problems"]] == ["S340"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\x00\xff" * 50])
def test_a_file_that_cannot_be_read_is_refused_with_its_problem(client, deal, content):
    result = finished(client, client.post("/deal/compare?file=deal.yaml&base=now&name=../x.docx", content=content))
    assert not result["is_done"]
    assert result["problems"]


def test_a_comparison_with_what_is_not_there_is_refused(client, deal):
    for base in ("drafted", "7", "../1", ""):
        result = finished(client, client.post(f"/deal/changes?file=deal.yaml&base={base}&show=agreement", json={}))
        assert not result["is_done"]
    assert client.get("/deal/compared?file=deal.yaml&id=none").status_code == 422


def test_the_set_comes_as_a_zip_file_and_each_file_alone(client, folder, deal):
    act(client, "draft")
    archive = zipfile.ZipFile(io.BytesIO(client.get("/deal/set.zip?file=deal.yaml").content))
    on_disk = {f"deal/{name}": content for name, content in folder_of(folder / "output" / "deal").items()}
    assert {name: archive.read(name) for name in archive.namelist()} == on_disk
    word = client.get("/deal/file?file=deal.yaml&name=agreement.docx")
    assert word.content == on_disk["deal/agreement.docx"]
    assert word.headers["content-disposition"].startswith("attachment")


def test_there_is_no_zip_file_of_nothing(client, deal):
    assert client.get("/deal/set.zip?file=deal.yaml").status_code == 422


@pytest.mark.parametrize(
    ("kind", "begins"),
    [("docx", b"PK"), ("txt", b""), ("html", b"<!DOCTYPE"), pytest.param("pdf", b"%PDF", marks=office)],
)
def test_a_document_of_the_terms_on_the_page_is_made_without_saving(client, folder, deal, kind, begins):
    with_new_price(client)
    answer = client.get(f"/deal/document?file=deal.yaml&show=agreement&as={kind}")
    assert answer.content.startswith(begins)
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''agreement.{kind}"
    if kind in ("docx", "txt"):
        assert "$2.40" in " ".join(readers.read(answer.content, f"agreement.{kind}", "accepted").words)
    assert [path.name for path in folder.iterdir()] == ["deal.yaml"]


def test_a_letter_is_read_as_the_terms_fill_it_and_taken_away_as_word(client, folder, deal):
    stem = "transfer-agent-instruction-letter"
    before = with_new_price(client)
    assert {"stem": stem, "title": "Transfer agent instruction letter", "part": "ancillary", "group": "Letters"} in (
        before["documents"]
    )
    shown = client.get("/deal/text", params={"file": "deal.yaml", "show": stem}).json()["shown"]
    assert (shown["stem"], shown["formats"][0]) == (stem, ["docx", "Word"])
    assert "<td>Northgate Harbor Master Fund, LP" in shown["html"]
    word = client.get("/deal/document", params={"file": "deal.yaml", "show": stem, "as": "docx"}).content
    act(client, "draft")
    assert word == (folder / "output" / "deal" / f"{stem}.docx").read_bytes()


def test_a_letter_says_which_terms_it_lacks(client, deal):
    text = re.sub(r"(?ms)^escrow:.*?(?=^\S)", "", state(client)["text"])
    type_text(client, text)
    told = client.get("/deal/text", params={"file": "deal.yaml", "show": "wire-instructions"}).json()["shown"]
    assert "so templates/ancillary/wire-instructions.docx is not drafted" in told["html"]


def test_a_version_is_restored_and_what_was_there_is_kept(client, folder, deal):
    act(client, "draft")
    first = folder_of(folder / "output" / "deal")
    act(client, "send", to="Counsel", note="")
    with_new_price(client)
    act(client, "draft")
    assert folder_of(folder / "output" / "deal")["agreement.txt"] != first["agreement.txt"]
    result = act(client, "restore", version="1")
    assert result["is_done"], result
    assert folder_of(folder / "output" / "deal")["agreement.txt"] == first["agreement.txt"]
    assert NEW_PRICE in deal.read_text("utf-8")
    listed = client.get("/deal/versions?file=deal.yaml").json()["html"]
    assert ("Counsel" in listed, "kept before a restore" in listed) == (True, True)


def test_all_documents_are_redlined_against_a_version(client, folder, deal):
    act(client, "draft")
    act(client, "send", to="Counsel", note="")
    with_new_price(client)
    act(client, "draft")
    result = act(client, "redline", version="1")
    assert result["is_done"], result
    (redline,) = (folder / "output" / "deal" / "redlines" / "version-1-to-now").glob("agreement*.docx")
    assert "$2.375" in " ".join(readers.read(redline.read_bytes(), "redline.docx", "rejected").words)


@pytest.mark.parametrize("action", ["restore", "redline"])
def test_a_version_that_is_not_there_is_refused(client, deal, action):
    act(client, "draft")
    result = act(client, action, version="7")
    assert (result["is_done"], result["problems"][0]["code"]) == (False, "S331")


def test_a_renamed_investor_keeps_the_name_of_the_document_as_in_a_draft(client, folder, deal):
    act(client, "draft")
    text = state(client)["text"].replace("Ostara Opportunity Fund Ltd.", "Ostara Second Fund Ltd.")
    shown = {document["stem"] for document in type_text(client, text)["documents"]}
    act(client, "draft")
    written = {path.name.removesuffix(".docx") for path in (folder / "output" / "deal").glob("*.docx")}
    assert shown <= written


def test_the_agreement_comes_first_and_the_warrants_with_the_findings(client, deal):
    before = state(client)
    values = {"file": "deal.yaml", "show": "agreement"}
    typed = before["text"].replace(PRICE, NEW_PRICE).replace("Ostara Opportunity", "Ostara Second")
    quick = client.post("/deal/edit", params=values, json={"revision": before["revision"], "text": typed}).json()
    assert quick["is_current"]
    assert "$2.40" in quick["shown"]["html"]
    assert quick["documents"] == before["documents"]
    told = findings(client)
    whole = state(client)
    assert told["documents"] == whole["documents"]
    assert any("Ostara Second" in document["title"] for document in told["documents"])
    assert whole["shown"]["html"] == quick["shown"]["html"]
