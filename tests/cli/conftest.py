"""The command line, run in this process, and a folder to run it in."""

from __future__ import annotations

import sys

import pytest

from assembler import cli


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command line in this process: its exit code, standard output, standard error."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["assembler", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        captured = capsys.readouterr()
        return ended.value.code or 0, captured.out, captured.err

    return run


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
