// Changes of the text wait in a line, and are sent one after another.
//
// Another window may change the text meanwhile. Then this window takes the newest text first. What waits was typed
// before that text was seen: it is sent again with `base`, the text that it was typed on. The server puts it into the
// newest text where the other window left its place as it was. What does not fit is kept, and the user chooses.
// So nothing that is typed is lost.
import { asked, ask, current, file, page, tell } from "./api.js";

const TEXT = "text";
let waiting = []; // the first one is on its way
let sending = null;

// Changes that do not fit, by what they change: {what, base, problems, label}.
const place = `kept:${file}`;
export const kept = new Map(JSON.parse(sessionStorage.getItem(place) ?? "[]"));

function keep(thing, entry) {
  if (entry) kept.set(thing, entry);
  else kept.delete(thing);
  sessionStorage.setItem(place, JSON.stringify([...kept]));
  tell("kept", {});
}

const thingOf = (what) => (what.text !== undefined ? TEXT : what.set && `set ${what.set}`);

// The changes of fields that are typed and not in the text yet.
export const typed = () => [...kept.values(), ...waiting].filter(({ what }) => what?.set);

const isTextWaiting = () => waiting.some(({ thing }) => thing === TEXT) || kept.has(TEXT);

function received(state, isForeign) {
  const { known } = current;
  current.state = state;
  if (state.text !== undefined) current.known = state.text;
  if (isForeign) for (const change of waiting) change.base ??= known;
  if (kept.get(TEXT)?.what.text === current.known) keep(TEXT, null);
  current.text = isTextWaiting() ? (current.text ?? kept.get(TEXT)?.what.text) : current.known;
  if (state.shown) {
    current.show = state.shown.stem;
    current.digest = state.shown.digest;
  }
  if (!waiting.length) findings(); // the server checks while this window shows the document
  tell("state", { ...state, isForeign });
}

// Of several changes of one thing that wait, the last one is sent.
function send(change) {
  const same = change.thing && waiting.findIndex((other, index) => index > 0 && other.thing === change.thing);
  if (same > 0) change.base = waiting.splice(same, 1)[0].base;
  waiting.push(change);
  sending ??= sendAll();
  return sending;
}

async function sendAll() {
  while (waiting.length) {
    const [change] = waiting;
    const { method = "POST", path, what } = change;
    const isEdit = path === "/deal/edit";
    const body = isEdit ? { revision: current.state.revision, ...what, ...(change.base !== undefined && { base: change.base }) } : what;
    const show = change.show ?? current.show;
    const told = await asked(method, path, { show, has: show === current.show ? current.digest : "" }, method === "GET" ? undefined : body);
    if (told?.status === 409) {
      received(told.answer, true);
      continue;
    }
    waiting.shift();
    if (told?.isRight) settled(change, told.answer);
    else if (change.thing) refused(change, told?.answer.problems ?? []);
    else if (told) tell("refused", { ...told.answer, what });
  }
  sending = null;
  findings();
}

function refused({ what, base, label, newest }, problems) {
  const path = what.set && problems[0]?.path; // which may have moved in its list
  const moved = path ? { ...what, set: path } : what;
  keep(thingOf(moved), { what: moved, base, problems, label, newest });
}

function settled(change, state) {
  if (change.thing === TEXT) {
    const { text } = change.what;
    // What was typed since stands on that text, and not on what the server made of it.
    if (state.text !== undefined) for (const other of waiting) if (other.thing === TEXT) other.base = text;
    current.known = text;
  }
  // What was typed since in the same field goes where the field is now.
  if (change.base !== undefined && state.at) for (const other of waiting) if (other.thing === change.thing) Object.assign(other, { what: { ...other.what, set: state.at }, thing: `set ${state.at}`, base: undefined });
  const was = change.path === "/deal/edit" ? current.state.revision : (state.was ?? state.revision);
  received(state, current.state !== null && was !== current.state.revision);
}

let found = null; // the last findings, which hold for every document of their revision
let lookedFor = null; // the revision whose findings are on their way

async function findings() {
  const revision = current.state?.revision;
  if (lookedFor === revision) return;
  lookedFor = revision;
  const answer = await (found?.revision === revision ? found : ask("GET", "/deal/findings", { revision }));
  if (lookedFor === revision) lookedFor = null;
  if (!answer?.documents || answer.revision !== current.state.revision) return;
  found = answer;
  tell("findings", answer);
}

function edit(what, label) {
  const thing = thingOf(what);
  const before = thing && kept.get(thing);
  if (before) {
    keep(thing, { ...before, what });
    return Promise.resolve();
  }
  return send({ path: "/deal/edit", what, thing, label });
}

// The whole text, as it was typed. `where` names the place: changes at one place are undone together.
export function changeText(text, where = "") {
  current.text = text;
  return edit({ text, where });
}

// A change that edits.py knows, such as {set: path, value}. `label` names its field.
export function change(what, label = "") {
  return edit(what, label);
}

// What was kept is written, or the newest text stays.
export function settle(thing, isTyped) {
  const { what, base, label } = kept.get(thing);
  keep(thing, null);
  if (thing === TEXT) return send({ path: "/deal/edit", what: { ...what, take: isTyped ? "typed" : "newest" }, base: base ?? current.known, thing });
  return isTyped ? send({ path: "/deal/edit", what, thing, label }) : tell("state", current.state);
}

const post = (path, what = {}) => send({ path, what });
export const save = () => post("/deal/save");

// Another text takes the place of what was typed last.
function replace(path, what) {
  tell("replaced", {});
  return post(path, what);
}
export const undo = () => replace("/deal/undo");
export const redo = () => replace("/deal/redo");
export const takeFile = () => replace("/deal/disk", { take: "file" });
export const keepTyped = () => post("/deal/disk", { take: "typed" });

// A document of the text as it is now.
export function show(stem) {
  return send({ method: "GET", path: "/deal/text", show: stem });
}

// The text, its document and its findings, as the server has them now.
export function load(stem = current.show) {
  found = null;
  return show(stem);
}

export const isIdle = () => !waiting.length;
