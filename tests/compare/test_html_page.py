"""The page of a comparison in a real browser: keys, boxes, names for a screen reader, and print."""

from __future__ import annotations

import base64
import os
import shutil

import pytest

from assembler.compare import html_page
from tests.compare.documents import with_original

webdriver = pytest.importorskip("selenium.webdriver")

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="there is no chromium to look at the page with")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--window-size=1280,900",
)  # fmt: skip


def compared():
    return with_original("focus-2003-07", "focus-2002-01")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in (*QUIET, f"--user-data-dir={tmp_path_factory.mktemp('browser')}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    yield browser
    browser.quit()


@pytest.fixture
def opened(browser, tmp_path_factory):
    """The page, just opened."""
    file = tmp_path_factory.mktemp("page") / "compared.html"
    file.write_text(html_page.page(compared()), encoding="utf-8")
    browser.get(file.as_uri())
    return browser


def press(browser, keys):
    webdriver.ActionChains(browser).send_keys(keys).perform()


def click(browser, selector):
    browser.find_element("css selector", selector).click()


def focused(browser):
    """The number of the difference that is looked at, or None."""
    return browser.execute_script("return document.activeElement.querySelector('sup')?.textContent")


def shown(browser, selector):
    return browser.execute_script(
        "return [...document.querySelectorAll(arguments[0])].filter(e => e.offsetParent).length", selector
    )


def test_nothing_goes_wrong_and_nothing_is_loaded(opened):
    assert opened.get_log("browser") == []
    assert opened.execute_script("return performance.getEntriesByType('resource').length") == 0


def test_by_keyboard_one_goes_through_the_differences_forth_and_back(opened):
    count = len(compared().differences)
    press(opened, "nnj")
    assert focused(opened) == "3"
    assert opened.find_element("id", "told").text == f"3 of {count}"
    press(opened, "pk")
    assert focused(opened) == "1"
    press(opened, "p")
    assert focused(opened) == str(count)


def test_the_buttons_go_on_from_the_difference_that_was_chosen_by_hand(opened):
    click(opened, '.inline [aria-describedby="why-10"] sup')
    click(opened, "#next")
    assert focused(opened) == "11"
    click(opened, "#previous")
    assert focused(opened) == "10"


def test_what_is_looked_at_is_not_hidden_behind_the_head_of_the_page(opened):
    press(opened, "n" * 40)
    top, head = opened.execute_script(
        "return [document.activeElement.getBoundingClientRect().top, document.querySelector('header').offsetHeight]"
    )
    assert head < top < 900


def test_a_kind_that_is_not_wanted_is_neither_shown_nor_gone_to_and_the_page_says_so(opened):
    counts = compared().counts
    click(opened, "[name=kind][value=option]")
    assert shown(opened, "li[data-kind=option]") == 0
    assert shown(opened, "li[data-kind]") == sum(counts.values()) - counts["option"]
    assert opened.find_element("id", "told").text == f"{counts['option']} differences of other kinds are hidden"
    press(opened, "n" * sum(counts.values()))
    assert opened.find_element("id", "told").text.endswith(f"of {sum(counts.values()) - counts['option']}")
    click(opened, "[name=kind][value=option]")
    assert opened.find_element("id", "told").text == ""


def test_side_by_side_each_document_has_its_own_words(opened):
    click(opened, "[name=view][value=side]")
    assert shown(opened, "p.inline") == 0
    left, right = (
        opened.find_element("css selector", f"#clause-3 + div .sides p:nth-child({at})").text for at in (1, 2)
    )
    assert ("July 1, 2003" in left, "January 11, 2002" in left) == (True, False)
    assert ("July 1, 2003" in right, "January 11, 2002" in right) == (False, True)


def test_equal_clauses_are_shown_when_asked_for(opened):
    assert shown(opened, ".same-clause") == 0
    click(opened, "#whole")
    assert shown(opened, ".same-clause") == sum(not pair.differences for pair in compared().pairs)


def test_a_screen_reader_finds_a_name_for_whatever_can_be_used(opened):
    opened.execute_cdp_cmd("Accessibility.enable", {})
    nodes = opened.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    used = [node for node in nodes if node.get("role", {}).get("value") in ("button", "checkbox", "radio", "link", "region", "main")]  # fmt: skip
    assert [node for node in used if not node["name"].get("value")] == []
    changes = [
        node
        for node in nodes
        if node.get("role", {}).get("value") == "group" and ": original " in node.get("name", {}).get("value", "")
    ]
    assert len(changes) == len(compared().differences)
    assert all(node.get("description", {}).get("value") for node in changes)


def test_in_print_the_words_are_black_and_the_buttons_are_gone(opened):
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert shown(opened, "button, fieldset") == 0
    color = "return getComputedStyle(document.querySelector('del')).color"
    assert opened.execute_script(color) == "rgb(0, 0, 0)"
    printed = base64.b64decode(opened.execute_cdp_cmd("Page.printToPDF", {})["data"])
    assert printed.startswith(b"%PDF")
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_on_a_narrow_screen_nothing_runs_out_to_the_side(opened):
    opened.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    )
    widths = "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    scroll, client = opened.execute_script(widths)
    opened.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert scroll <= client


def test_a_picture_of_the_page_is_kept_where_one_is_asked_for(opened):
    pictures = os.environ.get("ASSEMBLER_PICTURES")
    if not pictures:
        pytest.skip("ASSEMBLER_PICTURES names no folder")
    press(opened, "nnn")
    assert opened.save_screenshot(f"{pictures}/in-line.png")
    click(opened, "[name=view][value=side]")
    assert opened.save_screenshot(f"{pictures}/side-by-side.png")
