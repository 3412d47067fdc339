"""Assembler: a term sheet in YAML goes in, a deal lawyer's whole set of documents comes out."""

__version__ = "0.2.0"
