"""What packs Word files is a choice: another one gives other bytes of the same parts, and what is not there is said."""

from __future__ import annotations

import io
import sys
import zipfile

import pytest
from msgspec.structs import replace

from assembler.writers import archive, docx
from tests.cli.many import sheet
from tests.commands import run
from tests.schedules.rounds import Round
from tests.writers.small import PROPERTIES, house, one, paragraph, value

WORDS = one(paragraph("The same words. " * 200), paragraph("Sold to ", value("Northgate & Co."), "."))


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def written_with(compressor):
    return docx.write(WORDS, {}, replace(house(), compressor=compressor), PROPERTIES)


def test_another_compressor_packs_the_same_parts_otherwise():
    assert parts_of(written_with("isal")) == parts_of(written_with("zlib"))
    assert written_with("isal") != written_with("zlib")
    assert written_with("isal") == written_with("isal")


@pytest.mark.parametrize("content", [b"", b"a", b"words " * 10_000, bytes(range(256)) * 500])
@pytest.mark.parametrize("name", ["zlib", "isal"])
def test_what_was_compressed_comes_out_as_it_was(content, name):
    deflate = archive.compressor(name)
    stretches = [
        archive.stretch(content, deflate),
        archive.stretch(b"between", deflate),
        archive.stretch(content, deflate),
    ]
    whole = archive.archive([archive.member("a", content, deflate), archive.joined("b", stretches)])
    assert parts_of(whole) == {"a": content, "b": content + b"between" + content}


def test_a_compressor_that_is_not_installed_is_said_before_anything_is_drafted(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "isal", None)
    (tmp_path / "deal.yaml").write_text(sheet(2))
    code, _, err = run("draft", tmp_path / "deal.yaml", "--output", tmp_path / "set", "--compressor", "isal")
    assert code == 4
    assert (
        "--compressor isal: error S104 this compressor is not installed\n    Install it with pip install 'assembler[isal]'"
        in err
    )
    assert not (tmp_path / "set").exists()


def folder_in(folder):
    (folder / "other").mkdir()
    return folder / "other"


def test_a_set_goes_on_with_what_it_was_packed_with(tmp_path):
    yaml = sheet(4)
    made = Round(tmp_path, yaml, "--compressor", "isal")
    before = made.contents()
    made.change(yaml.replace("1003.00", "1103.00"))
    assert made.run("schedules")[0] == 0
    after = made.contents()
    assert any(before[name] == after.get(name) for name in before if name.startswith("warrant"))
    assert any(before[name] != after.get(name) for name in before if name.startswith("warrant"))
    anew = Round(folder_in(tmp_path), made.yaml, "--compressor", "isal").contents()
    assert {name: after[name] for name in anew} == anew
