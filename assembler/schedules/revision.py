"""What a change of the term sheet does to a set: the whole of it, reckoned before anything is written.

What the plan says is read off the very documents that would be written, so that plan and result cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from assembler import __version__
from assembler.closing.manifest import digest
from assembler.closing.pieces import DealSet, Part, Piece
from assembler.closing.record import ANNEXES
from assembler.closing.writing import properties_of
from assembler.document.numbering import Numbers
from assembler.document.tree import Document
from assembler.schedules.figures import Figure, figures
from assembler.schedules.investors import Match, match
from assembler.schedules.sections import Section, says_the_same, sections
from assembler.schedules.sent import TREE, Sent, numbered, renamed, stem_of
from assembler.schedules.terms import TermChange, changes
from assembler.termsheet.instruments import plain_name
from assembler.termsheet.schema import Sheet

CHANGES = "changes"
"""What goes with a change, as a part of a set."""

SCHEDULE_OF_CHANGES = ("changes.txt", "changes.xlsx")

Tree = tuple[Document, Numbers]
Load = Callable[[str], Tree | None]


class Touched(Struct, frozen=True):
    """A document that says something else now, or is new.

    `sections` are what the deal changed of it; `of_form` what the form itself changed since it was sent. `tree` is what
    was sent, and None where it is new. The names say whose page a subject of its clauses is.
    """

    piece: Piece
    tree: Tree | None
    names_before: Mapping[str, str] = {}
    names: Mapping[str, str] = {}
    sections: tuple[Section, ...] = ()
    of_form: tuple[Section, ...] = ()


class Compared(Struct, frozen=True):
    """A document of now, what it was before, and what is touched of it."""

    piece: Piece
    before: Piece | None
    touched: Touched | None

    @property
    def is_recorded_anew(self) -> bool:
        """Whether its record differs, if only in the terms that its values come from."""
        return self.before is None or not self.before.is_equal(self.piece)


class Revision(Struct, frozen=True):
    """What changed and what it touches.

    `files` are to be written, by name; of those, `records` are trees of documents that say what they said, whose terms
    stand at another place of the term sheet. `leaving` says of each file that is superseded why. `stays` keep their bytes.
    `status` is what the header of every page said of how far the document has come, and what it says now.
    """

    whole: DealSet
    terms: tuple[TermChange, ...]
    figures: tuple[Figure, ...]
    touched: tuple[Touched, ...]
    files: Mapping[str, bytes]
    records: tuple[str, ...]
    leaving: Mapping[str, str]
    stays: tuple[str, ...]
    is_older_form: bool
    is_other_look: bool
    status: tuple[str, str]

    @property
    def to_sign(self) -> tuple[Touched, ...]:
        """The signature pages whose words changed, and those that are new."""
        return tuple(one for one in self.touched if one.piece.part is Part.SIGNATURES)

    @property
    def redlined(self) -> Mapping[str, Touched]:
        """The documents whose Word file changes, by the path in the set of the redline of each."""
        changed = (one for one in self.touched if one.tree is not None and f"{one.piece.stem}.docx" in self.files)
        return {f"redlines/{one.piece.stem}.redline.docx": one for one in changed}

    @property
    def accompanying(self) -> tuple[str, ...]:
        """What goes with the change, by the path in the set: redlines and the schedule of changes."""
        return (*self.redlined, *SCHEDULE_OF_CHANGES)

    @property
    def is_nothing(self) -> bool:
        """Whether the set is as the term sheet has it."""
        return not (self.terms or self.files or self.leaving)


class Writers(Struct, frozen=True):
    """How the documents of a set become files.

    `pieces` writes those of a set in some formats; `beside` are the files that are not drafted from the forms: annexes
    of the user's, ancillary forms, the proof.
    `shell` is the digest of the look.
    """

    pieces: Callable[[DealSet, Sequence[str]], Mapping[str, bytes]]
    beside: Callable[[DealSet], Mapping[str, bytes]]
    shell: str


def revise(sent: Sent, before: DealSet, now: DealSet, load: Load, writers: Writers) -> Revision:
    """The revision of a set from the term sheet it was sent with to that of now.

    `load` reads a tree of the set as it was sent, None where it is not there or was edited.
    """
    return _Reviser(sent, before, now, load, writers).revision()


class _Reviser:
    """Compares two deals, and the documents of both, once."""

    def __init__(self, sent: Sent, before: DealSet, now: DealSet, load: Load, writers: Writers) -> None:
        self.sent, self.before, self.now, self.load, self.writers = sent, before, now, load, writers
        self.terms_before, self.terms = _latest(before), _latest(now)
        old, new = self.terms_before, self.terms
        self.matches = match(getattr(old, "investors", ()), getattr(new, "investors", ()))
        self.abouts = {f"investors[{one.now}]": f"investors[{one.before}]" for one in self.matches if _stayed(one)}
        self.is_older = _is_older(sent, now)
        self.is_other_look = bool(sent.manifest.shell) and sent.manifest.shell != writers.shell
        self.parts = _parts(sent)
        self.stems: dict[tuple[str, str], str] = {}
        self.names_now, self.names_before = self._names()

    def revision(self) -> Revision:
        pieces = [
            replace(piece, stem=self.stem(piece.part, piece.about, piece.investor, piece.stem))
            for piece in self.now.pieces
            if piece.part in self.parts
        ]
        whole = replace(self.now, pieces=tuple(pieces))
        known = {_key(piece.part, piece.about, piece.stem): piece for piece in self.before.pieces}
        befores = [known.get(_key(one.part, self.before_of(one.about), one.stem)) for one in pieces]
        compared = [Compared(piece, one, self.touched(piece, one)) for piece, one in zip(pieces, befores, strict=True)]
        said, says = (properties_of(one, "", "") for one in (self.before, whole))
        beside = self.writers.beside(whole)
        files, records = self.files(whole, compared, beside, everything=said != says or self.is_other_look)
        leaving = dict(self.leaving(pieces, beside))
        return Revision(
            whole,
            changes(self.before.terms, self.now.terms, self.matches),
            figures(self.terms_before, self.terms, self.matches),
            tuple(one.touched for one in compared if one.touched),
            files,
            records,
            leaving,
            tuple(
                name
                for name, entry in self.sent.manifest.files.items()
                if name not in files and name not in leaving and entry.part != CHANGES
            ),
            self.is_older,
            self.is_other_look,
            (said.status, says.status),
        )

    # Which document is which

    def before_of(self, about: str) -> str:
        """The term of before that a document was about; one that no document was about where the investor is new."""
        return self.abouts.get(about, _NOBODY) if about.startswith("investors[") else about

    def investor_before(self, about: str, investor: str) -> str:
        """The name that an investor had; empty of one who is new."""
        return self.names_sent.get(self.before_of(about), "") if about.startswith("investors[") else investor

    def sent_stem(self, part: Part, about: str, investor: str, stem: str) -> str:
        """What a document of now was called when it was sent; empty where it was not."""
        if not about or about == "warrant":
            return stem if f"{stem}{TREE}" in self.sent.manifest.files else ""
        before = self.investor_before(about, investor)
        return self.sent.stem(part, before, last=not about.startswith("investors[")) if before else ""

    def stem(self, part: Part, about: str, investor: str, stem: str) -> str:
        """What a document is called: as it was sent, so that one who leaves renumbers nobody."""
        key = part.value, about or stem
        if key not in self.stems:
            self.stems[key] = self._stem(part, about, investor, stem)
        return self.stems[key]

    def _stem(self, part: Part, about: str, investor: str, stem: str) -> str:
        if not about or about == "warrant":
            return stem
        sent = self.sent_stem(part, about, investor, stem)
        if sent:
            return sent if self.investor_before(about, investor) == investor else renamed(sent, investor)
        return numbered(stem, self.sent.take_number(stem), investor)

    def _names(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Whose page a subject of a clause is, now and before; one who stayed has the name of now in both."""
        self.names_sent = _names(self.terms_before)
        now = _names(self.terms)
        stayed = {before: now[about] for about, before in self.abouts.items()}
        return now, {**self.names_sent, **stayed}

    # What is touched

    def touched(self, piece: Piece, before: Piece | None) -> Touched | None:
        """The document with what changed of it; None where it says what it said."""
        stem = self.sent_stem(piece.part, piece.about, piece.investor, piece.stem)
        if before is None or not stem:
            return Touched(piece, None)
        if not self.is_older and before.is_equal(piece):
            return None
        now, old = (piece.document, piece.numbers), (before.document, before.numbers)
        sent = (self.load(f"{stem}{TREE}") if self.is_older else None) or old
        if says_the_same(sent, now):
            return None
        by_deal = () if says_the_same(old, now) else sections(old, now, self.names_before, self.names_now)
        by_form = sections(sent, old, self.names_before, self.names_before) if sent is not old else ()
        return Touched(piece, sent, self.names_before, self.names_now, by_deal, by_form)

    # The files

    def files(
        self, whole: DealSet, compared: Sequence[Compared], beside: Mapping[str, bytes], *, everything: bool
    ) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
        """The files whose bytes change, and which of them are records of documents that stay."""
        rewritten = [one.piece for one in compared if one.touched or everything or self.sent.is_lacking(one.piece.stem)]
        stems = {piece.stem for piece in rewritten}
        recorded = [one.piece for one in compared if one.piece.stem not in stems and one.is_recorded_anew]
        drafted = {**self.writers.pieces(replace(whole, pieces=tuple(rewritten)), self.formats), **beside}
        records = self.writers.pieces(replace(whole, pieces=tuple(recorded)), ())
        changed = {name: content for name, content in {**drafted, **records}.items() if self.differs(name, content)}
        return changed, tuple(name for name in records if name in changed)

    @property
    def formats(self) -> Sequence[str]:
        """What the documents of the set were written as."""
        suffixes = {name.rpartition(".")[2] for name, entry in self.sent.manifest.files.items() if entry.document}
        return [name for name, suffix in (("docx", "docx"), ("text", "txt"), ("pdf", "pdf")) if suffix in suffixes]

    def differs(self, name: str, content: bytes) -> bool:
        """Whether a file is not, or is not any more, what it was written as."""
        entry = self.sent.manifest.files.get(name)
        return entry is None or entry.sha256 != digest(content) or not self.sent.has(name)

    def leaving(self, pieces: Sequence[Piece], beside: Collection[str]) -> Iterator[tuple[str, str]]:
        """The files of documents that are no more in the set, with the reason."""
        stems = {piece.stem for piece in pieces}
        gone = {self.names_sent[f"investors[{one.before}]"] for one in self.matches if one.now is None}
        for name, entry in self.sent.manifest.files.items():
            if stem_of(name, entry) in stems or name in beside or entry.part not in _LEAVING:
                continue
            if entry.investor in gone:
                yield name, f"{entry.investor} left"
            else:
                yield name, "has another name now" if entry.investor else "the deal has no such document any more"


