"""The models that are measured, from models.toml."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

BENCH = Path(__file__).resolve().parents[1]

SIZES = ("small", "medium", "large", "8-ps", "larger", "huge")
TOO_LONG = ("larger", "huge")  # for every day


@dataclass(eq=False)
class Model:
    kind: str  # race: a scenario; textbook: an example; natural: Promela only
    name: str
    size: str
    states: int  # unreduced
    transitions: int
    depth: int = 20_000  # what Spin's depth-first search needs
    parameters: dict = field(default_factory=dict)
    defines: list = field(default_factory=list)

    @property
    def title(self):
        return f"{self.name} {self.size}"

    @property
    def scenario(self):
        return BENCH / "scenarios" / f"{self.name}-{self.size}.yml"


def _races(data):
    for name, sizes in data["race"].items():
        for size in SIZES:
            if size in sizes:
                yield Model("race", name, size, **sizes[size])


def _textbook(data):
    for row in data["textbook"]:
        row = dict(row)
        parameters = row["parameters"]
        size = " ".join(f"{name}={value}" for name, value in parameters.items())
        yield Model("textbook", row.pop("name"), size, **row)


def _natural(data):
    for row in data["natural"]:
        yield Model("natural", row["model"], "natural", 1_000_000, 0, defines=row["defines"])


def read():
    """All of them, in the order of the table."""
    with open(BENCH / "models.toml", "rb") as file:
        data = tomllib.load(file)
    return [*_textbook(data), *_races(data), *_natural(data)]
