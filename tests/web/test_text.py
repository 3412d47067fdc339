"""What is typed: kept at once, restored after a crash, in step with the file, and undone step by step."""

import os

import pytest
from starlette.testclient import TestClient

from assembler.library import Library
from assembler.web.app import create_app
from assembler.web.security import HEADER
from assembler.web.termsheet_text import TermSheetText
from assembler.web.workspace import Workspace
from tests.web.conftest import ADDRESS, PORT, TOKEN

PRICE = "  price_per_share: 2.375"


def state(client):
    return client.get("/deal/text?file=deal.yaml").json()


def type_text(client, text, where=""):
    answer = client.post(
        "/deal/edit?file=deal.yaml", json={"revision": state(client)["revision"], "text": text, "where": where}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def started_again(client, folder):
    """The page after a restart of the server, with nothing saved by the old one on its way out."""
    again = TestClient(create_app(Workspace.at(folder), Library.open(), TOKEN, PORT), base_url=ADDRESS)
    again.cookies = client.cookies
    again.headers[HEADER] = TOKEN
    return again


def test_what_is_typed_comes_back_after_a_crash_and_the_file_is_untouched(client, folder, deal):
    before = deal.read_bytes()
    typed = state(client)["text"].replace(PRICE, "  price_per_share: 2.4")
    type_text(client, typed)
    assert deal.read_bytes() == before
    again = state(started_again(client, folder))
    assert (again["text"], again["is_saved"], again["is_restored"]) == (typed, False, True)


def test_half_typed_text_that_is_no_yaml_comes_back_too(client, folder, deal):
    typed = state(client)["text"] + "\n'\t{ [ \U0001f4a5"
    type_text(client, typed)
    assert state(started_again(client, folder))["text"] == typed


def test_the_restored_text_can_be_undone_to_that_of_the_file(client, folder, deal):
    type_text(client, "form: x\n")
    again = started_again(client, folder)
    state(again)
    assert again.post("/deal/undo?file=deal.yaml").json()["text"] == deal.read_text("utf-8")


def test_a_saved_text_is_in_the_file_and_nothing_is_restored(client, folder, deal):
    typed = state(client)["text"].replace(PRICE, "  price_per_share: 2.4")
    type_text(client, typed)
    assert client.post("/deal/save?file=deal.yaml").json()["is_saved"]
    assert deal.read_text("utf-8") == typed
    assert not state(started_again(client, folder))["is_restored"]
    assert [path.name for path in folder.iterdir()] == ["deal.yaml"]


def test_nobody_else_may_read_what_is_kept(client, deal, tmp_path):
    type_text(client, "form: x\n")
    (kept,) = (tmp_path / "state").iterdir()
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_keeps_its_line_ends_and_its_byte_order_mark(client, deal, ends, mark):
    lines = deal.read_text("utf-8")
    deal.write_bytes((mark + lines.replace("\n", ends)).encode())
    assert state(client)["is_saved"]
    type_text(client, lines.replace(PRICE, "  price_per_share: 2.4"))
    client.post("/deal/save?file=deal.yaml")
    assert deal.read_bytes() == (mark + lines.replace(PRICE, "  price_per_share: 2.4").replace("\n", ends)).encode()


def test_a_file_keeps_its_permissions(client, deal):
    deal.chmod(0o640)
    type_text(client, "form: x\n")
    client.post("/deal/save?file=deal.yaml")
    assert deal.stat().st_mode & 0o777 == 0o640


def disk_full(_):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("call", [("fsync", disk_full), ("access", lambda *_: False)], ids=["disk full", "read-only"])
def test_a_file_that_cannot_be_written_stays_and_what_was_typed_is_kept(client, deal, monkeypatch, call):
    before = deal.read_bytes()
    type_text(client, "form: x\n")
    monkeypatch.setattr(os, *call)
    refused = client.post("/deal/save?file=deal.yaml")
    assert (refused.status_code, [each["code"] for each in refused.json()["problems"]]) == (422, ["S102"])
    assert deal.read_bytes() == before
    assert [path.name for path in deal.parent.iterdir()] == ["deal.yaml"]
    assert state(started_again(client, deal.parent))["text"] == "form: x\n"


def test_a_file_that_is_no_utf_8_is_refused_and_untouched(client, deal):
    deal.write_bytes(b"form: x\nname: M\xfcller\n")
    answer = client.get("/deal/text?file=deal.yaml")
    (problem,) = answer.json()["problems"]
    assert (problem["code"], problem["line"]) == ("G302", 2)
    assert deal.read_bytes() == b"form: x\nname: M\xfcller\n"


def test_a_change_by_another_program_is_noticed_with_what_differs(client, deal):
    state(client)
    deal.write_text(deal.read_text("utf-8").replace(PRICE, "  price_per_share: 9"), encoding="utf-8")
    told = client.get("/deal/disk?file=deal.yaml").json()
    assert told["is_changed"]
    assert "-  price_per_share: 9" in told["difference"]
    assert f"+{PRICE}" in told["difference"]


def test_a_save_never_writes_over_the_change_of_another_program(client, deal):
    type_text(client, state(client)["text"] + "# ours\n")
    deal.write_text("form: theirs\n", encoding="utf-8")
    answer = client.post("/deal/save?file=deal.yaml")
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "G304")
    assert deal.read_text("utf-8") == "form: theirs\n"


