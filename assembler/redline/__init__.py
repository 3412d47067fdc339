"""Redlines: one document turned into another by Word's tracked changes, and verified."""
