"""Changing a set after a change of its term sheet: first the plan, then the new set."""
