"""Comparing two documents: the differences, their places, and the reasons."""
