"""Running a program and seeing what it cost."""

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass


class Failed(Exception):
    """A program that should have worked did not; the message is what it said."""


@dataclass
class Run:
    status: int
    output: str
    errors: str
    seconds: float  # wall clock, from process start to end
    peak: int  # resident bytes at most


def run(command, directory=None, accept=(0,)):
    """Run to the end.  Any exit status but those in `accept` is an error."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.monotonic()
        child = subprocess.Popen(command, cwd=directory, stdin=subprocess.DEVNULL, stdout=output,
                                 stderr=errors)
        _, wait_status, usage = os.wait4(child.pid, 0)
        seconds = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(wait_status)
        texts = [_text(output), _text(errors)]
    if child.returncode not in accept:
        raise Failed(f"{' '.join(map(str, command))}: exit status {child.returncode}\n"
                     + "".join(texts))
    return Run(child.returncode, texts[0], texts[1], seconds, usage.ru_maxrss * 1024)


def _text(file):
    file.seek(0)
    return file.read().decode(errors="replace")
