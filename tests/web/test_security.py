"""The page answers this machine's own browser only, and runs nothing that a deal contains."""

import re

import pytest

from assembler.errors import InputError
from assembler.web.security import HEADER
from assembler.web.workspace import Workspace
from tests.web.conftest import ADDRESS, PORT, TOKEN

WRITES = [
    ("/deal/edit", {"revision": 1, "text": "form: x"}),
    ("/deal/save", {}),
    ("/deal/undo", {}),
    ("/deal/do/draft", {}),
    ("/deal/disk", {"take": "file"}),
    ("/new", {"name": "x"}),
]


def test_a_stranger_without_the_token_sees_nothing(stranger, deal):
    for path in ("/", "/deal?file=deal.yaml", "/deal/text?file=deal.yaml", "/static/api.js", "/static/page.css"):
        answer = stranger.get(path)
        assert (answer.status_code, "TIDEWELL" in answer.text) == (403, False)


def test_a_wrong_token_is_refused(stranger):
    assert stranger.get("/", params={"token": "guessed"}).status_code == 403


def test_the_address_with_the_token_gives_a_cookie_that_no_script_and_no_other_site_gets(stranger, deal):
    answer = stranger.get("/deal", params={"file": "deal.yaml", "token": TOKEN})
    assert (answer.status_code, answer.headers["location"]) == (303, "/deal?file=deal.yaml")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert stranger.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", f"127.0.0.1.evil.example:{PORT}", ""]
)
def test_a_name_that_was_bent_to_this_machine_is_refused(client, deal, host):
    answer = client.get("/deal/text?file=deal.yaml", headers={"host": host})
    assert (answer.status_code, "TIDEWELL" in answer.text) == (421, False)


@pytest.mark.parametrize(("path", "body"), WRITES)
@pytest.mark.parametrize("token", [None, "guessed"])
def test_a_change_needs_the_token_in_a_header_which_no_other_site_can_set(client, deal, path, body, token):
    del client.headers[HEADER]
    before = deal.read_bytes()
    headers = {HEADER: token} if token else {}
    assert client.post(path, params={"file": "deal.yaml"}, json=body, headers=headers).status_code == 403
    assert [path.name for path in deal.parent.iterdir()] == ["deal.yaml"]
    assert deal.read_bytes() == before


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1", f"http://evil.example:{PORT}"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_request_that_another_site_makes_is_refused_even_with_the_token(client, deal, origin, method):
    answer = client.request(method, "/deal/save?file=deal.yaml", headers={"origin": origin})
    assert answer.status_code == 403


def test_the_page_itself_is_let_through(client, deal):
    answer = client.post("/deal/save?file=deal.yaml", headers={"origin": ADDRESS})
    assert answer.status_code == 200


def test_every_answer_forbids_scripts_and_styles_of_others_and_requests_to_others(client, stranger, deal):
    for path in ("/", "/deal?file=deal.yaml", "/static/api.js", "/nothing", "/deal/text?file=none.yaml"):
        policy = client.get(path).headers["content-security-policy"]
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        assert rules["default-src"] == "'none'"
        assert {rules[name] for name in ("script-src", "style-src", "connect-src", "img-src", "frame-src")} == {
            "'self'"
        }
        assert "unsafe" not in policy


