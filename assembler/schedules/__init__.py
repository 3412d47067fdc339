"""A set drafted before, and what a change of its term sheet touches: said before anything is written, then done."""
