"""The form and the text of a term sheet, in a real browser."""

from __future__ import annotations

import pytest

from tests import deals
from tests.web.browser import NEEDED, Keys, Page, Server, start_browser

pytestmark = [NEEDED, pytest.mark.slow]

DEAL = (deals.TERMSHEETS / "new-stock-and-warrants.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page") / "deals"
    folder.mkdir()
    server = Server(folder)
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    browser = start_browser(tmp_path_factory.mktemp("browser"), tmp_path_factory.mktemp("downloads"))
    yield browser
    browser.quit()


_count = iter(range(1000))


@pytest.fixture
def page(browser, server):
    """The page of a fresh deal. A fault of its scripts fails the test."""
    name = f"deal-{next(_count)}.yaml"
    (server.folder / name).write_text(DEAL, encoding="utf-8")
    page = Page(browser, server)
    page.size(1280)
    page.colors("light")
    page.run("try { sessionStorage.clear() } catch {}")
    page.open(name)
    page.faults()
    yield page
    assert page.faults() == []
    assert page.asked_elsewhere() == []


def test_a_price_that_is_typed_is_in_the_text_and_the_document_and_nothing_else_changes(page):
    page.type("offering.price_per_share", "2.50")
    page.until(lambda: page.text() == DEAL.replace("price_per_share: 2.375", "price_per_share: 2.50"))
    page.until(lambda: "$2.50" in page.paper())


LATE_FORMS = """
window.late = 0;
const fetched = window.fetch;
window.fetch = async (...asked) => {
  const answer = await fetched(...asked);
  if (String(asked[0]).startsWith("/deal/form")) {
    window.late += 1;
    await new Promise((go) => setTimeout(go, 4000));
    setTimeout(() => { window.late -= 1 }, 100);
  }
  return answer;
};
"""


def test_a_form_that_comes_late_shows_what_was_typed_meanwhile(page):
    page.run(LATE_FORMS)
    page.click('[data-open="standstill"]')
    page.until(lambda: page.run("return window.late") == 1)
    page.click('[id="t-offering.price_per_share"]')
    page.command("a")
    page.press("2.55")
    page.until(lambda: "$2.55" in page.paper())
    page.press(Keys.TAB)
    page.until(lambda: page.run("return window.late") == 0)
    assert page.value("offering.price_per_share") == "2.55"


def _finding_of(path, page):
    return page.one(f'[id="t-{path}"] + .finding').get_attribute("id")


def _described_by(path, page):
    return page.field(path).get_attribute("aria-describedby").split()


def test_an_error_stands_at_its_field_and_goes_when_it_is_mended(page):
    page.type("law.majority_threshold", "half")
    page.until(lambda: page.field("law.majority_threshold").get_attribute("aria-invalid") == "true")
    page.until(lambda: "T104" in page.one('[id="t-law.majority_threshold"] + .finding').text)
    page.until(lambda: _finding_of("law.majority_threshold", page) in _described_by("law.majority_threshold", page))
    assert page.one("#findings").text == "1 error"
    page.type("law.majority_threshold", "50%")
    page.until(lambda: not page.all('[id="t-law.majority_threshold"] + .finding'))
    assert page.text() == DEAL


def test_a_fix_is_made_by_a_click(page):
    page.type("agreement.date", "31/12/2026")
    page.type("investors[0].amount", "1 250 000")
    page.until(lambda: page.all('[id="t-investors[0].amount"] + .finding .fix'))
    page.click('[id="t-investors[0].amount"] + .finding .fix')
    page.until(lambda: page.value("investors[0].amount") == "1,250,000")
    assert "amount: 1,250,000\n" in page.text()


def test_by_key_one_goes_from_finding_to_finding(page):
    page.type("law.majority_threshold", "half")
    page.type("agreement.date", "soon")
    page.until(lambda: page.one("#findings").text == "2 errors")
    page.press(Keys.F8)
    page.until(lambda: page.run("return document.activeElement.id") == "t-agreement.date")
    page.press(Keys.F8)
    page.until(lambda: page.run("return document.activeElement.id") == "t-law.majority_threshold")


