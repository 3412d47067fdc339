// Talks to the server, and tells both sides of the page what came back.
//
// Events of `page`:
//   "state"     the text was drafted: detail is the state, see `state` in deal.py
//   "findings"  checks and plan of a revision: detail is the answer of /deal/findings
//   "refused"   detail is {problems}; "lost" the server cannot be reached
//   "replaced"  what was typed last is about to be undone, done again, or dropped for the file
//   "kept"      a change that does not fit is kept, or is settled: see changes.js
//   "term"      somebody stands on a term: detail is {path, from: "form" | "text" | "document"}

import { request } from "./requests.js";

export const page = new EventTarget();
export const file = document.getElementById("bar")?.dataset.file;

// `text` is what the text side shows, and `known` the text of the state: what is typed and on its way is not in it.
export const current = { state: null, text: null, known: null, show: "", digest: "" };

export function tell(type, detail) {
  page.dispatchEvent(new CustomEvent(type, { detail }));
}

export function address(path, values = {}) {
  return `${path}?${new URLSearchParams({ file, ...values })}`;
}

// The answer with its status, or null if nobody answers.
export async function asked(method, path, values = {}, body = undefined) {
  try {
    return await request(method, path, { file, ...values }, body);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // what fetch throws if nobody answers
    tell("lost", {});
    return null;
  }
}

export async function ask(method, path, values = {}, body = undefined) {
  const told = await asked(method, path, values, body);
  if (!told) return null;
  if (told.isRight) return told.answer;
  tell("refused", told.answer);
  return null;
}
