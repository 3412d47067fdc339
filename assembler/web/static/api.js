// Talks to the server, and tells both sides of the page what came back.
//
// State (see `state` in deal.py) arrives with every answer. Each answer is an event of `page`:
//   "state"     the text was drafted: detail is the state. `text` is in it if the server changed the text.
//   "findings"  checks and plan of a revision: detail is the answer of /deal/findings
//   "refused"   detail is {problems}; "lost" the server cannot be reached
//   "term"      somebody stands on a term: detail is {path, from: "form" | "text" | "document"}

import { request } from "./requests.js";

export const page = new EventTarget();
const file = document.getElementById("bar")?.dataset.file;
export const current = { state: null, text: null, show: "", digest: "" };

export function tell(type, detail) {
  page.dispatchEvent(new CustomEvent(type, { detail }));
}

export function address(path, values = {}) {
  return `${path}?${new URLSearchParams({ file, ...values })}`;
}

export async function ask(method, path, values = {}, body = undefined) {
  try {
    const { isRight, status, answer } = await request(method, path, { file, ...values }, body);
    if (isRight || status === 409) return answer;
    tell("refused", answer);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // what fetch throws if nobody answers
    tell("lost", {});
  }
  return null;
}

// A change waits while another one is on its way. Of several changes of one thing that wait, the last one is sent.
let waiting = [];
let sending = null;

function received(state) {
  if (!state) return;
  current.state = state;
  if (state.text !== undefined) current.text = state.text;
  if (state.shown) {
    current.show = state.shown.stem;
    current.digest = state.shown.digest;
  }
  tell("state", state);
}

function send(path, make) {
  waiting = waiting.filter((other) => !make.thing || other.make.thing !== make.thing);
  waiting.push({ path, make });
  sending ??= sendAll();
  return sending;
}

async function sendAll() {
  while (waiting.length) {
    const { path, make } = waiting.shift();
    received(await ask("POST", path, { show: current.show, has: current.digest }, make()));
  }
  sending = null;
  findings();
}

async function findings() {
  const revision = current.state?.revision;
  const answer = await ask("GET", "/deal/findings", { revision });
  if (answer?.documents && answer.revision === current.state.revision) tell("findings", answer);
}

export async function load(show = "") {
  received(await ask("GET", "/deal/text", { show }));
  findings();
}

// The whole text, as it was typed. `where` names the place: changes at one place are undone together.
export function changeText(text, where = "") {
  current.text = text;
  const body = () => ({ revision: current.state.revision, text, where });
  body.thing = "text";
  return send("/deal/edit", body);
}

// A change that edits.py knows, such as {set: path, value}.
export function change(what) {
  const body = () => ({ revision: current.state.revision, ...what });
  body.thing = what.set && `set ${what.set}`;
  return send("/deal/edit", body);
}

export const undo = () => send("/deal/undo", () => ({}));
export const redo = () => send("/deal/redo", () => ({}));
export const save = () => send("/deal/save", () => ({}));
export const takeFile = () => send("/deal/disk", () => ({ take: "file" }));
export const keepTyped = () => send("/deal/disk", () => ({ take: "typed" }));

// Another document of the same revision.
export async function show(stem) {
  current.show = stem;
  current.digest = "";
  received(await ask("GET", "/deal/text", { show: stem }));
}