_NOBODY = "nobody"
_PARTS = frozenset(part.value for part in Part)
_LEAVING = _PARTS | {ANNEXES}


def _parts(sent: Sent) -> Collection[str]:
    """The parts of the set that are drafted: all, unless only one of them ever was, or nothing but sheets."""
    drafted = {entry.part for name, entry in sent.manifest.files.items() if name.endswith(TREE)}
    return _PARTS if len(drafted) > 1 or (drafted and not sent.manifest.asked.get("only")) else drafted


def _stayed(one: Match) -> bool:
    return one.before is not None and one.now is not None


def _key(part: Part, about: str, stem: str) -> tuple[str, str]:
    return part.value, about or stem


def _latest(deal_set: DealSet) -> Sheet:
    """The terms as of the last closing, which has the investors of all of them."""
    return (deal_set.deal, *deal_set.additional)[-1].terms


def _names(terms: Sheet) -> Mapping[str, str]:
    """The names of the investors by their paths."""
    return {f"investors[{at}]": plain_name(one.name) for at, one in enumerate(getattr(terms, "investors", ()))}


def _is_older(sent: Sent, now: DealSet) -> bool:
    """Whether the words of a form, or this program, are others than those the set was drafted with."""
    inputs, forms = now.inputs, sent.manifest.forms
    return sent.manifest.assembler != __version__ or any(inputs.get(name, forms[name]) != forms[name] for name in forms)
