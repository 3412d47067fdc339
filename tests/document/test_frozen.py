"""A stage returns a new value: no record of a document can be changed in place."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest
from msgspec import Struct

import assembler.document as package

MODULES = [import_module(f"{package.__name__}.{one.name}") for one in pkgutil.iter_modules(package.__path__)]
RECORDS = [
    record
    for module in MODULES
    for record in vars(module).values()
    if isinstance(record, type) and issubclass(record, Struct) and record.__module__ == module.__name__
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_a_record_of_a_document_is_frozen(record):
    assert record.__struct_config__.frozen
