"""Measure the page in a browser: from a key stroke to the new document, and to findings and plan."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import yaml
from documents import sheet
from machine import measured_with

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.web.browser import Page, Server, start_browser  # noqa: E402  the program beside the benchmark is measured

LIBRARIES = ("starlette", "uvicorn")
DEALS: Mapping[str, bytes] = {
    "5 investors": (ROOT / "termsheets" / "new-stock-and-warrants.yaml").read_bytes(),
    "300 investors": yaml.safe_dump(json.loads(sheet(300)), sort_keys=False).encode(),
}
LIMITS = {"5 investors": (100, 250), "300 investors": (1000, 1000)}
"""The most milliseconds to the document, and to findings and plan, as the median."""

# Types the price as a user does, and waits until the browser has drawn what came back.
_TYPE = """
const [digit, done] = arguments;
import("/static/api.js").then(({ page }) => {
  const text = document.getElementById("text");
  const begun = performance.now();
  let document_;
  const drawn = (then) => requestAnimationFrame(() => setTimeout(then));
  page.addEventListener("state", () => drawn(() => { document_ = performance.now() - begun; }), { once: true });
  page.addEventListener("findings", () => drawn(() => done([document_, performance.now() - begun])), { once: true });
  text.value = text.value.replace(/(price_per_share: '?[0-9]+\\.[0-9]+?)[0-9](?=[^0-9])/, `$1${digit}`);
  text.dispatchEvent(new InputEvent("input", { bubbles: true }));
});
"""


def main() -> int:
    """Measure, print the table, and return the exit code."""
    arguments = _arguments()
    print(f"{measured_with(LIBRARIES)}\n\n{'ms, median (least to most)':<30}{'document':>26}{'findings and plan':>26}")
    is_met = True
    for name, content in DEALS.items():
        drawn, found = measure(content, arguments.strokes)
        print(f"{name:<30}{_shown(drawn):>26}{_shown(found):>26}")
        is_met &= median(drawn) <= LIMITS[name][0] and median(found) <= LIMITS[name][1]
    return 1 if arguments.check and not is_met else 0


def measure(content: bytes, strokes: int) -> tuple[Sequence[float], Sequence[float]]:
    """Return the milliseconds of each key stroke: to the new document, and to findings and plan. The set is drafted."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "deals"
        folder.mkdir()
        (folder / "deal.yaml").write_bytes(content)
        server = Server(folder)
        server.start()
        browser = start_browser(Path(place) / "browser", Path(place))
        try:
            page = Page(browser, server)
            page.open()
            page.click("#tab-set")
            page.click("[data-do=draft]")
            page.until(lambda: "written" in page.one("#set-says").text)
            page.click("#tab-document")
            page.click("#tab-text")
            times: list[Any] = [browser.execute_async_script(_TYPE, str(count % 9 + 1)) for count in range(strokes + 3)]
        finally:
            browser.quit()
            server.kill()
    drawn, found = zip(*times[3:], strict=True)  # the first ones compile and load
    return drawn, found


def _shown(times: Sequence[float]) -> str:
    return f"{median(times):.0f} ({min(times):.0f} to {max(times):.0f})"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strokes", type=int, default=20, metavar="N", help="key strokes (default: 20)")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a median is over its limit")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
