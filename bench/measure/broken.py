"""How long a counterexample takes, from process start to its end; and the folder of scenarios."""

import statistics

from . import checker, process
from .checker import CHECKER, ROOT

SCENARIOS = ROOT / "scenarios"


def _failing(race):
    """The variants of a race that do not hold, with or without a schedule to show."""
    answers, _ = checker.ask([str(SCENARIOS / f"{race}.yml")])
    return [answer["variant"] for answer in answers if answer["verdict"]["kind"] != "holds"]


def _seconds(arguments, runs):
    command = [str(CHECKER), "--progress", "never", *arguments]
    return statistics.median(
        process.run(command, accept=checker.ANSWERS).seconds for _ in range(runs))


def measure(races, runs, say):
    times = {}
    for race in races:
        for variant in _failing(race):
            say(f"{race} {variant}: time to the counterexample")
            times[f"{race} {variant}"] = _seconds(
                ["--variant", variant, str(SCENARIOS / f"{race}.yml")], runs)
    say("the folder of scenarios")
    return {"variants": times, "folder": _seconds([str(SCENARIOS)], runs)}


def table(broken):
    lines = ["process start to counterexample"]
    lines += [f"  {name:<56}{seconds * 1e3:>8.1f} ms" for name, seconds in
              broken["variants"].items()]
    lines.append(f"  {'the whole folder scenarios/':<56}{broken['folder'] * 1e3:>8.1f} ms")
    return "\n".join(lines)
