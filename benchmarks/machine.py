"""Name the machine and the versions that figures were measured with."""

import os
import platform
from collections.abc import Iterable
from importlib.metadata import version

MACHINE = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"


def measured_with(libraries: Iterable[str] = ()) -> str:
    """Python, the libraries and the machine, on one line."""
    versions = ", ".join(f"{library} {version(library)}" for library in libraries)
    return f"Python {platform.python_version()}{f' with {versions}' if versions else ''}, on {MACHINE}"
