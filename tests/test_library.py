"""The cache of compiled templates: it saves work, and never changes a draft."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from types import SimpleNamespace

import pytest

from assembler import library
from assembler.dealset.build import write
from assembler.dealset.documents import SetPart
from assembler.library import Library, get_or_create
from assembler.word.template_cache import get_compiled_template
from tests import deals


@pytest.fixture
def cache(monkeypatch, tmp_path):
    monkeypatch.setenv("ASSEMBLER_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def making(made: bytes):
    """Return a function that returns `made`, and the list of its calls."""
    calls = []
    return lambda: calls.append(made) or made, calls


def test_what_was_made_is_not_made_again(cache):
    make, calls = making(b"made")
    assert [get_or_create("shell", "one", bytes, make), get_or_create("shell", "one", bytes, make)] == [
        b"made",
        b"made",
    ]
    assert len(calls) == 1


def test_what_is_made_of_something_else_is_made_for_itself(cache):
    assert get_or_create("shell", "one", bytes, lambda: b"one") == b"one"
    assert get_or_create("shell", "two", bytes, lambda: b"two") == b"two"


def test_what_a_program_that_has_changed_made_is_made_anew(cache, monkeypatch):
    get_or_create("shell", "one", bytes, lambda: b"old")
    monkeypatch.setattr(library, "_program", lambda: "changed")
    assert get_or_create("shell", "one", bytes, lambda: b"new") == b"new"


@pytest.mark.parametrize("name", ["lxml", "jinja2", "docx", "docxtpl"])
def test_what_another_version_of_a_library_made_is_made_anew(monkeypatch, tmp_path, name):
    before = library._program.__wrapped__()
    other = tmp_path / "__init__.py"
    other.write_text(f"# another {name}")
    spec = SimpleNamespace(origin=str(other))
    monkeypatch.setattr(library, "find_spec", lambda module: spec if module == name else find_spec(module))
    assert library._program.__wrapped__() != before


def test_a_value_of_another_type_is_made_anew(cache):
    get_or_create("shell", "one", str, lambda: "text")
    assert get_or_create("shell", "one", int, lambda: 1) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="each system has a folder of its own")
def test_the_cache_is_where_the_system_has_caches(monkeypatch, tmp_path):
    monkeypatch.delenv("ASSEMBLER_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    get_or_create("shell", "one", bytes, lambda: b"made")
    assert [path.parent for path in tmp_path.rglob("shell-*")] == [tmp_path / "assembler"]


@pytest.mark.parametrize("damage", [lambda content: content[:-1], lambda content: content[:40], lambda _: b"", lambda content: content[:-1] + b"!"])  # fmt: skip
def test_what_was_damaged_is_made_anew(cache, damage):
    make, calls = making(b"some words of the form")
    get_or_create("form", "one", bytes, make)
    (path,) = cache.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert get_or_create("form", "one", bytes, make) == b"some words of the form"
    assert len(calls) == 2


def test_what_cannot_be_kept_is_made_each_time(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("ASSEMBLER_CACHE", str(tmp_path / "file" / "cache"))
    make, calls = making(b"made")
    assert [get_or_create("shell", "one", bytes, make), get_or_create("shell", "one", bytes, make)] == [
        b"made",
        b"made",
    ]
    assert len(calls) == 2


def test_the_oldest_of_a_kind_is_taken_out(cache):
    for number in range(70):
        get_or_create("shell", str(number), bytes, lambda: b"made")
        newest = max(cache.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (number, number))
    assert len(list(cache.iterdir())) == 64


def test_a_draft_is_the_same_whether_its_form_and_shell_were_kept_or_not(cache):
    def drafted():
        get_compiled_template.cache_clear()  # the cache in memory
        whole = deals.compose_text(deals.sheet("new-stock-and-warrants"))
        return dict(write(whole, ("docx", "text"), list(SetPart), Library.open().shell("house")))

    first = drafted()
    assert {path.name.partition("-")[0] for path in cache.iterdir()} == {"shell", "form"}
    assert drafted() == first
