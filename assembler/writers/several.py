"""Many documents of a set in one go: those that are alike by the same writers, wherever they are written.

A batch can go to another process. What its documents share with the first that is like them goes along once, and a
process that has it keeps it: so a writer there goes on where it left off.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from assembler.document import walk
from assembler.document.numbering import Numbers
from assembler.document.tree import Clause, Document
from assembler.library import Shell

if TYPE_CHECKING:
    from assembler.writers import docx, text
    from assembler.writers.package import Properties

_ONE_AT_A_TIME = Lock()  # a worker of a scheduler may have several threads, and writers remember what they wrote last


class Paper(Struct, frozen=True):
    """A document that is to be written: the stem of its file names, its tree and numbers, what its Word file says of itself."""

    stem: str
    document: Document
    numbers: Numbers
    properties: Properties


class Model:
    """The first of documents that differ in nothing but their values: with what it shares with the others."""

    def __init__(self, document: Document) -> None:
        self.clauses: Sequence[Clause] = tuple(walk.clauses(document))

    def __reduce__(self) -> tuple[Callable[[bytes], Model], tuple[bytes]]:
        return _model, (self._packed,)

    @cached_property
    def number_of(self) -> Mapping[int, int]:
        """The number of each of its clauses, by identity."""
        return {id(clause): number for number, clause in enumerate(self.clauses)}

    @cached_property
    def _packed(self) -> bytes:
        return pickle.dumps(self.clauses, pickle.HIGHEST_PROTOCOL)


@lru_cache(maxsize=32)
def _model(packed: bytes) -> Model:
    """The same model for the same bytes, so that what was written once is known again."""
    model = Model(Document("", ()))
    model.clauses = pickle.loads(packed)  # noqa: S301  what another process of this run packed
    return model


class Writers:
    """Writes documents in some formats ("docx", "text") and the look of a house."""

    def __init__(self, formats: Sequence[str], house: Shell) -> None:
        self._formats, self._house = tuple(formats), house
        self._docx: dict[Model, docx.Writer] = {}
        self._text: dict[Model, text.Writer] = {}

    def __reduce__(self) -> tuple[Callable[[Sequence[str], Shell], Writers], tuple[Sequence[str], Shell]]:
        return _writers, (self._formats, self._house)

    def files(self, paper: Paper, model: Model | None) -> Iterator[tuple[str, bytes]]:
        """The files of a document by name, and the tree they were written from.

        Refused where the shell breaks a promise, ValueError where a value holds what no document can.
        """
        from assembler.writers import tree_json

        if "text" in self._formats:
            yield f"{paper.stem}.txt", self._as_text(paper, model).encode()
        if "docx" in self._formats:
            yield f"{paper.stem}.docx", self._as_docx(paper, model)
        yield f"{paper.stem}.document.json", tree_json.write(paper.document, paper.numbers)

    def _as_text(self, paper: Paper, model: Model | None) -> str:
        from assembler.writers import text

        if model is None:
            return text.write(paper.document, paper.numbers)
        if model not in self._text:
            self._text[model] = text.Writer(paper.numbers)
        return self._text[model].write(paper.document)

    def _as_docx(self, paper: Paper, model: Model | None) -> bytes:
        from assembler.writers import docx

        if model is None:
            return docx.write(paper.document, paper.numbers, self._house, paper.properties)
        if model not in self._docx:
            self._docx[model] = docx.Writer(paper.document, paper.numbers, self._house)
        return self._docx[model].write(paper.document, paper.properties)


@lru_cache(maxsize=2)
def _writers(formats: Sequence[str], house: Shell) -> Writers:
    """The same writers for every batch of a set, so that what they made ready stays so."""
    return Writers(formats, house)


class Batch:
    """Documents that are written one after the other; where they are like a model, all of them are."""

    def __init__(self, writers: Writers, papers: Sequence[Paper], model: Model | None) -> None:
        self.writers, self.papers, self.model = writers, papers, model

    def __reduce__(self) -> tuple[Callable[[bytes], Batch], tuple[bytes]]:
        packed = io.BytesIO()
        _Packing(packed, self.model).dump((self.writers, tuple(self.papers), self.model))
        return _batch, (packed.getvalue(),)


def written(batch: Batch) -> Mapping[str, Mapping[str, bytes]]:
    """The files of each document of a batch, by name, by its stem. Raises what `Writers.files` does."""
    with _ONE_AT_A_TIME:
        return {paper.stem: dict(batch.writers.files(paper, batch.model)) for paper in batch.papers}


def _batch(packed: bytes) -> Batch:
    return Batch(*pickle.loads(packed))  # noqa: S301  what another process of this run packed


class _Packing(pickle.Pickler):
    """Packs papers, with a number in place of each clause that the model has."""

    def __init__(self, file: io.BytesIO, model: Model | None) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._model = model
        if model:
            self.dispatch_table = {Clause: self._packed}

    def _packed(self, clause: Clause) -> Any:
        number = self._model.number_of.get(id(clause)) if self._model else None
        return clause.__reduce__() if number is None else (_clause, (self._model, number))


def _clause(model: Model, number: int) -> Clause:
    return model.clauses[number]
