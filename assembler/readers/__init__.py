"""Documents of other people, and drafts of our own, read for a comparison."""
