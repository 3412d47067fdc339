"""Two windows of one deal, in a real browser: nothing that is typed in either is lost."""

from __future__ import annotations

import pytest

from tests import deals
from tests.web.browser import NEEDED, Keys, Page, Server, start_browser

pytestmark = [NEEDED, pytest.mark.slow]

DEAL = (deals.TERMSHEETS / "new-stock-and-warrants.yaml").read_text(encoding="utf-8")
PRICE, AMOUNT = "offering.price_per_share", "investors[1].amount"


class Windows(Page):
    """A page in two windows."""

    def begin(self) -> None:
        self.first = self.browser.current_window_handle
        self.browser.switch_to.new_window("window")
        self.second = self.browser.current_window_handle
        for window in (self.first, self.second):
            self.go_to(window)
            self.open()
            self.hide()

    def hide(self) -> None:
        """Let the window ask for no news: it is behind others."""
        self.run("Object.defineProperty(document, 'hidden', {get: () => true})")

    def go_to(self, window) -> None:
        self.browser.switch_to.window(window)

    def enter(self, path: str, value: str) -> None:
        """Type a value, and leave the field."""
        self.click(f'[id="t-{path}"]')
        self.command("a")
        self.press(value, Keys.TAB)

    def caught_up(self, *words: str) -> None:
        self.until(lambda: all(each in self.text() for each in words), str(words))


@pytest.fixture
def page(tmp_path):
    folder = tmp_path / "deals"
    folder.mkdir()
    (folder / "deal.yaml").write_text(DEAL, encoding="utf-8")
    server = Server(folder)
    server.start()
    browser = start_browser(tmp_path / "browser", tmp_path)
    page = Windows(browser, server)
    page.begin()
    yield page
    faults = page.faults()
    browser.quit()
    server.kill()
    assert faults == []


def test_what_two_windows_type_is_both_there_or_is_chosen_from(page):
    # Other terms: both are there, and that of an investor follows when the list moves.
    page.click('[aria-label="Remove Northgate Harbor Master Fund, LP"]')
    page.caught_up("investors:")
    page.until(lambda: "Northgate Harbor" not in page.text())
    page.go_to(page.first)
    page.enter(AMOUNT, "777,000")
    page.caught_up("777,000")
    assert "Northgate Harbor" not in page.text()
    page.until(lambda: page.value("investors[0].amount") == "777,000")

    # The same term: what is typed stays in its field, and is chosen.
    page.go_to(page.second)
    page.enter(PRICE, "3.50")
    page.caught_up("3.50", "777,000")
    page.go_to(page.first)
    page.enter(PRICE, "4.50")
    buttons = f'[id="t-{PRICE}"] ~ .finding .fix'
    page.until(lambda: [each.text for each in page.all(buttons)] == ["Write “4.50”", "Leave “3.50”"])
    assert page.value(PRICE) == "4.50"
    assert "not saved" in page.one("#saved").text.lower()
    assert "3.50" in page.text()
    assert page.axe() == []
    page.browser.refresh()
    page.hide()
    page.until(lambda: len(page.all(buttons)) == 2)
    page.click(buttons)
    page.caught_up("price_per_share: 4.50")
    page.until(lambda: not page.all(buttons))

    # The same lines of the text.
    page.go_to(page.second)
    page.side("text")
    typed = "const t = document.getElementById('text'); t.value = t.value.replace(arguments[0], arguments[1]); t.dispatchEvent(new InputEvent('input', {bubbles: true}))"
    page.run(typed, "par_value: 0.0001", "par_value: 0.002")
    page.run(typed, "par_value: 0.002", "par_value: 0.0025")
    page.run(typed, "TIDEWELL SENSORS", "TIDEWELL METERS")
    page.caught_up("4.50")
    page.go_to(page.first)
    page.side("text")
    page.run(typed, "par_value: 0.0001", "par_value: 0.003")
    page.until(lambda: page.one("#kept-text").is_displayed())
    assert "0.003" in page.text()
    page.until(lambda: "-  par_value: 0.0025" in page.one("#kept-lines").text)
    page.click("#keep-text")
    page.caught_up("0.003", "TIDEWELL METERS")
    page.until(lambda: not page.one("#kept-text").is_displayed())
