"""A wheel of the tracked files, installed with the pinned versions in an empty environment, drafts from any folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import assembler
from tests import deals
from tests.commands import run

CONSTRAINTS = deals.ROOT / "constraints.txt"
BACKEND = tomllib.loads((deals.ROOT / "pyproject.toml").read_text())["build-system"]["requires"]


def pins():
    """The pinned version of each library, by its name."""
    lines = [line.partition(" ;")[0].strip() for line in CONSTRAINTS.read_text().splitlines()]
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def libraries(requirement, seen):
    """Add the name of every library that a requirement installs."""
    name = canonicalize_name(requirement.name)
    if (name, extras := frozenset(requirement.extras)) in seen:
        return
    seen.add((name, extras))
    for line in distribution(name).requires or ():
        needed = Requirement(line)
        asked = ("", *extras)
        if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in asked):
            libraries(needed, seen)


@pytest.mark.slow  # earlier versions of the libraries need others, which no command installs
def test_every_library_that_the_two_commands_install_is_pinned():
    seen = set()
    libraries(Requirement("assembler[test]"), seen)
    assert {name for name, _ in seen} - {"assembler"} <= set(pins())


def test_a_pin_is_a_name_and_a_version():
    lines = [line for line in CONSTRAINTS.read_text().splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[a-z0-9.]+( ; [^:/]+)?", line)] == []


def test_the_build_backend_is_pinned():
    assert [line for line in BACKEND if not re.fullmatch(r"[a-z-]+==[0-9.]+", line)] == []


def pip():
    """The command of a pip: of this Python, or of the one that its environment was made by. Skip where there is none."""
    for python in (sys.executable, getattr(sys, "_base_executable", ""), shutil.which("python3")):
        if (
            python
            and subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
        ):
            return [python, "-m", "pip"]
    pytest.skip("there is no pip")


def tracked_files():
    """The files that git tracks, by path. Skip where this is no working tree of git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=deals.ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("this is no working tree of git")
    return [name for name in listed.stdout.decode().split("\0") if name and (deals.ROOT / name).is_file()]


@pytest.fixture
def wheel(tmp_path):
    """A wheel built from nothing but the tracked files. Skip where the package index cannot be reached."""
    download = [*pip(), "download", "--quiet", "--no-deps", "--dest", tmp_path / "backend", *BACKEND]
    if subprocess.run(download, capture_output=True, check=False).returncode != 0:
        pytest.skip("the build backend cannot be downloaded: there is no network")
    for name in tracked_files():
        (tmp_path / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(deals.ROOT / name, tmp_path / "tree" / name)
    build = [*pip(), "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path, tmp_path / "tree"]
    subprocess.run(build, check=True, capture_output=True)
    (built,) = tmp_path.glob("*.whl")
    return built


@pytest.mark.slow
def test_a_wheel_of_a_clean_tree_drafts_in_an_empty_environment(wheel, tmp_path):
    with ZipFile(wheel) as archive:
        (about,) = [name for name in archive.namelist() if name.endswith(".dist-info/WHEEL")]
        assert f"Generator: {BACKEND[0].replace('==', ' ')}\n" in archive.read(about).decode()
        folder = about.removesuffix("WHEEL")
        assert {f"{folder}licenses/LICENSE", "assembler/py.typed"} <= set(archive.namelist())

    environment, elsewhere = tmp_path / "environment", tmp_path / "elsewhere"
    elsewhere.mkdir()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    install = [*pip(), "--python", environment, "install", "--quiet", "--constraint", CONSTRAINTS, wheel]
    subprocess.run(install, check=True, capture_output=True)

    def installed(program, *arguments):
        settings = {"HOME": str(tmp_path), "PATH": os.environ["PATH"]}
        command = [environment / "bin" / program, *arguments]
        return subprocess.run(command, cwd=elsewhere, env=settings, check=True, capture_output=True, text=True).stdout

    listed = "import importlib.metadata as m; print(*[f'{d.name}=={d.version}' for d in m.distributions()], sep='\\n')"
    versions = dict(line.split("==") for line in installed("python", "-c", listed).split())
    assert versions.pop("assembler") == assembler.__version__
    assert {canonicalize_name(name): version for name, version in versions.items()}.items() <= pins().items()

    sheet = deals.TERMSHEETS / "new-stock-and-warrants.yaml"
    assert installed("assembler", "--version") == f"assembler {assembler.__version__}\n"
    installed("assembler", "draft", sheet)
    assert run("draft", sheet, "--output", tmp_path / "here")[0] == 0
    assert contents(elsewhere / "output" / sheet.stem) == contents(tmp_path / "here")


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
