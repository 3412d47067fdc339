"""The command line: arguments in, findings out, an exit code; the only clock. A command is a module of its name."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module

import typer

from assembler.cli.telling import DONE, OUR_FAULT, READER_GONE, STOPPED, SURROUNDINGS, WRONG_USE, code_of, failed, tell
from assembler.findings import Refused

COMMANDS = ("new", "schema", "explain", "draft", "schedules", "validate", "compare")


def main() -> None:
    """Run the command line, and end with its exit code."""
    # A command loads many modules and ends soon: collecting garbage as often as by default takes a third of its time.
    gc.set_threshold(100_000)
    # Looking for plugins of Pydantic's reads the description of everything that is installed, and a term sheet means
    # the same whatever that is.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    code = _run(sys.argv[1:])
    # What is left goes with the process: looking for the garbage in it at the end takes a tenth of a draft.
    gc.freeze()
    sys.exit(code)


def _run(arguments: Sequence[str]) -> int:
    try:
        return application(arguments)(standalone_mode=False) or DONE
    except Refused as refused:
        tell(refused.findings)
        return code_of(refused)
    except (KeyboardInterrupt, typer.Abort):
        return STOPPED
    except SystemExit:
        # Typer leaves in this way only where the reader of the output is gone.
        return READER_GONE
    except OSError as error:
        tell([failed(error)])
        return SURROUNDINGS
    except Exception as error:  # noqa: BLE001  whatever it is, it is shown and has an exit code
        return _shown(error)


def application(arguments: Sequence[str]) -> typer.Typer:
    """The command line for these arguments: the command they name, or every one; each takes its time to set up."""
    app = typer.Typer(
        help="A term sheet in YAML goes in, a deal lawyer's documents come out.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,  # a help in frames takes as long to load as all else
        pretty_exceptions_enable=False,
    )
    app.callback()(lambda: None)  # without one, a single command would go by no name
    for name in [name for name in COMMANDS if name in arguments[:1]] or COMMANDS:
        app.command()(getattr(import_module(f"assembler.cli.{name}"), name))
    return app


def _shown(error: Exception) -> int:
    """A wrong use is said in a line; a fault of ours shows its traceback."""
    # Typer brings its own copy of Click, or none: what it raises is known by what it can do.
    show = getattr(error, "show", None)
    if show is not None:
        show()
        return WRONG_USE
    traceback.print_exc()
    typer.echo("This is a fault of assembler, not of your term sheet. Please report the lines above.", err=True)
    return OUR_FAULT
