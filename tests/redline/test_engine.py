"""A redline says both documents: rejecting all of it gives the one, accepting all the other.

`REDLINES=2000 python -m pytest tests/redline/test_engine.py` tries as many random pairs, and `LIBREOFFICE=200` has
LibreOffice settle as many; every day it is a few.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from datetime import date
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assembler.compare import drafts
from assembler.document.tree import Clause, Definition, Reference, Row, State, Table
from assembler.errors import InputError
from assembler.readers import files, outline
from assembler.readers.package import open_package
from assembler.readers.reading import Reading
from assembler.redline import engine, layout, settled_view
from tests import deals, test_validity
from tests.compare import pairs
from tests.compare.documents import drawn, original
from tests.redline.verifying import differences
from tests.word import office
from tests.word.small import house, of, paragraph, said, text
from tests.word.soundness import breaches

RANDOM = range(int(os.environ.get("REDLINES", "30")))
SETTLED = range(1000, 1000 + int(os.environ.get("LIBREOFFICE", "12")))
DEALS = ["new-stock-and-warrants", "new-stock-only", "new-covenant-warrants"]
# A number without words before a table that comes or goes: LibreOffice keeps the paragraph and loses its bookmark.
EMPTY_BEFORE_A_TABLE = re.compile(r"<w:(ins|del) [^>]*/></w:rPr></w:pPr>(<w:bookmark[^>]*>)*</w:p><w:tbl>")
ASKED = engine.RedlineOptions("A & B LLP", date(2026, 1, 1))
STRANGERS = st.lists(
    st.lists(
        st.sampled_from(["one", "two", "three", "&", "<b>", "(a)", "$1.00", "it's", '"x"']), min_size=1, max_size=6
    ).map(" ".join),
    max_size=6,
)


def stranger(paragraphs):
    return Reading("x", outline.provisions(map(outline.ReadParagraph, paragraphs)))


def tree(*clauses):
    return pairs.drawn(of(*clauses))


def as_word(reading):
    """The Word file of a document: as it is drafted, or plainly if it is a text."""
    return layout.as_drafted(reading.tree, house()) if reading.tree else layout.as_plain(reading, house())


def written(here, there, asked=ASKED):
    """The redline, which is sound."""
    return between(as_word(here), as_word(there), asked)


def between(old, new, asked=ASKED):
    sources = (engine.RedlineSource(name, data) for name, data in (("old.docx", old), ("new.docx", new)))
    content = engine.redline(*sources, asked).content
    assert breaches(content) == []
    return content


def xml(data):
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


def changed(data, how):
    """What comes ("ins") or goes ("del"), in pieces; nothing for a mark."""
    # A blank that came and went only parts two words.
    written = re.sub(r"<w:ins [^>]*><w:del [^>]*>.*?</w:del></w:ins>", "", xml(data))
    found = re.findall(rf"<w:{how} [^>]*[^/]>.*?</w:{how}>", written)
    return [words for words in (re.sub("<[^>]+>", "", one) for one in found) if words]


def settled(data, how):
    """What is left of a redline, as lines of number and words; a row with bars."""
    lines, in_table = [], False
    for one in view(data, how).lines():
        if one.kind == "row":
            lines.append([])
        elif one.kind == "cell":
            lines[-1].append([])
        elif one.kind == "paragraph":
            words = re.sub(r"\{[^|}]*\|([^}]*)\}", r"\1", f"{one.number} {one.text}".strip())
            (lines[-1][-1] if in_table else lines).append(words)
        in_table = one.kind in ("table", "row", "cell") or (in_table and one.kind == "paragraph")
    return [one if isinstance(one, str) else "|".join(map(" ".join, one)) for one in lines if one]


def view(data, how="accepted"):
    """What the verification sees of a file."""
    package = open_package(data, "r.docx")
    styles = settled_view.Styles(package)
    return settled_view.View(package, styles, rejected=how == "rejected", other=styles)


# Accepting and rejecting


@pytest.mark.parametrize("seed", RANDOM)
def test_a_redline_of_a_random_pair_proves_itself_and_reads_as_both(seed):
    here, there = pairs.pair(seed)
    data = written(here, there)
    for how, reading in (("rejected", here), ("accepted", there)):
        assert files.read(data, "r.docx", how).words == files.read(as_word(reading), "d.docx").words


@pytest.mark.parametrize(("here", "there"), [*permutations([*deals.ORIGINALS, *DEALS], 2)])
def test_every_deal_becomes_every_other(here, there):
    written(drawn(here)[0], drawn(there)[0])


@settings(deadline=None, max_examples=40)
@given(STRANGERS, STRANGERS)
def test_documents_of_strangers_become_each_other_with_their_numbers_as_words(ours, theirs):
    here, there = stranger(ours), stranger(theirs)
    data = written(here, there)
    assert files.read(data, "r.docx").words == there.words
    assert files.read(data, "r.docx", "rejected").words == here.words


@pytest.mark.parametrize(("here", "there"), [*permutations(deals.ORIGINALS, 2)])
def test_every_original_becomes_every_other(here, there):
    data = written(original(here), original(there))
    assert files.read(data, "r.docx").words == original(there).words
    assert files.read(data, "r.docx", "rejected").words == original(here).words


@pytest.mark.parametrize("stem", [*deals.ORIGINALS, *DEALS])
def test_the_redline_of_a_document_with_itself_has_no_change(stem):
    document = xml(written(drawn(stem)[0], drawn(stem)[0]))
    assert not re.search(r"<w:(ins|del|moveTo|moveFrom|[rp]PrChange)\b", document)


def test_a_redline_that_is_wrong_is_refused_with_what_is_wrong(monkeypatch):
    monkeypatch.setattr(engine._FileRedliner, "write", lambda _: None)
    with pytest.raises(InputError) as error:
        written(tree(said("a", "1.")), tree(Clause("a", "1.", blocks=(paragraph("says b"),))))
    (problem,) = error.value.problems
    assert (problem.code, problem.message) == (
        "K201",
        "the redline with all changes rejected differs from this document: paragraph 1: '1. says b' in place of '1. says a'",
    )


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('<w:t xml:space="preserve">', '<w:t xml:space="preserve">x'),
        ("<w:rPr><w:ins ", "<w:rPr><w:insx "),
        ('w:val="Section"', 'w:val="Clause"'),
        ("REF _Ref_", "REF _Was_"),
        ("<w:trPr><w:cantSplit/><w:del ", "<w:trPr><w:cantSplit/><w:delx "),
        ('<w:rStyle w:val="DefinedTerm"/>', '<w:rStyle w:val="ContentsMark"/>'),
    ],
)
def test_the_proof_sees_what_is_not_as_it_was(was, becomes):
    here, there = drawn("new-stock-and-warrants")[0], drawn("new-stock-only")[0]
    data = written(here, there)
    files_of_both = as_word(here), as_word(there)
    assert not differences(data, *files_of_both)
    spoiled = replaced(data, was, becomes)
    assert was in xml(data)
    assert differences(spoiled, *files_of_both)


def replaced(data, was, becomes):
    """The file with each of these pieces of its body replaced."""
    given, made = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in given.namelist():
            content = given.read(name)
            if name == "word/document.xml":
                content = content.replace(was.encode(), becomes.encode())
            archive.writestr(name, content)
    return made.getvalue()


def test_what_comes_back_as_a_word_file_keeps_its_tables(tmp_path):
    yaml = deals.sheet("new-stock-and-warrants")
    changed_yaml = deals.replaced(yaml, "    amount: 1,250,000", "    amount: 1,500,000")
    _, back = (drafts.as_reading(deals.compose_text(one), "x").reading for one in (yaml, changed_yaml))
    returned = as_word(back)
    data = between(replaced(returned, "Ostara", "Astara"), returned)
    assert (changed(data, "ins"), changed(data, "del")) == (["Ostara"] * 3, ["Astara"] * 3)
    rows = [one for one in settled(data, "accepted") if "|" in one and "Ostara" in one]
    assert rows == ["Ostara Opportunity Fund Ltd. c/o Ostara Administration (Cayman) Limited P.O. Box 2210, George Town Grand Cayman, Cayman Islands Phone: (345) 555-0127 Fax: (345) 555-0128|273,684|95,790|$650,000"]  # fmt: skip


# What a lawyer sees


def test_a_figure_is_changed_as_one_word_and_what_comes_stands_before_what_goes():
    one, other = (tree(Clause("a", blocks=(paragraph(f"a price of ${price};"),))) for price in ("1.1296", "2.00"))
    data = written(one, other)
    assert (changed(data, "ins"), changed(data, "del")) == (["$2.00"], ["$1.1296"])
    assert xml(data).index("$2.00") < xml(data).index("$1.1296")


def test_a_clause_that_goes_takes_its_number_along_and_is_no_change_of_those_behind_it():
    clauses = [said("a", "1."), said("b", "1."), said("c", "1.")]
    data = written(tree(*clauses), tree(clauses[0], clauses[2]))
    assert changed(data, "del") == ["says b"]
    assert changed(data, "ins") == []
    assert settled(data, "accepted") == ["1. says a", "2. says c"]
    assert settled(data, "rejected") == ["1. says a", "2. says b", "3. says c"]


def test_a_clause_that_is_reserved_keeps_its_paragraph_and_number():
    data = written(tree(said("a", "1."), said("b", "1.")), tree(Clause("a", "1.", State.RESERVED), said("b", "1.")))
    assert (changed(data, "ins"), changed(data, "del")) == (["[RESERVED]"], ["says a"])
    assert settled(data, "accepted") == ["1. [RESERVED]", "2. says b"]


def test_a_list_that_counts_otherwise_is_a_change_of_formatting_and_said():
    here, there = tree(said("a", "1.", said("b", "(a)"))), tree(said("a", "1.", said("b", "A.")))
    data = written(here, there)
    assert settled(data, "rejected")[1] == "(a) says b"
    assert settled(data, "accepted")[1] == "A. says b"
    assert changed(data, "ins") == changed(data, "del") == []
    assert len(re.findall("<w:pPrChange ", xml(data))) == 1


def test_words_that_only_look_otherwise_are_a_change_of_formatting():
    here, there = (tree(Clause("a", blocks=(paragraph('the "Closing" then'),))), tree(Clause("a", blocks=(paragraph("the ", Definition("Closing"), " then"),))))  # fmt: skip
    data = written(here, there)
    assert changed(data, "ins") == changed(data, "del") == []
    assert re.search(r'<w:rStyle w:val="DefinedTerm"/><w:rPrChange [^>]*><w:rPr/></w:rPrChange></w:rPr><w:t xml:space="preserve">Closing<', xml(data))  # fmt: skip


def test_a_reference_is_kept_as_a_field_and_replaced_as_a_whole_where_its_number_changes():
    def document(*before):
        seen = paragraph("see Section ", Reference("c"), " and ", Reference("a"))
        return tree(said("a", "1."), *before, Clause("c", "1.", blocks=(seen,)))

    data = written(document(), document(said("b", "1.")))
    fields = re.findall(r"<w:(?:ins|del) [^>]*>(?:(?!</w:(?:ins|del)>).)*fldChar.*?</w:(?:ins|del)>", xml(data))
    assert [re.sub("<[^>]+>", "", one) for one in fields] == [" REF _Ref_c \\n \\h 3", " REF _Ref_c \\n \\h 2"]
    assert xml(data).count(" REF _Ref_a \\n \\h </w:instrText>") == 1


def test_a_clause_that_goes_keeps_the_name_that_references_to_it_need():
    def document(*labels):
        clauses = [said(one, "1.") for one in labels]
        return tree(*clauses, Clause("z", "1.", blocks=(paragraph("see ", Reference(labels[0])),)))

    document_xml = xml(written(document("a", "b", "c"), document("b", "c")))
    gone = re.search(r"<w:p><w:pPr>(?:(?!</w:pPr>).)*<w:del .*?</w:p>", document_xml)[0]
    assert 'w:name="_Ref_a"' in gone


def test_rows_come_and_go_and_a_cell_changes_within_its_table():
    def table(*rows):
        made = [Row("row", tuple((text(cell),) for cell in row)) for row in rows]
        return tree(Clause("a", blocks=(Table((Row("head", ((text("Name"),), (text("Sum"),))), *made)),)))

    here = table(("Alpha LP", "$1"), ("Beta LLC", "$2"), ("Gamma Inc.", "$3"))
    data = written(here, table(("Alpha LP", "$1"), ("Gamma Inc.", "$4"), ("Delta Ltd.", "$5")))
    assert re.findall(r"<w:trPr><w:cantSplit/><w:(ins|del) ", xml(data)) == ["del", "ins"]
    assert changed(data, "del") == ["Beta LLC", "$2", "$3"]
    assert changed(data, "ins") == ["$4", "Delta Ltd.", "$5"]
    assert settled(data, "accepted") == ["Name|Sum", "Alpha LP|$1", "Gamma Inc.|$4", "Delta Ltd.|$5"]
    assert settled(data, "rejected") == ["Name|Sum", "Alpha LP|$1", "Beta LLC|$2", "Gamma Inc.|$3"]


def test_tables_of_other_columns_stand_apart():
    def table(*cells):
        return tree(Clause("a", blocks=(Table((Row("row", tuple((text(cell),) for cell in cells)),)),)))

    data = written(table("a", "b"), table("a", "b", "c"))
    assert settled(data, "accepted") == ["a|b|c"]
    assert "</w:tbl><w:tbl>" not in xml(data)


def test_a_paragraph_that_is_split_shows_a_mark_and_no_words():
    first, second = "The Company shall deliver the shares.", "The Investor shall pay the price of them."
    here = tree(Clause("a", blocks=(paragraph(f"{first} {second}"), paragraph("So be it."))))
    there = tree(Clause("a", blocks=(paragraph(first), paragraph(second), paragraph("So be it."))))
    data = written(here, there)
    assert (changed(data, "ins"), changed(data, "del")) == ([], [" "])
    assert settled(data, "accepted")[:2] == [first, second]


def test_an_investor_who_withdraws_takes_one_row_and_one_signature_page_along():
    yaml = deals.sheet("new-stock-and-warrants")
    start, stop = yaml.index("  - name: Ostara"), yaml.index("  # A natural person")
    without = drafts.as_reading(deals.compose_text(yaml[:start] + yaml[stop:]), "x").reading
    data = written(drawn("new-stock-and-warrants")[0], without)
    gone = changed(data, "del")
    assert len([one for one in gone if "the undersigned represents" in one]) == 1
    assert "$650,000" in gone
    assert not [one for one in gone if "Prud" in one or "$150,000" in one]
    paragraphs = re.findall(r"<w:p>.*?</w:p>", xml(data))
    begun = [one for one in paragraphs if "pageBreakBefore" in one and "IN WITNESS WHEREOF, this" in one]
    (page,) = [one for one in begun if "delText" in one]
    assert xml(data).index(page) < xml(data).index("$650,000")


def test_what_moved_is_marked_as_moved_only_where_it_is_asked_for():
    here, there = (tree(*(said(one, "1.", blocks=(paragraph(f"says {one} at some length"),)) for one in order)) for order in ("abcde", "bcade"))  # fmt: skip
    assert "move" not in xml(written(here, there))
    asked = engine.RedlineOptions("A", date(2026, 1, 1), moves=True)
    data = written(here, there, asked)
    assert re.findall(r"<w:(move\w+) ", xml(data)).count("moveFromRangeStart") == 1
    assert re.findall(r'RangeStart [^>]*w:name="(\w+)"', xml(data))[0::2] == re.findall(r'RangeStart [^>]*w:name="(\w+)"', xml(data))[1::2]  # fmt: skip
    assert "<w:ins " not in xml(data)


def test_every_change_has_a_number_of_its_own_an_author_and_a_date():
    document = xml(written(original("focus-2002-01"), original("focus-2002-11")))
    said_of = re.findall(r'<w:(?:ins|del|pPrChange|rPrChange) w:id="(\d+)" w:author="A &amp; B LLP" w:date="2026-01-01T00:00:00Z"', document)  # fmt: skip
    assert len(said_of) == len({*said_of}) == len(re.findall(r"<w:(?:ins|del|pPrChange|rPrChange) ", document))


# What others read


@pytest.mark.skipif(bool(office.missing_uno()), reason=office.missing_uno() or "python3-uno is there")
def test_libreoffice_accepts_and_rejects_all_of_random_redlines_and_reads_the_words_of_both(tmp_path):
    made = {seed: (*pairs.pair(seed), written(*pairs.pair(seed))) for seed in SETTLED}
    made = {seed: one for seed, one in made.items() if not EMPTY_BEFORE_A_TABLE.search(xml(one[2]))}
    texts = office.settled([data for _, _, data in made.values()], tmp_path)
    for (seed, (here, there, _)), (rejected, accepted) in zip(made.items(), texts, strict=True):
        assert unnumbered(rejected) == unnumbered(in_a_draft(here)), seed
        assert unnumbered(accepted) == unnumbered(in_a_draft(there)), seed


@pytest.mark.skipif(bool(office.missing_uno()), reason=office.missing_uno() or "python3-uno is there")
def test_libreoffice_counts_the_clauses_of_a_settled_redline_as_those_of_the_draft(tmp_path):
    stems = [*permutations(DEALS, 2)][::2]
    both = [(drawn(here)[0], drawn(there)[0]) for here, there in stems]
    texts = office.settled([written(*one) for one in both], tmp_path)
    for (here, there), (rejected, accepted) in zip(both, texts, strict=True):
        assert without_references(rejected) == without_references(in_a_draft(here))
        assert without_references(accepted) == without_references(in_a_draft(there))


@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
@pytest.mark.parametrize("seed", [*SETTLED][:6])
def test_pandoc_accepts_and_rejects_all_and_reads_the_words_of_both(seed, tmp_path):
    here, there = pairs.pair(seed)
    data = written(here, there)
    for how, reading in (("reject", here), ("accept", there)):
        assert unnumbered(by_pandoc(data, how, tmp_path)) == unnumbered(in_a_draft(reading))


def in_a_draft(reading):
    """The words and displayed numbers of a document drafted by itself."""
    return " ".join(settled(as_word(reading), "accepted")).replace("|", " ")


def words(exported):
    return re.sub(r"_{2,}|-{3,}|\u2013(?= |$)", " ", office.plain(exported)).split()


def without_references(exported):
    """The words without the numbers of clauses that are referred to: LibreOffice computes them before it settles all."""
    said_of = words(exported)
    return [one for before, one in pairwise(["", *said_of]) if before not in ("Section", "Sections")]


def unnumbered(exported):
    """The words without numbers of clauses.

    LibreOffice does not put a paragraph back into the list that a tracked change took it from, and then finds no number
    to refer to; pandoc shows no numbers.
    """
    said_of = words(exported.replace("Error: Reference source not found", " "))
    return [one for one in said_of if not re.fullmatch(r"(\d+|[A-Z]{1,3})?\.?(\([a-z]{1,4}\))*\.?", one)]


def by_pandoc(data, how, folder):
    path = folder / "r.docx"
    path.write_bytes(data)
    asked = ["pandoc", f"--track-changes={how}", "--from=docx", "--to=json", str(path)]
    found = subprocess.run(asked, capture_output=True, check=True, text=True).stdout
    return " ".join(test_validity.words(json.loads(found)["blocks"]))


# The command


def test_the_command_writes_it_and_says_how_much_changes(tmp_path, monkeypatch, capsys):
    path = tmp_path / "r.docx"
    ours, theirs = (str(deals.TERMSHEETS / f"{stem}.yaml") for stem in DEALS[:2])
    ended = ran(monkeypatch, ours, theirs, "--redline", str(path), "--dated", "2026-02-03", "--moves")
    assert not ended
    assert 'w:date="2026-02-03T00:00:00Z"' in xml(path.read_bytes())
    assert re.match(r"redline: \d+ insertions, ", capsys.readouterr().err)


def test_moves_ask_for_a_date(tmp_path, monkeypatch, capsys):
    ours, theirs = (str(deals.TERMSHEETS / f"{stem}.yaml") for stem in DEALS[:2])
    assert ran(monkeypatch, ours, theirs, "--redline", str(tmp_path / "r.docx"), "--moves") == 2
    assert "--dated" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--redline", "r.pdf"), "must end in .docx"),
        (("--redline", "r.docx", "--dated", "12/31/2026"), "Write year-month-day, such as 2003-07-01."),
    ],
)
def test_a_wrong_name_or_day_is_told_how_to_write_it(options, told, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    ours, theirs = (str(deals.TERMSHEETS / f"{stem}.yaml") for stem in DEALS[:2])
    assert ran(monkeypatch, ours, theirs, *options) == 2
    assert told in " ".join(capsys.readouterr().err.split())
    assert not [*tmp_path.iterdir()]


def ran(monkeypatch, *arguments):
    from assembler import cli

    monkeypatch.setattr("sys.argv", ["assembler", "compare", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code


# Long documents of which little changes


def long(count, *, without=(), says="as ever"):
    clauses = [said(f"page {at}" if at != 90 else f"page {at} {says}", "") for at in range(count) if at not in without]
    return tree(*clauses)


@pytest.mark.parametrize(
    ("here", "there", "came", "gone"),
    [
        (long(200), long(200, says="otherwise"), ["otherwise"], ["as ever"]),
        (long(200), long(200, without=[100]), [], ["says page 100"]),
        (long(200, without=[100]), long(200), ["says page 100"], []),
        (long(200, without=[70]), long(200, without=[150]), ["says page 70"], ["says page 150"]),
        (long(200), long(200, without=range(80, 120)), [], [f"says page {at}" for at in range(80, 120) if at != 90]),
    ],
)
def test_in_a_long_document_only_what_changes_is_marked(here, there, came, gone):
    data = written(here, there)
    assert changed(data, "ins") == came
    assert [one for one in changed(data, "del") if "as ever" not in one or one in gone] == gone


@pytest.mark.parametrize("moves", [False, True])
def test_in_a_long_document_what_is_referred_to_stays_so_in_the_midst_of_what_is_equal(moves):
    def document(says):
        clauses = [said(f"page_{at}", "1.", starts_page=at % 4 == 0) for at in range(300)]
        refers = Clause("refers", blocks=(paragraph(f"{says} Section ", Reference("page_150")),))
        return tree(*clauses[:20], refers, *clauses[20:])

    data = written(document("see"), document("look at"), engine.RedlineOptions("A", date(2026, 1, 1), moves=moves))
    assert changed(data, "ins") == ["look at"]
    assert changed(data, "del") == ["see"]
    assert xml(data).count("<w:bookmarkStart") == 1


# By hand, many more: ASSEMBLER_PAIRS=500. The last three refer, in what is equal, to what stands elsewhere by now.
@pytest.mark.parametrize("seed", [*range(int(os.environ.get("ASSEMBLER_PAIRS", "6"))), 22, 36, 10215])
def test_a_redline_of_long_documents_is_both_of_them_though_all_of_it_is_taken_apart(seed):
    here, there = pairs.long_pair(seed)
    data = written(here, there, engine.RedlineOptions("A", date(2026, 1, 1), moves=bool(seed % 2)))
    for how, one in (("rejected", here), ("accepted", there)):
        assert settled(data, how) == settled(as_word(one), "accepted")
