/* Shows what the server says of the session, and asks it to move.  What comes from a scenario only
 * ever becomes text.  Lanes, arrows and critical steps are drawn by picture.js, which comes before. */
"use strict";

const byId = (id) => document.getElementById(id);
const isNarrow = () => window.innerWidth <= 760;
let state = null, busy = false, showAll = false;

function button(className, act, ...content) {
    const made = element("button", className, ...content);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
}

function plural(count, what) {
    return count.toLocaleString("en") + " " + what + (count === 1 ? "" : "s");
}

/* -------- steps, here and in the schedule -------- */

/* "p1.status Psyscall -> Pgcstop", the new value in bold */
function changePart(change) {
    const arrow = change.lastIndexOf(" -> ");
    return element("span", "effect", change.slice(0, arrow) + " \u2192 ", element("b", "", change.slice(arrow + 4)));
}

function choiceText(step) {
    return step.choices > 1 ? " choice " + step.choice + " of 0.." + (step.choices - 1) : "";
}

/* Of a step that changes nothing: what it saw, if that is little enough to be the point of it. */
function sightText(offer) {
    const reads = offer.reads.length && offer.reads.length <= 3 ? "reads " + offer.reads.join(", ") : "";
    if (offer.spins) return (reads || "changes nothing") + ", and stays where it is";
    return reads || "moves on";
}

/* -------- what can happen next -------- */

function offerButton(offer, key) {
    const made = button("offer" + (offer.leads_to ? " fails" : ""), () => act({ do: "take", actor: offer.actor, choice: offer.choice }),
        key <= 9 ? element("kbd", "", String(key)) : null,
        element("span", "who", state.actors[offer.actor]), element("span", "step", offer.step + choiceText(offer)),
        element("span", "source", offer.source),
        ...offer.changes.map(changePart), offer.changes.length ? null : element("span", "sight", sightText(offer)),
        offer.leads_to ? element("span", "outcome", offer.leads_to) : null);
    if (key <= 9) made.setAttribute("aria-keyshortcuts", String(key));
    made.title = offer.procedure;
    return made;
}

function blockedOffer(offer) {
    return element("div", "offer",
        element("span", "who", state.actors[offer.actor]), (offer.rests ? "rests at " : "is blocked at "), element("span", "step", offer.step),
        element("span", "source", offer.source), offer.reads.length ? element("span", "sight", offer.reads.join(", ")) : null);
}

function showOffers() {
    const items = [];
    let key = 0;
    for (const offer of state.offers) items.push(element("li", "", offer.blocked ? blockedOffer(offer) : offerButton(offer, ++key)));
    if (!key) items.push(element("li", "", state.offers.length ? "Nobody can move." : "The run has ended here."));
    byId("offers").replaceChildren(...items);
}

/* -------- what lies ahead -------- */

function fateButton(fate, index) {
    const count = fate.count ? plural(fate.count, fate.of) : "";
    const way = fate.away ? "the nearest " + plural(fate.away, "step") + " away" : "this is one";
    return button("fate" + (fate.fine ? " fine" : ""), () => act({ do: "go", fate: index }),
        element("b", "", fate.what), [count, way].filter(Boolean).join(", "));
}

function showOutlook() {
    const ahead = state.outlook;
    byId("ahead").hidden = !ahead;
    if (!ahead) return;
    const limits = !ahead.ended ? "That is all." : ahead.ended === "states" ? "More lie behind these: counts are of what was seen, and goals are not judged."
        : "Not finished (" + ahead.ended + ").";
    byId("outlook").textContent = plural(ahead.states, "state") + ", up to " + plural(ahead.depth, "step") + " away. " + limits +
        (ahead.fates.length ? " Choose an end to go there." : ahead.ended ? "" : " Nothing ends: it goes on for ever.");
    byId("fates").replaceChildren(...ahead.fates.map((fate, index) => element("li", "", fateButton(fate, index))));
}

/* -------- the schedule -------- */

/* What stands in the lanes and beside them; of a schedule that is too long to be drawn, only who moves. */
function laneCells(place, step) {
    if (state.picture) return state.actors.map((_, lane) => laneCell(state.picture, lane, place - 1, place - 1));
    return state.actors.map((_, lane) => element("td", "lane", lane === step.actor ? element("span", "dot") : null));
}

