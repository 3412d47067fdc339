"""The actions of a user on a set of documents: draft, update, send, restore, redline, compare, validate.

The command line and the page call them. They read and write files, print nothing, and return problems as values.
"""
