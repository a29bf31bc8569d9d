"""Where the figures are from."""

import os
import platform
import re
import subprocess
from pathlib import Path


def describe():
    return {
        "processor": _find(r"model name\s*:\s*(.*)", "/proc/cpuinfo"),
        "cores": len(os.sched_getaffinity(0)),
        "memory_kib": int(_find(r"MemTotal:\s*(\d+)", "/proc/meminfo") or 0),
        "kernel": platform.release(),
        "compiler": _first_line(["gcc", "--version"]),
        "spin": _first_line(["spin", "-V"]),
        "load": os.getloadavg()[0],
    }


def available():
    """Bytes of memory that programs can have."""
    return int(_find(r"MemAvailable:\s*(\d+)", "/proc/meminfo")) * 1024


def text():
    machine = describe()
    return (f"{machine['processor']}, {machine['cores']} cores, "
            f"{machine['memory_kib'] / 2**20:.0f} GiB; {machine['compiler']}; {machine['spin']}; "
            f"load before: {machine['load']:.2f}")


def _find(pattern, path):
    found = re.search(pattern, Path(path).read_text())
    return found[1] if found else ""


def _first_line(command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")[0]