function taleParts(place, step) {
    if (state.picture) return stepParts(state.picture, place - 1);
    return [element("span", "source", step.source), ...step.changes.map(changePart),
        step.throws ? element("span", "throws", "throws \u201c" + step.throws + "\u201d") : null];
}

/* The step after `place` steps, or nothing if it is not among those that the server has told of. */
function stepAt(place) {
    return state.steps[place - state.first];
}

function scheduleRow(place) {
    const step = stepAt(place - 1), before = stepAt(place - 2);
    const jump = button("", () => act({ do: "jump", to: place }), String(place));
    jump.setAttribute("aria-label", "Step " + place + ": go to the state after it");
    const row = element("tr", "", element("td", "number", jump), ...laneCells(place, step),
        element("td", "tale", element("b", "", state.actors[step.actor]), element("span", "step", step.step + choiceText(step)),
            ...taleParts(place, step)));
    row.classList.toggle("window", state.picture !== null && isInWindow(state.picture, place - 1));
    row.classList.toggle("run", before !== undefined && before.actor !== step.actor);
    row.classList.toggle("now", place === state.position);
    row.classList.toggle("later", place > state.position);
    if (place === state.position) row.setAttribute("aria-current", "step");
    return row;
}

/* Lines between the steps: what there is to say before this one. */
function scheduleNotes(place) {
    if (state.picture) {
        const notes = notesBefore(state.picture, [], place - 1);
        for (const note of notes) note.querySelector(".who").remove();
        return notes;
    }
    const text = place - 1 === state.cycle ? "From here on, for ever:" : place - 1 === state.lost ? "From here on it is lost" : "";
    const cell = element("td", "tale", text);
    cell.colSpan = state.actors.length + 2;
    return text ? [element("tr", "note", cell)] : [];
}

function laneHead(name, lane) {
    const head = element("th", "lane", element("span", "name", name));
    if (state.picture) head.style.setProperty("--gutter", gutterOf(state.picture.actors[lane]) + "px");
    return head;
}

function showSchedule() {
    const shownBefore = isNarrow() ? 20 : 150, shownAfter = isNarrow() ? 10 : 50, end = state.first + state.steps.length;
    const from = showAll ? state.first : Math.max(state.first, state.position - shownBefore), to = showAll ? end : Math.min(end, state.position + shownAfter);
    const head = element("tr", "", element("th", "number", element("span", "unseen", "Step")),
        ...state.actors.map(laneHead), element("th", "tale", element("span", "unseen", "What happens")));
    const rows = [];
    for (let place = from + 1; place <= to; place++) rows.push(...scheduleNotes(place), scheduleRow(place));
    byId("lanes").hidden = !state.length;
    byId("nothing-yet").hidden = state.length > 0;
    byId("lanes").tHead.replaceChildren(head);
    byId("lanes").tBodies[0].replaceChildren(...rows);
    byId("some-steps").hidden = to - from === state.length;
    byId("some-steps").textContent = "Steps " + (from + 1) + " to " + to + " of " + state.length + ". ";
    byId("all-steps").hidden = to - from === state.steps.length;
    const now = byId("lanes").querySelector("tr.now");
    if (now && !isNarrow()) now.scrollIntoView({ block: "nearest" });
}

/* -------- the world -------- */

function checkItem(check) {
    const broken = check.kind === "always" && !check.holds;
    const since = !check.holds && check.reached_at !== null && !broken ? " (it was, after step " + check.reached_at + ")" : "";
    const item = element("li", broken ? "broken" : check.holds ? "holds" : "", element("span", "kind", check.kind + " "), check.name,
        element("span", "unseen", check.holds ? ", true here" : ", false here"), since,
        check.formula !== check.name ? element("span", "formula", check.formula) : null,
        check.values.length ? element("span", "values", check.values.join(", ")) : null);
    return item;
}

function fieldRow(field, object) {
    const name = element("th", "", field.name);
    name.scope = "row";
    name.title = field.meaning;
    const row = element("tr", "", name, element("td", "", (field.before !== null ? field.before + " \u2192 " : "") + field.value));
    row.classList.toggle("changed", field.before !== null);
    row.classList.toggle("zero", field.zero && field.before === null);
    row.classList.toggle("object", object);
    return row;
}

