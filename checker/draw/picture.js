/* Draws a picture from its JSON (docs/drawing.md has the keys): rows of a real table, arrows as the
 * borders of what lies in its cells.  Knows nothing of the page around it. */
"use strict";

/* An element with text or children; what comes from a scenario only ever becomes text. */
function element(name, className, ...content) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content.filter((part) => part !== null && part !== undefined && part !== ""));
    return made;
}

function fieldValue(field, value) {
    return field.names[value] ?? String(value);
}

/* The value of every field in each row: row 0 is the start, row k comes after step k. */
function valuesOf(picture) {
    const rows = [picture.fields.map((field) => field.value)];
    for (const step of picture.steps) {
        const row = rows[rows.length - 1].slice();
        for (const [field, , to] of step.changes) row[field] = to;
        rows.push(row);
    }
    return rows;
}

/* "m1 runs g1 on p1" */
function castText(actor, cast) {
    if (!actor.machine || !cast) return "";
    return actor.machine + (cast.runs ? " runs " + cast.runs : " runs nothing") +
           (cast.holds ? " on " + cast.holds : ", no P") +
           (cast.stale ? " (m.p is still " + cast.stale + ")" : "");
}

function sameCast(one, other) {
    return !one ||
           (one.runs === other.runs && one.holds === other.holds && one.stale === other.stale);
}

function rowOf(picture, row) {
    return row ? picture.steps[row - 1] : picture.start;
}

/* "p1.status Psyscall → Pgcstop" */
function changeParts(picture, step) {
    return step.changes.map(([field, from, to]) => {
        const about = picture.fields[field];
        return element("span", "effect", about.name + " " + fieldValue(about, from) + " \u2192 ",
                       element("b", "", fieldValue(about, to)));
    });
}

/* What a step saw that changes nothing, if that is little enough to be the point of it. */
function sightParts(picture, step) {
    if (step.changes.length || step.throws || !step.reads.length || step.reads.length > 2)
        return [];
    const seen = step.reads.map(([field, value]) => picture.fields[field].name + " = " +
                                                    fieldValue(picture.fields[field], value));
    return [element("span", "sight", "reads " + seen.join(", "))];
}

function arrowText(picture, arrow) {
    return picture.actors[picture.steps[arrow.from].actor].name + " " + arrow.reason + " in step " +
           (arrow.from + 1) + (arrow.waited ? ", for which it waited" : "");
}

/* What is told beside the lanes about a step. */
function stepParts(picture, index) {
    const step = picture.steps[index];
    const parts = [element("span", "source" + (step.changes.length || step.throws ? " does" : ""),
                           step.source)];
    if (step.choices > 1)
        parts.push(element("span", "sight", "choice " + (step.choice + 1) + " of " + step.choices));
    parts.push(...changeParts(picture, step), ...sightParts(picture, step));
    for (const arrow of picture.arrowsAt[index].filter((one) => one.to === index))
        parts.push(element("span", "why", arrowText(picture, arrow)));
    for (const mark of picture.marks.filter((one) => one.step === index))
        parts.push(element("span", "mark", element("b", "", mark.kind),
                           mark.note ? ": " + mark.note : ""));
    if (step.throws)
        parts.push(element("span", "throws", "throws \u201c" + step.throws + "\u201d"));
    return parts;
}

/* -------- wires -------- */

const trackWidth = 9;

function wire(kind, shape, place) {
    const made = element("span", "wire " + shape + " " + kind);
    made.setAttribute("aria-hidden", "true");
    Object.assign(made.style, place);
    return made;
}

/* The parts of one arrow in the cell of `lane` and the row of the steps `first` to `last`, which is
 * one step or several folded ones.  It comes in above and goes out below the middle of a step. */
function arrowParts(picture, arrow, lane, first, last) {
    const source = picture.steps[arrow.from].actor, target = picture.steps[arrow.to].actor;
    const left = arrow.track * trackWidth + 3 + "px", gutter = gutterOf(picture.actors[target]);
    const leaves = "17px", arrives = "10px", dot = gutterOf(picture.actors[source]) + 7 + "px";
    const add = (shape, place) => parts.push(wire(arrow.kind, shape, place));
    const parts = [];
    if (lane === target && arrow.from < first && arrow.to > last)
        add("down", {left, top: 0, bottom: 0});
    if (lane === target && arrow.from === first) add("down", {left, top: leaves, bottom: 0});
    if (lane === target && arrow.to === first) {
        add("down", {left, top: 0, height: arrives});
        add("across into",
            {left, top: arrives, width: gutter - arrow.track * trackWidth - 3 + "px"});
    }
    if (arrow.from !== first) return parts;
    const right = source < target;
    if (lane === source)
        add("across",
            right ? {left: dot, right: 0, top: leaves} : {left: 0, width: dot, top: leaves});
    else if (lane === target)
        add("across", right ? {left: 0, width: left, top: leaves} : {left, right: 0, top: leaves});
    else if ((lane > source && lane < target) || (lane < source && lane > target))
        add("across", {left: 0, right: 0, top: leaves});
    return parts;
}

