"""The set of documents of a deal, and its folder, which is written safely."""
