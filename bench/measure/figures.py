"""What one search of one model cost, and the median of several."""

import statistics
from dataclasses import asdict, dataclass, field


@dataclass
class Figures:
    states: int
    transitions: int
    seconds: float  # of the search itself, by the program's own clock
    peak: int  # resident bytes at most


@dataclass
class Measurement:
    """One engine on one model."""

    model: str
    engine: str
    runs: list = field(default_factory=list)

    def add(self, figures):
        counts = {(run.states, run.transitions) for run in self.runs + [figures]}
        if len(counts) != 1:
            raise ValueError(f"{self.model}: {self.engine} counts differently each time: {counts}")
        self.runs.append(figures)

    @property
    def states(self):
        return self.runs[0].states

    @property
    def transitions(self):
        return self.runs[0].transitions

    def _median(self, name):
        return statistics.median(getattr(run, name) for run in self.runs)

    @property
    def seconds(self):
        return max(self._median("seconds"), 1e-6)

    @property
    def spread(self):
        """Slowest over fastest, less one."""
        seconds = [max(run.seconds, 1e-6) for run in self.runs]
        return max(seconds) / min(seconds) - 1

    @property
    def rate(self):
        return self.states / self.seconds

    @property
    def transition_rate(self):
        return self.transitions / self.seconds

    @property
    def peak(self):
        return self._median("peak")

    @property
    def bytes_a_state(self):
        """All of the program's memory over its states: table, tree, stack, code."""
        return self.peak / self.states

    def to_json(self):
        return asdict(self)

    @classmethod
    def from_json(cls, data):
        return cls(data["model"], data["engine"], [Figures(**run) for run in data["runs"]])
