"""Runs that are killed at random times: what they leave is the one set or the other, whole, and the next run goes on.

`python -m tests.kill_runs --count 500 --seed 1` drafts two deals in turn into one folder, in a process of its own each time that
is killed at a moment while it writes; nothing is put right in between but by the next run, which may be killed as well.
`--in-three-steps` does so as on a system that cannot exchange two folders at once; `--commands` kills the whole command.
`--versions` kills drafts, refreshed files, sendings, restores and undos of a set that somebody edits in between.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from assembler.dealset.register import restored_register
from assembler.errors import InputError
from assembler.store import disk, manifest
from assembler.store.folder import recover, write_set
from assembler.store.manifest import Manifest
from assembler.store.restoring import restore
from assembler.store.versions import SEND, check_all, freeze
from tests import deals
from tests.dealset.sets import contents, write

DAY = date(2003, 7, 1)
FILES = {f"warrant-{number:02}.docx": f"{number}".encode() * 1000 for number in range(40)}
ONE = {**FILES, "agreement.txt": b"one", "warrant-98.docx": b"left"}
OTHER = {**FILES, "agreement.txt": b"other", "warrant-99.docx": b"joined", "warrant-07.docx": b"changed"}
MINE = {"notes/call.txt": b"mine", "note.txt": b"mine too"}


def draft(place, files):
    """A run that drafts these files; those of the other deal are of the set no more."""
    recover(place)
    earlier = manifest.read(place)
    gone = [name for name in (earlier.files if earlier else ()) if name not in files]
    write(place, files, supersede=gone, sheet=files["agreement.txt"])


@dataclass
class Result:
    """How many runs ended in which way, and what was wrong with a set."""

    ended: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)


def run(count, seed, root, *, in_three_steps=False):
    """Kill `count` runs in the folder `root`; on a system that exchanges folders in three steps there may be none for a moment."""
    place, randomness, result = root / "set", random.Random(seed), Result()  # noqa: S311  any numbers do
    draft(place, ONE)
    for name, content in MINE.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_bytes(content)
    wholes = settled(place)
    began = time.monotonic()
    draft(place, OTHER)
    took = time.monotonic() - began
    for number in range(count):
        files = ONE if contents(place) == wholes[0] else OTHER
        died = killed(lambda: draft(place, files), randomness.uniform(0, took * 2))  # noqa: B023  it is called at once
        found = contents(place)
        left = sorted(path.name for path in root.iterdir() if path.name != "set")
        result.ended[
            f"{'killed' if died else 'ended'}, {'with' if '.set.next' in left else 'without'} a folder left"
        ] += 1
        is_between = found is None and in_three_steps
        if not (found in wholes or is_between):
            result.bad.append(f"run {number}: neither the one set nor the other")
    draft(place, ONE)
    if contents(place) not in wholes or [path.name for path in root.iterdir()] != ["set"]:
        result.bad.append("the last run did not end in a whole set, with nothing beside it")
    return result


def settled(place):
    """The two sets as they are once each has been drafted behind the other, with what was moved at either time."""
    wholes = []
    for files in (OTHER, ONE, OTHER, ONE):
        draft(place, files)
        wholes.append(contents(place))
    return wholes[2:]


def killed(work, after):
    """Do the work in a process of its own, and kill that after some seconds; whether it was still at work."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writing, b".")
            work()
        except BaseException as error:  # noqa: BLE001  a child never comes back into the tests
            sys.stderr.write(f"{error!r}\n")
            os._exit(1)
        os._exit(0)
    os.read(reading, 1)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(reading)
    os.close(writing)
    if not os.WIFSIGNALED(status):
        assert os.waitstatus_to_exitcode(status) == 0, "a run failed that was not killed"
    return os.WIFSIGNALED(status)


