"""The page in a real browser: served by the command, with the network cut off."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

webdriver = pytest.importorskip("selenium.webdriver")
from selenium.common.exceptions import StaleElementReferenceException  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import Select  # noqa: E402

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
NEEDED = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="there is no chromium to look at the page with")
_QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no other machine can be reached
)  # fmt: skip
_LONGEST_WAIT = 30  # seconds, on a busy machine


def start_browser(profile: Path, downloads: Path):
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in (*_QUIET, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    browser.set_script_timeout(4 * _LONGEST_WAIT)
    return browser


class Server:
    """`assembler page` in a folder, as a process that can be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.address = folder, ""
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        environment = {**os.environ, "ASSEMBLER_STATE": str(self.folder.parent / "state")}
        command = [sys.executable, "-c", "from assembler.cli import main; main()", "page", "--no-browser"]
        self._process = subprocess.Popen(
            command, cwd=self.folder, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )
        assert self._process.stderr
        self.address = self._process.stderr.readline().strip()
        assert re.match(r"http://127\.0\.0\.1:\d+/\?token=", self.address), self.address

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process.stderr.close()


class Page:
    """The page of a deal, as its user sees it."""

    def __init__(self, browser, server: Server) -> None:
        self.browser, self.server = browser, server

    def open(self, name: str = "deal.yaml") -> None:
        self.browser.get(self.server.address)
        self.browser.get(f"{self.server.address.split('/?')[0]}/deal?file={name}")
        self.until(lambda: self.all("#form .term") and self.one("#paper").text)

    def size(self, width: int, height: int = 900) -> None:
        self.browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        )

    def colors(self, scheme: str) -> None:
        self.browser.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        )

    # Look

    def all(self, selector: str):
        return self.browser.find_elements("css selector", selector)

    def one(self, selector: str):
        return self.browser.find_element("css selector", selector)

    def run(self, script: str, *values):
        return self.browser.execute_script(script, *values)

    def field(self, path: str):
        return self.one(f'[id="t-{path}"]')

    def value(self, path: str) -> str:
        return self.field(path).get_property("value")

    def text(self) -> str:
        """The text of the term sheet."""
        return self.run("return document.getElementById('text').value")

    def paper(self) -> str:
        """The words of the document."""
        return self.run("return document.getElementById('paper').textContent")

    def findings(self) -> list[str]:
        """The findings of the form."""
        return self.run(
            "return [...document.querySelectorAll('#panel-form .finding')].map((finding) => finding.innerText)"
        )

    def until(self, is_so, why: str = "") -> None:
        """Wait until something is so. A page that changes meanwhile is looked at again."""
        end = time.monotonic() + _LONGEST_WAIT
        while True:
            try:
                if is_so():
                    return
            except StaleElementReferenceException:
                pass
            assert time.monotonic() < end, f"{why} {self.one('body').text[:3000]}"
            time.sleep(0.05)

    # Do

    def click(self, selector: str) -> None:
        for _ in range(20):
            try:
                element = self.one(selector)
                self.run("arguments[0].scrollIntoView({block: 'center'})", element)
                element.click()
            except StaleElementReferenceException:
                time.sleep(0.05)
            else:
                return

    def press(self, *keys: str) -> None:
        webdriver.ActionChains(self.browser).send_keys(*keys).perform()

    def command(self, key: str, *, shift: bool = False) -> None:
        """Press a key with Ctrl."""
        held = [Keys.CONTROL, *([Keys.SHIFT] if shift else [])]
        keys = webdriver.ActionChains(self.browser)
        for each in held:
            keys.key_down(each)
        keys.send_keys(key)
        for each in held:
            keys.key_up(each)
        keys.perform()

    def type(self, path: str, value: str) -> None:
        """Type a value into a field, in place of what it holds, and go on to the next field."""
        self.click(f'[id="t-{path}"]')
        self.command("a")
        self.press(value or Keys.DELETE)
        self.press(Keys.TAB)
        self.until(lambda: self.value(path) == value, path)

    def choose(self, path: str, option: str) -> None:
        Select(self.field(path)).select_by_value(option)

    def side(self, name: str) -> None:
        self.click(f"#tab-{name}")

    # Judge

    def faults(self) -> list[str]:
        """What the browser complained of since it was asked last. A change that is refused, or comes late, is none."""
        expected = ("the server responded with a status of 422", "the server responded with a status of 409")
        return [
            entry["message"]
            for entry in self.browser.get_log("browser")
            if not any(each in entry["message"] for each in expected)
        ]

    def axe(self) -> list[str]:
        """What axe finds."""
        import axe_core_python

        script = Path(axe_core_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
        self.browser.execute_cdp_cmd("Runtime.evaluate", {"expression": script})
        found = self.browser.execute_async_script(
            "const done = arguments[0]; axe.run(document).then(done, (error) => done({violations: [{id: String(error), nodes: []}]}))"
        )
        return [
            f"{each['id']}: {node['target']} {node['failureSummary']}"
            for each in found["violations"]
            for node in each["nodes"] or [{"target": "", "failureSummary": ""}]
        ]

    def asked_elsewhere(self) -> list[str]:
        """What the page asked of another address than its own."""
        names = self.run("return performance.getEntriesByType('resource').map((entry) => entry.name)")
        return [
            name for name in json.loads(json.dumps(names)) if not name.startswith(self.server.address.split("/?")[0])
        ]
