"""Name the machine and the versions that figures were measured with, and measure memory."""

import os
import platform
import re
import resource
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

MACHINE = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"


def measured_with(libraries: Iterable[str] = ()) -> str:
    """Python, the libraries and the machine, on one line."""
    versions = ", ".join(f"{library} {version(library)}" for library in libraries)
    return f"Python {platform.python_version()}{f' with {versions}' if versions else ''}, on {MACHINE}"


def peak_megabytes() -> float:
    """Return the most memory that this process had. Where the system does not tell, the parent's may be counted too."""
    status = Path("/proc/self/status")
    peak = re.search(r"VmHWM:\s*(\d+)", status.read_text()) if status.exists() else None
    if peak:
        return int(peak[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