def run_commands(count, seed, root):
    """Kill `count` whole commands, from their start to their end."""
    one = deals.without_departures(deals.sheet("focus-2003-07")).replace("status: form", "status: draft")
    one = deals.replaced(one, "  coverage: 20%", "  coverage: 20%\n  exercise_price: 1.36\n  term_years: 4")
    sheets = [one, deals.replaced(one, "price_per_share: 1.00", "price_per_share: 0.80")]
    command = [sys.executable, "-c", "from assembler.cli import main; main()", "draft", "deal.yaml"]
    place, randomness, result, wholes = root / "output" / "deal", random.Random(seed), Result(), []  # noqa: S311  any numbers do

    def begin(sheet):
        (root / "deal.yaml").write_text(sheet)
        environment = {**os.environ, "PYTHONPATH": str(deals.ROOT)}
        return subprocess.Popen(
            command, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    took = 0.0
    for sheet in sheets:
        began = time.monotonic()
        assert begin(sheet).wait() == 0
        took = time.monotonic() - began
        wholes.append(contents(place))
    for number in range(count):
        process = begin(randomness.choice(sheets))
        # Most of the time goes by before anything is written: every other one is killed in the last part.
        time.sleep(randomness.uniform(0 if number % 2 else 0.8, 1.05) * took)
        process.kill()
        result.ended["killed" if process.wait() < 0 else "ended"] += 1
        if contents(place) not in wholes:
            result.bad.append(f"run {number}: neither the one set nor the other")
    assert begin(sheets[0]).wait() == 0
    if contents(place) != wholes[0] or [path.name for path in place.parent.iterdir()] != ["deal"]:
        result.bad.append("the last run did not end in a whole set, with nothing beside it")
    return result


EDITED = "warrant-03.docx"
FEW = [{name: content for name, content in files.items() if name not in [*FILES][10:]} for files in (ONE, OTHER)]


@dataclass
class Changing:
    """A set that commands change and a person edits, with what must never be lost."""

    place: Path
    random: random.Random
    edits: int = 0
    versions: dict[str, bytes] = field(default_factory=dict)

    @property
    def edit(self) -> bytes:
        """The words of the last edit by hand, which is in the set or in a version."""
        return f"edit {self.edits}.".encode()

    def begin(self):
        """Draft the set with files of a person, and send it."""
        for files in reversed(FEW):
            draft(self.place, files)
        for name, content in MINE.items():
            (self.place / name).parent.mkdir(exist_ok=True)
            (self.place / name).write_bytes(content)
        self.make_edit()
        freeze(self.place, DAY, "", "", SEND)
        self.versions = self.frozen()

    def make_edit(self):
        """Edit a file of the set, as programs save: into the same file, or into a new one that takes its place."""
        self.edits += 1
        if self.edits % 2:
            (self.place / EDITED).write_bytes(self.edit)
        else:
            (self.place / "~new").write_bytes(self.edit)
            (self.place / "~new").replace(self.place / EDITED)

    def command(self):
        """Return the name of a command, and the function that runs it."""
        latest = max(int(path.name) for path in (self.place / "versions").iterdir() if path.is_dir())
        number = self.random.randint(1, latest)
        commands = {
            "draft": lambda: draft(self.place, self.random.choice(FEW)),
            "into": lambda: refresh(self.place),
            "send": lambda: freeze(self.place, DAY, "", "", SEND),
            "restore": lambda: restore(self.place, number, DAY, restored_register),
            "undo": lambda: restore(self.place, None, DAY, restored_register),
        }
        return self.random.choice([*commands.items()])

    def frozen(self):
        """Return the content of every file of every version."""
        return {name: content for name, content in contents(self.place).items() if name.startswith("versions/")}

    def faults(self):
        """Yield what is wrong with the set: a mixture, a damaged version, a lost edit or a lost file of a person."""
        found, described = contents(self.place), manifest.read(self.place)
        recorded = {name: entry.sha256 for name, entry in (described.files | described.superseded).items()}
        recorded |= {copy.kept: copy.sha256 for copy in described.inputs.values()}
        hashes = {name: manifest.digest(content) for name, content in found.items() if not name.startswith("versions/")}
        edited = {EDITED, f"superseded/{EDITED}"}
        if any(hashes.get(name) != sha256 for name, sha256 in recorded.items() if name not in edited):
            yield "neither the one set nor the other"
        if hashes.keys() - recorded.keys() - {"manifest.json", *MINE}:
            yield f"files of another set: {hashes.keys() - recorded.keys()}"
        if not found.items() >= MINE.items():
            yield "a file of a person is lost"
        if not found.items() >= self.versions.items() or check_all(self.place):
            yield "a version is damaged"
        if not any(content.startswith(self.edit) for content in found.values()):
            yield f"the {self.edit.decode()} is lost"
        self.versions = self.frozen()


def refresh(place):
    """Carry a change into the edited file, as `schedules --into` does."""
    recover(place)
    edited, earlier = (place / EDITED).read_bytes(), manifest.read(place)
    words = f"refreshed {time.monotonic()}".encode()
    files = {"agreement.txt": words, EDITED: edited.partition(b"refreshed")[0] + words}
    described = Manifest(inputs=earlier.inputs, files=earlier.files)
    write_set(place, files, described, refreshed={EDITED: manifest.digest(edited)})


def run_versions(count, seed, root, *, in_three_steps=False):
    """Kill `count` commands of sets with versions, some of which somebody edits in between."""
    result, chosen, changing, took = Result(), random.Random(seed), None, 0.0  # noqa: S311  any numbers do
    for number in range(count):
        if number % 20 == 0:  # a set with very many versions takes long to verify
            changing = Changing(root / str(number) / "set", chosen)
            began = time.monotonic()
            changing.begin()
            took = (time.monotonic() - began) / 2
        elif chosen.random() < 0.3:
            changing.make_edit()
        name, command = changing.command()
        died = killed(partial(unless_refused, command), chosen.uniform(0, took))
        result.ended[f"{name}: {'killed' if died else 'ended'}"] += 1
        if in_three_steps and not changing.place.exists():
            recover(changing.place)
        result.bad += [f"run {number}, {name}: {fault}" for fault in changing.faults()]
        recover(changing.place)
        result.bad += [f"run {number}, after {name}: {fault}" for fault in changing.faults()]
    return result


def unless_refused(command):
    """Run a command. It may refuse to overwrite an edit, or to undo nothing."""
    with contextlib.suppress(InputError):
        command()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--in-three-steps", action="store_true")
    parser.add_argument("--versions", action="store_true")
    parser.add_argument("--commands", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as root:
        if asked.commands:
            result = run_commands(asked.count, asked.seed, Path(root))
        else:
            if asked.in_three_steps:
                disk._system_exchange = lambda: None
            kill = run_versions if asked.versions else run
            result = kill(asked.count, asked.seed, Path(root), in_three_steps=asked.in_three_steps)
    for how, number in sorted(result.ended.items()):
        print(f"{number:6} {how}")  # noqa: T201  what a command found
    print(*result.bad, f"{len(result.bad)} bad", sep="\n")  # noqa: T201  the same
    sys.exit(bool(result.bad))


if __name__ == "__main__":
    main()
