"""The page over a folder of its own, without a browser."""

import pytest
from starlette.testclient import TestClient

from assembler.library import Library
from assembler.web.app import create_app
from assembler.web.security import HEADER
from assembler.web.workspace import Workspace
from tests import deals

TOKEN = "the-token-of-this-test"  # noqa: S105  of nothing but this test
PORT = 8001
ADDRESS = f"http://127.0.0.1:{PORT}"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder that the page works in, and a state folder beside it."""
    monkeypatch.setenv("ASSEMBLER_STATE", str(tmp_path / "state"))
    folder = tmp_path / "deals"
    folder.mkdir()
    return folder


@pytest.fixture
def deal(folder, monkeypatch):
    """A term sheet in the folder of the page, where the page runs."""
    monkeypatch.chdir(folder)
    path = folder / "deal.yaml"
    path.write_text(deals.sheet("new-stock-and-warrants"), encoding="utf-8")
    return path


@pytest.fixture
def stranger(folder):
    """A client without the token."""
    app = create_app(Workspace.at(folder), Library.open(), TOKEN, PORT)
    return TestClient(app, base_url=ADDRESS, follow_redirects=False)


@pytest.fixture
def client(stranger):
    """A client that opened the address with the token, and sends it with each change."""
    assert stranger.get("/", params={"token": TOKEN}).status_code == 303
    stranger.headers[HEADER] = TOKEN
    return stranger
