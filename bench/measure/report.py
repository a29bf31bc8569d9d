"""The table, for people."""

from .engines import APART, COMPACT, ONE, REDUCED, REDUCED_TWO, SPIN, SPIN_POR, SPIN_SMALL, TWO

HEAD = ("engine", "states", "transitions", "seconds", "spread", "states/s", "transitions/s",
        "bytes/state", "peak MiB", "ratio")
WIDTHS = (22, 13, 14, 9, 7, 11, 14, 12, 9, 16)

TOO_SHORT = 0.05  # seconds

# What an engine's ratio is to, and of what: of rates where both see the same states, of seconds to
# the verdict where each reduces in its own way.
AGAINST = {
    ONE: (SPIN, "rate", "Spin"),
    TWO: (ONE, "rate", "1 worker"),
    APART: (ONE, "rate", "1 worker"),
    COMPACT: (SPIN, "rate", "Spin"),
    REDUCED: (SPIN_POR, "seconds", "Spin"),
    REDUCED_TWO: (REDUCED, "seconds", "1 worker"),
}


def line(cells):
    first, *others = cells
    return f"  {first:<{WIDTHS[0]}}" + "".join(
        f"{cell:>{width}}" for cell, width in zip(others, WIDTHS[1:]))


def header():
    return line(HEAD)


def ratio(engine, by_engine):
    """How many times better, or None."""
    if engine not in AGAINST or AGAINST[engine][0] not in by_engine:
        return None
    other, quantity, _ = AGAINST[engine]
    if by_engine[other].seconds < TOO_SHORT:
        return None
    if quantity == "rate":
        return by_engine[engine].rate / by_engine[other].rate
    return by_engine[other].seconds / by_engine[engine].seconds


def speed(measurement, value, unit, letter):
    """Spin's clock ticks in hundredths of a second: too coarse for the smallest."""
    return f"{value / unit:,.2f} {letter}" if measurement.seconds >= TOO_SHORT else "-"


def row(measurement, by_engine):
    times = ratio(measurement.engine, by_engine)
    words = f"{times:.2f} x {AGAINST[measurement.engine][2]}" if times else ""
    return line((
        measurement.engine,
        f"{measurement.states:,}",
        f"{measurement.transitions:,}",
        f"{measurement.seconds:.2f}",
        f"{measurement.spread:.0%}" if len(measurement.runs) > 1 else "1 run",
        speed(measurement, measurement.rate, 1e6, "M"),
        speed(measurement, measurement.transition_rate, 1e6, "M"),
        f"{measurement.bytes_a_state:,.1f}",
        f"{measurement.peak / 2**20:,.0f}",
        words,
    ))


def block(model, measurements):
    """The rows of one model."""
    by_engine = {measurement.engine: measurement for measurement in measurements}
    return "\n".join([f"{model.title}", *(row(each, by_engine) for each in measurements)])


def summary(results, broken):
    """What the figures come to, one line for each claim.  `results`: {Model: [Measurement]}."""
    return "\n".join([*_speed(results), *_memory(results), *_reduced(results), *_natural(results),
                      *_workers(results), *_broken(broken)])


def _by_engine(results, chosen):
    for model, measurements in results.items():
        if chosen(model):
            yield model, {measurement.engine: measurement for measurement in measurements}


def _least(found):
    """(value, model) pairs as "least V (at model), most W"."""
    found = sorted(found, key=lambda pair: pair[0])
    if not found:
        return "not measured"
    return (f"least {found[0][0]:.2f} ({found[0][1].title}), most {found[-1][0]:.2f} "
            f"({found[-1][1].title})")


def _speed(results):
    rows = list(_by_engine(results, lambda model: model.states >= 1_000_000))
    both = [(ratio(ONE, by), model) for model, by in rows if ONE in by and SPIN in by]
    steps = [(by[ONE].transition_rate / 1e6, model) for model, by in rows
             if ONE in by and model.kind == "textbook"]
    yield f"states/s, times Spin's, over a million states:   {_least(both)}"
    yield f"million transitions/s on textbook models:        {_least(steps)}"


def _memory(results):
    rows = list(_by_engine(results, lambda model: model.states >= 10_000_000))
    ours = [(by[ONE].bytes_a_state, model) for model, by in rows if ONE in by]
    compact = [(by[COMPACT].bytes_a_state, model) for model, by in rows if COMPACT in by]
    compact_speeds = [(ratio(COMPACT, by), model) for model, by in rows if COMPACT in by and SPIN in by]
    spins = [(by[SPIN_SMALL].bytes_a_state, model) for model, by in rows if SPIN_SMALL in by]
    yield f"bytes/state over ten million states:             {_least(ours)}"
    yield f"the same, compact:                               {_least(compact)}"
    yield f"states/s of compact, times Spin's:               {_least(compact_speeds)}"
    yield f"bytes/state of Spin with COLLAPSE:              {_least(spins)}"


def _reduced(results):
    rows = list(_by_engine(results, lambda model: model.kind == "race" and model.size in ("large", "larger")))
    found = [(by[SPIN_POR].seconds / by[REDUCED].seconds, model) for model, by in rows
             if REDUCED in by and SPIN_POR in by]
    yield f"time to the verdict, reduced, Spin's over ours:  {_least(found)}"


def _natural(results):
    rows = list(_by_engine(results, lambda model: model.kind == "natural"))
    found = [(by[SPIN].states / by[SPIN_POR].states, model) for model, by in rows]
    yield f"what Spin's reductions spare natural Promela:    {_least(found)}"


def _workers(results):
    rows = list(_by_engine(results, lambda model: True))
    for engine, words in ((TWO, "two workers over one, where one needs over 2 s:  "),
                          (APART, "two separate searches over one:                 ")):
        found = [(ratio(engine, by), model) for model, by in rows
                 if ONE in by and engine in by and by[ONE].seconds >= 2]
        yield f"{words}{_least(found)}"


def _broken(broken):
    if not broken:
        return
    slowest = max(broken["variants"].items(), key=lambda pair: pair[1])
    yield (f"slowest counterexample of {len(broken['variants'])} broken variants:      "
           f"{slowest[1] * 1e3:.1f} ms ({slowest[0]})")
    yield f"all of scenarios/:                               {broken['folder']:.2f} s"
