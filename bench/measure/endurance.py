"""One very long search: does it keep its speed to the end, and fit?"""

import json
import re

from . import checker, process

PROGRESS = re.compile(r"([0-9,]+) states, [^\r\n]*?, (\d+) s\b")


def points(errors):
    """(seconds, states) of every line of progress."""
    return [(float(seconds), int(states.replace(",", "")))
            for states, seconds in PROGRESS.findall(errors)]


def rate(at, start, end):
    """States/s between two parts (0 .. 1) of the time."""
    last = at[-1][0]
    chosen = [point for point in at if start * last <= point[0] <= end * last]
    if len(chosen) < 2 or chosen[-1][0] == chosen[0][0]:
        return None
    return (chosen[-1][1] - chosen[0][1]) / (chosen[-1][0] - chosen[0][0])


ROOM = "12G"


def measure(model, workers):
    """All states, stored exactly and in so much room, without reductions."""
    command = [str(checker.CHECKER), "--format", "json", "--progress", "always", "--workers",
               str(workers), "--max-memory", ROOM, *checker.UNREDUCED, *checker.question(model)]
    done = process.run(command, accept=checker.ANSWERS)
    answer = json.loads(done.output)
    at = points(done.errors)
    return {"model": model.title, "workers": workers, "verdict": answer["verdict"],
            "states": answer["states"], "transitions": answer["transitions"],
            "seconds": answer["seconds"], "peak": done.peak, "points": at,
            "first": rate(at, 0, 0.1), "last": rate(at, 0.9, 1)}


def text(found):
    lines = [f"{found['model']}, {found['workers']} workers: {found['verdict']['kind']}, "
             f"{found['states']:,} states, {found['transitions']:,} transitions, "
             f"{found['seconds']:.0f} s, {found['peak'] / 2**30:.2f} GiB, "
             f"{found['peak'] / found['states']:.1f} bytes/state"]
    if found["first"] and found["last"]:
        lines.append(f"  states/s in the first tenth of the time {found['first'] / 1e6:.2f} M, in "
                     f"the last {found['last'] / 1e6:.2f} M: {found['last'] / found['first']:.0%}")
    return "\n".join(lines)
