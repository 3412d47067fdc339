"""What a careful reader finds in the set of a deal, other than what the deal asks for."""

from __future__ import annotations

import yaml

from assembler.dealset.build import as_docx
from assembler.document import walk
from assembler.document.walk import words_of
from assembler.errors import InputError
from assembler.library import Library
from assembler.pipeline import check, draft_deal
from tests.option_values import Sheet
from tests.word.soundness import breaches

LIBRARY = Library.open()
HOUSE = LIBRARY.shell("house")


def found(sheet: Sheet) -> list[str]:
    """What is wrong with the set of a deal, other than what the deal asks for."""
    asked_for = _asked_for(sheet)
    try:
        whole = draft_deal(yaml.safe_dump(sheet, allow_unicode=True).encode(), "deal.yaml", LIBRARY)
    except InputError as error:
        left = [str(problem) for problem in error.problems if problem.code not in asked_for]
        # What a choice means to have may stop an execution version. Its draft is read instead.
        return left or found({**sheet, "execution": {**sheet["execution"], "status": "draft"}})
    try:
        problems = (*whole.warnings, *check(whole))
    except InputError as error:
        problems = (*whole.warnings, *error.problems)
    said = [str(problem) for problem in problems if problem.code not in asked_for]
    return [*said, *_spaced_badly(whole), *_unsound(whole)]


def _asked_for(sheet: Sheet) -> set[str]:
    """Problems that a choice means to have: terms nothing uses, annexes that are empty or not attached, agents without fees, investors without address."""
    options = sheet["options"]
    without_annexes = sheet["execution"]["status"] != "form" and options["clauses"]["annex_list"] == "omit"
    return {
        code
        for code, meant in {
            "C102": options["unused_definitions"] == "true",
            "C111": without_annexes,
            "C119": True,
            "T419": options.get("share_rounding") == "nearest",
            "T423": not sheet.get("fee_instruments"),
            "T424": True,
            "T452": sheet["closing"].get("delivery", "certificates") != "certificates",
            "T463": "shareholder_vote" in sheet,
            "T464": "shareholder_vote" in sheet,
            "T481": sheet["warrants"]["mode"] == "none",
            "T491": any(one.get("ownership_limit") == "none" for one in sheet["investors"]),
            "T485": options["clauses"]["cov_public_announcement"] != "text",
            "T417": any("address_lines" not in one for one in sheet["investors"]),
        }.items()
        if meant
    }


def _spaced_badly(whole):
    for piece in whole.documents:
        for clause in walk.clauses(piece.document):
            for passage in walk.passages(clause):
                words = words_of(passage)
                if "  " in words or words != words.strip() or " ," in words or " ;" in words:
                    yield f"{piece.stem}: {clause.label}: {words!r}"


def _unsound(whole):
    """What breaks a rule in the Word file of the agreement, and of one document of each other part."""
    firsts = {piece.part: piece for piece in reversed(whole.documents)}
    return [f"{piece.stem}: {one}" for piece in firsts.values() for one in breaches(as_docx(piece, whole, HOUSE))]
