"""A deal from its first term to the downloaded set, in a real browser."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from tests.commands import run
from tests.web.browser import NEEDED, Page, Server, start_browser

pytestmark = [NEEDED, pytest.mark.slow]

TERMS = {
    "name": "harbor",
    "agreement.date": "2026-10-01",
    "company.name": "HARBOR LIGHT, INC.",
    "company.jurisdiction": "Delaware",
    "company.signatory.name": "Ann Lee",
    "company.signatory.title": "President",
    "offering.price_per_share": "two dollars",
    "offering.par_value": "0.001",
    "offering.principal_market": "Nasdaq Capital Market",
    "warrants.coverage": "50%",
    "warrants.exercise_price": "2.50",
    "warrants.term_years": "5",
    "law.governing_state": "Delaware",
}


@pytest.fixture
def downloads(tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    return folder


@pytest.fixture
def page(tmp_path, downloads):
    folder = tmp_path / "deals"
    folder.mkdir()
    server = Server(folder)
    server.start()
    browser = start_browser(tmp_path / "browser", downloads)
    page = Page(browser, server)
    page.size(1280)
    yield page
    browser.quit()
    server.kill()


def begin(page):
    """Begin a deal of two investors, with a price that is none at first."""
    page.browser.get(page.server.address)
    for name, value in TERMS.items():
        page.one(f'[name="{name}"]').send_keys(value)
    for index, (name, amount) in enumerate((("Alpha Fund, LP", "1,000,000"), ("Beta Fund, LP", "500,000"))):
        if index:
            page.click("#add")
        page.all('#investors [data-name="name"]')[index].send_keys(name)
        page.all('#investors [data-name="amount"]')[index].send_keys(amount)
    page.click("#new [type=submit]")
    page.until(lambda: "T104" in page.one('[data-path="offering.price_per_share"]').text)
    assert list(page.server.folder.iterdir()) == []
    price = page.one('[name="offering.price_per_share"]')
    price.clear()
    price.send_keys("2.00")
    page.click("#new [type=submit]")
    page.until(lambda: page.all("#form .term") and "HARBOR LIGHT, INC." in page.paper())


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def set_folder(page) -> Path:
    return page.server.folder / "output" / "harbor"


def act(page, name: str) -> None:
    """Do what a button of the set does, and wait for its end."""
    page.click("#tab-set")
    page.until(lambda: page.one(f'[data-do="{name}"]').is_enabled())
    page.click(f'[data-do="{name}"]')
    page.until(
        lambda: page.one(f'[data-do="{name}"]').is_enabled() and page.one("#set-says").text not in ("", "Working…")
    )


def downloaded(page, downloads: Path, name: str) -> bytes:
    page.until(lambda: (downloads / name).is_file() and not list(downloads.glob("*.crdownload")), name)
    return (downloads / name).read_bytes()


def test_from_a_new_deal_to_a_downloaded_set(page, downloads):  # noqa: PLR0915  a long way, step by step
    begin(page)
    page.faults()

    # A typing error is mended. The last good document stays meanwhile.
    page.type("investors[0].amount", "a million")
    page.until(lambda: page.all('[id="t-investors[0].amount"] + .finding') and page.one("#stale").is_displayed())
    assert "HARBOR LIGHT, INC." in page.paper()
    page.type("investors[0].amount", "1,200,000")
    page.until(lambda: not page.one("#stale").is_displayed())

    # A price changes the figures in their places, and the document does not move.
    page.click('[id="t-offering.price_per_share"]')
    page.until(lambda: "offering.price_per_share prints" in page.one("#standing").text)
    place = "const mark = document.querySelector('#paper .marked'); return [mark.textContent, Math.round(mark.getBoundingClientRect().top)]"
    words, height = page.run(place)
    page.command("a")
    page.press("1.25")  # no part of it prints the same
    page.until(lambda: page.run(place)[0] == words.replace("2.00", "1.25"))
    assert "1,360,000" in page.paper()  # shares for 1,700,000 dollars
    assert abs(page.run(place)[1] - height) < 2

    # What was typed and not saved is there after a crash.
    page.server.kill()
    page.type("company.name", "HARBOR LIGHTS, INC.")
    page.until(lambda: "not running" in page.one("#saved").text)
    page.server.start()
    page.open("harbor.yaml")
    page.faults()  # those of the page that had no server
    assert "restored" in page.one("#saved").text
    assert page.value("offering.price_per_share") == "1.25"
    page.type("company.name", "HARBOR LIGHTS, INC.")
    page.until(lambda: "HARBOR LIGHTS, INC." in page.paper())
    page.click("#save")
    page.until(lambda: page.one("#saved").text == "Saved")

    act(page, "draft")
    drafted = files_of(set_folder(page))
    assert "agreement.docx" in drafted

    # An investor leaves.
    page.click('[aria-label="Remove Beta Fund, LP"]')
    page.until(lambda: "Beta Fund" not in page.text())
    act(page, "schedules")
    assert not any("beta" in name for name in files_of(set_folder(page)) if "warrants" in name)

    # A mark-up comes back, and is compared with the agreement.
    marked = page.server.folder / "marked.docx"
    mark_up(set_folder(page) / "agreement.docx", marked)
    page.click("#tab-compare")
    page.until(lambda: page.all("#against option"))
    page.one("#came-back").send_keys(str(marked))
    page.until(lambda: page.one("#compare-page").is_displayed())
    page.browser.switch_to.frame(page.one("#compare-page"))
    page.until(lambda: "reasonable" in page.one("body").text)
    page.browser.switch_to.default_content()
    page.click("#compare-redline")
    page.until(lambda: list(downloads.glob("*.docx")))
    redline = zipfile.ZipFile(io.BytesIO(downloaded(page, downloads, next(downloads.glob("*.docx")).name)))
    assert b"<w:ins " in redline.read("word/document.xml")

    # The set is downloaded, and is what the command line drafts.
    page.click("#tab-set")
    page.until(lambda: page.all('#set-files a[href*="set.zip"]'))
    page.click('#set-files a[href*="set.zip"]')
    page.until(lambda: list(downloads.glob("*.zip")))
    with zipfile.ZipFile(io.BytesIO(downloaded(page, downloads, next(downloads.glob("*.zip")).name))) as archive:
        taken = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    by_command = page.server.folder.parent / "by-command"
    code, _, told = run("draft", page.server.folder / "harbor.yaml", "--output", by_command)
    assert code == 0, told
    documents = {name: data for name, data in files_of(by_command).items() if name.endswith(".docx")}
    assert documents
    assert {
        Path(name).name: data for name, data in taken.items() if name.endswith(".docx") and "archive" not in name
    }.items() >= {Path(name).name: data for name, data in documents.items()}.items()
    assert page.faults() == []
    assert page.asked_elsewhere() == []


def mark_up(source: Path, target: Path) -> None:
    """Write the agreement as the other side sends it back: with other words in a covenant."""
    document = docx.Document(str(source))
    run = next(run for paragraph in document.paragraphs for run in paragraph.runs if "best efforts" in run.text)
    run.text = run.text.replace("best efforts", "reasonable efforts")
    document.save(str(target))
