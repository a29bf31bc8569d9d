/* The page around the picture: keys, the chosen step, the world, light and dark. */
"use strict";

const picture = JSON.parse(document.getElementById("picture").textContent);
const byId = (id) => document.getElementById(id);
let chosen = -1; /* the start */

/* -------- the head -------- */

function tellHead() {
    const parts = [
        picture.variant && "variant " + picture.variant, picture.about, picture.size,
        picture.history
    ];
    byId("subtitle").textContent = parts.filter(Boolean).join(" \u00b7 ");
    byId("ending").textContent = picture.ending ?? "";
    byId("ending").hidden = !picture.ending;
}

function tellKeys() {
    const keys = [
        ["\u2193 \u2191", "one step on, one back"], ["n p", "next and previous critical step"],
        ["Home End", "the start and the last step"], ["f", "fold quiet steps, or show all"],
        ["/", "filter the fields"], ["t", "light or dark"]
    ];
    const list = element("ul");
    for (const [key, meaning] of keys)
        list.append(element("li", "", element("kbd", "", key), " " + meaning));
    byId("keys").append(element("div", "typing", element("h2", "", "Keys"), list));
    drawLegend(byId("keys"), picture);
}

/* -------- the chosen step -------- */

function stepLink(index) {
    const link = element("a", "", "step " + (index + 1));
    link.href = "#step-" + (index + 1);
    return link;
}

function section(place, title, items) {
    if (items.length)
        place.append(element("h3", "", title),
                     element("ul", "", ...items.map((item) => element("li", "", ...item))));
}

function readItem([field, value, writer]) {
    const about = picture.fields[field];
    const since =
        writer < 0
            ? ["so from the start"]
            : ["by " + picture.actors[picture.steps[writer].actor].name + " in ", stepLink(writer)];
    return [element("code", "", about.name + " = " + fieldValue(about, value)), " ", ...since];
}

function markItem(mark) {
    return [
        element("strong", "", mark.kind), mark.note ? ": " + mark.note : "",
        ...(mark.other === null ? [] : [" (", stepLink(mark.other), ")"])
    ];
}

function arrowItem(arrow) {
    return [
        picture.actors[picture.steps[arrow.from].actor].name + " " + arrow.reason + " in ",
        stepLink(arrow.from), arrow.waited ? ", for which it waited" : ""
    ];
}

/* How things stand at the start: who is who. */
function tellStart() {
    byId("step").replaceChildren(element("h2", "", "At the start"));
    section(byId("step"), "Actors",
            picture.actors.map((actor, lane) => [element("strong", "", actor.name), " ",
                                                 castText(actor, picture.start.cast[lane])]));
    if (!picture.steps.length)
        byId("step").append(element("p", "", "No step is taken: it is so from the start."));
}

function tellStep() {
    if (chosen < 0) return tellStart();
    const place = byId("step"), step = picture.steps[chosen], actor = picture.actors[step.actor];
    place.replaceChildren(
        element("h2", "", "Step " + (chosen + 1) + ": " + actor.name),
        element("div", "procedure",
                step.name + " in " + step.procedure + (/^\w+$/.test(step.procedure) ? "()" : "") +
                    (step.occurrence > 1 ? ", for the " + step.occurrence + ". time" : "")),
        element("div", "procedure", castText(actor, rowOf(picture, chosen).cast[step.actor])),
        element("code", "source", step.source));
    if (step.throws)
        place.append(element("span", "throws", "throws \u201c" + step.throws + "\u201d"));
    section(place, "Critical", picture.marks.filter((mark) => mark.step === chosen).map(markItem));
    section(place, "Changes", changeParts(picture, step).map((part) => [part]));
    section(place, "Possible because",
            picture.arrows.filter((arrow) => arrow.to === chosen).map(arrowItem));
    section(place, "Reads", step.reads.map(readItem));
    const waiting =
        picture.actors.filter((_, lane) => rowOf(picture, chosen).situations[lane] === "waits");
    section(place, "Waiting meanwhile",
            waiting.length ? [[waiting.map((one) => one.name).join(", ")]] : []);
    return undefined;
}

/* -------- the world -------- */

function matches(field, words) {
    const text = (field.name + " " + field.meaning).toLowerCase();
    return words.every((word) => field.name.toLowerCase().includes(word) ||
                                 (word.length > 3 && text.includes(word)));
}

function filterWords() {
    return byId("filter").value.toLowerCase().split(/[\s,]+/).filter(Boolean);
}

function fieldRow(field, index) {
    const step = picture.steps[chosen],
          change = step?.changes.find(([changed]) => changed === index);
    const value = drawing.values[chosen + 1][index];
    const name = element("th", "", field.name);
    name.title = field.meaning;
    name.scope = "row";
    const text =
        (change ? fieldValue(field, change[1]) + " \u2192 " : "") + fieldValue(field, value);
    const row = element("tr", "", name, element("td", "", text));
    row.classList.toggle("changed", change !== undefined);
    row.classList.toggle("read", !change && step !== undefined &&
                                     step.reads.some(([read]) => read === index));
    row.classList.toggle("zero", value === 0 && !change);
    return row;
}

/* Without a filter: what is not zero, or is some time. */
function tellWorld() {
    const words = filterWords(), body = element("tbody");
    picture.fields.forEach((field, index) => {
        const lives = drawing.values.some((row) => row[index] !== 0);
        if (field.shown && (words.length ? matches(field, words) : lives))
            body.append(fieldRow(field, index));
    });
    byId("fields").replaceChildren(
        element("caption", "unseen",
                chosen < 0 ? "The fields at the start" : "The fields after step " + (chosen + 1)),
        body);
}

