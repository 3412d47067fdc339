"""The folder of a set: locked, changed as a whole or not at all, with a manifest."""