def test_the_text_of_the_other_program_can_be_taken_and_ours_had_back(client, deal):
    ours = state(client)["text"] + "# ours\n"
    type_text(client, ours)
    deal.write_text("form: theirs\n", encoding="utf-8")
    taken = client.post("/deal/disk?file=deal.yaml", json={"take": "file"}).json()
    assert (taken["text"], taken["is_saved"]) == ("form: theirs\n", True)
    assert client.post("/deal/undo?file=deal.yaml").json()["text"] == ours


def test_what_is_typed_can_be_kept_and_saved_over_the_change(client, deal):
    ours = state(client)["text"] + "# ours\n"
    type_text(client, ours)
    deal.write_text("form: theirs\n", encoding="utf-8")
    assert client.post("/deal/disk?file=deal.yaml", json={"take": "typed"}).json()["text"] == ours
    assert not client.get("/deal/disk?file=deal.yaml").json()["is_changed"]
    assert client.post("/deal/save?file=deal.yaml").status_code == 200
    assert deal.read_text("utf-8") == ours


def test_a_change_while_the_page_was_down_is_asked_about_too(client, folder, deal):
    type_text(client, state(client)["text"] + "# ours\n")
    deal.write_text("form: theirs\n", encoding="utf-8")
    again = started_again(client, folder)
    assert state(again)["text"].endswith("# ours\n")
    assert again.get("/deal/disk?file=deal.yaml").json()["is_changed"]


@pytest.mark.parametrize("take", ["file", "typed"])
def test_a_file_that_is_gone_loses_nothing(client, deal, take):
    ours = state(client)["text"] + "# ours\n"
    type_text(client, ours)
    deal.unlink()
    assert client.get("/deal/disk?file=deal.yaml").json()["is_changed"]
    assert client.post("/deal/disk?file=deal.yaml", json={"take": take}).json()["text"] == (
        "" if take == "file" else ours
    )
    client.post("/deal/undo?file=deal.yaml") if take == "file" else None
    assert client.post("/deal/save?file=deal.yaml").status_code == 200
    assert deal.read_text("utf-8") == ours


def test_changes_at_one_place_are_undone_together_and_others_step_by_step(client, deal):
    text = state(client)["text"]
    type_text(client, text + "# a", "text:1")
    type_text(client, text + "# ab", "text:1")
    type_text(client, text + "# ab\n# c", "text:2")
    assert client.post("/deal/undo?file=deal.yaml").json()["text"] == text + "# ab"
    undone = client.post("/deal/undo?file=deal.yaml").json()
    assert (undone["text"], undone["is_saved"], undone["can_undo"]) == (text, True, False)
    assert client.post("/deal/redo?file=deal.yaml").json()["text"] == text + "# ab"


def test_a_window_that_is_behind_is_told_the_text_of_the_other_one(client, deal):
    first = state(client)
    type_text(client, first["text"] + "# other window\n")
    answer = client.post("/deal/edit?file=deal.yaml", json={"revision": first["revision"], "text": "form: lost\n"})
    assert answer.status_code == 409
    assert answer.json()["text"].endswith("# other window\n")


def test_a_journal_that_was_cut_off_is_no_loss_of_the_file(client, folder, deal, tmp_path):
    type_text(client, "form: x\n")
    (kept,) = (tmp_path / "state").iterdir()
    kept.write_bytes(kept.read_bytes()[:20])
    again = state(started_again(client, folder))
    assert again["text"] == deal.read_text("utf-8")


def test_two_term_sheets_of_one_name_in_two_folders_are_kept_apart(folder, deal):
    other = folder / "other" / "deal.yaml"
    other.parent.mkdir()
    other.write_text("form: other\n", encoding="utf-8")
    TermSheetText(deal, "deal.yaml").change("form: typed\n")
    assert TermSheetText(other, "other/deal.yaml").text == "form: other\n"
    assert TermSheetText(deal, "deal.yaml").text == "form: typed\n"