/* Without a filter: what is not zero, or was until now. */
function showFields() {
    const words = byId("filter").value.toLowerCase().split(/[\s,]+/).filter(Boolean);
    const rows = [];
    let object = "";
    for (const field of state.fields) {
        const shown = words.length ? words.every((word) => field.name.toLowerCase().includes(word)) : !field.zero || field.before !== null;
        if (!shown) continue;
        const of = field.name.split(".")[0];
        rows.push(fieldRow(field, of !== object && object !== ""));
        object = of;
    }
    byId("fields").tBodies[0].replaceChildren(...rows);
}

/* -------- the head and the bar -------- */

function option(value, text) {
    const made = element("option", "", text);
    made.value = value;
    return made;
}

function showHead() {
    const parts = [state.scenario, "variant " + state.variant, state.about, state.history, state.trace && "following " + state.trace];
    document.title = state.title + " \u2013 checker explore";
    byId("title").textContent = state.title;
    byId("subtitle").textContent = parts.filter(Boolean).join(" \u00b7 ");
    byId("failure").replaceChildren(option("", state.looks_for ?? "the nearest violation"),
        ...state.failures.filter((name) => state.looks_for || name !== "any").map((name) => option(name, name)));
    byId("initials").hidden = state.initials < 2;
    byId("initial").max = String(state.initials - 1);
    byId("save").hidden = !state.saves_to;
}

function showBar() {
    const length = state.length;
    byId("position").textContent = "step " + state.position + (length > state.position ? " of " + length : "");
    byId("first").disabled = byId("back").disabled = state.position === 0;
    byId("forward").disabled = byId("last").disabled = state.position === length;
    const canMove = state.offers.some((offer) => !offer.blocked);
    byId("random").disabled = !canMove;
    byId("violation").disabled = state.wrong !== null || !canMove;
    byId("reachable").disabled = !state.offers.length;
    byId("initial").value = String(state.initial);
}

function showWrong() {
    byId("wrong").hidden = !state.wrong;
    if (!state.wrong) return;
    byId("what").textContent = state.wrong.what + (state.wrong.since < state.position ? ", since step " + state.wrong.since : "");
    byId("story").textContent = state.wrong.story;
}

function showNotice(notice) {
    byId("notice").textContent = notice ? notice.text : "";
    byId("notice").classList.toggle("bad", notice !== null && notice.bad);
}

function announce() {
    const step = stepAt(state.position - 1);
    const what = step ? ", " + state.actors[step.actor] + " " + step.step + ". " + step.changes.join(", ").replaceAll("->", "becomes") : ", the start.";
    byId("announcer").textContent = "Step " + state.position + what + (state.wrong ? " Wrong: " + state.wrong.what : "");
}

function show(next) {
    const isFirst = state === null;
    const focused = [...byId("offers").querySelectorAll("button")].indexOf(document.activeElement);
    const jumped = document.activeElement.closest?.("#lanes, #fates") !== null;
    state = next;
    if (state.picture) {
        state.picture.arrowsAt = spreadArrows(state.picture);
        state.picture.strips = []; /* the fields have a table of their own */
    }
    if (isFirst) showHead();
    showBar();
    showWrong();
    showNotice(state.reply);
    showOffers();
    showOutlook();
    showSchedule();
    byId("checks").replaceChildren(...(state.checks.length ? state.checks.map(checkItem) : [element("li", "", "None but throws and deadlocks.")]));
    showFields();
    announce();
    const buttons = byId("offers").querySelectorAll("button");
    if (focused >= 0) (buttons[Math.min(focused, buttons.length - 1)] ?? byId("next")).focus();
    else if (jumped && !isFirst) (byId("lanes").querySelector("tr.now button") ?? byId("next")).focus({ preventScroll: true });
}

/* -------- asking the server -------- */

function setBusy(on) {
    busy = on;
    document.body.setAttribute("aria-busy", String(on));
    if (!on) byId("busy").hidden = true;
}

