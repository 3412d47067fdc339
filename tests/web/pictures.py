"""Take the pictures of the page that docs/page.md shows: `python -m tests.web.pictures`."""

from __future__ import annotations

import base64
import tempfile
import time
from pathlib import Path

import docx

from tests import deals
from tests.web.browser import Page, Server, start_browser
from tests.web.small_png import smaller

DOCS = Path(__file__).parents[2] / "docs" / "page"
COLORS = ("light", "dark")


def main() -> None:
    """Take a picture of each tab, in light and in dark."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "deals"
        folder.mkdir()
        (folder / "deal.yaml").write_bytes((deals.TERMSHEETS / "new-stock-and-warrants.yaml").read_bytes())
        server = Server(folder)
        server.start()
        browser = start_browser(Path(name) / "browser", Path(name))
        try:
            take_all(Page(browser, server), folder)
        finally:
            browser.quit()
            server.kill()


def take_all(page: Page, folder: Path) -> None:
    DOCS.mkdir(exist_ok=True)
    page.size(1280, 860)
    page.browser.get(page.server.address)
    take(page, "start")
    page.open()
    take(page, "form-document")
    click(page, "#tab-set")
    page.click("[data-do=draft]")
    page.until(lambda: page.all("#set-files .files"))
    page.type("offering.price_per_share", "2.50")
    page.until(lambda: page.one("#saved").text == "Not saved yet")
    page.type("law.majority_threshold", "half")
    page.until(lambda: page.all('[id="t-law.majority_threshold"] + .finding'))
    click(page, "#tab-text")
    page.click("#findings")
    click(page, "#tab-document")
    take(page, "text")
    page.click("#undo")
    page.click("#tab-form")
    page.run("document.querySelector('.investors').scrollIntoView({block: 'center'})")
    click(page, "#tab-schedule")
    take(page, "schedule")
    click(page, "#tab-plan")
    page.until(lambda: page.one("#panel-plan").text)
    take(page, "plan")
    click(page, "#tab-changes")
    page.until(lambda: page.all("#since option"))
    page.click("#see-changes")
    page.until(lambda: page.one("#changes-page").is_displayed())
    take(page, "changes")
    marked = folder / "marked.docx"
    document = docx.Document(str(next((folder / "output").rglob("agreement.docx"))))
    run = next(run for paragraph in document.paragraphs for run in paragraph.runs if "best efforts" in run.text)
    run.text = run.text.replace("best efforts", "reasonable efforts")
    document.save(str(marked))
    click(page, "#tab-compare")
    page.until(lambda: page.all("#against option"))
    page.one("#came-back").send_keys(str(marked))
    page.until(lambda: page.one("#compare-page").is_displayed())
    take(page, "compare")
    click(page, "#tab-set")
    page.click("#to-send")
    page.one("#send-to").send_keys("counsel for the investors")
    page.click("#send [type=submit]")
    page.until(lambda: page.all("[data-restore]"))
    take(page, "set")


def click(page: Page, selector: str) -> None:
    page.click(selector)
    time.sleep(0.5)


def take(page: Page, name: str) -> None:
    """Keep a picture of the page in both colors."""
    for color in COLORS:
        page.colors(color)
        time.sleep(1)
        shot = base64.b64decode(page.browser.get_screenshot_as_base64())
        (DOCS / f"{name}-{color}.png").write_bytes(smaller(shot))
    page.colors("light")


if __name__ == "__main__":
    main()
