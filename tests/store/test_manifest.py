"""The manifest of a set, and manifests of version 1."""

from __future__ import annotations

import json

import pytest

from assembler.errors import InputError
from assembler.store import folder, manifest
from assembler.store.manifest import Input, Manifest, ManifestEntry
from tests.dealset.sets import codes, write

WHOLE = Manifest(  # noqa: S604  `shell` is a style template
    as_of="2003-07-01",
    assembler="1.0",
    forms={"purchase-agreement": "f"},
    shell="s",
    inputs={"deal.yaml": Input("i", "inputs/deal.yaml", "term_sheet")},
    asked={"formats": ["docx"], "only": None},
    files={"warrant-01-acme.docx": ManifestEntry("w", "warrants", "warrant-01-acme.document.json", "Acme & Söhne")},
    superseded={"superseded/warrant-02-b.docx": ManifestEntry("b", "warrants", "warrant-02-b.document.json", "B")},
)
FIRST = {"version": 1, "files": {"a.txt": {"sha256": manifest.digest(b"a"), "drafted_from": {"term_sheet": "x"}}}}


def test_a_manifest_comes_back_as_it_was_written(tmp_path):
    (tmp_path / "manifest.json").write_bytes(manifest.as_bytes(WHOLE))
    assert manifest.read(tmp_path) == WHOLE


def test_where_there_is_no_manifest_there_is_none(tmp_path):
    assert manifest.read(tmp_path / "nothing") is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 4, "files": {}}', '{"version": 2}', '{"version": 1, "files": 1}']
)
def test_a_manifest_that_cannot_be_understood_is_refused(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(InputError) as error:
        manifest.read(tmp_path)
    assert codes(error) == ["S303"]


def test_a_manifest_of_the_first_version_tells_what_was_edited(tmp_path):
    (tmp_path / "manifest.json").write_text(json.dumps(FIRST))
    (tmp_path / "a.txt").write_bytes(b"a")
    found = manifest.read(tmp_path)
    assert manifest.edited(tmp_path, found, found.files) == ()
    (tmp_path / "a.txt").write_bytes(b"edited")
    assert manifest.edited(tmp_path, found, found.files) == ("a.txt",)


def test_what_a_set_of_the_first_version_was_drafted_from_is_said_to_be_unknown(tmp_path):
    (tmp_path / "manifest.json").write_text(json.dumps(FIRST))
    with pytest.raises(InputError) as error:
        folder.kept_inputs(tmp_path, manifest.read(tmp_path))
    assert codes(error) == ["S306"]


def test_a_set_of_the_first_version_is_drafted_again_as_one_of_this(tmp_path):
    (tmp_path / "manifest.json").write_text(json.dumps(FIRST))
    (tmp_path / "a.txt").write_bytes(b"a")
    write(tmp_path, {"a.txt": b"new"})
    assert (manifest.read(tmp_path).version, (tmp_path / "a.txt").read_bytes()) == (3, b"new")
