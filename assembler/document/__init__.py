"""The document as a tree: pure, standard library only."""
