"""`assembler page`: a local page to work on a deal in."""

from __future__ import annotations

import socket
import sys
import webbrowser
from pathlib import Path
from threading import Timer
from typing import Annotated
from urllib.parse import quote

import typer

from assembler.cli.options import TemplatesFolder
from assembler.errors import InputError, Location, Problem
from assembler.library import Library

_LOOPBACK = "127.0.0.1"


def page(
    termsheet: Annotated[
        Path | None,
        typer.Argument(
            metavar="[TERMSHEET]", help="The term sheet to open. Default: choose on the start page.", readable=False
        ),
    ] = None,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port. Default: one that is free.")
    ] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address, and open no browser.")] = False,
    templates: TemplatesFolder = None,
) -> None:
    """Work on a deal in the browser.

    The terms stand on the left, the documents on the right. The page reads and writes the files of this folder. It answers to this machine only.
    """
    try:
        import uvicorn

        from assembler.web.app import create_app
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("uvicorn", "starlette"):
            raise
        what = f"the package {missing.name} is not installed"
        hint = f"Install both of the page: python3 -m pip --python {sys.prefix} install starlette uvicorn"
        raise InputError([Problem("G312", what, hint, Location("assembler page"))]) from None
    from assembler.web.security import new_token
    from assembler.web.workspace import Workspace

    workspace = Workspace.at(Path())
    library = Library.open(templates)
    name = workspace.name(workspace.term_sheet(termsheet.as_posix())) if termsheet else ""
    listening = _listening(port)
    port = listening.getsockname()[1]
    token = new_token()
    path = f"/deal?file={quote(name)}&" if name else "/?"
    address = f"http://{_LOOPBACK}:{port}{path}token={token}"
    typer.echo(f"{address}\nStop with Ctrl-C.", err=True)
    if not no_browser:
        Timer(0.5, webbrowser.open, [address]).start()
    app = create_app(workspace, library, token, port)
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off", server_header=False)
    uvicorn.Server(config).run([listening])


def _listening(port: int) -> socket.socket:
    """Return a socket that listens on this machine only. Raises InputError if the port is taken."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_LOOPBACK, port))
        listening.listen()  # the browser may come before the server has begun
    except OSError as error:
        hint = "Leave out --port, or name another one."
        raise InputError([Problem("G300", f"port {port} cannot be used", hint, Location(_LOOPBACK))]) from error
    return listening