/* For each step the arrows that begin, end or run beside it. */
function spreadArrows(picture) {
    const spread = picture.steps.map(() => []);
    for (const arrow of picture.arrows)
        for (let index = arrow.from; index <= arrow.to; index++) spread[index].push(arrow);
    return spread;
}

function gutterOf(actor) {
    return 8 + actor.tracks * trackWidth;
}

/* -------- rows -------- */

function stripCell(picture, values, strip, row, first, between) {
    const value = values[row][strip.field], field = picture.fields[strip.field];
    const status =
        strip.statuses.find((one) => one.value === value) ?? {name: String(value), tone: "idle"};
    const [tone, locked] = status.tone.split("-");
    const begins = first || (!between && values[row - 1][strip.field] !== value);
    const cell =
        element("td", "strip " + tone + (begins ? " begins" : "") + (locked ? " locked" : ""));
    cell.title = field.name + " " + fieldValue(field, value);
    if (begins) cell.append(element("span", "", status.name));
    return cell;
}

/* "gives up p1": what a step changes about who runs and holds what. */
function castChips(before, after) {
    if (!before || !after) return [];
    const chips = [];
    if (before.holds !== after.holds)
        chips.push(after.holds ? "has " + after.holds : "lets go of " + before.holds);
    if (before.runs !== after.runs)
        chips.push(after.runs ? "runs " + after.runs : "leaves " + before.runs);
    return chips.map((text) => element("span", "chip", text));
}

function dotOf(picture, index) {
    const step = picture.steps[index];
    const dot = element("span", "dot");
    const marks = picture.marks.filter((mark) => mark.step === index);
    dot.classList.toggle("does", step.changes.length > 0);
    dot.classList.toggle("marked", marks.length > 0);
    dot.classList.toggle("broken",
                         step.throws !== null || marks.some((mark) => mark.kind === "fails"));
    return dot;
}

function laneCell(picture, lane, index, last) {
    const before = rowOf(picture, index), after = rowOf(picture, last + 1),
          actor = picture.actors[lane];
    const cell = element("td", "lane " + before.situations[lane]);
    cell.style.setProperty("--gutter", gutterOf(actor) + "px");
    for (const arrow of picture.arrowsAt[index])
        cell.append(...arrowParts(picture, arrow, lane, index, last));
    if (picture.steps[index].actor === lane)
        cell.append(last > index ? element("span", "dots", "\u22ee") : dotOf(picture, index));
    cell.append(...castChips(before.cast[lane], after.cast[lane]));
    return cell;
}

function isInWindow(picture, index) {
    return picture.windowFirst !== null && index >= picture.windowFirst &&
           index <= picture.windowLast;
}

function startsRun(picture, index) {
    return index === 0 || picture.steps[index - 1].actor !== picture.steps[index].actor;
}

function rowClass(picture, index) {
    return (isInWindow(picture, index) ? "window " : "") + (startsRun(picture, index) ? "run" : "");
}

/* Who: in full where a run begins, for the eye; the number's label says it in each row. */
function whoCell(picture, index) {
    return element("td", "who",
                   startsRun(picture, index) ? picture.actors[picture.steps[index].actor].name
                                             : "");
}

function stepRow(picture, values, index) {
    const row = element("tr", rowClass(picture, index));
    row.id = "step-" + (index + 1);
    row.append(numberCell(index + 1, "step " + (index + 1) + ", " +
                                         picture.actors[picture.steps[index].actor].name));
    for (const strip of picture.strips)
        row.append(stripCell(picture, values, strip, index + 1, false));
    picture.actors.forEach((_, lane) => row.append(laneCell(picture, lane, index, index)));
    row.append(whoCell(picture, index), element("td", "tale", ...stepParts(picture, index)));
    return row;
}

/* The number of a row is a link to it. */
function numberCell(number, label) {
    const link = element("a", "", String(number)), cell = element("th", "number", link);
    link.href = "#step-" + number;
    link.tabIndex = -1; /* the chosen row's is the one that tabs stop at */
    link.setAttribute("aria-label", label);
    cell.scope = "row";
    return cell;
}

