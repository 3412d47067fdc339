"""From the tree to what people read: text, Word, JSON."""