def test_no_page_holds_a_script_or_a_style_in_itself_or_an_address_elsewhere(client, deal):
    for path in ("/", "/deal?file=deal.yaml"):
        page = client.get(path).text
        assert re.findall(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", page) == []
        assert re.findall(r"""(?:src|href|action)=["'](?!/|#)""", page) == []


def test_a_script_in_a_name_is_shown_and_not_run(client, deal):
    name = '<script>alert(1)</script><img src=x onerror="alert(1)">'
    text = deal.read_text("utf-8")
    company = re.search(r"^  name: (.+)$", text, re.MULTILINE)[1]
    deal.write_text(text.replace(f"name: {company}", f"name: '{name}'"), encoding="utf-8")
    state = client.get("/deal/text?file=deal.yaml").json()
    assert "&lt;script&gt;alert(1)" in state["shown"]["html"]
    assert "<script" not in state["shown"]["html"]
    assert "<img" not in state["shown"]["html"]
    for path in ("/deal?file=deal.yaml", "/deal/schedule?file=deal.yaml"):
        assert "<script>alert" not in client.get(path).text


def test_a_script_in_the_name_of_a_file_is_shown_and_not_run(client, folder):
    (folder / "<img src=x onerror=alert(1)>.yaml").write_text("form: warrant\n", encoding="utf-8")
    page = client.get("/").text
    assert "&lt;img src=x" in page
    assert "<img" not in page


@pytest.mark.parametrize(
    "name",
    [
        "../secret.yaml",
        "a/../../secret.yaml",
        "/etc/passwd",
        "..%2fsecret.yaml",
        "link.yaml",
        "inside/secret.yaml",
        "deal.yaml\0.yaml",
        "\0",
        "",
    ],
)
def test_a_file_outside_the_folder_is_refused_also_behind_a_link(client, folder, name):
    (folder.parent / "secret.yaml").write_text("form: secret\n", encoding="utf-8")
    (folder / "link.yaml").symlink_to(folder.parent / "secret.yaml")
    (folder / "inside").symlink_to(folder.parent)
    answer = client.get("/deal/text", params={"file": name})
    assert (answer.status_code, "secret" in answer.text.replace(name, "")) == (422, False)


def test_a_link_that_leads_outside_is_not_listed(client, folder):
    (folder.parent / "secret.yaml").write_text("form: secret\n", encoding="utf-8")
    (folder / "link.yaml").symlink_to(folder.parent / "secret.yaml")
    (folder / "inside").symlink_to(folder.parent)
    assert Workspace.at(folder).term_sheets() == []


@pytest.mark.parametrize(
    "name", ["../deal.yaml", "../../../etc/passwd", "versions/../../../deal.yaml", "nothing.docx", ""]
)
def test_a_download_is_a_file_of_the_set(client, deal, name):
    (deal.parent / "output" / "deal").mkdir(parents=True)
    assert client.get("/deal/file", params={"file": "deal.yaml", "name": name}).status_code == 422


@pytest.mark.parametrize(
    ("group", "term"),
    [
        ("execution:", "  shell: ../looks"),
        ("annexes:", "  opinion: ../secret.docx"),
        ("annexes:", "  opinion: /etc/passwd"),
    ],
)
def test_a_look_or_an_annex_outside_the_folder_is_refused(client, deal, group, term):
    (deal.parent.parent / "secret.docx").write_bytes(b"secret")
    lines = [
        line for line in deal.read_text("utf-8").splitlines() if not line.startswith(("execution: {}", "annexes: {}"))
    ]
    lines = (
        [*lines[: lines.index(group) + 1], term, *lines[lines.index(group) + 1 :]]
        if group in lines
        else [*lines, group, term]
    )
    deal.write_text("\n".join(lines), encoding="utf-8")
    state = client.get("/deal/text?file=deal.yaml").json()
    assert [problem["code"] for problem in state["problems"]] == ["G301"]
    assert state["problems"][0]["line"] == lines.index(term) + 1
    assert client.get("/deal/document?file=deal.yaml&show=agreement&as=docx").status_code == 422


def test_a_set_behind_a_link_that_leads_outside_is_refused(client, deal):
    elsewhere = deal.parent.parent / "elsewhere"
    elsewhere.mkdir()
    (deal.parent / "output").symlink_to(elsewhere)
    assert client.get("/deal/text?file=deal.yaml").json()["problems"][0]["code"] == "G301"


@pytest.mark.parametrize("reference", ["../investors.csv", "link.csv"])
def test_a_list_of_investors_outside_the_folder_is_refused(client, deal, reference):
    (deal.parent.parent / "investors.csv").write_text("Name,Amount\nSecret Fund,5\n", encoding="utf-8")
    (deal.parent / "link.csv").symlink_to(deal.parent.parent / "investors.csv")
    text = re.sub(
        r"^investors:\n(?:[ #].*\n|\n)*",
        f"investors: {{from: {reference}}}\n",
        deal.read_text("utf-8"),
        flags=re.MULTILINE,
    )
    deal.write_text(text, encoding="utf-8")
    state = client.get("/deal/text?file=deal.yaml").json()
    assert "Secret Fund" not in str(state["problems"]) + str(state["shown"])
    assert [problem["code"] for problem in state["problems"]] == ["G301"]


@pytest.mark.parametrize("name", ["../x.csv", "a/../../x.csv"])
def test_a_path_that_leaves_the_folder_is_refused(tmp_path, name):
    with pytest.raises(InputError, match="outside the folder"):
        Workspace.at(tmp_path).path(name)