/* How things stand before the first step. */
function startRow(picture, values) {
    const row = element("tr", "start", numberCell(0, "the start"));
    row.id = "step-0";
    for (const strip of picture.strips) row.append(stripCell(picture, values, strip, 0, true));
    picture.actors.forEach((actor, lane) => {
        const cell = element("td", "lane " + picture.start.situations[lane]);
        cell.style.setProperty("--gutter", gutterOf(actor) + "px");
        row.append(cell);
    });
    row.append(element("td", "who"), element("td", "tale", element("span", "sight", "the start")));
    return row;
}

/* One row for several quiet steps; `open` shows them. */
function foldRow(picture, values, first, count, open) {
    const row = element("tr", "fold " + rowClass(picture, first)), last = first + count - 1;
    const names = [...new Set(picture.steps.slice(first, last + 1).map((step) => step.procedure))];
    const button = element("button", "folded", count + " quiet steps in " + names.join(", "));
    button.type = "button";
    button.addEventListener("click", (event) => {
        event.stopPropagation();
        open();
    });
    const number = element("th", "number", element("a", "", "\u22ee"));
    number.scope = "row";
    number.setAttribute("aria-label", "steps " + (first + 1) + " to " + (last + 1));
    row.append(number);
    for (const strip of picture.strips)
        row.append(stripCell(picture, values, strip, last + 1, false));
    picture.actors.forEach((_, lane) => row.append(laneCell(picture, lane, first, last)));
    row.append(whoCell(picture, first), element("td", "tale", button));
    return row;
}

/* A line between the rows, through which strips, lanes and arrows run on. */
function noteRow(picture, values, index, text) {
    const row = element("tr", "note" + (isInWindow(picture, index) ? " window" : ""),
                        element("td", "number"));
    for (const strip of picture.strips)
        row.append(stripCell(picture, values, strip, index, false, true));
    picture.actors.forEach((actor, lane) => {
        const cell = element("td", "lane " + rowOf(picture, index).situations[lane]);
        cell.style.setProperty("--gutter", gutterOf(actor) + "px");
        for (const arrow of picture.arrowsAt[index] ?? []) {
            if (picture.steps[arrow.to].actor !== lane || arrow.from >= index || arrow.to < index)
                continue;
            cell.append(wire(arrow.kind, "down",
                             {left: arrow.track * trackWidth + 3 + "px", top: 0, bottom: 0}));
        }
        row.append(cell);
    });
    row.append(element("td", "who"));
    for (const cell of row.children) cell.setAttribute("aria-hidden", "true");
    row.append(element("td", "tale", text));
    return row;
}

/* What is special about the steps that follow. */
function notesBefore(picture, values, index) {
    const notes = [];
    if (index === picture.windowFirst)
        notes.push("The window of the race opens: steps " + (index + 1) + " to " +
                   (picture.windowLast + 1));
    if (picture.windowLast !== null && index === picture.windowLast + 1)
        notes.push("The window is over");
    if (index === picture.cycle) notes.push("From here on, for ever:");
    if (index === picture.lost &&
        !picture.marks.some((mark) => mark.step === index - 1 && mark.kind === "goal lost"))
        notes.push("The goal can never be reached any more");
    return notes.map((text) => noteRow(picture, values, index, text));
}

/* -------- the table -------- */

function tableHead(picture) {
    const row = element("tr", "", element("th", "number", element("span", "unseen", "step")));
    for (const strip of picture.strips) {
        const cell = element("th", "strip", element("span", "", strip.name));
        cell.title = picture.fields[strip.field].name + ": " + picture.fields[strip.field].meaning;
        row.append(cell);
    }
    for (const actor of picture.actors) {
        const cell =
            element("th", "lane", element("span", "name", actor.name), element("span", "cast"));
        cell.style.setProperty("--gutter", gutterOf(actor) + "px");
        row.append(cell);
    }
    row.append(element("th", "who", element("span", "unseen", "who")),
               element("th", "tale", "what it does"));
    for (const cell of row.children) cell.scope = "col";
    return element("thead", "", row);
}

/* A picture in a table.
 *   values           of each field in each row
 *   choose(step)     mark this step, and unfold it if need be; -1: the start
 *   fold(folded)     show quiet runs as one row each, or all steps
 *   emphasise(test)  fade the steps for which test(step) is false; null: none */
