"""The clock."""

from __future__ import annotations

from datetime import date, datetime


def today() -> date:
    """Return the day of today, where the user is."""
    return datetime.now().astimezone().date()