def test_undo_gives_the_old_text_back_from_a_field_and_from_the_text(page):
    page.type("company.name", "OTHER, INC.")
    page.until(lambda: "OTHER, INC." in page.text())
    page.click('[id="t-company.name"]')
    page.command("z")
    page.until(lambda: page.text() == DEAL)
    page.until(lambda: page.value("company.name") == "TIDEWELL SENSORS, INC.")
    page.command("z", shift=True)
    page.until(lambda: "OTHER, INC." in page.text())
    page.side("text")
    page.click("#text")
    page.command("z")
    page.until(lambda: page.text() == DEAL)


def test_undo_gives_the_old_value_back_to_the_field_that_is_still_typed_in(page):
    page.click('[id="t-company.name"]')
    page.command("a")
    page.press("OTHER, INC.")
    page.until(lambda: "OTHER, INC." in page.text())
    page.command("z")
    page.until(lambda: page.value("company.name") == "TIDEWELL SENSORS, INC.")
    assert page.text() == DEAL


def test_text_that_is_typed_is_in_the_form_and_what_is_no_yaml_is_shown_at_its_line(page):
    page.side("text")
    page.run(
        "const t = document.getElementById('text'); t.focus(); const at = t.value.indexOf('TIDEWELL SENSORS'); t.setSelectionRange(at, at)"
    )
    page.press("'")
    page.until(lambda: page.all("#colours .line.error"))
    assert (
        page.run(
            "return [...document.querySelectorAll('#colours .line')].findIndex((line) => line.classList.contains('error'))"
        )
        > 0
    )
    page.side("form")
    page.until(lambda: page.one("#unread").is_displayed())
    page.side("text")
    page.command("z")
    page.click("#text")
    page.command("z")
    page.until(lambda: page.text() == DEAL)
    page.run(
        "const t = document.getElementById('text'); t.focus(); const at = t.value.indexOf('TIDEWELL SENSORS'); t.setSelectionRange(at, at)"
    )
    page.press("NEW ")
    page.side("form")
    page.until(lambda: page.value("company.name") == "NEW TIDEWELL SENSORS, INC.")


def test_an_investor_leaves_another_joins_and_the_order_changes(page):
    page.click('[aria-label="Remove Ostara Opportunity Fund Ltd."]')
    page.until(lambda: "Ostara Opportunity Fund" not in page.paper())
    page.click('[data-add="investors"]')
    page.until(lambda: page.all('[id="t-investors[4].name"]'))
    page.until(lambda: page.value("investors[4].amount") == "TBD")
    page.type("investors[4].name", "Newcomer Fund, LP")
    page.type("investors[4].amount", "1,000")
    page.click('[aria-label="Move Quillfeather Capital Partners LLC up"]')
    page.until(lambda: page.value("investors[0].name") == "Quillfeather Capital Partners LLC")
    page.until(lambda: page.text().index("Quillfeather") < page.text().index("Northgate Harbor Master"))
    assert "# A natural person" in page.text()


def test_a_table_from_a_spreadsheet_takes_the_place_of_the_investors_once_it_was_looked_at(page):
    page.click("#paste")
    page.run(
        "const t = document.getElementById('pasted'); t.value = arguments[0]; t.dispatchEvent(new Event('input', {bubbles: true}))",
        "Investor\tCommitment\tE-mail\nNorthgate Harbor Master Fund, LP\t2,000,000\t\nThird Fund\t5,000\tthird@example.com\n",
    )
    page.until(lambda: "Joins: Third Fund" in page.one("#table-says").text)
    assert "Changes: Northgate" in page.one("#table-says").text
    assert "Leaves: Quillfeather" in page.one("#table-says").text
    page.click("#take")
    page.until(lambda: page.all('[id="t-investors[1].name"]') and page.value("investors[1].name") == "Third Fund")
    assert "email: third@example.com" in page.text()
    assert "410 Quarry Lane" in page.text()  # what the table does not state stays