class Drawing {
    constructor(table, picture, choose) {
        picture.arrowsAt = spreadArrows(picture);
        this.picture = picture;
        this.values = valuesOf(picture);
        this.onChoice = choose;
        this.rows = [];
        this.folds = [];
        this.body = element("tbody");
        this.start = this.clickable(startRow(picture, this.values), -1);
        this.chosen = -1;
        picture.steps.forEach((step, index) => this.addStep(step, index));
        this.addEnd();
        table.querySelectorAll("thead, tbody").forEach((part) => part.remove());
        table.append(tableHead(picture), this.body);
        table.classList.toggle("tight", picture.actors.length > 5);
        this.casts = table.querySelectorAll("thead .cast");
        this.fold(true);
    }

    clickable(row, index) {
        row.addEventListener("click", (event) => {
            event.preventDefault();
            this.onChoice(index);
        });
        this.body.append(row);
        return row;
    }

    addStep(step, index) {
        this.body.append(...notesBefore(this.picture, this.values, index));
        if (step.fold) this.addFold(index, step.fold);
        this.rows.push(this.clickable(stepRow(this.picture, this.values, index), index));
    }

    addFold(first, count) {
        const fold = {first, count};
        fold.row = foldRow(this.picture, this.values, first, count, () => this.onChoice(first));
        this.folds.push(fold);
        this.body.append(fold.row);
    }

    addEnd() {
        const picture = this.picture;
        if (picture.cycle === null) return;
        this.body.append(noteRow(picture, this.values, picture.steps.length,
                                 "And again from step " + (picture.cycle + 1)));
    }

    show(fold, all) {
        fold.row.hidden = all;
        for (let i = fold.first; i < fold.first + fold.count; i++) this.rows[i].hidden = !all;
    }

    holds(fold, index) {
        return index >= fold.first && index < fold.first + fold.count;
    }

    rowAt(index) {
        return index < 0 ? this.start : this.rows[index];
    }

    choose(index) {
        const before = this.rowAt(this.chosen), row = this.rowAt(index);
        before.classList.remove("chosen");
        before.removeAttribute("aria-current");
        before.querySelector("a").tabIndex = -1;
        this.folds.filter((fold) => this.holds(fold, index)).forEach((fold) => this.show(fold, true));
        this.chosen = index;
        row.classList.add("chosen");
        row.setAttribute("aria-current", "step");
        row.querySelector("a").tabIndex = 0;
        this.picture.actors.forEach((actor, lane) => {
            const cast = rowOf(this.picture, index + 1).cast[lane];
            this.casts[lane].textContent = castText(actor, cast);
        });
        return row;
    }

    fold(folded) {
        this.folds.forEach((fold) => this.show(fold, !folded || this.holds(fold, this.chosen)));
    }

    emphasise(test) {
        const steps = this.picture.steps;
        const fade = (row, some) => row.classList.toggle("apart", test !== null && !some.some(test));
        this.rows.forEach((row, index) => fade(row, [steps[index]]));
        this.folds.forEach(
            (fold) => fade(fold.row, steps.slice(fold.first, fold.first + fold.count)));
    }
}

/* Fill `table` with a picture; choose(step) is called when a step is clicked.  Answers with its
 * Drawing. */
function drawPicture(table, picture, choose) {
    return new Drawing(table, picture, choose);
}

/* The signs of this picture: samples of its statuses and arrows. */
function drawLegend(place, picture) {
    const statuses = element("ul"), seen = new Set();
    for (const strip of picture.strips) {
        for (const status of strip.statuses) {
            const name = fieldValue(picture.fields[strip.field], status.value);
            if (seen.has(name)) continue;
            seen.add(name);
            const [tone, locked] = status.tone.split("-");
            statuses.append(element("li", "sample " + tone + (locked ? " locked" : ""), name));
        }
    }
    const arrows = element("ul");
    for (const kind of new Set(picture.arrows.map((arrow) => arrow.kind))) {
        arrows.append(element("li", "", element("span", "wire across key " + kind), kind));
    }
    const signs = [
        ["\u25cf", "changes something"], ["\u25cb", "only looks"], ["\u25c6", "critical"],
        ["\u25a0", "the failure"], ["\u2502", "can go on"], ["\u2506", "waits at a guard"],
        ["\u2551", "spins"], ["\u250a", "rests"]
    ];
    const lines = element("ul", "signs");
    for (const [sign, text] of signs) lines.append(element("li", "", sign + " " + text));
    place.append(element("div", "", element("h2", "", "Statuses"), statuses),
                 arrows.children.length ? element("div", "", element("h2", "", "Arrows"), arrows)
                                        : "",
                 element("div", "", element("h2", "", "In a lane"), lines));
}
