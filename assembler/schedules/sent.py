"""The set as it was sent: which file is whose, and what each of them said."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from assembler.closing.manifest import Entry, Manifest
from assembler.closing.names import file_stem

TREE = ".document.json"
_NUMBERED = re.compile(r"(?P<kind>[a-z-]+?)-(?P<number>[0-9]{2,})-.+")


class Sent:
    """A set in its folder, by its manifest; `has` says whether a file of it is there."""

    def __init__(self, manifest: Manifest, has: Callable[[str], bool]) -> None:
        self.manifest = manifest
        self.has = has
        self._files: dict[str, list[str]] = defaultdict(list)
        self._stems: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._taken: dict[str, int] = {}
        for name, entry in sorted(manifest.files.items()):
            self._files[stem_of(name, entry)].append(name)
            if name.endswith(TREE):
                self._stems[entry.part, entry.investor].append(name.removesuffix(TREE))

    def stem(self, part: str, investor: str, *, last: bool = False) -> str:
        """What the document of an investor is called, or of everybody's; empty where none was sent.

        `last` asks for the placement agent's, who may be an investor too, and stands behind the investors.
        """
        stems = self._stems.get((part, investor), [])
        return stems[-1 if last else 0] if stems else ""

    def files_of(self, stem: str) -> Sequence[str]:
        """The files of a document, its tree among them."""
        return self._files.get(stem, [])

    def is_lacking(self, stem: str) -> bool:
        """Whether a file of a document is not there any more."""
        return not all(map(self.has, self.files_of(stem)))

    def take_number(self, stem: str) -> int:
        """The first number that no document of this kind has, had or has been given; its own for the first of a kind."""
        kind, own = _kind(stem), _NUMBERED.fullmatch(stem)
        if kind not in self._taken:
            known = (*self._files, *(name.rpartition("/")[2] for name in self.manifest.superseded))
            found = [found for name in known if (found := _NUMBERED.fullmatch(name)) and found["kind"] == kind]
            self._taken[kind] = max((int(one["number"]) for one in found), default=int(own["number"]) - 1 if own else 0)
        self._taken[kind] += 1
        return self._taken[kind]


def stem_of(name: str, entry: Entry) -> str:
    """The document that a file is of: the name of its tree, or its own where it has none."""
    return (entry.document or name).removesuffix(TREE) if entry.document or name.endswith(TREE) else name


def renamed(stem: str, name: str) -> str:
    """The stem of one who has another name now; the number stays."""
    found = _NUMBERED.fullmatch(stem)
    return f"{found['kind']}-{found['number']}-{file_stem(name)}" if found else stem


def numbered(stem: str, number: int, name: str) -> str:
    """The stem of one who is new, by that of another of its kind."""
    return f"{_kind(stem)}-{number:02}-{file_stem(name)}"


def _kind(stem: str) -> str:
    found = _NUMBERED.fullmatch(stem)
    return found["kind"] if found else stem
