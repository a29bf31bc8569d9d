"""checker as one of the engines."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import process
from .figures import Figures

ROOT = Path(__file__).resolve().parents[2]
CHECKER = Path(os.environ.get("CHECKER", ROOT / "build/release/checker"))
EXAMPLES = CHECKER.parent / "examples"

UNREDUCED = ["--no-por", "--no-symmetry"]

# Holds, a failure was found, a limit was reached: all of these are answers.
ANSWERS = (0, 1, 3)


def ask(arguments):
    """What checker answers, one object for each variant."""
    command = [str(CHECKER), "--format", "json", "--progress", "never", *arguments]
    done = process.run(command, accept=ANSWERS)
    return [json.loads(line) for line in done.output.splitlines()], done


def question(model):
    """The arguments that ask for a model."""
    if model.kind == "race":
        return [str(model.scenario)]
    return ["--subject", str(EXAMPLES / f"{model.name}.so"),
            *(word for pair in model.parameters.items()
              for word in ("--parameter", f"{pair[0]}={pair[1]}"))]


def search(model, options):
    answers, done = ask(["--jobs", "1", *options, *question(model)])
    answer = answers[0]
    if answer["verdict"]["kind"] != "holds":
        raise process.Failed(f"{model.title}: checker answers {answer['verdict']}")
    return Figures(answer["states"], answer["transitions"], answer["seconds"], done.peak)


def search_apart(model, options):
    """Two searches that share nothing, side by side: what two processors of this machine can do at most. The
    seconds are those that one such search takes of both."""
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(lambda _: search(model, options), range(2))
    together = 1 / (1 / one.seconds + 1 / other.seconds)
    return Figures(one.states, one.transitions, together, one.peak + other.peak)
