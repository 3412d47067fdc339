"""The changes between two states of a set: its terms, its figures, and the words of its documents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from assembler import __version__
from assembler.dealset.build import properties_of
from assembler.dealset.documents import DocumentSet, SetDocument, SetPart
from assembler.dealset.investor_matching import Match, matches_between, renamed_investors
from assembler.dealset.register import history_of, named
from assembler.drafting.copies import Copy, Template
from assembler.revise.figures import Figure, figures
from assembler.revise.previous_set import TREE, PreviousSet
from assembler.revise.sections import Comparison, StoredTree, Touched, Values
from assembler.revise.term_changes import TermChange, changes
from assembler.termsheet.instruments import plain_name
from assembler.termsheet.schema import AnyTermSheet

LoadTree = Callable[[str], StoredTree | None]


class Compared(Struct, frozen=True):
    """A document of the new set, its previous version, and its changes."""

    piece: SetDocument
    before: SetDocument | None
    touched: Touched | None

    @property
    def is_recorded_anew(self) -> bool:
        """Return True if its record differs, if only in the paths of its values."""
        return self.before is None or not self.before.is_equal(self.piece)


class SetChanges(Struct, frozen=True):
    """The changes of a set since an earlier state of it.

    `compared` are its documents with their previous versions. `renamed` holds the new name of each investor who is called
    otherwise now, and `left` the names of those who left. `status` is the page header's status, before and now.
    """

    document_set: DocumentSet
    terms: tuple[TermChange, ...]
    figures: tuple[Figure, ...]
    compared: tuple[Compared, ...]
    renamed: Mapping[str, str]
    left: frozenset[str]
    is_older_form: bool
    status: tuple[str, str]

    @property
    def touched(self) -> tuple[Touched, ...]:
        """Return the documents whose words changed, and those that are new, with their changes."""
        return tuple(document.touched for document in self.compared if document.touched)

    def of_parts(self, parts: Collection[str]) -> Self:
        """Return the changes with the documents of these parts of the set only."""
        return replace(self, compared=tuple(item for item in self.compared if item.piece.part in parts))

    @property
    def to_sign(self) -> tuple[Touched, ...]:
        """Return the signature pages that changed or are new."""
        return tuple(document for document in self.touched if document.piece.part is SetPart.SIGNATURES)


def changes_since(
    sent: PreviousSet, before: DocumentSet, now: DocumentSet, load: LoadTree, matches: Sequence[Match] | None = None
) -> SetChanges:
    """Return the changes of a set since an earlier state of it.

    `sent` is that state, `before` its documents, and `load` reads one of its trees, or returns None if it is missing or
    was edited. The documents of now have the numbers of the register. Without `matches`, investors are matched by them.
    """
    before = named(before, history_of(sent.manifest, before.latest))
    if matches is None:
        matches = matches_between((sent.manifest.numbers, before.latest), (now.numbers, now.latest))
    documents = _Documents(sent, before, now, matches, load)
    return SetChanges(
        now,
        changes(before.terms, now.terms, matches),
        figures(_as_of_each(before), _as_of_each(now), matches),
        documents.compared(),
        renamed_investors(matches, before.latest, now.latest),
        frozenset(_names(before.latest)[f"investors[{pair.before}]"] for pair in matches if pair.now is None),
        documents.is_older,
        (properties_of(before, "", "").status, properties_of(now, "", "").status),
    )


class _Documents:
    """Compares the documents of two states of a set."""

    def __init__(
        self, sent: PreviousSet, before: DocumentSet, now: DocumentSet, matches: Sequence[Match], load: LoadTree
    ) -> None:
        self._sent, self._now, self._load = sent, now, load
        self._known = {_key(piece, piece.about): piece for piece in before.documents}
        stayed = [pair for pair in matches if pair.before is not None and pair.now is not None]
        self._abouts = {f"investors[{pair.now}]": f"investors[{pair.before}]" for pair in stayed}
        # An investor who stayed has the new name in both.
        self._names = _names(now.latest)
        self._names_before = {
            **_names(before.latest),
            **{old: self._names[about] for about, old in self._abouts.items()},
        }
        # A set of an older form is read from its kept trees, so that the form's own changes are told apart.
        self.is_older = _is_older(sent, now)
        self._of_kinds: dict[tuple[Template, Template], Comparison] = {}

    def compared(self) -> tuple[Compared, ...]:
        """Return each document of now with its previous version."""
        pairs = ((piece, self._before(piece)) for piece in self._now.documents)
        return tuple(Compared(piece, before, self._touched(piece, before)) for piece, before in pairs)

    def _before(self, piece: SetDocument) -> SetDocument | None:
        is_investors = piece.about.startswith("investors[")
        about = self._abouts.get(piece.about) if is_investors else piece.about
        return self._known.get(_key(piece, about)) if about is not None else None

    def _touched(self, piece: SetDocument, before: SetDocument | None) -> Touched | None:
        """Return the document with its changes, or None if its words stay the same."""
        if before is None or not self._sent.files_of(before.stem):
            return Touched(piece, None)
        kept = self._load(f"{before.stem}{TREE}") if self.is_older else None
        if kept:
            return self._touched_with_form(piece, before, kept)
        if before.is_equal(piece):
            return None
        comparison, values = self._comparison(before, piece)
        if comparison.says_the_same(*values):
            return None
        return Touched(piece, before, None, self._names_before, self._names, comparison.sections(*values))

    def _touched_with_form(self, piece: SetDocument, before: SetDocument, kept: StoredTree) -> Touched | None:
        names = self._names_before
        if Comparison(kept, piece.tree, names, self._names).says_the_same():
            return None
        of_deal = Comparison(before.tree, piece.tree, names, self._names)
        by_deal = () if of_deal.says_the_same() else of_deal.sections()
        by_form = Comparison(kept, before.tree, names, names).sections()
        return Touched(piece, before, kept, names, self._names, by_deal, by_form)

    def _comparison(self, before: SetDocument, piece: SetDocument) -> tuple[Comparison, Sequence[Values]]:
        """Return the comparison of a document with its previous version, and the values of both if they are copies.

        That of two kinds of copies is made once.
        """
        old, new = before.content, piece.content
        if not (isinstance(old, Copy) and isinstance(new, Copy)):
            return Comparison(before.tree, piece.tree, self._names_before, self._names), ()
        kinds = old.template, new.template
        if kinds not in self._of_kinds:
            trees = (old.template.document, before.numbers), (new.template.document, piece.numbers)
            self._of_kinds[kinds] = Comparison(*trees, self._names_before, self._names, of_templates=True)
        return self._of_kinds[kinds], (old.values, new.values)


def _key(piece: SetDocument, about: str) -> tuple[str, str, str]:
    """Return the key of a document: what it is, and for one of a party whose, and of which class of warrants."""
    return (piece.series, about, piece.warrant_class) if piece.series else (piece.stem, "", "")


def _as_of_each(deal_set: DocumentSet) -> Sequence[AnyTermSheet]:
    """Return the terms as of each closing."""
    return [deal.terms for deal in (deal_set.deal, *deal_set.additional)]


def _names(terms: AnyTermSheet) -> Mapping[str, str]:
    """Return the names of the investors by their paths."""
    return {
        f"investors[{index}]": plain_name(investor.name)
        for index, investor in enumerate(getattr(terms, "investors", ()))
    }


def _is_older(sent: PreviousSet, now: DocumentSet) -> bool:
    """Return True if the form or this program is not the one that the set was drafted with."""
    inputs, forms = now.inputs, sent.manifest.forms
    return sent.manifest.assembler != __version__ or any(inputs.get(name, forms[name]) != forms[name] for name in forms)
