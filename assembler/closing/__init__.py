"""The set of files: what there is, and writing it safely."""
