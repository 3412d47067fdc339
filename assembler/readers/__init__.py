"""Reading documents for a comparison: other people's files, and our own drafts."""
