"""The command line: read the arguments, run the command that they name, and end with an exit code.

Each command is a module of its name.
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

from assembler import __version__
from assembler.actions.problems import environment_problem
from assembler.cli.report import ExitCode, code_of, report_problems
from assembler.errors import InputError

# The commands with their summaries: the list of all commands needs no command itself, and each takes time to load.
COMMANDS = {
    "new": "Write a new term sheet, or a sheet for its investors.",
    "schema": "Print the JSON Schema of a term sheet, for editors.",
    "explain": "Explain a code, a field or a clause.",
    "draft": "Draft the documents of term sheets, a set for each.",
    "schedules": "Rewrite the documents that a changed term sheet touches.",
    "send": "Freeze the documents of a deal as its next version, and list what to send.",
    "versions": "List the versions of a set with their changes, or check them.",
    "restore": "Bring a version of a set back, or undo the last change.",
    "redline": "Write redlines of all documents between two versions of a set.",
    "validate": "List all problems of term sheets at once, and write nothing.",
    "page": "Work on a deal in the browser.",
    "compare": "Say what differs between two documents, and why.",
}
_PROGRAM = "assembler"


def main() -> None:
    """Run the command line, and end with its exit code."""
    # A command loads many modules and ends soon. Python's default of garbage collection would take a third of its time.
    gc.set_threshold(100_000)
    # Pydantic would look for plugins in the metadata of every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    code = _run(sys.argv[1:])
    # The process ends here: a last garbage collection would take a tenth of a draft.
    gc.freeze()
    sys.exit(code)


def _run(arguments: Sequence[str]) -> int:
    try:
        return application(arguments)(prog_name=_PROGRAM, standalone_mode=False) or ExitCode.DONE
    except InputError as refused:
        report_problems(refused.problems)
        return code_of(refused)
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.STOPPED
    except SystemExit as end:
        # Typer ends in this way where the output pipe was closed, and after shell completion.
        return ExitCode.BROKEN_PIPE if isinstance(end.__context__, OSError) else int(end.code or ExitCode.DONE)
    except OSError as error:
        report_problems([environment_problem(error)])
        return ExitCode.ENVIRONMENT_ERROR
    except Exception as error:  # noqa: BLE001  every exception is shown and has an exit code
        return ExitCode.STOPPED if _is_interrupted(error) else _shown(error)


def _is_interrupted(error: BaseException) -> bool:
    """Return True if an interrupt caused the error. Python 3.11 wraps one that comes while a class is made (gh-77757)."""
    return isinstance(error, KeyboardInterrupt) or (error.__cause__ is not None and _is_interrupted(error.__cause__))


def application(arguments: Sequence[str]) -> typer.Typer:
    """Return the command line for these arguments: with the command that they name, and the summaries of the others."""
    app = typer.Typer(
        help="Draft stock purchase agreements and warrants, in Word or text, from a term sheet in YAML.",
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
        rich_markup_mode=None,  # rich takes as long to load as everything else together
        pretty_exceptions_enable=False,
    )
    app.callback()(_options)
    named = {*arguments, *_words_to_complete()}
    for name, summary in COMMANDS.items():
        if name in named:
            app.command(name)(getattr(import_module(f"assembler.cli.{name}"), name))
        else:
            app.command(name, help=summary)(_not_loaded)
    return app


def _words_to_complete() -> list[str]:
    """Return the words of the command line that a shell asks to complete."""
    return (os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or "").split()


def _not_loaded() -> None:
    """Stand for a command that the arguments do not name."""
    raise AssertionError("a command was called that no argument names")


def _print_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"{_PROGRAM} {__version__}")
        raise typer.Exit


def _options(
    _: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def _shown(error: Exception) -> int:
    """Print a usage error in a line, an internal error with its traceback, and return the exit code."""
    # Some versions of Typer bring their own copy of Click, so the method tells a usage error, not the class.
    show = getattr(error, "show", None)
    if show is not None:
        show()
        return ExitCode.USAGE
    traceback.print_exc()
    typer.echo("This is an internal error, not an error in your term sheet. Please report the lines above.", err=True)
    return ExitCode.INTERNAL_ERROR
