"""A change of the deal carried into a Word file that somebody edited."""