def test_a_table_without_names_of_columns_is_refused_in_its_dialog(page):
    page.click("#paste")
    page.run(
        "const t = document.getElementById('pasted'); t.value = 'A Fund\\t5\\n'; t.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    page.until(lambda: "X107" in page.one("#table-says").text)
    assert not page.one("#take").is_enabled()
    page.press(Keys.ESCAPE)
    assert page.text() == DEAL


def test_what_is_not_part_of_the_deal_is_folded_and_can_be_stated(page):
    assert not page.all('[id="t-standstill.days"]')
    page.click('[data-open="standstill"]')
    page.until(lambda: page.all('[id="t-standstill.days"]'))
    page.type("standstill.days", "60")
    page.until(lambda: "standstill:\n  days: 60\n" in page.text())
    page.until(lambda: page.all('.group [data-remove="standstill"]'))
    page.click('[data-remove="standstill"]')
    page.until(lambda: page.text() == DEAL)


def test_a_choice_and_a_list_are_stated_by_choosing(page):
    page.choose("warrants.mode", "covenant")
    page.until(lambda: "  mode: covenant\n" in page.text())
    page.click('[id="t-warrants.provisions.payment_methods"] [value="cash"]')
    page.until(lambda: "payment_methods: [cash, check, wire]" in page.text())
    page.type("counsel.company.address_lines", "1 Main Street")
    page.until(lambda: "address_lines:\n      - 1 Main Street\n    attention: Josephine" in page.text())


def test_a_figure_in_the_document_leads_to_its_term(page):
    page.click('#paper [data-term="company.address.zip"]')
    page.until(lambda: page.run("return document.activeElement.id") == "t-company.address.zip")
    page.side("text")
    page.click('#paper [data-term="company.address.zip"]')
    page.until(
        lambda: (
            page.run(
                "const t = document.activeElement; return t.id === 'text' && t.value.slice(t.selectionStart, t.selectionStart + 5)"
            )
            == "97103"
        )
    )


def test_a_term_is_found_by_its_name(page):
    page.click("#find")
    page.until(lambda: len(page.all("#every-term option")) > 100)
    page.press("Escrow: Wire: Bank", Keys.ENTER)
    page.until(lambda: page.run("return document.activeElement.id") == "t-escrow.wire.bank")


def test_the_sides_are_chosen_by_keyboard(page):
    page.click("#tab-form")
    page.press(Keys.ARROW_RIGHT)
    assert page.one("#panel-text").is_displayed()
    assert not page.one("#panel-form").is_displayed()
    assert page.run("return document.activeElement.id") == "tab-text"
    page.press(Keys.HOME)
    assert page.one("#panel-form").is_displayed()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page, scheme):
    page.colors(scheme)
    page.click('[data-open="investors[0]"]')
    page.click('[data-open="standstill"]')
    page.type("law.majority_threshold", "half")
    page.until(lambda: page.all(".finding.error"))
    assert page.axe() == []
    page.side("text")
    page.until(lambda: page.all("#colours .line.error"))
    assert page.axe() == []
    page.side("form")
    page.click("#paste")
    assert page.axe() == []
    page.press(Keys.ESCAPE)


@pytest.mark.parametrize("width", [1280, 800])
def test_nothing_runs_out_to_the_side(page, width):
    page.size(width)
    page.click('[data-open="investors[0]"]')
    page.type("law.majority_threshold", "half")
    page.until(lambda: page.all(".finding.error"))
    for selector in ("html", "#panel-form", "#bar"):
        scroll, client = page.run(
            "const e = document.querySelector(arguments[0]); return [e.scrollWidth, e.clientWidth]", selector
        )
        assert scroll <= client, selector


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_tabs_of_the_deal_and_on_the_start_page(page, scheme):
    page.colors(scheme)
    page.click("#tab-set")
    page.click("[data-do=draft]")
    page.until(lambda: page.all("#set-files .files"))
    page.type("offering.price_per_share", "2.50")
    page.until(lambda: page.all("#panel-plan table"))
    page.run("document.getElementById('form').replaceChildren()")  # another test judges it
    found = {}
    for tab in ("document", "schedule", "plan", "changes", "compare", "set"):
        page.click(f"#tab-{tab}")
        page.until(lambda tab=tab: page.one(f"#panel-{tab}").text)
        found[tab] = page.axe()
    page.browser.get(page.server.address)
    found["start"] = page.axe()
    assert found == {place: [] for place in found}


def test_in_print_the_document_stands_alone_in_black(page):
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not page.one("#terms").is_displayed()
    assert not page.one("#bar").is_displayed()
    assert page.one("#paper").is_displayed()
    assert page.run("return getComputedStyle(document.getElementById('paper')).color") == "rgb(0, 0, 0)"
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
