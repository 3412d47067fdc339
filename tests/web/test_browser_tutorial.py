"""The three tasks of docs/page.md, done word for word in a real browser."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
import pytest

from tests.web.browser import NEEDED, Keys, Page, Server, start_browser

pytestmark = [NEEDED, pytest.mark.slow]

GUIDE = (Path(__file__).parents[2] / "docs" / "page.md").read_text(encoding="utf-8")
TASKS = re.findall(r"^### (.+?)\n(.+?)(?=^##)", GUIDE.partition("## Three tasks")[2], re.MULTILINE | re.DOTALL)
ACTION = re.compile(
    r"[Tt]ype `(?P<typed>[^`]+)` in \*\*(?P<field>[^*]+)\*\*"
    r"|[Cc]lick \*\*(?P<button>[^*]+)\*\*"
    r"|[Oo]pen the tab \*\*(?P<tab>[^*]+)\*\*"
    r"|[Cc]hoose the file `(?P<file>[^`]+)` at \*\*(?P<at>[^*]+)\*\*"
    r"|page shows `(?P<shown>[^`]+)`"
)
# What a user sees with this name: the first that is shown and can be used.
FIND = """
const [name, selector] = arguments;
const words = (text) => text.replace(/\\s+/g, ' ').trim();
const nameOf = (e) => words(e.getAttribute('aria-label') ?? (e.labels?.length ? e.labels[0].textContent : e.textContent));
return [...document.querySelectorAll(selector)].find((e) => (e.offsetParent || e.type === 'file') && nameOf(e) === name) ?? null;
"""


def steps_of(task: str) -> list[str]:
    return [
        " ".join(step.split())
        for step in re.findall(r"^\d+\. (.+?)(?=^\d+\. |\n\n|\Z)", task, re.MULTILINE | re.DOTALL)
    ]


def test_the_guide_has_three_tasks_and_each_step_does_or_shows_something():
    assert len(TASKS) == 3
    assert all(ACTION.search(step) for _, task in TASKS for step in steps_of(task))
    assert [len(steps_of(task)) for _, task in TASKS] == [9, 4, 3]


@pytest.fixture
def page(tmp_path):
    folder = tmp_path / "deals"
    folder.mkdir()
    (tmp_path / "downloads").mkdir()
    server = Server(folder)
    server.start()
    browser = start_browser(tmp_path / "browser", tmp_path / "downloads")
    page = Page(browser, server)
    page.size(1280)
    browser.get(server.address)
    yield page
    browser.quit()
    server.kill()


def test_whoever_follows_the_guide_gets_what_it_says(page, tmp_path):
    for title, task in TASKS:
        if "mark-up" in title:
            page.until(lambda: is_done(page))
            mark_up(page.server.folder)
        for step in steps_of(task):
            for action in ACTION.finditer(step):
                do(page, action)
    page.until(lambda: [*(tmp_path / "downloads").glob("*.docx")])
    redline = next((tmp_path / "downloads").glob("*.docx"))
    page.until(lambda: zipfile.is_zipfile(redline))
    assert page.faults() == []


def is_done(page: Page) -> bool:
    """Return True if no work is going on."""
    return "Working…" not in seen(page)


def do(page: Page, action: re.Match[str]) -> None:
    page.until(lambda: is_done(page))
    if action["field"]:
        field = found(page, action["field"], "input, textarea")
        page.run("arguments[0].scrollIntoView({block: 'center'})", field)
        field.click()
        page.command("a")
        page.press(action["typed"], Keys.TAB)
    elif action["tab"]:
        found(page, action["tab"], "[role=tab]").click()
    elif action["button"]:
        button = found(page, action["button"], "button:not([role=tab]):not(:disabled), a")
        page.run("arguments[0].scrollIntoView({block: 'center'})", button)
        button.click()
    elif action["file"]:
        page.until(lambda: page.all("#against option"))
        found(page, action["at"], "input[type=file]").send_keys(str(page.server.folder / action["file"]))
    else:
        page.until(lambda: action["shown"] in seen(page), action["shown"])


def found(page: Page, name: str, selector: str):
    page.until(lambda: page.run(FIND, name, selector), name)
    return page.run(FIND, name, selector)


def seen(page: Page) -> str:
    """All words in sight, those of a frame among them."""
    return page.run(
        "return document.body.innerText + [...document.querySelectorAll('iframe')].filter((frame) => frame.offsetParent).map((frame) => frame.contentDocument.body.innerText).join()"
    )


def mark_up(folder: Path) -> None:
    """Write `marked.docx`: the agreement with other words in a covenant."""
    document = docx.Document(str(next((folder / "output").rglob("agreement.docx"))))
    run = next(run for paragraph in document.paragraphs for run in paragraph.runs if "best efforts" in run.text)
    run.text = run.text.replace("best efforts", "reasonable efforts")
    document.save(str(folder / "marked.docx"))
