"""Tasks for pools, in a module that a worker can import."""

from __future__ import annotations

import os
import signal
import struct
import sys
import tempfile
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

from assembler.errors import InputError, Location, Problem
from assembler.parallel.processes import ProcessPool


def waited(number):
    """Return the number. Smaller numbers take longer."""
    time.sleep(0.1 / (number + 1))
    return number


def met(folder):
    """Return the process of this task, after a second process has started one."""
    (Path(folder) / str(os.getpid())).touch()
    until = time.monotonic() + 60
    while len(list(Path(folder).iterdir())) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(0.01)
    return os.getpid()


def refused(what):
    """Return `what` if it is empty, else raise InputError with it as the message."""
    if not what:
        return what
    raise InputError([Problem("T101", what, "Mend that.", Location("deal.yaml", 3, 1), "company.name")])


def failed(_):
    raise ZeroDivisionError("in the middle")


def killed_once(given):
    """Return the number. The first worker that runs this is killed, once."""
    number, folder, first = given
    time.sleep(0.05)
    if os.getpid() != first and not (Path(folder) / "killed").exists():
        (Path(folder) / "killed").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    with (Path(folder) / "done").open("a") as file:
        file.write(f"{number}\n")
    return number


def half_a_result(given):
    """Return the number, but end the first worker that runs this in the middle of its result, once."""
    number, folder, first = given
    if os.getpid() != first and not (Path(folder) / "killed").exists():
        (Path(folder) / "killed").touch()
        Connection._send_bytes = _half_sent
    return number


def half_a_result_and_no_end(given):
    """Send half a result, and wait until this worker is terminated."""
    folder, first = given
    if os.getpid() != first:
        Connection._send_bytes = _half_sent_and_waiting
        (Path(folder) / str(os.getpid())).touch()


def deaf(given):
    """Send half a result, and do not end as this worker is terminated."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    half_a_result_and_no_end(given)
    signal.signal = lambda *_: None


def _half_sent(connection, content):
    os.write(connection.fileno(), struct.pack("!i", len(content)) + bytes(content)[: len(content) // 2])
    os.kill(os.getpid(), signal.SIGKILL)


def _half_sent_and_waiting(connection, content):
    os.write(connection.fileno(), struct.pack("!i", len(content)) + bytes(content)[: len(content) // 2])
    time.sleep(600)


def killed(first):
    """Kill this process, unless it is the first."""
    time.sleep(0.05)
    if os.getpid() != first:
        os.kill(os.getpid(), signal.SIGKILL)


def interrupted(given):
    """Return the number. A worker is interrupted first, as a terminal does it."""
    number, first = given
    time.sleep(0.05)
    if os.getpid() != first:
        os.kill(os.getpid(), signal.SIGINT)
    return number


def cleared_away(folder):
    """Wait with a temporary file, and delete it when stopped."""
    path = Path(folder) / f"begun-{os.getpid()}"
    try:
        path.touch()
        time.sleep(60)
    finally:
        path.unlink()


def cleared_away_though_ended_again(folder):
    """Wait with a temporary file, and get a second signal before it is deleted."""
    path = Path(folder) / f"begun-{os.getpid()}"
    try:
        path.touch()
        time.sleep(60)
    finally:
        os.kill(os.getpid(), signal.SIGTERM)
        path.unlink()


def begin_and_wait():
    """Start worker processes, print their numbers, and wait."""
    with tempfile.TemporaryDirectory() as folder, ProcessPool(2) as pool:
        sys.stdout.write(" ".join(map(str, set(pool.map(met, [folder] * 12)))) + "\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    begin_and_wait()
