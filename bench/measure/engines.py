"""The engines of the table, and how one model is measured on all of them, in turn."""

import sys
from pathlib import Path

from . import checker, machine, process, spin
from .figures import Measurement

FAST = "-O3 -march=native -DSAFETY -DNOFAIR"

# What was found best on these models; README.md says what else was tried.
SPIN_SPEED = spin.Spin(f"{FAST} -DNOREDUCE -DNOCOMP -DSFH")
SPIN_MEMORY = spin.Spin(f"{FAST} -DNOREDUCE -DCOLLAPSE", layout="SPLIT")
SPIN_REDUCED = spin.Spin(f"{FAST} -DNOCOMP -DSFH", spin_flags=())

SPIN = "Spin"
SPIN_SMALL = "Spin, memory"
SPIN_POR = "Spin, reduced"
ONE = "checker, 1 worker"
TWO = "checker, 2 workers"
APART = "checker, 2 searches"
COMPACT = "checker, compact"
REDUCED = "checker, reduced"
REDUCED_TWO = "checker, reduced, 2"

WAYS = {SPIN: SPIN_SPEED, SPIN_SMALL: SPIN_MEMORY, SPIN_POR: SPIN_REDUCED}
OPTIONS = {
    ONE: ["--workers", "1", *checker.UNREDUCED],
    TWO: ["--workers", "2", *checker.UNREDUCED],
    COMPACT: ["--workers", "1", "--store", "compact", *checker.UNREDUCED],
    REDUCED: ["--workers", "1"],
    REDUCED_TWO: ["--workers", "2"],
}
UNREDUCED = (SPIN, SPIN_SMALL, ONE, TWO, APART, COMPACT)
# Measured once on models of so many states: slow, and a median of three would say the same.
SLOW, MANY = (SPIN_SMALL, SPIN_POR), 10_000_000
# Bytes a state: some times what a search takes, as the kernel hands out other pages, too, than those that were freed
# last.
TOUCHED = {SPIN: 400, SPIN_POR: 400, APART: 240}
USUALLY_TOUCHED = 120


def touch(model, engine):
    """Memory for the search; touch.py says why."""
    size = min(model.states * TOUCHED.get(engine, USUALLY_TOUCHED), machine.available() // 2)
    process.run([sys.executable, str(Path(__file__).with_name("touch.py")), str(size)])


def measure_once(workshop, model, engine):
    if engine in WAYS:
        workshop.verifier(model, WAYS[engine])
    touch(model, engine)
    if engine in WAYS:
        return spin.search(workshop, model, WAYS[engine])
    if engine == APART:
        return checker.search_apart(model, OPTIONS[ONE])
    return checker.search(model, OPTIONS[engine])


def measure(workshop, model, engines, runs, say):
    """Spin, checker, Spin, checker ...: what disturbs one disturbs the other."""
    measurements = {engine: Measurement(model.title, engine) for engine in engines}
    for number in range(runs):
        for engine, measurement in measurements.items():
            if number > 0 and engine in SLOW and model.states >= MANY:
                continue
            say(f"{model.title}: {engine}, run {number + 1} of {runs}")
            measurement.add(measure_once(workshop, model, engine))
    check_counts(model, measurements)
    return list(measurements.values())


def check_counts(model, measurements):
    """Without reductions there is one right answer."""
    for engine in UNREDUCED:
        found = measurements.get(engine)
        if found and model.kind != "natural" and (found.states, found.transitions) != (model.states, model.transitions):
            raise ValueError(f"{model.title}: {engine} finds {found.states} states and "
                             f"{found.transitions} transitions, models.toml says {model.states} "
                             f"and {model.transitions}")
