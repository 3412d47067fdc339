"""The form and its changes, as the server makes them."""

from __future__ import annotations

import pytest

from assembler.errors import InputError
from assembler.termsheet.reader import read
from assembler.termsheet.starter import starter
from assembler.web.edits import changed
from assembler.web.form import every_term, field_at, parts
from tests import deals

DEAL = (deals.TERMSHEETS / "new-stock-and-warrants.yaml").read_text(encoding="utf-8")


@pytest.fixture
def opened(client, folder):
    (folder / "deal.yaml").write_text(DEAL, encoding="utf-8")
    return client


def tree_of(text):
    return read(text.encode(), "deal.yaml").tree


def paths_in(group):
    yield from (control.path for control in getattr(group, "controls", ()))
    for inner in getattr(group, "groups", None) or getattr(group, "entries", ()):
        yield from paths_in(inner)
    for row in getattr(group, "rows", ()):
        yield from (control.path for control in row)


def paths_of(tree, opened):
    """The paths of the terms that the form shows."""
    return {path for part in parts(tree, opened) for path in paths_in(part.make())}


def html_of(sent):
    """The HTML of the parts of a form that were sent."""
    return "".join(part["html"] or "" for part in sent.json()["parts"])


def test_only_what_is_stated_or_required_stands_open():
    paths = paths_of(tree_of(DEAL), set())
    assert {"company.name", "law.rule_144_holding_period", "investors[3].name"} <= paths
    assert not {"law.service_by_notice", "standstill.days", "investors[3].telephone"} & paths
    assert {"law.service_by_notice", "standstill.days", "investors[3].telephone"} <= {
        *paths_of(tree_of(DEAL), {"law", "standstill", "investors[3]"})
    }


@pytest.mark.parametrize("form", ["purchase-agreement", "warrant"])
def test_every_term_of_a_form_can_be_found_and_opened(form):
    tree = tree_of(starter(form))
    known = {path for path, _ in every_term(tree)}
    values = {path for path in known if not field_at(tree, path.split(".")).group}
    assert len(values) > 80
    assert values <= paths_of(tree, known)


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        ({"set": "law.forum_state", "value": "Nevada"}, "forum_state: Oregon", "forum_state: Nevada"),
        ({"set": "law.forum_state", "value": ""}, "forum_state: Oregon", "forum_state:"),  # required: its line stays
        ({"set": "law.forum_county", "value": ""}, "  forum_county: Multnomah County\n", ""),
        ({"set": "sec_forms.interim_report", "value": ""}, "  interim_report: Form 10-Q\n", ""),
        ({"remove": "transfer_agent.attention"}, "  attention: Issuance Department\n", ""),
    ],
)
def test_a_change_of_the_form_changes_its_line_only(change, old, new):
    assert changed(DEAL, change) == DEAL.replace(old, new)


def test_the_last_term_of_an_optional_group_takes_the_group_along():
    text = changed(DEAL, {"set": "annexes.opinion", "value": "opinion.docx"})
    assert tree_of(text) == {**tree_of(DEAL), "annexes": {"opinion": "opinion.docx"}}
    assert changed(text, {"set": "annexes.opinion", "value": ""}) == DEAL


def test_an_optional_group_goes_with_the_last_value_of_its_required_terms():
    text = changed(DEAL, {"set": "standstill.days", "value": "60"})
    assert changed(text, {"set": "standstill.days", "value": ""}) == DEAL


def test_a_required_term_that_is_cleared_alone_is_a_finding_at_its_field(opened):
    before = opened.get("/deal/text", params={"file": "deal.yaml"}).json()
    cleared = {"revision": before["revision"], "set": "escrow.wire.bank", "value": ""}
    after = opened.post("/deal/edit", params={"file": "deal.yaml"}, json=cleared).json()
    assert tree_of(after["text"])["escrow"]["wire"]["bank"] is None
    assert [problem["path"] for problem in after["problems"] if problem["severity"] == "error"] == ["escrow.wire.bank"]


def test_a_new_investor_begins_with_its_name_and_amount_open():
    text = changed(DEAL, {"add": "investors"})
    assert tree_of(text)["investors"][5] == {"name": "TBD", "amount": "TBD"}
    assert changed(text, {"remove": "investors[5]"}) == DEAL


def test_a_change_that_nobody_knows_is_refused():
    with pytest.raises(InputError, match="G305"):
        changed(DEAL, {"burn": "company"})


def test_the_form_is_sent_and_none_while_the_text_is_no_yaml(opened):
    answer = opened.get("/deal/form", params={"file": "deal.yaml", "open": "standstill"})
    assert 'id="t-standstill.days"' in html_of(answer)
    revision = opened.get("/deal/text", params={"file": "deal.yaml"}).json()["revision"]
    opened.post("/deal/edit", params={"file": "deal.yaml"}, json={"revision": revision, "text": "a: 'b"})
    assert opened.get("/deal/form", params={"file": "deal.yaml"}).json() == {"revision": revision + 1, "parts": None}


def test_of_a_form_that_the_page_has_only_what_changed_is_sent(opened):
    first = opened.get("/deal/form", params={"file": "deal.yaml"}).json()["parts"]
    revision = opened.get("/deal/text", params={"file": "deal.yaml"}).json()["revision"]
    price = {"revision": revision, "set": "offering.price_per_share", "value": "3"}
    opened.post("/deal/edit", params={"file": "deal.yaml"}, json=price)
    has = " ".join(part["digest"] for part in first)
    again = opened.get("/deal/form", params={"file": "deal.yaml", "has": has})
    assert [part["digest"].split("-")[0] for part in again.json()["parts"] if part["html"]] == ["offering"]
    assert 'value="3"' in html_of(again)


def test_markup_in_a_term_is_shown_as_text(client, folder):
    (folder / "deal.yaml").write_text(
        DEAL.replace("TIDEWELL SENSORS, INC.", '<script>alert(1)</script>" autofocus="'), encoding="utf-8"
    )
    sent = html_of(client.get("/deal/form", params={"file": "deal.yaml"}))
    assert "<script" not in sent
    assert '" autofocus="' not in sent


def test_a_table_is_compared_before_it_is_taken(opened):
    table = "name\tamount\tcolor\nOstara Opportunity Fund Ltd.\t650,000\tred\nNew Fund\t5\tblue\n"
    answer = opened.post("/deal/table", params={"file": "deal.yaml"}, json={"table": table}).json()
    assert (answer["added"], answer["kept"], len(answer["gone"])) == (["New Fund"], ["Ostara Opportunity Fund Ltd."], 4)
    assert [problem["code"] for problem in answer["problems"]] == ["X110"]
    assert opened.post("/deal/table", params={"file": "deal.yaml"}, json={"table": "nothing"}).status_code == 422
