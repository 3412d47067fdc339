"""The document as a tree of clauses, with its numbers and references. It imports msgspec and the standard library."""
