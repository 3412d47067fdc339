"""Writers of documents: Word, text, JSON, and tables for other programs."""
