"""The figures as a picture: states against time and memory, and what a second worker gains.

Written as SVG by hand: no fonts, no scripts, readable on light and on dark paper.
"""

import math
from xml.sax.saxutils import escape

from .engines import ONE, SPIN, SPIN_SMALL, TWO

STYLE = """
svg { color-scheme: light dark; --paper: #ffffff; --ink: #24292f; --grid: #d8dee4;
      --spin: #b35900; --small: #8250df; --one: #0969da; --two: #1a7f37; }
@media (prefers-color-scheme: dark) {
  svg { --paper: #0d1117; --ink: #e6edf3; --grid: #30363d;
        --spin: #f0883e; --small: #bc8cff; --one: #58a6ff; --two: #56d364; }
}
.paper { fill: var(--paper) } text { fill: var(--ink); font: 12px sans-serif }
.title { font-size: 14px; font-weight: bold } .grid { stroke: var(--grid); stroke-width: 1 }
.spin { color: var(--spin) } .small { color: var(--small) }
.one { color: var(--one) } .two { color: var(--two) }
.mark { fill: currentColor } .way { stroke: currentColor; fill: none; stroke-width: 1.5 }
.bar { fill: currentColor }
""".strip()

CLASSES = {SPIN: "spin", SPIN_SMALL: "small", ONE: "one", TWO: "two"}
PANEL_WIDTH, PANEL_HEIGHT, LEFT, TOP, GAP = 330, 300, 70, 60, 90


class Axis:
    """A logarithmic axis that covers its values in whole powers of ten."""

    def __init__(self, values, start, end):
        self.low = math.floor(math.log10(min(values)))
        self.high = max(self.low + 1, math.ceil(math.log10(max(values))))
        self.start, self.end = start, end

    def at(self, value):
        part = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + part * (self.end - self.start)

    def ticks(self):
        return [10.0**power for power in range(self.low, self.high + 1)]


def text(x, y, words, anchor="middle", kind=""):
    attribute = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{attribute}>{escape(words)}</text>'


def grid_line(x1, y1, x2, y2):
    return f'<line class="grid" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def number(value, unit=""):
    """1000000 as "1 M", with the unit behind it."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g} {letter}{unit}"
    return f"{value:g} {unit}".rstrip()


def curves(results, engine, quantity):
    """One line for each race, and one point for each textbook model: [(states, value)]."""
    by_name = {}
    for model, measurements in results.items():
        for each in measurements:
            if each.engine == engine:
                name = model.name if model.kind == "race" else model.title
                by_name.setdefault(name, []).append((each.states, quantity(each)))
    return [sorted(points) for points in by_name.values()]


def panel(left, title, results, engines, quantity, unit):
    """States against a quantity, both logarithmic."""
    drawn = {engine: curves(results, engine, quantity) for engine in engines}
    points = [point for lines in drawn.values() for line in lines for point in line]
    if not points:
        return []
    bottom = TOP + PANEL_HEIGHT
    x = Axis([states for states, _ in points], left, left + PANEL_WIDTH)
    y = Axis([value for _, value in points], bottom, TOP)
    out = [text(left + PANEL_WIDTH / 2, TOP - 14, title, kind="title")]
    for tick in x.ticks():
        out += [grid_line(x.at(tick), TOP, x.at(tick), bottom),
                text(x.at(tick), bottom + 18, number(tick))]
    for tick in y.ticks():
        out += [grid_line(left, y.at(tick), left + PANEL_WIDTH, y.at(tick)),
                text(left - 6, y.at(tick) + 4, number(tick, unit), "end")]
    out.append(text(left + PANEL_WIDTH / 2, bottom + 38, "states"))
    for engine, lines in drawn.items():
        out.append(f'<g class="{CLASSES[engine]}">')
        for line in lines:
            places = [(x.at(states), y.at(value)) for states, value in line]
            if len(places) > 1:
                out.append('<polyline class="way" points="'
                           + " ".join(f"{a:.1f},{b:.1f}" for a, b in places) + '"/>')
            out += [f'<circle class="mark" cx="{a:.1f}" cy="{b:.1f}" r="3"/>' for a, b in places]
        out.append("</g>")
    return out


def workers_panel(left, results):
    """Two workers over one, a bar for each model that takes a second or more."""
    bars = []
    for model, measurements in results.items():
        by_engine = {each.engine: each for each in measurements}
        if ONE in by_engine and TWO in by_engine and by_engine[ONE].seconds >= 1:
            bars.append((model.title, by_engine[TWO].rate / by_engine[ONE].rate))
    if not bars:
        return []
    out = [text(left + PANEL_WIDTH / 2, TOP - 14, "2 workers over 1", kind="title")]
    height = min(24, PANEL_HEIGHT / len(bars))
    start, unit = left + 90, (PANEL_WIDTH - 120) / 2
    for times in (0, 1, 2):
        out += [grid_line(start + times * unit, TOP, start + times * unit, TOP + PANEL_HEIGHT),
                text(start + times * unit, TOP + PANEL_HEIGHT + 18, f"{times}")]
    for index, (name, times) in enumerate(bars):
        y = TOP + index * height
        out += [f'<rect class="bar two" x="{start:.1f}" y="{y + 2:.1f}" '
                f'width="{times * unit:.1f}" height="{height - 4:.1f}"/>',
                text(start - 6, y + height / 2 + 4, name, "end"),
                text(start + times * unit + 4, y + height / 2 + 4, f"{times:.2f}", "start")]
    return out


def legend(engines):
    out, x = [], LEFT
    for engine in engines:
        out += [f'<g class="{CLASSES[engine]}"><circle class="mark" cx="{x}" cy="20" r="4"/></g>',
                text(x + 9, 24, engine, "start")]
        x += 150
    return out


def svg(results):
    """The whole picture."""
    step = PANEL_WIDTH + GAP
    width = LEFT + 3 * step + 60
    engines = [SPIN, SPIN_SMALL, ONE, TWO]
    body = [
        *legend(engines),
        *panel(LEFT, "time", results, engines, lambda each: max(each.seconds, 0.01), "s"),
        *panel(LEFT + step, "peak memory", results, engines, lambda each: each.peak, "B"),
        *workers_panel(LEFT + 2 * step + 60, results),
    ]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {TOP + PANEL_HEIGHT + 60}">',
        f"<style>{STYLE}</style>",
        '<rect class="paper" width="100%" height="100%"/>',
        *body,
        "</svg>",
        "",
    ])
