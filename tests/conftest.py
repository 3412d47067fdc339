"""Options and surroundings of every test run.

`pytest --fast` runs the fast part of the suite: without tests that start LibreOffice, Chromium, pandoc or poppler
(marked `office`, by their skip condition) and without those marked `slow`, and tries at most 25 examples of a
property. A test that starts such a program all the same fails.

`pytest --share N` runs every test, but only one in N of the cases of each.
"""

import os
import shutil
import sys
import tempfile
from collections import Counter

import hypothesis
import pytest

# Each run has its own cache of compiled templates.
_CACHE = tempfile.TemporaryDirectory(prefix="assembler-cache-")
os.environ["ASSEMBLER_CACHE"] = _CACHE.name

_EXAMPLES = 25
_PROGRAMS = ("soffice", "chromium", "chromedriver", "pandoc", "pdftotext")
_PATHS = {path for name in _PROGRAMS if (path := shutil.which(name))}
_REASONS = ("libreoffice", "soffice", "uno", "chromium", "pandoc", "pdftotext", "there")


def pytest_addoption(parser):
    parser.addoption("--fast", action="store_true", help="run the fast part of the suite: no office programs")
    parser.addoption("--share", type=int, default=1, metavar="N", help="run one in N of the cases of each test")


def pytest_configure(config):
    config.addinivalue_line("markers", "office: starts LibreOffice, Chromium, pandoc or poppler")
    config.addinivalue_line("markers", "slow: is left out of the fast part")
    if config.getoption("--fast"):
        sys.addaudithook(_refuse_office)


def pytest_collection_modifyitems(config, items):
    for item in items:
        if any(_needs_office(mark) for mark in item.iter_markers("skipif")):
            item.add_marker("office")
    if config.getoption("--fast"):
        _leave_out(
            [item for item in items if item.get_closest_marker("office") or item.get_closest_marker("slow")], items
        )
        for item in items:
            _try_fewer_examples(item.function)
    _leave_out(_beyond_share(items, config.getoption("--share")), items)


def _beyond_share(items, share):
    """Return the cases of each test but the first and every N-th behind it."""
    seen = Counter()
    for item in items:
        test = item.nodeid.partition("[")[0]
        if seen[test] % share:
            yield item
        seen[test] += 1


def _leave_out(left_out, items):
    left_out = {*left_out}
    if left_out:
        items[0].config.hook.pytest_deselected(items=[*left_out])
        items[:] = [item for item in items if item not in left_out]


def _try_fewer_examples(test):
    name = "_hypothesis_internal_use_settings"
    if (asked := getattr(test, name, None)) and asked.max_examples > _EXAMPLES:
        setattr(test, name, hypothesis.settings(asked, max_examples=_EXAMPLES))


def _needs_office(mark):
    reason = mark.kwargs.get("reason", "").lower()
    return any(word in reason for word in _REASONS)


def _refuse_office(event, arguments):
    if event == "subprocess.Popen":
        program = shutil.which(os.fspath(arguments[0])) or ""
        if program in _PATHS:
            pytest.fail(f"this test starts {program}: skip it where that is missing, so that it is marked `office`")


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name a case by its argument where the value is a file: its bytes hold the time, and workers must agree on names."""
    return argname if isinstance(val, bytes) and val.startswith(b"PK") else None
