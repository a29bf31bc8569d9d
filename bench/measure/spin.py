"""Spin as one of the engines: a Promela model, compiled and run."""

import math
import os
import re
import tempfile
from pathlib import Path

from . import process
from .checker import ROOT
from .figures import Figures

PROMELA = ROOT / "bench/promela"
TWIN = Path(os.environ.get("TWIN", ROOT / "build/release/bench/twin"))
CC = ["gcc", "-w", "-D_GNU_SOURCE", "-I.", f"-I{ROOT}", f"-I{PROMELA}/embedded"]


class Spin:
    """A way to build and run: what `spin`, the compiler and the verifier are given."""

    def __init__(self, compile_flags, spin_flags=("-o2", "-o3"), layout="WHOLE"):
        self.compile_flags = compile_flags.split()
        self.spin_flags = list(spin_flags)
        self.layout = layout


class Workshop:
    """A folder for what is built; the model's own C is compiled once for all."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="bench-")
        self.path = Path(self._folder.name)
        self._verifiers = {}
        self._library = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._folder.cleanup()

    def _model_library(self, optimisation):
        if self._library is None:
            folder = self.path / "model"
            folder.mkdir()
            sources = [str(source) for source in sorted((ROOT / "model").glob("*.c"))
                       if not source.stem.endswith("_test")]
            process.run([*CC, *optimisation, "-c", *sources], folder)
            self._library = self.path / "libmodel.a"
            process.run(["ar", "rcs", str(self._library), *map(str, folder.glob("*.o"))])
        return self._library

    def verifier(self, model, way):
        """The folder with `pan`, built on first use."""
        key = (model.title, id(way))
        if key not in self._verifiers:
            folder = self.path / f"pan{len(self._verifiers)}"
            folder.mkdir()
            self._build(model, way, folder)
            self._verifiers[key] = folder
        return self._verifiers[key]

    def _build(self, model, way, folder):
        libraries, layout = [], []
        defines = [f"-D{name.upper()}={value}" for name, value in model.parameters.items()]
        source = PROMELA / "textbook" / f"{model.name}.pml"
        if model.kind == "race":
            source = PROMELA / "embedded/race.pml"
            defines = layout = [f"-D{way.layout}"]
            twin = process.run([str(TWIN), str(model.scenario), "default"])
            (folder / "twin.h").write_text(twin.output)
            optimisation = [flag for flag in way.compile_flags if re.match("-[Om]", flag)]
            libraries = [str(self._model_library(optimisation))]
        elif model.kind == "natural":
            source = ROOT / "tests/spin/races" / f"{model.name}.pml"
            defines = model.defines
        (folder / source.name).write_text(source.read_text())
        for included in source.parent.glob("runtime.pml"):
            (folder / included.name).write_text(included.read_text())
        process.run(["spin", "-a", *way.spin_flags, *defines, source.name], folder)
        process.run([*CC, *way.compile_flags, *layout, "-o", "pan", "pan.c", *libraries], folder)


def search(workshop, model, way):
    folder = workshop.verifier(model, way)
    depth = model.depth
    while True:
        options = [f"-m{depth}", f"-w{hash_bits(model.states)}", "-E"]
        done = process.run(["./pan", *options], folder)
        if "max search depth too small" not in done.output:
            break
        depth *= 4
    model.depth = depth
    if not re.search(r"errors: 0$", done.output, re.MULTILINE):
        raise process.Failed(f"{model.title}: Spin finds an error\n{done.output}")
    return figures(done)


def hash_bits(states):
    """-w: about one slot a state, which Spin's own advice is."""
    return max(20, math.ceil(math.log2(max(states, 1))))


def figures(done):
    """Spin counts the arrival at the initial state as a transition."""
    return Figures(states=int(_number(done, "states, stored")),
                   transitions=int(_number(done, "transitions")) - 1,
                   seconds=float(re.search(r"elapsed time ([0-9.e+]+)", done.output)[1]),
                   peak=done.peak)


def _number(done, words):
    found = re.search(rf"^\s*([0-9.e+]+)\s+{re.escape(words)}", done.output, re.MULTILINE)
    if not found:
        raise process.Failed(f"Spin's report has no `{words}`:\n{done.output}")
    return float(found[1])
