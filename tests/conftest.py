"""What every test run has of its own: what is made ready of templates is kept in a folder of the run."""

import os
import tempfile

_CACHE = tempfile.TemporaryDirectory(prefix="assembler-cache-")
os.environ["ASSEMBLER_CACHE"] = _CACHE.name