async function ask(path, method) {
    if (busy) return;
    setBusy(true);
    const late = setTimeout(() => { byId("busy").hidden = false; }, 400);
    try {
        const response = await fetch(path, { method });
        show(await response.json());
    } catch {
        showNotice({ text: "checker does not answer any more; was it ended?", bad: true });
    } finally {
        clearTimeout(late);
        setBusy(false);
        document.body.dataset.answers = Number(document.body.dataset.answers ?? 0) + 1;
    }
}

function act(what) {
    return ask("act?" + new URLSearchParams({ at: state.position, ...what }), "POST");
}

function jump(to) {
    if (to >= 0 && to <= state.length && to !== state.position) act({ do: "jump", to });
}

/* -------- buttons and keys -------- */

function press(id) {
    return () => byId(id).click();
}

const keys = {
    ArrowLeft: press("back"), ArrowRight: press("forward"), Home: press("first"), End: press("last"),
    r: press("random"), v: press("violation"), a: press("reachable"), c: press("decide"), s: press("save"), d: press("download"),
    t: press("theme"), "?": press("help"), "/": () => byId("filter").focus(), Escape: press("stop"),
};

function tellKeys() {
    const told = [["1 \u2026 9", "take that step"], ["\u2190 \u2192", "one step back, one forward"], ["Home End", "start and end of the schedule"],
        ["r", "steps at random"], ["v", "run to the violation chosen beside the button"], ["a", "what lies ahead?"], ["c", "where something is wrong: mark the critical steps"], ["s", "save, if checker was given -o"],
        ["d", "download the trace"], ["/", "filter the fields"], ["t", "light or dark"], ["Esc", "end a search, or leave a filter"]];
    byId("keys").append(element("ul", "", ...told.map(([key, meaning]) => element("li", "", element("kbd", "", key), " " + meaning))),
        element("p", "", "In the lanes a full dot is a step that changes something, a hollow one a step that does not, a diamond one that is critical, a square where it goes wrong; " +
            "pale ones were taken back and can be taken again. An arrow leads to a step that another one made possible: solid for a lock, dashed for a " +
            "wake-up, thick for a hand-off, dotted for any other guard."));
}

function onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) {
        if (event.key === "Escape") event.target.blur();
        return;
    }
    const offer = /^[1-9]$/.test(event.key) ? byId("offers").querySelectorAll("button")[Number(event.key) - 1] : null;
    if (!offer && !(event.key in keys)) return;
    event.preventDefault();
    if (offer) offer.click();
    else keys[event.key]();
}

function setTheme(dark) {
    document.documentElement.classList.toggle("dark", dark);
    byId("theme").textContent = dark ? "Light" : "Dark";
}

/* What sticks to the top stays below what sticks there, too. */
function fit() {
    document.documentElement.style.setProperty("--bar-height", document.querySelector(".bar").offsetHeight + "px");
}

function toggleHelp() {
    byId("keys").hidden = !byId("keys").hidden;
    byId("help").setAttribute("aria-expanded", String(!byId("keys").hidden));
}

const clicks = {
    first: () => jump(0), back: () => jump(state.position - 1), forward: () => jump(state.position + 1), last: () => jump(state.length),
    random: () => act({ do: "random", steps: byId("steps").value }),
    violation: () => act({ do: "violation", name: byId("failure").value }),
    reachable: () => act({ do: "reachable" }), decide: () => act({ do: "decide" }), save: () => act({ do: "save" }),
    stop: () => { if (busy) fetch("stop", { method: "POST" }); },
    "all-steps": () => { showAll = true; showSchedule(); },
    theme: () => setTheme(!document.documentElement.classList.contains("dark")), help: toggleHelp,
};

const dark = window.matchMedia("(prefers-color-scheme: dark)");
setTheme(dark.matches);
dark.addEventListener("change", () => setTheme(dark.matches));
tellKeys();
for (const [id, onClick] of Object.entries(clicks)) byId(id).addEventListener("click", onClick);
byId("initial").addEventListener("change", () => act({ do: "restart", initial: byId("initial").value }));
byId("filter").addEventListener("input", showFields);
document.addEventListener("keydown", onKey);
window.addEventListener("resize", fit);
fit();
ask("state", "GET");
