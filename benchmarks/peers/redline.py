"""Write a redline with one engine: ENGINE OLD NEW MADE ROUNDS. Print the seconds of each round and the peak of memory, as JSON."""

from __future__ import annotations

import contextlib
import io
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from machine import peak_megabytes

Redliner = Callable[[Path, Path, Path], None]


def assembler() -> Redliner:
    """Return the redline of the program beside the benchmark."""
    from assembler.redline.engine import RedlineOptions, RedlineSource, redline

    def write(old: Path, new: Path, made: Path) -> None:
        sources = (RedlineSource(path.name, path.read_bytes()) for path in (old, new))
        made.write_bytes(redline(*sources, RedlineOptions("benchmark")).content)

    return write


def trackdiff() -> Redliner:
    """Return that of docx-trackdiff, which is a command."""
    from docx_trackdiff.compare import main  # type: ignore[import-not-found]  # it has an environment of its own

    def write(old: Path, new: Path, made: Path) -> None:
        sys.argv = ["compare", str(old), str(new), str(made)]
        with contextlib.redirect_stdout(io.StringIO()):
            main()

    return write


def of_python_redlines(name: str) -> Callable[[], Redliner]:
    """Return that of an engine of python-redlines, which starts a program for each redline."""

    def load() -> Redliner:
        from python_redlines import engines  # type: ignore[import-not-found]  # as above

        engine = getattr(engines, name)()
        return lambda old, new, made: made.write_bytes(engine.run_redline("benchmark", old, new)[0]) and None

    return load


ENGINES = {
    "assembler": assembler,
    "docx-trackdiff": trackdiff,
    "Docxodus": of_python_redlines("DocxodusEngine"),
    "XmlPowerTools": of_python_redlines("XmlPowerToolsEngine"),
}


def main() -> None:
    """Write the redline as often as asked, and print what it took."""
    engine, *paths, rounds = sys.argv[1:]
    write, files = ENGINES[engine](), [Path(path) for path in paths]
    seconds = []
    for _ in range(int(rounds)):
        begun = time.perf_counter()
        write(*files)
        seconds.append(time.perf_counter() - begun)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": max(peak_megabytes(), children)}))


if __name__ == "__main__":
    main()
