"""The files of a set by name, out of memory where they are many: a set of ten thousand investors is larger than most machines' memory."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from tempfile import SpooledTemporaryFile
from weakref import finalize

from assembler.engines.bulk import Bulk

_IN_MEMORY = 32 << 20  # bytes: more of them go to a file of the system that has no name


class Spool(Mapping[str, bytes]):
    """Files by name, in the order in which they were put in; each is read when it is asked for.

    OSError where the disk of the system's temporary files is full.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  it is closed with the last reference to it
        self._places: dict[str, tuple[int | None, int, int]] = {}
        self._end = 0
        self._others: dict[int, int] = {}  # by the descriptor of who opened a file, our own
        finalize(self, _close, self._file, self._others)

    def put(self, name: str, content: bytes) -> None:
        """Put in a file; one of that name that was there is there no more."""
        self._file.seek(self._end)
        self._file.write(content)
        self._places[name] = None, self._end, len(content)
        self._end += len(content)

    def take(self, names: Iterable[str], bulk: Bulk) -> None:
        """Put in the files that came with a result, in their order; those that were put by stay where they are."""
        if bulk.descriptor is None:
            for name, content in zip(names, bulk.contents, strict=True):
                self.put(name, content)
            return
        if bulk.descriptor not in self._others:
            self._others[bulk.descriptor] = os.dup(bulk.descriptor)
        begins = accumulate(bulk.sizes, initial=bulk.begin)
        for name, begin, size in zip(names, begins, bulk.sizes, strict=False):
            self._places[name] = self._others[bulk.descriptor], begin, size

    def __getitem__(self, name: str) -> bytes:
        descriptor, begin, size = self._places[name]
        if descriptor is not None:
            return os.pread(descriptor, size, begin)
        self._file.seek(begin)
        return self._file.read(size)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _close(file: SpooledTemporaryFile[bytes], others: Mapping[int, int]) -> None:
    file.close()
    for descriptor in others.values():
        os.close(descriptor)


class Chosen(Mapping[str, bytes]):
    """Some files of others, by name."""

    def __init__(self, files: Mapping[str, bytes], names: Iterable[str]) -> None:
        self._files = files
        self._names = dict.fromkeys(names)

    def __getitem__(self, name: str) -> bytes:
        if name not in self._names:
            raise KeyError(name)
        return self._files[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Together(Mapping[str, bytes]):
    """Files of several kinds, in their order; what has a name that two of them have is that of the later."""

    def __init__(self, *some: Mapping[str, bytes]) -> None:
        self._of = {name: files for files in some for name in files}

    def __getitem__(self, name: str) -> bytes:
        return self._of[name][name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def __len__(self) -> int:
        return len(self._of)
