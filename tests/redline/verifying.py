"""The verification of redlines that are bytes."""

from __future__ import annotations

from assembler.readers.package import open_package
from assembler.redline import verification


def differences(redline, old, new):
    """What the verification finds."""
    return verification.differences(*(open_package(data, "file.docx") for data in (redline, old, new)))