function filter() {
    const words = filterWords();
    const wanted =
        new Set(picture.fields.flatMap((field, index) => (matches(field, words) ? [index] : [])));
    drawing.emphasise(words.length ? (step) => step.changes.some(([field]) => wanted.has(field)) ||
                                               step.reads.some(([field]) => wanted.has(field))
                                   : null);
    tellWorld();
}

/* -------- going through -------- */

const criticalSteps = [...new Set([
                          ...picture.marks.map((mark) => mark.step), picture.windowFirst,
                          picture.windowLast, picture.steps.length - 1
                      ])].filter((step) => step !== null && step >= 0)
                          .sort((a, b) => a - b);

function criticalName(step) {
    const names =
        [...new Set(picture.marks.filter((mark) => mark.step === step).map((mark) => mark.kind))];
    if (names.length) return names.join(", ");
    return step === picture.windowFirst  ? "the window opens"
           : step === picture.windowLast ? "the window closes"
                                         : "the end";
}

function tellCritical() {
    for (const step of criticalSteps) {
        const button = element("button", /fails/.test(criticalName(step)) ? "fails" : "",
                               step + 1 + " " + criticalName(step));
        button.type = "button";
        button.dataset.step = step;
        button.addEventListener("click", () => go(step));
        byId("critical").append(button);
    }
}

function announce() {
    const step = picture.steps[chosen];
    byId("announcer").textContent = "The start";
    if (!step) return;
    const changes = step.changes.map(([field, , to]) => picture.fields[field].name + " becomes " +
                                                        fieldValue(picture.fields[field], to));
    byId("announcer").textContent = "Step " + (chosen + 1) + " of " + picture.steps.length + ", " +
                                    picture.actors[step.actor].name + ": " + step.source + ". " +
                                    changes.join(", ") +
                                    (step.throws ? " Throws " + step.throws : "");
}

function showChosen(row) {
    byId("position").textContent =
        chosen < 0 ? "the start" : "step " + (chosen + 1) + " of " + picture.steps.length;
    byId("back").disabled = chosen < 0;
    byId("next").disabled = chosen === picture.steps.length - 1;
    for (const button of byId("critical").children) {
        if (Number(button.dataset.step) === chosen)
            button.setAttribute("aria-current", "step");
        else
            button.removeAttribute("aria-current");
    }
    const box = row.getBoundingClientRect(),
          narrow = window.matchMedia("(max-width: 760px)").matches;
    if (box.top < 150 || box.bottom > window.innerHeight * (narrow ? 0.62 : 0.95))
        row.scrollIntoView({block: narrow ? "start" : "center"});
}

/* Choose a step; `silent` leaves the address alone. */
function go(step, silent) {
    chosen = Math.max(-1, Math.min(picture.steps.length - 1, step));
    const row = drawing.choose(chosen);
    tellStep();
    tellWorld();
    showChosen(row);
    if (silent) return;
    announce();
    history.replaceState(null, "", "#step-" + (chosen + 1));
}

function goCritical(direction) {
    const ahead = criticalSteps.filter((step) => (direction > 0 ? step > chosen : step < chosen));
    if (ahead.length) go(direction > 0 ? ahead[0] : ahead[ahead.length - 1]);
}

/* "#step-12" */
function goToAddress() {
    const found = /^#step-(\d+)$/.exec(location.hash);
    if (found) go(Number(found[1]) - 1, true);
    return found !== null;
}

/* -------- buttons and keys -------- */

function setTheme(dark) {
    document.documentElement.classList.toggle("dark", dark);
    byId("theme").textContent = dark ? "Light" : "Dark";
}

function toggleFold() {
    const folded = byId("fold").getAttribute("aria-pressed") !== "true";
    byId("fold").setAttribute("aria-pressed", String(folded));
    drawing.fold(folded);
}

function toggleHelp() {
    byId("keys").hidden = !byId("keys").hidden;
    byId("help").setAttribute("aria-expanded", String(!byId("keys").hidden));
    fit();
}

const keys = {
    ArrowDown: () => go(chosen + 1),
    ArrowRight: () => go(chosen + 1),
    j: () => go(chosen + 1),
    ArrowUp: () => go(chosen - 1),
    ArrowLeft: () => go(chosen - 1),
    k: () => go(chosen - 1),
    Home: () => go(-1),
    End: () => go(picture.steps.length - 1),
    n: () => goCritical(1),
    p: () => goCritical(-1),
    f: toggleFold,
    t: () => setTheme(!document.documentElement.classList.contains("dark")),
    "?": toggleHelp,
    "/": () => byId("filter").focus(),
};

function onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target instanceof HTMLInputElement) {
        if (event.key === "Escape") event.target.blur();
        return;
    }
    if (!(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
}

/* What sticks to the top stays below what sticks there, too. */
function fit() {
    document.documentElement.style.setProperty("--bar-height",
                                               document.querySelector(".bar").offsetHeight + "px");
}

tellHead();
tellKeys();
tellCritical();
const drawing = drawPicture(byId("lanes"), picture, go);
const dark = window.matchMedia("(prefers-color-scheme: dark)");
setTheme(dark.matches);
dark.addEventListener("change", () => setTheme(dark.matches));
byId("back").addEventListener("click", () => go(chosen - 1));
byId("next").addEventListener("click", () => go(chosen + 1));
byId("fold").addEventListener("click", toggleFold);
byId("theme").addEventListener("click", keys.t);
byId("help").addEventListener("click", toggleHelp);
byId("filter").addEventListener("input", filter);
document.addEventListener("keydown", onKey);
window.addEventListener("hashchange", () => {
    if (goToAddress()) announce();
});
window.addEventListener("resize", fit);
fit();
if (!goToAddress()) {
    go(-1, true);
    window.scrollTo(0, 0);
}
